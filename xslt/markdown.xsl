<?xml version="1.0" encoding="UTF-8"?>
<!-- In: a resolved text. Out: its reading text in Markdown: CommonMark, with pipe tables and with notes
     as [^1], a paragraph a line. -->
<xsl:stylesheet version="3.0"
  xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:xs="http://www.w3.org/2001/XMLSchema"
  xmlns:m="https://tahqiq.example/ns/modes"
  exclude-result-prefixes="#all">

  <!-- Whether runs of a foreign direction stand in U+2066 … U+2069. -->
  <xsl:param name="isolates" as="xs:boolean" select="true()"/>
  <!-- Whether paragraphs begin with their number. -->
  <xsl:param name="numbers" as="xs:boolean" select="true()"/>

  <xsl:output method="text" encoding="UTF-8"/>

  <xsl:mode use-accumulators="#all" on-no-match="fail" on-multiple-match="fail"/>
  <xsl:mode name="m:text" on-no-match="fail" on-multiple-match="fail"/>

  <xsl:variable name="reading" as="xs:boolean" select="true()"/>

  <xsl:include href="modules/errors.xsl"/>
  <xsl:include href="modules/i18n.xsl"/>
  <xsl:include href="modules/functions.xsl"/>
  <xsl:include href="modules/changes.xsl"/>
  <xsl:include href="modules/dates.xsl"/>
  <xsl:include href="modules/citation.xsl"/>
  <xsl:include href="modules/text/blocks.xsl"/>
  <xsl:include href="modules/text/sets.xsl"/>
  <xsl:include href="modules/text/further.xsl"/>
  <xsl:include href="modules/text/units.xsl"/>
  <xsl:include href="modules/text/lines.xsl"/>
  <xsl:include href="modules/text/record.xsl"/>
  <xsl:include href="modules/text/markdown.xsl"/>
</xsl:stylesheet>
