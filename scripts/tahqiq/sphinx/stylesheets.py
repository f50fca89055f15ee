"""The reference of stylesheets, from the XSLT itself.

In: XSLT files. Out: the directives ``xslt:stylesheets`` (what each file holds) and
``xslt:parameters`` (what can be set from outside, with what included files add).
The comment before a declaration is what is said of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from lxml import etree
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

from tahqiq import tei
from tahqiq.sphinx.writing import Writer

logger = logging.getLogger(__name__)

XSL = "{http://www.w3.org/1999/XSL/Transform}"


class _Stylesheets(SphinxDirective):
    """A directive on files that its argument names, by patterns against the folder of conf.py."""

    required_arguments = 1
    final_argument_whitespace = True
    option_spec: ClassVar[dict[str, Callable[[str], Any]]] = {
        "root": directives.unchanged_required,
    }

    def run(self) -> list[nodes.Node]:
        """Return what there is to tell of each file."""
        self.writer = Writer(self.env, self.state.document)
        confdir = Path(self.env._app.confdir)
        self.root = (confdir / self.options.get("root", ".")).resolve()
        made: list[nodes.Node] = []
        for pattern in self.arguments[0].split():
            paths = sorted(self.root.glob(pattern))
            if not paths:
                logger.warning("no stylesheet is %s", pattern, location=self.get_location())
            for path in paths:
                self.env.note_dependency(path)
                made += self.told(path, tei.parse(path).getroot())
        return made

    def told(self, path: Path, root: etree._Element) -> list[nodes.Node]:
        """Return what there is to tell of a stylesheet."""
        raise NotImplementedError

    def named(self, path: Path) -> str:
        """Return a file's path as the pages show it."""
        at = path.resolve()
        return at.relative_to(self.root).as_posix() if at.is_relative_to(self.root) else at.name

    def comment(self, text: str) -> nodes.paragraph:
        """Return a comment as a paragraph that can be translated."""
        made = nodes.paragraph(text, text)
        self.set_source_info(made)
        return made


class Stylesheets(_Stylesheets):
    """``xslt:stylesheets``: purpose, inclusions, parameters, modes, templates and functions."""

    def told(self, path: Path, root: etree._Element) -> list[nodes.Node]:
        """Return a section for a stylesheet."""
        name = self.named(path)
        made, content = self.writer.described("sheet", name, domain="xslt", ids=[f"sheet-{name}"])
        if purpose := _purpose(root):
            content += self._english(purpose)
        includes = [
            self.named(path.parent / one.get("href", ""))
            for one in root.iterchildren(f"{XSL}include", f"{XSL}import")
        ]
        if includes:
            links = self.writer.links("sheet", includes, domain="xslt")
            content += self.writer.fields([("includes", links)])
        for tag, kind in (
            ("param", "param"),
            ("mode", "mode"),
            ("function", "func"),
            ("template", "template"),
        ):
            content += self._declared(root, tag, kind, name)
        content += self._rules(root)
        return made

    def _english(self, text: str) -> nodes.paragraph:
        foreign = [] if self.writer.language == "en" else ["language-en"]
        return self.writer.paragraph(text, classes=foreign)

    def _declared(self, root: etree._Element, tag: str, kind: str, file: str) -> list[nodes.Node]:
        made: list[nodes.Node] = []
        for one in root.iterchildren(XSL + tag):
            name = one.get("name")
            if not name:
                continue
            shown = _signature(one, kind)
            full = name if kind != "func" else f"{name}#{len(one.findall(XSL + 'param'))}"
            if kind == "param":
                full = f"{file}${name}"
            known = self.env.domains["xslt"].data["objects"]
            if kind == "mode" and (kind, full) in known:
                full = f"{file}#{name}"
            before, content = self.writer.described(
                kind, full, domain="xslt", ids=[f"{kind}-{file}-{name}-{full.rpartition('#')[2]}"],
                display=f"{name} ({file})", text=shown, index=False, listed=False,
            )  # fmt: skip
            if said := _said(one):
                content += self._english(said)
            made += before
        return made

    def _rules(self, root: etree._Element) -> list[nodes.Node]:
        rules = [one for one in root.iterchildren(f"{XSL}template") if one.get("match")]
        if not rules:
            return []
        rows = [
            [nodes.literal("", " ".join(one.get("match", "").split())), self._modes(one)]
            for one in rules
        ]
        heads = [self.writer.label("match"), self.writer.label("mode")]
        return [self.writer.labelled("rules-match"), self.writer.table(heads, rows)]

    def _modes(self, template: etree._Element) -> list[nodes.Node]:
        return self.writer.links("mode", (template.get("mode") or "").split(), domain="xslt")


class Parameters(_Stylesheets):
    """``xslt:parameters``: a table of parameters for each entry."""

    def told(self, path: Path, root: etree._Element) -> list[nodes.Node]:
        """Return a section with the parameters of a stylesheet and of all that it includes."""
        name = self.named(path)
        section = self.writer.section(name, f"parameters-{name}")
        rows = [self._row(one) for one in _parameters(path, set())]
        heads = [self.writer.label(key) for key in ("name", "type", "default", "says")]
        if rows:
            section += self.writer.table(heads, rows)
        else:
            section += self.writer.paragraph(self.writer.label("none"))
        return [section]

    def _row(self, one: etree._Element) -> list[Any]:
        default = one.get("select") or (one.text or "").strip() or "()"
        return [
            nodes.literal("", one.get("name", "")),
            nodes.literal("", one.get("as", "item()*")),
            nodes.literal("", " ".join(default.split())),
            [self.comment(_said(one))],
        ]


def _parameters(path: Path, seen: set[Path]) -> Iterator[etree._Element]:
    path = path.resolve()
    if path in seen or not path.is_file():
        return
    seen.add(path)
    for child in tei.parse(path).getroot():
        if child.tag == f"{XSL}param" and child.get("static") != "yes":
            yield child
        elif child.tag in (f"{XSL}include", f"{XSL}import"):
            yield from _parameters(path.parent / child.get("href", ""), seen)


def _said(node: etree._Element) -> str:
    comment = node.getprevious()
    text = comment.text if isinstance(comment, etree._Comment) else ""
    return " ".join((text or "").split())


def _purpose(root: etree._Element) -> str:
    """Return the comment at a file's head: before its root, or first in it."""
    for one in (root.getprevious(), *root[:1]):
        if isinstance(one, etree._Comment):
            return " ".join((one.text or "").split())
    return ""


def _signature(node: etree._Element, kind: str) -> str:
    name, type_ = str(node.get("name", "")), node.get("as")
    returns = f" as {' '.join(type_.split())}" if type_ else ""
    if kind == "param":
        return f"${name}{returns}"
    if kind == "mode":
        return name
    parts = [
        f"${one.get('name')}" + (f" as {one.get('as')}" if one.get("as") else "")
        for one in node.iterchildren(f"{XSL}param")
    ]
    return f"{name}({', '.join(parts)}){returns}"
