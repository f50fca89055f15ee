"""A set document at both of its ends. In: its Typst source. Out: its pages as drawn and as left, and what was said."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from tahqiq.printing import pdf, typesetting


@dataclass(frozen=True)
class Drawn:
    """What Typst drew, the file that we made of it, and what was said of its pages."""

    by_typst: typesetting.Set
    content: bytes
    said: list[str]


def drawn(made: str, tei: bytes = b"") -> Drawn:
    """Set a document once."""
    found: list[typesetting.Set] = []
    run = typesetting.run

    def seen(*given: Any) -> typesetting.Set:
        found.append(run(*given))
        return found[-1]

    said: list[str] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(typesetting, "run", seen)
        content = pdf.typeset(made, text_id="x", tei=tei, text=b"", warn=said.append)
    return Drawn(found[0], content, said)
