<?xml version="1.0" encoding="UTF-8"?>
<!-- In: what is in another language than the text round it. Out: its lines set in its own direction: a
     block turned round as a whole, a phrase in isolates. -->
<xsl:stylesheet version="3.0" expand-text="yes"
  xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:xs="http://www.w3.org/2001/XMLSchema"
  xmlns:f="https://tahqiq.example/ns/functions"
  xmlns:m="https://tahqiq.example/ns/modes"
  xpath-default-namespace="http://www.tei-c.org/ns/1.0"
  exclude-result-prefixes="#all">

  <!-- The language of the page, which assets/book sets, and that of the notes' area, which has one
       direction: that of the first note as it is set. -->
  <xsl:variable name="page-language" as="xs:string" select="f:lang(($book/text, $book)[1])"/>
  <xsl:variable name="notes-language" as="xs:string" select="
      f:lang((($book/text//note)[1]/(f:own(ab), .)[1], $book/text, $book)[1])"/>

  <!-- Elements that are blocks wherever they stand in the text; not within a note, a cell or a heading. Of a note
       that stands between blocks only the number is there, and it is no part of the note's language. -->
  <xsl:variable name="blocks" as="xs:string" select="
      '^(p|ab|head|headLabel|headItem|byline|dateline|salute|signed|trailer|docAuthor|docDate|docImprint|titlePart|imprimatur|docEdition|speaker|list|listBibl|listPerson|listOrg|listPlace|listEvent|castList|castGroup|item|castItem|table|lg|l|entry|entryFree|u)$'"/>

  <xsl:function name="f:is-block" as="xs:boolean">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="
        contains($flowing, ' ' || local-name($element) || ' ')
        or empty($element/ancestor::*[self::note or self::head or self::cell or self::p or self::ab or self::item or self::quote or self::q])
          and (matches(local-name($element), $blocks) and empty($element/(self::docAuthor | self::docDate)/parent::*[not(contains($flowing, ' ' || local-name() || ' '))])
            or f:is-apart($element) and empty($element/self::note[not(@place = 'inline')]))
        or exists($element[self::item or self::list or self::lg or self::table or parent::listBibl][empty(ancestor::head)])"/>
  </xsl:function>

  <!-- The language round an element: round a text, that of the page; round a block within a phrase, that of the
       line that it breaks. -->
  <xsl:function name="f:lang-round" as="xs:string">
    <xsl:param name="element" as="element()"/>
    <xsl:variable name="phrase" as="element()?" select="$element[f:breaks-line(.)] ! f:broken-phrase(.)"/>
    <xsl:sequence select="
        if ($phrase) then f:lang-round($phrase) else if ($element/ancestor::text) then f:lang($element/..) else $page-language"/>
  </xsl:function>

  <!-- The phrase against the line that an element stands in, outside of the blocks that it holds. -->
  <xsl:function name="f:broken-phrase" as="element()?">
    <xsl:param name="element" as="element()"/>
    <xsl:variable name="round" as="element()?" select="$element/ancestor::*[ancestor::text][@xml:lang or f:breaks-line(.)][1]"/>
    <xsl:sequence select="$round[not(f:breaks-line(.)) and f:runs-against-line(.) and f:holds-blocks(.)]"/>
  </xsl:function>

  <xsl:function name="f:breaks-line" as="xs:boolean">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="matches(local-name($element), '^(list|listBibl|listPerson|listOrg|listPlace|listEvent|castList|lg|table)$')"/>
  </xsl:function>

  <xsl:function name="f:holds-blocks" as="xs:boolean">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="exists($element//*[f:breaks-line(.)][count(ancestor::note) = count($element/ancestor::note)])"/>
  </xsl:function>

  <!-- The arguments of Typst's text for a language, where it is another than one round it. -->
  <xsl:function name="f:language-set" as="xs:string?">
    <xsl:param name="language" as="xs:string"/>
    <xsl:param name="round" as="xs:string"/>
    <xsl:variable name="code" as="xs:string" select="tokenize($language, '-')[1]"/>
    <xsl:sequence select="
        if ($code eq tokenize($round, '-')[1] and f:direction($language) eq f:direction($round)) then ()
        else (if (matches($code, '^[a-z]{2,3}$')) then 'lang: ' || f:string($code) || ', ' else '') || 'dir: ' || f:direction($language)"/>
  </xsl:function>

  <!-- Whether an element's lines run against those round it. -->
  <xsl:function name="f:is-against" as="xs:boolean">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="exists($element/@xml:lang) and f:direction(f:lang($element)) ne f:direction(f:lang-round($element))"/>
  </xsl:function>

  <xsl:function name="f:runs-against-line" as="xs:boolean">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="f:is-against($element) and not($element/self::note or $element/self::cell or $element/self::row or f:is-block($element))"/>
  </xsl:function>

  <!-- Isolates do not reach over the end of a paragraph, which a list or a poem is: a phrase that holds some is
       isolated up to each and from each on. -->
  <xsl:function name="f:is-isolated" as="xs:boolean">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="f:runs-against-line($element) and not(f:holds-blocks($element))"/>
  </xsl:function>

  <!-- A block in another language. Rows of two columns and of facing pages are turned by what sets them. -->
  <xsl:template match="*[@xml:lang][f:is-block(.)][not(($facing or $parallel) and (contains($flowing, ' ' || local-name() || ' ') or f:is-row(.)))]
    | (list | listBibl | listPerson | listOrg | listPlace | listEvent | castList | lg | table)[not(@xml:lang)][f:broken-phrase(.)][f:is-block(.)]"
    mode="m:print m:diplomatic" priority="40" as="text()*">
    <xsl:variable name="set" as="xs:string?" select="f:language-set(f:lang(.), f:lang-round(.))"/>
    <xsl:variable name="phrase" as="element()?" select="f:broken-phrase(.)"/>
    <xsl:if test="$phrase and f:is-line-of($phrase, preceding::text()[normalize-space()][f:is-beside(., $phrase)][1])">
      <xsl:sequence select="f:isolate('')"/>
    </xsl:if>
    <xsl:text>{if ($set) then '#[#set text(' || $set || ')&#10;' else ''}</xsl:text>
    <xsl:if test="f:is-against(.)">
      <xsl:text>#set heading(supplement: {if (f:is-turned(.)) then '"turned"' else 'none'})&#10;</xsl:text>
    </xsl:if>
    <xsl:next-match/>
    <xsl:text>{if ($set) then ']&#10;' else ''}</xsl:text>
    <xsl:if test="$phrase and f:is-line-of($phrase, following::text()[normalize-space()][f:is-beside(., $phrase)][1])">
      <xsl:sequence select="f:isolate(f:direction(f:lang($phrase)))"/>
    </xsl:if>
  </xsl:template>

  <xsl:function name="f:row-turned" as="xs:string">
    <xsl:param name="row" as="element()"/>
    <xsl:variable name="set" as="xs:string?" select="f:language-set(f:lang($row), $page-language)"/>
    <xsl:sequence select="if ($set) then 'turned: (' || $set || '), ' else ''"/>
  </xsl:function>

  <!-- Whether a paragraph's lines run against those of the page, whose margin bears its number. -->
  <xsl:function name="f:is-turned" as="xs:boolean">
    <xsl:param name="paragraph" as="element()"/>
    <xsl:sequence select="f:direction(f:lang($paragraph)) ne f:direction($page-language)"/>
  </xsl:function>

  <!-- A phrase whose words run against those round it is one run, its marks and digits with it. -->
  <xsl:template match="*[@xml:lang][f:is-isolated(.)]" mode="m:print m:diplomatic" priority="39" as="text()*">
    <xsl:variable name="content" as="text()*">
      <xsl:next-match/>
    </xsl:variable>
    <!-- What is not set, as another reading, has no controls: they would part the letters round it. -->
    <xsl:if test="exists($content[. ne ''])">
      <!-- The space before what a file writes without one is none of the phrase. -->
      <xsl:variable name="space" as="text()?" select="$content[1][f:follows-data(current())]"/>
      <xsl:sequence select="$space, f:isolate(f:direction(f:lang(.))), $content[not(. is $space)], f:isolate('')"/>
    </xsl:if>
  </xsl:template>

  <xsl:template match="*[@xml:lang][f:runs-against-line(.) and f:holds-blocks(.)]" mode="m:print m:diplomatic" priority="39" as="text()*">
    <xsl:variable name="set" as="text()*" select=".//text()[normalize-space()][f:is-beside(., current())]"/>
    <xsl:if test="f:is-line-of(., $set[1])">
      <xsl:sequence select="f:isolate(f:direction(f:lang(.)))"/>
    </xsl:if>
    <xsl:next-match/>
    <xsl:if test="f:is-line-of(., $set[last()])">
      <xsl:sequence select="f:isolate('')"/>
    </xsl:if>
  </xsl:template>

  <!-- Whether a text is a phrase's, and stands in no block that the phrase holds. -->
  <xsl:function name="f:is-line-of" as="xs:boolean">
    <xsl:param name="phrase" as="element()?"/>
    <xsl:param name="text" as="text()?"/>
    <xsl:sequence select="
        exists($text/ancestor::*[. is $phrase]) and empty($text/ancestor::*[. &gt;&gt; $phrase][f:breaks-line(.)])"/>
  </xsl:function>

  <!-- A control that opens a run of a direction, or closes it. -->
  <xsl:function name="f:isolate" as="text()">
    <xsl:param name="of" as="xs:string"/>
    <xsl:value-of select="'#&quot;' || (if ($of eq 'ltr') then '&#x2066;' else if ($of eq 'rtl') then '&#x2067;' else '&#x2069;') || '&quot;;'"/>
  </xsl:function>

  <!-- The end of a line within a phrase; a run goes on behind it. A note and what breaks
       the line have lines of their own. -->
  <xsl:function name="f:line-end" as="xs:string">
    <xsl:param name="element" as="element()"/>
    <xsl:variable name="opened" as="xs:string?" select="$element/ancestor-or-self::*[self::note or f:breaks-line(.) or f:runs-against-line(.)][1][f:runs-against-line(.)] ! f:direction(f:lang(.))"/>
    <xsl:sequence select="
        if (empty($opened)) then '#linebreak()' else f:isolate('') || '#linebreak();' || f:isolate($opened)"/>
  </xsl:function>
</xsl:stylesheet>
