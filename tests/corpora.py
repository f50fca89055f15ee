"""Collections for tests. In: how many documents. Out: a folder of them, some faulty, some poisonous.

The poison needs ``RULES``: a document that asks for it makes them run without end. With
``CRASHING`` on ``PYTHONPATH`` a document may also kill its process, or ask for memory without end.
"""

from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path

import editions
import varied
from tahqiq import cli

RULES = """<schema xmlns="http://purl.oclc.org/dsdl/schematron" queryBinding="xslt2">
<ns prefix="t" uri="http://www.tei-c.org/ns/1.0"/><ns prefix="f" uri="urn:f"/>
<xsl:function name="f:endless" as="xs:integer" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:xs="http://www.w3.org/2001/XMLSchema"><xsl:param name="n" as="xs:integer"/>
<xsl:sequence select="if ($n lt 0) then 0 else f:endless($n + 1 - ($n mod 2))"/></xsl:function>
<pattern><rule context="t:p[@n = 'poison']"><assert id="R1" test="f:endless(0) = 1">سم</assert></rule>
<rule context="t:p"><assert id="R2" test="normalize-space()">فقرة فارغة</assert></rule></pattern>
</schema>"""
POISON = "<p n='poison'>سم</p>"
CRASHING = Path(__file__).resolve().parent / "poison"
NAMES = (
    "<p>سافر <persName ref='#p1'>أحمد</persName> إلى <placeName ref='../places.xml#place-derna'>درنة"
    "</placeName> في <date when='1908-05-02'>2 أيار 1908</date>"
    "، <foreign xml:lang='fr'>au revoir</foreign> من <orgName>البلدية</orgName>.</p>"
)


def rules(folder: Path) -> Path:
    """Write the rules that never end on poison."""
    path = folder / "rules.sch"
    path.write_text(RULES, "utf-8")
    return path


def body(chance: random.Random) -> str:
    """Return the body of a text, made of pieces as archives have them."""
    pieces = [varied.VERSE, varied.LETTER, NAMES, NAMES, "<p>فقرة قصيرة.</p>"]
    return "".join(chance.choices(pieces, k=chance.randint(1, 6)))


def write(folder: Path, count: int, *, poison: int = 0, seed: int = 1) -> Path:
    """Write a collection: one in ten has an empty paragraph, one in twenty is not well-formed.

    ``poison`` of them never end under RULES.
    """
    chance = random.Random(seed)
    step = count // poison if poison else count + 1
    for number in range(count):
        name = f"نص-{number:05}"
        whole = editions.text(body(chance), name).replace(
            f'<ptr target="../witnesses/{name}.txt"/>', ""
        )
        if number % 10 == 3:
            whole = whole.replace("</body>", "<p/></body>")
        if number % 20 == 7:
            whole = whole.replace("</TEI>", "")
        if poison and number % step == step // 2:
            whole = whole.replace("</body>", f"{POISON}</body>")
        path = folder / f"مجلد-{number % 7}" / f"{name}.xml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(whole, "utf-8")
    return folder


def command(kind: str, *arguments: object) -> list[str]:
    """Return the command of a run."""
    return [sys.executable, "-m", "tahqiq", "corpus", kind, *map(str, arguments)]


def run(kind: str, *arguments: object) -> subprocess.CompletedProcess[str]:
    """Run ``tahqiq corpus`` to its end."""
    return subprocess.run(
        command(kind, *arguments), capture_output=True, text=True, check=False, timeout=500
    )


def here(kind: str, *arguments: object) -> int:
    """Run it in this process, which has loaded what it wants; return its exit code."""
    return cli.main(["corpus", kind, *map(str, arguments), "--jobs", "0"])


def made(folder: Path) -> dict[str, bytes]:
    """Return everything that a run made, without its manifest."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and ".tahqiq-corpus" not in path.parts
    }
