"""What lies in a store: packages, what is missing of them, and what is none.

In: a folder. Out: the packages anywhere below it, by name, and findings on all else: nothing is
passed over without a word, for a package that has lost what tells that it is one looks like that.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from itertools import chain, islice
from pathlib import Path
from typing import NamedTuple

from tahqiq.deliveries import trouble as delivered
from tahqiq.deliveries.kinds import SUFFIXES
from tahqiq.files import reason
from tahqiq.findings import Finding
from tahqiq.packages import checklists, kinds
from tahqiq.packages.moving import REPORTS
from tahqiq.packages.trouble import trouble

# How many folders may lie one within the other, and how those are called that vanish by themselves.
_DEEPEST, _DRAFT = 200, ".tahqiq-"


class Package(NamedTuple):
    """A package, and what reports call it."""

    path: Path
    shown: str


def packages(store: Path, shown: str) -> Iterator[Package | Finding]:
    """Yield the packages of a store; what lies within a package is part of it.

    A storage root comes before its objects: it has a layout of its own.
    """
    return _of_folder(store, shown, store.resolve())


def _of_folder(
    folder: Path, shown: str, store: Path, *, was_received: bool = False
) -> Iterator[Package | Finding]:
    try:
        kind = kinds.kind_of(folder)
        if kind or was_received:
            yield Package(folder, shown)
        elif shown.count("/") > _DEEPEST:
            yield trouble("PKG118", shown, f"a folder within more than {_DEEPEST} folders")
            return
        if kind == kinds.ROOT or not (kind or was_received):
            yield from _below(folder, shown, store, is_root=kind == kinds.ROOT)
    except OSError as error:
        yield trouble("PKG118", shown, reason(error))


def _below(folder: Path, shown: str, store: Path, *, is_root: bool) -> Iterator[Package | Finding]:
    """Yield what lies in a folder that is no package; nothing where there is none below it."""
    children = {one.name: one for one in sorted(folder.iterdir())}
    received = _received(children)
    lost = sorted(received - children.keys())
    yield from (trouble("PKG119", f"{shown}/{name}") for name in lost)
    reports = {f"{name}.{ending}" for name in received for ending in REPORTS.values()}
    # What an archive has beside it was put there by others.
    folders = (name for name in received if name in lost or children[name].is_dir())
    lists = (f"{name}.{checklists.ENDING}" for name in folders)
    reports |= {name for name in lists if name in children and not children[name].is_dir()}
    is_shelf, others = bool(lost), []
    for name, path in children.items():
        found = list(islice(every := _child(path, shown, store, received), 1))
        yield from chain(found, every)
        is_shelf |= bool(found)
        if not found and not name.startswith(".") and not path.is_symlink():
            others += [path] if name not in reports else []
    if is_shelf and not is_root:
        yield from _no_packages(others, shown)


def _no_packages(others: Iterable[Path], shown: str) -> Iterator[Finding]:
    """Yield what is to be said of what lies among packages, and is none."""
    loose = []
    for path in others:
        if not path.is_dir():
            loose.append(path.name)
        elif any(one.is_file() for one in path.rglob("*")):
            yield trouble("PKG120", f"{shown}/{path.name}")
    if loose:
        yield trouble("PKG121", shown, f"{len(loose)}, as {loose[0]}")


def _child(
    path: Path, above: str, store: Path, received: Container[str]
) -> Iterator[Package | Finding]:
    shown, was_received = f"{above}/{path.name}", path.name in received
    may_be = was_received or path.name.lower().endswith(SUFFIXES)
    try:
        if path.is_symlink():
            if _leads_out(path, store, may_be=may_be):
                yield delivered.trouble("TQ302", shown, f"to {path.readlink()}")
        elif path.is_dir():
            if not path.name.startswith(_DRAFT):
                yield from _of_folder(path, shown, store, was_received=was_received)
        elif may_be:
            # Also one whose first bytes no longer tell what it is.
            yield Package(path, shown)
    except OSError as error:
        # What lies beside it is looked at.
        yield trouble("PKG118", shown, reason(error))


def _leads_out(link: Path, store: Path, *, may_be: bool) -> bool:
    """Return whether a link leads out of the store, or nowhere; no other file need be a package.

    What lies in the store is looked at in its own place.
    """
    try:
        is_inside = link.exists() and link.resolve().is_relative_to(store)
        return not is_inside and (may_be or not link.is_file())
    except OSError:
        return True


def _received(children: Mapping[str, Path]) -> set[str]:
    """Return what was received into a folder, by the reports that lie beside it.

    Where all three are folders, they are packages that are called like reports.
    """
    ending, *_ = REPORTS.values()
    stems = {name.removesuffix(f".{ending}") for name in children if name.endswith(f".{ending}")}
    found = set()
    for stem in stems - {""}:
        reports = [children.get(f"{stem}.{one}") for one in REPORTS.values()]
        if None not in reports and not all(one.is_dir() for one in reports if one):
            found.add(stem)
    return found
