<?xml version="1.0" encoding="UTF-8"?>
<!-- In: HTML whose foreign runs are isolated one by one. Out: the same, with a foreign word that goes on
     over several elements in one isolate: two beside each other would be two words of the line, in its order. -->
<xsl:stylesheet version="3.0"
  xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:xs="http://www.w3.org/2001/XMLSchema"
  xmlns:f="https://tahqiq.example/ns/functions"
  xmlns:m="https://tahqiq.example/ns/modes"
  exclude-result-prefixes="#all">

  <xsl:mode name="m:words" on-no-match="shallow-copy" on-multiple-match="fail"/>
  <xsl:mode name="m:within-word" on-no-match="shallow-copy" on-multiple-match="fail"/>

  <xsl:variable name="digits" as="xs:string" static="yes" select="'^[0-9]+$'"/>

  <xsl:function name="f:with-whole-words" as="node()*">
    <xsl:param name="html" as="node()*"/>
    <xsl:choose>
      <xsl:when test="some $element in $html/descendant-or-self::*[descendant::bdi/@dir] satisfies f:parts-word($element)">
        <xsl:apply-templates select="$html" mode="m:words"/>
      </xsl:when>
      <xsl:otherwise>
        <xsl:sequence select="$html"/>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:function>

  <xsl:template match="*[f:parts-word(.)]" mode="m:words" as="element()">
    <xsl:copy>
      <xsl:sequence select="@*"/>
      <xsl:for-each-group select="node()" group-adjacent="f:is-part(.)">
        <xsl:variable name="runs" as="element(bdi)*" select="current-group()/descendant-or-self::bdi[@dir]"/>
        <xsl:choose>
          <xsl:when test="current-grouping-key() and count(current-group()) gt 1 and count(distinct-values($runs/@dir)) = 1">
            <bdi>
              <xsl:sequence select="$runs[1]/(@dir, @lang)"/>
              <xsl:apply-templates select="current-group()" mode="m:within-word"/>
            </bdi>
          </xsl:when>
          <xsl:otherwise>
            <xsl:apply-templates select="current-group()" mode="m:words"/>
          </xsl:otherwise>
        </xsl:choose>
      </xsl:for-each-group>
    </xsl:copy>
  </xsl:template>

  <xsl:template match="bdi[@dir]" mode="m:within-word" as="node()*">
    <xsl:apply-templates mode="m:within-word"/>
  </xsl:template>

  <!-- Whether two parts of a foreign word stand beside each other in an element. -->
  <xsl:function name="f:parts-word" as="xs:boolean">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="
        some $part in $element/node()[self::* or matches(., $digits)][following-sibling::node()[1][self::* or matches(., $digits)]]
        satisfies f:is-part($part) and f:is-part($part/following-sibling::node()[1])"/>
  </xsl:function>

  <!-- Whether a node is a foreign run, or holds nothing but such runs and digits: H₂O is one word. -->
  <xsl:function name="f:is-part" as="xs:boolean">
    <xsl:param name="node" as="node()"/>
    <xsl:sequence select="
        if ($node/self::text()) then matches($node, $digits)
        else if ($node/self::bdi) then exists($node/@dir)
        else exists($node/(self::span | self::a | self::sub | self::sup | self::b | self::i)[not(@dir or @role or tokenize(@class) = 'block')])
          and (every $text in $node//text() satisfies exists($text/ancestor::bdi[@dir]) or matches($text, $digits))
          and empty($node/descendant-or-self::*[@data-edition][normalize-space()])"/>
  </xsl:function>
</xsl:stylesheet>
