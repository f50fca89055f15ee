"""Where the lines of a document break.

In: the bytes of a file. Out: its bytes laid out. White space changes between the children of
containers, before and behind the root, and within the tags that stand on lines of their own;
nowhere else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.parsers import expat

from tahqiq.errors import Place, SourceError, SyntaxFault
from tahqiq.formatting.classes import CONTAINERS, LINES
from tahqiq.formatting.tokens import Node, read

_ENCODING = re.compile(rb"""^<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
_DECLARED = re.compile(r"""^(<\?xml[^>]*?encoding\s*=\s*)(["'])[A-Za-z0-9._-]+\2""")
_MARKS = {
    b"\xef\xbb\xbf": "utf-8",
    b"\xff\xfe\x00\x00": "utf-32-le",
    b"\xff\xfe": "utf-16-le",
    b"\xfe\xff": "utf-16-be",
}
_WHITE = " \t\n"
_INDENT = "  "


def formatted(content: bytes, *, file: str = "<bytes>") -> bytes:
    """Return an XML document laid out by the rules of ``classes``.

    Laid out twice it is the same. Raise SourceError where the bytes are not in their encoding,
    SyntaxFault where the document is not well-formed, both with line and column.
    """
    text = decoded(content, file)
    before = events(text, file)
    after = laid_out(text)
    if events(after, file) != before:
        raise AssertionError(f"{file}: formatting would change the document; please report it")
    return after.encode("utf-8")


def laid_out(text: str) -> str:
    """Return a well-formed document laid out, without a look at whether it says the same."""
    return "".join(_document(read(text)))


def decoded(content: bytes, file: str) -> str:
    """Return the text of a file, its lines ended by LF and its declaration saying UTF-8."""
    mark = next((one for one in _MARKS if content.startswith(one)), b"")
    content = content[len(mark) :]
    declared = _ENCODING.match(content)
    encoding = _MARKS.get(mark) or (declared.group(1).decode("ascii") if declared else "utf-8")
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        before = content[: error.start].decode(encoding, "replace")
        place = Place(file, before.count("\n") + 1, len(before) - before.rfind("\n"))
        raise SourceError(f"not {encoding.upper()}: {error.reason}", place=place) from None
    except LookupError:
        raise SourceError(f"the encoding {encoding} is not known", place=Place(file)) from None
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if encoding.lower().replace("_", "-") not in ("utf-8", "utf8"):
        text = _DECLARED.sub(r"\1\2UTF-8\2", text)
    return text


def events(text: str, file: str) -> list[tuple[str, ...]]:
    """Return what a document says: its tags, attributes, text, comments and instructions.

    Text that is only white space is left out: what may change is there.
    """
    said: list[tuple[str, ...]] = []

    def words(data: str) -> None:
        if said and said[-1][0] == "text":
            said[-1] = ("text", said[-1][1] + data)
        else:
            said.append(("text", data))

    def start(name: str, attributes: list[str]) -> None:
        said.append(("start", name, *attributes))

    parser = expat.ParserCreate("utf-8", "}")
    parser.buffer_text = True
    parser.ordered_attributes = True
    parser.StartElementHandler = start
    parser.EndElementHandler = lambda name: said.append(("end", name))
    parser.CharacterDataHandler = words
    parser.CommentHandler = lambda data: said.append(("comment", data))
    parser.ProcessingInstructionHandler = lambda name, data: said.append(("pi", name, data))
    parser.SkippedEntityHandler = lambda name, _: said.append(("entity", name))
    try:
        parser.Parse(text.encode("utf-8"), True)
    except expat.ExpatError as error:
        line = text.split("\n")[error.lineno - 1].encode("utf-8")[: error.offset]
        place = Place(file, error.lineno, len(line.decode("utf-8", "ignore")) + 1)
        reason = expat.ErrorString(error.code)
        raise SyntaxFault(f"not well-formed: {reason}", place=place) from None
    return [one for one in said if one[0] != "text" or one[1].strip(_WHITE)]


def _document(document: Node) -> Iterator[str]:
    for child in document.children:
        if child.kind != "text":
            yield from _laid_out(child, "")
            yield "\n"


def _laid_out(root: Node, indent: str) -> Iterator[str]:
    """Yield a node where it stands, its indentation written already."""
    waiting: list[tuple[Node, str] | str] = [(root, indent)]
    while waiting:
        one = waiting.pop()
        if isinstance(one, str):
            yield one
        elif one[0].kind != "element":
            yield one[0].source
        elif not _has_own_line(one[0]):
            yield from one[0].pieces()
        elif not _is_container(one[0]):
            node, at = one
            yield _tag(node, at)
            for child in node.children:
                yield from child.pieces()
            yield _end(node)
        else:
            waiting.extend(reversed(list(_contained(*one))))


def _contained(node: Node, indent: str) -> Iterator[tuple[Node, str] | str]:
    """Yield a container's tag, its children on their lines, and its end."""
    inner = indent + _INDENT
    yield _tag(node, indent)
    lines = 1
    follows = False
    for number, child in enumerate(node.children):
        if child.kind == "text":
            lines = child.source.count("\n")
            continue
        if child.kind == "comment" and number and not lines:
            yield " "
        else:
            # One blank line between children is an author's paragraph; before the first it is none.
            yield ("\n\n" if lines > 1 and follows else "\n") + inner
        yield child, inner
        lines = 0
        follows = True
    yield "\n" + indent + _end(node)


def _has_own_line(node: Node) -> bool:
    name = (node.namespace, node.name)
    return not node.preserve and (name in CONTAINERS or name in LINES)


def _is_container(node: Node) -> bool:
    """Tell whether the white space between a node's children says nothing."""
    if any(map(_is_text, node.children)) or all(one.kind == "text" for one in node.children):
        return False
    if (node.namespace, node.name) in CONTAINERS:
        return True
    return _holds_blocks(node)


def _holds_blocks(node: Node) -> bool:
    """Tell whether an element of lines holds blocks instead, each on a line already."""
    if len(node.children) < 3 or any(
        edge.kind != "text" or "\n" not in edge.source
        for edge in (node.children[0], node.children[-1])
    ):
        return False
    elements = [child for child in node.children if child.kind == "element"]
    blocks = {"p", "ab", "list", "lg", "table", "listBibl", "div", "egXML"}
    return bool(elements) and all(child.name in blocks for child in elements)


def _is_text(node: Node) -> bool:
    return node.kind == "cdata" or (node.kind == "text" and bool(node.source.strip(_WHITE)))


def _tag(node: Node, indent: str) -> str:
    """Return a start tag with one space, or the author's line break, before each attribute."""
    parts = ["<" + _name(node)]
    for space, name, value in node.attributes():
        gap = "\n" + indent + _INDENT if "\n" in space else " "
        parts.append(f"{gap}{name}={value}")
    return "".join(parts) + ("/>" if node.source.endswith("/>") else ">")


def _name(node: Node) -> str:
    return re.split(r"[\s/>]", node.source[1:], maxsplit=1)[0]


def _end(node: Node) -> str:
    return re.sub(r"\s+>$", ">", node.end)
