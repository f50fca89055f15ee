"""The words of the page of a corpus. In: nothing. Out: words by language."""

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
    "more": ("The first are shown; the catalogue has all.", "تُعرض الأولى، وفي الفهرس كلها."),
    "nothing": ("There is none.", "لا شيء."), "as a table": ("As a table", "في جدول"),
    "valid": ("valid", "سليمة"), "warned": ("with warnings", "فيها تحذيرات"),
    "invalid": ("with errors", "فيها أخطاء"), "failed": ("could not be read", "تعذرت قراءتها"),
    "skipped": ("passed over", "لم تُفحص"), "made": ("made", "صُنعت"),
    "share": ("share", "النسبة"), "share of words": ("share of words", "نسبة الكلمات"),
    "folders": ("By folder", "بحسب المجلد"), "folder": ("folder", "المجلد"),
    "words in names": ("words in names", "كلمات في أسماء"),
    "named": ("Records named most", "السجلات الأكثر ذكرًا"), "name": ("name", "الاسم"),
    "unlinked": ("Names without a record", "أسماء بلا سجل"),
    "plain": (
        "{plain} of {texts} documents with text have no name tagged.",
        "لا اسم موسومًا في {plain} من {texts} وثيقة ذات نص.",
    ),
    "outside": ("Not drawn, as they lie far apart: {decades}.", "لم تُرسم لبعدها: {decades}."),
    "scatter": ("Words and findings", "الكلمات والملاحظات"),
    "how to read": (
        "Each circle is documents of like length and as many findings, the larger the more; "
        "the red ones have most findings for their length. Both scales go by powers of ten.",
        "كل دائرة وثائق متقاربة الطول والملاحظات، وكلما كبرت زاد عددها، والحمراء أكثرها ملاحظات "
        "بالنسبة إلى طولها. والمقياسان بقوى العشرة.",
    ),
    "made by": ("Made of a catalogue by", "صُنعت من فهرس ببرنامج"),
    "date": ("date", "تاريخ"), "persName": ("name of a person", "اسم شخص"),
    "personGrp": ("group of persons", "جماعة"),
    "rs": ("reference", "إحالة"), "term": ("term", "مصطلح"),
    "language not said": ("not said", "لم تُذكر"),
}  # fmt: skip

WORDS = {
    "en": {key: english for key, (english, _) in _SAME.items()},
    "ar": {key: arabic for key, (_, arabic) in _SAME.items()},
}
