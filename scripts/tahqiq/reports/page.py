"""The report as one page that opens anywhere: no file beside it, no request.

In: a run. Out: HTML in the run's language, filtered by file, code and severity.
"""

from __future__ import annotations

from html import escape
from itertools import groupby

from tahqiq.findings import Finding
from tahqiq.reports.run import Run, shown

_WORDS = {
    "en": {
        "title": "Validation report",
        "file": "File",
        "code": "Code",
        "severity": "Severity",
        "all": "all",
        "line": "line",
        "error": "error",
        "warning": "warning",
        "info": "info",
        "none": "Nothing was found.",
        "schemas": "Schemas",
        "failures": "Not judged",
        "files": "files",
        "run": "Run",
        "hint": "What to do",
    },
    "ar": {
        "title": "تقرير الفحص",
        "file": "الملف",
        "code": "الرمز",
        "severity": "الدرجة",
        "all": "الكل",
        "line": "السطر",
        "error": "خطأ",
        "warning": "تحذير",
        "info": "معلومة",
        "none": "لا ملاحظات.",
        "schemas": "المخططات",
        "failures": "ما تعذّر فحصه",
        "files": "الملفات",
        "run": "التشغيل",
        "hint": "ما العمل",
    },
}

_STYLE = """
:root { color-scheme: light dark; font: 1rem/1.7 system-ui, "Amiri", "Noto Naskh Arabic", serif; }
body { margin: 2rem auto; max-width: 60rem; padding-inline: 1rem; }
h1 { font-size: 1.5rem; }
h2 { font-size: 1.1rem; margin-block: 2rem .5rem; overflow-wrap: anywhere; }
form { display: flex; flex-wrap: wrap; gap: 1rem; margin-block: 1rem; }
ul { list-style: none; padding: 0; } li { border-block-end: 1px solid #8886; padding-block: .5rem; }
.severity { border-inline-start: .4rem solid; padding-inline-start: .4rem; font-weight: bold; }
.error { border-color: #b00020; }
.warning { border-color: #b36b00; }
.info { border-color: #00629b; }
code, .place { font-family: ui-monospace, monospace; font-size: .9rem; }
small { display: block; overflow-wrap: anywhere; } [hidden] { display: none; }
"""

_SCRIPT = """
const form = document.querySelector('form');
form?.addEventListener('change', () => {
  const wanted = Object.fromEntries(new FormData(form));
  for (const item of document.querySelectorAll('li[data-code]'))
    item.hidden = Object.entries(wanted)
      .some(([key, value]) => value && item.dataset[key] !== value);
  for (const part of document.querySelectorAll('section[data-file]'))
    part.hidden = !part.querySelector('li:not([hidden])');
});
"""


def page(run: Run) -> str:
    """Return the page."""
    words = _WORDS[run.lang]
    direction = "rtl" if run.lang == "ar" else "ltr"
    groups = groupby(run.findings, key=lambda finding: finding.place.file)
    parts = [
        _failures(run, words),
        _filters(run, words),
        *(_section(path, list(found), run.lang) for path, found in groups),
    ]
    body = "\n".join(part for part in parts if part)
    if not run.findings and not run.failures:
        body += f"<p>{words['none']}</p>"
    return (
        f'<!DOCTYPE html>\n<html lang="{run.lang}" dir="{direction}">\n<head>\n'
        '<meta charset="utf-8">\n<meta name="viewport" content="width=device-width">\n'
        '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; '
        "style-src 'unsafe-inline'; script-src 'unsafe-inline'\">\n"
        f"<title>{words['title']}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n"
        f"<h1>{words['title']}</h1>\n{_summary(run, words)}\n{body}\n"
        f"<script>{_SCRIPT}</script>\n</body>\n</html>\n"
    )


def _ltr(words: str) -> str:
    return f'<bdi dir="ltr">{escape(shown(words))}</bdi>'


def _summary(run: Run, words: dict[str, str]) -> str:
    counts = run.counts()
    kinds = ("error", "warning", "info")
    parts = [f"{words['files']}: {counts['files']}"]
    parts += [f"{words[kind]}: {counts[kind]}" for kind in kinds]
    schemas = "".join(
        f"<small>{words['schemas']}: {_ltr(f'{s.kind} {s.path} SHA-256 {s.sha256}')}</small>"
        for s in run.schemas
    )
    ran = _ltr(" ".join(part for part in ("tahqiq", run.version, run.started) if part))
    return f"<p>{' · '.join(parts)}</p><small>{words['run']}: {ran}</small>{schemas}"


def _failures(run: Run, words: dict[str, str]) -> str:
    if not run.failures:
        return ""
    items = "".join(f"<li>{_ltr(str(failure))}</li>" for failure in run.failures)
    return f"<section><h2>{words['failures']}</h2><ul>{items}</ul></section>"


def _filters(run: Run, words: dict[str, str]) -> str:
    if not run.findings:
        return ""
    values = {
        "file": list(dict.fromkeys(f.place.file for f in run.findings)),
        "code": sorted({f.code for f in run.findings}),
        "severity": [k for k in ("error", "warning", "info") if run.counts()[k]],
    }
    fields = ""
    for name, choices in values.items():
        options = "".join(
            f'<option value="{escape(choice)}">{escape(words.get(choice, choice))}</option>'
            for choice in map(shown, choices)
        )
        fields += (
            f'<label>{words[name]} <select name="{name}"><option value="">{words["all"]}</option>'
            f"{options}</select></label>"
        )
    return f"<form>{fields}</form>"


def _section(path: str, found: list[Finding], lang: str) -> str:
    items = "".join(_item(finding, lang) for finding in found)
    return f'<section data-file="1"><h2>{_ltr(path)}</h2><ul>{items}</ul></section>'


def _item(finding: Finding, lang: str) -> str:
    words = _WORDS[lang]
    severity = finding.severity.label
    place = f"{finding.place.line}:{finding.place.column}"
    code = escape(f"{finding.code} {finding.slug}".strip())
    hint = ""
    if finding.hint:
        said = escape(finding.hint.text(lang))
        hint = f'<small>{words["hint"]}: <span dir="auto">{said}</span></small>'
    path = f"<small><code>{_ltr(finding.place.xpath)}</code></small>" if finding.place.xpath else ""
    return (
        f'<li data-file="{escape(shown(finding.place.file))}" data-code="{escape(finding.code)}" '
        f'data-severity="{severity}"><span class="severity {severity}">{words[severity]}</span> '
        f'<bdi class="place" dir="ltr">{place}</bdi> <bdi dir="ltr"><code>{code}</code></bdi> '
        f'<span dir="auto">{escape(shown(finding.message.text(lang)))}</span>{hint}{path}</li>'
    )
