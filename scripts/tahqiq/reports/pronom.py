"""The PRONOM id of a file, and what tools that look at its first bytes will call it.

In: a file's bytes and its root's name. Out: ids of PRONOM (The National Archives, UK). The
signatures of DROID and Siegfried look 512 bytes deep, and that of a P5 corpus (fmt/1477) takes any
second mention of the namespace for a sign of one.
"""

from __future__ import annotations

_TEI = b"http://www.tei-c.org/ns/1.0"
_DEPTH = 512
XML = "fmt/101"
_ROOTS = {
    "{http://www.tei-c.org/ns/1.0}TEI": "fmt/1476",
    "{http://www.tei-c.org/ns/1.0}teiCorpus": "fmt/1477",
    "TEI.2": "fmt/1474",
    "teiCorpus.2": "fmt/1475",
}


def puid(root: str) -> str:
    """Return the id that the name of the root element makes true; ``root`` as ``{ns}local``."""
    return _ROOTS.get(root, XML)


def misread(content: bytes, root: str) -> str:
    """Return the id that signature tools will give in error, or an empty string."""
    true = puid(root)
    mentions = content[:_DEPTH].count(_TEI)
    if true == "fmt/1476":
        seen = {0: XML, 1: true}.get(mentions, "fmt/1477")
    elif true == "fmt/1477":
        seen = {0: XML, 1: "fmt/1476"}.get(mentions, true)
    else:
        seen = true
    return seen if seen != true else ""
