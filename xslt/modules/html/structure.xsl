<?xml version="1.0" encoding="UTF-8"?>
<!-- In: a text and its blocks. Out: the article, with numbered paragraphs. The article's own text is
     the source's; whatever the edition adds carries data-edition, so that a program can tell. -->
<xsl:stylesheet version="3.0" expand-text="yes"
  xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:xs="http://www.w3.org/2001/XMLSchema"
  xmlns:f="https://tahqiq.example/ns/functions"
  xmlns:m="https://tahqiq.example/ns/modes"
  xmlns:t="https://tahqiq.example/ns/templates"
  xpath-default-namespace="http://www.tei-c.org/ns/1.0"
  exclude-result-prefixes="#all">

  <xsl:template match="TEI" mode="m:html" as="element()*">
    <div class="title-block">
      <h1><xsl:call-template name="t:title"/></h1>
      <xsl:if test="f:text-mark(.) ne ''">
        <p class="of-series">{f:text-mark(.)}</p>
      </xsl:if>
      <xsl:for-each select="f:in-language(teiHeader/fileDesc/titleStmt/title[@type = 'sub'])">
        <p class="subtitle" lang="{f:lang(.)}" dir="{f:direction(f:lang(.))}"><xsl:apply-templates select="node()" mode="m:header-html"/></p>
      </xsl:for-each>
      <p class="about"><a href="{@xml:id}.about.html">{f:label('about')}</a> · <a href="{$root}tei/{@xml:id}.xml" download="download">{f:label('download-tei')}</a></p>
    </div>
    <div class="desk">
      <xsl:call-template name="t:side"/>
      <div class="folio" dir="{f:direction(f:lang((text, .)[1]))}">
        <article class="reading" lang="{f:lang((text, .)[1])}" dir="{f:direction(f:lang((text, .)[1]))}" aria-label="{f:label('text')}">
          <xsl:apply-templates select="text" mode="m:html"/>
        </article>
        <xsl:call-template name="t:notes"/>
        <xsl:call-template name="t:apparatus"/>
        <xsl:call-template name="t:variants"/>
      </div>
    </div>
  </xsl:template>

  <xsl:template match="standOff | teiHeader | facsimile | sourceDoc" mode="m:html"/>

  <xsl:template match="text | group | front | body | back | div | div1 | div2 | div3 | div4 | div5 | div6 | div7
    | set | prologue | epilogue | performance | lg | floatingText
    | titlePage | docTitle | epigraph | opener | closer | postscript | argument | sp | castList | castGroup | cit[ancestor::quote or parent::body or parent::div or parent::front or parent::back or parent::epigraph]"
    mode="m:html" as="element()">
    <xsl:variable name="within" as="xs:boolean" select="f:is-in-phrase(.)"/>
    <xsl:element name="{if ($within) then 'span' else 'div'}">
      <xsl:attribute name="class" select="string-join((local-name(), 'block'[$within]), ' ')"/>
      <xsl:call-template name="t:attributes"/>
      <xsl:apply-templates mode="m:html"/>
    </xsl:element>
  </xsl:template>

  <!-- Whether an element stands in what HTML holds to be a phrase, where it can be no block. -->
  <xsl:function name="f:is-in-phrase" as="xs:boolean">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="
        exists($element/ancestor::*[self::p or self::ab or self::head or self::l or self::item or self::cell or self::note or self::stage
          or self::speaker or self::label or self::figure or (self::quote | self::q | self::said | self::cit)[not(parent::body or parent::div
          or parent::front or parent::back or parent::epigraph)] or f:is-further-phrase(.)])"/>
  </xsl:function>

  <xsl:template match="p | ab" mode="m:html" as="element()">
    <p>
      <xsl:if test="f:is-centred(.)">
        <xsl:attribute name="class" select="'centred'"/>
      </xsl:if>
      <xsl:call-template name="t:attributes"/>
      <xsl:call-template name="t:unit-number"/>
      <xsl:apply-templates mode="m:html"/>
    </p>
  </xsl:template>

  <!-- A paragraph within what HTML holds to be a phrase (a note, a quotation in a sentence, a cell). -->
  <xsl:template match="(p | ab | note | quote | q | said | item | cell | figDesc | desc)//(p | ab)" mode="m:html"
    priority="2" as="element()">
    <span class="{if (f:is-opening(.)) then 'p' else 'block'}">
      <xsl:call-template name="t:attributes"/>
      <xsl:apply-templates mode="m:html"/>
    </span>
  </xsl:template>

  <!-- Whether a paragraph begins an item or a note, whose number stands in its line. -->
  <xsl:function name="f:is-opening" as="xs:boolean">
    <xsl:param name="paragraph" as="element()"/>
    <xsl:sequence select="
        exists($paragraph/(parent::item | parent::note)) and empty($paragraph/preceding-sibling::node()[self::* or normalize-space()])
        and empty($paragraph/following-sibling::text()[normalize-space()])"/>
  </xsl:function>

  <xsl:template match="l | byline | dateline | salute | signed | trailer | docAuthor | docDate | docImprint
    | titlePart | speaker | stage | imprimatur | docEdition | castItem | headLabel | headItem" mode="m:html" as="element()">
    <span class="block {local-name()}">
      <xsl:call-template name="t:attributes"/>
      <xsl:apply-templates mode="m:html"/>
    </span>
  </xsl:template>

  <!-- An author or a date within a line of a title page. -->
  <xsl:template match="(byline | docImprint | docEdition | titlePart | imprimatur)/(docAuthor | docDate)" mode="m:html" priority="1" as="element()">
    <span class="{local-name()}">
      <xsl:call-template name="t:attributes"/>
      <xsl:apply-templates mode="m:html"/>
    </span>
  </xsl:template>

  <xsl:template match="head" mode="m:html" as="element()">
    <xsl:element name="h{min((count(ancestor::*[self::div or self::lg or self::div1 or self::div2 or self::div3 or self::div4][head] | ancestor::floatingText[*/head]) + 1, 6))}">
      <xsl:call-template name="t:attributes"/>
      <xsl:if test="not(@xml:id) and not(../@xml:id) and f:is-section(..) and . is ../head[1]">
        <xsl:attribute name="id" select="f:section-id(..)"/>
      </xsl:if>
      <xsl:apply-templates mode="m:html"/>
    </xsl:element>
  </xsl:template>

  <!-- A heading of nothing heads nothing. -->
  <xsl:template match="head[not(* or normalize-space())]" mode="m:html" priority="3"/>

  <xsl:template match="(list | table | figure | note | listApp | listBibl | listPerson | listOrg | listPlace | listEvent | q | quote | said
    | floatingText | p | item | cell | castList | castGroup
    | set | prologue | epilogue | performance)/head | head[f:is-in-phrase(.)]"
    mode="m:html" priority="2" as="element()">
    <span class="block head">
      <xsl:apply-templates mode="m:html"/>
    </span>
  </xsl:template>

  <!-- Lists, tables and figures may stand inside paragraphs in TEI, which HTML forbids: they are
       built of phrases that carry the roles of what they are. -->
  <xsl:template match="list | listBibl | listPerson | listOrg | listPlace | listEvent" mode="m:html" as="element()">
    <span class="block list" role="list">
      <xsl:apply-templates mode="m:html"/>
    </span>
  </xsl:template>

  <xsl:template match="item | listBibl/bibl | listBibl/biblStruct | listPerson/person | listPerson/personGrp | listOrg/org
    | listPlace/place | listEvent/event" mode="m:html" priority="1" as="element()">
    <span class="block item" role="listitem">
      <xsl:call-template name="t:attributes"/>
      <xsl:call-template name="t:item-number"/>
      <xsl:apply-templates mode="m:html"/>
    </span>
  </xsl:template>

  <!-- The number of an item of a numbered list. -->
  <xsl:template name="t:item-number" as="element()?">
    <xsl:variable name="number" as="xs:integer" select="f:item-number(.)"/>
    <xsl:if test="$number ne 0">
      <span class="item-number" data-edition="number">{f:digits(string($number))}. </span>
    </xsl:if>
  </xsl:template>

  <xsl:template match="table" mode="m:html" as="element()">
    <span class="table" role="table">
      <xsl:call-template name="t:attributes"/>
      <xsl:apply-templates mode="m:html"/>
    </span>
  </xsl:template>

  <xsl:template match="row" mode="m:html" as="element()">
    <span class="row" role="row">
      <xsl:call-template name="t:attributes"/>
      <xsl:apply-templates select="cell" mode="m:html"/>
    </span>
  </xsl:template>

  <xsl:template match="cell" mode="m:html" as="element()">
    <span class="cell" role="{if (@role = 'label' or ../@role = 'label') then 'columnheader' else 'cell'}">
      <xsl:call-template name="t:attributes"/>
      <xsl:apply-templates mode="m:html"/>
    </span>
  </xsl:template>

  <!-- A picture by itself is a part of the line that it stands in. -->
  <xsl:template match="figure | graphic" mode="m:html" as="element()">
    <span class="figure{if (self::graphic and not(parent::figure) and f:is-within-line(.)) then '' else ' block'}">
      <xsl:if test="self::graphic or empty(graphic)">
        <span data-edition="figure">[{f:label('figure')}]</span>
      </xsl:if>
      <xsl:apply-templates mode="m:html"/>
    </span>
  </xsl:template>

  <!-- The number of a unit, a link to itself: what a reader cites. One without a number has a mark. -->
  <xsl:template name="t:unit-number" as="element()?">
    <xsl:if test="@xml:id and not(ancestor::note)">
      <xsl:variable name="number" as="xs:string" select="f:digits(string(@n))"/>
      <a class="unit-number{if (@n) then '' else ' unnumbered'}" data-edition="number" data-unit="{@xml:id}" href="#{@xml:id}"
        aria-label="{if (@n) then f:label('paragraph-n', map { 'n': $number }) else f:label('unit')}">{(@n ! $number, '¶')[1]}</a>
    </xsl:if>
  </xsl:template>

  <!-- id, language and direction, where an element has them of its own. -->
  <xsl:template name="t:attributes" as="attribute()*">
    <xsl:if test="@xml:id">
      <xsl:attribute name="id" select="@xml:id"/>
    </xsl:if>
    <xsl:if test="@xml:lang">
      <xsl:attribute name="lang" select="f:lang(.)"/>
      <xsl:attribute name="dir" select="f:direction(f:lang(.))"/>
    </xsl:if>
  </xsl:template>
</xsl:stylesheet>
