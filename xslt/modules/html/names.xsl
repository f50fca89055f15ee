<?xml version="1.0" encoding="UTF-8"?>
<!-- In: elements that refer to a record (persName, orgName, placeName, rs, title). Out: a span that
     holds the anchor of the mention; the text within links to the record, that of a name inside
     the name to the inner one's. -->
<xsl:stylesheet version="3.0" expand-text="yes"
  xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:xs="http://www.w3.org/2001/XMLSchema"
  xmlns:f="https://tahqiq.example/ns/functions"
  xmlns:m="https://tahqiq.example/ns/modes"
  xmlns:t="https://tahqiq.example/ns/templates"
  xpath-default-namespace="http://www.tei-c.org/ns/1.0"
  exclude-result-prefixes="#all">

  <xsl:template match="*[@ref][exists(f:record(.))]" mode="m:html" priority="3" as="element()">
    <xsl:param name="linked" as="xs:boolean" select="false()" tunnel="yes"/>
    <xsl:variable name="record" as="element()" select="f:record(.)[1]"/>
    <span class="{string-join(('name', f:kind($record), f:flags(.)), ' ')}">
      <xsl:call-template name="t:attributes"/>
      <xsl:if test="f:is-mention(.)">
        <xsl:attribute name="id" select="(@xml:id, f:anchor(.))[1]"/>
      </xsl:if>
      <xsl:apply-templates mode="m:html">
        <xsl:with-param name="href" as="xs:string?" tunnel="yes" select="f:record-address($record)[not($linked)]"/>
      </xsl:apply-templates>
    </span>
  </xsl:template>

  <!-- A name that no record of the edition answers for is still a name of its kind. -->
  <xsl:template match="persName | placeName | orgName | text//title | eventName | rs[@type] | geogName | country | region
    | settlement | district" mode="m:html" priority="2" as="element()">
    <span class="{string-join(('name', 'plain', f:tagged-as(.), f:flags(.)), ' ')}">
      <xsl:call-template name="t:attributes"/>
      <xsl:apply-templates mode="m:html"/>
    </span>
  </xsl:template>

  <!-- The kind of thing that an element names: the name of a register, or nothing. -->
  <xsl:function name="f:tagged-as" as="xs:string?">
    <xsl:param name="element" as="element()"/>
    <xsl:variable name="record" as="element()?" select="f:record($element)[1]"/>
    <xsl:sequence select="
        if ($record) then f:kind($record)
        else map {
          'persName': 'persons', 'personGrp': 'groups', 'orgName': 'orgs', 'placeName': 'places', 'geogName': 'places',
          'country': 'places', 'region': 'places', 'settlement': 'places', 'district': 'places', 'title': 'works',
          'eventName': 'events', 'person': 'persons', 'org': 'orgs', 'place': 'places', 'event': 'events', 'work': 'works'
        }(if ($element/self::rs) then string($element/@type) else local-name($element))"/>
  </xsl:function>

  <!-- The address of a record, from any page of the same language. -->
  <xsl:function name="f:record-address" as="xs:string">
    <xsl:param name="record" as="element()"/>
    <xsl:sequence select="f:kind($record) || '.html#' || $record/@xml:id"/>
  </xsl:function>
</xsl:stylesheet>
