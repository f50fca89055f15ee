"""A glossary in two languages: Arabic term, romanisation, English term, TEI element.

In: a TOML file with a table for each term. Out: the directive ``tei:glossary``, sorted by the
page's language; each term can be pointed at by its key with the role ``tei:term``.
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.errors import ExtensionError
from sphinx.util.docutils import SphinxDirective

from tahqiq.search.folding import folded
from tahqiq.sphinx.domains import ObjectDomain
from tahqiq.sphinx.writing import Writer


class Glossary(SphinxDirective):
    """``tei:glossary:: FILE``, against the folder of conf.py."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Return the table of terms."""
        path = (Path(self.env._app.confdir) / self.arguments[0]).resolve()
        self.env.note_dependency(path)
        try:
            terms = tomllib.loads(path.read_text("utf-8"))
        except (OSError, tomllib.TOMLDecodeError) as error:
            raise ExtensionError(f"tahqiq.sphinx: {path}: {error}") from None
        self.writer = Writer(self.env, self.state.document)
        language = "ar" if self.writer.language == "ar" else "en"
        ordered = sorted(terms.items(), key=lambda item: _key(item[1][language]))
        heads = ["arabic", "romanised", "english", "tei", "meaning"]
        if language == "en":
            heads = ["english", "arabic", "romanised", "tei", "meaning"]
        rows = [[self._cell(head, key, term) for head in heads] for key, term in ordered]
        table = self.writer.table([self.writer.label(head) for head in heads], rows)
        table["classes"].append("tei-glossary")
        return [table]

    def _cell(self, head: str, key: str, term: dict[str, Any]) -> list[nodes.Node]:
        main = "arabic" if self.writer.language == "ar" else "english"
        if head == "tei":
            return self.writer.links("elem", term.get("tei", "").split())
        if head == "meaning":
            return [nodes.Text(term["meaning_ar" if self.writer.language == "ar" else "meaning"])]
        words = {"arabic": "ar", "romanised": "roman", "english": "en"}[head]
        language = {"arabic": "ar", "romanised": "ar-Latn-x-ijmes", "english": "en"}[head]
        classes = [] if language == self.writer.language else [f"language-{language}"]
        inline = nodes.inline("", term[words], classes=classes)
        if head != main:
            return [inline]
        inline["ids"] = [f"term-{key}"]
        self.state.document.note_explicit_target(inline)
        domain = self.env.get_domain("tei")
        assert isinstance(domain, ObjectDomain)
        domain.note("term", key, f"term-{key}", term[words])
        return [nodes.strong("", "", inline)]


def _key(word: str) -> str:
    """Return what a word is sorted by: folded, without its article."""
    return re.sub(r"^ال", "", folded(word))
