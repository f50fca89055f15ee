"""An edition of one text that is released again and again, for tests."""

import html
from pathlib import Path

from tahqiq.project import Project, find
from tahqiq.versions import declared

_TEXT = """<?xml version="1.0" encoding="UTF-8"?>
<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:id="{name}">
  <teiHeader xml:lang="en">
    <fileDesc>
      <titleStmt><title xml:lang="ar">رحلة</title><title xml:lang="en">A Journey</title></titleStmt>
      <editionStmt><edition n="0.1.0">Edition 0.1.0</edition></editionStmt>
      <publicationStmt><publisher>test</publisher><date when="2026-01-01">2026-01-01</date></publicationStmt>
      <sourceDesc><p>made for a test</p></sourceDesc>
    </fileDesc>
    <encodingDesc>
      <refsDecl>
        <citeStructure unit="paragraph" match="/TEI/text/body/p" use="@n"/>
      </refsDecl>
    </encodingDesc>
    <revisionDesc>
      <change when="2026-01-01">begun</change>
    </revisionDesc>
  </teiHeader>
  <text xml:lang="ar">
    <body>
{body}
    </body>
  </text>
</TEI>
"""

Paragraphs = list[tuple[str, str]]
FIRST: Paragraphs = [("p-a", "سافر إلى درنة."), ("p-b", "ثم عاد."), ("p-c", "وكتب كتابًا.")]


def edition(folder: Path, paragraphs: Paragraphs = FIRST, name: str = "rihla") -> Project:
    """Write an edition of one text and return it; its paragraphs are numbered in order."""
    (folder / "texts").mkdir(parents=True, exist_ok=True)
    (folder / "edition.toml").write_text(
        'languages = ["ar"]\nformats = ["text"]\n[title]\nar = "رحلة"\n', "utf-8"
    )
    body = "\n".join(
        f'      <p{f" xml:id={chr(34)}{id_}{chr(34)}" if id_ else ""} n="{n}">{html.escape(words)}</p>'
        for n, (id_, words) in enumerate(paragraphs, 1)
    )
    (folder / f"texts/{name}.xml").write_text(_TEXT.format(name=name, body=body), "utf-8")
    return find(folder)


def declare(project: Project, text: str) -> None:
    """Write what is declared of published ids."""
    (project.home / declared.NAME).write_text(text, "utf-8")
