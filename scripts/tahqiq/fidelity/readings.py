"""Readings of an apparatus: which of an entry a state of the text has.

In: a ``lem``, a ``rdg`` or an ``app``. Out: whether its words stand in the text. Written apart from
``xslt/modules/states.xsl`` on purpose: a fault in one shows in the other.
"""

from __future__ import annotations

from lxml import etree

from tahqiq.tei import NS, XML_ID, local_name


def is_other(variant: etree._Element, reading: bool) -> bool:
    """Return whether a lem or rdg is not the one of its entry that a state of the text has."""
    entry = next(variant.iterancestors("{*}app"), None)
    if entry is None:
        return False
    if is_pointing(entry):
        return True
    every = [
        one for one in entry.iter("{*}lem", "{*}rdg") if next(one.iterancestors("{*}app")) is entry
    ]
    own = variant.getroottree().find(".//t:sourceDesc//t:witness[t:ptr]", NS)
    sigil = "" if own is None else f"#{own.get(XML_ID)}"
    of_witness = [one for one in every if not reading and sigil in one.get("wit", "").split()]
    lemmas = [one for one in every if local_name(one) == "lem"]
    return variant is not [*of_witness, *lemmas, *every][0]


def is_pointing(entry: etree._Element) -> bool:
    """Return whether an entry stands apart from the text that it is about, and says it again."""
    if entry.get("from") is not None or entry.get("loc") is not None:
        return True
    return any(
        local_name(one) == "listApp" or (local_name(one), one.get("type")) == ("div", "apparatus")
        for one in entry.iterancestors("{*}listApp", "{*}div")
    )
