<?xml version="1.0" encoding="UTF-8"?>
<!-- In: what the editors changed or hold of a passage. Out: a letter in the text, and for each block
     its entries in the apparatus, which is a stream of its own: numbered notes are the editors'
     explanations and have the same numbers in every format. -->
<xsl:stylesheet version="3.0" expand-text="yes"
  xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:xs="http://www.w3.org/2001/XMLSchema"
  xmlns:f="https://tahqiq.example/ns/functions"
  xmlns:m="https://tahqiq.example/ns/modes"
  xpath-default-namespace="http://www.tei-c.org/ns/1.0"
  exclude-result-prefixes="#all">

  <!-- What the apparatus of a block says: the block's entries in the order of the text. -->
  <xsl:key name="reading" match="*[f:is-reading(.)]" use="generate-id(f:block(.))"/>

  <!-- An entry's number in the text, which names its place in the file. -->
  <xsl:accumulator name="readings" as="xs:integer" initial-value="0">
    <xsl:accumulator-rule match="*[f:is-reading(.)]" select="$value + 1"/>
  </xsl:accumulator>

  <!-- Letters run through the blocks that have no number of their own. -->
  <xsl:accumulator name="letters" as="xs:integer" initial-value="0">
    <xsl:accumulator-rule match="*[f:is-reading(.)][not(f:block(.)/@n)]" select="$value + 1"/>
  </xsl:accumulator>

  <xsl:mode name="m:reading" on-no-match="fail" on-multiple-match="fail"/>

  <!-- Whether an element has an entry: a correction, an addition, or what a speaker denies. -->
  <xsl:function name="f:is-reading" as="xs:boolean">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="
        exists($element[self::choice[(sic | orig) and (corr | reg)] | self::supplied | self::said[tokenize(@ana) = '#denied']])
        and empty($element/ancestor::*[self::note | self::teiHeader | self::standOff | self::sic | self::orig])
        and exists(f:block($element))"/>
  </xsl:function>

  <!-- The outermost block that a node stands in; nothing outside of the text. -->
  <xsl:function name="f:block" as="element()?">
    <xsl:param name="node" as="node()"/>
    <xsl:sequence select="($node/ancestor::*[f:is-block(.)])[1]"/>
  </xsl:function>

  <xsl:function name="f:is-block" as="xs:boolean">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="
        matches(local-name($element), '^(p|ab|head|lg|l|list|listBibl|table|quote|q|cit|byline|dateline|salute|signed|trailer)$')
        and matches(local-name($element/..), '^(body|front|back|group|argument|epigraph|opener|closer|postscript|sp|div\d?)$')
        and empty($element/ancestor::note)"/>
  </xsl:function>

  <!-- The letter of an entry: by the block where that is numbered, else through the text. -->
  <xsl:function name="f:letter" as="xs:string">
    <xsl:param name="reading" as="element()"/>
    <xsl:variable name="block" as="element()" select="f:block($reading)"/>
    <xsl:variable name="position" as="xs:integer" select="
        if ($block/@n) then count(key('reading', generate-id($block), root($reading))[. &lt;&lt; $reading]) + 1
        else $reading/accumulator-before('letters')"/>
    <xsl:sequence select="f:lettered($position)"/>
  </xsl:function>

  <!-- Numbers as letters: in Arabic by the order of abjad, doubled after its twenty-eight. -->
  <xsl:function name="f:lettered" as="xs:string">
    <xsl:param name="number" as="xs:integer"/>
    <xsl:variable name="abjad" as="xs:string" select="'أبجدهوزحطيكلمنسعفصقرشتثخذضظغ'"/>
    <xsl:sequence select="
        if ($direction = 'rtl') then
          string-join((0 to ($number - 1) idiv 28) ! substring($abjad, ($number - 1) mod 28 + 1, 1))
        else format-integer($number, 'a')"/>
  </xsl:function>

  <xsl:function name="f:entry-name" as="xs:string">
    <xsl:param name="reading" as="element()"/>
    <xsl:sequence select="'entry-' || $reading/accumulator-before('readings')"/>
  </xsl:function>

  <!-- The letter in the text, tied to its entry. -->
  <xsl:template match="*[f:is-reading(.)]" mode="m:print" priority="5" as="text()*">
    <xsl:next-match/>
    <xsl:text>{f:behind(., concat('#mark(', f:string(f:letter(.)), ', ', f:string(f:entry-name(.)), ');'))}</xsl:text>
  </xsl:template>

  <!-- A block's apparatus goes before it, so that it stands on the page that the block begins on.
       At most twelve entries stay together: what is higher than a page cannot be set. -->
  <xsl:template match="*[f:is-block(.)][empty(ancestor::*[f:is-block(.)])]" mode="m:print" priority="20" as="text()*">
    <xsl:variable name="number" as="xs:string"
      select="if (@n and @xml:id) then f:string(f:digits(@n)) else 'none'"/>
    <xsl:for-each-group select="key('reading', generate-id(.))" group-adjacent="(position() - 1) idiv 12">
      <xsl:text>#apparatus({$number}, </xsl:text>
      <xsl:apply-templates select="current-group()" mode="m:reading"/>
      <xsl:text>)&#10;</xsl:text>
    </xsl:for-each-group>
    <xsl:next-match/>
  </xsl:template>

  <xsl:template match="choice" mode="m:reading" as="text()">
    <xsl:value-of select="f:entry(., f:label('sic-corr', map { 'sic': '«' || normalize-space((sic, orig)[1]) || '»' }))"/>
  </xsl:template>

  <xsl:template match="supplied" mode="m:reading" as="text()">
    <xsl:value-of select="f:entry(., f:label('supplied'))"/>
  </xsl:template>

  <!-- What a speaker denies must not be read as what the speaker says. -->
  <xsl:template match="said" mode="m:reading" as="text()">
    <xsl:variable name="names" as="xs:string*" select="
        tokenize(@who)[starts-with(., '#')] ! key('record', substring(., 2), root(current())) ! f:name(., $lang)"/>
    <xsl:value-of select="f:entry(., f:label('denied-by', map { 'who': string-join($names, f:label('list-separator')) }))"/>
  </xsl:template>

  <xsl:function name="f:entry" as="xs:string">
    <xsl:param name="reading" as="element()"/>
    <xsl:param name="text" as="xs:string"/>
    <xsl:sequence select="
        'reading(' || f:string(f:letter($reading)) || ', ' || f:string(f:entry-name($reading)) || ', ['
        || f:runs($text, $direction) || ']), '"/>
  </xsl:function>
</xsl:stylesheet>
