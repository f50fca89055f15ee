<?xml version="1.0" encoding="UTF-8"?>
<!-- In: the text's elements. Out: nested block elements, one for each that begins a line, with the
     place in the TEI that it came from; in them the text as $reading wants it and as the format
     writes it (f:written, f:mark-…: each format has its own). -->
<xsl:stylesheet version="3.0" expand-text="yes"
  xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:xs="http://www.w3.org/2001/XMLSchema"
  xmlns:f="https://tahqiq.example/ns/functions"
  xmlns:map="http://www.w3.org/2005/xpath-functions/map"
  xmlns:m="https://tahqiq.example/ns/modes"
  xmlns:t="https://tahqiq.example/ns/templates"
  xpath-default-namespace="http://www.tei-c.org/ns/1.0"
  exclude-result-prefixes="#all">

  <!-- Whether notes are numbered where they stand and told at the end. -->
  <xsl:param name="notes" as="xs:boolean" select="true()"/>
  <!-- Whether the breaks of pages are marked. -->
  <xsl:param name="pages" as="xs:boolean" select="true()"/>

  <xsl:template match="text()" mode="m:text" as="text()">
    <xsl:value-of select="f:written(string(.), ..)"/>
  </xsl:template>

  <!-- White space between blocks is an editor's layout. -->
  <xsl:template match="(text | group | front | body | back | div | div1 | div2 | div3 | div4 | div5 | div6 | div7 | lg
    | list | listApp | listBibl | listPerson | listOrg | listPlace | listEvent | table | row | figure | floatingText | titlePage | sp
    | castList | castGroup | choice | app
    | rdgGrp | subst | set | prologue | epilogue | performance)/text()[normalize-space() = '']"
    mode="m:text" priority="2"/>

  <xsl:template match="text | group | front | body | back | div | div1 | div2 | div3 | div4 | div5 | div6 | div7 | lg
    | list | listApp | listBibl | listPerson | listOrg | listPlace | listEvent | table | figure | floatingText | titlePage | docTitle
    | epigraph | opener | closer | postscript
    | argument | sp | castList | castGroup | set | prologue | epilogue | performance | (body | front | back | div | epigraph)/(quote | q | cit | said)"
    mode="m:text" as="element()" priority="1">
    <xsl:call-template name="t:block"/>
  </xsl:template>

  <xsl:template match="p | ab | l | head | item | row | byline | dateline | salute | signed | trailer | docAuthor
    | docDate | docImprint | titlePart | speaker | stage | imprimatur | docEdition | label[parent::list]
    | headLabel | headItem | castItem | listBibl/bibl | listBibl/biblStruct | listPerson/person | listPerson/personGrp | listOrg/org
    | listPlace/place | listEvent/event" mode="m:text" as="element()" priority="1">
    <xsl:call-template name="t:block"/>
  </xsl:template>

  <!-- An author or a date within a line of a title page. -->
  <xsl:template match="(byline | docImprint | docEdition | titlePart | imprimatur)/(docAuthor | docDate)" mode="m:text" as="node()*" priority="2">
    <xsl:apply-templates mode="#current"/>
  </xsl:template>

  <!-- What begins a line of its own, with all that a format's layout asks of it: part, the id and
       the path that lead back, level of a heading, the items of lists that it stands in, the
       outermost first, with their numbers, depth of lists and quotations, direction. -->
  <xsl:template name="t:block" as="element()">
    <xsl:param name="grid" as="map(xs:string, xs:integer)" select="map { }" tunnel="yes"/>
    <xsl:variable name="items" as="element()*" select="f:items-of(.)"/>
    <block xmlns="" part="{f:part(.)}" id="{ancestor-or-self::*[@xml:id][1]/@xml:id}" path="{f:path(.)}"
      n="{if (self::p or self::ab) then @n else ''}" level="{f:level(.)}" depth="{count(ancestor-or-self::*[f:is-list(.)])}"
      quotes="{count(ancestor-or-self::*[self::quote or self::q or self::cit][parent::body or parent::div or parent::front or parent::back])}"
      set="{f:set-of(.) ! f:path(.)}" items="{$items ! f:path(.)}" numbers="{$items ! f:item-number(.)}"
      runs="{$items ! f:list-run(.)}" dir="{f:direction(f:lang(.))}" centred="{f:is-centred(.)}">
      <xsl:if test="self::row">
        <xsl:attribute name="cells" select="($grid(generate-id(ancestor::table[1])), f:widest(ancestor::table[1]))[1]"/>
        <xsl:attribute name="labels" select="@role = 'label' or (every $cell in cell satisfies $cell/@role = 'label')"/>
        <xsl:attribute name="simple" select="f:is-plain(ancestor::table[1])"/>
      </xsl:if>
      <xsl:sequence select="self::u[$reading][f:told-before(.) ne ''] ! f:mark-before(.)"/>
      <xsl:apply-templates mode="m:text"/>
      <xsl:if test="self::row and $reading">
        <xsl:value-of select="string-join((1 to ($grid(generate-id()), 0)[1]) ! ' | &#160;')"/>
      </xsl:if>
    </block>
  </xsl:template>

  <!-- What a block is to a reader. -->
  <xsl:function name="f:part" as="xs:string">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="
        if ($element/self::l or f:is-couplet($element)) then 'verse'
        else if ($element/self::head) then
          if ($element/parent::*[matches(local-name(), '^(div\d?|front|body|back|text|lg)$')]) then 'head' else 'caption'
        else if ($element/self::bibl or $element/self::biblStruct or $element/self::castItem) then 'item'
        else local-name($element)"/>
  </xsl:function>

  <!-- The level of a heading: how many divisions with a heading it stands in. -->
  <xsl:function name="f:level" as="xs:integer">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="count($element/ancestor::*[matches(local-name(), '^(div\d?|lg)$')][head] | $element/ancestor::floatingText[*/head])"/>
  </xsl:function>

  <!-- Whether nothing in an element begins a line, so that a format's marks can go round it. -->
  <xsl:function name="f:is-phrase" as="xs:boolean">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="empty($element//(p | ab | l | lg | list | listBibl | listPerson | listOrg | listPlace | listEvent | table
    | figure | floatingText | sp))"/>
  </xsl:function>

  <!-- The path of an element, in local names with positions. -->
  <xsl:function name="f:path" as="xs:string">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="string-join($element/ancestor-or-self::*/f:step(.))"/>
  </xsl:function>

  <xsl:function name="f:step" as="xs:string">
    <xsl:param name="element" as="element()"/>
    <xsl:variable name="counts" as="map(xs:QName, xs:integer)*" select="$element/accumulator-before('steps')"/>
    <xsl:sequence select="'/' || local-name($element) || '[' || $counts[last() - 1](node-name($element)) || ']'"/>
  </xsl:function>

  <!-- How many elements of each name began so far, in the document, in its element and so on: path() counts
       the siblings before each element anew. -->
  <xsl:accumulator name="steps" as="map(xs:QName, xs:integer)*" initial-value="map { }">
    <xsl:accumulator-rule match="*" select="
        $value[position() lt last()],
        map:put($value[last()], node-name(), ($value[last()](node-name()), 0)[1] + 1), map { }"/>
    <xsl:accumulator-rule match="*" phase="end" select="$value[position() lt last()]"/>
  </xsl:accumulator>

  <xsl:template match="hi | emph | foreign | mentioned | term | distinct | seg | s | w | c | pc | ref | title | name
    | num | measure | roleName | addName | forename | surname | nameLink | genName | geogName | country | region
    | settlement | district | am | date | time | quote | q | said | soCalled | bibl | biblScope | author | editor
    | publisher | pubPlace | idno | label | gloss | cit | email | address | addrLine | eventName | orgName | persName
    | placeName | rs | street | postCode | postBox | bloc | offset | locus | material | origDate | origPlace | objectName | stamp | seal | citedRange
    | msName | repository | institution | collection | g | m | measureGrp | unit | geo | phr | cl | rhyme | formula | code | lang | damage | restore | retrace
    | subst | app | rdgGrp | desc | figDesc | role | roleDesc | actor | analytic | monogr | series | imprint
    | edition | editors | textLang | extent
    | person | personGrp | org | place | event | birth | death | floruit | sex | occupation | nationality | education
    | faith | affiliation | residence | location | state | trait" mode="m:text" as="node()*">
    <xsl:apply-templates mode="m:text"/>
  </xsl:template>

  <!-- The halves of a verse: by seg, or by the break between them. -->
  <xsl:template match="seg[f:begins-half(.)]" mode="m:text" as="node()*" priority="1">
    <xsl:value-of select="f:mark-hemistich(.)"/>
    <xsl:apply-templates mode="m:text"/>
  </xsl:template>

  <xsl:template match="caesura" mode="m:text" as="node()*">
    <xsl:value-of select="f:mark-hemistich(.)"/>
  </xsl:template>

  <!-- Two lines that are one verse stand in one line. -->
  <xsl:template match="lg[f:is-couplet(.)]/l" mode="m:text" as="node()*" priority="2">
    <xsl:if test="preceding-sibling::l">
      <xsl:value-of select="f:mark-hemistich(.)"/>
    </xsl:if>
    <xsl:apply-templates mode="m:text"/>
  </xsl:template>

  <!-- What a file may write without a space between, as data: it is words apart all the same. -->
  <xsl:template match="*[f:follows-data(.)]"
    mode="m:text" as="node()*" priority="3">
    <xsl:if test="not(f:is-apart(.))">
      <xsl:value-of select="' '"/>
    </xsl:if>
    <xsl:next-match/>
  </xsl:template>

  <xsl:template match="space" mode="m:text" as="text()?">
    <xsl:if test="not(f:is-apart(.))">
      <xsl:value-of select="' '"/>
    </xsl:if>
  </xsl:template>

  <!-- Whether the received text has white space where an element begins. In the reading text it does not
       matter: of several spaces one is left. -->
  <xsl:function name="f:is-apart" as="xs:boolean">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="
        not($reading)
        and (matches(string($element/preceding::text()[f:is-received(.)][1]), '\s$')
          or matches(string(($element/descendant::text(), $element/following::text())[f:is-received(.)][1]), '^\s'))"/>
  </xsl:function>

  <!-- Whether a text node stands in the received text, and is no layout between two states. -->
  <xsl:function name="f:is-received" as="xs:boolean">
    <xsl:param name="text" as="text()"/>
    <xsl:sequence select="
        not(normalize-space($text) eq '' and $text/(parent::app | parent::rdgGrp | parent::choice | parent::subst))
        and empty($text/ancestor::*[self::note | self::witDetail | self::wit | self::supplied | self::ex | .[f:is-passed-over(., false())]])"/>
  </xsl:function>

  <xsl:template match="unclear" mode="m:text" as="node()*">
    <xsl:apply-templates mode="m:text"/>
    <xsl:if test="$reading">
      <xsl:value-of select="f:mark-unclear()"/>
    </xsl:if>
  </xsl:template>

  <!-- Of two states of the text the one that the form is about. -->
  <xsl:template match="choice" mode="m:text" as="node()*">
    <xsl:variable name="received" as="element()?" select="(sic, orig, abbr, *)[1]"/>
    <xsl:variable name="edited" as="element()?" select="(corr, reg, expan, *)[1]"/>
    <xsl:apply-templates select="if ($reading) then $edited else $received" mode="m:text"/>
  </xsl:template>

  <xsl:template match="sic | corr | orig | reg | abbr | expan | add" mode="m:text" as="node()*">
    <xsl:apply-templates mode="m:text"/>
  </xsl:template>

  <xsl:template match="supplied | ex" mode="m:text" as="node()*">
    <xsl:if test="$reading">
      <xsl:apply-templates mode="m:text"/>
    </xsl:if>
  </xsl:template>

  <xsl:template match="lem | rdg" mode="m:text" as="node()*">
    <xsl:if test="f:is-taken(., $reading)">
      <xsl:apply-templates mode="m:text"/>
    </xsl:if>
  </xsl:template>

  <xsl:template match="del | surplus" mode="m:text" as="node()*">
    <xsl:if test="not($reading) or parent::restore">
      <xsl:apply-templates mode="m:text"/>
    </xsl:if>
  </xsl:template>

  <xsl:template match="gap" mode="m:text" as="text()">
    <xsl:value-of select="f:mark-gap()"/>
  </xsl:template>

  <xsl:template match="lb" mode="m:text" as="text()?">
    <xsl:if test="not(@break = 'no') and not(matches(string(preceding-sibling::node()[1]), '\s$'))">
      <xsl:value-of select="' '"/>
    </xsl:if>
  </xsl:template>

  <!-- A page begins: of several paginations the one that the text's first break has. -->
  <xsl:template match="pb" mode="m:text" as="node()*">
    <xsl:if test="$reading and $pages and f:is-page(.) and not(ancestor::note)">
      <xsl:choose>
        <xsl:when test="parent::*[matches(local-name(), '^(text|group|front|body|back|div\d?|lg|list|list(Bibl|Person|Org|Place|Event)|table|figure|floatingText|titlePage|sp)$')]">
          <block xmlns="" part="page" id="{ancestor-or-self::*[@xml:id][1]/@xml:id}" path="{f:path(.)}" dir="{f:direction(f:lang(.))}">{f:mark-page(.)}</block>
        </xsl:when>
        <xsl:otherwise>
          <xsl:value-of select="f:mark-page(.)"/>
        </xsl:otherwise>
      </xsl:choose>
    </xsl:if>
  </xsl:template>

  <!-- The numbers of the last page that ended and of the page that a node stands on. -->
  <xsl:accumulator name="page" as="xs:string*" initial-value="()">
    <xsl:accumulator-rule match="text//pb[f:is-page(.)][f:is-read(.)][not(ancestor::note)]" select="$value[last()], string(@n)"/>
  </xsl:accumulator>

  <!-- The place of a picture, in the reading text. What describes it is text, and stands beside it. -->
  <xsl:template match="graphic | media" mode="m:text" as="node()*">
    <xsl:if test="$reading">
      <xsl:sequence select="f:mark-picture(.)"/>
      <xsl:value-of select="' '[current()/parent::figure]"/>
    </xsl:if>
    <xsl:apply-templates mode="m:text"/>
  </xsl:template>

  <!-- What plain text shows of a picture: that it is one, and its file where nothing describes it. -->
  <xsl:function name="f:picture" as="xs:string">
    <xsl:param name="picture" as="element()"/>
    <xsl:variable name="file" as="xs:string" select="string(tokenize($picture/@url, '[/\\]')[last()])"/>
    <xsl:sequence select="
        '[' || f:label('figure') || (if ($file eq '' or f:described($picture) ne '') then '' else ':&#160;' || replace(translate($file, '[]', '()'), '\s', '%20')) || ']'"/>
  </xsl:function>

  <!-- The description of a picture: its own, its figure's, else its figure's heading. -->
  <xsl:function name="f:described" as="xs:string">
    <xsl:param name="picture" as="element()"/>
    <xsl:variable name="told" as="element()*" select="$picture/desc, $picture/parent::figure/figDesc, $picture/parent::figure/head"/>
    <xsl:sequence select="($told ! normalize-space(string-join(f:reading(.)))[. ne ''], '')[1]"/>
  </xsl:function>

  <xsl:template match="anchor | milestone | cb | gb | fw | ptr | index | handShift | metamark
    | interp | interpGrp | spanGrp
    | addSpan | delSpan | damageSpan | lacunaStart | lacunaEnd | witStart | witEnd
    | linkGrp | link | divGen | standOff | teiHeader | witDetail | wit | listTranspose" mode="m:text"/>

  <xsl:template match="note" mode="m:text" as="text()?">
    <xsl:if test="$reading and $notes">
      <xsl:value-of select="f:mark-note(f:note-number(.))"/>
    </xsl:if>
  </xsl:template>

  <!-- A note within a note stands where it is, in brackets. -->
  <xsl:template match="note//note" mode="m:text" as="node()*" priority="1">
    <xsl:value-of select="' ('"/>
    <xsl:apply-templates mode="m:text"/>
    <xsl:value-of select="')'"/>
  </xsl:template>
</xsl:stylesheet>
