<?xml version="1.0" encoding="UTF-8"?>
<!-- In: an annotated schema. Out: the same with what sch:include and sch:extends/@href name in their
     place, to any depth; each part keeps the place, language and bindings of its own file
     (ISO/IEC 19757-3:2016, 5.4.4 and 6.2). -->
<xsl:stylesheet version="3.0" expand-text="yes"
  xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:xs="http://www.w3.org/2001/XMLSchema"
  xmlns:f="https://tahqiq.example/ns/functions"
  xmlns:m="https://tahqiq.example/ns/modes"
  xmlns:s="https://tahqiq.example/ns/schematron"
  xmlns:t="https://tahqiq.example/ns/templates"
  xmlns:sch="http://purl.oclc.org/dsdl/schematron"
  exclude-result-prefixes="#all">

  <xsl:mode name="m:include" on-no-match="shallow-copy"/>

  <xsl:template match="sch:include" mode="m:include">
    <xsl:call-template name="t:included">
      <xsl:with-param name="found" select="f:referenced(.)"/>
    </xsl:call-template>
  </xsl:template>

  <!-- Extending copies the content of what is named, not the element itself. -->
  <xsl:template match="sch:extends[@href]" mode="m:include">
    <xsl:variable name="found" as="element()" select="f:referenced(.)"/>
    <xsl:if test="node-name($found) ne node-name(..) and not($found/self::sch:library)">
      <xsl:call-template name="t:fail">
        <xsl:with-param name="code" select="'extends-kind'"/>
        <xsl:with-param name="text"
          select="'a ' || local-name(..) || ' cannot extend a ' || local-name($found)"/>
      </xsl:call-template>
    </xsl:if>
    <xsl:call-template name="t:included">
      <xsl:with-param name="found" select="$found/*[not(self::sch:ns or self::sch:title)]"/>
    </xsl:call-template>
  </xsl:template>

  <xsl:template name="t:included" as="node()*">
    <xsl:param name="found" as="element()*"/>
    <xsl:param name="chain" as="xs:string*" select="()" tunnel="yes"/>
    <xsl:variable name="address" as="xs:string" select="f:address(.) || '#' || f:fragment(.)"/>
    <xsl:if test="$address = $chain">
      <xsl:call-template name="t:fail">
        <xsl:with-param name="code" select="'circular-include'"/>
        <xsl:with-param name="text" select="@href || ' includes itself'"/>
      </xsl:call-template>
    </xsl:if>
    <xsl:variable name="annotated" as="element()*">
      <xsl:apply-templates select="$found" mode="m:annotate">
        <xsl:with-param name="bindings" select="string(@s:ns)" tunnel="yes"/>
        <xsl:with-param name="lang" select="string(@s:lang)" tunnel="yes"/>
      </xsl:apply-templates>
    </xsl:variable>
    <xsl:apply-templates select="$annotated" mode="m:include">
      <xsl:with-param name="chain" select="$chain, $address" tunnel="yes"/>
    </xsl:apply-templates>
  </xsl:template>

  <!-- A rule that an assertion's inclusion names as abstract is taken for itself. -->
  <xsl:function name="f:referenced" as="element()">
    <xsl:param name="reference" as="element()"/>
    <xsl:variable name="document" as="document-node()?" select="$documents(f:address($reference))"/>
    <xsl:variable name="fragment" as="xs:string" select="f:fragment($reference)"/>
    <xsl:variable name="found" as="element()?" select="
      if ($fragment eq '') then $document/*
      else ($document//*[@xml:id = $fragment], $document//*[@id = $fragment])[1]"/>
    <xsl:for-each select="$reference[empty($found)]">
      <xsl:call-template name="t:fail">
        <xsl:with-param name="code" select="'include-missing'"/>
        <xsl:with-param name="text" select="'there is nothing at ' || @href"/>
      </xsl:call-template>
    </xsl:for-each>
    <xsl:sequence select="$found"/>
  </xsl:function>

  <xsl:function name="f:address" as="xs:string">
    <xsl:param name="reference" as="element()"/>
    <xsl:sequence select="f:address-of($reference/@href, $reference/@s:file)"/>
  </xsl:function>

  <!-- The absolute address of a reference without its fragment, as the caller writes it. -->
  <xsl:function name="f:address-of" as="xs:string">
    <xsl:param name="href" as="xs:string"/>
    <xsl:param name="base" as="xs:string"/>
    <xsl:variable name="file" as="xs:string" select="iri-to-uri(replace($href, '#.*$', ''))"/>
    <xsl:sequence select="
      replace(if ($base eq '') then $file else string(resolve-uri($file, $base)), '^file:/+', 'file:///')"/>
  </xsl:function>

  <xsl:function name="f:fragment" as="xs:string">
    <xsl:param name="reference" as="element()"/>
    <xsl:sequence select="substring-after($reference/@href, '#')"/>
  </xsl:function>
</xsl:stylesheet>
