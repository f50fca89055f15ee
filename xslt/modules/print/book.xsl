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
    <xsl:if test="$style ne ''">
      <xsl:value-of select="unparsed-text(resolve-uri($style))"/>
    </xsl:if>
    <xsl:for-each select="$tei">
      <xsl:call-template name="t:title-pages"/>
      <xsl:call-template name="t:contents"/>
      <xsl:call-template name="t:introduction"/>
      <xsl:text>&#10;#part-break&#10;#[#metadata(none)&lt;folio-start>#metadata(none)&lt;text-start>]&#10;</xsl:text>
      <xsl:text>#heading(level: 1, {f:string(f:main-title(.))})&#10;#numbered-lines[&#10;</xsl:text>
      <xsl:apply-templates select="text" mode="m:print"/>
      <xsl:text>]&#10;</xsl:text>
      <xsl:call-template name="t:register"/>
      <xsl:call-template name="t:sources"/>
      <xsl:call-template name="t:colophon"/>
      <xsl:text>#context [#metadata(faults())&lt;faults>]&#10;</xsl:text>
    </xsl:for-each>
  </xsl:template>

  <!-- What book.typ reads: the page, the languages, and the facts of the document. -->
  <xsl:function name="f:settings" as="xs:string">
    <xsl:param name="tei" as="element(TEI)"/>
    <xsl:variable name="language" as="xs:string" select="f:lang($tei/text)"/>
    <xsl:variable name="date" as="xs:date" select="f:document-date($tei)"/>
    <!-- The notes' area has one direction: that of the notes' language as they are set. -->
    <xsl:variable name="note" as="element(note)?" select="($tei/text//note)[1]"/>
    <xsl:variable name="notes" as="xs:string" select="f:lang(($note/f:own(ab), $note, $tei/text)[1])"/>
    <xsl:variable name="lets" as="xs:string+" select="
        'page-format = ' || f:string($page-format),
        'page-width = ' || $page-width,
        'page-height = ' || $page-height,
        'text-size = ' || $text-size,
        'note-size = ' || $note-size,
        'font-family = ' || f:string($font),
        'line-numbers = ' || $line-numbers,
        'text-language = ' || f:string(tokenize($language, '-')[1]),
        'text-direction = ' || f:direction($language),
        'interface-language = ' || f:string($lang),
        'interface-direction = ' || $direction,
        'notes-language = ' || f:string(tokenize($notes, '-')[1]),
        'notes-direction = ' || f:direction($notes),
        'arabic-interface = ' || ($direction = 'rtl'),
        'list-separator = ' || f:string(f:label('list-separator')),
        'paragraph-word = ' || f:string(f:label('paragraph')),
        'paragraph-sign = ' || f:string(f:label('paragraphs-short')),
        'running-head = ' || f:string(f:main-title($tei))"/>
    <xsl:variable name="abstract" as="element()*" select="f:own($tei/teiHeader/profileDesc/abstract)"/>
    <xsl:sequence select="string-join((
        $lets ! ('#let ' || .),
        '#set document(title: ' || f:string(f:main-title($tei)) || ', author: '
          || f:string(string-join(f:editors($tei), ', '))
          || (if (exists($abstract)) then ', description: ' || f:string(normalize-space($abstract[1])) else '')
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

  <!-- Opens a part in the language of the interface; the part closes it with a bracket. -->
  <xsl:function name="f:interface" as="xs:string">
    <xsl:sequence select="'#[#set text(lang: ' || f:string($lang) || ', dir: ' || $direction || ')&#10;'"/>
  </xsl:function>

  <!-- Of elements that say one thing in several languages, those in the interface's; else all. -->
  <xsl:function name="f:own" as="element()*">
    <xsl:param name="elements" as="element()*"/>
    <xsl:variable name="own" as="element()*" select="$elements[@xml:lang = $lang or not(@xml:lang)]"/>
    <xsl:sequence select="if (exists($own)) then $own else $elements"/>
  </xsl:function>
</xsl:stylesheet>
