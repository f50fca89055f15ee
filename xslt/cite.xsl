<?xml version="1.0" encoding="UTF-8"?>
<!-- In: a TEI text, or a teiCorpus of the texts of one edition. Out: how it asks to be cited, as JSON: the
     forms of every style and format (citation), what its header says (work), and schema.org (linked). What
     only a passage knows is left open as ⟦before¦name¦after⟧. -->
<xsl:stylesheet version="3.0"
  xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:xs="http://www.w3.org/2001/XMLSchema"
  xmlns:f="https://tahqiq.example/ns/functions"
  xmlns:map="http://www.w3.org/2005/xpath-functions/map"
  xpath-default-namespace="http://www.tei-c.org/ns/1.0"
  exclude-result-prefixes="#all">

  <!-- The languages of the forms; the formats are in that of $lang. -->
  <xsl:param name="languages" as="xs:string" select="'ar en'"/>
  <!-- The address under which the edition stands; empty: not known, and nothing claims one. -->
  <xsl:param name="base" as="xs:string" select="''"/>

  <xsl:output method="text" encoding="UTF-8"/>

  <xsl:include href="modules/i18n.xsl"/>
  <xsl:include href="modules/functions.xsl"/>
  <xsl:include href="modules/dates.xsl"/>
  <xsl:include href="modules/citation.xsl"/>

  <xsl:template match="/" as="xs:string">
    <xsl:variable name="texts" as="element(TEI)*" select="/TEI | /teiCorpus/TEI"/>
    <xsl:sequence select="
        serialize(map {
          'units': map:merge(tokenize($languages) ! map { .: f:unit-names(.) }),
          'citation': f:citation-data($texts, $base, tokenize($languages)),
          'formats': f:citation-formats($texts),
          'work': f:work-data(f:work($texts)),
          'linked': f:linked-data(f:work($texts), $lang, $base) }, map { 'method': 'json' })"/>
  </xsl:template>
</xsl:stylesheet>
