"""Name classes (section 4.8 to 4.10): which names an element or an attribute may have.

In: nothing. Out: frozen values that say whether they contain a name, and whether two overlap. A
name is a pair of namespace and local name.
"""

from __future__ import annotations

from dataclasses import dataclass

Name = tuple[str, str]

# A namespace and a local name that no schema mentions: they stand for "any other".
_OTHER_NAMESPACE = "\0other"
_OTHER_LOCAL = "\0other"


@dataclass(frozen=True, slots=True)
class NameClass:
    """A set of names."""

    def contains(self, name: Name) -> bool:
        """Return whether a name belongs to the set."""
        raise NotImplementedError

    def samples(self) -> set[Name]:
        """Return names that tell this set from others: one of each region that it speaks of."""
        raise NotImplementedError

    @property
    def is_open(self) -> bool:
        """Return whether the set has no list of its names."""
        return False


@dataclass(frozen=True, slots=True)
class OneName(NameClass):
    """A single name."""

    namespace: str
    local: str

    def contains(self, name: Name) -> bool:
        """Return whether it is this name."""
        return name == (self.namespace, self.local)

    def samples(self) -> set[Name]:
        """Return the name itself."""
        return {(self.namespace, self.local)}


@dataclass(frozen=True, slots=True)
class AnyName(NameClass):
    """Every name, but for those of ``exclude``."""

    exclude: NameClass | None = None

    def contains(self, name: Name) -> bool:
        """Return whether it is not excluded."""
        return self.exclude is None or not self.exclude.contains(name)

    def samples(self) -> set[Name]:
        """Return a name of no namespace that is spoken of, and those of the exclusion."""
        return {(_OTHER_NAMESPACE, _OTHER_LOCAL)} | (
            self.exclude.samples() if self.exclude else set()
        )

    @property
    def is_open(self) -> bool:
        """Return True: there is no list of its names."""
        return True


@dataclass(frozen=True, slots=True)
class NsName(NameClass):
    """Every name of a namespace, but for those of ``exclude``."""

    namespace: str
    exclude: NameClass | None = None

    def contains(self, name: Name) -> bool:
        """Return whether it is of the namespace and not excluded."""
        return name[0] == self.namespace and (
            self.exclude is None or not self.exclude.contains(name)
        )

    def samples(self) -> set[Name]:
        """Return a name of the namespace that is not spoken of, and those of the exclusion."""
        return {(self.namespace, _OTHER_LOCAL)} | (
            self.exclude.samples() if self.exclude else set()
        )

    @property
    def is_open(self) -> bool:
        """Return True: there is no list of its names."""
        return True


@dataclass(frozen=True, slots=True)
class NameChoice(NameClass):
    """The names of either of two sets."""

    one: NameClass
    other: NameClass

    def contains(self, name: Name) -> bool:
        """Return whether either contains it."""
        return self.one.contains(name) or self.other.contains(name)

    def samples(self) -> set[Name]:
        """Return the samples of both."""
        return self.one.samples() | self.other.samples()

    @property
    def is_open(self) -> bool:
        """Return whether either is open."""
        return self.one.is_open or self.other.is_open


def overlap(one: NameClass, other: NameClass) -> bool:
    """Return whether two name classes share a name.

    They do exactly if one of their samples belongs to both: within a region that neither speaks
    of, every name is like every other.
    """
    if isinstance(one, OneName):
        return other.contains((one.namespace, one.local))
    if isinstance(other, OneName):
        return one.contains((other.namespace, other.local))
    return any(
        one.contains(name) and other.contains(name) for name in one.samples() | other.samples()
    )
