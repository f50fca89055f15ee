<?xml version="1.0" encoding="UTF-8"?>
<!-- In: what the editors changed or could not read. Out: both states side by side, of which the style
     sheet shows the one that the reader chose; and the list of all changes below the text. -->
<xsl:stylesheet version="3.0" expand-text="yes"
  xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:xs="http://www.w3.org/2001/XMLSchema"
  xmlns:f="https://tahqiq.example/ns/functions"
  xmlns:m="https://tahqiq.example/ns/modes"
  xmlns:t="https://tahqiq.example/ns/templates"
  xpath-default-namespace="http://www.tei-c.org/ns/1.0"
  exclude-result-prefixes="#all">

  <xsl:template match="choice[(sic | orig | abbr) and (corr | reg | expan)]" mode="m:html" priority="1"
    as="element()">
    <span class="choice">
      <span class="sic">
        <xsl:apply-templates select="(sic, orig, abbr)[1]/node()" mode="m:html"/>
      </span>
      <span class="corr" title="{f:label('sic-corr', map { 'sic': string((sic, orig, abbr)[1]) })}">
        <xsl:apply-templates select="(corr, reg, expan)[1]/node()" mode="m:html"/>
      </span>
    </span>
  </xsl:template>

  <xsl:template match="choice" mode="m:html">
    <xsl:apply-templates select="*[1]" mode="m:html"/>
  </xsl:template>

  <xsl:template match="supplied" mode="m:html" as="element()">
    <span class="supplied" title="{f:label('supplied')}">
      <xsl:apply-templates mode="m:html"/>
    </span>
  </xsl:template>

  <xsl:template match="sic | corr | orig | reg | add | del | subst | unclear | damage | surplus | restore | retrace | app | lem | rdg"
    mode="m:html" as="element()">
    <span class="{local-name()}-only">
      <xsl:call-template name="t:attributes"/>
      <xsl:apply-templates mode="m:html"/>
    </span>
  </xsl:template>

  <xsl:template match="gap" mode="m:html" as="element()">
    <span class="gap" data-edition="gap" title="{f:label('gap')}">[…]</span>
  </xsl:template>

  <!-- Every change that the editors made, with the paragraph that it stands in. -->
  <xsl:template name="t:apparatus" as="element()?">
    <xsl:variable name="changes" as="element()*"
      select="text//(choice[(sic | orig) and (corr | reg)] | supplied)"/>
    <xsl:if test="exists($changes)">
      <section class="apparatus" aria-labelledby="apparatus">
        <h2 id="apparatus">{f:label('apparatus')}</h2>
        <ul>
          <xsl:for-each select="$changes">
            <li>
              <xsl:variable name="unit" as="element()?" select="f:unit(.)"/>
              <a href="#{$unit/@xml:id}" aria-label="{f:label('paragraph-n', map { 'n': f:digits(string($unit/@n)) })}">{f:digits(string($unit/@n))}</a>
              <xsl:text> </xsl:text>
              <xsl:choose>
                <xsl:when test="self::supplied">
                  <bdi lang="{f:lang(.)}" dir="{f:direction(f:lang(.))}">⟨{.}⟩</bdi>
                  <span class="what"> {f:label('supplied')}</span>
                </xsl:when>
                <xsl:otherwise>
                  <bdi lang="{f:lang(.)}" dir="{f:direction(f:lang(.))}">{string((corr, reg)[1])}</bdi>
                  <span class="what"> {f:label('received')}: </span>
                  <bdi lang="{f:lang(.)}" dir="{f:direction(f:lang(.))}">{string((sic, orig)[1])}</bdi>
                </xsl:otherwise>
              </xsl:choose>
            </li>
          </xsl:for-each>
        </ul>
      </section>
    </xsl:if>
  </xsl:template>
</xsl:stylesheet>
