"""What validation found, in the forms that people and pipelines read.

In: the facts of a run. Out: text, by the name of its format; pure functions, nothing is read or
written here.
"""

from __future__ import annotations

from collections.abc import Callable

from tahqiq.reports.data import as_json, as_jsonl, sarif
from tahqiq.reports.markup import archivematica, junit, premis, svrl
from tahqiq.reports.page import page
from tahqiq.reports.run import Input, Run, Schema
from tahqiq.reports.text import github, text

__all__ = ["FORMATS", "Input", "Run", "Schema", "text"]

FORMATS: dict[str, Callable[[Run], str]] = {
    "text": text,
    "json": as_json,
    "jsonl": as_jsonl,
    "junit": junit,
    "sarif": sarif,
    "svrl": svrl,
    "github": github,
    "html": page,
    "premis": premis,
    "archivematica": archivematica,
}
