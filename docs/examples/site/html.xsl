<?xml version="1.0" encoding="UTF-8"?>
<!-- In: names of places. Out: what tahqiq makes of them, in an element that the project's style knows. -->
<xsl:stylesheet version="3.0"
  xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:m="https://tahqiq.example/ns/modes"
  xpath-default-namespace="http://www.tei-c.org/ns/1.0"
  exclude-result-prefixes="#all">

  <xsl:template match="placeName[@ref = '#place-derna']" mode="m:html" priority="10" as="element()">
    <b class="shelf">
      <xsl:next-match/>
    </b>
  </xsl:template>
</xsl:stylesheet>
