<?xml version="1.0" encoding="UTF-8"?>
<!-- In: a resolved text. Out: plain text. By $form the reading edition (head, numbered paragraphs
     wrapped at $width cells, notes at the end) or the diplomatic text (what the witness has, one
     line a paragraph, and nothing else). -->
<xsl:stylesheet version="3.0"
  xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:xs="http://www.w3.org/2001/XMLSchema"
  xmlns:m="https://tahqiq.example/ns/modes"
  exclude-result-prefixes="#all">

  <!-- reading or diplomatic. -->
  <xsl:param name="form" as="xs:string" select="'reading'"/>
  <!-- Cells of a terminal in a line of the reading edition; 0 leaves paragraphs unwrapped. -->
  <xsl:param name="width" as="xs:integer" select="72"/>
  <!-- Whether runs of a foreign direction stand in U+2066 … U+2069. -->
  <xsl:param name="isolates" as="xs:boolean" select="true()"/>

  <xsl:output method="text" encoding="UTF-8"/>

  <xsl:mode use-accumulators="#all" on-no-match="fail" on-multiple-match="fail"/>
  <xsl:mode name="m:text" on-no-match="fail" on-multiple-match="fail"/>

  <xsl:include href="modules/errors.xsl"/>
  <xsl:include href="modules/i18n.xsl"/>
  <xsl:include href="modules/functions.xsl"/>
  <xsl:include href="modules/dates.xsl"/>
  <xsl:include href="modules/citation.xsl"/>
  <xsl:include href="modules/text/edition.xsl"/>
  <xsl:include href="modules/text/blocks.xsl"/>
  <xsl:include href="modules/text/wrap.xsl"/>
</xsl:stylesheet>
