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

  <xsl:variable name="parts-set" as="xs:string*" select="tokenize($parts)"/>
  <!-- The files of assets/book that set the page, each after those whose names it uses. -->
  <xsl:variable name="set-by" as="xs:string+"
    select="'measures', 'text', 'blocks', 'notes', 'register', 'facing', 'faults', 'page', 'flow', 'rules'"/>
  <xsl:variable name="is-volume" as="xs:boolean" select="exists(/teiCorpus)"/>

  <!-- What titles, imprint and colophon speak of: the text, or the volume by its header. -->
  <xsl:variable name="book" as="element(TEI)">
    <xsl:choose>
      <xsl:when test="$is-volume">
        <TEI xmlns="http://www.tei-c.org/ns/1.0">
          <xsl:copy-of select="/teiCorpus/@*, /teiCorpus/teiHeader"/>
          <text xml:lang="{f:lang(/teiCorpus/TEI[1]/text)}"/>
        </TEI>
      </xsl:when>
      <xsl:otherwise>
        <xsl:sequence select="(//TEI)[1]"/>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:variable>

  <xsl:variable name="texts" as="element(TEI)+" select="if ($is-volume) then /teiCorpus/TEI else (//TEI)[1]"/>

  <xsl:template match="/" as="text()*">
    <xsl:value-of select="f:settings($book)"/>
    <xsl:value-of select="$set-by ! unparsed-text('../../assets/book/' || . || '.typ')" separator=""/>
    <xsl:if test="$style ne ''">
      <xsl:value-of select="unparsed-text(resolve-uri($style))"/>
    </xsl:if>
    <xsl:value-of select="f:facts($book)"/>
    <xsl:for-each select="$book">
      <xsl:call-template name="t:title-pages"/>
      <xsl:call-template name="t:contents"/>
      <xsl:call-template name="t:introduction"/>
    </xsl:for-each>
    <xsl:for-each select="$texts">
      <xsl:text>&#10;#{if ($facing) then 'facing' else 'part'}-break&#10;</xsl:text>
      <xsl:text>{if (position() = 1) then '#[#metadata(none)&lt;folio-start>#metadata(none)&lt;text-start>]&#10;' else ''}</xsl:text>
      <xsl:variable name="heading" as="xs:string" select="f:title-heading(.)"/>
      <xsl:text>{if ($facing) then '#numbered-lines(facing(' || $heading || ')[&#10;' else '#' || $heading || '&#10;#numbered-lines[&#10;'}</xsl:text>
      <xsl:call-template name="t:columns"/>
      <xsl:apply-templates select="text" mode="m:print"/>
      <xsl:text>{if ($facing) then '])' else if (position() = last()) then ']&#10;#[#metadata(none)&lt;text-end>]' else ']'}&#10;</xsl:text>
    </xsl:for-each>
    <xsl:call-template name="t:register"/>
    <xsl:for-each select="$book">
      <xsl:call-template name="t:sources"/>
      <xsl:call-template name="t:colophon"/>
    </xsl:for-each>
    <xsl:text>#context feet()&#10;#context looked-over()&#10;</xsl:text>
  </xsl:template>

  <!-- A text's title as its heading. What is written in letters of one direction tells its own; the running
       head is that of a book of one text. -->
  <xsl:function name="f:title-heading" as="xs:string">
    <xsl:param name="tei" as="element(TEI)"/>
    <xsl:variable name="title" as="xs:string" select="f:title-in-volume($tei)"/>
    <xsl:variable name="heading" as="xs:string" select="'heading(level: 1, ' || f:string($title) || ')'"/>
    <xsl:sequence select="
        if (f:written-direction($title) eq f:direction($page-language)) then $heading
        else '{ set text(dir: ' || f:written-direction($title) || '); set heading(supplement: &quot;turned&quot;); ' || $heading || ' }'"/>
  </xsl:function>

  <!-- The direction of a string by its letters: that of the page unless all run the other way. -->
  <xsl:function name="f:written-direction" as="xs:string">
    <xsl:param name="text" as="xs:string"/>
    <xsl:variable name="directions" as="xs:string*" select="
        if (matches($text, $right-letter)) then 'rtl' else (), if (matches($text, $left-letter)) then 'ltr' else ()"/>
    <xsl:sequence select="if (count($directions) = 1) then $directions else f:direction($page-language)"/>
  </xsl:function>

  <!-- A text's title; in a volume where another has the same, with the number of its issue or volume. -->
  <xsl:function name="f:title-in-volume" as="xs:string">
    <xsl:param name="tei" as="element(TEI)"/>
    <xsl:variable name="title" as="xs:string" select="f:main-title($tei)"/>
    <xsl:variable name="scope" as="element(biblScope)*"
      select="$tei/teiHeader/fileDesc/sourceDesc/(.//biblStruct)[1]//biblScope[@unit = ('volume', 'issue')][@from]"/>
    <xsl:sequence select="
        if (count($texts[f:main-title(.) = $title]) gt 1 and exists($scope))
        then string-join(($title, $scope ! f:label('scope.' || @unit, map { 'n': f:digits(@from) })), f:label('list-separator'))
        else $title"/>
  </xsl:function>

  <!-- What assets/book reads: the page, the languages, and the facts of the document. -->
  <xsl:function name="f:settings" as="xs:string">
    <xsl:param name="tei" as="element(TEI)"/>
    <xsl:variable name="date" as="xs:date" select="f:document-date($tei)"/>
    <xsl:variable name="lets" as="xs:string+" select="
        'margins = (inside: ' || $margin-inside || ', outside: ' || $margin-outside || ', top: ' || $margin-top
          || ', bottom: ' || $margin-bottom || ')',
        'page-format = ' || f:string($page-format),
        'page-width = ' || $page-width,
        'page-height = ' || $page-height,
        'text-size = ' || $text-size,
        'note-size = ' || $note-size,
        'font-family = ' || f:string($font),
        'line-numbers = ' || $line-numbers,
        'parallel = ' || $parallel,
        'received-name = ' || f:string(f:label('view.diplomatic')),
        'text-language = ' || f:string(tokenize($page-language, '-')[1]),
        'text-direction = ' || f:direction($page-language),
        'interface-language = ' || f:string($lang),
        'interface-direction = ' || $direction,
        'notes-language = ' || f:string(tokenize($notes-language, '-')[1]),
        'notes-direction = ' || f:direction($notes-language),
        'banded = ' || exists($texts[accumulator-after('letters') gt 0]),
        'followed = ' || f:is-followed($texts),
        'arabic-interface = ' || ($direction = 'rtl'),
        'list-separator = ' || f:string(f:label('list-separator')),
        'paragraph-word = ' || f:string(f:label('paragraph')),
        'paragraph-sign = ' || f:string(f:label('paragraphs-short')),
        'running-head = ' || f:string(f:main-title($tei)),
        'running-direction = ' || f:written-direction(f:main-title($tei))"/>
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

  <!-- Whether a book has so many notes, more than three on two pages, that its lines are followed. -->
  <xsl:function name="f:is-followed" as="xs:boolean">
    <xsl:param name="texts" as="element(TEI)+"/>
    <xsl:sequence select="not($facing or $parallel)
        and $texts[last()]/accumulator-after('feet') gt sum($texts/text ! string-length()) idiv 700"/>
  </xsl:function>

  <!-- What the file's metadata say besides: who sets the type reads it from the document. -->
  <xsl:function name="f:facts" as="xs:string">
    <xsl:param name="tei" as="element(TEI)"/>
    <xsl:variable name="published" as="element(publicationStmt)?" select="$tei/teiHeader/fileDesc/publicationStmt"/>
    <xsl:variable name="rights" as="xs:string*" select="$published/availability ! (if (.//p) then f:own(.//p) else .) ! normalize-space(.)"/>
    <xsl:variable name="facts" as="map(xs:string, xs:string?)" select="map {
        'rights': string-join($rights, ' '),
        'licence': string(($published/availability/licence/@target)[1]),
        'version': string(($tei/teiHeader/fileDesc/editionStmt/edition/@n)[1]),
        'publisher': normalize-space(f:own($published/publisher)[1]),
        'identifier': string(($published/idno[lower-case(@type) = 'doi'] ! ('https://doi.org/' || replace(normalize-space(.), '^(https?://(dx\.)?doi\.org/|doi:)', '')),
          $published/idno[lower-case(@type) = ('url', 'uri', 'handle', 'ark')] ! normalize-space(.))[1]) }"/>
    <xsl:sequence select="
        '#[#metadata((' || string-join(sort(map:keys($facts)) ! (. || ': ' || f:string($facts(.)) || ', ')) || '))&lt;facts>]&#10;'"
      xmlns:map="http://www.w3.org/2005/xpath-functions/map"/>
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
    <xsl:variable name="titles" as="element(title)*" select="f:main-titles($tei/teiHeader/fileDesc)"/>
    <xsl:sequence select="(normalize-space(($titles[@xml:lang = $lang], $titles)[1]), string($tei/@xml:id), '—')[. ne ''][1]"/>
  </xsl:function>

  <xsl:function name="f:editors" as="xs:string*">
    <xsl:param name="tei" as="element(TEI)"/>
    <xsl:sequence select="distinct-values(
        $tei/teiHeader/fileDesc/titleStmt/(editor, respStmt/(orgName | persName | name)) ! normalize-space(.))"/>
  </xsl:function>

  <!-- Opens a part in the language of the interface; the part closes it with a bracket. -->
  <xsl:function name="f:interface" as="xs:string">
    <xsl:sequence select="'#[#set text(lang: ' || f:string($lang) || ', dir: ' || $direction || ')&#10;'
        || (if ($direction eq f:direction($page-language)) then '' else '#set heading(supplement: &quot;turned&quot;)&#10;')"/>
  </xsl:function>

  <!-- Of elements that say one thing in several languages, those in the interface's; else all. -->
  <xsl:function name="f:own" as="element()*">
    <xsl:param name="elements" as="element()*"/>
    <xsl:variable name="own" as="element()*" select="$elements[@xml:lang = $lang or not(@xml:lang)]"/>
    <xsl:sequence select="if (exists($own)) then $own else $elements"/>
  </xsl:function>
</xsl:stylesheet>
