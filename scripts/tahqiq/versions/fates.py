"""Where a published reference leads today.

In: the stages of an edition: its releases, oldest first, and perhaps its working state. Out: the
Fate of any key that a stage published: it is there, it was redirected, or withdrawn, and why.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from tahqiq.errors import NoSuchPassage
from tahqiq.project import Project
from tahqiq.versions.declared import Declarations
from tahqiq.versions.published import Entry
from tahqiq.versions.releases import Release, releases


@dataclass(frozen=True, slots=True)
class Stage:
    """One state of an edition: what it publishes, and what was declared of the state before."""

    name: str
    entries: dict[str, Entry] = field(repr=False)
    declarations: Declarations = field(repr=False)


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of a key that was published.

    ``key`` is where it is now, empty where it is no more; ``since`` names the stage that withdrew
    or last moved it, ``reasons`` what was said of that, by language; ``changed`` whether its text
    is another than when it was published; ``last`` names the last stage that has it as it was.
    """

    published: str
    key: str
    since: str = ""
    reasons: dict[str, str] = field(default_factory=dict)
    changed: bool = False
    last: str = ""
    lost: bool = False

    @property
    def line(self) -> str:
        """Return what became of it as one line."""
        if not self.key:
            reason = next(
                (self.reasons[one] for one in ("en", *self.reasons) if one in self.reasons), ""
            )
            return f"{self.published}: withdrawn in {self.since}: {reason}".rstrip(": ")
        where = "there" if self.is_here else f"now {self.key}"
        return f"{self.published}: {where}, {'with another text' if self.changed else 'as it was'}"

    @property
    def is_here(self) -> bool:
        """Return whether it still stands where it was published."""
        return self.key == self.published


def history(project: Project) -> History:
    """Return the releases of a project as a history."""
    return History([stage(release) for release in releases(project)])


def stage(release: Release) -> Stage:
    """Return a release as a stage."""
    return Stage(release.name, release.entries, release.declarations)


class History:
    """The stages of an edition in their order, and the fates of what they published."""

    def __init__(self, stages: Sequence[Stage]) -> None:
        self.stages = tuple(stages)

    def published(self) -> dict[str, int]:
        """Return every key that was ever published, with the last stage that has it."""
        return {key: number for number, one in enumerate(self.stages) for key in one.entries}

    def fates(self) -> Iterator[Fate]:
        """Yield the fate of every key that was ever published, as it was last published."""
        for key, number in self.published().items():
            yield self.fate(key, self.stages[number].name)

    def fate(self, key: str, name: str) -> Fate:
        """Return what became of a key of a stage. Raise NoSuchPassage where that has none."""
        number = next((n for n, one in enumerate(self.stages) if one.name == name), None)
        if number is None or key not in self.stages[number].entries:
            raise NoSuchPassage(f"{key} was not published in {name}")
        digest = self.stages[number].entries[key].digest
        now, since, last = key, "", name
        while number + 1 < len(self.stages):
            before, after = self.stages[number], self.stages[number + 1]
            reasons = _withdrawn(before.entries[now], before, after.declarations)
            then = "" if reasons is not None else _next(before.entries[now], after)
            if not then:
                again = self._again(before.entries[now], number + 2)
                if again is None:
                    lost = reasons is None
                    return Fate(key, "", after.name, reasons or {}, last=last, lost=lost)
                number, then, after = again - 1, now, self.stages[again]
                since = after.name
            if then != now:
                since = after.name
            if then == now == key:
                last = after.name
            number, now = number + 1, then
        changed = self.stages[-1].entries[now].digest != digest
        return Fate(key, now, since, changed=changed, last=last)

    def _again(self, entry: Entry, start: int) -> int | None:
        """Return the stage, from one on, that brings back what is no more, with its own text."""
        for number in range(start, len(self.stages)):
            there = self.stages[number].entries.get(entry.key)
            if there is not None and (there.id, there.digest) == (entry.id, entry.digest):
                return number
        return None


def _withdrawn(entry: Entry, stage: Stage, declared: Declarations) -> dict[str, str] | None:
    """Return the reasons why something was withdrawn: it, its element, what it lay in, its text."""
    if entry.key in declared.kept or entry.key in declared.redirected:
        return None
    around = surroundings(entry, stage.entries)
    return next((declared.withdrawn[key] for key in around if key in declared.withdrawn), None)


def surroundings(entry: Entry, entries: Mapping[str, Entry]) -> list[str]:
    """Return the keys that an entry shares its fate with: its own, then what it lies in."""
    keys = [entry.key]
    if entry.is_reference and entry.id:
        keys.append(entry.id)
    above = entry.within
    while above and above not in keys:
        keys.append(above)
        above = entries[above].within if above in entries else ""
    return keys if entry.file in keys else [*keys, entry.file]


def _next(entry: Entry, after: Stage) -> str:
    """Return the key of an entry in the next stage; empty where it is lost."""
    declared = after.declarations
    target = declared.redirected.get(entry.key, "")
    if target:
        return target if target in after.entries else ""
    there = after.entries.get(entry.key)
    if not entry.is_reference:
        return entry.key if there else ""
    if there is not None and (there.id == entry.id or not entry.id or entry.key in declared.kept):
        return entry.key
    # A reference goes where its text goes, and where its element goes.
    scheme, _, reference = entry.key.partition(":")
    file, slash, tree = scheme.partition("/")
    scheme = f"{declared.redirected.get(file, file)}{slash}{tree}"
    goal = declared.redirected.get(entry.id, entry.id) if entry.id else ""
    same = (
        one.key
        for one in after.entries.values()
        if goal and one.is_reference and one.id == goal and one.key.partition(":")[0] == scheme
    )
    renamed = f"{scheme}:{reference}"
    found = next(same, goal if goal in after.entries else renamed)
    return found if found in after.entries else ""
