"""Archival digital editions of TEI texts: validated, transformed, proven.

>>> import tahqiq
>>> [finding.code for finding in tahqiq.validate(["missing.xml"])]
['TQ300']
"""

from __future__ import annotations

from typing import Any

__version__ = "0.1.0"
__all__ = ["__version__", "validate"]


def __getattr__(name: str) -> Any:
    """Load what the package offers when it is first asked for: nothing heavy comes before."""
    if name == "validate":
        from tahqiq.gate.run import validate

        return validate
    raise AttributeError(f"module 'tahqiq' has no attribute '{name}'")
