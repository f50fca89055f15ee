<?xml version="1.0" encoding="UTF-8"?>
<!-- In: elements of TEI's further modules that no other template knows. Out: blocks for what begins a line, and phrases
     with the names of their elements as classes. -->
<xsl:stylesheet version="3.0" expand-text="yes"
  xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:xs="http://www.w3.org/2001/XMLSchema"
  xmlns:f="https://tahqiq.example/ns/functions"
  xmlns:m="https://tahqiq.example/ns/modes"
  xmlns:t="https://tahqiq.example/ns/templates"
  xpath-default-namespace="http://www.tei-c.org/ns/1.0"
  exclude-result-prefixes="#all">

  <xsl:template match="*[f:is-group(.) or f:begins-line(.)]" mode="m:html" priority="-40" as="element()">
    <div class="{if (f:is-group(.)) then local-name() else 'block ' || local-name()}">
      <xsl:call-template name="t:attributes"/>
      <xsl:call-template name="t:told-before"/>
      <xsl:apply-templates mode="m:html"/>
    </div>
  </xsl:template>

  <xsl:template match="*[f:is-further-phrase(.)]" mode="m:html" priority="-50" as="node()*">
    <xsl:element name="{if (f:is-headword(.)) then 'b' else 'span'}">
      <xsl:attribute name="class" select="local-name()"/>
      <xsl:call-template name="t:attributes"/>
      <xsl:call-template name="t:told-before"/>
      <xsl:apply-templates mode="m:html"/>
    </xsl:element>
  </xsl:template>

  <xsl:template name="t:told-before" as="element()?">
    <xsl:for-each select="f:told-before(.)[. ne '']">
      <span class="item-number" data-edition="number">({.}) </span>
    </xsl:for-each>
  </xsl:template>

  <xsl:template match="*[f:is-one-run(.)]" mode="m:html" priority="3.5" as="element()">
    <bdi dir="ltr"><xsl:next-match/></bdi>
  </xsl:template>

  <!-- The number of a line by which a source is cited. -->
  <xsl:template match="lb[f:is-told-line(.)]" mode="m:html" priority="1" as="node()*">
    <xsl:next-match/>
    <span class="lb" data-edition="line">|{f:digits(@n)} </span>
  </xsl:template>

  <!-- What is written above a word. -->
  <xsl:template match="rt" mode="m:html" as="element()">
    <span class="rt"> (<xsl:apply-templates mode="m:html"/>)</span>
  </xsl:template>

  <xsl:template match="*[f:is-silent(.)]" mode="m:html" priority="-50"/>
</xsl:stylesheet>
