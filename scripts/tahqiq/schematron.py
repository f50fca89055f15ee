"""Schematron (ISO/IEC 19757-3) without Java: a schema made into XSLT once, run by Saxon.

In: a schema, or a RELAX NG or ODD file that holds rules; documents. Out: findings with the line and
column of the node that a test is about. The text of a test is its message in the schema's language;
a diagnostic with another ``xml:lang`` is its translation.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from tahqiq import resources, saxon, tei
from tahqiq.errors import Place, SchemaError, TransformError
from tahqiq.files import read_bytes
from tahqiq.findings import Finding, Message, Severity, sort_findings

SVRL = "http://purl.oclc.org/dsdl/svrl"
_NS = {"svrl": SVRL}
_SEVERITIES = {
    "fatal": Severity.ERROR,
    "error": Severity.ERROR,
    "warning": Severity.WARNING,
    "warn": Severity.WARNING,
    "info": Severity.INFO,
    "information": Severity.INFO,
    "hint": Severity.INFO,
}


@dataclass(frozen=True, slots=True)
class Schematron:
    """A schema, ready to run; ``stylesheet`` is the XSLT that it became."""

    name: str
    stylesheet: str

    @classmethod
    def load(cls, path: Path, *, phase: str = "#DEFAULT") -> Schematron:
        """Return the schema of a file, for one phase.

        Raise SchemaError where it is not correct.
        """
        source = tei.serialize(tei.parse(path))
        uri = path.resolve().as_uri()
        try:
            for step in ("include", "expand"):
                sheet = resources.stylesheet(f"schematron/{step}.xsl")
                source = saxon.transform(sheet, source, source_uri=uri).principal.encode()
            sheet = resources.stylesheet("schematron/transpile.xsl")
            made = saxon.transform(sheet, source, params={"phase": phase}, source_uri=uri).principal
            saxon.compile_text(made)
        except TransformError as error:
            raise SchemaError(error.message, place=Place(str(path))) from None
        return cls(path.name, made)

    def svrl(self, source: bytes, *, source_uri: str = "") -> bytes:
        """Return the Schematron Validation Report of a document."""
        return saxon.transform(self.stylesheet, source, source_uri=source_uri).principal.encode()

    def validate(self, source: Path | bytes, *, file: str | None = None) -> list[Finding]:
        """Return what the rules find in a document; ``file`` is the name that findings show."""
        content = read_bytes(source) if isinstance(source, Path) else source
        name = file or (str(source) if isinstance(source, Path) else "<bytes>")
        tree = tei.parse(content, file=name)
        uri = Path(name).resolve().as_uri() if file or isinstance(source, Path) else ""
        report = etree.fromstring(self.svrl(tei.serialize(tree), source_uri=uri))
        locator = tei.Locator(content, name, tree)
        return sort_findings(_finding(result, names, locator) for result, names in _results(report))


def _results(report: etree._Element) -> Iterator[tuple[etree._Element, list[str]]]:
    """Yield each result with the ids that may name it: its own, its rule's, its pattern's."""
    pattern = rule = ""
    for element in report:
        kind = tei.local_name(element)
        if kind == "active-pattern":
            pattern = element.get("id", "")
        elif kind == "fired-rule":
            rule = element.get("id", "")
        elif kind in ("failed-assert", "successful-report"):
            yield element, [name for name in (element.get("id"), rule, pattern) if name]


def _finding(result: etree._Element, names: list[str], locator: tei.Locator) -> Finding:
    code, _, slug = (names[0] if names else "SCH").partition("-")
    # The id of a test may be a bare code, whose name the pattern's id gives in full.
    full = next((name for name in names if name.startswith(f"{code}-")), "")
    slug = slug or full.removeprefix(f"{code}-")
    role = (result.get("severity") or result.get("role") or "error").lower()
    return Finding(
        code=code,
        slug=slug,
        severity=_SEVERITIES.get(role, Severity.ERROR),
        place=locator.place(result.get("location", "")),
        message=_message(result, f"{code} {slug}: "),
        see=result.get("see") or "",
    )


def _message(result: etree._Element, prefix: str) -> Message:
    texts: dict[str, str] = {}
    for text in [
        *result.findall("svrl:text", _NS),
        *result.findall("svrl:diagnostic-reference/svrl:text", _NS),
    ]:
        language = text.get(tei.XML_LANG) or "en"
        sentence = " ".join("".join(str(part) for part in text.itertext()).split())
        texts.setdefault(language.split("-")[0], sentence.removeprefix(prefix))
    return Message(texts.get("en", ""), texts.get("ar", ""))
