<?xml version="1.0" encoding="UTF-8"?>
<!-- In: an entry of a critical apparatus. Out: of its readings the one of each state of the text, as a link to what
     other witnesses have; and the list of all that they have, below the text. -->
<xsl:stylesheet version="3.0" expand-text="yes"
  xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:xs="http://www.w3.org/2001/XMLSchema"
  xmlns:f="https://tahqiq.example/ns/functions"
  xmlns:m="https://tahqiq.example/ns/modes"
  xmlns:t="https://tahqiq.example/ns/templates"
  xpath-default-namespace="http://www.tei-c.org/ns/1.0"
  exclude-result-prefixes="#all">

  <!-- Whether an entry is told in the list of the page; one within a reading that no state has is told with that. -->
  <xsl:function name="f:is-variant" as="xs:boolean">
    <xsl:param name="entry" as="element()"/>
    <xsl:sequence select="
        exists($entry/self::app[f:is-told-of(.)][not(ancestor::note)]
          [empty(ancestor::*[self::lem or self::rdg][not(f:is-taken(., true()) or f:is-taken(., false()))])])"/>
  </xsl:function>

  <xsl:accumulator name="variants" as="xs:integer" initial-value="0">
    <xsl:accumulator-rule match="text//app[f:is-variant(.)]" select="$value + 1"/>
  </xsl:accumulator>

  <!-- An entry that holds paragraphs. -->
  <xsl:template match="app[*/(p | ab | lg | child::div)]" mode="m:html" as="element()" priority="0.6">
    <div class="app-only">
      <xsl:call-template name="t:attributes"/>
      <xsl:apply-templates mode="m:html"/>
    </div>
  </xsl:template>

  <!-- Where the words cannot be the link, a star behind them is. -->
  <xsl:template match="app[f:is-variant(.)]" mode="m:html" priority="1" as="element()*">
    <xsl:next-match/>
    <xsl:if test="empty(f:variants(.)[f:is-taken(., true())][f:is-link(.)])">
      <a class="variant starred" data-edition="variant" href="#variant-{accumulator-before('variants')}" aria-label="{f:label('variants')}"></a>
    </xsl:if>
  </xsl:template>

  <!-- Of an entry the reading of each state: one that the reading text alone has, one that the received text
       alone has, and none of the others. -->
  <xsl:template match="lem | rdg" mode="m:html" as="element()?">
    <xsl:variable name="read" as="xs:boolean" select="f:is-taken(., true())"/>
    <xsl:variable name="received" as="xs:boolean" select="f:is-taken(., false())"/>
    <xsl:if test="$read or $received">
      <xsl:element name="{if (p or ab or lg or child::div) then 'div' else 'span'}">
        <xsl:attribute name="class" select="if ($read and $received) then 'lem-only' else if ($read) then 'corr' else 'sic'"/>
        <xsl:call-template name="t:attributes"/>
        <xsl:choose>
          <xsl:when test="f:is-link(.)">
            <a class="variant" href="#variant-{ancestor::app[1]/accumulator-before('variants')}">
              <xsl:if test="normalize-space() eq ''">
                <xsl:attribute name="aria-label" select="f:label('omitted')"/>
              </xsl:if>
              <xsl:apply-templates mode="m:html">
                <xsl:with-param name="href" select="()" tunnel="yes"/>
                <xsl:with-param name="linked" select="true()" tunnel="yes"/>
              </xsl:apply-templates>
            </a>
          </xsl:when>
          <xsl:otherwise>
            <xsl:apply-templates mode="m:html"/>
          </xsl:otherwise>
        </xsl:choose>
      </xsl:element>
    </xsl:if>
  </xsl:template>

  <!-- Whether a reading is a link as a whole: it holds no link of its own and nothing that begins a line. -->
  <xsl:function name="f:is-link" as="xs:boolean">
    <xsl:param name="reading" as="element()"/>
    <xsl:sequence select="
        f:is-variant($reading/ancestor::app[1]) and not(f:holds-links($reading))
        and empty($reading//(p | ab | l | lg | child::div | list | table | figure | seg | app))"/>
  </xsl:function>

  <!-- Entries that stand in a list are told there, in the edition's words. -->
  <xsl:template match="listApp" mode="m:html" as="element()">
    <span class="block list">
      <xsl:call-template name="t:attributes"/>
      <xsl:apply-templates mode="m:html"/>
    </span>
  </xsl:template>

  <xsl:template match="app[f:is-listed(.)]" mode="m:html" priority="2" as="element()">
    <span class="block item" data-edition="entry" lang="{$lang}" dir="{$direction}">
      <xsl:for-each select="@xml:id">
        <xsl:attribute name="id" select="."/>
      </xsl:for-each>
      <xsl:sequence select="f:isolated-in(f:listed-entry(.), $lang)"/>
      <xsl:apply-templates select="note" mode="m:html"/>
    </span>
  </xsl:template>

  <xsl:template match="rdgGrp" mode="m:html">
    <xsl:apply-templates mode="m:html"/>
  </xsl:template>

  <!-- What other witnesses have, with the paragraph that it stands in. -->
  <xsl:template name="t:variants" as="element()?">
    <xsl:variable name="entries" as="element()*" select="text//app[f:is-variant(.)]"/>
    <xsl:if test="exists($entries)">
      <section class="apparatus" dir="{$direction}" aria-labelledby="variants">
        <h2 id="variants">{f:label('variants')}</h2>
        <ol>
          <xsl:apply-templates select="$entries" mode="m:apparatus-html"/>
        </ol>
      </section>
    </xsl:if>
  </xsl:template>

  <xsl:template match="app" mode="m:apparatus-html" as="element()">
    <xsl:call-template name="t:entry-below">
      <xsl:with-param name="id" select="'variant-' || accumulator-before('variants')"/>
      <xsl:with-param name="said" as="node()*">
        <xsl:if test="not(f:is-pointing(.)) and f:words(., true()) ne ''">
          <bdi class="read" lang="{f:lang(.)}" dir="{f:direction(f:lang(.))}">{f:about(.)}</bdi>
          <xsl:text> ] </xsl:text>
        </xsl:if>
        <span class="what"><xsl:sequence select="f:isolated-in(f:listed-entry(.), $lang)"/></span>
      </xsl:with-param>
    </xsl:call-template>
  </xsl:template>
</xsl:stylesheet>
