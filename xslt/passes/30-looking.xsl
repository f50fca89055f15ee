<?xml version="1.0" encoding="UTF-8"?>
<!-- In: a resolved text. Out: the same text thinned to what its map, its timeline and its diagram of
     speech need: header, records, and the units that hold a date, a stretch of speech, or a mention
     of a record. -->
<xsl:stylesheet version="3.0"
  xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:xs="http://www.w3.org/2001/XMLSchema"
  xmlns:f="https://tahqiq.example/ns/functions"
  xmlns:m="https://tahqiq.example/ns/modes"
  xpath-default-namespace="http://www.tei-c.org/ns/1.0"
  exclude-result-prefixes="#all">

  <xsl:include href="../modules/functions.xsl"/>

  <xsl:mode name="m:looking" on-no-match="shallow-copy" on-multiple-match="fail"/>
  <xsl:output method="xml" encoding="UTF-8" indent="no"/>

  <xsl:template match="/" as="document-node()">
    <xsl:document>
      <xsl:apply-templates select="TEI" mode="m:looking"/>
    </xsl:document>
  </xsl:template>

  <xsl:template match="text" mode="m:looking" as="element(text)">
    <xsl:copy>
      <xsl:copy-of select="@*"/>
      <xsl:element name="body" namespace="http://www.tei-c.org/ns/1.0">
        <xsl:for-each-group select=".//*[f:is-shown(.)]" group-by="generate-id((f:unit(.), .)[1])">
          <xsl:copy-of select="(f:unit(.), .)[1]"/>
        </xsl:for-each-group>
      </xsl:element>
    </xsl:copy>
  </xsl:template>

  <xsl:function name="f:is-shown" as="xs:boolean">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="
        exists($element/self::said)
        or exists($element/self::date/(@when | @from | @to | @notBefore | @notAfter))
        or ($element/@ref and exists(f:record($element)))"/>
  </xsl:function>
</xsl:stylesheet>
