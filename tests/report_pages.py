"""The report's own text in print. In: parameters of print.xsl. Out: its Typst source, its TEI, its PDF."""

from __future__ import annotations

import editions
from tahqiq import resources, saxon, tei
from tahqiq.printing import pdf


def resolved() -> bytes:
    """Return the report with its registers in it."""
    registers = sorted(editions.REPOSITORY.glob("edition/registers/*.xml"))
    return saxon.transform(
        resources.stylesheet("passes/10-resolve.xsl"),
        tei.serialize(tei.parse(editions.TEXT)),
        source_uri=editions.TEXT.as_uri(),
        params={"registers": " ".join(path.as_uri() for path in registers)},
    ).principal.encode()


def typst(**params: str | bool | int) -> str:
    """Return the report as a Typst document."""
    sheet = resources.stylesheet("print.xsl")
    return saxon.transform(sheet, resolved(), params=params).principal


def typeset(source: str) -> bytes:
    """Return the PDF of the report's Typst document."""
    text = editions.WITNESS.read_bytes()
    return pdf.typeset(source, text_id="report", tei=resolved(), text=text)
