"""What became of everything that a version published, in another.

In: the entries of both. Out: Change values for what vanished, moved or has another text. What
follows from another change is marked so and needs no word of its own: a chapter of which a
paragraph changed, a page of another tree, a reference whose own id is told of.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

from tahqiq.versions.published import Entry

VANISHED, MOVED, CHANGED = "vanished", "moved", "changed"


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that was published and is not as it was.

    ``kind`` is vanished, moved or changed; ``to`` the key where it seems to be now, if anywhere;
    ``follows`` whether it is the consequence of another change alone.
    """

    kind: str
    old: Entry
    to: str = ""
    follows: bool = False

    @property
    def key(self) -> str:
        """Return the key of what changed."""
        return self.old.key


def changes(old: dict[str, Entry], new: dict[str, Entry]) -> list[Change]:
    """Return the changes from one version to another, in the order of the older register."""
    whereabouts = _Whereabouts(old, new)
    found = {key: change for key in old if (change := whereabouts.change(key))}
    if not found:
        return []
    stirred = _stirred(old, new, found)
    return [
        replace(change, follows=_follows(change, old, new, found, stirred))
        for change in found.values()
    ]


class _Whereabouts:
    """Finds what was at a key in the newer version: by its id, else by its text."""

    def __init__(self, old: dict[str, Entry], new: dict[str, Entry]) -> None:
        self.old = old
        self.new = new
        self.by_id: dict[tuple[str, str], str] = {}
        self.by_text: dict[tuple[str, str, str], list[str]] = {}
        self.renamed = _renamed(old, new)
        for entry in new.values():
            if entry.is_reference:
                scheme = entry.key.partition(":")[0]
                if entry.id:
                    self.by_id.setdefault((scheme, entry.id), entry.key)
                self.by_text.setdefault((scheme, "", entry.digest), []).append(entry.key)
            else:
                self.by_text.setdefault(("", entry.file, entry.digest), []).append(entry.key)

    def change(self, key: str) -> Change | None:
        before, after = self.old[key], self.new.get(key)
        if after is None:
            return Change(VANISHED, before, self._now(before))
        if before.is_reference:
            if before.id and after.id != before.id:
                return Change(MOVED, before, self._now(before))
            if not before.id and before.digest != after.digest:
                to = self._now(before)
                return Change(MOVED if to else CHANGED, before, to)
        elif before.file != after.file:
            return Change(MOVED, before, key)
        if before.digest == after.digest:
            return None
        # An id may have been given to something else, and its own text another id.
        return Change(CHANGED, before, "" if before.is_reference else self._now(before))

    def _now(self, entry: Entry) -> str:
        """Return the key under which an entry seems to be now; empty where that is not plain."""
        file = self.renamed.get(entry.file, entry.file)
        if entry.key == entry.file:
            return file if file != entry.file else ""
        if entry.is_reference:
            scheme, _, reference = entry.key.partition(":")
            scheme = f"{file}{scheme.removeprefix(entry.file)}"
            by_id = self.by_id.get((scheme, entry.id), "") if entry.id else ""
            there = self.new.get(f"{scheme}:{reference}")
            if by_id or (file != entry.file and there and there.digest == entry.digest):
                return by_id or f"{scheme}:{reference}"
            candidates = self.by_text.get((scheme, "", entry.digest), [])
        else:
            candidates = self.by_text.get(("", file, entry.digest), [])
        # What has the text now must not have had it before.
        fresh = [
            key for key in candidates if key not in self.old or self.old[key].digest != entry.digest
        ]
        if len(fresh) > 1:
            # A stanza of one line has the text of the line: the line is what lies as deep.
            deep = _depth(entry, self.old)
            fresh = [key for key in fresh if _depth(self.new[key], self.new) == deep]
        return fresh[0] if len(fresh) == 1 and _has_text(entry) else ""


def _renamed(old: dict[str, Entry], new: dict[str, Entry]) -> dict[str, str]:
    """Return the files that have another id now: another one has most of what they published."""
    gone = {entry.file for entry in old.values()} - {entry.file for entry in new.values()}
    known = {entry.file for entry in old.values()}
    found = {}
    for file in gone:
        ids = {e.id for e in old.values() if e.file == file and e.id}
        digests = {e.digest for e in old.values() if e.file == file and e.is_reference}
        heirs = Counter(
            entry.file
            for entry in new.values()
            if entry.file not in known and (entry.id in ids or entry.digest in digests)
        )
        if heirs:
            found[file] = heirs.most_common(1)[0][0]
    return found


def _depth(entry: Entry, among: dict[str, Entry]) -> int:
    """Return how many published things an entry lies in."""
    depth = 0
    while entry.within in among:
        entry, depth = among[entry.within], depth + 1
    return depth


def _has_text(entry: Entry) -> bool:
    return entry.digest != "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


def _stirred(old: dict[str, Entry], new: dict[str, Entry], found: Iterable[str]) -> set[str]:
    """Return the keys of everything in which something else changed, came or went."""
    stirred: set[str] = set()
    for entries, keys in ((old, found), (new, [*found, *(key for key in new if key not in old)])):
        for key in keys:
            entry = entries.get(key)
            above = entry.within if entry else ""
            while above and above not in stirred:
                stirred.add(above)
                above = entries[above].within if above in entries else ""
    return stirred


def _follows(
    change: Change,
    old: dict[str, Entry],
    new: dict[str, Entry],
    found: dict[str, Change],
    stirred: set[str],
) -> bool:
    entry = change.old
    if change.kind == CHANGED and change.key in stirred:
        return True
    whole = found.get(entry.file)
    if whole and whole.to and change is not whole and change.kind != CHANGED:
        return _goes_with_text(change, whole.to, new)
    if not entry.is_reference:
        return False
    if entry.id and entry.id in found:
        # The reference went the way of its id: whatever is declared of that is true of it.
        return change.kind == CHANGED or found[entry.id].kind == VANISHED
    is_default = "/" not in entry.key.partition(":")[0]
    return change.kind == CHANGED and not is_default


def _goes_with_text(change: Change, text: str, new: dict[str, Entry]) -> bool:
    """Return whether a text that has another id now has something as it was, and where it was."""
    entry, now = change.old, new.get(change.to)
    if now is None or now.file != text or (now.id, now.digest) != (entry.id, entry.digest):
        return False
    renamed = f"{text}{entry.key.removeprefix(entry.file)}"
    return bool(entry.id) or not entry.is_reference or change.to == renamed
