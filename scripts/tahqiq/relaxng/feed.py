"""What is said of a document while it is read, and where: for every way of reading one.

In: faults of the validator, and the place of the tag that is being read. Out: findings.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from tahqiq.findings import Finding, Message, Place, Severity
from tahqiq.relaxng.faults import Fault
from tahqiq.relaxng.names import Name
from tahqiq.relaxng.trail import Trail

_NAMES_KEPT = 50_000


class Stopped(Exception):
    """The document is not read on."""


class Scope:
    """What values depend on: the namespaces in scope, and the unparsed entities declared."""

    __slots__ = ("_prefixes", "unparsed")

    def __init__(self) -> None:
        self.unparsed: set[str] = set()
        self._prefixes: dict[str, list[str]] = {"xml": ["http://www.w3.org/XML/1998/namespace"]}

    def declare(self, prefix: str | None, uri: str | None) -> None:
        """Open a declaration."""
        self._prefixes.setdefault(prefix or "", []).append(uri or "")

    def end(self, prefix: str | None) -> None:
        """Close the last declaration of a prefix."""
        self._prefixes[prefix or ""].pop()

    def resolve(self, prefix: str) -> str | None:
        """Return the namespace of a prefix, or None."""
        found = self._prefixes.get(prefix)
        return found[-1] if found else None

    def enter_file(self) -> dict[str, list[str]]:
        """Forget the prefixes for another file; return what ``leave_file`` brings back."""
        outer, self._prefixes = self._prefixes, {"xml": self._prefixes["xml"]}
        return outer

    def leave_file(self, outer: dict[str, list[str]]) -> None:
        """Go on in the file before."""
        self._prefixes = outer


class Feed:
    """Gathers what is said of a document."""

    __slots__ = ("findings", "mark", "must_wait", "names", "scope", "settle", "trail", "where")

    def __init__(self, file: str, scope: Scope) -> None:
        self.findings: list[Finding] = []
        self.trail = Trail()
        self.scope = scope
        # Set by whatever reads: the place of the tag that is being read, and the same in short.
        self.where: Callable[[], Place] = lambda: Place(file)
        self.mark: Callable[[], tuple[str, int, int]] = lambda: (file, 0, 0)
        # Set by whoever can say only later what is a fault: whether findings must wait, and what
        # is left of them.
        self.must_wait: Callable[[], bool] = lambda: False
        self.settle: Callable[[list[Finding]], list[Finding]] = lambda findings: findings
        # Names by what expat writes for them.
        self.names: dict[str, Name] = {}

    def name(self, written: str) -> Name:
        """Return a name that is written as namespace, space, local name."""
        known = self.names.get(written)
        if known is not None:
            return known
        if len(self.names) >= _NAMES_KEPT:
            self.names.clear()
        uri, _, local = written.rpartition(" ")
        name = self.names[written] = (uri, local)
        return name

    def place(self) -> Place:
        """Return the place of the tag that is being read."""
        return replace(self.where(), xpath=self.trail.xpath()) if self.trail else self.where()

    def fault(self, fault: Fault) -> None:
        """Take a fault of the validator: it stands at the tag that is being read."""
        self.findings.append(
            Finding(
                fault.code, fault.slug, Severity.ERROR, self.place(), fault.message,
                found=fault.found, expected=fault.expected, hint=fault.hint,
                extra={"documentation": fault.documentation} if fault.documentation else {},
            )
        )  # fmt: skip

    def take(self, finding: Finding) -> None:
        """Take a finding that is complete."""
        self.findings.append(finding)

    def say(
        self, code: str, slug: str, english: str, arabic: str, severity: Severity = Severity.ERROR
    ) -> None:
        """Report what is no fault by the schema."""
        message = Message(english, arabic)
        self.findings.append(Finding(code, slug, severity, self.place(), message))

    def drained(self, *, at_end: bool = False) -> list[Finding]:
        """Return the findings that came since the last call; at the end of all nothing waits."""
        if not self.findings or (self.must_wait() and not at_end):
            return []
        found, self.findings = self.findings, []
        return self.settle(found)
