"""What Typst leaves out of a PDF's metadata: rights, version, identifier, publisher.

In: an XMP packet and the facts of an edition. Out: the packet with them, in Dublin Core, the schema
of rights and that of media management, which PDF/A-3 knows (ISO 19005-3, 6.6.2.3).
"""

from __future__ import annotations

from collections.abc import Mapping

from lxml import etree

_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_DC = "http://purl.org/dc/elements/1.1/"
_RIGHTS = "http://ns.adobe.com/xap/1.0/rights/"
_MM = "http://ns.adobe.com/xap/1.0/mm/"
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_HEAD = '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>'
_FOOT = '<?xpacket end="r"?>'


def with_facts(packet: bytes, facts: Mapping[str, str]) -> bytes:
    """Return an XMP packet with what ``facts`` knows; a fact that is empty is left out.

    Known are ``rights`` (words), ``licence`` (an address), ``version``, ``identifier``,
    ``publisher``.
    """
    root = etree.fromstring(packet)
    description = root.find(f".//{{{_RDF}}}Description")
    if description is None:
        return packet
    known = {name: value for name, value in facts.items() if value}
    if "rights" in known:
        for space, name in ((_DC, "rights"), (_RIGHTS, "UsageTerms")):
            _listed(description, space, name, "Alt", known["rights"])
    if "publisher" in known:
        _listed(description, _DC, "publisher", "Bag", known["publisher"])
    if "licence" in known:
        _simple(description, _RIGHTS, "WebStatement", known["licence"])
    if "identifier" in known:
        _simple(description, _DC, "identifier", known["identifier"])
    if "version" in known:
        _simple(description, _MM, "VersionID", known["version"])
    body = etree.tostring(root, encoding="unicode")
    return f"{_HEAD}{body}{_FOOT}".encode()


def _simple(description: etree._Element, space: str, name: str, value: str) -> None:
    etree.SubElement(description, f"{{{space}}}{name}", nsmap=_prefix(space)).text = value


def _listed(description: etree._Element, space: str, name: str, kind: str, value: str) -> None:
    holder = etree.SubElement(description, f"{{{space}}}{name}", nsmap=_prefix(space))
    item = etree.SubElement(etree.SubElement(holder, f"{{{_RDF}}}{kind}"), f"{{{_RDF}}}li")
    item.text = value
    if kind == "Alt":
        item.set(_XML_LANG, "x-default")


def _prefix(space: str) -> dict[str, str]:
    return {"xmpRights": space} if space == _RIGHTS else {}
