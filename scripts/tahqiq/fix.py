"""The verb fix: what rules offer to mend, shown as a difference and then written.

In: paths and a plan. Out: fixes with their files, and files written whole. Nothing outside of the
bytes that a fix names is touched.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tahqiq.deliveries import Delivery, Item
from tahqiq.errors import Place, SourceError, TahqiqError
from tahqiq.files import read_bytes, write_atomic
from tahqiq.findings import Finding
from tahqiq.gate.offers import fix_of
from tahqiq.gate.opening import Watched
from tahqiq.gate.plan import Plan
from tahqiq.gate.pool import Dead, Pool
from tahqiq.gate.records import dead_finding, message
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


def offered(
    paths: Iterable[str | Path], plan: Plan, *, fork: bool = False
) -> Iterator[tuple[str, Fix]]:
    """Yield every fix that the rules of the files offer; what cannot be read is passed over."""
    for item, found in _fixes(paths, plan, fork=fork):
        if isinstance(item, Item) and not isinstance(found, TahqiqError | Finding):
            for fix in found:
                yield item.name, fix


def mended(
    paths: Iterable[str | Path],
    plan: Plan,
    ids: frozenset[str] = frozenset(),
    *,
    fork: bool = False,
) -> Iterator[Mended | TahqiqError | Finding]:
    """Yield the files that fixes change, and what could not be read or mended.

    With ``ids`` only fixes of these names count. Of fixes that touch the same bytes the first
    does. Files in archives are left alone. Fixes are computed by a watched process, as verdicts
    are; ``fork`` may start it from this one.
    """
    for item, found in _fixes(paths, plan, fork=fork):
        if isinstance(found, TahqiqError | Finding):
            yield found
        elif isinstance(item, Item) and not item.packed:
            try:
                one = _mended(item, [fix for fix in found if not ids or fix.id in ids])
            except TahqiqError as error:
                yield error
            else:
                if one is not None:
                    yield one


def _mended(item: Item, fixes: list[Fix]) -> Mended | None:
    if not fixes:
        return None
    before = read_bytes(item.path)
    after = applied(before, fixes, file=item.name)
    return Mended(item.path, before, after, tuple(fixes)) if after != before else None


def _fixes(
    paths: Iterable[str | Path], plan: Plan, *, fork: bool
) -> Iterator[tuple[Item | None, list[Fix] | TahqiqError | Finding]]:
    """Yield each file with the fixes that its rules offer, or with why there are none."""
    with (
        Watched(plan, fork=fork) as opener,
        Pool(plan, 1, fork=fork) as pool,
        Delivery(paths, plan.limits, opener=opener) as delivery,
    ):
        for entry in delivery.entries():
            if isinstance(entry, Finding | SourceError):
                yield None, entry
            elif isinstance(entry, Item):
                yield entry, _answered(entry, pool.ask(message("fixes", entry)))


def _answered(item: Item, answer: Any) -> list[Fix] | TahqiqError | Finding:
    if isinstance(answer, Dead):
        return dead_finding(answer.code, answer.why, item.name)
    if "failed" in answer:
        said = answer["failed"]
        return SourceError(said, place=None if said.startswith(item.name) else Place(item.name))
    return [fix_of(one) for one in answer["fixes"]]
