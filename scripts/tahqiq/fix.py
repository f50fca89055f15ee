"""The verb fix: what rules offer to mend, shown as a difference and then written.

In: paths and a plan. Out: fixes with their files, and files written whole. Nothing outside of the
bytes that a fix names is touched.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tahqiq.deliveries import Delivery, Item
from tahqiq.errors import TahqiqError
from tahqiq.files import read_bytes, write_atomic
from tahqiq.findings import Finding
from tahqiq.gate.choice import choose
from tahqiq.gate.plan import Plan
from tahqiq.schematron import Schematron
from tahqiq.schematron.fixes import Fix, applied, difference


@dataclass(frozen=True, slots=True)
class Mended:
    """A file as fixes make it; ``fixes`` are those that were applied."""

    path: Path
    before: bytes
    after: bytes
    fixes: tuple[Fix, ...]

    def difference(self) -> str:
        """Return what changes, as a unified diff."""
        return difference(self.before, self.after, file=str(self.path))

    def write(self) -> None:
        """Write the file in one step."""
        write_atomic(self.path, self.after)


def offered(paths: Iterable[str | Path], plan: Plan) -> Iterator[tuple[str, Fix]]:
    """Yield every fix that the rules of the files offer; what cannot be read is passed over."""
    loaded: dict[Path, Schematron] = {}
    with Delivery(paths, plan.limits) as delivery:
        for entry in delivery.entries():
            if isinstance(entry, Item):
                for fix in _fixes(entry, plan, loaded):
                    yield entry.name, fix


def mended(
    paths: Iterable[str | Path], plan: Plan, ids: frozenset[str] = frozenset()
) -> Iterator[Mended | TahqiqError | Finding]:
    """Yield the files that fixes change, and what could not be read or mended.

    With ``ids`` only fixes of these names count. Of fixes that touch the same bytes the first
    does. Files in archives are left alone.
    """
    loaded: dict[Path, Schematron] = {}
    with Delivery(paths, plan.limits) as delivery:
        for entry in delivery.entries():
            if isinstance(entry, Finding | TahqiqError):
                yield entry
            elif isinstance(entry, Item) and not entry.packed:
                try:
                    one = _mended(entry, plan, ids, loaded)
                except TahqiqError as error:
                    yield error
                else:
                    if one is not None:
                        yield one


def _mended(
    item: Item, plan: Plan, ids: frozenset[str], loaded: dict[Path, Schematron]
) -> Mended | None:
    fixes = [one for one in _fixes(item, plan, loaded) if not ids or one.id in ids]
    if not fixes:
        return None
    before = read_bytes(item.path)
    after = applied(before, fixes, file=item.name)
    return Mended(item.path, before, after, tuple(fixes)) if after != before else None


def _fixes(item: Item, plan: Plan, loaded: dict[Path, Schematron]) -> list[Fix]:
    content = read_bytes(item.path)
    choice = choose(item, content, plan)
    reads = [item.root, *([choice.project.home] if choice.project else [])]
    found: list[Fix] = []
    for path in choice.rules:
        if path not in loaded:
            loaded[path] = Schematron.load(path, phase=plan.phase, reads=reads)
        found.extend(loaded[path].fixes(content, file=str(item.path)))
    return found
