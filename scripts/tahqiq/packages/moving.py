"""A package moved to where it belongs, in one step, whatever file system that lies on.

In: a package, a folder, and the reports that shall lie beside it. Out: the package there and no
longer here. Killed at any moment, it is whole in one of the two places or in both, and the next run
ends what was begun.
"""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

from tahqiq.errors import OutputError, Place
from tahqiq.packages import digests, staging

# The reports that lie beside a package, by their forms, as their names end.
REPORTS = {"json": "report.json", "premis": "premis.xml", "text": "report.txt"}


def moved(path: Path, folder: Path, reports: Mapping[str, bytes | Path]) -> None:
    """Move a package into ``folder``; its reports go first, so that it never lies there without.

    They are given by the ends of their names, as bytes or as files to be copied. Raise OutputError
    where another package of that name is there, or it cannot be moved.
    """
    target = folder / path.name
    if os.path.lexists(target):
        if not _is_same(path, target):
            raise OutputError(
                "a package of that name is there already", place=Place(str(target)),
                hint="nothing was moved",
            )  # fmt: skip
        _removed(path)  # all that a killed run left to do
        return
    with staging.beside(target) as draft, _reported(reports, draft, folder):
        try:
            path.rename(target)
        except OSError:
            _copied(path, draft)
            staging.settle(draft, target)
            _removed(path)


@contextlib.contextmanager
def _reported(reports: Mapping[str, bytes | Path], draft: Path, folder: Path) -> Iterator[None]:
    """Put reports into a folder; none stays where that or what follows fails."""
    put: list[Path] = []
    try:
        for ending, content in reports.items():
            report = draft.with_name("report")
            if isinstance(content, Path):
                shutil.copyfile(content, report)
            else:
                report.write_bytes(content)
            put.append(report.replace(folder / f"{draft.name}.{ending}"))
        yield
    except (OSError, OutputError):
        for one in put:
            one.unlink(missing_ok=True)
        raise


def state(path: Path) -> int:
    """Return what shows that a package was changed: of names, sizes and times, in any order."""
    # The hashes of one process, which nobody else can foretell.
    return sum(
        hash((name, entry.st_size, entry.st_mtime_ns, entry.st_mode))
        for name, entry in _entries(path)
        if entry is not None
    )


def _entries(path: Path) -> Iterator[tuple[str, os.stat_result | None]]:
    """Yield what lies below a path, itself among it, in no order; folders before what is in them.

    Folders have no facts: what becomes of them shows in their files.
    """
    if not path.is_dir():
        with contextlib.suppress(FileNotFoundError):
            yield "", path.lstat()
        return
    waiting = [""]
    while waiting:
        prefix = waiting.pop()
        yield prefix, None
        with os.scandir(path / prefix) as entries:
            for one in entries:
                if one.is_dir(follow_symlinks=False):
                    waiting.append(f"{prefix}{one.name}/")
                else:
                    yield prefix + one.name, one.stat(follow_symlinks=False)


def _names(path: Path) -> Iterator[str]:
    return (name for name, found in _entries(path) if found is not None)


def _copied(path: Path, draft: Path) -> None:
    """Copy a package to another file system; what was written is read again, and compared."""
    if path.is_dir():
        for name, found in _entries(path):
            if found is None:
                (draft / name).mkdir(parents=True, exist_ok=True)

    def copy(name: str) -> bool:
        source, made = path / name, draft / name
        if source.is_symlink():
            made.symlink_to(source.readlink())
            return True
        if not source.is_file():
            raise OutputError(
                "a device, pipe or socket cannot be moved to another file system",
                place=Place(str(source)),
            )
        return digests.copied(source, made) == digests.of(made)

    for name, is_whole in digests.at_once(copy, _names(path)):
        if not is_whole:
            raise OutputError("the copy differs from the package", place=Place(str(path / name)))


def _is_same(path: Path, target: Path) -> bool:
    """Return whether two packages hold the same files."""
    if path.is_dir() != target.is_dir() or path.is_symlink() or target.is_symlink():
        return False

    def equal(name: str) -> bool:
        one, other = path / name, target / name
        if one.is_symlink() or other.is_symlink() or not (one.is_file() and other.is_file()):
            return False
        return digests.of(one) == digests.of(other)

    if sum(1 for _ in _names(path)) != sum(1 for _ in _names(target)):
        return False
    return all(is_equal for _, is_equal in digests.at_once(equal, _names(path)))


def _removed(path: Path) -> None:
    """Remove a package that lies elsewhere by now: it vanishes in one step."""
    with staging.beside(path) as away:
        path.rename(away)
        if away.is_dir():
            shutil.rmtree(away)
