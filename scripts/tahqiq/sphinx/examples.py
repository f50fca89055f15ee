"""Examples in prose, each of them judged as the page is read.

In: XML in a page. Out: the directive ``tei:example``. A right example must be valid; one with
``:invalid: CODE`` must fail with that code and no other; anything else is a warning of the build.
``:kind:`` names an example that is no TEI of the project: see tahqiq.sphinx.kinds.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

from tahqiq.sphinx.judging import Judge, codes, judge
from tahqiq.sphinx.kinds import KINDS, wrong
from tahqiq.sphinx.writing import Writer

logger = logging.getLogger(__name__)


class Example(SphinxDirective):
    """``tei:example``: XML that is shown, and tried."""

    has_content = True
    option_spec: ClassVar[dict[str, Callable[[str], Any]]] = {
        "invalid": directives.unchanged_required,
        "in": directives.unchanged_required,
        "kind": lambda given: directives.choice(given, tuple(KINDS)),
        "frame": directives.unchanged_required,
    }

    def run(self) -> list[nodes.Node]:
        """Return the block of XML, with its code where it is wrong."""
        text = "\n".join(self.content)
        writer = Writer(self.env, self.state.document)
        judging = judge(self.env._app)
        if "kind" in self.options:
            self._try_kind(text)
        elif judging is not None:
            self._try(judging, text)
        code = self.options.get("invalid")
        if code:
            return [writer.wrong(text, [code])]
        return [nodes.container("", writer.code(text), classes=["tei-example"])]

    def _try_kind(self, text: str) -> None:
        frame = None
        if "frame" in self.options:
            relative, path = self.env.relfn2path(self.options["frame"])
            self.env.note_dependency(relative)
            frame = Path(path)
        for said in wrong(self.options["kind"], text, frame):
            logger.warning("the example is wrong: %s", said, location=self.get_location())

    def _try(self, judging: Judge, text: str) -> None:
        place = self.options.get("in", "")
        if place and place not in judging.places:
            logger.warning("the frame has no place %s", place, location=self.get_location())
            return
        expected = self.options.get("invalid")
        found, _ = judging.fragment(text, place or (judging.places[0] if expected else ""))
        if expected and codes(found) != [expected]:
            said = ", ".join(codes(found)) or "nothing"
            logger.warning(
                "the example fails with %s, not with %s",
                said,
                expected,
                location=self.get_location(),
            )
        elif not expected:
            for one in found:
                logger.warning("the example is wrong: %s", one.line(), location=self.get_location())
