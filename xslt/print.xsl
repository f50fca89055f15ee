<?xml version="1.0" encoding="UTF-8"?>
<!-- In: a resolved text, or a volume: a teiCorpus of such texts with a header of its own. Out: a
     book as Typst that needs nothing but its font. Every text node is a string, never markup. -->
<xsl:stylesheet version="3.0"
  xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:xs="http://www.w3.org/2001/XMLSchema"
  xmlns:m="https://tahqiq.example/ns/modes"
  exclude-result-prefixes="#all">

  <!-- The page: book (170 by 240 mm, two-sided), a4 or screen. -->
  <xsl:param name="page-format" as="xs:string" select="'book'"/>
  <!-- Width and height of the page, and the size of text and notes: lengths as Typst writes them
       (155mm, 12pt); auto leaves them to the format. -->
  <xsl:param name="page-width" as="xs:string" select="'auto'"/>
  <xsl:param name="page-height" as="xs:string" select="'auto'"/>
  <xsl:param name="text-size" as="xs:string" select="'auto'"/>
  <xsl:param name="note-size" as="xs:string" select="'auto'"/>
  <!-- The margins: inside is at the back of the book, outside bears the numbers of paragraphs. -->
  <xsl:param name="margin-inside" as="xs:string" select="'auto'"/>
  <xsl:param name="margin-outside" as="xs:string" select="'auto'"/>
  <xsl:param name="margin-top" as="xs:string" select="'auto'"/>
  <xsl:param name="margin-bottom" as="xs:string" select="'auto'"/>
  <!-- The parts of the book that are set, in this order whatever the order here. -->
  <xsl:param name="parts" as="xs:string"
    select="'half-title title imprint contents introduction text register sources colophon'"/>
  <!-- Whether the text as received stands beside the text as read, on a page on its side. -->
  <xsl:param name="parallel" as="xs:boolean" select="false()"/>
  <!-- Whether the text as received stands on a page of its own, facing that of the text as read. -->
  <xsl:param name="facing" as="xs:boolean" select="false()"/>
  <!-- Every how many lines the margin numbers one; 0: none. -->
  <xsl:param name="line-numbers" as="xs:integer" select="0"/>
  <!-- The address of a project's own Typst file, read after ours; empty: none. -->
  <xsl:param name="style" as="xs:string" select="''"/>
  <!-- The font family; one that Typst is given files of. -->
  <xsl:param name="font" as="xs:string" select="'Amiri'"/>

  <xsl:output method="text" encoding="UTF-8"/>

  <xsl:mode use-accumulators="#all" on-no-match="fail" on-multiple-match="fail"/>
  <xsl:mode name="m:print" on-no-match="fail" on-multiple-match="fail"/>

  <xsl:include href="modules/errors.xsl"/>
  <xsl:include href="modules/i18n.xsl"/>
  <xsl:include href="modules/functions.xsl"/>
  <xsl:include href="modules/changes.xsl"/>
  <xsl:include href="modules/dates.xsl"/>
  <xsl:include href="modules/citation.xsl"/>
  <xsl:include href="modules/print/book.xsl"/>
  <xsl:include href="modules/print/front.xsl"/>
  <xsl:include href="modules/print/back.xsl"/>
  <xsl:include href="modules/print/blocks.xsl"/>
  <xsl:include href="modules/print/verse.xsl"/>
  <xsl:include href="modules/print/tables.xsl"/>
  <xsl:include href="modules/print/inline.xsl"/>
  <xsl:include href="modules/print/parallel.xsl"/>
  <xsl:include href="modules/print/facing.xsl"/>
  <xsl:include href="modules/print/apparatus.xsl"/>
  <xsl:include href="modules/print/joining.xsl"/>
  <xsl:include href="modules/print/register.xsl"/>
</xsl:stylesheet>
