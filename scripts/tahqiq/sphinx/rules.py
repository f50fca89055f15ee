"""The rules of an encoding, with their fixtures as examples.

In: the constraints of a customisation, and for each a right and a wrong file. Out: the directive
``tei:rules``. As the page is read, the right file must be valid, and the wrong one must fail by its
rule alone; anything else is a warning of the build.
"""

from __future__ import annotations

import difflib
import re
import textwrap
from pathlib import Path

from docutils import nodes
from sphinx.util import logging

from tahqiq.sphinx import prose
from tahqiq.sphinx.customisation import Rule
from tahqiq.sphinx.encoding import EncodingDirective
from tahqiq.sphinx.judging import codes, judge

logger = logging.getLogger(__name__)

_CONTEXT = 1
_LONG = 12


class Rules(EncodingDirective):
    """``tei:rules``: every rule, or those that its argument names by code."""

    def told(self) -> list[nodes.Node]:
        """Return a description for each rule."""
        wanted = self.arguments[0].split() if self.arguments else None
        rules = [rule for rule in self.odd.rules if wanted is None or rule.code in wanted]
        seen: set[str] = set()
        made: list[nodes.Node] = []
        for rule in rules:
            if rule.name not in seen:
                made += self._rule(rule)
            seen.add(rule.name)
        return made

    def _rule(self, rule: Rule) -> list[nodes.Node]:
        writer = self.writer
        made, content = writer.described(
            "rule", rule.code, rule.slug, ids=[rule.code.lower()], text=rule.code,
            display=f"{rule.code} {rule.slug}".strip(),
        )  # fmt: skip
        severity = rule.severity if rule.severity in ("error", "warning") else "information"
        message = rule.messages.get(writer.language) or rule.messages["en"]
        foreign = writer.language not in rule.messages and writer.language != "en"
        said = nodes.inline("", message, classes=["language-en"] if foreign else [])
        content += writer.labelled("checks")
        content += writer.paragraph(nodes.strong("", writer.label(severity)), ": ", said)
        if (why := prose.tell(writer, rule.node)) is not None:
            content += [writer.labelled("why"), writer.paragraph(why)]
        content += self._fixtures(rule)
        if rule.owner:
            kind = next(
                (k for k in ("elem", "class", "macro") if (k, rule.owner) in self.odd.specs), "elem"
            )
            content += writer.fields([("applies-to", [writer.link(kind, rule.owner)])])
        return made

    def _fixtures(self, rule: Rule) -> list[nodes.Node]:
        wrong, right = (self._fixture(rule, kind) for kind in ("invalid", "valid"))
        if wrong is None or right is None:
            return []
        self._try(rule, wrong, right)
        before, after = (_excerpt(path.read_text("utf-8")) for path in (wrong, right))
        changed = _changed(before, after)
        return [
            self.writer.labelled("instead-of"),
            self._shown(before, changed[0]),
            self.writer.labelled("write"),
            self._shown(after, changed[1]),
        ]

    def _shown(self, lines: list[str], changed: list[int]) -> nodes.Node:
        first, last = 0, len(lines)
        if len(lines) > _LONG and changed:
            first, last = max(changed[0] - _CONTEXT, 0), changed[-1] + 1 + _CONTEXT
        shown = textwrap.dedent("\n".join(lines[first:last]))
        return self.writer.code(shown, emphasised=[n - first + 1 for n in changed])

    def _fixture(self, rule: Rule, kind: str) -> Path | None:
        pattern: str = self.config.tei_fixtures
        if not pattern:
            return None
        path = Path(self.env._app.confdir) / pattern.format(
            kind=kind, name=rule.name, code=rule.code
        )
        if not path.is_file():
            logger.warning(
                "%s has no %s fixture %s", rule.name, kind, path, location=self.get_location()
            )
            return None
        self.env.note_dependency(path.resolve())
        return path

    def _try(self, rule: Rule, wrong: Path, right: Path) -> None:
        judging = judge(self.env._app)
        if judging is None:
            return
        for path, expected in ((wrong, [rule.finding]), (right, [])):
            found = codes(judging.document(path.read_bytes(), str(path)))
            if found != expected:
                logger.warning("%s fails with %s, not with %s", path, found, expected)


def _excerpt(text: str) -> list[str]:
    """Return the lines of a document's text or records; what stands before is the same in all."""
    found = re.search(r"^([ ]*)<(body|standOff)>\n(.*?)^\1</\2>", text, re.MULTILINE | re.DOTALL)
    return textwrap.dedent(found.group(3) if found else text).rstrip("\n").split("\n")


def _changed(before: list[str], after: list[str]) -> tuple[list[int], list[int]]:
    """Return the numbers of the lines that differ, in each of two texts."""
    changed: tuple[list[int], list[int]] = ([], [])
    for tag, a, b, c, d in difflib.SequenceMatcher(None, before, after).get_opcodes():
        if tag != "equal":
            changed[0].extend(range(a, b))
            changed[1].extend(range(c, d))
    return changed
