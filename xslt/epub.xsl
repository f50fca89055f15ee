<?xml version="1.0" encoding="UTF-8"?>
<!-- In: a resolved text. Out: the documents of an EPUB 3 as file elements of a book element, each with
     its path: package, navigation, title page, chapters with their notes, the page about the edition.
     A program zips them with the fonts and assets/book.css (tahqiq build does). -->
<xsl:stylesheet version="3.0"
  xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:xs="http://www.w3.org/2001/XMLSchema"
  xmlns:m="https://tahqiq.example/ns/modes"
  exclude-result-prefixes="#all">

  <!-- What identifies this edition for good: a DOI, another URI, or urn:uuid: and a UUID. -->
  <xsl:param name="identifier" as="xs:string" select="'urn:uuid:00000000-0000-5000-8000-000000000000'"/>

  <!-- The pages of the site are the source of the chapters; what a book has otherwise is overridden. -->
  <xsl:import href="html.xsl"/>

  <xsl:output method="xml" html-version="5" encoding="UTF-8" indent="no" omit-xml-declaration="yes"/>

  <xsl:mode use-accumulators="#all" on-no-match="fail" on-multiple-match="fail"/>

  <xsl:include href="modules/epub/book.xsl"/>
  <xsl:include href="modules/epub/chapters.xsl"/>
  <xsl:include href="modules/epub/phrases.xsl"/>
  <xsl:include href="modules/epub/markers.xsl"/>
  <xsl:include href="modules/epub/package.xsl"/>
  <xsl:include href="modules/epub/xhtml.xsl"/>
</xsl:stylesheet>
