"""What eark-validator says of submission packages. In: their folders. Out: a line for each error.

Run by the Python of its own environment. It fetches vocabularies that lie in it, too: those are
read instead.
"""

from __future__ import annotations

import importlib.util
import io
import sys
import urllib.request
from pathlib import Path

_FOUND = importlib.util.find_spec("eark_validator")
assert _FOUND is not None
assert _FOUND.origin is not None
VOCABULARIES = Path(_FOUND.origin).parent / "ipxml/resources/vocabs"


def local(address: str) -> io.BytesIO:
    """Return a vocabulary of the package by its address on the web."""
    return io.BytesIO((VOCABULARIES / address.rpartition("/")[2]).read_bytes())


# What takes its place has fewer parameters: those that the package gives.
urllib.request.urlopen = local  # type: ignore[assignment]

from eark_validator.packages import PackageValidator  # noqa: E402  # which fetches at once

for name in sys.argv[1:]:
    report = PackageValidator(Path(name)).validation_report
    messages = [*report.structure.messages]
    if report.metadata:
        messages += report.metadata.schema_results.messages
        messages += report.metadata.schematron_results.messages
    for one in messages:
        if one.severity.name == "ERROR":
            sys.stdout.write(f"{one.rule_id} {one.message}\n")
