<?xml version="1.0" encoding="UTF-8"?>
<!-- In: a compiled ODD. Out: its grammar in the XML syntax of RELAX NG, flat and without prose. -->
<xsl:stylesheet version="3.0" expand-text="yes"
  xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:f="https://tahqiq.example/ns/functions"
  xpath-default-namespace="http://www.tei-c.org/ns/1.0">

  <xsl:include href="50-grammar.xsl"/>
  <xsl:include href="51-content.xsl"/>
  <xsl:include href="52-attributes.xsl"/>
  <xsl:include href="53-foreign.xsl"/>
  <xsl:include href="54-any-element.xsl"/>
  <xsl:include href="60-simplify.xsl"/>

  <xsl:output method="xml" encoding="UTF-8" indent="yes"/>

  <xsl:template match="/" as="node()*">
    <xsl:comment> Made from the ODD {schemaSpec/@ident}; changes belong there. </xsl:comment>
    <xsl:sequence select="f:simplified(f:grammar(schemaSpec))"/>
  </xsl:template>
</xsl:stylesheet>
