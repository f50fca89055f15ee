"""What validation found, in the forms that people and pipelines read.

In: the facts of a run. Out: text, by the name of its format; pure functions, nothing is read or
written here. What writes a format is loaded when it is first asked for.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

from tahqiq.reports.run import Input, Run, Schema

__all__ = ["FORMATS", "Input", "Run", "Schema", "written"]


def _form(module: str, name: str) -> Callable[[Run], str]:
    """Return a function of a module that is not loaded yet."""

    def write(run: Run) -> str:
        written: str = getattr(import_module(f"tahqiq.reports.{module}"), name)(run)
        return written

    return write


def written(report: str) -> bytes:
    """Return a report as a file has it; a name that is no UTF-8 is told as JSON tells it."""
    return report.encode("utf-8", "backslashreplace")


FORMATS: dict[str, Callable[[Run], str]] = {
    "text": _form("text", "text"),
    "json": _form("data", "as_json"),
    "jsonl": _form("data", "as_jsonl"),
    "junit": _form("markup", "junit"),
    "sarif": _form("data", "sarif"),
    "svrl": _form("markup", "svrl"),
    "github": _form("text", "github"),
    "html": _form("page", "page"),
    "premis": _form("markup", "premis"),
    "archivematica": _form("markup", "archivematica"),
}
