<?xml version="1.0" encoding="UTF-8"?>
<!-- In: $site, what the project says of its site. Out: its name, its logo, its own style sheet, and the
     pages that it adds, as the frame of every page shows them. -->
<xsl:stylesheet version="3.0" expand-text="yes"
  xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:xs="http://www.w3.org/2001/XMLSchema"
  xmlns:f="https://tahqiq.example/ns/functions"
  xmlns:m="https://tahqiq.example/ns/modes"
  xmlns:t="https://tahqiq.example/ns/templates"
  xpath-default-namespace="http://www.tei-c.org/ns/1.0"
  exclude-result-prefixes="#all">

  <!-- What the project says of its site, as JSON: "title" by language, "logo" and "style" (addresses from
       the root of the site), "pages": [{"name", "title" by language}], "registers": [names], "texts": how many,
       "only": the id of the only one. -->
  <xsl:param name="site" as="xs:string" select="'{}'"/>

  <xsl:variable name="about-site" as="map(*)" select="parse-json($site)"/>

  <!-- What a project calls its site in the language of the interface, or in any; empty: nothing. -->
  <xsl:function name="f:site-name" as="xs:string?">
    <xsl:sequence select="f:of-language($about-site?title)"/>
  </xsl:function>

  <!-- The title of a page that the project adds. -->
  <xsl:function name="f:own-title" as="xs:string">
    <xsl:param name="name" as="xs:string"/>
    <xsl:sequence select="(f:own-pages()[?name = $name] ! f:of-language(?title), $name)[1]"/>
  </xsl:function>

  <!-- The pages that the project adds, in their order. -->
  <xsl:function name="f:own-pages" as="map(*)*">
    <xsl:sequence select="$about-site?pages?*"/>
  </xsl:function>

  <!-- Of a map from languages to words, those of the interface's language, else the first. -->
  <xsl:function name="f:of-language" as="xs:string?">
    <xsl:param name="words" as="map(*)?"/>
    <xsl:sequence select="($words ! (.($lang), .($languages ! tokenize(.)[1]), ?*))[1]"/>
  </xsl:function>

  <!-- A page of the project's own: HTML that was made of its Markdown, or a TEI text. -->
  <xsl:template name="t:own-page" as="node()*">
    <article class="prose">
      <xsl:for-each select="/*:page/@lang[. ne $lang]">
        <xsl:attribute name="lang" select="."/>
        <xsl:attribute name="dir" select="f:direction(.)"/>
      </xsl:for-each>
      <xsl:choose>
        <xsl:when test="/*:page">
          <xsl:apply-templates select="/*:page/node()" mode="m:own"/>
        </xsl:when>
        <xsl:otherwise>
          <h1><xsl:for-each select="(//TEI)[1]"><xsl:call-template name="t:title"/></xsl:for-each></h1>
          <xsl:apply-templates select="(//TEI)[1]/text" mode="m:html"/>
        </xsl:otherwise>
      </xsl:choose>
    </article>
  </xsl:template>

  <xsl:mode name="m:own" on-no-match="shallow-copy" on-multiple-match="fail"/>

  <!-- A table wider than a phone scrolls by itself. -->
  <xsl:template match="*:table" mode="m:own" as="element()">
    <div class="scroller" role="region" tabindex="0" aria-label="{f:label('table')}">
      <xsl:next-match/>
    </div>
  </xsl:template>

  <!-- Directions of languages that stand in another. -->
  <xsl:template match="*[@lang][not(@dir)]" mode="m:own" as="element()">
    <xsl:copy>
      <xsl:attribute name="dir" select="f:direction(@lang)"/>
      <xsl:apply-templates select="@*, node()" mode="m:own"/>
    </xsl:copy>
  </xsl:template>

  <xsl:template match="*:p/text() | *:li/text() | *:td/text() | *:dd/text() | *:h1/text() | *:h2/text()"
    mode="m:own" as="node()*">
    <xsl:sequence select="f:isolated-in(., (ancestor::*[@lang][1]/@lang, $lang)[1])"/>
  </xsl:template>
</xsl:stylesheet>
