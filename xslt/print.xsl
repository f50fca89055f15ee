<?xml version="1.0" encoding="UTF-8"?>
<!-- In: a resolved text. Out: a Typst document that needs nothing but the font Amiri: title page,
     imprint, how the text was edited, the text with margin numbers and notes, the register. Every
     text node is a string literal of Typst, never its markup. -->
<xsl:stylesheet version="3.0"
  xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:xs="http://www.w3.org/2001/XMLSchema"
  xmlns:m="https://tahqiq.example/ns/modes"
  exclude-result-prefixes="#all">

  <!-- Width and height of the page, and the size of text and notes: lengths as Typst writes them. -->
  <xsl:param name="page-width" as="xs:string" select="'170mm'"/>
  <xsl:param name="page-height" as="xs:string" select="'240mm'"/>
  <xsl:param name="text-size" as="xs:string" select="'14pt'"/>
  <xsl:param name="note-size" as="xs:string" select="'10pt'"/>
  <!-- The font family; one that Typst is given files of. -->
  <xsl:param name="font" as="xs:string" select="'Amiri'"/>

  <xsl:output method="text" encoding="UTF-8"/>

  <xsl:mode use-accumulators="#all" on-no-match="fail" on-multiple-match="fail"/>
  <xsl:mode name="m:print" on-no-match="fail" on-multiple-match="fail"/>

  <xsl:include href="modules/errors.xsl"/>
  <xsl:include href="modules/i18n.xsl"/>
  <xsl:include href="modules/functions.xsl"/>
  <xsl:include href="modules/dates.xsl"/>
  <xsl:include href="modules/citation.xsl"/>
  <xsl:include href="modules/print/book.xsl"/>
  <xsl:include href="modules/print/blocks.xsl"/>
  <xsl:include href="modules/print/inline.xsl"/>
  <xsl:include href="modules/print/register.xsl"/>
</xsl:stylesheet>
