<?xml version="1.0" encoding="UTF-8"?>
<!-- In: anyElement in the compiled ODD. Out: the pattern of an element that no specification describes. -->
<xsl:stylesheet version="3.0" expand-text="yes"
  xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:xs="http://www.w3.org/2001/XMLSchema"
  xmlns:f="https://tahqiq.example/ns/functions"
  xmlns:m="https://tahqiq.example/ns/modes"
  xmlns:rng="http://relaxng.org/ns/structure/1.0"
  xpath-default-namespace="http://www.tei-c.org/ns/1.0"
  xmlns="http://relaxng.org/ns/structure/1.0"
  exclude-result-prefixes="#all">

  <!-- Any element, but those of the namespaces and names that are kept out. -->
  <xsl:template match="anyElement" mode="m:grammar" as="element()">
    <xsl:sequence select="f:repeated(., f:named(f:any-name(.)))"/>
  </xsl:template>

  <xsl:function name="f:any-name" as="xs:string">
    <xsl:param name="any" as="element(anyElement)"/>
    <xsl:sequence select="
      'anyElement-' || ($any/ancestor::*[@ident][1]/@ident) || count($any/preceding::anyElement)"/>
  </xsl:function>

  <xsl:function name="f:any-element" as="element()">
    <xsl:param name="any" as="element(anyElement)"/>
    <xsl:variable name="except" as="xs:string*" select="
      tokenize(($any/@except, root($any)//schemaSpec[1]/@defaultExceptions,
        'http://www.tei-c.org/ns/1.0 teix:egXML')[1])"/>
    <xsl:variable name="require" as="xs:string*" select="tokenize($any/@require)"/>
    <define name="{f:any-name($any)}">
      <element>
        <xsl:choose>
          <xsl:when test="exists($require)">
            <choice>
              <xsl:for-each select="$require">
                <nsName ns="{.}"/>
              </xsl:for-each>
            </choice>
          </xsl:when>
          <xsl:otherwise>
            <anyName>
              <except>
                <xsl:sequence select="$except ! f:excepted(., $any)"/>
              </except>
            </anyName>
          </xsl:otherwise>
        </xsl:choose>
        <zeroOrMore>
          <attribute>
            <anyName/>
          </attribute>
        </zeroOrMore>
        <zeroOrMore>
          <choice>
            <text/>
            <ref name="{f:any-name($any)}"/>
          </choice>
        </zeroOrMore>
      </element>
    </define>
  </xsl:function>

  <!-- A namespace, or the name of an element whose prefix the ODD declares. -->
  <xsl:function name="f:excepted" as="element()">
    <xsl:param name="name" as="xs:string"/>
    <xsl:param name="any" as="element()"/>
    <xsl:variable name="prefix" as="xs:string" select="substring-before($name, ':')"/>
    <xsl:variable name="namespace" as="xs:string?" select="
      (($any, $any/ancestor::schemaSpec)[$prefix = in-scope-prefixes(.)][1]
        ! namespace-uri-for-prefix($prefix, .),
       'http://www.tei-c.org/ns/Examples'[$prefix eq 'teix'], $tei[$prefix eq 'tei'])[1]"/>
    <xsl:choose>
      <xsl:when test="matches($name, '^[\w.\-]+:[\w.\-]+$') and exists($namespace)">
        <name ns="{$namespace}">{substring-after($name, ':')}</name>
      </xsl:when>
      <xsl:otherwise>
        <nsName ns="{$name}"/>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:function>
</xsl:stylesheet>
