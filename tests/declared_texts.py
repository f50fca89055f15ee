"""Texts that declare how they are cited, for tests: made of a declaration and a body."""

from tahqiq import citable

HEAD = (
    '<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><encodingDesc>{}</encodingDesc></teiHeader>'
    "<text><body>{}</body></text></TEI>"
)


def made(declaration: str, body: str) -> citable.CitableText:
    """Return a text with a declaration and a body."""
    return citable.read(HEAD.format(declaration, body).encode())


def references(text: citable.CitableText, tree: str | None = None) -> list[str]:
    """Return the references of a text's units, in their order."""
    return [unit.reference for unit in text.units(tree)]
