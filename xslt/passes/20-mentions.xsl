<?xml version="1.0" encoding="UTF-8"?>
<!-- In: a resolved text. Out: the same text thinned to what a register needs of it: header, records,
     and the units that mention a record or let one speak. A project's registers are made from the
     thinned texts of all its files, so that no page needs the whole corpus in memory. -->
<xsl:stylesheet version="3.0"
  xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:xs="http://www.w3.org/2001/XMLSchema"
  xmlns:f="https://tahqiq.example/ns/functions"
  xmlns:m="https://tahqiq.example/ns/modes"
  xpath-default-namespace="http://www.tei-c.org/ns/1.0"
  exclude-result-prefixes="#all">

  <xsl:include href="../modules/functions.xsl"/>

  <xsl:mode name="m:mentions" on-no-match="shallow-copy" on-multiple-match="fail"/>
  <xsl:output method="xml" encoding="UTF-8" indent="no"/>

  <xsl:template match="/" as="document-node()">
    <xsl:document>
      <xsl:apply-templates select="TEI" mode="m:mentions"/>
    </xsl:document>
  </xsl:template>

  <xsl:template match="text" mode="m:mentions" as="element(text)">
    <xsl:copy>
      <xsl:copy-of select="@*"/>
      <xsl:element name="body" namespace="http://www.tei-c.org/ns/1.0">
        <xsl:for-each-group select=".//*[f:points(.)]" group-by="generate-id((f:unit(.), .)[1])">
          <xsl:copy-of select="(f:unit(.), .)[1]"/>
        </xsl:for-each-group>
      </xsl:element>
    </xsl:copy>
  </xsl:template>

  <!-- Whether an element mentions a record or names one as its speaker. -->
  <xsl:function name="f:points" as="xs:boolean">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="
        exists(($element/@ref, $element/@who) ! tokenize(.)[starts-with(., '#')]
          ! key('record', substring(., 2), root($element)))"/>
  </xsl:function>
</xsl:stylesheet>
