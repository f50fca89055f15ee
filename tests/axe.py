"""axe-core on a page in a browser. In: the page, perhaps the rules. Out: what it finds."""

from __future__ import annotations

from typing import Any


def violations(
    tab: Any, rules: list[str] | dict[str, object] | None = None, *, contrast: bool = True
) -> list[dict[str, Any]]:
    """Return what breaks the rules, all of axe's where none are named.

    Without ``contrast`` colours are not judged, which takes most of the time: they are those of
    another page that is judged.
    Of what passes axe keeps one element a rule: to describe every one takes as long as to judge it.
    """
    from axe_playwright_python.sync_playwright import Axe

    asked: dict[str, object] = {"resultTypes": ["violations"]}
    if rules:
        asked["runOnly"] = rules
    if not contrast:
        asked["rules"] = {"color-contrast": {"enabled": False}}
    found: list[dict[str, Any]] = Axe().run(tab, options=asked).response["violations"]
    return found
