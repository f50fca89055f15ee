"""Books of an edition: a text's PDF, and one volume of all texts.

In: resolved texts and the press with the project's choices of print. Out: the files of the format
``pdf``.
"""

from __future__ import annotations

from collections.abc import Iterable

from lxml import etree

from tahqiq import resources, saxon, tei
from tahqiq.press import records, stylesheets
from tahqiq.press.stylesheets import Outputs, Press, Text
from tahqiq.printing import pdf


def pdf_of(text: Text, press: Press) -> Outputs:
    """Return the PDF of a text, or of a volume of texts."""
    chosen = press.print
    language = chosen.language or press.languages[0]
    resolved = records.told(text, press, language=language)
    source = press.run("print.xsl", resolved, lang=language, **chosen.params())
    plain = "\n\n".join(stylesheets.diplomatic(one, press) for one in _texts(text))
    made = pdf.typeset(
        source,
        text_id=text.id,
        tei=text.resolved,
        text=plain.encode(),
        font_folder=chosen.fonts,
        warn=lambda fault: press.left.append(f"{text.id}.pdf, {fault}"),
    )
    return {f"pdf/{text.id}.pdf": made}


def corpus(texts: Iterable[bytes], press: Press) -> bytes:
    """Return all texts as one TEI corpus, with a header of its own.

    Its title is the site's; where that has none, it is that of the first text.
    """
    root = etree.Element(f"{{{tei.TEI_NS}}}teiCorpus", nsmap={None: tei.TEI_NS})
    root.extend([tei.parse(one).getroot() for one in texts])
    titles = " ".join(f"{language}={title}\n" for language, title in press.site.title.items())
    return saxon.transform(
        resources.stylesheet("passes/30-volume.xsl"),
        etree.tostring(root, encoding="UTF-8"),
        params={"titles": titles},
    ).principal.encode()


def _texts(text: Text) -> Iterable[Text]:
    root = tei.parse(text.resolved).getroot()
    if tei.local_name(root) != "teiCorpus":
        return [text]
    members = root.findall(f"{{{tei.TEI_NS}}}TEI")
    return [Text("", etree.tostring(one, encoding="UTF-8", with_tail=False)) for one in members]
