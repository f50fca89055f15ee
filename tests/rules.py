"""Small Schematron schemas, and what they find in an Arabic letter."""

from tahqiq.schematron import Schematron

SCH = "http://purl.oclc.org/dsdl/schematron"
XSL = "http://www.w3.org/1999/XSL/Transform"
LETTER = '<رسالة تاريخ="١٤٣٦">\n  <مرسل>ابن خلدون</مرسل>\n  <مرسل>ابن <b>رشد</b></مرسل>\n</رسالة>'


def schema(body: str, attributes: str = 'queryBinding="xslt3"') -> bytes:
    """Return a schema around ``body``."""
    return (
        f'<sch:schema xmlns:sch="{SCH}" xmlns:xsl="{XSL}" {attributes}>{body}</sch:schema>'.encode()
    )


def rule(context: str, body: str, attributes: str = "") -> str:
    """Return a pattern with one rule."""
    return (
        f'<sch:pattern {attributes}><sch:rule context="{context}">{body}</sch:rule></sch:pattern>'
    )


def found(body: str, document: str = LETTER, attributes: str = 'queryBinding="xslt3"') -> list[str]:
    """Return the findings' lines, without the file."""
    findings = Schematron.load(schema(body, attributes)).validate(document.encode(), file="r.xml")
    return [finding.line().removeprefix("r.xml:") for finding in findings]
