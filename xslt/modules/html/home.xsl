<?xml version="1.0" encoding="UTF-8"?>
<!-- In: all texts of a project. Out: the home page: what the project is, its texts, its registers. -->
<xsl:stylesheet version="3.0" expand-text="yes"
  xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:xs="http://www.w3.org/2001/XMLSchema"
  xmlns:f="https://tahqiq.example/ns/functions"
  xmlns:m="https://tahqiq.example/ns/modes"
  xmlns:t="https://tahqiq.example/ns/templates"
  xpath-default-namespace="http://www.tei-c.org/ns/1.0"
  exclude-result-prefixes="#all">

  <xsl:template name="t:home" as="element()*">
    <div class="title-block">
      <h1>{f:site-title()}</h1>
      <xsl:if test="count(//TEI) = 1 and empty(f:site-name())">
        <xsl:for-each select="f:in-language(//TEI/teiHeader/fileDesc/titleStmt/title[@type = 'sub'])">
          <p class="subtitle"><xsl:apply-templates select="node()" mode="m:header-html"/></p>
        </xsl:for-each>
      </xsl:if>
    </div>
    <section aria-labelledby="texts">
      <h2 id="texts">{f:label('texts')}</h2>
      <ul class="texts{if (count(//TEI) gt 4) then ' many' else ''}">
        <xsl:for-each select="//TEI">
          <li>
            <h3><a href="{@xml:id}.html"><xsl:sequence select="f:text-name(.)"/></a></h3>
            <xsl:apply-templates select="f:in-language(.//profileDesc/abstract)/p" mode="m:header-html"/>
            <p class="about"><a href="{@xml:id}.about.html">{f:label('about')}</a></p>
          </li>
        </xsl:for-each>
      </ul>
    </section>
    <xsl:call-template name="t:home-registers"/>
  </xsl:template>

  <xsl:template name="t:home-registers" as="element()?">
    <xsl:variable name="there" as="xs:string*" select="$registers[f:has-register(.)]"/>
    <xsl:if test="exists($there)">
      <section aria-labelledby="registers">
        <h2 id="registers">{f:label('registers')}</h2>
        <ul class="registers">
          <xsl:for-each select="$there">
            <li><a href="{.}.html">{f:label('register.' || .)}<xsl:text> </xsl:text><span class="count">{f:number(count(f:register-records(.)))}</span></a></li>
          </xsl:for-each>
        </ul>
      </section>
    </xsl:if>
  </xsl:template>
</xsl:stylesheet>
