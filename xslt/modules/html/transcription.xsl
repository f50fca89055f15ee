<?xml version="1.0" encoding="UTF-8"?>
<!-- In: what the editors changed or could not read. Out: both states side by side, of which the style
     sheet shows the one that the reader chose, as a link to its entry in the list below the text. -->
<xsl:stylesheet version="3.0" expand-text="yes"
  xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:xs="http://www.w3.org/2001/XMLSchema"
  xmlns:f="https://tahqiq.example/ns/functions"
  xmlns:m="https://tahqiq.example/ns/modes"
  xmlns:t="https://tahqiq.example/ns/templates"
  xpath-default-namespace="http://www.tei-c.org/ns/1.0"
  exclude-result-prefixes="#all">

  <!-- Whether an element is a change that the list below the text explains. -->
  <xsl:function name="f:is-change" as="xs:boolean">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="exists($element[self::choice[(sic | orig | abbr) and (corr | reg | expan)] | self::supplied]
        [not(ancestor::note | ancestor::teiHeader)][not(parent::choice | parent::corr | parent::sic)])"/>
  </xsl:function>

  <xsl:accumulator name="changes" as="xs:integer" initial-value="0">
    <xsl:accumulator-rule match="*[f:is-change(.)]" select="$value + 1"/>
  </xsl:accumulator>

  <xsl:template match="choice[(sic | orig | abbr) and (corr | reg | expan)]" mode="m:html" priority="1"
    as="element()">
    <span class="choice">
      <span class="sic"><xsl:call-template name="t:state">
        <xsl:with-param name="state" select="(sic, orig, abbr)[1]"/>
      </xsl:call-template></span>
      <span class="corr"><xsl:call-template name="t:state">
        <xsl:with-param name="state" select="(corr, reg, expan)[1]"/>
      </xsl:call-template></span>
    </span>
  </xsl:template>

  <!-- One state of a change, within the link that leads to its explanation. A state without letters
       is a place of the text all the same: the style sheet marks it, the label says it. What holds
       links of its own cannot stand within one. -->
  <xsl:template name="t:state" as="element()">
    <xsl:param name="state" as="element()"/>
    <xsl:param name="linked" as="xs:boolean" select="false()" tunnel="yes"/>
    <xsl:variable name="whole" as="xs:boolean" select="not($linked or f:holds-links($state))"/>
    <xsl:element name="{if ($whole) then 'a' else 'span'}">
      <xsl:attribute name="class" select="'change'"/>
      <xsl:if test="$whole">
        <xsl:attribute name="href" select="'#change-' || accumulator-before('changes')"/>
        <xsl:if test="normalize-space($state) eq ''">
          <xsl:attribute name="aria-label" select="f:label('omitted')"/>
        </xsl:if>
      </xsl:if>
      <xsl:apply-templates select="$state/node()" mode="m:html">
        <xsl:with-param name="href" select="()" tunnel="yes"/>
        <xsl:with-param name="linked" select="$linked or $whole" tunnel="yes"/>
      </xsl:apply-templates>
    </xsl:element>
  </xsl:template>

  <xsl:function name="f:holds-links" as="xs:boolean">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="exists($element//(note | said | quote | ref | app[f:is-variant(.)] | *[f:is-change(.)]))"/>
  </xsl:function>

  <xsl:template match="choice" mode="m:html">
    <xsl:apply-templates select="*[1]" mode="m:html"/>
  </xsl:template>

  <xsl:template match="supplied[f:is-change(.)]" mode="m:html" as="element()" priority="1">
    <span class="addition">
      <a class="change lacking" data-edition="change" href="#change-{accumulator-before('changes')}" aria-label="{f:label('supplied')}"></a>
      <span class="supplied"><xsl:call-template name="t:state">
        <xsl:with-param name="state" select="."/>
      </xsl:call-template></span>
    </span>
  </xsl:template>

  <xsl:template match="supplied" mode="m:html" as="element()">
    <span class="supplied">
      <xsl:apply-templates mode="m:html"/>
    </span>
  </xsl:template>

  <xsl:template match="sic | corr | orig | reg | add | del | subst | unclear | damage | surplus | restore | retrace | app"
    mode="m:html" as="element()">
    <span class="{local-name()}-only">
      <xsl:call-template name="t:attributes"/>
      <xsl:apply-templates mode="m:html"/>
    </span>
  </xsl:template>

  <!-- What was struck out and restored stands in both states. -->
  <xsl:template match="restore/del" mode="m:html" priority="1" as="node()*">
    <xsl:apply-templates mode="m:html"/>
  </xsl:template>

  <xsl:template match="gap" mode="m:html" as="element()">
    <span class="gap" data-edition="gap" title="{f:label('gap')}">[…]</span>
  </xsl:template>

  <!-- Every change that the editors made, with the paragraph that it stands in. -->
  <xsl:template name="t:apparatus" as="element()?">
    <xsl:variable name="changes" as="element()*" select="text//*[f:is-change(.)]"/>
    <xsl:if test="exists($changes)">
      <section class="apparatus" dir="{$direction}" aria-labelledby="apparatus">
        <h2 id="apparatus">{f:label('apparatus')}</h2>
        <ol>
          <xsl:apply-templates select="$changes" mode="m:apparatus-html"/>
        </ol>
      </section>
    </xsl:if>
  </xsl:template>

  <xsl:mode name="m:apparatus-html" on-no-match="fail" on-multiple-match="fail"/>

  <xsl:template match="supplied" mode="m:apparatus-html" as="element()">
    <xsl:call-template name="t:entry-below">
      <xsl:with-param name="said" as="node()*">
        <bdi class="read" lang="{f:lang(.)}" dir="{f:direction(f:lang(.))}">⟨{.}⟩</bdi>
        <span class="what"> {f:label('supplied')}</span>
      </xsl:with-param>
    </xsl:call-template>
  </xsl:template>

  <xsl:template match="choice" mode="m:apparatus-html" as="element()">
    <xsl:variable name="read" as="xs:string" select="string((corr, reg, expan)[1])"/>
    <xsl:variable name="received" as="xs:string" select="string((sic, orig, abbr)[1])"/>
    <xsl:call-template name="t:entry-below">
      <xsl:with-param name="said" as="node()*">
        <bdi class="read" lang="{f:lang(.)}" dir="{f:direction(f:lang(.))}">{if ($read ne '') then $read else '‸'}</bdi>
        <xsl:if test="$read eq ''">
          <span class="what"> ({f:label('omitted')})</span>
        </xsl:if>
        <span class="what"> {f:label(if (abbr) then 'abbreviated' else 'received')}<xsl:text>: </xsl:text></span>
        <bdi class="received" lang="{f:lang(.)}" dir="{f:direction(f:lang(.))}">{if ($received ne '') then $received else '‸'}</bdi>
      </xsl:with-param>
    </xsl:call-template>
  </xsl:template>

  <!-- An entry of the list, with the number of its paragraph as the way back. -->
  <xsl:template name="t:entry-below" as="element()">
    <xsl:param name="id" as="xs:string" select="'change-' || accumulator-before('changes')"/>
    <xsl:param name="said" as="node()*"/>
    <xsl:variable name="unit" as="element()?" select="f:unit(.)"/>
    <li id="{$id}">
      <xsl:if test="$unit/@xml:id">
        <a class="back" href="#{$unit/@xml:id}" aria-label="{f:label('paragraph-n', map { 'n': f:digits(string(($unit/@n, $unit/@xml:id)[1])) })}">{f:digits(string(($unit/@n, '↩')[1]))}</a>
        <xsl:text> </xsl:text>
      </xsl:if>
      <span class="said"><xsl:sequence select="$said"/></span>
    </li>
  </xsl:template>
</xsl:stylesheet>
