"""A package on its way in, opened where nothing of it can do harm.

In: a folder, or a ZIP or TAR file. Out: the folder that holds it; what came out of an archive lies
in a temporary folder that vanishes at the end. The content of an OCFL object is laid out as its
newest version has it.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

from tahqiq import scratch
from tahqiq.deliveries.kinds import SUFFIXES, kind_of
from tahqiq.deliveries.names import climbs
from tahqiq.errors import Place, SourceError
from tahqiq.files import folders, reason
from tahqiq.packages.apart import Apart
from tahqiq.packages.objects import inventory
from tahqiq.packages.pace import Pace
from tahqiq.packages.survey import Survey
from tahqiq.packages.watched import Opened, Watched

# What is judged, and what it is judged by.
_READ = (*SUFFIXES, ".xml", ".tei", ".odd", ".xtei", ".rng", ".rnc", ".sch", ".toml", ".xsl")
# What macOS packs beside a package: the icons and marks of files.
_OF_MACOS = re.compile(r"__MACOSX|\._.*", re.S)


@contextlib.contextmanager
def opened(
    path: Path, shown: str, watched: Watched, pace: Pace, *, whole: bool = False, own: bool = True
) -> Iterator[Opened]:
    """Yield a package, opened by a watched process. Raise SourceError where there is none.

    ``whole`` is whether all of its files will be read, and not the text among them alone, ``own``
    whether an archive's own digest is wanted.
    """
    try:
        is_folder = path.is_dir()
        if not is_folder and not path.is_file():
            raise SourceError("there is no such package", place=Place(str(path)))
        if not is_folder and not kind_of(path):
            raise SourceError(
                "it is neither a folder nor a ZIP or TAR file", place=Place(str(path))
            )
    except OSError as error:
        raise SourceError(reason(error), place=Place(str(path))) from None
    with scratch.apart() as made:
        spare = made / "spare"
        spare.mkdir()
        if is_folder:
            yield Opened(path.resolve(), spare)
            return
        folder, seen = made / "package", made / "taken"
        folder.mkdir()
        is_apart = own or not pace.rate
        if is_apart:
            watched.start()
        with Apart(path, shown, made, own=own) if is_apart else contextlib.nullcontext() as apart:
            told = apart.told if apart else None
            findings, is_walked = watched.unpacked(
                path, shown, folder, seen, pace, whole=whole, apart=told
            )
            if not is_walked:
                yield Opened(folder, spare, findings, sha256=apart.sha256() if apart else "")
                return
            if apart:
                apart.walked(seen)
            top = _top(folder)
            prefix = f"{top.relative_to(folder).as_posix()}/" if top != folder else ""
            yield Opened(top, spare, findings, seen, prefix, apart=apart)


def _top(folder: Path) -> Path:
    """Return the one folder in which everything of a package lies, or the folder itself."""
    children = [one for one in folder.iterdir() if not _OF_MACOS.fullmatch(one.name)]
    return children[0] if len(children) == 1 and children[0].is_dir() else folder


def newest(folder: Path, target: Path, names: Path | None = None) -> None:
    """Lay the newest version of an OCFL object out in ``target``; what cannot be had is left out.

    Files are linked: they are only read. Where ``names`` is given, those that nobody reads are
    only named there (see ``Survey``), and their folders made.
    """
    made, survey = folders(), Survey(names) if names else None

    def is_read(name: str) -> bool:
        return survey is None or name.lower().endswith(_READ)

    # What an inventory that cannot be read lacks has been said already.
    with contextlib.suppress(OSError, ValueError, KeyError, TypeError, AttributeError):
        for logical, physical in inventory.newest(folder, is_read):
            if climbs(logical) or climbs(physical):
                continue
            # Paths that stand in each other's way have been told already, and so are missing files.
            with contextlib.suppress(FileExistsError, NotADirectoryError, IsADirectoryError):
                path = f"{target}/{logical}"
                if survey is None or physical:
                    _linked(f"{folder}/{physical}", path)
                else:
                    survey.lies(logical, is_file=True)
                    made(path.rpartition("/")[0])
    if survey:
        survey.close()


def _linked(source: str, path: str) -> None:
    """Link a file to another place, with the folders that it lies in."""
    if not os.path.isfile(source) or os.path.islink(source):  # noqa: PTH113, PTH114  # of many
        return
    try:
        os.link(source, path)
    except FileNotFoundError:
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        _linked(source, path)
    except FileExistsError:
        raise
    except OSError:
        # On another file system what is read as text is copied, all else found by its name.
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        if path.lower().endswith(_READ):
            shutil.copyfile(source, path)
        else:
            Path(path).symlink_to(source)
