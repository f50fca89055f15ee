<?xml version="1.0" encoding="UTF-8"?>
<!-- In: the blocks of a text. Out: blocks of Typst, each on a line of its own. -->
<xsl:stylesheet version="3.0" expand-text="yes"
  xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:xs="http://www.w3.org/2001/XMLSchema"
  xmlns:f="https://tahqiq.example/ns/functions"
  xmlns:m="https://tahqiq.example/ns/modes"
  xmlns:t="https://tahqiq.example/ns/templates"
  xpath-default-namespace="http://www.tei-c.org/ns/1.0"
  exclude-result-prefixes="#all">

  <xsl:template match="text | group | front | body | back | div | div1 | div2 | div3 | div4 | div5 | div6 | div7
    | titlePage | docTitle | epigraph | opener | closer | postscript | argument | sp
    | set | prologue | epilogue | performance" mode="m:print m:diplomatic" as="text()*">
    <xsl:apply-templates mode="#current"/>
  </xsl:template>

  <!-- A text within the text is told from it by its type. Rows are gathered from what is not set otherwise. -->
  <xsl:template match="floatingText" mode="m:print m:diplomatic" as="text()*">
    <xsl:text>{if ($facing or $parallel) then '' else '#inserted['}</xsl:text>
    <xsl:apply-templates mode="#current"/>
    <xsl:text>{if ($facing or $parallel) then '' else ']&#10;'}</xsl:text>
  </xsl:template>

  <xsl:template match="standOff | teiHeader" mode="m:print m:diplomatic"/>

  <xsl:template match="p | ab" mode="m:print" as="text()*">
    <xsl:variable name="first" as="xs:integer" select="accumulator-before('feet') + 1"/>
    <xsl:variable name="last" as="xs:integer" select="(f:notes-behind(.)[last()], .)[1]/accumulator-after('feet') + count(f:ended-with(.)[f:is-reading(.)])"/>
    <xsl:variable name="noted" as="xs:boolean" select="$last ge $first"/>
    <xsl:text>{if (f:is-centred(.)) then '#[#set align(center)&#10;' else ''}{if ($noted) then '#noted(' || $first || ', ' || $last || ')[' else ''}</xsl:text>
    <xsl:text>{if (@n and @xml:id) then '#unit(' || f:string(f:digits(@n)) || (if (f:is-turned(.)) then ', turned: true' else '') || ')[' else '#line-block['}</xsl:text>
    <xsl:variable name="lines" as="xs:boolean"
      select="$noted and not($facing or $parallel) and empty(.//(list | listBibl | listPerson | listOrg | listPlace | listEvent
    | castList | table | lg | figure | floatingText)[empty(ancestor::note)])"/>
    <xsl:text>{if ($lines) then '#begins(' || $first || ', ' || $last || ')' else ''}{f:pages(., false())}</xsl:text>
    <xsl:apply-templates mode="#current"/>
    <xsl:apply-templates select="f:notes-behind(.)" mode="#current">
      <xsl:with-param name="behind" select="true()"/>
    </xsl:apply-templates>
    <xsl:text>{f:entries-ended(.)}{f:pages(., true())}{if ($lines) then '#ends(' || $first || ')' else ''}]{if ($noted) then ']' else ''}{if (f:is-centred(.)) then ']' else ''}&#10;</xsl:text>
  </xsl:template>

  <!-- A paragraph inside a phrase is a phrase that begins a line. -->
  <xsl:template match="(note | quote | q | said | item | cell | figDesc | desc)//(p | ab)" mode="m:print m:diplomatic" priority="2" as="text()*">
    <xsl:if test="preceding-sibling::node()[self::* or normalize-space()]">
      <xsl:text>{f:line-end(.)}</xsl:text>
    </xsl:if>
    <xsl:apply-templates mode="#current"/>
    <xsl:if test="following-sibling::node()[self::* or normalize-space()][1]/self::text()">
      <xsl:text>{f:line-end(.)}</xsl:text>
    </xsl:if>
  </xsl:template>

  <xsl:template match="(note | quote | q | said | item | cell | figDesc | desc)//*[self::p or self::ab][ancestor::app]" mode="m:print" priority="3" as="text()*">
    <xsl:next-match/>
    <xsl:text>{f:entries-ended(.)}</xsl:text>
  </xsl:template>

  <!-- The lines of a title page stand in the middle. -->
  <xsl:template match="byline | dateline | salute | trailer | docAuthor | docDate | docImprint | titlePart
    | imprimatur | docEdition"
    mode="m:print m:diplomatic" priority="1" as="text()*">
    <xsl:variable name="titles" as="xs:boolean" select="exists(ancestor::titlePage)"/>
    <xsl:text>#line-block{if ($titles) then '(align(center)[' else '['}</xsl:text>
    <xsl:apply-templates mode="#current"/>
    <xsl:text>]{if ($titles) then ')' else ''}&#10;</xsl:text>
  </xsl:template>

  <!-- An author or a date within such a line. -->
  <xsl:template match="(byline | docImprint | docEdition | titlePart | imprimatur)/(docAuthor | docDate)" mode="m:print m:diplomatic" priority="2" as="text()*">
    <xsl:apply-templates mode="#current"/>
  </xsl:template>

  <!-- A signature stands where lines end. -->
  <xsl:template match="signed" mode="m:print m:diplomatic" priority="1" as="text()*">
    <xsl:text>#line-block(align(end)[</xsl:text>
    <xsl:apply-templates mode="#current"/>
    <xsl:text>])&#10;</xsl:text>
  </xsl:template>

  <!-- Who speaks in a play, above what is said. -->
  <xsl:template match="speaker" mode="m:print m:diplomatic" priority="1" as="text()*">
    <xsl:text>#speaker[</xsl:text>
    <xsl:apply-templates mode="#current"/>
    <xsl:text>]&#10;</xsl:text>
  </xsl:template>

  <xsl:template match="stage" mode="m:print m:diplomatic" priority="1" as="text()*">
    <xsl:variable name="within" as="xs:boolean" select="exists(ancestor::*[self::p or self::ab or self::l or self::speaker or self::head])"/>
    <xsl:text>{if ($within) then ' #stage-direction[' else '#line-block(stage-direction['}</xsl:text>
    <xsl:apply-templates mode="#current"/>
    <xsl:text>{if ($within) then ']; ' else '])&#10;'}</xsl:text>
  </xsl:template>

  <!-- The lines of an address that is a block of its own. -->
  <xsl:template match="*[contains($flowing, ' ' || local-name() || ' ')]/address" mode="m:print m:diplomatic" priority="1" as="text()*">
    <xsl:text>#line-block[</xsl:text>
    <xsl:apply-templates mode="#current"/>
    <xsl:text>]&#10;</xsl:text>
  </xsl:template>

  <xsl:template match="*[contains($flowing, ' ' || local-name() || ' ')]/address/addrLine[preceding-sibling::addrLine]" mode="m:print m:diplomatic" priority="31" as="text()*">
    <xsl:text>#linebreak()</xsl:text>
    <xsl:apply-templates mode="#current"/>
  </xsl:template>

  <!-- Headings have numbers by which assets/book knows them again. -->
  <xsl:accumulator name="heads" as="xs:integer" initial-value="0">
    <xsl:accumulator-rule match="head" select="$value + 1"/>
  </xsl:accumulator>

  <!-- A heading's level is one below that of the nearest division with a heading: PDF/UA lets no
       level be left out. -->
  <xsl:template match="head" mode="m:print" as="text()*">
    <xsl:variable name="level" as="xs:integer"
      select="count(ancestor::*[matches(local-name(), '^(div\d?|lg)$')][head[f:is-heading(.)]] | ancestor::floatingText[*/head[f:is-heading(.)]]) + 1"/>
    <xsl:variable name="number" as="xs:integer" select="accumulator-before('heads')"/>
    <xsl:text>{if ($facing or $parallel) then '' else '&#10;#heads(' || $number || ')'}&#10;#heading(level: {max((min(($level, 6)), 2))})[</xsl:text>
    <xsl:apply-templates mode="#current"/>
    <xsl:text>]&#10;{if ($facing or $parallel) then '' else '#headed(' || $number || ')&#10;'}</xsl:text>
  </xsl:template>

  <!-- Whether a head is a heading: not what has no words that are read, or holds a table or a picture. What is as
       long as a paragraph heads none: contents of such are no overview, and what keeps to the text below it leaves
       half a page white. In two columns it may not go on over the page, since Typst (0.15) cannot tag a heading
       in two parts there. -->
  <xsl:function name="f:is-heading" as="xs:boolean">
    <xsl:param name="head" as="element(head)"/>
    <xsl:variable name="parting" as="element()*" select="
        $head//(table | floatingText | figure), $head[$parallel]//(list | listBibl | listPerson | listOrg | listPlace | listEvent | castList | lg)"/>
    <xsl:sequence select="
        (string-length($head) le 200 or string-length(normalize-space($head)) le 200)
        and f:words($head, true()) ne '' and empty($parting[f:is-in-heading(.)])"/>
  </xsl:function>

  <!-- What is a heading to no division, or none at all. -->
  <xsl:template match="(list | table | figure | note | listApp | listBibl | listPerson | listOrg | listPlace | listEvent | castList
    | castGroup | q | quote | said | p | item | cell | lg
    | set | prologue | epilogue | performance)/head
    | headLabel | headItem | head[not(f:is-heading(.))]"
    mode="m:print m:diplomatic" priority="2" as="text()*">
    <xsl:text>#line-block(bold[</xsl:text>
    <xsl:apply-templates mode="#current"/>
    <xsl:text>])&#10;</xsl:text>
  </xsl:template>

  <!-- A list or a poem within a heading stands in its lines, since Typst (0.15) tags no block that stands
       within a heading and has notes. -->
  <xsl:function name="f:is-in-heading" as="xs:boolean">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="exists($element/ancestor::*[self::head or self::note][1]/self::head)"/>
  </xsl:function>

  <xsl:template match="(list | listBibl | listPerson | listOrg | listPlace | listEvent | castList | castGroup
    | lg)[f:is-in-heading(.)]" mode="m:print m:diplomatic" priority="6" as="text()*">
    <xsl:apply-templates mode="#current"/>
    <xsl:text>{if (following-sibling::node()[self::* or normalize-space()]) then ' #linebreak(); ' else ''}</xsl:text>
  </xsl:template>

  <xsl:template match="(item | castItem | listBibl/bibl | listBibl/biblStruct | listPerson/person | listPerson/personGrp
    | listOrg/org | listPlace/place | listEvent/event | l | list/label | list/head | headLabel | headItem)[f:is-in-heading(.)]"
    mode="m:print m:diplomatic" priority="6" as="text()*">
    <xsl:text>{if (preceding-sibling::* or ../preceding-sibling::node()[normalize-space()][1]/self::text()) then ' #linebreak(); ' else ''}</xsl:text>
    <xsl:apply-templates mode="#current"/>
  </xsl:template>

  <xsl:template match="(l/caesura | l/seg[preceding-sibling::seg])[f:is-in-heading(.)]" mode="m:print m:diplomatic" priority="6" as="text()*">
    <xsl:text> #h(1.6em) </xsl:text>
    <xsl:apply-templates mode="#current"/>
  </xsl:template>

  <xsl:template match="list | listApp | listBibl | listPerson | listOrg | listPlace | listEvent | castList
    | castGroup" mode="m:print m:diplomatic" as="text()*">
    <xsl:text>#listing{if (ancestor::cell) then '(within-cell: true)' else ''}[</xsl:text>
    <xsl:apply-templates mode="#current"/>
    <xsl:text>]&#10;</xsl:text>
  </xsl:template>

  <!-- An item has its number, or a dash; one behind its label, of a bibliography or a cast has none. -->
  <xsl:template match="item | castItem | listBibl/bibl | listBibl/biblStruct | listPerson/person | listPerson/personGrp
    | listOrg/org | listPlace/place | listEvent/event" mode="m:print m:diplomatic" priority="1" as="text()*">
    <!-- The words of a line before an address, which ends where it can, would stand far apart. -->
    <xsl:text>#list-item({f:item-marker(.)}{if (parent::listBibl and matches(., '\S{24}')) then ', ragged: true' else ''})[</xsl:text>
    <xsl:apply-templates mode="#current"/>
    <xsl:text>]&#10;</xsl:text>
  </xsl:template>

  <xsl:function name="f:item-marker" as="xs:string">
    <xsl:param name="item" as="element()"/>
    <xsl:sequence select="
        if ($item/preceding-sibling::*[1]/self::label) then 'h(0.8em)'
        else if (not($item/self::item)) then 'none'
        else if (f:is-numbered($item/..)) then f:string(f:digits(string(f:item-number($item))) || '.')
        else f:string('–')"/>
  </xsl:function>

  <xsl:template match="label[parent::list]" mode="m:print m:diplomatic" priority="1" as="text()*">
    <xsl:text>#item-label({if (f:is-numbered(..)) then f:string(f:digits(string(count(preceding-sibling::label) + 1)) || '.') else 'none'})[</xsl:text>
    <xsl:apply-templates mode="#current"/>
    <xsl:text>]&#10;</xsl:text>
  </xsl:template>

  <xsl:template match="figure | graphic" mode="m:print m:diplomatic" as="text()*">
    <xsl:if test="self::graphic or empty(graphic)">
      <xsl:text>{f:runs('[' || f:label('figure') || ']', $direction)}</xsl:text>
    </xsl:if>
    <xsl:apply-templates mode="#current"/>
  </xsl:template>

  <!-- What a figure shows is told in its place. -->
  <xsl:template match="figure[contains($flowing, ' ' || local-name(..) || ' ')]" mode="m:print m:diplomatic" priority="1" as="text()*">
    <xsl:text>#line-block(align(center)[</xsl:text>
    <xsl:next-match/>
    <xsl:text>])&#10;</xsl:text>
  </xsl:template>

  <xsl:template match="figDesc" mode="m:print m:diplomatic" priority="1" as="text()*">
    <xsl:text>{if (contains($flowing, ' ' || local-name(../..) || ' ')) then '#parbreak()' else ' '}</xsl:text>
    <xsl:next-match/>
  </xsl:template>

  <xsl:function name="f:is-apart" as="xs:boolean">
    <xsl:param name="quotation" as="element()"/>
    <xsl:sequence select="matches(local-name($quotation/..), '^(body|front|back|epigraph|div\d?)$')"/>
  </xsl:function>

  <!-- Its source stands below it, where lines end. -->
  <xsl:template match="cit[f:is-apart(.)]/bibl[preceding-sibling::*]" mode="m:print m:diplomatic" priority="31" as="text()*">
    <xsl:text>#source-line[</xsl:text>
    <xsl:apply-templates mode="#current"/>
    <xsl:text>];</xsl:text>
  </xsl:template>

  <!-- A quotation that stands alone between paragraphs. -->
  <xsl:template match="(quote | q | cit | said)[f:is-apart(.)]" mode="m:print m:diplomatic" priority="2" as="text()*">
    <xsl:text>#quotation[</xsl:text>
    <xsl:apply-templates mode="#current"/>
    <xsl:text>]&#10;</xsl:text>
  </xsl:template>
</xsl:stylesheet>
