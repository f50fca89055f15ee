<?xml version="1.0" encoding="UTF-8"?>
<!-- In: a whole project, a teiCorpus of texts that passes/30-looking.xsl thinned. Out: one page of
     the site to look at: map, timeline, speech or search, as $page says. Everything round it, and
     every parameter, is html.xsl's. -->
<xsl:stylesheet version="3.0" expand-text="yes"
  xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:xs="http://www.w3.org/2001/XMLSchema"
  xmlns:f="https://tahqiq.example/ns/functions"
  xmlns:t="https://tahqiq.example/ns/templates"
  xpath-default-namespace="http://www.tei-c.org/ns/1.0"
  exclude-result-prefixes="#all">

  <xsl:import href="html.xsl"/>
  <xsl:include href="modules/html/map.xsl"/>
  <xsl:include href="modules/html/timeline.xsl"/>
  <xsl:include href="modules/html/speech.xsl"/>
  <xsl:include href="modules/html/search.xsl"/>

  <xsl:output method="html" html-version="5" encoding="UTF-8" indent="no" include-content-type="no"/>

  <xsl:template name="t:page" as="node()*">
    <link rel="stylesheet" href="{$root}assets/looking.css"/>
    <xsl:choose>
      <xsl:when test="$page = 'map'"><xsl:call-template name="t:map"/></xsl:when>
      <xsl:when test="$page = 'timeline'"><xsl:call-template name="t:timeline"/></xsl:when>
      <xsl:when test="$page = 'speech'"><xsl:call-template name="t:speech"/></xsl:when>
      <xsl:otherwise><xsl:call-template name="t:search"/></xsl:otherwise>
    </xsl:choose>
    <script defer="defer" src="{$root}assets/{$page}.js"></script>
  </xsl:template>

  <xsl:function name="f:page-title" as="xs:string">
    <xsl:sequence select="f:label($page)"/>
  </xsl:function>
</xsl:stylesheet>
