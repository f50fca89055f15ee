"""The work of a build: texts read, checked and resolved once, then each format made of them.

In: a project. Out: the files of a format, as bytes. Failures and findings go to the report with
the place of their cause in the source, and the other texts go on.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from tahqiq import publish, resources, saxon, tei
from tahqiq.errors import Place, TahqiqError
from tahqiq.files import read_bytes
from tahqiq.project import Project
from tahqiq.publish import Outputs, Press, Text, UnknownElement, plain_path
from tahqiq.validation import check_project

if TYPE_CHECKING:
    from tahqiq.build import Report, Say


class Production:
    """A project's texts on their way to print."""

    def __init__(self, project: Project, lenient: bool, report: Report, say: Say) -> None:
        self.project = project
        self.report = report
        self.say = say
        self.press = Press(project.settings.languages, project.settings.width, lenient)
        self._sources: dict[str, Path] = {}
        self.texts = self._texts()

    def make(self, name: str) -> Outputs:
        """Return the files of one format, without those of texts that fail."""
        makers: dict[str, Callable[[Text], Outputs]] = {
            "tei": publish.tei,
            "text": lambda text: publish.plain(text, self.press),
            "html": lambda text: publish.html(text, self.press),
            "pdf": self._pdf,
        }
        outputs: Outputs = {}
        for text in self.texts:
            self.say(f"{name} {text.id}")
            outputs.update(self._guarded(text, partial(makers[name], text)))
        if name == "html" and self.texts:
            outputs.update(publish.html_site(self.texts, self.press))
            outputs.update(publish.html_assets())
        self._warn()
        return outputs

    def _pdf(self, text: Text) -> Outputs:
        from tahqiq import pdf

        plain = publish.diplomatic(text, self.press).encode()
        source = self.press.run("print.xsl", text.resolved, lang=self.press.languages[0])
        return {
            f"pdf/{text.id}.pdf": pdf.typeset(
                source, text_id=text.id, tei=text.resolved, text=plain
            )
        }

    def _texts(self) -> list[Text]:
        """Return every text that can be read, is valid, and resolves."""
        self.say("reading and checking")
        findings, failures = check_project(self.project)
        self.report.failures.extend(failures)
        if self.press.lenient and findings:
            files = len({finding.place.file for finding in findings})
            self.report.warnings.append(
                f"{len(findings)} findings in {files} files let pass; 'tahqiq validate' lists them"
            )
            findings = []
        self.report.findings.extend(findings)
        broken = {finding.place.file for finding in findings} | {
            failure.place.file for failure in failures if failure.place
        }
        shared = {str(path) for path in self.project.registers}
        if broken & shared:
            return []
        texts: list[Text] = []
        for path in self.project.texts:
            if str(path) in broken:
                continue
            try:
                text = self._resolved(path)
            except TahqiqError as error:
                self.report.failures.append(error)
                continue
            if text.id in self._sources:
                twin = self._sources[text.id]
                self.report.failures.append(
                    TahqiqError(
                        f"has the same id as {twin.name}: {text.id}", place=Place(str(path))
                    )
                )
                continue
            self._sources[text.id] = path
            texts.append(text)
        return texts

    def _resolved(self, path: Path) -> Text:
        tree = tei.parse(path)
        root = tree.getroot()
        if root.tag != f"{{{tei.TEI_NS}}}TEI":
            raise TahqiqError(
                f"is not a TEI text: its root is <{tei.local_name(root)}>",
                place=Place(str(path), 1),
            )
        # What lxml parsed goes on to Saxon, so that no entity or DTD is left to resolve there.
        registers = " ".join(register.as_uri() for register in self.project.registers)
        result = saxon.transform(
            resources.stylesheet("passes/10-resolve.xsl"),
            tei.serialize(tree),
            source_uri=path.resolve().as_uri(),
            params={"registers": registers or "none"},
        )
        return Text(root.get(tei.XML_ID) or path.stem, result.principal.encode())

    def _guarded(self, text: Text, make: Callable[[], Outputs]) -> Outputs:
        try:
            return publish.guarded(make)
        except UnknownElement as error:
            path = self._sources[text.id]
            error.place = tei.Locator(read_bytes(path), str(path)).place(error.path)
            self.report.failures.append(error)
        except TahqiqError as error:
            error.place = error.place or Place(str(self._sources[text.id]))
            self.report.failures.append(error)
        return {}

    def _warn(self) -> None:
        for name, path in sorted(self.press.unknown.items()):
            first = plain_path(path)
            warning = (
                f"element <{name}> has no template; its content is rendered (first at {first})"
            )
            if warning not in self.report.warnings:
                self.report.warnings.append(warning)
