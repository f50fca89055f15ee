"""A file judged by a RELAX NG grammar and by Schematron rules, each compiled once.

In: a schema's path and a document's bytes. Out: findings.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from lxml import etree

from tahqiq import tei
from tahqiq.errors import Place, SchemaError
from tahqiq.findings import Finding, Message, Severity


def by_grammar(schema: Path, path: Path, content: bytes) -> list[Finding]:
    """Return what a RELAX NG grammar finds in a document."""
    grammar = _grammar(schema)
    tree = tei.parse(content, file=str(path))
    if grammar.validate(tree):
        return []
    return [
        Finding(
            code="RNG000",
            slug="invalid",
            severity=Severity.ERROR,
            place=Place(str(path), error.line, error.column),
            message=Message(error.message),
        )
        for error in grammar.error_log
    ]


@cache
def _grammar(schema: Path) -> Any:
    try:
        return etree.RelaxNG(etree.parse(str(schema)))
    except (etree.RelaxNGParseError, etree.XMLSyntaxError, OSError) as error:
        raise SchemaError(str(error).split("\n")[0], place=Place(str(schema))) from None


def by_rules(schema: Path, path: Path, content: bytes) -> list[Finding]:
    """Return what Schematron rules find in a document."""
    from tahqiq.schematron import Schematron

    findings: list[Finding] = _rules(schema, Schematron).validate(content, file=str(path))
    return findings


@cache
def _rules(schema: Path, kind: Any) -> Any:
    return kind.load(schema)
