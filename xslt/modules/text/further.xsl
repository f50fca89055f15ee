<?xml version="1.0" encoding="UTF-8"?>
<!-- In: elements of TEI's further modules that no other template knows. Out: blocks for what begins a line, and the phrases
     within them. -->
<xsl:stylesheet version="3.0" expand-text="yes"
  xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:xs="http://www.w3.org/2001/XMLSchema"
  xmlns:f="https://tahqiq.example/ns/functions"
  xmlns:m="https://tahqiq.example/ns/modes"
  xmlns:t="https://tahqiq.example/ns/templates"
  xpath-default-namespace="http://www.tei-c.org/ns/1.0"
  exclude-result-prefixes="#all">

  <xsl:template match="*[f:is-group(.) or f:begins-line(.)]" mode="m:text" priority="-40" as="element()">
    <xsl:call-template name="t:block"/>
  </xsl:template>

  <xsl:template match="text()[not(normalize-space())][f:is-group(..)]" mode="m:text" priority="2"/>

  <xsl:template match="*[f:is-further-phrase(.)]" mode="m:text" priority="-50" as="node()*">
    <xsl:sequence select=".[$reading][f:told-before(.) ne ''] ! f:mark-before(.)"/>
    <xsl:apply-templates mode="m:text"/>
  </xsl:template>

  <!-- What is told before an element; no-break spaces tell a program that it is none of the text. -->
  <xsl:function name="f:mark-before" as="node()">
    <xsl:param name="element" as="element()"/>
    <xsl:value-of select="'(' || translate(f:told-before($element), ' ', '&#160;') || ')&#160;'"/>
  </xsl:function>

  <!-- What is written above a word. -->
  <xsl:template match="rt" mode="m:text" as="node()*">
    <xsl:text> (</xsl:text>
    <xsl:apply-templates mode="m:text"/>
    <xsl:text>)</xsl:text>
  </xsl:template>

  <xsl:template match="*[f:is-silent(.)]" mode="m:text" priority="-50"/>
</xsl:stylesheet>
