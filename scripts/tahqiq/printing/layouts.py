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
    """A document in Typst, which reads the file ``told`` for each layout anew.

    Its mends were ``foretold`` so often. ``tight`` is how its lines were set last.
    """

    compiler: Any
    told: Path
    flow: Flow
    foretold: int = 0
    tight: int = 0
    followed: bool = False

    def faults(self, mends: Mends) -> list[Fault]:
        """Lay the pages out as the mends say; return what stands where it should not."""
        self.told.write_text(mends.as_json(), encoding="utf-8")
        told = list(asked(self.compiler, "faults", []))
        shown = asked(self.compiler, "flow", None)
        self.followed = shown is not None
        if not self.followed:
            return told
        if mends.tight != self.tight:
            self.flow, self.tight, self.foretold = Flow(), mends.tight, 0
        self.flow.learn(shown, mends.room)
        return [*astray.faults(self.flow), *(one for one in told if one["what"] == "end")]

    def mend(self, mends: Mends, faults: list[Fault], most: int, *, patient: bool) -> bool:
        """Add what mends the faults of the last layout; return whether that is anything new."""
        if self.followed and any(one["what"] != "end" for one in faults):
            if self.foretold < _FORETOLD and not mends.judged:
                self.foretold += 1
                if mends.foresee(self.flow):
                    return True
            mends.judged = True
            self.told.write_text(mends.as_json(), encoding="utf-8")
            wrong = {one["key"] for one in faults}
            faults = [
                one
                for one in asked(self.compiler, "faults", [])
                if one["what"] != "line" or one["key"] in wrong
            ]
        lines = asked(self.compiler, "lines", {})
        return bool(faults) and mends.add(faults, lines, most, patient=patient)


def asked(compiler: Any, label: str, default: Any) -> Any:
    """Return what a document says under a label, as ours do."""
    found = json.loads(compiler.query(f"<{label}>", field="value"))
    return default if not found or found[0] is None else found[0]
