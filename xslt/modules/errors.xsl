<?xml version="1.0" encoding="UTF-8"?>
<!-- In: an element that no template of a product mode knows. Out: in a strict build the end of the
     transform, with the element's name and path; in a lenient one its content, and one message for
     each name. Also the codes of every error that a stylesheet raises. -->
<xsl:stylesheet version="3.0" expand-text="yes"
  xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:xs="http://www.w3.org/2001/XMLSchema"
  xmlns:e="https://tahqiq.example/ns/errors"
  xmlns:m="https://tahqiq.example/ns/modes"
  xpath-default-namespace="http://www.tei-c.org/ns/1.0"
  exclude-result-prefixes="#all">

  <!-- Whether an element without a template is rendered as its content, with a warning. -->
  <xsl:param name="lenient" as="xs:boolean" select="false()"/>

  <xsl:key name="by-name" match="*" use="node-name(.)"/>

  <!-- The fallback of every product mode. The message is read by a program: its first word, the
       element's name and the path are separated by one space each. -->
  <xsl:template match="*" mode="m:html m:print m:diplomatic m:text m:header-html m:header-print" priority="-100">
    <xsl:choose>
      <xsl:when test="not($lenient)">
        <xsl:message terminate="yes" error-code="e:unknown-element"
          >unknown-element {name()} {path()}</xsl:message>
      </xsl:when>
      <xsl:when test="key('by-name', node-name(.))[1] is .">
        <xsl:message>unknown-element {name()} {path()}</xsl:message>
      </xsl:when>
    </xsl:choose>
    <xsl:apply-templates mode="#current"/>
  </xsl:template>

  <!-- Remarks and instructions in a source are its editors' own business. -->
  <xsl:template match="comment() | processing-instruction()"
    mode="m:html m:print m:diplomatic m:text m:header-html m:header-print"/>
</xsl:stylesheet>
