"""Settings of an installation, from the environment: one row each, which docs/operate/settings.md repeats."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import ip_network
from pathlib import Path

from parvis.core.errors import ParvisError


class InvalidSetting(ParvisError):
    """An environment variable has a value that cannot be used."""

    code = "InvalidSetting"


@dataclass(frozen=True, slots=True)
class Row:
    """One setting: the environment variable, its default as text, what it does."""

    name: str
    default: str
    help: str


ROWS: tuple[Row, ...] = (
    Row(
        "PARVIS_HOME",
        "./parvis-data",
        "Data folder: control database, store, secrets.",
    ),
    Row(
        "PARVIS_SECRET_KEY",
        "",
        "Signs cookies and tokens. Empty: the file `secret_key` of the data folder, made on first use.",
    ),
    Row(
        "PARVIS_DATABASE_URL",
        "",
        "Control database, `postgres://user:password@host:port/name`. Empty: `control.sqlite3` in the data folder.",
    ),
    Row(
        "PARVIS_ALLOWED_HOSTS",
        "*",
        "Host names that pages answer to, separated by commas; `*`: any.",
    ),
    Row(
        "PARVIS_TRUSTED_ORIGINS",
        "",
        "Origins with scheme that may send forms, separated by commas (behind a proxy that ends TLS).",
    ),
    Row(
        "PARVIS_HTTPS",
        "false",
        "`true` when visitors come by HTTPS: secure cookies, strict transport security, `X-Forwarded-Proto` believed.",
    ),
    Row(
        "PARVIS_LANGUAGE",
        "fr",
        "Language of pages when the visitor's is not spoken: `fr` or `en`.",
    ),
    Row(
        "PARVIS_DEBUG",
        "false",
        "`true` shows details of errors in pages. Never in production.",
    ),
    Row(
        "PARVIS_FORMER_SECRET_KEYS",
        "",
        "Former values of `PARVIS_SECRET_KEY`, separated by commas: secrets of sources stay readable until rotated.",
    ),
    Row(
        "PARVIS_ADDRESS",
        "",
        "Where files of the default portal are verified while it has no public host name. Empty: at `parvis serve`.",
    ),
    Row(
        "PARVIS_FETCH_NETWORKS",
        "",
        "Private networks that sources may fetch from, as `10.0.0.0/8`, separated by commas. Empty: none.",
    ),
    Row(
        "PARVIS_FETCH_PORTS",
        "80,443",
        "Ports that sources may fetch from, separated by commas; `*`: any.",
    ),
    Row(
        "PARVIS_FETCH_FOLDERS",
        "",
        "Folders of this machine that sources may read, separated by commas.",
    ),
    Row(
        "PARVIS_GEOCODER",
        "",
        "Addresses for `geocode`: the batch endpoint of a service as the BAN's, or a BAN extract (CSV file).",
    ),
)


@dataclass(frozen=True)
class Settings:
    """The settings, read and checked."""

    home: Path
    database_url: str
    allowed_hosts: tuple[str, ...]
    trusted_origins: tuple[str, ...]
    https: bool
    language: str
    debug: bool
    stated_secret_key: str
    former_secret_keys: tuple[str, ...] = ()
    fetch_networks: tuple[str, ...] = ()
    fetch_ports: frozenset[int] | None = frozenset({80, 443})
    fetch_folders: tuple[Path, ...] = ()
    geocoder: str = ""
    address: str = ""

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> Settings:
        """Read them (default: from this process's environment). Raises InvalidSetting naming the variable."""
        given = os.environ if environment is None else environment
        values = {row.name: given.get(row.name, "").strip() or row.default for row in ROWS}
        return cls(
            home=Path(values["PARVIS_HOME"]).expanduser().absolute(),
            database_url=values["PARVIS_DATABASE_URL"],
            allowed_hosts=_listed(values["PARVIS_ALLOWED_HOSTS"]),
            trusted_origins=_listed(values["PARVIS_TRUSTED_ORIGINS"]),
            https=_flag("PARVIS_HTTPS", values),
            language=_choice("PARVIS_LANGUAGE", values, ("fr", "en")),
            debug=_flag("PARVIS_DEBUG", values),
            stated_secret_key=values["PARVIS_SECRET_KEY"],
            former_secret_keys=_listed(values["PARVIS_FORMER_SECRET_KEYS"]),
            fetch_networks=_networks("PARVIS_FETCH_NETWORKS", values),
            fetch_ports=_ports("PARVIS_FETCH_PORTS", values),
            fetch_folders=tuple(Path(text).expanduser() for text in _listed(values["PARVIS_FETCH_FOLDERS"])),
            geocoder=values["PARVIS_GEOCODER"],
            address=_address("PARVIS_ADDRESS", values),
        )

    def secret_key(self) -> str:
        """The stated key, else the one kept in the data folder, which is created when needed."""
        return self.stated_secret_key or _kept_secret(self.home / "secret_key")


def _listed(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


def _networks(name: str, values: Mapping[str, str]) -> tuple[str, ...]:
    texts = _listed(values[name])
    for text in texts:
        try:
            ip_network(text, strict=False)
        except ValueError as error:
            raise InvalidSetting(f"{name} holds {text!r}, which is not a network as 10.0.0.0/8") from error
    return texts


def _ports(name: str, values: Mapping[str, str]) -> frozenset[int] | None:
    texts = _listed(values[name])
    if texts == ("*",):
        return None
    if not all(text.isdecimal() and 0 < int(text) < 65536 for text in texts):
        raise InvalidSetting(f"{name} is {values[name]!r}; it holds numbers of ports, or *")
    return frozenset(map(int, texts))


def _address(name: str, values: Mapping[str, str]) -> str:
    text = values[name].rstrip("/")
    if text and not text.startswith(("http://", "https://")):
        raise InvalidSetting(f"{name} is {text!r}; it begins with http:// or https://")
    return text


def _flag(name: str, values: Mapping[str, str]) -> bool:
    return _choice(name, values, ("true", "false", "1", "0", "yes", "no")) in ("true", "1", "yes")


def _choice(name: str, values: Mapping[str, str], choices: tuple[str, ...]) -> str:
    value = values[name].lower()
    if value not in choices:
        raise InvalidSetting(f"{name} is {values[name]!r}; it can be {', '.join(choices)}")
    return value


def _kept_secret(path: Path) -> str:
    if path.exists():
        return path.read_text(encoding="ascii").strip()
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(48))
        file.flush()
        os.fsync(file.fileno())
    try:
        # A link, unlike a rename, fails when another process was faster: all read the same key.
        os.link(partial, path)
    except FileExistsError:
        pass
    finally:
        partial.unlink()
    return path.read_text(encoding="ascii").strip()
