"""A book as it is laid out: what is wrong with its pages, and what the next layout is told of it.

In: a document that Typst has compiled, and what it was told. Out: its faults, and mends. The lines
of a book of many notes are followed; of another, the document tells its faults itself.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tahqiq.printing import astray
from tahqiq.printing.astray import Fault
from tahqiq.printing.flow import Flow
from tahqiq.printing.mends import Mends

# How often the mends of a followed book are told from its lines, before they are tried one by one.
_FORETOLD = 4


@dataclass(slots=True)
class Layout:
    """A document in Typst, which reads the file ``mended`` for each layout anew.

    Its mends were ``foretold`` so often. ``tight`` is how its lines were set last.
    """

    compiler: Any
    mended: Path
    flow: Flow
    foretold: int = 0
    tight: int = 0
    followed: bool = False

    def faults(self, mends: Mends) -> list[Fault]:
        """Lay the pages out as the mends say; return what stands where it should not."""
        self.mended.write_text(mends.as_json(), encoding="utf-8")
        said = told(self.compiler, "faults", "flow")
        faults: list[Fault] = said.get("faults") or []
        shown = said.get("flow")
        self.followed = shown is not None
        if shown is None:
            return faults
        if mends.tight != self.tight:
            self.flow, self.tight, self.foretold = Flow(), mends.tight, 0
        self.flow.learn(shown, mends.room)
        return [*astray.faults(self.flow), *(one for one in faults if one["what"] == "end")]

    def mend(self, mends: Mends, faults: list[Fault], most: int, *, patient: bool) -> bool:
        """Add what mends the faults of the last layout; return whether that is anything new."""
        if self.followed and any(one["what"] != "end" for one in faults):
            if self._foretells(mends):
                return True
            faults = self._judged(mends, faults)
        lines = told(self.compiler, "lines", "faults").get("lines") or {}
        return bool(faults) and mends.add(faults, lines, most, patient=patient)

    def _foretells(self, mends: Mends) -> bool:
        """Tell the mends of the whole book; return whether they are any that are new."""
        if mends.judged or self.foretold == _FORETOLD:
            return False
        self.foretold += 1
        return mends.foresee(self.flow)

    def _judged(self, mends: Mends, faults: list[Fault]) -> list[Fault]:
        """Return the faults as the document tells them, with what mends each; no others."""
        mends.judged = True
        self.mended.write_text(mends.as_json(), encoding="utf-8")
        wrong = {one["key"] for one in faults}
        known = told(self.compiler, "faults", "lines")["faults"]
        return [one for one in known if one["what"] != "line" or one["key"] in wrong]


def told(compiler: Any, *labels: str) -> dict[str, Any]:
    """Return what a document says under labels, asked at once: each question goes over it anew."""
    first, *others = (f"<{label}>" for label in labels)
    found = json.loads(compiler.query(f"selector({first}).or({', '.join(others)})"))
    return {one["label"].strip("<>"): one["value"] for one in reversed(found)}
