"""By what a run judges: schemas, checks and limits, the same for every file.

In: options. Out: a Plan, which also travels to the workers as JSON.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from tahqiq.deliveries import Limits
from tahqiq.editions import own_settings
from tahqiq.files import read_bytes, sha256


@dataclass(frozen=True, slots=True)
class Plan:
    """What every file of a run is judged by.

    ``grammar`` and ``rules`` are schemas named outright; ``default_grammar`` serves where nothing
    else names one. ``others`` says what becomes of files that are not TEI: ``skip`` or
    ``refuse``. ``xinclude`` is ``judge``, ``resolve`` or ``report``. ``trusted`` are folders whose
    schemas a file may name, besides those of its own delivery. ``own`` is the ``edition.toml`` of
    the user's edition, by default of the one where this runs: any other came with a delivery.
    ``apart`` are a folder and the database of the files that count as if they lay there.
    """

    grammar: str = ""
    rules: str = ""
    default_grammar: str = ""
    phase: str = "#DEFAULT"
    checks: bool = True
    ids: bool = True
    others: str = "skip"
    xinclude: str = "judge"
    trusted: tuple[str, ...] = ()
    own: str = field(default_factory=own_settings)
    apart: tuple[str, ...] = ()
    limits: Limits = field(default_factory=Limits)

    def to_json(self) -> str:
        """Return the plan as a line of JSON."""
        return json.dumps(asdict(self), sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> Plan:
        """Return the plan that a line of JSON says."""
        values: dict[str, Any] = json.loads(text)
        made = {name: tuple(values[name]) for name in ("trusted", "apart")}
        return cls(**{**values, **made, "limits": Limits(**values["limits"])})

    def key(self) -> str:
        """Return what tells this plan from any other: its options and the schemas' contents."""
        digests = [
            sha256(read_bytes(Path(name)))
            for name in (self.grammar, self.rules, self.default_grammar)
            if name
        ]
        return sha256("\n".join([self.to_json(), *digests]).encode())
