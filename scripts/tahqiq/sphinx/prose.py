"""The prose of an ODD: TEI paragraphs, lists and examples as documents of Sphinx.

In: TEI elements. Out: docutils nodes, in the language of the page where the ODD has it.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator
from xml.sax.saxutils import escape, quoteattr

from docutils import nodes
from lxml import etree

from tahqiq import tei
from tahqiq.sphinx.customisation import T, all_said, said
from tahqiq.sphinx.writing import Writer

_CODE = re.compile(
    r"""(.*?)(?:([\w:.-]+="[^"]*"|\#[A-Za-z][\w-]*|(?<![A-Za-z0-9_#-])[A-Za-z][A-Za-z:]*(?![\w-]))|\0)"""
)
EXAMPLES = "http://www.tei-c.org/ns/Examples"
_LITERAL = {"ident", "code", "tag", "val", "eg", "formula"}
_EMPHASIS = {"emph", "term", "mentioned", "title", "foreign", "hi"}
_QUOTED = {"q", "quote", "soCalled"}
_BLOCKS = {"p", "ab", "list", "egXML", "eg", "table", "specList", "note", "quote"}
_SKIPPED = {"specGrp", "specGrpRef", "schemaSpec", "include", "index", "head"}


def inline(writer: Writer, node: etree._Element) -> list[nodes.Node]:
    """Return the words of an element with their links."""
    made = _text(writer, node.text)
    for child in node:
        if isinstance(child.tag, str):
            made += _inline(writer, child)
        made += _text(writer, child.tail)
    return made


def _text(writer: Writer, text: str | None) -> list[nodes.Node]:
    """Return words; names of elements and attributes with values among them are code."""
    made: list[nodes.Node] = []
    for plain, code in _CODE.findall(re.sub(r"\s+", " ", text or "") + "\0"):
        made += [nodes.Text(plain.rstrip("\0"))] if plain.rstrip("\0") else []
        if code:
            made.append(_code(writer, code))
    return made


def _code(writer: Writer, code: str) -> nodes.Node:
    if "=" in code or code.startswith("#"):
        return nodes.literal("", code)
    # Within Arabic a Latin word that names an element is the element; in English “title” is a word.
    sure = not code.isupper() and (writer.language == "ar" or code[1:] != code[1:].lower())
    if sure and code in writer.elements:
        return writer.link("elem", code)
    if writer.language == "ar" and code in writer.attributes:
        return writer.link("att", code)
    return nodes.Text(code)


def _inline(writer: Writer, node: etree._Element) -> list[nodes.Node]:
    name = tei.local_name(node)
    words = " ".join("".join(node.itertext()).split())
    if name in ("gi", "att"):
        return [writer.link("elem" if name == "gi" else "att", words.lstrip("@"))]
    if name == "val":
        return [nodes.literal("", f'"{words}"')]
    if name in _LITERAL:
        return [nodes.literal("", f"<{words}>" if name == "tag" else words)]
    if name in _EMPHASIS:
        language = node.get(tei.XML_LANG)
        foreign = [f"language-{language}"] if language and language != writer.language else []
        return [nodes.emphasis("", "", *inline(writer, node), classes=foreign)]
    if name in _QUOTED:
        marks = ("«", "»") if writer.language == "ar" else ("“", "”")
        return [nodes.Text(marks[0]), *inline(writer, node), nodes.Text(marks[1])]
    if name in ("ref", "ptr"):
        return _reference(writer, node)
    if name in ("choice", "cit"):
        return inline(writer, node[0]) if len(node) else []
    return inline(writer, node)


def _reference(writer: Writer, node: etree._Element) -> list[nodes.Node]:
    target = node.get("target", "")
    words = inline(writer, node) or [nodes.Text(target)]
    if re.match(r"https?:", target):
        return [nodes.reference("", "", *words, refuri=target, internal=False)]
    code = re.match(r"#?([A-Z]+\d+)$", target)
    if code:
        return [writer.link("rule", code.group(1), "".join(one.astext() for one in words))]
    return words if len(node) or node.text else []


def in_language(writer: Writer, node: etree._Element, *tags: str) -> list[etree._Element]:
    """Return the children that are in the page's language, or in none, in their order.

    A language that no child has gives way to English.
    """
    children = [one for one in node.iterchildren("*") if not tags or tei.local_name(one) in tags]
    told = {one.get(tei.XML_LANG, "").partition("-")[0] for one in children if _is_prose(one)}
    wanted = writer.language if writer.language in told else "en" if "en" in told else None
    return [
        one
        for one in children
        if wanted is None
        or not _is_prose(one)
        or one.get(tei.XML_LANG, "").partition("-")[0] in ("", wanted)
    ]


def _is_prose(node: etree._Element) -> bool:
    return tei.local_name(node) not in ("egXML", "eg", "div")


def blocks(writer: Writer, node: etree._Element) -> list[nodes.Node]:
    """Return the paragraphs, lists and examples within an element."""
    made: list[nodes.Node] = []
    for child in in_language(writer, node):
        name = tei.local_name(child)
        if name not in _SKIPPED:
            made += block(writer, child)
    return made


def block(writer: Writer, node: etree._Element) -> list[nodes.Node]:
    """Return what one block becomes; a paragraph that holds blocks is taken apart."""
    name = tei.local_name(node)
    if name == "list":
        return [_list(writer, node)]
    if name in ("egXML", "eg"):
        return [example(writer, node)]
    if name == "table":
        rows = [[inline(writer, cell) for cell in row] for row in node.iterfind(f"{T}row")]
        return [writer.table(rows[0], rows[1:])] if rows else []
    if name == "specList":
        return [_spec_list(writer, node)]
    if name in ("div", "cit"):
        return blocks(writer, node)
    return _paragraphs(writer, node)


def _paragraphs(writer: Writer, node: etree._Element) -> list[nodes.Node]:
    made: list[nodes.Node] = []
    words = _text(writer, node.text)

    def close() -> None:
        if "".join(one.astext() for one in words).strip():
            made.append(writer.paragraph(*words, classes=_language_class(writer, node)))
        words.clear()

    for child in node:
        name = tei.local_name(child)
        if name in ("list", "egXML", "eg", "table", "specList", "p"):
            close()
            made += block(writer, child)
        elif name:
            words += _inline(writer, child)
        words += _text(writer, child.tail)
    close()
    return made


def _language_class(writer: Writer, node: etree._Element) -> list[str]:
    language = next(
        (one.get(tei.XML_LANG) for one in (node, *node.iterancestors()) if one.get(tei.XML_LANG)),
        "en",
    )
    return [] if language.partition("-")[0] == writer.language else [f"language-{language}"]


def words_of(writer: Writer, node: etree._Element | None) -> nodes.inline | None:
    """Return an element's words; in another language than the page's they say so."""
    if node is None or not "".join(node.itertext()).strip():
        return None
    return nodes.inline("", "", *inline(writer, node), classes=_language_class(writer, node))


def tell(writer: Writer, node: etree._Element, tag: str = "desc") -> nodes.inline | None:
    """Return what a specification says of itself, in the page's language if it can."""
    return words_of(writer, said(node, tag, writer.language))


def _list(writer: Writer, node: etree._Element) -> nodes.Element:
    items = list(node.iterchildren(f"{T}item"))
    labels = list(node.iterchildren(f"{T}label"))
    if labels and len(labels) == len(items):
        made: nodes.Element = nodes.definition_list()
        for label, item in zip(labels, items, strict=True):
            term = nodes.term("", "", *inline(writer, label), translatable=False)
            made += nodes.definition_list_item("", term, nodes.definition("", *block(writer, item)))
        return made
    ordered = "ordered" in (node.get("rend") or "") or node.get("type") == "ordered"
    made = nodes.enumerated_list(enumtype="arabic") if ordered else nodes.bullet_list()
    made += [nodes.list_item("", *block(writer, item)) for item in items]
    return made


def _spec_list(writer: Writer, node: etree._Element) -> nodes.Element:
    made = nodes.bullet_list()
    for one in node.iterchildren(f"{T}specDesc"):
        made += nodes.list_item("", writer.paragraph(writer.link("elem", one.get("key", ""))))
    return made


def example(writer: Writer, node: etree._Element) -> nodes.Node:
    """Return an example as a block of XML; a wrong one says by which code it fails."""
    text = source_of(node)
    found = writer.tried(node, text)
    if node.get("valid") != "false":
        return nodes.container("", writer.code(text), classes=["tei-example"])
    return writer.wrong(text, found)


def source_of(node: etree._Element) -> str:
    """Return the XML within an example as an editor would write it."""
    plain = tei.local_name(node) == "eg"
    text = "".join(node.itertext() if plain else _written(node))
    first, _, rest = text.rstrip().lstrip("\n").partition("\n")
    if first.startswith(" ") or not first.strip():
        return textwrap.dedent(f"{first}\n{rest}").strip("\n")
    # The first line begins at its tag; the others are as deep as the ODD has them.
    return f"{first}\n{textwrap.dedent(rest)}".rstrip()


def _written(node: etree._Element) -> Iterator[str]:
    yield escape(node.text or "")
    for child in node:
        if child.tag is etree.Comment:
            yield f"<!--{child.text}-->"
        elif child.tag is etree.ProcessingInstruction:
            yield f"<?{child.target} {child.text}?>"
        elif isinstance(child.tag, str):
            yield from _element(child)
        yield escape(child.tail or "")


def _element(node: etree._Element) -> Iterator[str]:
    name = etree.QName(node)
    plain = name.namespace in (EXAMPLES, tei.TEI_NS, None)
    tag = name.localname if plain else f"{node.prefix}:{name.localname}"
    attributes = "".join(
        f" {_attribute_name(node, key)}={quoteattr(value)}" for key, value in node.attrib.items()
    )
    inside = "".join(_written(node))
    yield f"<{tag}{attributes}>{inside}</{tag}>" if inside else f"<{tag}{attributes}/>"


def _attribute_name(node: etree._Element, key: str) -> str:
    name = etree.QName(key)
    if name.namespace is None:
        return str(name.localname)
    prefixes = {uri: prefix for prefix, uri in node.nsmap.items() if prefix}
    prefixes[tei.XML_NS] = "xml"
    return f"{prefixes.get(str(name.namespace), 'ns')}:{name.localname}"


def remarks(writer: Writer, node: etree._Element) -> list[nodes.Node]:
    """Return the remarks of a specification in the page's language."""
    return [
        part
        for one in all_said(node, "remarks", writer.language)
        for part in blocks(writer, one) or _paragraphs(writer, one)
    ]


def guidelines(writer: Writer, node: etree._Element) -> list[nodes.Node]:
    """Return a division of the ODD: its paragraphs, and its divisions as sections."""
    made: list[nodes.Node] = []
    for child in in_language(writer, node):
        name = tei.local_name(child)
        if re.fullmatch(r"div\d?", name):
            section = writer.section(title_of(writer, child), _id_of(child))
            section += guidelines(writer, child)
            made.append(section)
        elif name not in _SKIPPED:
            made += block(writer, child)
    return made


def title_of(writer: Writer, node: etree._Element) -> nodes.Node | str:
    """Return the heading of a division in the page's language."""
    heads = in_language(writer, node, "head")
    words = words_of(writer, heads[0]) if heads else None
    return words if words is not None else node.get(tei.XML_ID, "")


def _id_of(node: etree._Element) -> str:
    return str(node.get(tei.XML_ID) or f"div-{len(node.xpath('preceding::*'))}")
