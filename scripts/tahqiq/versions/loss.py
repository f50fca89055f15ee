"""What a version would lose of what was published, as findings.

In: a project. Out: findings on every published id or reference that vanished, moved or has another
text and of which nothing fitting was declared; on declarations that lead nowhere; and on releases
that were altered.

======  =========================  =============================================
TQ421   published-vanished         what was published is no more there
TQ422   published-moved            what was published stands elsewhere
TQ423   published-changed          what was published has another text
TQ424   redirected-to-nothing      a declaration names a target that is not there
TQ425   release-altered            a file of a release is not as it was published
TQ426   declared-in-vain           a declaration of what did not change
======  =========================  =============================================
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from tahqiq import tei
from tahqiq.errors import Place
from tahqiq.files import read_bytes
from tahqiq.findings import Finding, Message, Rule, Severity, sort_findings
from tahqiq.project import Project
from tahqiq.versions import declared, published
from tahqiq.versions.changes import CHANGED, MOVED, VANISHED, Change, changes
from tahqiq.versions.declared import Declarations
from tahqiq.versions.fates import surroundings
from tahqiq.versions.published import Entry
from tahqiq.versions.releases import Release, altered, releases

_FITTING = {
    VANISHED: ("redirected", "withdrawn"),
    MOVED: ("redirected", "withdrawn"),
    CHANGED: ("kept", "redirected", "withdrawn"),
}


_SAY_SO = Message("say so in {file}, as: {line}", "صرِّح به في {file}، مثل: {line}")
_UNDECLARED = {
    VANISHED: Rule(
        "TQ421",
        "published-vanished",
        Severity.ERROR,
        Message(
            "{found}, published in {version}, is no more there",
            "{found} منشور في الإصدار {version}، ولم يعد موجودًا",
        ),
        _SAY_SO,
    ),
    MOVED: Rule(
        "TQ422",
        "published-moved",
        Severity.ERROR,
        Message(
            "{found}, published in {version}, is now something else or elsewhere",
            "{found} منشور في الإصدار {version}، وهو الآن غيره أو في موضع آخر",
        ),
        _SAY_SO,
    ),
    CHANGED: Rule(
        "TQ423",
        "published-changed",
        Severity.ERROR,
        Message(
            "the text of {found} is not as published in {version}",
            "نص {found} غير المنشور في الإصدار {version}",
        ),
        _SAY_SO,
    ),
}
_TO_NOTHING = Rule(
    "TQ424",
    "redirected-to-nothing",
    Severity.ERROR,
    Message(
        "{key} is redirected to {found}, which is not there", "أُحيل {key} إلى {found}، ولا وجود له"
    ),
    Message("name what is there, or withdraw it", "سمِّ موجودًا، أو اسحبه"),
)
_ALTERED = Rule(
    "TQ425",
    "release-altered",
    Severity.ERROR,
    Message(
        "this file of a release is not as it was published",
        "هذا الملف من إصدار منشور ليس كما نُشر",
    ),
    Message(
        "bring it back; a release is never changed, a new one is made",
        "أعده كما كان؛ فالإصدار لا يُغيَّر، بل يُصدر غيره",
    ),
)
_IN_VAIN = Rule(
    "TQ426",
    "declared-in-vain",
    Severity.WARNING,
    Message("{found} is as it was published, or was not", "{found} كما نُشر، أو لم يُنشر"),
    Message("take the line out", "احذف السطر"),
)


@dataclass(frozen=True, slots=True)
class Standing:
    """How a project stands to its last release: the changes, and what was declared of them."""

    release: Release | None
    entries: dict[str, Entry] = field(repr=False)
    changes: tuple[Change, ...]
    declarations: Declarations = field(repr=False)

    @property
    def undeclared(self) -> list[Change]:
        """Return the changes of which nothing fitting was declared."""
        return [
            change
            for change in self.changes
            if not change.follows and not self._is_declared(change)
        ]

    def _is_declared(self, change: Change) -> bool:
        if _is_declared(change, self.declarations):
            return True
        # What lay in something that is withdrawn is withdrawn with it.
        old = self.release.entries if self.release else {}
        return change.kind == VANISHED and any(
            key in self.declarations.withdrawn for key in surroundings(change.old, old)
        )

    @property
    def stub(self) -> str:
        """Return what to write into ``changes.toml``, for an editor to fill in."""
        return declared.stub({change.key: _proposal(change) for change in self.undeclared})


def standing(project: Project) -> Standing:
    """Return how a project stands to its last release; without one, nothing has changed."""
    every = releases(project)
    entries = published.entries([*project.texts, *project.registers])
    declarations = declared.read(project.home / declared.NAME)
    if not every:
        return Standing(None, entries, (), declarations)
    return Standing(every[-1], entries, tuple(changes(every[-1].entries, entries)), declarations)


def findings(project: Project) -> list[Finding]:
    """Return what a project loses of what it published; nothing where it has no release."""
    every = releases(project)
    if not every:
        return []
    found = [_ALTERED.at(Place(str(path))) for release in every for path in altered(release)]
    if found:
        return sort_findings(found)
    now = standing(project)
    places = _Places(project)
    return sort_findings(
        [
            *(_undeclared(change, now, places) for change in now.undeclared),
            *_of_declarations(now, Place(str(project.home / declared.NAME))),
        ]
    )


def _is_declared(change: Change, declarations: Declarations) -> bool:
    fitting = list(_FITTING[change.kind])
    if change.kind == MOVED and not change.old.is_reference:
        fitting.append("kept")  # an id leads to it wherever it stands
    return any(change.key in getattr(declarations, table) for table in fitting)


def _proposal(change: Change) -> tuple[str, str]:
    if change.kind == CHANGED and not change.to:
        return "kept", "?"
    if change.kind == MOVED and not change.old.is_reference:
        return "kept", "?"
    return ("redirected", change.to) if change.to else ("withdrawn", "?")


class _Places:
    """Finds where an id of a project stands; its file, or the edition, where it is no more."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self.files: dict[str, Path] = {}
        self.locators: dict[Path, tuple[tei.Locator, dict[str, int]]] = {}
        for path in [*project.texts, *project.registers]:
            root = tei.parse(path).getroot()
            self.files.setdefault(tei.name_of(root, path), path)

    def of(self, entry: Entry) -> Place:
        path = self.files.get(entry.file)
        if path is None:
            return Place(str(self.project.config or self.project.home))
        locator, numbers = self._locator(path)
        number = numbers.get(entry.id, 0) if entry.id else 0
        return locator.numbered(number) if number else Place(str(path))

    def _locator(self, path: Path) -> tuple[tei.Locator, dict[str, int]]:
        if path not in self.locators:
            content = read_bytes(path)
            elements = tei.parse(content, file=str(path)).iter("{*}*")
            numbers: dict[str, int] = {}
            for number, element in enumerate(elements, 1):
                name = element.get(tei.XML_ID)
                if name:
                    numbers.setdefault(name, number)
            self.locators[path] = tei.Locator(content, str(path)), numbers
        return self.locators[path]


def _undeclared(change: Change, now: Standing, places: _Places) -> Finding:
    assert now.release is not None
    table, value = _proposal(change)
    finding = _UNDECLARED[change.kind].at(
        places.of(change.old),
        found=change.key,
        version=now.release.version,
        file=declared.NAME,
        line=declared.stub({change.key: (table, value)}).replace("\n", " "),
    )
    return replace(finding, extra={"to": change.to}) if change.to else finding


def _of_declarations(now: Standing, place: Place) -> Iterator[Finding]:
    for key, target in now.declarations.redirected.items():
        if target not in now.entries or target == key:
            yield _TO_NOTHING.at(place, key=key, found=target)
    stirred = {change.key for change in now.changes}
    for key in now.declarations.keys:
        if key not in stirred:
            yield _IN_VAIN.at(place, found=key)
