"""What a header says of its text, as Dublin Core. In: a TEI root. Out: a Metadata value."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from tahqiq.tei import NS, XML_LANG, main_titles

Localized = dict[str, str]
"""A literal as DTS writes it: ``value`` and, where it is known, ``lang``."""


@dataclass(frozen=True, slots=True)
class Metadata:
    """Title and description in one language, and all there is as Dublin Core terms."""

    title: str
    description: str
    dublin_core: dict[str, list[str | Localized]]


def metadata(root: etree._Element) -> Metadata:
    """Return what the header of a TEI document says."""
    titles = main_titles(root)
    file = "t:teiHeader/t:fileDesc"
    abstracts = root.findall("t:teiHeader/t:profileDesc/t:abstract", NS)
    texts = root.findall("t:text", NS)
    found: dict[str, list[str | Localized]] = {
        "title": _localized(titles),
        "description": _localized(abstracts),
        "creator": _localized(root.findall(f"{file}/t:titleStmt/t:author", NS)),
        "contributor": _localized(
            [
                *root.iterfind(f"{file}/t:titleStmt/t:editor", NS),
                *root.iterfind(f"{file}/t:titleStmt/t:respStmt/t:name", NS),
                *root.iterfind(f"{file}/t:titleStmt/t:respStmt/t:persName", NS),
                *root.iterfind(f"{file}/t:titleStmt/t:respStmt/t:orgName", NS),
            ]
        ),
        "publisher": _localized(root.findall(f"{file}/t:publicationStmt/t:publisher", NS)),
        "issued": _values(root.iterfind(f"{file}/t:publicationStmt/t:date", NS), "when"),
        "hasVersion": _values(root.iterfind(f"{file}/t:editionStmt/t:edition", NS), "n"),
        "license": _values(
            root.iterfind(f"{file}/t:publicationStmt/t:availability/t:licence", NS), "target"
        ),
        "language": list(dict.fromkeys(filter(None, map(language_of, texts)))),
    }
    return Metadata(
        title=words(titles[0]) if titles else "",
        description=words(abstracts[0]) if abstracts else "",
        dublin_core={name: values for name, values in found.items() if values},
    )


def words(element: etree._Element) -> str:
    """Return the text of an element, white space folded."""
    return " ".join("".join(map(str, element.itertext())).split())


def language_of(element: etree._Element) -> str:
    """Return the language tag that holds at an element, or nothing."""
    node: etree._Element | None = element
    while node is not None:
        tag: str | None = node.get(XML_LANG)
        if tag:
            return tag
        node = node.getparent()
    return ""


def localized(value: str, language: str) -> Localized:
    """Return a literal with its language, where that is known."""
    return {"lang": language, "value": value} if language else {"lang": "und", "value": value}


def _localized(elements: list[etree._Element]) -> list[str | Localized]:
    return [localized(words(one), language_of(one)) for one in elements if words(one)]


def _values(elements: object, attribute: str) -> list[str | Localized]:
    return [one.get(attribute) for one in elements if one.get(attribute)]  # type: ignore[attr-defined]
