"""A file judged by a RELAX NG grammar and by Schematron rules, each compiled once.

In: a schema's path and a document's bytes. Out: findings.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from tahqiq.findings import Finding
from tahqiq.relaxng import Schema


def by_grammar(schema: Path, path: Path, content: bytes) -> list[Finding]:
    """Return what a RELAX NG grammar finds in a document."""
    return _grammar(schema).validate(content, file=str(path))


@cache
def _grammar(schema: Path) -> Schema:
    return Schema.load(schema)


def by_rules(schema: Path, path: Path, content: bytes) -> list[Finding]:
    """Return what Schematron rules find in a document."""
    from tahqiq.schematron import Schematron

    findings: list[Finding] = _rules(schema, Schematron).validate(content, file=str(path))
    return findings


@cache
def _rules(schema: Path, kind: Any) -> Any:
    return kind.load(schema)
