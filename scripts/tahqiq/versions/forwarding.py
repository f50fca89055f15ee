"""Addresses that last: a small page for everything that was ever published.

In: a history up to one version, and where ids stand on the pages of that version. Out: for each key
a page under ``id/`` or ``ref/`` that leads to where it is, or says why it is no more and where it
last was; the same, for the page of a text or register, as JSON for the stylesheets; and the rules
that some servers take. All of it works from any host, without a server's help and without a script.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from html import escape

from tahqiq.hosted import hosted
from tahqiq.versions.fates import Fate, History
from tahqiq.versions.looks import style

Anchors = Mapping[str, str]
"""The page that each id stands on."""

_ID = re.compile(rb' id="([^"]+)"')
_WORDS = {
    "ar": {
        "dir": "rtl",
        "moved": "انتقل {key} إلى {to}",
        "here": "{key} هنا: {to}",
        "withdrawn": "سُحب {key} في الإصدار {version}",
        "lost": "لم يعد {key} موجودًا منذ الإصدار {version}",
        "last": "كما نُشر في الإصدار {version}",
    },
    "en": {
        "dir": "ltr",
        "moved": "{key} has moved to {to}",
        "here": "{key} is here: {to}",
        "withdrawn": "{key} was withdrawn in version {version}",
        "lost": "{key} is no more since version {version}",
        "last": "As published in version {version}",
    },
}


def anchors(pages: Mapping[str, bytes]) -> dict[str, str]:
    """Return for each id of some pages the name of its page; that of a text before any other."""
    found: dict[str, str] = {}
    for name in sorted(pages, key=lambda name: (name.count("/"), name)):
        if name.endswith(".html") and "/" not in name:
            for match in _ID.finditer(pages[name]):
                found.setdefault(match.group(1).decode(), name)
    return found


def address(key: str) -> str:
    """Return the lasting address of a key, from the root of a version."""
    scheme, colon, reference = key.partition(":")
    if not colon:
        return f"id/{hosted(key)}.html"
    text, _, tree = scheme.partition("/")
    parts = [hosted(text), *([hosted(tree)] if tree else []), hosted(reference)]
    return f"ref/{'/'.join(parts)}.html"


def target(key: str, history: History, places: Anchors) -> str:
    """Return where a key that is there stands: a page of the version, and the place on it."""
    entry = history.stages[-1].entries[key]
    if entry.id and entry.id in places and entry.id != entry.file:
        return f"{places[entry.id]}#{entry.id}"
    return f"{entry.file}.html" if f"{entry.file}.html" in places.values() else "index.html"


def pages(history: History, places: Anchors) -> dict[str, bytes]:
    """Return the page of every key that was ever published, by its lasting address."""
    made = {}
    for fate in history.fates():
        name = address(fate.published)
        up = "../" * name.count("/")
        made[name] = _page(fate, history, places, up)
        whole = f"{fate.published}.html"
        entry = history.stages[history.published()[fate.published]].entries[fate.published]
        if entry.key == entry.file and whole not in places.values():
            # A whole text that is gone leaves its own page behind.
            made[whole] = _page(fate, history, places, "")
    return made


def _page(fate: Fate, history: History, places: Anchors, up: str) -> bytes:
    there = f"{up}{target(fate.key, history, places)}" if fate.key else ""
    head = (
        f'<meta http-equiv="refresh" content="0; url={escape(there)}">'
        f'<link rel="canonical" href="{escape(there)}">'
        if there
        else '<meta name="robots" content="noindex">'
    )
    parts = [_said(language, fate, there, up) for language in _WORDS]
    return (
        '<!DOCTYPE html>\n<html lang="ar" dir="rtl"><head><meta charset="utf-8">'
        f"<title>{escape(fate.published)}</title>"
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"{head}<style>{style(up)}</style></head>\n<body><main>\n"
        + "\n".join(parts)
        + "\n</main></body></html>\n"
    ).encode()


def _said(language: str, fate: Fate, there: str, up: str) -> str:
    words = _WORDS[language]
    name = f'<bdi dir="auto">{escape(fate.published)}</bdi>'
    if there:
        to = f'<a href="{escape(there)}"><bdi dir="auto">{escape(fate.key)}</bdi></a>'
        line = words["here" if fate.is_here else "moved"].format(key=name, to=to)
    else:
        line = words["lost" if fate.lost else "withdrawn"].format(
            key=name, version=_number(fate.since)
        )
        reason = reason_in(fate.reasons, language)
        line += f": {escape(reason)}" if reason else ""
        last = f"{up}../{fate.last}/{address(fate.published)}"
        line += (
            f' · <a href="{escape(last)}">{words["last"].format(version=_number(fate.last))}</a>'
        )
    return f'<p lang="{language}" dir="{words["dir"]}">{line}</p>'


def reason_in(reasons: Mapping[str, str], language: str) -> str:
    """Return why something was withdrawn, in a language, else in any that there is."""
    return next((reasons[one] for one in (language, "", *sorted(reasons)) if one in reasons), "")


def _number(stage: str) -> str:
    return stage.removeprefix("v")


def former(history: History) -> dict[str, str]:
    """Return, for each text or register, what to say on its page of ids that are no more on it.

    That is the JSON of the stylesheets' parameter ``former``: a list of objects with ``id``, ``to``
    (the lasting address of where it is, or empty), ``since``, ``last`` (the address in the last
    version that has it) and ``reasons``.
    """
    said: dict[str, list[dict[str, object]]] = {}
    for fate in history.fates():
        stage = history.stages[history.published()[fate.published]]
        entry = stage.entries[fate.published]
        now = history.stages[-1].entries.get(fate.key) if fate.key else None
        moved_out = now is not None and now.file != entry.file
        if entry.is_reference or (fate.is_here and not moved_out) or entry.key == entry.file:
            continue
        said.setdefault(entry.file, []).append(
            {
                "id": entry.id,
                "name": fate.key,
                "to": address(fate.key) if fate.key else "",
                "since": _number(fate.since),
                "last": f"{fate.last}/{address(fate.published)}",
                "reasons": fate.reasons,
            }
        )
    return {
        name: json.dumps(items, ensure_ascii=False, sort_keys=True) for name, items in said.items()
    }


def rules(history: History, folder: str) -> tuple[bytes, bytes]:
    """Return ``_redirects`` (Netlify, Cloudflare) and ``.htaccess`` (Apache) for whole pages.

    ``folder`` is where the newest version stands on its host, as ``/edition/latest``.
    """
    moved = [
        (f"{folder}/{fate.published}.html", f"{folder}/{fate.key}.html")
        for fate in history.fates()
        if fate.key and not fate.is_here and _is_text(fate.published, history)
    ]
    redirects = "".join(f"{old} {new} 301\n" for old, new in moved)
    apache = "".join(f"Redirect 301 {old} {new}\n" for old, new in moved)
    # Versions never change; what is newest does.
    headers = (
        "<IfModule mod_headers.c>\n"
        '  <If "%{REQUEST_URI} =~ m#/v[0-9]+\\.[0-9]+\\.[0-9]+[^/]*/#">\n'
        '    Header set Cache-Control "public, max-age=31536000, immutable"\n'
        "  </If>\n</IfModule>\n"
    )
    return redirects.encode(), (apache + headers).encode()


def _is_text(key: str, history: History) -> bool:
    stage = history.stages[history.published()[key]]
    return stage.entries[key].file == key
