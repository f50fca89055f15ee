"""The words and the look of the page of a corpus. In: nothing. Out: words by language, and CSS."""

from __future__ import annotations

_SAME = {
    "title": ("State of the collection", "حال المجموعة"),
    "documents": ("documents", "الوثائق"), "document": ("document", "الوثيقة"),
    "size": ("size", "الحجم"), "words": ("words", "الكلمات"),
    "without errors": ("without errors", "بلا أخطاء"),
    "names tagged": ("names tagged", "الأسماء الموسومة"),
    "of them linked": ("linked to a record", "المربوط منها بسجل"),
    "status": ("Status", "الحال"), "rules": ("Findings by rule", "الملاحظات بحسب القاعدة"),
    "rule": ("rule", "القاعدة"), "severity": ("severity", "الدرجة"),
    "error": ("error", "خطأ"), "warning": ("warning", "تحذير"), "info": ("info", "معلومة"),
    "findings": ("findings", "الملاحظات"), "errors": ("errors", "الأخطاء"),
    "worst": ("Documents with most errors", "الوثائق الأكثر أخطاء"),
    "coverage": ("Share of words tagged as names", "نسبة الكلمات الموسومة أسماءً"),
    "kind": ("kind", "النوع"), "mentions": ("mentions", "مواضع الذكر"),
    "person": ("person", "شخص"), "place": ("place", "مكان"), "org": ("organisation", "هيئة"),
    "group": ("group", "جماعة"), "event": ("event", "حدث"), "work": ("work", "مؤلَّف"),
    "written": ("Documents by decade", "الوثائق بحسب العقد"),
    "spoken": ("Dates in the texts by decade", "التواريخ في النصوص بحسب العقد"),
    "decade": ("decade", "العقد"), "count": ("count", "العدد"),
    "places": ("Places", "الأماكن"), "latitude": ("latitude", "خط العرض"),
    "longitude": ("longitude", "خط الطول"),
    "languages": ("Languages", "اللغات"), "language": ("language", "اللغة"),
    "letters": ("letters", "الحروف"), "largest": ("Largest documents", "أكبر الوثائق"),
    "densest": ("Most findings for their length", "الأكثر ملاحظات بالنسبة إلى طولها"),
    "findings in 1,000 words": ("findings in 1,000 words", "ملاحظات في كل ألف كلمة"),
    "empty": ("Documents without text", "وثائق بلا نص"),
    "nothing": ("There is none.", "لا شيء."), "as a table": ("As a table", "في جدول"),
    "valid": ("valid", "سليمة"), "warned": ("with warnings", "فيها تحذيرات"),
    "invalid": ("with errors", "فيها أخطاء"), "failed": ("could not be read", "تعذرت قراءتها"),
    "skipped": ("passed over", "لم تُفحص"),
}  # fmt: skip

WORDS = {
    "en": {key: english for key, (english, _) in _SAME.items()},
    "ar": {key: arabic for key, (_, arabic) in _SAME.items()},
}

STYLE = """
:root { color-scheme: light dark; --ink: #1d5c63; --land: #8883; --back: Canvas;
  font: 1rem/1.7 system-ui, "Amiri", "Noto Naskh Arabic", serif; }
@media (prefers-color-scheme: dark) { :root { --ink: #7cc4cc; } }
main { margin: 2rem auto; max-width: 56rem; padding-inline: 1rem; }
h1 { font-size: 1.6rem; } h2 { font-size: 1.2rem; margin-block: 2.5rem .5rem; }
.numbers { display: flex; flex-wrap: wrap; gap: .5rem 2.5rem; }
.numbers dt { font-size: .9rem; } .numbers dd { margin: 0; font-size: 1.4rem; font-weight: bold; }
figure { margin: 0; } svg { inline-size: 100%; block-size: auto; max-block-size: 40rem; }
svg text { font-size: 13px; fill: CanvasText; } svg rect { fill: var(--ink); }
.land { fill: var(--land); stroke: Canvas; }
.spots { fill: var(--ink); fill-opacity: .6; stroke: CanvasText; }
.wide { overflow-x: auto; } table { border-collapse: collapse; inline-size: 100%; }
caption { position: absolute; inline-size: 1px; block-size: 1px; overflow: hidden;
  clip-path: inset(50%); }
th, td { text-align: start; padding: .3rem .6rem; border-block-end: 1px solid #8886; }
th { font-weight: normal; overflow-wrap: anywhere; } thead th { font-weight: bold; }
@media print { details:not([open]) > :not(summary) { display: block; } }
"""
