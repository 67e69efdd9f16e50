"""A real portal on real data, and a real browser in front of it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any
from urllib.error import URLError

import pytest
from playwright.sync_api import BrowserContext, Page

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
DATASETS = {"regions": "json", "departements": "json", "pays": "geojson", "vacances-scolaires": "csv"}
STARTING = 60


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every test of this folder drives a browser."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.journey)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Debian's Chromium; without it journeys are skipped on a workstation and fail where everything must run."""
    if not CHROMIUM.exists():
        message = f"journeys need {CHROMIUM} (apt-get install chromium)"
        pytest.fail(message) if os.environ.get("CI") == "true" else pytest.skip(message)
    return {**browser_type_launch_args, "executable_path": str(CHROMIUM), "args": FLAGS}


def parvis(home: Path, *arguments: str) -> subprocess.Popen[bytes]:
    """A `parvis` command on this data folder."""
    return subprocess.Popen(
        [sys.executable, "-m", "parvis.cli", "--home", str(home), *arguments],
        env={**os.environ, "PARVIS_HOME": str(home)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )


def run(home: Path, *arguments: str) -> None:
    """Run a command to its end; its output is shown when it fails."""
    with parvis(home, *arguments) as process:
        output, _ = process.communicate(timeout=STARTING)
    assert process.returncode == 0, output.decode()


def publish(home: Path, name: str, extension: str) -> None:
    """Publish one of the demo datasets."""
    demo = files("parvis.cli") / "demo"
    with as_file(demo / f"{name}.{extension}") as data, as_file(demo / f"{name}.yaml") as metadata:
        run(home, "publish", str(data), "--id", name, "--metadata", str(metadata))


def publish_points(home: Path) -> None:
    """Publish 9,000 points on a grid over France, too many to be drawn one by one from afar."""
    path = home.parent / "points.csv"
    kinds = ("arbre", "banc", "fontaine")
    rows = (f"{n},{kinds[n % 3]},{43 + n // 100 * 0.06:.4f},{n % 100 * 0.06:.4f}" for n in range(9000))
    path.write_text("numero,genre,latitude,longitude\n" + "\n".join(rows), encoding="utf-8")
    run(home, "publish", str(path), "--id", "points", "--title", "Neuf mille points", "--publisher", "Parvis")


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(address: str, server: subprocess.Popen[bytes]) -> None:
    """Return once the address answers; fail with the server's words when it stops or stays silent."""
    deadline = time.monotonic() + STARTING
    while time.monotonic() < deadline and server.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except (URLError, ConnectionError, TimeoutError):
            time.sleep(0.1)
    server.terminate()
    pytest.fail(f"the server did not start:\n{server.communicate(timeout=STARTING)[0].decode()}")


@pytest.fixture(scope="session")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a portal with some datasets, served by `parvis serve`."""
    home = tmp_path_factory.mktemp("portal") / "home"
    run(home, "init")
    run(home, "domain", "create", "france", "--title", "Données de France", "--default")
    for name, extension in DATASETS.items():
        publish(home, name, extension)
    publish_points(home)
    port = free_port()
    with parvis(home, "serve", "--port", str(port)) as server:
        wait_for(f"http://localhost:{port}/", server)
        try:
            yield f"http://localhost:{port}"
        finally:
            server.terminate()
            server.communicate(timeout=STARTING)


@pytest.fixture(scope="session")
def base_url(portal: str) -> str:
    """Where relative addresses of journeys lead."""
    return portal


Visitor = Callable[..., Page]


@pytest.fixture
def visitor(new_context: Callable[..., BrowserContext]) -> Iterator[Visitor]:
    """Opens the portal as somebody: ``visitor(theme=, width=, language=, scripts=)`` gives a page.

    Whatever the test does, the policy of the pages may not have been broken when it ends.
    """
    violations: list[str] = []

    def visit(*, theme: str = "light", width: int = 1280, language: str = "fr", scripts: bool = True) -> Page:
        context = new_context(
            color_scheme=theme,
            viewport={"width": width, "height": 900},
            locale=language,
            java_script_enabled=scripts,
        )
        context.expose_function("reportViolation", lambda text: violations.append(text))
        context.add_init_script(
            "document.addEventListener('securitypolicyviolation',"
            " e => window.reportViolation(`${e.violatedDirective} ${e.blockedURI}`))"
        )
        return context.new_page()

    yield visit
    assert violations == []
