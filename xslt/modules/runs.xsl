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
    <xsl:sequence select="f:comes-on($text) or f:runs-on($text)"/>
  </xsl:function>

  <!-- Whether the run at its beginning comes from before, and whether the one at its end goes on behind. -->
  <xsl:function name="f:comes-on" as="xs:boolean">
    <xsl:param name="text" as="text()"/>
    <xsl:sequence select="f:continues(f:near($text, true()), string($text))"/>
  </xsl:function>

  <xsl:function name="f:runs-on" as="xs:boolean">
    <xsl:param name="text" as="text()"/>
    <xsl:sequence select="f:continues(f:near($text, true()) || $text, f:near($text, false()))"/>
  </xsl:function>

  <!-- A text in three: what stands before its first letter from the right or Arabic comma, and behind its last; of
       one without such all is the first. -->
  <xsl:function name="f:edges" as="xs:string+">
    <xsl:param name="text" as="xs:string"/>
    <xsl:variable name="parts" as="xs:string+" select="tokenize($text, '[،؛' || $right-letters || ']')"/>
    <xsl:variable name="last" as="xs:string" select="if (count($parts) = 1) then '' else $parts[last()]"/>
    <xsl:sequence select="
        $parts[1], substring($text, string-length($parts[1]) + 1, string-length($text) - string-length($parts[1] || $last)), $last"/>
  </xsl:function>

  <!-- Whether a text begins with the bracket that closes one within the run before it. -->
  <xsl:function name="f:closes-run" as="xs:boolean">
    <xsl:param name="text" as="text()"/>
    <xsl:sequence select="
        if (matches(substring($text, 1, 1), '[)\]]'))
        then f:direction(f:lang($text)) = 'rtl' and matches(f:near($text, true()), $open-run) else false()"/>
  </xsl:function>

  <xsl:variable name="open-run" as="xs:string" static="yes" select="
      $left-letter || '[' || $left-letters || '\p{Mn}0-9 ,.:;/’''–-]{0,60}[(\[][' || $left-letters || '\p{Mn}0-9 ,.:;/’''–-]{1,60}$'"/>

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
    <!-- Of the texts beside it few are looked at: a paragraph of many words would be gone through for each. -->
    <xsl:sequence select="
        if ($before) then string-join($text/preceding::text()[position() le 16][f:place(.) is $place][position() le 8])
        else string-join($text/following::text()[position() le 12][f:place(.) is $place][position() le 4])"/>
  </xsl:function>

  <xsl:function name="f:place" as="element()">
    <xsl:param name="text" as="text()"/>
    <xsl:sequence select="
        ($text/ancestor::*[matches(local-name(), '^(p|ab|head|item|cell|l|label|note|bibl|desc|figDesc|signed|salute|dateline|byline|said|quote)$')][1], $text/..)[1]"/>
  </xsl:function>
</xsl:stylesheet>
