"""What became of a document, as the manifest keeps it.

In: a verdict, facts, files, or why there are none. Out: an Answer, which is plain values. What the
lists say of a document is written here, and packed, in the process that worked on it, so that
whoever gathers answers has nothing to do but to write them down.
"""

from __future__ import annotations

import json
import zlib
from base64 import b64decode, b64encode
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any, TypedDict

from tahqiq.findings import Finding, Severity
from tahqiq.gate.records import finding_of, finding_record

# A line of a finding that is longer holds a stranger's text, which is cut.
_LINE = 4_000
_STATUS = {Severity.ERROR: "invalid", Severity.WARNING: "warned"}
encode = json.JSONEncoder(ensure_ascii=False).encode


class Answer(TypedDict, total=False):
    """What became of a document.

    ``status`` is ``valid``, ``warned``, ``invalid``, ``made``, ``skipped`` or ``failed``.
    ``result`` is JSON: ``failure``, ``skipped``, ``puid``, ``warnings``, ``rules`` with how often
    each was broken, and the rows of a catalogue. ``said`` are the lines of its findings, packed;
    ``findings`` is how many. ``outputs`` are name, SHA-256 and size of files; ``beside`` are the
    other files on which it rests, as ``beside`` says. ``same`` stands alone: it was done before.
    """

    sha256: str
    size: int
    status: str
    result: str
    said: str
    findings: int
    failure: str
    outputs: list[Any]
    beside: dict[str, str]
    seconds: float
    same: str


def judged(
    findings: Sequence[Finding], *, lang: str, sha256: str = "", size: int = 0, failure: str = "",
    skipped: str = "", **more: Any,
) -> Answer:  # fmt: skip
    """Return the answer for a document that was judged; ``more`` goes into ``result``."""
    gravest = max((one.severity for one in findings), default=Severity.INFO)
    status = "failed" if failure else "skipped" if skipped else _STATUS.get(gravest, "valid")
    rules = Counter(f"{one.code} {one.slug}".strip() for one in findings)
    result = {"failure": failure, "skipped": skipped, "rules": rules, **more}
    return {
        "sha256": sha256, "size": size, "status": status, "failure": failure,
        "result": encode({name: value for name, value in result.items() if value}),
        "said": packed(lines(findings, lang)), "findings": len(findings),
    }  # fmt: skip


def lines(findings: Iterable[Finding], lang: str) -> str:
    """Return findings as JSON, a line each."""
    return "".join(f"{_line(one, lang)}\n" for one in findings)


def packed(said: str) -> str:
    """Return lines in a tenth of their size, for all the pipes and disks on their way."""
    if not said:
        return ""
    return b64encode(zlib.compress(said.encode("utf-8", "backslashreplace"), 1)).decode()


def unpacked(said: str) -> str:
    """Return the lines that were packed."""
    return zlib.decompress(b64decode(said)).decode() if said else ""


def _line(finding: Finding, lang: str) -> str:
    line = encode(finding.as_json(lang))
    if len(line) <= _LINE:
        return line
    return encode(finding_of(finding_record(finding)).as_json(lang))


def made(
    outputs: Sequence[list[Any]], *, sha256: str = "", size: int = 0, failure: str = "",
    warnings: Sequence[str] = (),
) -> Answer:  # fmt: skip
    """Return the answer for a document of which files were made."""
    result = {"failure": failure, "warnings": list(warnings)}
    return {
        "sha256": sha256, "size": size, "status": "failed" if failure else "made",
        "result": encode({name: value for name, value in result.items() if value}),
        "failure": failure, "outputs": list(outputs),
    }  # fmt: skip


def failed(failure: str, size: int = 0, sha256: str = "") -> Answer:
    """Return the answer for a document that could not be worked on."""
    return made((), failure=failure, size=size, sha256=sha256)


def sound(value: Any) -> Any:
    """Return a value that UTF-8 can hold: names of files may not."""
    if isinstance(value, str):
        return value.encode("utf-8", "backslashreplace").decode()
    return value
