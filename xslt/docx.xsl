<?xml version="1.0" encoding="UTF-8"?>
<!-- In: a resolved text. Out: a word processor's document in plain words: blocks in order and in one
     another, in them text, runs, notes and markers, each with what its style asks. A program writes
     it as DOCX (tahqiq build does). -->
<xsl:stylesheet version="3.0"
  xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:xs="http://www.w3.org/2001/XMLSchema"
  xmlns:m="https://tahqiq.example/ns/modes"
  exclude-result-prefixes="#all">

  <!-- First, so that it yields to every rule that knows its element. -->
  <xsl:import href="modules/errors.xsl"/>
  <xsl:import href="modules/text/further.xsl"/>
  <!-- The blocks are those of the plain text; phrases and notes are overridden. -->
  <xsl:import href="modules/text/blocks.xsl"/>
  <xsl:import href="modules/text/sets.xsl"/>

  <xsl:output method="xml" encoding="UTF-8" indent="no" omit-xml-declaration="yes"/>

  <xsl:mode use-accumulators="#all" on-no-match="fail" on-multiple-match="fail"/>
  <xsl:mode name="m:text" on-no-match="fail" on-multiple-match="fail"/>

  <xsl:variable name="reading" as="xs:boolean" select="true()"/>

  <xsl:include href="modules/i18n.xsl"/>
  <xsl:include href="modules/functions.xsl"/>
  <xsl:include href="modules/changes.xsl"/>
  <xsl:include href="modules/dates.xsl"/>
  <xsl:include href="modules/citation.xsl"/>
  <xsl:include href="modules/docx/document.xsl"/>
  <xsl:include href="modules/docx/phrases.xsl"/>
</xsl:stylesheet>
