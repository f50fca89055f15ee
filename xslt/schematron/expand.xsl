<?xml version="1.0" encoding="UTF-8"?>
<!-- In: a schema without includes. Out: the same without abstract patterns and rules: each is-a is
     its pattern with the parameters filled in, each extends the children of its abstract rule
     (ISO/IEC 19757-3:2016, 5.4.3, 5.4.12 and 6.3). -->
<xsl:stylesheet version="3.0" expand-text="yes"
  xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:xs="http://www.w3.org/2001/XMLSchema"
  xmlns:sch="http://purl.oclc.org/dsdl/schematron"
  xmlns:e="https://tahqiq.example/ns/errors"
  xmlns:f="https://tahqiq.example/ns/functions"
  xmlns:m="https://tahqiq.example/ns/modes"
  exclude-result-prefixes="xs e f m">

  <xsl:mode name="m:expand" on-no-match="shallow-copy"/>
  <xsl:mode name="m:fill" on-no-match="shallow-copy"/>
  <xsl:output method="xml" encoding="UTF-8" indent="no"/>

  <xsl:template match="/" as="document-node()">
    <xsl:variable name="filled" as="document-node()">
      <xsl:document>
        <xsl:apply-templates mode="m:fill"/>
      </xsl:document>
    </xsl:variable>
    <xsl:document>
      <xsl:apply-templates select="$filled" mode="m:expand"/>
    </xsl:document>
  </xsl:template>

  <xsl:template match="sch:pattern[@abstract = 'true']" mode="m:fill"/>

  <xsl:template match="sch:pattern[@is-a]" mode="m:fill" as="element(sch:pattern)">
    <xsl:variable name="name" as="xs:string" select="@is-a"/>
    <xsl:variable name="abstract" as="element(sch:pattern)?"
      select="//sch:pattern[@abstract = 'true'][@id = $name][1]"/>
    <xsl:if test="empty($abstract)">
      <xsl:message terminate="yes" error-code="e:no-abstract-pattern">there is no abstract pattern '{$name}'</xsl:message>
    </xsl:if>
    <xsl:copy>
      <xsl:copy-of select="$abstract/@* except $abstract/(@abstract, @id), @* except @is-a"/>
      <xsl:apply-templates select="$abstract/node() except $abstract/sch:param" mode="m:fill">
        <xsl:with-param name="values" tunnel="yes" select="(sch:param, $abstract/sch:param)"/>
      </xsl:apply-templates>
      <xsl:copy-of select="node() except sch:param"/>
    </xsl:copy>
  </xsl:template>

  <!-- A placeholder is a parameter's name after a dollar; the longest name wins. -->
  <xsl:template match="@*" mode="m:fill" as="attribute()">
    <xsl:param name="values" as="element(sch:param)*" tunnel="yes"/>
    <xsl:attribute name="{name()}" namespace="{namespace-uri()}" select="f:fill(., $values)"/>
  </xsl:template>

  <xsl:function name="f:fill" as="xs:string">
    <xsl:param name="text" as="xs:string"/>
    <xsl:param name="values" as="element(sch:param)*"/>
    <xsl:variable name="first" as="element(sch:param)*">
      <xsl:for-each-group select="$values" group-by="@name">
        <xsl:sequence select="."/>
      </xsl:for-each-group>
    </xsl:variable>
    <xsl:sequence select="
        fold-left($first, $text, function($done as xs:string, $param as element(sch:param)) as xs:string {
          replace($done,
            '\$' || replace($param/@name, '([.\-])', '\\$1') || '([^\w.\-]|$)',
            replace($param/@value, '([\\$])', '\\$1') || '$1') })"/>
  </xsl:function>

  <xsl:template match="sch:rule[@abstract = 'true']" mode="m:expand"/>

  <xsl:template match="sch:extends[@rule]" mode="m:expand" as="node()*">
    <xsl:variable name="name" as="xs:string" select="@rule"/>
    <xsl:variable name="abstract" as="element(sch:rule)?"
      select="ancestor::sch:pattern/sch:rule[@abstract = 'true'][@id = $name][1]"/>
    <xsl:if test="empty($abstract)">
      <xsl:message terminate="yes" error-code="e:no-abstract-rule">the pattern has no abstract rule '{$name}'</xsl:message>
    </xsl:if>
    <xsl:apply-templates select="$abstract/node()" mode="m:expand"/>
  </xsl:template>
</xsl:stylesheet>
