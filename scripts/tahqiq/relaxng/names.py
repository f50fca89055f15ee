"""Name classes (section 4.8 to 4.10): which names an element or an attribute may have.

In: nothing. Out: frozen values that say whether they contain a name, and whether two overlap. A
name is a pair of namespace and local name.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

Name = tuple[str, str]

# A namespace and a local name that no schema mentions: they stand for "any other".
_OTHER_NAMESPACE = "\0other"
_OTHER_LOCAL = "\0other"


class NameClass:
    """A set of names; a value, told from others by what it is made of."""

    __slots__ = ("_made_of",)

    def __init__(self, *made_of: Any) -> None:
        self._made_of = made_of

    def __eq__(self, other: object) -> bool:
        """Compare by what it says."""
        return type(other) is type(self) and other._made_of == self._made_of

    def __hash__(self) -> int:
        """Hash by what it says."""
        return hash(self._made_of)

    def contains(self, name: Name) -> bool:
        """Return whether a name belongs to the set."""
        raise NotImplementedError

    @property
    def single(self) -> tuple[Name, ...] | None:
        """Return its names where there is a list of them."""
        parts = parts_of(self)
        if not all(isinstance(part, OneName) for part in parts):
            return None
        return tuple(name for part in parts for name in part.samples())

    def samples(self) -> set[Name]:
        """Return names that tell this set from others: one of each region that it speaks of."""
        raise NotImplementedError

    @property
    def is_open(self) -> bool:
        """Return whether the set has no list of its names."""
        return False


class OneName(NameClass):
    """A single name."""

    __slots__ = ("local", "namespace")

    def __init__(self, namespace: str, local: str) -> None:
        super().__init__(namespace, local)
        self.namespace, self.local = namespace, local

    @property
    def single(self) -> tuple[Name, ...]:
        """Return the name alone."""
        return ((self.namespace, self.local),)

    def contains(self, name: Name) -> bool:
        """Return whether it is this name."""
        return name == (self.namespace, self.local)

    def samples(self) -> set[Name]:
        """Return the name itself."""
        return {(self.namespace, self.local)}


class AnyName(NameClass):
    """Every name, but for those of ``exclude``."""

    __slots__ = ("exclude",)

    def __init__(self, exclude: NameClass | None = None) -> None:
        super().__init__(exclude)
        self.exclude = exclude

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


class NsName(NameClass):
    """Every name of a namespace, but for those of ``exclude``."""

    __slots__ = ("exclude", "namespace")

    def __init__(self, namespace: str, exclude: NameClass | None = None) -> None:
        super().__init__(namespace, exclude)
        self.namespace, self.exclude = namespace, exclude

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


class NameChoice(NameClass):
    """The names of any of several sets, none of which is a choice itself."""

    __slots__ = ("parts",)

    def __init__(self, parts: tuple[NameClass, ...]) -> None:
        super().__init__(*parts)
        self.parts = parts

    def contains(self, name: Name) -> bool:
        """Return whether any of them contains it."""
        return any(part.contains(name) for part in self.parts)

    def samples(self) -> set[Name]:
        """Return the samples of all."""
        return set().union(*[part.samples() for part in self.parts])

    @property
    def is_open(self) -> bool:
        """Return whether any is open."""
        return any(part.is_open for part in self.parts)


def any_of(classes: Iterable[NameClass]) -> NameClass:
    """Return the names of any of several sets."""
    found = dict.fromkeys(part for one in classes for part in parts_of(one))
    return NameChoice(tuple(found)) if len(found) > 1 else next(iter(found))


def parts_of(name_class: NameClass) -> tuple[NameClass, ...]:
    """Return the sets that a choice is made of; of any other set itself."""
    return name_class.parts if isinstance(name_class, NameChoice) else (name_class,)


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
