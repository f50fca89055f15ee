"""What the next layout of a book is told, of what the last one has shown.

In: the faults of a layout (see assets/book/faults.typ). Out: mends, as assets/book reads them:
room at the foot of a page or round a paragraph, paragraphs that may break anywhere, lines set
closer.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field, fields
from typing import Any

from tahqiq.printing import forecast
from tahqiq.printing.flow import Flow

# How often a paragraph asks for room, or no more, before it may break anywhere.
MOST = 6
# The same in a book of which each layout takes long, whose notes are to be right within its rounds.
LONG_MOST = 1
# So many pages behind a mend, the pages may be as they were. What asks for room there may do so
# sooner, since it is forgotten where it is of no use.
_FAR = 6
_NEAR = 2


@dataclass(slots=True)
class Mends:
    """What the next layout is told.

    ``room`` are notes above which room is left, ``loose`` paragraphs that may break anywhere,
    ``tight`` says how often lines were set closer. Of notes in one line the first of ``held`` has
    room for those of ``behind``. A paragraph of ``above`` begins with so much
    more room (in points), one of ``below`` ends with it; so often it ``asked`` for it. ``judged``
    says that a book whose lines are followed tells its faults all the same.
    """

    room: Counter[str] = field(default_factory=Counter)
    loose: set[str] = field(default_factory=set)
    tight: int = 0
    held: dict[str, float] = field(default_factory=dict)
    behind: dict[str, float] = field(default_factory=dict)
    above: dict[str, float] = field(default_factory=dict)
    below: dict[str, float] = field(default_factory=dict)
    asked: Counter[str] = field(default_factory=Counter)
    judged: bool = False

    @classmethod
    def of(cls, told: dict[str, Any]) -> Mends:
        """Return the mends that another process has written."""
        counted = {name: Counter(told[name]) for name in ("room", "asked")}
        return cls(**{**told, **counted, "loose": set(told["loose"])})

    def add(
        self, faults: list[dict[str, Any]], lines: dict[str, Any], most: int, *, patient: bool
    ) -> bool:
        """Take what the faults ask for; return whether that is anything new.

        For its notes' sake a paragraph asks for room ``most`` times, and then may break anywhere.
        Lines with several notes are told once. A mend moves all that follows, so that of
        faults near each other only the first counts; at last all are taken. Lines are set closer
        only where nothing else is to be mended.
        """
        before = self.as_json()
        notes = [one for one in faults if one["how"] != "tight"]
        for key in set(lines.get("idle", [])).difference(one["key"] for one in faults):
            self.above.pop(key, None)
            self.below.pop(key, None)
        leaders = lines.get("leaders", {})
        if notes and leaders and not self.behind:
            self.held, self.behind = lines["held"], lines["behind"]
            notes = [one for one in notes if one.get("note") not in leaders]
        if faults[0]["how"] == "tight":
            self._start_again()
        reached, widened = -_FAR, set[str]()
        for fault in sorted(notes, key=lambda one: int(one["page"])):
            asks = fault["how"] in ("above", "below")
            if patient and fault["page"] < reached + (_NEAR if asks else _FAR):
                continue
            known = self.as_json(), len(widened)
            if asks:
                self._ask_for_room(fault, most)
            elif fault["how"] == "loose" or not patient:
                self.loose.add(fault["key"])
            if fault["how"] == "room":
                widened.add(leaders.get(fault["key"], fault["key"]))
            # What nothing more is known for keeps no other from being mended.
            if known != (self.as_json(), len(widened)):
                reached = fault["page"]
        self.room.update(widened)
        return self.as_json() != before

    def foresee(self, flow: Flow) -> bool:
        """Take what the lines of a book tell for all of it; return whether that is anything new."""
        before = self.as_json()
        told = forecast.told(flow)
        self.above, self.below, self.room = told.above, told.below, Counter(told.room)
        if not self.behind:
            self.held, self.behind = flow.held()
        return self.as_json() != before

    def _ask_for_room(self, fault: dict[str, Any], most: int) -> None:
        """Let a paragraph or heading ask for room; where it does so already that is the fault."""
        asked, key = (self.above if fault["how"] == "above" else self.below), fault["key"]
        if fault["note"] in self.loose:
            return  # nothing helps that is known
        if fault["what"] == "note" and self.asked[key] >= most:
            asked.pop(key, None)
            self.loose.add(fault["note"])
            return
        self.asked[key] += 1
        if key in asked:
            del asked[key]
        elif self.asked[key] < MOST:
            asked[key] = fault["by"] * (1 + self.asked[key] // 2)
        else:
            self.loose.add(fault["note"])

    def _start_again(self) -> None:
        """Set the lines of all pages otherwise; what was mended on them stands elsewhere now."""
        self.tight, self.judged = self.tight + 1, False
        for mended in (self.room, self.loose, self.above, self.below, self.asked):
            mended.clear()

    def as_json(self) -> str:
        """Return the mends as assets/book reads them."""
        told = {one.name: getattr(self, one.name) for one in fields(self)}
        return json.dumps({**told, "loose": sorted(self.loose)}, sort_keys=True)
