"""The work of a build: texts read, checked and resolved once, then each format made of them.

In: a project. Out: the files of a format, as bytes. Failures and findings go to the report with
the place of their cause in the source, and the other texts go on.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from tahqiq import resources, saxon, tei
from tahqiq.building.report import Report, Say
from tahqiq.choices import site as chosen
from tahqiq.errors import Place, TahqiqError
from tahqiq.files import read_bytes
from tahqiq.gate.edition import check_project
from tahqiq.press import manifest, stylesheets
from tahqiq.press.manifest import Made
from tahqiq.press.parts import Parts
from tahqiq.press.stylesheets import Outputs, Press, Text, UnknownElement, plain_path
from tahqiq.project import Project


class Production:
    """A project's texts on their way to print."""

    def __init__(
        self,
        project: Project,
        lenient: bool,
        report: Report,
        say: Say,
        *,
        checked: bool = True,
        dressed: Project | None = None,
        former: dict[str, str] | None = None,
        program: str = "",
    ) -> None:
        """Read the texts of a project, and find out what can be made of them.

        With ``checked`` false nothing is judged: what was published is published. ``dressed`` is
        the project whose ``site/`` the pages take, by default its own; ``former`` what is said on
        pages of ids that are no more on them; ``program`` the key of the program, if it is known.
        """
        self.project = project
        self.checked = checked
        self.report = report
        self.say = say
        settings = project.settings
        dress = dressed or project
        self.press = Press(
            settings.languages,
            settings.width,
            lenient,
            choices=settings.text,
            print=settings.print,
            base=settings.base,
            site=chosen.of(dress.home, dress.settings.title),
            former=former or {},
        )
        self._program = program or manifest.program_key()
        self._sources: dict[str, Path] = {}
        self.texts = self._texts()

    def make(self, name: str, out: Path, previous: Mapping[str, Made]) -> Parts:
        """Return the files of one format, without those of texts that fail.

        ``previous`` is what the last build into ``out`` knew of the format's parts.
        """
        if name == "html":
            self._gather()
        maker = _maker(name, self.press)
        parts = Parts(out, previous, self._key(name))
        each = name != "pdf" or self.press.print.each
        for text in self.texts if each else ():
            self.say(f"{name} {text.id}")
            parts.add(text.id, [text.resolved], partial(self._guarded, text, maker))
            if name == "html":
                from tahqiq.pages import signposts

                make = partial(signposts.of_text, text, self.press)
                parts.add(f"*cite:{text.id}", [text.resolved], make)
        if name == "html" and self.texts:
            self._site(parts)
        if name == "pdf" and self.texts:
            self._volume(parts)
        self._warn()
        return parts

    def _gather(self) -> None:
        """Make of the texts what their pages are made of, and tell the press what the site has."""
        from tahqiq.pages import looking, reading, site

        self.say("names and addresses")
        texts = self.texts
        self.texts = []
        taken = {*reading.REGISTERS, *looking.NAMES, *(page.name for page in self.press.site.pages)}
        for text in texts:
            try:
                if text.id in taken:
                    raise TahqiqError(
                        f"its id is the name of a page of the site: {text.id}",
                        hint="give its TEI element another xml:id",
                    )
                self.texts.append(reading.gathered(text))
            except TahqiqError as error:
                error.place = Place(str(self._sources[text.id]))
                self.report.failures.append(error)
        self.press.looking = looking.pages(self.texts)
        registers = reading.registers(text.paged for text in self.texts)
        self.press.described = site.described(
            self.press.site, [text.id for text in self.texts], registers
        )

    def _site(self, parts: Parts) -> None:
        """Add what the texts share: home page, registers, the project's own pages, assets."""
        from tahqiq.pages import assets, looking, reading, signposts

        mentions = [reading.mentions_of(text) for text in self.texts]
        parts.add("*shared", mentions, partial(reading.of_site, mentions, self.press))
        parts.add("*own", [], partial(reading.own, self.press))
        parts.add("*assets", [], assets.of_reading)
        paged = [text.paged for text in self.texts]
        parts.add("*looking", paged, partial(looking.site, self.texts, self.press))
        resolved = [text.resolved for text in self.texts]
        parts.add("*cite", resolved, partial(signposts.of_edition, self.texts, self.press))
        names = [*parts.kept, *parts.outputs]
        parts.add(
            "*pages",
            [*resolved, "\n".join(sorted(names)).encode()],
            partial(signposts.of_site, names, reading.dates(self.texts), self.press),
        )

    def _volume(self, parts: Parts) -> None:
        """Add the book that holds all texts, where the project wants one."""
        name = self.press.print.volume
        if not name:
            return
        from tahqiq.printing import volumes

        self.say(f"pdf {name}")
        resolved = [text.resolved for text in self.texts]
        volume = Text(name, volumes.corpus(resolved, self.press))
        self._sources.setdefault(name, self.project.config or self.project.home)
        parts.add(
            "*volume",
            resolved,
            partial(self._guarded, volume, partial(volumes.pdf_of, press=self.press)),
        )

    def _key(self, name: str) -> str:
        """Return the key of what every file of a format depends on besides its text."""
        site = (self.press.described, self.press.looking) if name == "html" else ()
        return manifest.files_key(
            self.project.own_files,
            self._program,
            self.press.lenient,
            self.project.settings,
            *site,
            self.press.former,
        )

    def _texts(self) -> list[Text]:
        """Return every text that can be read, is valid, and resolves."""
        self.say("reading and checking")
        findings, failures = check_project(self.project) if self.checked else ([], [])
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
                hint="the texts of a teiCorpus are built by 'tahqiq corpus build'",
            )
        if root.find("t:teiHeader/t:fileDesc", tei.NS) is None:
            raise TahqiqError(
                "has no teiHeader with a fileDesc: nothing says what text it is",
                place=Place(str(path), root.sourceline),
            )
        # What lxml parsed goes on to Saxon, so that no entity or DTD is left to resolve there.
        registers = " ".join(register.as_uri() for register in self.project.registers)
        result = saxon.transform(
            resources.stylesheet("passes/10-resolve.xsl"),
            tei.serialize(tree),
            source_uri=path.resolve().as_uri(),
            params={"registers": registers or "none"},
        )
        return Text(tei.name_of(root, path), result.principal.encode())

    def _guarded(self, text: Text, make: Callable[[Text], Outputs]) -> Outputs:
        try:
            return stylesheets.guarded(partial(make, text))
        except UnknownElement as error:
            path = self._sources[text.id]
            error.place = tei.Locator(read_bytes(path), str(path)).place(error.path)
            self.report.failures.append(error)
        except TahqiqError as error:
            error.place = error.place or Place(str(self._sources[text.id]))
            self.report.failures.append(error)
        return {}

    def _warn(self) -> None:
        self.report.warnings.extend(
            one for one in self.press.left if one not in self.report.warnings
        )
        for name, path in sorted(self.press.unknown.items()):
            first = plain_path(path)
            warning = (
                f"element <{name}> has no template; its content is rendered (first at {first})"
            )
            if warning not in self.report.warnings:
                self.report.warnings.append(warning)


def _maker(name: str, press: Press) -> Callable[[Text], Outputs]:
    """Return what makes a format of a text. Nothing is loaded for the others."""
    if name == "tei":
        return stylesheets.tei
    made: Callable[[Text, Press], Outputs]
    if name in ("text", "markdown", "openiti"):
        from tahqiq.plaintext import editions

        forms = {"text": editions.plain, "markdown": editions.markdown, "openiti": editions.openiti}
        made = forms[name]
    elif name == "docx":
        from tahqiq.books import word

        made = word.docx
    elif name == "epub":
        from tahqiq.books import epub

        made = epub.epub
    elif name == "html":
        from tahqiq.pages import reading

        made = reading.of_text
    else:
        from tahqiq.printing import volumes

        made = volumes.pdf_of
    return lambda text: made(text, press)
