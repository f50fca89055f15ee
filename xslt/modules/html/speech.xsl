<?xml version="1.0" encoding="UTF-8"?>
<!-- stub -->
<xsl:stylesheet version="3.0" expand-text="yes"
  xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:f="https://tahqiq.example/ns/functions"
  xmlns:t="https://tahqiq.example/ns/templates">
  <xsl:template name="t:speech" as="element()*"><h1>{f:label('speech')}</h1></xsl:template>
</xsl:stylesheet>
