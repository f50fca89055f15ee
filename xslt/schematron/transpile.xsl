<?xml version="1.0" encoding="UTF-8"?>
<!-- In: a Schematron schema (ISO/IEC 19757-3:2016 and :2020), or a RELAX NG grammar or a TEI ODD that
     embeds one, and a phase. Out: an XSLT stylesheet that makes SVRL of an instance document.
     Steps: extract, include, instantiate, extend, check, compile; one module each. -->
<xsl:stylesheet version="3.0" expand-text="yes"
  xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:xs="http://www.w3.org/2001/XMLSchema"
  xmlns:m="https://tahqiq.example/ns/modes"
  xmlns:sch="http://purl.oclc.org/dsdl/schematron"
  exclude-result-prefixes="#all">

  <xsl:include href="extract.xsl"/>
  <xsl:include href="include.xsl"/>
  <xsl:include href="expand.xsl"/>
  <xsl:include href="check.xsl"/>
  <xsl:include href="scope.xsl"/>
  <xsl:include href="compile.xsl"/>
  <xsl:include href="rules.xsl"/>
  <xsl:include href="messages.xsl"/>
  <xsl:include href="fixes.xsl"/>

  <!-- The phase to run: an id, #ALL, or #DEFAULT for the schema's own choice. -->
  <xsl:param name="phase" as="xs:string" select="'#DEFAULT'"/>
  <!-- Whether the quick fixes are compiled, too: a broken one must not keep the rules from judging. -->
  <xsl:param name="fixes" as="xs:boolean" select="false()"/>
  <!-- Every document that sch:include and sch:extends name, by its absolute address. -->
  <xsl:param name="documents" as="map(xs:string, document-node()?)" select="map{}"/>

  <xsl:output method="xml" encoding="UTF-8" indent="no" omit-xml-declaration="yes"/>
  <xsl:mode on-no-match="fail"/>

  <xsl:template match="/">
    <xsl:variable name="extracted" as="document-node()">
      <xsl:document><xsl:apply-templates select="*" mode="m:extract"/></xsl:document>
    </xsl:variable>
    <xsl:variable name="included" as="document-node()">
      <xsl:document><xsl:apply-templates select="$extracted/*" mode="m:include"/></xsl:document>
    </xsl:variable>
    <xsl:apply-templates select="$included/*" mode="m:check"/>
    <xsl:variable name="instantiated" as="document-node()">
      <xsl:document><xsl:apply-templates select="$included/*" mode="m:instantiate"/></xsl:document>
    </xsl:variable>
    <xsl:variable name="extended" as="document-node()">
      <xsl:document><xsl:apply-templates select="$instantiated/*" mode="m:extend"/></xsl:document>
    </xsl:variable>
    <xsl:apply-templates select="$extended/*" mode="m:check-references"/>
    <xsl:apply-templates select="$extended/*" mode="m:compile"/>
  </xsl:template>
</xsl:stylesheet>
