<?xml version="1.0" encoding="UTF-8"?>
<!-- In: an ODD; the parameter specification says where the TEI's own lies. Out: the compiled ODD, a
     schemaSpec that needs nothing else: what relaxng.xsl and schematron.xsl and the docs read. -->
<xsl:stylesheet version="3.0"
  xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:f="https://tahqiq.example/ns/functions">

  <xsl:include href="10-assemble.xsl"/>
  <xsl:include href="20-select.xsl"/>
  <xsl:include href="30-merge.xsl"/>
  <xsl:include href="40-inherit.xsl"/>

  <xsl:output method="xml" encoding="UTF-8" indent="no"/>

  <xsl:template match="/" as="element()">
    <xsl:sequence select="f:checked-chain(., ())"/>
    <xsl:sequence select="f:inherited(f:merged(f:selected(f:assembled(.))))"/>
  </xsl:template>
</xsl:stylesheet>
