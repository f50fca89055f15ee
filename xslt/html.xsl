<?xml version="1.0" encoding="UTF-8"?>
<!-- In: a resolved text (a TEI element, as passes/10-resolve.xsl makes it) or a whole project (a
     teiCorpus of them, as passes/20-mentions.xsl thins them). Out: one HTML page of the site, the
     one that $page names, in the language $lang. Needs nothing but an XSLT 3.0 processor. -->
<xsl:stylesheet version="3.0"
  xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:xs="http://www.w3.org/2001/XMLSchema"
  xmlns:m="https://tahqiq.example/ns/modes"
  exclude-result-prefixes="#all">

  <!-- Which page: text, about, index, or a register (persons, groups, orgs, places, events, works). -->
  <xsl:param name="page" as="xs:string" select="'text'"/>
  <!-- The way from the page's folder to the root of the site: '' or '../'. -->
  <xsl:param name="root" as="xs:string" select="''"/>
  <!-- The languages of the interface, the site's own first; each other one has a folder. -->
  <xsl:param name="languages" as="xs:string" select="'ar en'"/>
  <!-- The address under which the site will stand; empty: not known, and nothing claims one. -->
  <xsl:param name="base" as="xs:string" select="''"/>

  <xsl:output method="html" html-version="5" encoding="UTF-8" indent="no" include-content-type="no"/>

  <xsl:mode use-accumulators="#all" on-no-match="fail" on-multiple-match="fail"/>
  <xsl:mode name="m:html" on-no-match="fail" on-multiple-match="fail"/>
  <xsl:mode name="m:header-html" on-no-match="fail" on-multiple-match="fail"/>

  <xsl:include href="modules/errors.xsl"/>
  <xsl:include href="modules/i18n.xsl"/>
  <xsl:include href="modules/functions.xsl"/>
  <xsl:include href="modules/changes.xsl"/>
  <xsl:include href="modules/dates.xsl"/>
  <xsl:include href="modules/citation.xsl"/>
  <xsl:include href="modules/html/page.xsl"/>
  <xsl:include href="modules/html/titles.xsl"/>
  <xsl:include href="modules/html/head.xsl"/>
  <xsl:include href="modules/html/cited.xsl"/>
  <xsl:include href="modules/html/masthead.xsl"/>
  <xsl:include href="modules/html/site.xsl"/>
  <xsl:include href="modules/html/home.xsl"/>
  <xsl:include href="modules/html/side.xsl"/>
  <xsl:include href="modules/html/former.xsl"/>
  <xsl:include href="modules/html/structure.xsl"/>
  <xsl:include href="modules/html/inline.xsl"/>
  <xsl:include href="modules/html/further.xsl"/>
  <xsl:include href="modules/html/words.xsl"/>
  <xsl:include href="modules/html/transcription.xsl"/>
  <xsl:include href="modules/html/variants.xsl"/>
  <xsl:include href="modules/html/names.xsl"/>
  <xsl:include href="modules/html/voices.xsl"/>
  <xsl:include href="modules/html/notes.xsl"/>
  <xsl:include href="modules/html/registers.xsl"/>
  <xsl:include href="modules/html/record.xsl"/>
  <xsl:include href="modules/html/mentions.xsl"/>
  <xsl:include href="modules/html/header.xsl"/>
  <xsl:include href="modules/html/looking.xsl"/>
  <xsl:include href="modules/html/data.xsl"/>
</xsl:stylesheet>
