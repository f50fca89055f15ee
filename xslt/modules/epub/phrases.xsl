<?xml version="1.0" encoding="UTF-8"?>
<!-- In: the phrases that a book writes otherwise than a page of the site. Out: the reading text, with a
     marker after what the editors changed; names without links, pages with an id to go to. -->
<xsl:stylesheet version="3.0" expand-text="yes"
  xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:xs="http://www.w3.org/2001/XMLSchema"
  xmlns:epub="http://www.idpf.org/2007/ops"
  xmlns:f="https://tahqiq.example/ns/functions"
  xmlns:m="https://tahqiq.example/ns/modes"
  xmlns:t="https://tahqiq.example/ns/templates"
  xpath-default-namespace="http://www.tei-c.org/ns/1.0"
  exclude-result-prefixes="#all">

  <xsl:template match="choice" mode="m:html" priority="1" as="node()*">
    <xsl:variable name="state" as="element()?" select="f:state(., true())"/>
    <span class="corr">
      <xsl:apply-templates select="if ($state/(self::corr | self::reg | self::expan)) then $state/node() else $state" mode="m:html"/>
    </span>
    <xsl:if test="f:is-change(.)">
      <xsl:call-template name="t:marker"/>
    </xsl:if>
  </xsl:template>

  <xsl:template match="supplied" mode="m:html" as="node()*">
    <span class="supplied">
      <xsl:apply-templates mode="m:html"/>
    </span>
    <xsl:if test="f:is-change(.)">
      <xsl:call-template name="t:marker"/>
    </xsl:if>
  </xsl:template>

  <!-- The reading text has none of these. -->
  <xsl:template match="del | surplus" mode="m:html" as="element()?">
    <xsl:if test="f:is-change(.)">
      <xsl:call-template name="t:marker"/>
    </xsl:if>
  </xsl:template>

  <!-- What replaced something stands before the marker of what it replaced. -->
  <xsl:template match="subst" mode="m:html" as="node()*">
    <xsl:next-match/>
    <xsl:for-each select="del[f:is-change(.)]">
      <xsl:call-template name="t:marker"/>
    </xsl:for-each>
  </xsl:template>

  <xsl:template match="subst/del" mode="m:html" priority="1"/>

  <xsl:template match="restore/del" mode="m:html" priority="1" as="node()*">
    <xsl:apply-templates mode="m:html"/>
  </xsl:template>

  <xsl:template match="app[not(f:is-listed(.))] | add | expan[.//ex] | ex" mode="m:html" as="node()*">
    <xsl:next-match/>
    <xsl:if test="f:is-change(.) and empty(f:last-line(.))">
      <xsl:call-template name="t:marker"/>
    </xsl:if>
  </xsl:template>

  <!-- The marker of an entry that holds paragraphs or verses stands behind the last word of the last. -->
  <xsl:template match="(p | ab | l)[ancestor::app][not(f:is-couplet(..))] | lg[ancestor::app][f:is-couplet(.)]" mode="m:html" priority="6" as="node()*">
    <xsl:variable name="line" as="element()" select="."/>
    <xsl:variable name="made" as="node()*">
      <xsl:next-match/>
    </xsl:variable>
    <xsl:for-each select="$made">
      <xsl:copy>
        <xsl:sequence select="@*, node()"/>
        <xsl:for-each select="f:ended-with($line)[f:is-change(.)]">
          <xsl:call-template name="t:marker"/>
        </xsl:for-each>
      </xsl:copy>
    </xsl:for-each>
  </xsl:template>

  <xsl:template match="(lem | rdg)[not(f:is-taken(., true()))]" mode="m:html" priority="1"/>

  <xsl:template match="*[@ref][exists(f:record(.))]" mode="m:html" priority="3" as="element()">
    <span class="name {local-name()}">
      <xsl:call-template name="t:attributes"/>
      <xsl:apply-templates mode="m:html"/>
    </span>
  </xsl:template>

  <!-- Who speaks is told in the margin of the site, which a book does not have; that something is denied is
       told where it is said. -->
  <xsl:template name="t:voiced" as="element()">
    <xsl:param name="kind" as="xs:string"/>
    <xsl:param name="label" as="node()*"/>
    <span class="{string-join(($kind, local-name(), f:flags(.)), ' ')}">
      <xsl:call-template name="t:attributes"/>
      <xsl:sequence select="$label[@data-edition = 'flag']" xpath-default-namespace=""/>
      <xsl:apply-templates mode="m:html"/>
    </span>
  </xsl:template>

  <xsl:template match="lb[f:is-told-line(.)]" mode="m:html" priority="1" as="node()*">
    <xsl:text>{if (@break = 'no') then '' else ' '}</xsl:text>
    <span class="lb" data-edition="line">|{f:digits(@n)} </span>
  </xsl:template>

  <!-- Lines of the source's page are not those of a reading system. -->
  <xsl:template match="lb" mode="m:html" as="text()?">
    <xsl:if test="not(@break = 'no')">
      <xsl:text> </xsl:text>
    </xsl:if>
  </xsl:template>

  <xsl:template match="*[f:follows-data(.)]" mode="m:html" as="node()*" priority="4">
    <xsl:text> </xsl:text>
    <xsl:next-match/>
  </xsl:template>

  <!-- An instant of a calendar is said by the machine-readable attribute alone. -->
  <xsl:template match="date[@when | @from | @to | @notBefore | @notAfter]" mode="m:html" priority="1" as="element()">
    <xsl:element name="{if (@when castable as xs:date or @when castable as xs:gYearMonth) then 'time' else 'span'}">
      <xsl:attribute name="class" select="'date'"/>
      <xsl:if test="@when castable as xs:date or @when castable as xs:gYearMonth">
        <xsl:attribute name="datetime" select="@when"/>
      </xsl:if>
      <xsl:call-template name="t:attributes"/>
      <xsl:apply-templates mode="m:html"/>
    </xsl:element>
  </xsl:template>

  <xsl:template match="pb" mode="m:html" as="element()?">
    <xsl:if test="f:is-page(.)">
      <span class="pb" data-edition="page" epub:type="pagebreak" role="doc-pagebreak" id="{f:page-id(.)}"
        aria-label="{f:label('page-break', map { 'n': string(@n) })}">{if (f:is-within-word(.)) then '' else '[' || f:digits(@n) || ']'}</span>
    </xsl:if>
  </xsl:template>

  <!-- Whether a break stands between two letters of a word, which a number there would part. -->
  <xsl:function name="f:is-within-word" as="xs:boolean">
    <xsl:param name="break" as="element(pb)"/>
    <xsl:sequence select="
        matches(string($break/preceding::text()[1]), '[\p{L}\p{M}]$') and matches(string($break/following::text()[1]), '^\p{L}')"/>
  </xsl:function>

  <xsl:accumulator name="breaks" as="xs:integer" initial-value="0">
    <xsl:accumulator-rule match="text//pb" select="$value + 1"/>
  </xsl:accumulator>

  <xsl:function name="f:page-id" as="xs:string">
    <xsl:param name="break" as="element(pb)"/>
    <xsl:sequence select="string(($break/@xml:id, 'page-' || $break/accumulator-before('breaks'))[1])"/>
  </xsl:function>

  <!-- A list's role holds only where nothing but items stands in it. -->
  <xsl:template match="list | listBibl | listPerson | listOrg | listPlace | listEvent | castList | castGroup" mode="m:html" as="element()">
    <xsl:variable name="pure" as="xs:boolean" select="every $child in * satisfies $child/(self::item | self::bibl | self::biblStruct | self::castItem | self::person | self::personGrp
        | self::org | self::place | self::event)"/>
    <span class="block list">
      <xsl:if test="$pure">
        <xsl:attribute name="role" select="'list'"/>
      </xsl:if>
      <xsl:apply-templates mode="m:html">
        <xsl:with-param name="in-list" select="$pure" tunnel="yes"/>
      </xsl:apply-templates>
    </span>
  </xsl:template>

  <xsl:template match="item | listBibl/bibl | listBibl/biblStruct | listPerson/person | listPerson/personGrp | listOrg/org
    | listPlace/place | listEvent/event | castItem" mode="m:html" priority="1" as="element()">
    <xsl:param name="in-list" as="xs:boolean" tunnel="yes" select="false()"/>
    <span class="{string-join(('block item', f:item-number(.)[. ne 0] ! 'numbered', preceding-sibling::*[1]/self::label ! 'labelled'), ' ')}">
      <xsl:if test="$in-list">
        <xsl:attribute name="role" select="'listitem'"/>
      </xsl:if>
      <xsl:call-template name="t:attributes"/>
      <xsl:call-template name="t:item-number"/>
      <xsl:apply-templates mode="m:html"/>
    </span>
  </xsl:template>

  <!-- A table that stands among paragraphs is a table; one within a sentence keeps its roles. -->
  <xsl:template match="table[not(ancestor::p | ancestor::note | ancestor::item | ancestor::cell | ancestor::quote | ancestor::q)]"
    mode="m:html" priority="1" as="element()*">
    <xsl:apply-templates select="pb" mode="m:html"/>
    <table class="table">
      <xsl:call-template name="t:attributes"/>
      <xsl:for-each select="head[1]">
        <caption><xsl:apply-templates mode="m:html"/></caption>
      </xsl:for-each>
      <tbody>
        <xsl:for-each select="row">
          <tr class="row">
            <xsl:call-template name="t:attributes"/>
            <xsl:for-each select="cell">
              <xsl:variable name="heads" as="xs:boolean" select="(@role = 'label' or ../@role = 'label') and normalize-space()"/>
              <xsl:element name="{if ($heads) then 'th' else 'td'}">
                <xsl:attribute name="class" select="'cell'"/>
                <xsl:call-template name="t:attributes"/>
                <xsl:if test="@cols castable as xs:positiveInteger">
                  <xsl:attribute name="colspan" select="@cols"/>
                </xsl:if>
                <xsl:if test="@rows castable as xs:positiveInteger">
                  <xsl:attribute name="rowspan" select="@rows"/>
                </xsl:if>
                <xsl:if test="$heads">
                  <xsl:attribute name="scope" select="if (../@role = 'label') then 'col' else 'row'"/>
                </xsl:if>
                <xsl:apply-templates mode="m:html"/>
              </xsl:element>
            </xsl:for-each>
          </tr>
        </xsl:for-each>
      </tbody>
    </table>
  </xsl:template>

  <xsl:template match="teiHeader" mode="m:header-html" as="element()*">
    <xsl:variable name="page" as="element()*">
      <xsl:next-match/>
    </xsl:variable>
    <!-- Its second element leads to the page of the text, which a book does not have. -->
    <xsl:sequence select="$page[not(@class = 'subtitle')]"/>
  </xsl:template>
</xsl:stylesheet>
