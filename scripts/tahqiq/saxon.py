"""The only use of saxonche: XSLT 3.0 in this process, locked down.

In: a stylesheet, a source as bytes, parameters. Out: the principal result and the messages.
saxonche facts that shape this module (measured with 13.1): processors are never released, one for
our own stylesheets, which may read files, and one for those of strangers, which may read nothing;
run-time errors lose code and place but for file descriptor 2; unknown parameters are accepted in
silence; a namespace of entities is better parsed by lxml first.
"""

from __future__ import annotations

import os
import re
import resource
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import unquote, urljoin, urlsplit

from lxml import etree

from tahqiq.errors import Place, ToolMissing, TransformError

# SaxonC 13 reserves 32 GiB of address space for its isolate and dies uncatchably under less.
_ADDRESS_SPACE = 34 * 1024**3

T = TypeVar("T")

_FEATURE = "http://saxon.sf.net/feature/"
# Nothing through the environment, result documents or extension functions, nor through a DTD.
_FEATURES = {f"{_FEATURE}allow-external-functions": "false"} | {
    f"{_FEATURE}parserFeature?uri=http://{name}": "false"
    for name in (
        "xml.org/sax/features/external-general-entities",
        "xml.org/sax/features/external-parameter-entities",
        "apache.org/xml/features/nonvalidating/load-external-dtd",
    )
}

# The parser's own limits are 100 levels and 200 attributes; what is judged was bounded before.
_FEATURES |= {
    f"{_FEATURE}parserProperty?uri=jdk.xml.{name}": "0"
    for name in ("maxElementDepth", "elementAttributeLimit")
}

# "none" blocks every protocol in SaxonC 12 and 13 ("" is ignored by 12).
_OWN = {f"{_FEATURE}allowedProtocols": "file"}
_STRANGE = {
    f"{_FEATURE}allowedProtocols": "none",
    f"{_FEATURE}disableXslEvaluate": "true",
}


@dataclass(frozen=True, slots=True)
class Document:
    """A parsed document of the locked processor, to be given to programs as often as they ask."""

    node: Any


Value = str | bool | int | Mapping[str, Document | None]


@dataclass(frozen=True, slots=True)
class Program:
    """A compiled stylesheet of a stranger: it reads nothing but what it is given."""

    name: str
    executable: Any


@dataclass(frozen=True, slots=True)
class Transformed:
    """The principal result of a transform, and what its stylesheet said by ``xsl:message``."""

    principal: str
    messages: tuple[str, ...]


def transform(
    stylesheet: Path,
    source: bytes | Document,
    *,
    params: Mapping[str, Value] | None = None,
    source_uri: str = "",
) -> Transformed:
    """Return what ``stylesheet`` makes of ``source``.

    A source that many pages are made of is parsed once, by ``document(…, locked=False)``.
    ``source_uri`` is the base address against which the source's references resolve. Raise
    TransformError where the stylesheet does not compile, stops, or lacks a parameter.
    """
    params = dict(params or {})
    _check_parameters(stylesheet, params)
    executable = _compiled(stylesheet, stylesheet.stat().st_mtime_ns)
    values = {name: _value(value, _processor(False)) for name, value in params.items()}
    node = source.node if isinstance(source, Document) else _document(source, source_uri)
    return _run(executable, node, values, str(stylesheet))


def document(source: bytes, uri: str = "", *, locked: bool = True) -> Document:
    """Return a parsed document, ``source`` in UTF-8 and ``uri`` its base address.

    A locked one is for programs, another for the parameters of our own stylesheets.
    """
    return Document(_document(source, uri, locked=locked))


def program(text: str, *, name: str) -> Program:
    """Return the compiled form of a stranger's stylesheet; ``name`` is what errors show.

    Raise TransformError where it does not compile, with line and column in ``text``.
    """
    compiler = _processor(True).new_xslt30_processor()
    # A text's base address is the working folder, and one with both a space and Arabic letters is
    # no valid address to Saxon (13.1): every relative reference then fails.
    compiler.set_cwd("/")
    return Program(name, _guarded(lambda: compiler.compile_stylesheet(stylesheet_text=text), name))


def run(
    stylesheet: Program, source: Document, *, params: Mapping[str, Value] | None = None
) -> Transformed:
    """Return what a program makes of a document. Raise TransformError where it stops."""
    values = {name: _value(value, _processor(True)) for name, value in (params or {}).items()}
    return _run(stylesheet.executable, source.node, values, stylesheet.name)


def _run(executable: Any, node: Any, values: Mapping[str, Any], name: str) -> Transformed:
    executable.clear_parameters()
    executable.clear_xsl_messages()
    executable.set_save_xsl_message(True)
    for key, value in values.items():
        executable.set_parameter(key, value)
    try:
        result = _guarded(lambda: executable.transform_to_string(xdm_node=node), name)
    except TransformError as error:
        messages = _messages(executable)
        if messages and "terminated by xsl:message" in error.message:
            raise TransformError(messages[-1], place=error.place) from None
        raise
    return Transformed(result or "", _messages(executable))


def _messages(executable: Any) -> tuple[str, ...]:
    found = executable.get_xsl_messages()
    if found is None:
        return ()
    return tuple(found.item_at(i).string_value.strip() for i in range(found.size))


def _document(source: bytes, source_uri: str, *, locked: bool = False) -> Any:
    builder = _processor(locked).new_document_builder()
    if source_uri:
        builder.set_base_uri(source_uri)
    text = source.decode("utf-8-sig")
    return _guarded(lambda: builder.parse_xml(xml_text=text), source_uri or "source")


def _value(value: Value, processor: Any) -> Any:
    if isinstance(value, bool):
        return processor.make_boolean_value(value)
    if isinstance(value, int):
        return processor.make_integer_value(value)
    if isinstance(value, Mapping):
        empty = processor.empty_sequence()
        return processor.make_map(
            {
                processor.make_string_value(key): document.node if document else empty
                for key, document in value.items()
            }
        )
    return processor.make_string_value(value)


@cache
def _saxonche() -> Any:
    limit = resource.getrlimit(resource.RLIMIT_AS)[0]
    if limit != resource.RLIM_INFINITY and limit < _ADDRESS_SPACE:
        raise ToolMissing(
            f"Saxon needs 34 GiB of address space, and this process may have {limit // 1024**3}",
            hint="raise the limit with 'ulimit -v unlimited' (memory itself is not used so)",
        )
    try:
        import saxonche
    except ImportError as error:
        raise ToolMissing(
            f"saxonche cannot be loaded ({error})", hint="pip install saxonche (not on musl Linux)"
        ) from None
    return saxonche


@cache
def _processor(locked: bool, /) -> Any:
    processor = _saxonche().PySaxonProcessor(license=False)
    for name, value in {**_FEATURES, **(_STRANGE if locked else _OWN)}.items():
        processor.set_configuration_property(name, value)
    return processor


@cache
def _compiled(stylesheet: Path, modified: int) -> Any:
    compiler = _processor(False).new_xslt30_processor()
    return _guarded(
        lambda: compiler.compile_stylesheet(stylesheet_file=str(stylesheet)), str(stylesheet)
    )


def _guarded(call: Callable[[], T], stylesheet: str) -> T:
    """Return the result of a call into Saxon; turn what it says on descriptor 2 into an error."""
    saved = os.dup(2)
    with tempfile.TemporaryFile() as caught:
        os.dup2(caught.fileno(), 2)
        try:
            result = call()
        except Exception as error:  # saxonche raises several classes, none exported
            caught.seek(0)
            said = caught.read().decode("utf-8", "replace")
            raise _as_error(str(error), said, stylesheet) from None
        finally:
            os.dup2(saved, 2)
            os.close(saved)
    return result


def _as_error(raised: str, said: str, stylesheet: str) -> TransformError:
    text = f"{said}\n{raised}"
    code = re.search(r"\b((?:X[TPQ][A-Z]{2}|F[OA][A-Z]{2}|SX[A-Z]{2})\d{4})\b", text)
    line = re.search(r"(?:line|lineNumber)\s*[:=]?\s*(\d+)", text)
    column = re.search(r"column(?:Number)?\s*[:=]?\s*(\d+)", text)
    where = re.search(r"\bof\s+([\w./-]+\.xsl)", text)
    place = Place(
        where.group(1) if where else stylesheet,
        int(line.group(1)) if line else 0,
        int(column.group(1)) if column else 0,
    )
    reason = " ".join(raised.split()) or "the transform failed"
    return TransformError(f"{code.group(1) + ': ' if code else ''}{reason}", place=place)


@cache
def _declared(stylesheet: Path, modified: int) -> frozenset[str]:
    """Return the names of the parameters that a stylesheet and what it includes declare."""
    xsl = "{http://www.w3.org/1999/XSL/Transform}"
    names: set[str] = set()
    seen: set[Path] = set()
    waiting = [stylesheet]
    while waiting:
        path = waiting.pop().resolve()
        if path in seen:
            continue
        seen.add(path)
        root = etree.parse(str(path)).getroot()
        names.update(param.get("name", "") for param in root.findall(f"{xsl}param"))
        for include in [*root.findall(f"{xsl}include"), *root.findall(f"{xsl}import")]:
            waiting.append(_included(path, include.get("href", "")))
    return frozenset(names)


def _included(stylesheet: Path, href: str) -> Path:
    """Return the path of what a stylesheet includes by an address, mostly a relative one."""
    address = urlsplit(href)
    if not address.scheme and not address.path.startswith("/"):
        return stylesheet.parent / unquote(address.path)
    from urllib.request import url2pathname  # brings a client of HTTP with it: slow to load

    return Path(url2pathname(urlsplit(urljoin(stylesheet.as_uri(), href)).path))


def _check_parameters(stylesheet: Path, params: Mapping[str, Value]) -> None:
    unknown = sorted(set(params) - _declared(stylesheet, stylesheet.stat().st_mtime_ns))
    if unknown:
        raise TransformError(
            f"the stylesheet has no parameter '{unknown[0]}'", place=Place(str(stylesheet))
        )
