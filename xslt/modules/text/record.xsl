<?xml version="1.0" encoding="UTF-8"?>
<!-- In: a text of which nothing is there but the description of its manuscript. Out: what that says, a
     unit for each statement, in order: its label, how deep it stands, where it comes from. -->
<xsl:stylesheet version="3.0" expand-text="yes"
  xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:xs="http://www.w3.org/2001/XMLSchema"
  xmlns:f="https://tahqiq.example/ns/functions"
  xmlns:m="https://tahqiq.example/ns/modes"
  xmlns:t="https://tahqiq.example/ns/templates"
  xpath-default-namespace="http://www.tei-c.org/ns/1.0"
  exclude-result-prefixes="#all">

  <xsl:mode name="m:record" on-no-match="fail" on-multiple-match="fail"/>
  <xsl:mode name="m:statement" on-no-match="fail" on-multiple-match="fail"/>

  <!-- The statements of a catalogue's record; none where the text itself is there. -->
  <xsl:function name="f:catalogued" as="element(unit)*" xpath-default-namespace="">
    <xsl:param name="text" as="element()"/>
    <xsl:variable name="described" as="element()*" xpath-default-namespace="http://www.tei-c.org/ns/1.0"
      select="$text[not(normalize-space(text))]/teiHeader/fileDesc/sourceDesc//msDesc[not(ancestor::msDesc)]"/>
    <xsl:apply-templates select="$described" mode="m:record">
      <xsl:with-param name="depth" select="0" tunnel="yes"/>
    </xsl:apply-templates>
  </xsl:function>

  <xsl:template match="msDesc | msPart | msFrag" mode="m:record" as="element()*">
    <xsl:param name="depth" as="xs:integer" tunnel="yes"/>
    <xsl:call-template name="t:statement">
      <xsl:with-param name="label" select="if (self::msDesc) then '' else f:term('ms', local-name())"/>
      <xsl:with-param name="told" select="f:identified((msIdentifier, altIdentifier)[1])"/>
      <xsl:with-param name="heads" select="exists(self::msDesc)"/>
    </xsl:call-template>
    <xsl:apply-templates select="* except (msIdentifier, altIdentifier)" mode="m:record">
      <xsl:with-param name="depth" select="if (self::msDesc) then $depth else $depth + 1" tunnel="yes"/>
    </xsl:apply-templates>
  </xsl:template>

  <!-- What only gathers statements says nothing itself; its own paragraphs are about what it is. -->
  <xsl:template match="msContents | physDesc | objectDesc | supportDesc | layoutDesc | handDesc | scriptDesc | decoDesc
    | additions | bindingDesc | sealDesc | history | additional | adminInfo | recordHist | surrogates | listBibl" mode="m:record"
    as="element()*">
    <xsl:if test="normalize-space(string-join(text()))">
      <xsl:call-template name="t:statement"/>
    </xsl:if>
    <xsl:if test="not(normalize-space(string-join(text())))">
      <xsl:apply-templates mode="m:record"/>
    </xsl:if>
  </xsl:template>

  <!-- A work: where it begins and ends, and below it what is said of it. -->
  <xsl:template match="msItem | msItemStruct" mode="m:record" as="element()*">
    <xsl:param name="depth" as="xs:integer" tunnel="yes"/>
    <xsl:variable name="number" as="xs:string" select="string((@n, string(count(preceding-sibling::*[self::msItem | self::msItemStruct]) + 1))[1])"/>
    <xsl:variable name="parted" as="xs:boolean" select="exists(../(msItem | msItemStruct)[2] | locus)"/>
    <xsl:if test="$parted">
      <xsl:call-template name="t:statement">
        <xsl:with-param name="label" select="f:term('ms', 'msItem') || '&#160;' || f:digits($number)"/>
        <xsl:with-param name="told" select="string-join(locus ! f:stated(.), f:label('list-separator'))"/>
        <xsl:with-param name="bare" select="true()"/>
      </xsl:call-template>
    </xsl:if>
    <xsl:apply-templates select="* except locus" mode="m:record">
      <xsl:with-param name="depth" select="$depth + (if ($parted) then 1 else 0)" tunnel="yes"/>
    </xsl:apply-templates>
  </xsl:template>

  <!-- Any other element is one statement; a paragraph is one of what it stands in. -->
  <xsl:template match="*" mode="m:record" as="element()*" priority="-1">
    <xsl:call-template name="t:statement">
      <xsl:with-param name="label" select="f:term('ms', local-name(if (self::p or self::ab or self::desc) then .. else .))"/>
    </xsl:call-template>
  </xsl:template>

  <xsl:template match="text() | comment() | processing-instruction()" mode="m:record"/>

  <xsl:template name="t:statement" as="element()?">
    <xsl:param name="label" as="xs:string" select="f:term('ms', local-name())"/>
    <xsl:param name="told" as="xs:string" select="f:stated(.)"/>
    <xsl:param name="heads" as="xs:boolean" select="false()"/>
    <!-- Whether a label without words stands all the same. -->
    <xsl:param name="bare" as="xs:boolean" select="false()"/>
    <xsl:param name="depth" as="xs:integer" tunnel="yes"/>
    <xsl:if test="$told ne '' or $bare">
      <unit xmlns="" part="record" id="{ancestor-or-self::*[@xml:id][1]/@xml:id}" path="{f:path(.)}" label="{$label}"
        depth="{$depth}" heads="{$heads}">{$told}</unit>
    </xsl:if>
  </xsl:template>

  <!-- The label of a statement and what parts it from its words. -->
  <xsl:function name="f:labelled" as="xs:string" xpath-default-namespace="">
    <xsl:param name="unit" as="element(unit)"/>
    <xsl:sequence select="$unit/@label || (if ($unit = '' or $unit/@label = '') then '' else ': ')"/>
  </xsl:function>

  <!-- Whether a statement is of the direction foreign to the interface as a whole. -->
  <xsl:function name="f:is-foreign" as="xs:boolean">
    <xsl:param name="told" as="xs:string"/>
    <xsl:sequence select="
        f:has-foreign($told, $direction)
        and not(matches($told, if ($direction = 'ltr') then '\p{IsBasicLatin}' else '[\p{IsArabic}\p{IsHebrew}\p{IsSyriac}]'))"/>
  </xsl:function>

  <!-- A manuscript's place, house and number. -->
  <xsl:function name="f:identified" as="xs:string">
    <xsl:param name="identifier" as="element()?"/>
    <xsl:variable name="parts" as="xs:string*" select="
        $identifier/(settlement, institution, repository, collection, idno, msName) ! f:stated(.)[. ne '']"/>
    <xsl:sequence select="string-join(distinct-values($parts), f:label('list-separator'))"/>
  </xsl:function>

  <!-- The words of a statement in one line. -->
  <xsl:function name="f:stated" as="xs:string">
    <xsl:param name="element" as="element()"/>
    <xsl:variable name="words" as="xs:string*">
      <xsl:apply-templates select="$element/node()" mode="m:statement"/>
    </xsl:variable>
    <xsl:sequence select="replace(normalize-space(string-join($words)), ' ([،,])', '$1')"/>
  </xsl:function>

  <xsl:template match="text()" mode="m:statement" as="xs:string">
    <xsl:sequence select="string(.)"/>
  </xsl:template>

  <xsl:template match="comment() | processing-instruction()" mode="m:statement"/>

  <xsl:template match="*" mode="m:statement" as="xs:string*" priority="-1">
    <xsl:apply-templates mode="m:statement"/>
  </xsl:template>

  <!-- Two states of a name: the one that is read. -->
  <xsl:template match="choice" mode="m:statement" as="xs:string*">
    <xsl:apply-templates select="(corr, reg, expan, *)[1]" mode="m:statement"/>
  </xsl:template>

  <!-- What may stand side by side without a space: blocks, and names in several scripts. -->
  <xsl:template match="p | ab | desc | note | bibl | persName | orgName | material | objectType | measure" mode="m:statement" as="xs:string*">
    <xsl:variable name="told" as="xs:string" select="f:stated(.)"/>
    <xsl:variable name="again" as="xs:boolean" select="preceding-sibling::node()[normalize-space()][1]/node-name() = node-name()"/>
    <xsl:sequence select="if ($told eq '') then () else (if ($again and not(self::p or self::ab)) then f:label('list-separator') else ' ', $told)"/>
  </xsl:template>

  <!-- Height by width by depth, in the unit that they are told in. -->
  <xsl:template match="dimensions" mode="m:statement" as="xs:string*">
    <xsl:variable name="measured" as="element()*" select="*[normalize-space()]"/>
    <xsl:if test="exists($measured)">
      <xsl:sequence select="' (' || string-join(($measured ! f:stated(.)), ' × ') || string(((@unit, $measured/@unit)[1] ! (' ' || .))) || ') '"/>
    </xsl:if>
  </xsl:template>
</xsl:stylesheet>
