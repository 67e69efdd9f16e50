"""Settings of an installation, from the environment: one row each, which docs/operate/settings.md repeats."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
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
        )

    def secret_key(self) -> str:
        """The stated key, else the one kept in the data folder, which is created when needed."""
        return self.stated_secret_key or _kept_secret(self.home / "secret_key")


def _listed(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


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
