"""Deliveries that tests hand to the gate, small and of Arabic letters."""

import re
from pathlib import Path

import editions
import tahqiq
from tahqiq.gate import Plan

HEAD = '<TEI xmlns="http://www.tei-c.org/ns/1.0" xmlns:xi="http://www.w3.org/2001/XInclude">'
SECRET = "سر لا يقال"
MB = 1024 * 1024
SPYING = {
    "g.rng": '<grammar xmlns="http://relaxng.org/ns/structure/1.0"><include href="../secret.xml"/></grammar>',
    "e.rng": '<externalRef xmlns="http://relaxng.org/ns/structure/1.0" href="/etc/passwd"/>',
    "g.rnc": 'include "../secret.xml"',
    "i.sch": '<schema xmlns="http://purl.oclc.org/dsdl/schematron"><include href="../secret.xml"/></schema>',
    "e.sch": '<schema xmlns="http://purl.oclc.org/dsdl/schematron"><pattern><rule context="/*">'
    '<extends href="../secret.xml"/></rule></pattern></schema>',
    "x.sch": '<schema xmlns="http://purl.oclc.org/dsdl/schematron" queryBinding="xslt3">'
    '<xsl:import xmlns:xsl="http://www.w3.org/1999/XSL/Transform" href="../secret.xml"/></schema>',
    "n.rng": '<externalRef xmlns="http://relaxng.org/ns/structure/1.0" href="http://127.0.0.1:9/a.rng"/>',
}


def text(body: str, name: str = "letter") -> str:
    """Return a small TEI text that points to no other file."""
    whole = editions.text(body, name)
    return whole.replace(f'<ptr target="../witnesses/{name}.txt"/>', "")


def codes(*paths: Path, plan: Plan | None = None) -> set[str]:
    """Return the codes of all findings but the remark that no schema is named."""
    return {one.code for one in tahqiq.validate(paths, plan)} - {"TQ340"}


def put(folder: Path, content: str | bytes, name: str = "a.xml") -> Path:
    """Write a file of the delivery."""
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def timeless(report: str) -> list[str]:
    """Return the lines of a report without when it was made."""
    return [re.sub(r'"(started|ended)": "[^"]*"', "", line) for line in report.splitlines()]


def deliver(folder: Path, count: int) -> Path:
    """Write many small files, one in five faulty; return their folder."""
    folder.mkdir(exist_ok=True)
    for number in range(count):
        body = "<p>نص</p>" if number % 5 else "<p>نص<p>نص</p></p>"
        put(folder, text(body, f"t{number}"), f"{number:05}.xml")
    return folder
