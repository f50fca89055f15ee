"""The list of versions. In: the releases. Out: a page in Arabic and English, and JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from html import escape

from tahqiq.versions.looks import style
from tahqiq.versions.releases import Release

_STYLE = (
    "table{border-collapse:collapse;width:100%}th,td{text-align:start;padding:.3em .6em;"
    "border-block-end:1px solid #8886;vertical-align:baseline}"
    "table{margin-block-start:1rem}"
)


def page(every: Sequence[Release], titles: Mapping[str, str]) -> bytes:
    """Return the page: the newest version first, each with its date, its note and its changes."""
    title = next((titles[one] for one in ("ar", *titles) if one in titles), "الإصدارات")
    rows = "\n".join(
        _row(release, every[number - 1] if number else None)
        for number, release in reversed(list(enumerate(every)))
    )
    return (
        '<!DOCTYPE html>\n<html lang="ar" dir="rtl"><head><meta charset="utf-8">'
        f"<title>{escape(title)}</title>"
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<style>{style('latest/')}{_STYLE}</style></head>\n<body><main>\n<h1><bdi>{escape(title)}</bdi></h1>\n"
        '<p><a href="latest/index.html">أحدث إصدار</a> · '
        '<a href="latest/index.html" lang="en" dir="ltr">Latest version</a></p>\n'
        '<table><thead><tr><th>الإصدار <span lang="en" dir="ltr">Version</span></th>'
        '<th>التاريخ <span lang="en" dir="ltr">Date</span></th>'
        '<th>ما تغير <span lang="en" dir="ltr">Changes</span></th></tr></thead><tbody>\n'
        f"{rows}\n</tbody></table>\n</main></body></html>\n"
    ).encode()


def _row(release: Release, before: Release | None) -> str:
    changes = (
        f' <a href="changes/{before.name}-{release.name}.html">'
        '<span>بالتفصيل</span> · <span lang="en" dir="ltr">in detail</span></a>'
        if before
        else ""
    )
    return (
        f'<tr><td><a href="{release.name}/index.html">'
        f'<bdi dir="ltr">{escape(release.version)}</bdi></a></td>'
        f'<td><bdi dir="ltr">{escape(release.date)}</bdi></td>'
        f"<td><bdi>{escape(release.note)}</bdi>{changes}</td></tr>"
    )


def data(every: Sequence[Release]) -> bytes:
    """Return the list for programs: version, folder, date, note, and the checksum of each file."""
    records = [
        {
            "version": release.version,
            "folder": release.name,
            "date": release.date,
            "note": release.note,
            "sha256": release.checksums,
        }
        for release in reversed(every)
    ]
    return json.dumps(records, ensure_ascii=False, indent=1).encode() + b"\n"
