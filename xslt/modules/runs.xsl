<?xml version="1.0" encoding="UTF-8"?>
<!-- In: text nodes of a line that runs from the right. Out: whether a run from the left that one of them holds goes on
     in the next, as a reference does over its author, title and volume: isolated each for itself, those would follow
     each other in the order of the line. -->
<xsl:stylesheet version="3.0"
  xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:xs="http://www.w3.org/2001/XMLSchema"
  xmlns:f="https://tahqiq.example/ns/functions"
  xpath-default-namespace="http://www.tei-c.org/ns/1.0"
  exclude-result-prefixes="#all">

  <!-- Marks that may stand between two words of a run; no Arabic comma, which parts two runs. -->
  <xsl:variable name="within-run" as="xs:string" static="yes" select="'[ ,.:;()\[\]/–-]{0,4}'"/>
  <!-- How a string ends and begins within which a run goes on. -->
  <xsl:variable name="run-end" as="xs:string" static="yes"
    select="$left-letter || '[' || $left-letters || '\p{Mn}0-9 ,.:;()\[\]/’''–-]{0,60}$'"/>
  <xsl:variable name="run-start" as="xs:string" static="yes" select="'^' || $within-run || '[' || $left-letters || '0-9]'"/>

  <!-- Whether a text in a line from the right begins or ends within a run from the left. -->
  <xsl:function name="f:run-goes-on" as="xs:boolean">
    <xsl:param name="text" as="text()"/>
    <xsl:sequence select="
        f:continues(f:near($text, true()), string($text)) or f:continues(f:near($text, true()) || $text, f:near($text, false()))"/>
  </xsl:function>

  <!-- The same within a word: no mark and no space is between the letters or digits of the two. -->
  <xsl:function name="f:word-goes-on" as="xs:boolean">
    <xsl:param name="text" as="text()"/>
    <xsl:variable name="letter" as="xs:string" select="'[' || $left-letters || '0-9]'"/>
    <xsl:variable name="before" as="xs:string" select="f:near($text, true())"/>
    <xsl:sequence select="
        matches(substring($text, 1, 1), $letter) and matches(substring($before, string-length($before)), $letter)
        or matches(substring($text, string-length($text)), $letter) and matches(substring(f:near($text, false()), 1, 1), $letter)"/>
  </xsl:function>

  <xsl:function name="f:continues" as="xs:boolean">
    <xsl:param name="before" as="xs:string"/>
    <xsl:param name="after" as="xs:string"/>
    <xsl:sequence select="
        matches(substring($after, 1, 6), $run-start) and matches(substring($before, string-length($before) - 70), $run-end)"/>
  </xsl:function>

  <!-- What stands before or behind a text in its line: enough to know how a run goes on there. -->
  <xsl:function name="f:near" as="xs:string">
    <xsl:param name="text" as="text()"/>
    <xsl:param name="before" as="xs:boolean"/>
    <xsl:variable name="place" as="element()" select="f:place($text)"/>
    <xsl:variable name="beside" as="text()*"
      select="$place//text()[if ($before) then . &lt;&lt; $text else . &gt;&gt; $text][f:place(.) is $place]"/>
    <xsl:sequence select="string-join(if ($before) then $beside[position() gt last() - 8] else $beside[position() le 2])"/>
  </xsl:function>

  <xsl:function name="f:place" as="element()">
    <xsl:param name="text" as="text()"/>
    <xsl:sequence select="
        ($text/ancestor::*[matches(local-name(), '^(p|ab|head|item|cell|l|label|note|bibl|desc|figDesc|signed|salute|dateline|byline|said|quote)$')][1], $text/..)[1]"/>
  </xsl:function>
</xsl:stylesheet>
