<?xml version="1.0" encoding="UTF-8"?>
<!-- In: text nodes of a word, or of a run, that elements part. Out: content of Typst that sets its parts as one. -->
<xsl:stylesheet version="3.0" expand-text="yes"
  xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:xs="http://www.w3.org/2001/XMLSchema"
  xmlns:f="https://tahqiq.example/ns/functions"
  xmlns:m="https://tahqiq.example/ns/modes"
  xpath-default-namespace="http://www.tei-c.org/ns/1.0"
  exclude-result-prefixes="#all">

  <!-- A foreign word that goes on over several elements. Two isolates beside each other would be two words of
       the line, in its order; what is embedded is of one run, and so are the digits of H₂O. -->
  <xsl:template match="text()[f:is-parted-word(.)]" mode="m:print m:diplomatic" priority="1" as="text()">
    <xsl:variable name="edges" as="xs:string+" select="f:edges(.)"/>
    <xsl:value-of separator="" select="
        if (matches(., '^[0-9]+$')) then '#embed-ltr(' || f:string(.) || ');'
        else if (f:direction(f:lang(.)) = 'ltr') then f:runs(., 'ltr', false(), 'embed')
        else if (f:closes-run(.)) then ('#embed-ltr(' || f:string(substring(., 1, 1)) || ');', f:runs(substring(., 2), 'rtl', false()))
        else if (string-join($edges[position() gt 1]) eq '') then f:runs(., 'rtl', false(), 'embed')
        else (f:runs($edges[1], 'rtl', false(), if (f:comes-on(.)) then 'embed' else 'isolate'), f:runs($edges[2], 'rtl', false()),
          f:runs($edges[3], 'rtl', false(), if (f:runs-on(.)) then 'embed' else 'isolate'))"/>
  </xsl:template>

  <!-- Whether a text begins or ends within a word of letters that run against it. -->
  <xsl:function name="f:is-parted-word" as="xs:boolean">
    <xsl:param name="text" as="text()"/>
    <xsl:variable name="edges" as="xs:string" select="substring($text, 1, 1) || substring($text, string-length($text))"/>
    <xsl:sequence select="
        if (matches($text, $left-letter) and f:direction(f:lang($text)) = 'rtl' and f:run-goes-on($text)) then true()
        else if (f:closes-run($text)) then true()
        else (if (matches($edges, $left-letter) or matches($text, '^[0-9]+$') or f:ends-in-shelfmark($text))
          then f:direction(f:lang($text)) = 'rtl' and f:is-parted($text, '[' || $left-letters || '0-9]') else false())
        or (if (matches($edges, $right-letter)) then f:direction(f:lang($text)) = 'ltr' and f:is-parted($text, $right-letter) else false())"/>
  </xsl:function>

  <!-- Whether a text ends in digits behind a letter from the left. -->
  <xsl:function name="f:ends-in-shelfmark" as="xs:boolean">
    <xsl:param name="text" as="xs:string"/>
    <xsl:sequence select="
        if (matches(substring($text, string-length($text)), '[0-9]')) then matches(substring($text, string-length($text) - 20), $shelfmark-end)
        else false()"/>
  </xsl:function>

  <xsl:variable name="shelfmark-end" as="xs:string" static="yes" select="$left-letter || '[.]?[ ,]?[0-9/.:–\-]+$'"/>

  <xsl:function name="f:is-parted" as="xs:boolean">
    <xsl:param name="text" as="text()"/>
    <xsl:param name="letter" as="xs:string"/>
    <xsl:variable name="before" as="xs:string" select="if (matches(substring($text, 1, 1), $letter)) then f:text-before($text) else ''"/>
    <xsl:variable name="after" as="xs:string" select="if (matches(substring($text, string-length($text)), $letter)) then f:text-after($text) else ''"/>
    <xsl:sequence select="
        matches(substring($before, string-length($before)), $letter) or matches(substring($after, 1, 1), $letter)"/>
  </xsl:function>

  <!-- How foreign runs of a text are told from its line. -->
  <xsl:function name="f:told-from-line" as="xs:string">
    <xsl:param name="text" as="text()"/>
    <xsl:sequence select="if (f:is-parted-word($text)) then 'embed' else 'isolate'"/>
  </xsl:function>
</xsl:stylesheet>
