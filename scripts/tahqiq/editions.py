"""Where an edition is: the nearest folder upwards that has settings, as git finds its root.

In: a folder. Out: the edition's folder and its ``edition.toml``, which is not read here.
"""

from __future__ import annotations

from pathlib import Path


def settings_above(folder: Path) -> tuple[Path, Path] | None:
    """Return the nearest folder from ``folder`` upwards that is an edition, and its settings.

    An edition has an ``edition.toml``, or an ``edition/`` folder with one.
    """
    for one in (folder, *folder.parents):
        for config in (one / "edition.toml", one / "edition" / "edition.toml"):
            if config.is_file():
                return one, config
    return None


def own_settings() -> str:
    """Return the settings of the edition where this process runs; an empty string where none is."""
    found = settings_above(Path.cwd().resolve())
    return str(found[1].resolve()) if found else ""
