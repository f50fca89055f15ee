<?xml version="1.0" encoding="UTF-8"?>
<!-- In: a Schematron schema, or a RELAX NG or ODD file with Schematron in it. Out: one sch:schema in
     which every include and every extends with @href is replaced by what it names (ISO/IEC
     19757-3:2016, 5.4.4 and 5.4.3), each with the base address that its own references need. -->
<xsl:stylesheet version="3.0"
  xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:xs="http://www.w3.org/2001/XMLSchema"
  xmlns:sch="http://purl.oclc.org/dsdl/schematron"
  xmlns:e="https://tahqiq.example/ns/errors"
  xmlns:m="https://tahqiq.example/ns/modes"
  exclude-result-prefixes="xs e m">

  <xsl:mode name="m:include" on-no-match="shallow-copy"/>
  <xsl:output method="xml" encoding="UTF-8" indent="no"/>

  <xsl:template match="/" as="document-node()">
    <xsl:document>
      <xsl:choose>
        <xsl:when test="sch:schema">
          <xsl:apply-templates select="sch:schema" mode="m:include"/>
        </xsl:when>
        <xsl:otherwise>
          <xsl:call-template name="extracted"/>
        </xsl:otherwise>
      </xsl:choose>
    </xsl:document>
  </xsl:template>

  <!-- Schematron that stands within a grammar or a specification: its namespaces first, then all
       patterns in document order; a rule without a pattern is given one. -->
  <xsl:template name="extracted" as="element(sch:schema)">
    <sch:schema queryBinding="xslt3">
      <xsl:for-each-group select="//sch:ns" group-by="@prefix">
        <xsl:copy-of select="." copy-namespaces="no"/>
      </xsl:for-each-group>
      <xsl:apply-templates select="//sch:let[not(ancestor::sch:*)]" mode="m:include"/>
      <xsl:apply-templates select="//sch:pattern" mode="m:include"/>
      <xsl:for-each select="//sch:rule[not(ancestor::sch:pattern)]">
        <sch:pattern>
          <xsl:apply-templates select="." mode="m:include"/>
        </sch:pattern>
      </xsl:for-each>
      <xsl:if test="//sch:diagnostic">
        <sch:diagnostics>
          <xsl:copy-of select="//sch:diagnostic"/>
        </sch:diagnostics>
      </xsl:if>
    </sch:schema>
  </xsl:template>

  <xsl:template match="sch:include[@href]" mode="m:include" as="node()*">
    <xsl:call-template name="included">
      <xsl:with-param name="whole" select="true()"/>
    </xsl:call-template>
  </xsl:template>

  <xsl:template match="sch:extends[@href]" mode="m:include" as="node()*">
    <xsl:call-template name="included">
      <xsl:with-param name="whole" select="false()"/>
    </xsl:call-template>
  </xsl:template>

  <!-- The element that @href names: itself, or for extends its children. -->
  <xsl:template name="included" as="node()*">
    <xsl:param name="whole" as="xs:boolean"/>
    <xsl:variable name="address" as="xs:anyURI" select="resolve-uri(@href, base-uri(.))"/>
    <xsl:variable name="document" as="document-node()" select="doc(replace($address, '#.*$', ''))"/>
    <xsl:variable name="id" as="xs:string" select="substring-after($address, '#')"/>
    <xsl:variable name="target" as="element()"
      select="if ($id) then $document//*[(@xml:id, @id) = $id][1] else $document/*"/>
    <xsl:apply-templates select="if ($whole) then $target else $target/node()" mode="m:include"/>
  </xsl:template>
</xsl:stylesheet>
