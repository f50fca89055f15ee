"""axe-core on a page in a browser. In: the page, perhaps the rules. Out: what it finds."""

from __future__ import annotations

from typing import Any


def violations(
    tab: Any, rules: list[str] | dict[str, object] | None = None
) -> list[dict[str, Any]]:
    """Return what breaks the rules, all of axe's where none are named.

    Of what passes axe keeps one element a rule: to describe every one takes as long as to judge it.
    """
    from axe_playwright_python.sync_playwright import Axe

    asked: dict[str, object] = {"resultTypes": ["violations"]}
    if rules:
        asked["runOnly"] = rules
    found: list[dict[str, Any]] = Axe().run(tab, options=asked).response["violations"]
    return found
