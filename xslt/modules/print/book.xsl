<?xml version="1.0" encoding="UTF-8"?>
<!-- In: the document. Out: the parts of the book in their order, each a piece of Typst. -->
<xsl:stylesheet version="3.0" expand-text="yes"
  xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:xs="http://www.w3.org/2001/XMLSchema"
  xmlns:f="https://tahqiq.example/ns/functions"
  xmlns:m="https://tahqiq.example/ns/modes"
  xmlns:t="https://tahqiq.example/ns/templates"
  xpath-default-namespace="http://www.tei-c.org/ns/1.0"
  exclude-result-prefixes="#all">

  <xsl:template match="/" as="text()*">
    <xsl:variable name="tei" as="element(TEI)" select="(//TEI)[1]"/>
    <xsl:value-of select="f:settings($tei)"/>
    <xsl:value-of select="unparsed-text('../../assets/book.typ')"/>
    <xsl:for-each select="$tei">
      <xsl:call-template name="t:front"/>
      <xsl:call-template name="t:editing"/>
      <xsl:text>&#10;#pagebreak(weak: true)&#10;#heading(level: 1, {f:string(f:main-title(.))})&#10;</xsl:text>
      <xsl:apply-templates select="text" mode="m:print"/>
      <xsl:call-template name="t:register"/>
    </xsl:for-each>
  </xsl:template>

  <!-- What book.typ reads: the page, the languages, and the facts of the document. -->
  <xsl:function name="f:settings" as="xs:string">
    <xsl:param name="tei" as="element(TEI)"/>
    <xsl:variable name="language" as="xs:string" select="f:lang($tei/text)"/>
    <xsl:variable name="date" as="xs:date" select="f:document-date($tei)"/>
    <xsl:sequence select="string-join((
        '#let page-width = ' || $page-width,
        '#let page-height = ' || $page-height,
        '#let text-size = ' || $text-size,
        '#let note-size = ' || $note-size,
        '#let font-family = ' || f:string($font),
        '#let quiet = luma(35%)',
        '#let text-language = ' || f:string(tokenize($language, '-')[1]),
        '#let text-direction = ' || f:direction($language),
        '#let arabic-interface = ' || ($direction = 'rtl'),
        '#let list-separator = ' || f:string(f:label('list-separator')),
        '#let running-head = ' || f:string(f:main-title($tei)),
        '#set document(title: ' || f:string(f:main-title($tei)) || ', author: '
          || f:string(string-join(f:editors($tei), ', '))
          || ', date: datetime(year: ' || year-from-date($date) || ', month: ' || month-from-date($date)
          || ', day: ' || day-from-date($date) || '))',
        ''), '&#10;')"/>
  </xsl:function>

  <!-- PDF/A wants a date, and the same input must give the same file: that of publication, else the
       latest revision, else the epoch, which says that none is known. -->
  <xsl:function name="f:document-date" as="xs:date">
    <xsl:param name="tei" as="element(TEI)"/>
    <xsl:variable name="published" as="xs:string*"
      select="$tei/teiHeader/fileDesc/publicationStmt/date/@when[. castable as xs:date]"/>
    <xsl:variable name="revised" as="xs:date*"
      select="$tei/teiHeader/revisionDesc//change/@when[. castable as xs:date] ! xs:date(.)"/>
    <xsl:sequence select="($published ! xs:date(.), max($revised), xs:date('1970-01-01'))[1]"/>
  </xsl:function>

  <xsl:function name="f:main-title" as="xs:string">
    <xsl:param name="tei" as="element(TEI)"/>
    <xsl:variable name="titles" as="element(title)*"
      select="$tei/teiHeader/fileDesc/titleStmt/title[not(@type = ('sub', 'alt', 'short', 'desc'))]"/>
    <xsl:sequence select="(normalize-space(($titles[@xml:lang = $lang], $titles)[1]), string($tei/@xml:id), '—')[. ne ''][1]"/>
  </xsl:function>

  <xsl:function name="f:editors" as="xs:string*">
    <xsl:param name="tei" as="element(TEI)"/>
    <xsl:sequence select="distinct-values(
        $tei/teiHeader/fileDesc/titleStmt/(editor, respStmt/(orgName | persName | name)) ! normalize-space(.))"/>
  </xsl:function>

  <!-- Title page and, on its back, the imprint. -->
  <xsl:template name="t:front" as="text()*">
    <xsl:variable name="file" as="element(fileDesc)" select="teiHeader/fileDesc"/>
    <xsl:variable name="subtitles" as="element(title)*" select="$file/titleStmt/title[@type = 'sub']"/>
    <xsl:text>&#10;{f:interface()}&#10;#align(center)[#v(30%)#text(size: 1.9em, weight: "bold", {f:string(f:main-title(.))})</xsl:text>
    <xsl:for-each select="f:own($subtitles)">
      <xsl:text>#v(1em)#text(size: 1.15em)[{f:runs(normalize-space(.), $direction)}]</xsl:text>
    </xsl:for-each>
    <xsl:text>#v(1fr)</xsl:text>
    <xsl:for-each select="$file/titleStmt/(editor | respStmt)">
      <xsl:text>#text(size: 0.9em, fill: quiet)[{f:runs(normalize-space(string-join(f:own(resp))), $direction)}]#linebreak()</xsl:text>
      <xsl:text>{f:runs(normalize-space(string-join(if (self::editor) then . else * except resp, ' ')), $direction)}#v(0.6em)</xsl:text>
    </xsl:for-each>
    <xsl:text>#v(4%)]&#10;#pagebreak()&#10;#v(1fr)&#10;#[#set text(size: 0.85em)&#10;</xsl:text>
    <xsl:if test="f:citation(.) ne ''">
      <xsl:text>#line-block[#strong[{f:runs(f:label('cite'), $direction)}] {f:runs(f:citation(.), $direction)}]&#10;</xsl:text>
    </xsl:if>
    <xsl:for-each select="f:own($file/publicationStmt/availability//p)">
      <xsl:text>#line-block[{f:runs(normalize-space(.), f:direction(f:lang(.)))}]&#10;</xsl:text>
    </xsl:for-each>
    <xsl:text>]&#10;]&#10;#pagebreak()&#10;</xsl:text>
  </xsl:template>

  <!-- Where the text comes from and how it was edited, as the header says it. -->
  <xsl:template name="t:editing" as="text()*">
    <xsl:variable name="declared" as="element()*" select="teiHeader/encodingDesc/editorialDecl/*[p]"/>
    <xsl:variable name="notes" as="element(note)*" select="f:own(teiHeader/fileDesc/notesStmt/note)"/>
    <xsl:if test="exists($declared) or exists($notes)">
      <xsl:text>{f:interface()}&#10;#set text(size: 0.9em)&#10;#heading(level: 1, {f:string(f:label('encoding'))})&#10;</xsl:text>
      <xsl:for-each select="$notes, $declared/f:own(p)">
        <xsl:text>#line-block[{f:runs(normalize-space(.), $direction)}]&#10;</xsl:text>
      </xsl:for-each>
      <xsl:text>]&#10;</xsl:text>
    </xsl:if>
  </xsl:template>

  <!-- Opens a part in the language of the interface; the part closes it with a bracket. -->
  <xsl:function name="f:interface" as="xs:string">
    <xsl:sequence select="'#[#set text(lang: ' || f:string($lang) || ', dir: ' || $direction || ')'"/>
  </xsl:function>

  <!-- Of elements that say one thing in several languages, those in the interface's; else all. -->
  <xsl:function name="f:own" as="element()*">
    <xsl:param name="elements" as="element()*"/>
    <xsl:variable name="own" as="element()*" select="$elements[@xml:lang = $lang or not(@xml:lang)]"/>
    <xsl:sequence select="if (exists($own)) then $own else $elements"/>
  </xsl:function>
</xsl:stylesheet>
