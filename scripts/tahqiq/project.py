"""An edition on disk: its texts, registers and settings.

In: a folder. Out: a Project. It is found as git finds its root: the nearest folder upwards that
has an ``edition.toml``, or an ``edition/`` folder with one. A folder of TEI files without one can
be named outright and is then an edition with the default settings.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tahqiq.choices import plain, printed
from tahqiq.choices.plain import TextChoices
from tahqiq.choices.printed import PrintChoices
from tahqiq.editions import settings_above
from tahqiq.errors import Place, ProjectError
from tahqiq.files import read_bytes

FORMATS = ("tei", "html", "pdf", "text", "markdown", "openiti", "epub", "docx", "versions")
"""What can be made; ``versions`` is the site of all releases."""
_USUAL = FORMATS[:-1]
_SETTINGS = {"base", "languages", "formats", "width", "schema", "text", "title", "print"}


@dataclass(frozen=True, slots=True)
class Settings:
    """What ``edition.toml`` says; ``width`` is in cells of a terminal, 0 for unwrapped."""

    base: str = ""
    languages: tuple[str, ...] = ("ar", "en")
    formats: tuple[str, ...] = _USUAL
    width: int = 72
    rng: Path | None = None
    sch: Path | None = None
    text: TextChoices = field(default_factory=TextChoices)
    print: PrintChoices = field(default_factory=PrintChoices)
    title: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Project:
    """An edition: ``home`` holds its texts and registers, ``root`` is where ``build/`` goes."""

    root: Path
    home: Path
    settings: Settings
    config: Path | None

    @property
    def texts(self) -> list[Path]:
        """Return the TEI files of the texts, by name."""
        folder = self.home / "texts"
        return sorted((folder if folder.is_dir() else self.home).glob("*.xml"))

    @property
    def registers(self) -> list[Path]:
        """Return the TEI files of the registers, by name."""
        return sorted((self.home / "registers").glob("*.xml"))

    @property
    def own_files(self) -> list[Path]:
        """Return what the project adds to its site and its books, by path."""
        return [*self.site_files, *self.settings.print.files]

    @property
    def version_files(self) -> list[Path]:
        """Return the files of its releases, and what was declared since, by path."""
        every = [*sorted((self.home / "releases").rglob("*")), self.home / "changes.toml"]
        return [path for path in every if path.is_file()]

    @property
    def site_files(self) -> list[Path]:
        """Return what the project adds to its site, by path."""
        return [path for path in sorted((self.home / "site").rglob("*")) if path.is_file()]


def find(start: Path | None = None) -> Project:
    """Return the project at ``start``, or at the nearest folder above the current one.

    Raise ProjectError where there is none, or where its settings cannot be used.
    """
    if start is not None and not start.exists():
        raise ProjectError("there is no such folder", place=Place(str(start)))
    first = (start or Path()).resolve()
    if first.is_file():
        return Project(Path.cwd(), first.parent, Settings(), None)
    settings = settings_above(first)
    if settings is not None:
        return _load(*settings)
    if start is not None and any(first.glob("*.xml")):
        return Project(Path.cwd(), first, Settings(), None)
    raise ProjectError(
        f"no edition here: no edition.toml in {first} or above",
        hint="run it inside an edition, or name the edition's folder",
    )


def _load(root: Path, config: Path) -> Project:
    try:
        values = tomllib.loads(read_bytes(config).decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ProjectError(f"not readable as TOML: {error}", place=Place(str(config))) from None
    unknown = sorted(set(values) - _SETTINGS)
    if unknown:
        raise ProjectError(
            f"unknown setting '{unknown[0]}'",
            place=Place(str(config)),
            hint=f"known are {', '.join(sorted(_SETTINGS))}",
        )
    return Project(root, config.parent, _settings(values, config), config)


def _settings(values: Mapping[str, Any], config: Path) -> Settings:
    default = Settings()

    def take(key: str, kind: type, fallback: Any) -> Any:
        value = values.get(key, fallback)
        if not isinstance(value, kind) or isinstance(value, bool):
            raise ProjectError(
                f"'{key}' must be a {kind.__name__}, not {value!r}", place=Place(str(config))
            )
        return value

    formats = tuple(take("formats", list, list(default.formats)))
    wrong = [name for name in formats if name not in FORMATS]
    if wrong:
        raise ProjectError(
            f"unknown format {wrong[0]!r}",
            place=Place(str(config)),
            hint=f"known are {', '.join(FORMATS)}",
        )
    schema = take("schema", dict, {})
    return Settings(
        base=take("base", str, default.base),
        languages=tuple(take("languages", list, list(default.languages))),
        formats=formats,
        width=take("width", int, default.width),
        rng=_beside(config, schema.get("rng")),
        sch=_beside(config, schema.get("sch")),
        text=plain.read(take("text", dict, {}), config),
        print=printed.read(take("print", dict, {}), config),
        title={str(key): str(words) for key, words in take("title", dict, {}).items()},
    )


def _beside(config: Path, name: str | None) -> Path | None:
    if not name:
        return None
    path = (config.parent / name).resolve()
    if not path.is_file():
        raise ProjectError(f"there is no schema {name}", place=Place(str(config)))
    return path
