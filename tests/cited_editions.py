"""Editions to be cited. In: the statements of a header. Out: an edition of one text in a folder."""

from __future__ import annotations

from pathlib import Path

AUTHOR = (
    '<author><persName xml:lang="ar"><forename>عبد الرحمن</forename> <surname>ابن خلدون</surname></persName>'
    '<persName xml:lang="en"><forename>Abd al-Rahman</forename> <surname>Ibn Khaldun</surname></persName></author>'
)
EDITORS = (
    '<editor ref="https://orcid.org/0000-0002-1825-0097"><persName xml:lang="ar"><forename>ليلى</forename>'
    ' <surname>الحسن</surname></persName><persName xml:lang="en"><forename>Layla M.</forename>'
    " <surname>Hasan</surname></persName></editor>"
    '<editor><persName xml:lang="ar">سامي حداد</persName><persName xml:lang="en"><forename>Sami</forename>'
    " <surname>Haddad</surname></persName></editor>"
)
DATE = '<date when="2025-03-01"/>'
PUBLISHER = (
    '<publisher xml:lang="ar">دار الوثائق</publisher><publisher xml:lang="en">House of Documents</publisher>'
    '<pubPlace xml:lang="ar">القاهرة</pubPlace><pubPlace xml:lang="en">Cairo</pubPlace>'
)
LICENCE = "https://creativecommons.org/licenses/by-sa/4.0/"
ABSTRACT = '<abstract xml:lang="ar"><p>في العمران.</p></abstract>'
TITLES = '<title xml:lang="ar">المقدمة</title><title xml:lang="en">The Introduction</title>'

_TEXT = """<?xml version="1.0" encoding="UTF-8"?>
<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:id="muqaddima">
<teiHeader xml:lang="ar"><fileDesc>
<titleStmt>{titles}{people}</titleStmt>
<editionStmt><edition n="2.1.0">2.1.0</edition></editionStmt>
<publicationStmt>{publisher}{date}<idno type="DOI">https://doi.org/10.5072/tahqiq_1</idno>
<availability><licence target="{licence}">CC BY-SA</licence></availability>
</publicationStmt>
<sourceDesc><p>نسخة</p></sourceDesc></fileDesc>
<encodingDesc><refsDecl><citeStructure unit="chapter" match="/TEI/text/body/div" use="@n">
<citeStructure unit="paragraph" match="p" use="@n" delim="."/></citeStructure></refsDecl></encodingDesc>
<profileDesc>{abstract}
<textClass><keywords><term>تاريخ</term><term>عمران</term></keywords></textClass></profileDesc></teiHeader>
<standOff><listPlace type="places"><place xml:id="place-derna">
<placeName type="main" xml:lang="ar">درنة</placeName><placeName type="main" xml:lang="en">Derna</placeName>
<note type="description" xml:lang="ar">مدينة.</note></place></listPlace></standOff>
<text xml:lang="ar"><body><div n="1"><p xml:id="muqaddima-p1" n="1">سافر إلى درنة.</p>
<p xml:id="muqaddima-p2" n="2">قال: 50% &amp; أكثر<note xml:id="muqaddima-note">حاشية</note>.</p></div></body></text>
</TEI>
"""


def write(
    folder: Path,
    *,
    people: str = AUTHOR + EDITORS,
    date: str = DATE,
    publisher: str = PUBLISHER,
    titles: str = TITLES,
    licence: str = LICENCE,
    abstract: str = ABSTRACT,
    base: str = "https://example.org/muqaddima/",
) -> Path:
    """Write an edition of one text into ``folder`` and return the folder."""
    (folder / "texts").mkdir(parents=True, exist_ok=True)
    (folder / "edition.toml").write_text(f'base = "{base}"\nformats = ["html"]\n', "utf-8")
    text = _TEXT.format(
        titles=titles, people=people, date=date, publisher=publisher,
        licence=licence, abstract=abstract,
    )  # fmt: skip
    (folder / "texts/muqaddima.xml").write_text(text, "utf-8")
    return folder
