"""Bodies of TEI that differ as archives do. In: nothing. Out: one body for each kind of text.

They are made for these tests: verse in hemistichs, vowelled prose, a letter, a catalogue with
shelfmarks and dates, Persian, names in Hebrew and Syriac, tables, long notes, pages.
"""

VERSE = (
    "<div><head>قصيدة في الرحيل</head><lg>"
    + "".join(
        f"<l><seg>{first}</seg><seg>{second}</seg></l>"
        for first, second in (
            ("وَقَفْتُ عَلَى الدِّيَارِ فَلَمْ تُجِبْنِي", "وَمَا رَدَّ السَّلَامَ سِوَى الصَّدَاءِ"),
            ("سَأَلْتُ الرِّيحَ عَنْ أَهْلِي فَقَالَتْ", "مَضَوْا قَبْلَ الصَّبَاحِ إِلَى الْجَلَاءِ"),
            ("فَيَا لَيْتَ الْأَحِبَّةَ قَدْ أَقَامُوا", "وَيَا لَيْتَ الْمَنَازِلَ لِلْبَقَاءِ"),
            ("وَكَمْ مِنْ لَيْلَةٍ طَالَتْ عَلَيْنَا", "كَأَنَّ نُجُومَهَا شُدَّتْ بِمَاءِ"),
        )
        * 4
    )
    + "</lg></div>"
)

VOWELLED = (
    "<p n='1' xml:id='v1'>قَالَ الشَّيْخُ الْإِمَامُ الْعَالِمُ: اِعْلَمْ، أَيَّدَكَ اللَّهُ وَإِيَّانَا، أَنَّ الْكِتَابَةَ صِنَاعَةٌ شَرِيفَةٌ لَا يُتْقِنُهَا إِلَّا مَنْ صَبَرَ عَلَيْهَا.</p>"
    "<p n='2' xml:id='v2'>وَأَوَّلُ مَا يَبْدَأُ بِهِ الْمُتَعَلِّمُ بَرْيُ الْقَلَمِ، ثُمَّ مَعْرِفَةُ الْمِدَادِ وَالْكَاغَدِ، ثُمَّ تَقْوِيمُ الْحُرُوفِ مُفْرَدَةً وَمُرَكَّبَةً حَتَّىٰ تَسْتَقِيمَ يَدُهُ.</p>"
) * 3

LETTER = (
    "<opener><dateline>القاهرة في 3 شعبان سنة 1321</dateline><salute>حضرة الأخ الفاضل أدام الله بقاءه</salute></opener>"
    "<p>وصلني كتابكم المؤرخ 12 رجب، وقرأته وحمدت الله على سلامتكم<note>لم نقف على هذا الكتاب.</note>. أما ما سألتم عنه من أمر "
    "<choice><sic>المخطوطه</sic><corr>المخطوطة</corr></choice> فهي في خزانة الوقف، ورقها "
    "<unclear>سميك</unclear>، وعدد أوراقها 214 ورقة، سقط منها <gap/> من آخرها.</p>"
    "<p>وأرجو أن تبلغوا السلام إلى الإخوان جميعًا، وأن تكتبوا إلينا بما يستجد<pb n='2'/> عندكم من الأخبار.</p>"
    "<closer><salute>والسلام عليكم ورحمة الله</salute><signed>أخوكم المخلص</signed></closer>"
) * 2

CATALOGUE = (
    "<div><head>ثبت المخطوطات</head>"
    + "".join(
        f"<p n='{n}' xml:id='c{n}'>{text}</p>"
        for n, text in enumerate(
            (
                "نسخة برلين Wetzstein II 1234، ق 15–27، كتبت سنة 872/1467، وعنها صورة في المعهد برقم MF 4410.",
                "نسخة باريس BnF Arabe 5847 (نسخة مصورة) نسخها يحيى سنة 634، وهي على الموقع https://gallica.bnf.fr/ark:/12148/x، اطلع عليها في 2021-05-14.",
                "نسخة لندن Or. 1234/5 «ناقصة الأول»، وتقع في 88 ورقة (23 × 16 سم)، ومسطرتها 19 سطرًا.",
                "نسخة القدس، وعلى غلافها اسم المالك بالعبرية بن ميمون، ثم رقم 77.",
            ),
            1,
        )
    )
    + "</div>"
)

PERSIAN = (
    "<p xml:lang='fa'>این کتاب را در سال ۱۳۲۴ به خط نستعلیق نوشتند و نسخهٔ آن در کتابخانهٔ مجلس نگهداری می‌شود. "
    "پس از آن چند گزارش دیگر نیز به دست آمد که در پایان همین جلد چاپ می‌شود.</p>"
) * 3

TABLE = (
    "<table><row role='label'><cell>الدفتر</cell><cell>السنة</cell><cell>عدد الأوراق</cell></row>"
    "<row><cell>دفتر الأوقاف</cell><cell>1215</cell><cell>310</cell></row>"
    "<row><cell>دفتر المواريث</cell><cell>1220</cell><cell>95</cell></row></table>"
    "<list><item>خبز وزيت</item><item>قماش من دمياط</item><item>ورق من البندقية</item></list>"
)

_WORDS = (
    "قال الشيخ في كتابه إن القلم أحد اللسانين وإن الخط لسان اليد وبهجة الضمير وسفير العقول"
    " ووصي الفكر وسلاح المعرفة وأنس الإخوان عند الفرقة ومحادثتهم على بعد المسافة ومستودع السر"
).split()
# Cells of several lines beside each other.
CELLS = (
    "<table>"
    + "".join(
        "<row>"
        + "".join(
            f"<cell>{' '.join(_WORDS[(7 * row + at) % len(_WORDS)] for at in range(first, last))} {row}</cell>"
            for first, last in ((0, 4), (5, 5 + 12 + row % 6), (40, 50 + row % 4))
        )
        + "</row>"
        for row in range(16)
    )
    + "</table>"
)

NOTES = (
    "<p>ثم سار القوم إلى البصرة<note>"
    + "وفي رواية أخرى أنهم ساروا إلى واسط أولًا ثم نزلوا بالبصرة بعد أيام، وهو الأرجح عند أكثر المؤرخين. "
    * 6
    + "</note> ونزلوا قرب النهر<note>يريد شط العرب.</note> ثلاثة أيام <choice><sic>ثم رحلو</sic><corr>ثم رحلوا</corr></choice>"
    " عنه في آخر الشهر، ولم يبق منهم في الدار أحد يخبر عنهم أو يعرف مكانهم.</p>"
) * 5

ENGLISH = (
    "<div><head>خطاب القنصل</head><p>وهذا نص خطابه كما ورد بالإنجليزية:</p>"
    "<p xml:lang='en'>I have the honour to report that the packet from Malta arrived on the 3rd instant, "
    "having on board two merchants of this town and a letter for the Governor. The quarantine was raised the "
    "same evening, and the market has been open since; corn is dear, and little of it comes from the south.</p>"
    "<p>ثم ورد الجواب بعد شهر.</p><p xml:lang='en'>The Governor thanks the Consul for his letter.</p></div>"
)

ALL = {
    "verse": VERSE,
    "vowelled": VOWELLED,
    "letter": LETTER,
    "catalogue": CATALOGUE,
    "Persian": PERSIAN,
    "table": TABLE,
    "cells": CELLS,
    "notes": NOTES,
    "English": ENGLISH,
}
