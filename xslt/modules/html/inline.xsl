<?xml version="1.0" encoding="UTF-8"?>
<!-- In: text nodes and the phrases of a paragraph. Out: the same letters; runs of a foreign direction
     in bdi, text that belongs to a name in a link to its record. -->
<xsl:stylesheet version="3.0" expand-text="yes"
  xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:xs="http://www.w3.org/2001/XMLSchema"
  xmlns:f="https://tahqiq.example/ns/functions"
  xmlns:m="https://tahqiq.example/ns/modes"
  xmlns:t="https://tahqiq.example/ns/templates"
  xpath-default-namespace="http://www.tei-c.org/ns/1.0"
  exclude-result-prefixes="#all">

  <xsl:template match="text()" mode="m:html m:header-html" as="node()*">
    <xsl:param name="href" as="xs:string?" tunnel="yes"/>
    <xsl:choose>
      <xsl:when test="$href and normalize-space() ne ''">
        <a href="{$href}"><xsl:sequence select="f:isolated(.)"/></a>
      </xsl:when>
      <xsl:otherwise>
        <xsl:sequence select="f:isolated(.)"/>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- White space between blocks is an editor's layout, not text. -->
  <xsl:template match="(TEI | text | group | front | body | back | div | div1 | div2 | div3 | div4 | div5 | div6 | div7 | lg | list
    | listBibl | listPerson | listOrg | listPlace | listEvent | table | row | figure | floatingText | titlePage | standOff | sp
    | castList | castGroup | choice | app
    | rdgGrp | subst | set | prologue | epilogue | performance)/text()[normalize-space() = '']" mode="m:html" priority="1"/>

  <!-- A text node with each run of the other direction in an isolating element; not a part of one that goes on over
       several elements, unless it is within a word: of those one isolate is made (words.xsl). -->
  <xsl:function name="f:isolated" as="node()*">
    <xsl:param name="text" as="text()"/>
    <xsl:choose>
      <xsl:when test="matches($text, $left-letter) and f:direction(f:lang($text)) = 'rtl' and f:run-goes-on($text) and not(f:word-goes-on($text))">
        <xsl:variable name="edges" as="xs:string+" select="f:edges($text)"/>
        <xsl:variable name="language" as="xs:string" select="f:lang($text)"/>
        <xsl:choose>
          <xsl:when test="string-join($edges[position() gt 1]) eq ''">
            <xsl:sequence select="$text"/>
          </xsl:when>
          <xsl:otherwise>
            <xsl:sequence select="f:edge($edges[1], $language, f:comes-on($text)), f:isolated-in($edges[2], $language), f:edge($edges[3], $language, f:runs-on($text))"/>
          </xsl:otherwise>
        </xsl:choose>
      </xsl:when>
      <xsl:otherwise>
        <xsl:sequence select="f:isolated-in(string($text), f:lang($text))"/>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:function>

  <xsl:function name="f:edge" as="node()*">
    <xsl:param name="text" as="xs:string"/>
    <xsl:param name="language" as="xs:string"/>
    <xsl:param name="goes-on" as="xs:boolean"/>
    <xsl:choose>
      <xsl:when test="$goes-on">
        <xsl:text>{$text}</xsl:text>
      </xsl:when>
      <xsl:otherwise>
        <xsl:sequence select="f:isolated-in($text, $language)"/>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:function>

  <!-- The same for a string of a language. -->
  <xsl:function name="f:isolated-in" as="node()*">
    <xsl:param name="text" as="xs:string"/>
    <xsl:param name="language" as="xs:string"/>
    <xsl:variable name="own" as="xs:string" select="f:direction($language)"/>
    <xsl:choose>
      <xsl:when test="not(f:has-foreign($text, $own))">
        <xsl:text>{$text}</xsl:text>
      </xsl:when>
      <xsl:otherwise>
        <xsl:analyze-string select="$text" regex="{if ($own = 'rtl') then $latin-run else $arabic-run}">
          <xsl:matching-substring>
            <bdi dir="{if ($own = 'rtl') then 'ltr' else 'rtl'}">
              <xsl:if test="$own = 'ltr'">
                <xsl:attribute name="lang" select="'ar'"/>
              </xsl:if>
              <xsl:text>{.}</xsl:text>
            </bdi>
          </xsl:matching-substring>
          <xsl:non-matching-substring>
            <xsl:text>{.}</xsl:text>
          </xsl:non-matching-substring>
        </xsl:analyze-string>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:function>

  <xsl:template match="hi | emph | foreign | mentioned | term | distinct | seg | s | w | c | pc | ref | title
    | name | num | measure | roleName | addName | forename | surname | nameLink | genName | geogName | country | region
    | settlement | district | abbr | expan | am | date | time | quote | q | said | soCalled | bibl | biblScope
    | author | editor | publisher | pubPlace | idno | label | gloss | cit | email | address | addrLine | eventName
    | orgName | persName | placeName | rs | street | postCode | postBox | bloc | offset | locus | material | origDate | origPlace | objectName | stamp | seal | citedRange
    | msName | repository | institution | collection | g | m | measureGrp | unit | geo | phr | cl | caesura | rhyme | formula | code | lang | desc | figDesc
    | role | roleDesc | actor | analytic | monogr | series | imprint | edition | textLang | extent
    | person | personGrp | org | place | event | birth | death | floruit | sex | occupation | nationality | education
    | faith | affiliation | residence | location | state | trait"
    mode="m:html" as="element()">
    <span class="{string-join((local-name(), @type, f:flags(.)), ' ')}">
      <xsl:call-template name="t:attributes"/>
      <xsl:apply-templates mode="m:html"/>
    </span>
  </xsl:template>

  <!-- Letters of an abbreviation that its editors wrote out are no part of the received text. -->
  <xsl:template match="ex" mode="m:html" as="element()">
    <span class="supplied ex">
      <xsl:call-template name="t:attributes"/>
      <xsl:apply-templates mode="m:html"/>
    </span>
  </xsl:template>

  <!-- The halves of a verse are words apart, whether the file has a space between them or not. -->
  <xsl:template match="seg[f:begins-half(.)] | caesura" mode="m:html" priority="2" as="node()*">
    <xsl:text> </xsl:text>
    <xsl:next-match/>
  </xsl:template>

  <!-- Two lines that are one verse, as some projects write its halves. -->
  <xsl:template match="lg[f:is-couplet(.)]" mode="m:html" priority="1" as="element()">
    <span class="block l">
      <xsl:call-template name="t:attributes"/>
      <xsl:apply-templates mode="m:html"/>
    </span>
  </xsl:template>

  <xsl:template match="lg[f:is-couplet(.)]/l" mode="m:html" priority="1" as="node()*">
    <xsl:if test="preceding-sibling::l">
      <xsl:text> </xsl:text>
    </xsl:if>
    <span class="seg">
      <xsl:call-template name="t:attributes"/>
      <xsl:apply-templates mode="m:html"/>
    </span>
  </xsl:template>

  <!-- What a file may write without a space between, as data: it is words apart all the same. -->
  <xsl:template match="*[f:follows-data(.)]"
    mode="m:html" as="node()*" priority="4">
    <xsl:text> </xsl:text>
    <xsl:next-match/>
  </xsl:template>

  <xsl:template match="space" mode="m:html" as="text()">
    <xsl:text> </xsl:text>
  </xsl:template>

  <!-- Shape alone, where a source says it by @rend or @rendition. -->
  <xsl:template match="hi" mode="m:html" priority="1" as="element()">
    <xsl:element name="{if (matches(@rend, 'bold')) then 'b' else if (matches(@rend, 'sup') and not(matches(@rend, 'line'))) then 'sup' else if (matches(@rend, 'sub') and not(matches(@rend, 'line'))) then 'sub' else 'span'}">
      <xsl:attribute name="class" select="'hi'"/>
      <xsl:call-template name="t:attributes"/>
      <xsl:apply-templates mode="m:html"/>
    </xsl:element>
  </xsl:template>

  <!-- A quotation that stands alone between paragraphs. -->
  <xsl:template match="(body | div | front | back)/quote | (body | div | front | back)/q" mode="m:html" priority="2" as="element()">
    <blockquote>
      <xsl:call-template name="t:attributes"/>
      <xsl:apply-templates mode="m:html"/>
    </blockquote>
  </xsl:template>

  <xsl:template match="ref[matches(@target, '^https?://')]" mode="m:html m:header-html" priority="2" as="element()">
    <a class="ref" href="{f:address(@target)}">
      <xsl:apply-templates mode="#current">
        <xsl:with-param name="href" select="()" tunnel="yes"/>
        <xsl:with-param name="linked" select="true()" tunnel="yes"/>
      </xsl:apply-templates>
    </a>
  </xsl:template>

  <!-- No link stands within another: of a reference that holds such its own words are links. -->
  <xsl:template match="ref[matches(@target, '^https?://')][.//(note | said | quote | ref | app | choice | supplied | add | del | surplus | ex)]"
    mode="m:html m:header-html" priority="2.5" as="element()">
    <span class="ref">
      <xsl:apply-templates mode="#current">
        <xsl:with-param name="href" select="f:address(@target)" tunnel="yes"/>
      </xsl:apply-templates>
    </span>
  </xsl:template>

  <xsl:template match="date[@when | @from | @to | @notBefore | @notAfter]" mode="m:html" priority="1" as="element()">
    <xsl:variable name="machine" as="xs:boolean"
      select="@when castable as xs:date or @when castable as xs:gYearMonth"/>
    <xsl:element name="{if ($machine) then 'time' else 'span'}">
      <xsl:attribute name="class" select="string-join(('date', @type), ' ')"/>
      <xsl:if test="$machine">
        <xsl:attribute name="datetime" select="@when"/>
      </xsl:if>
      <xsl:attribute name="title" select="f:date-text(.)"/>
      <xsl:call-template name="t:attributes"/>
      <xsl:apply-templates mode="m:html"/>
    </xsl:element>
  </xsl:template>

  <xsl:template match="lb" mode="m:html" as="element()?">
    <xsl:variable name="unit" as="element()" select="(f:unit(.), ..)[1]"/>
    <xsl:if test="not(@break = 'no') and exists($unit/descendant::text()[. &lt;&lt; current()][normalize-space()])">
      <br/>
    </xsl:if>
  </xsl:template>

  <!-- Of several paginations, those of the first. -->
  <xsl:template match="pb[not(f:is-page(.))]" mode="m:html" priority="1"/>

  <xsl:template match="pb" mode="m:html" as="element()">
    <span class="pb" data-edition="page" role="doc-pagebreak" aria-label="{f:label('page-break', map { 'n': string(@n) })}">{f:digits(string(@n))}</span>
  </xsl:template>

  <xsl:template match="anchor | milestone | cb | gb | fw | ptr | index | handShift | metamark | media
    | interp | interpGrp | spanGrp
    | addSpan | delSpan | damageSpan | lacunaStart | lacunaEnd | witStart | witEnd
    | linkGrp | link | divGen | witDetail | wit | listTranspose" mode="m:html"/>

  <!-- Properties of an element that the style sheet shows, as class names. -->
  <xsl:function name="f:flags" as="xs:string*">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="
        tokenize($element/@ana)[starts-with(., '#')] ! substring(., 2),
        if ($element/@direct = 'true') then 'direct' else ()"/>
  </xsl:function>
</xsl:stylesheet>
