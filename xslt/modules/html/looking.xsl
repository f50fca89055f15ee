<?xml version="1.0" encoding="UTF-8"?>
<!-- In: the names of the pages to look at that a site has. Out: the links to them for the head of
     every page, and what these pages share: places in the text that a row of a table points to. -->
<xsl:stylesheet version="3.0" expand-text="yes"
  xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:xs="http://www.w3.org/2001/XMLSchema"
  xmlns:f="https://tahqiq.example/ns/functions"
  xmlns:t="https://tahqiq.example/ns/templates"
  xpath-default-namespace="http://www.tei-c.org/ns/1.0"
  exclude-result-prefixes="#all">

  <!-- The pages that the site has besides texts and registers: map, timeline, speech, search. -->
  <xsl:param name="looking" as="xs:string" select="''"/>

  <xsl:template name="t:looking-links" as="element()*">
    <xsl:for-each select="tokenize($looking)">
      <a href="{.}.html">
        <xsl:if test=". = $page">
          <xsl:attribute name="aria-current" select="'page'"/>
        </xsl:if>
        <xsl:text>{f:label(.)}</xsl:text>
      </a>
    </xsl:for-each>
  </xsl:template>

  <!-- The units that nodes stand in, each once, as links; the text's title where there are several. -->
  <xsl:template name="t:unit-links" as="node()*">
    <xsl:param name="nodes" as="node()*"/>
    <xsl:if test="count($documents//TEI) = 1 and exists($nodes ! f:unit(.)/@n)">{f:label('paragraphs-short')} </xsl:if>
    <xsl:for-each-group select="$nodes" group-by="generate-id((f:unit(.), .)[1])">
      <xsl:if test="position() gt 1">{f:label('list-separator')}</xsl:if>
      <xsl:variable name="number" as="xs:string?" select="f:unit(.)/@n ! f:digits(.)"/>
      <a href="{f:passage(.)}">
        <xsl:choose>
          <xsl:when test="$number and count($documents//TEI) = 1">
            <xsl:attribute name="aria-label" select="f:label('paragraph-n', map { 'n': $number })"/>
            <xsl:text>{$number}</xsl:text>
          </xsl:when>
          <xsl:otherwise><xsl:sequence select="f:passage-label(.)"/></xsl:otherwise>
        </xsl:choose>
      </a>
    </xsl:for-each-group>
  </xsl:template>

  <!-- The address of the unit that a node stands in. -->
  <xsl:function name="f:passage" as="xs:string">
    <xsl:param name="node" as="node()"/>
    <xsl:variable name="id" as="attribute()?"
      select="(f:unit($node)/@xml:id, $node/ancestor-or-self::*[@xml:id][not(self::TEI)][1]/@xml:id)[1]"/>
    <xsl:sequence select="f:text-address($node) || $id ! ('#' || .)"/>
  </xsl:function>

  <!-- What a link to a unit says: its number where it has one, else that it is a place in the text. -->
  <xsl:function name="f:passage-label" as="node()*">
    <xsl:param name="node" as="node()"/>
    <xsl:variable name="number" as="xs:string?" select="f:unit($node)/@n ! f:digits(.)"/>
    <xsl:if test="count($documents//TEI) gt 1">
      <xsl:sequence select="f:text-name($node/ancestor-or-self::TEI[1])"/>
      <xsl:text> </xsl:text>
    </xsl:if>
    <xsl:text>{if ($number) then f:label('paragraph-n', map { 'n': $number }) else f:label('passage')}</xsl:text>
  </xsl:function>

  <!-- A phrase of the text as it is read, white space folded, in an element with its language. -->
  <xsl:function name="f:phrase" as="element()">
    <xsl:param name="element" as="element()"/>
    <bdi lang="{f:lang($element)}" dir="{f:direction(f:lang($element))}">{f:words($element)}</bdi>
  </xsl:function>

  <xsl:function name="f:words" as="xs:string">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="normalize-space(string-join(f:reading($element)))"/>
  </xsl:function>

  <!-- A record's name in the language of the interface, linked to the record. -->
  <xsl:template name="t:record-link" as="element()">
    <xsl:param name="record" as="element()"/>
    <a href="{f:record-address($record)}">{f:name($record, $lang)}</a>
  </xsl:template>
</xsl:stylesheet>
