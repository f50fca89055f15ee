<?xml version="1.0" encoding="UTF-8"?>
<!-- In: the blocks of a text that is set on facing pages. Out: rows of Typst, each a block as it is read
     and the same block as it was received; a paragraph in pieces, behind any of which a page may end. -->
<xsl:stylesheet version="3.0" expand-text="yes"
  xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:xs="http://www.w3.org/2001/XMLSchema"
  xmlns:f="https://tahqiq.example/ns/functions"
  xmlns:m="https://tahqiq.example/ns/modes"
  xpath-default-namespace="http://www.tei-c.org/ns/1.0"
  exclude-result-prefixes="#all">

  <!-- What ends a clause, with the marks that close behind it and the space after it. -->
  <xsl:variable name="clause-end" as="xs:string" select="'[.؟!؛،:]+[»&quot;)\]]*\s+'"/>

  <!-- Elements whose words stand in the line as the text round them does. -->
  <xsl:variable name="phrases" as="xs:string" select="
      '^(s|seg|said|q|quote|soCalled|persName|placeName|orgName|geogName|eventName|name|rs|roleName|title|term|foreign|emph|mentioned|num|measure|date|time|ref)$'"/>

  <xsl:template match="*[$facing][f:is-row(.)]" mode="m:print" priority="20" as="text()*">
    <xsl:text>#facing-row({if (self::head) then 'heading: true, ' else ''}([</xsl:text>
    <xsl:next-match/>
    <xsl:text>],), ([</xsl:text>
    <xsl:apply-templates select="." mode="m:diplomatic"/>
    <xsl:text>],))&#10;</xsl:text>
  </xsl:template>

  <xsl:template match="(p | ab)[$facing][f:is-row(.)]" mode="m:print" priority="21" as="text()*">
    <xsl:text>#facing-row(number: {if (@n and @xml:id) then f:string(f:digits(@n)) else 'none'}, </xsl:text>
    <xsl:text>span: ({accumulator-before('feet') + 1}, {accumulator-after('feet')}), ([{f:pages(., false())}</xsl:text>
    <xsl:apply-templates mode="#current"/>
    <xsl:text>{f:pages(., true())}],), ([{f:pages(., false())}</xsl:text>
    <xsl:apply-templates mode="m:diplomatic"/>
    <xsl:text>{f:pages(., true())}],))&#10;</xsl:text>
  </xsl:template>

  <!-- Both sides are cut in the same words: those that neither lacks. -->
  <xsl:template match="text()[$facing][f:is-cut(.)]" mode="m:print m:diplomatic" priority="2" as="text()*">
    <xsl:variable name="base" as="xs:string" select="f:direction(f:lang(.))"/>
    <xsl:analyze-string select="." regex=".*?{$clause-end}" flags="s">
      <xsl:matching-substring>{f:runs(., $base)}], [</xsl:matching-substring>
      <xsl:non-matching-substring>{f:runs(., $base)}</xsl:non-matching-substring>
    </xsl:analyze-string>
  </xsl:template>

  <xsl:function name="f:is-cut" as="xs:boolean">
    <xsl:param name="text" as="text()"/>
    <xsl:variable name="row" as="element()?" select="$text/ancestor::*[self::p or self::ab][1][f:is-row(.)]"/>
    <xsl:sequence select="
        exists($row) and matches($text, $clause-end)
        and (every $element in $text/ancestor::*[. &gt;&gt; $row] satisfies matches(local-name($element), $phrases))"/>
  </xsl:function>
</xsl:stylesheet>
