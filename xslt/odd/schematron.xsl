<?xml version="1.0" encoding="UTF-8"?>
<!-- In: a compiled ODD. Out: one Schematron schema of all its constraints. A bare rule gets a pattern,
     a bare assertion a rule for the element, attribute or class that it was written for. -->
<xsl:stylesheet version="3.0" expand-text="yes"
  xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:xs="http://www.w3.org/2001/XMLSchema"
  xmlns:f="https://tahqiq.example/ns/functions"
  xmlns:m="https://tahqiq.example/ns/modes"
  xmlns:sch="http://purl.oclc.org/dsdl/schematron"
  xpath-default-namespace="http://www.tei-c.org/ns/1.0"
  exclude-result-prefixes="f m">

  <xsl:output method="xml" encoding="UTF-8" indent="no"/>
  <xsl:mode name="m:rules" on-no-match="shallow-copy"/>

  <xsl:key name="f:members" match="elementSpec | classSpec" use="classes/memberOf/@key"/>

  <xsl:template match="/" as="node()*">
    <xsl:text>&#10;</xsl:text>
    <xsl:comment> Made from the ODD {schemaSpec/@ident}; changes belong there. </xsl:comment>
    <xsl:text>&#10;</xsl:text>
    <xsl:apply-templates select="schemaSpec" mode="m:schema"/>
  </xsl:template>

  <xsl:mode name="m:schema" on-no-match="fail"/>
  <xsl:template match="schemaSpec" mode="m:schema" as="element()">
    <xsl:variable name="parts" as="element()*"
      select=".//constraintSpec[@scheme = ('schematron', 'isoschematron')]/constraint/*"/>
    <sch:schema queryBinding="{if (exists($parts/self::xsl:*)) then 'xslt3' else 'xslt2'}">
      <xsl:if test="exists($parts/self::xsl:*)">
        <xsl:namespace name="xsl" select="'http://www.w3.org/1999/XSL/Transform'"/>
      </xsl:if>
      <xsl:attribute name="xml:lang" select="'en'"/>
      <xsl:text>&#10;  </xsl:text>
      <sch:title>{(gloss[@xml:lang = 'en'], gloss, @ident)[1]}</sch:title>
      <xsl:sequence select="f:lines(f:namespaces(., $parts))"/>
      <xsl:sequence select="f:lines($parts/self::sch:let | $parts/self::xsl:*)"/>
      <xsl:for-each select="$parts[self::sch:pattern | self::sch:rule | self::sch:assert | self::sch:report]
        /parent::constraint">
        <xsl:sequence select="f:lines(f:patterns(.))"/>
      </xsl:for-each>
      <xsl:variable name="diagnostics" as="element()*"
        select="$parts/self::sch:diagnostics/* | $parts/self::sch:diagnostic"/>
      <xsl:if test="$diagnostics">
        <xsl:text>&#10;  </xsl:text>
        <sch:diagnostics>
          <xsl:sequence select="f:lines($diagnostics)"/>
          <xsl:text>&#10;  </xsl:text>
        </sch:diagnostics>
      </xsl:if>
      <xsl:text>&#10;</xsl:text>
    </sch:schema>
  </xsl:template>

  <xsl:function name="f:lines" as="node()*">
    <xsl:param name="parts" as="element()*"/>
    <xsl:for-each select="$parts">
      <xsl:text>&#10;  </xsl:text>
      <xsl:apply-templates select="." mode="m:rules"/>
    </xsl:for-each>
  </xsl:function>

  <!-- The prefixes that the constraints declare, and those that they use and all ODDs know. -->
  <xsl:function name="f:namespaces" as="element(sch:ns)*">
    <xsl:param name="schema" as="element(schemaSpec)"/>
    <xsl:param name="parts" as="element()*"/>
    <xsl:variable name="known" as="element(sch:ns)*">
      <sch:ns prefix="tei" uri="http://www.tei-c.org/ns/1.0"/>
      <sch:ns prefix="xs" uri="http://www.w3.org/2001/XMLSchema"/>
      <sch:ns prefix="rng" uri="http://relaxng.org/ns/structure/1.0"/>
      <sch:ns prefix="sch" uri="http://purl.oclc.org/dsdl/schematron"/>
      <sch:ns prefix="teix" uri="http://www.tei-c.org/ns/Examples"/>
    </xsl:variable>
    <xsl:variable name="said" as="xs:string"
      select="string-join($parts/descendant-or-self::*/@*, ' ')"/>
    <xsl:for-each-group group-by="@prefix"
      select="
      ($parts/self::sch:ns, $known)[@prefix = 'tei' or contains($said, @prefix || ':')]">
      <xsl:sequence select="current-group()[1]"/>
    </xsl:for-each-group>
  </xsl:function>

  <xsl:function name="f:patterns" as="element(sch:pattern)*">
    <xsl:param name="constraint" as="element(constraint)"/>
    <xsl:variable name="bare" as="element()*" select="$constraint/(sch:assert | sch:report)"/>
    <xsl:sequence select="$constraint/sch:pattern"/>
    <xsl:if test="$constraint/sch:rule or $bare">
      <sch:pattern id="{f:rule-id($constraint)}">
        <xsl:copy-of select="$constraint/sch:rule"/>
        <xsl:if test="$bare">
          <sch:rule context="{f:context($constraint)}">
            <xsl:copy-of select="$bare"/>
          </sch:rule>
        </xsl:if>
      </sch:pattern>
    </xsl:if>
  </xsl:function>

  <!-- A name that no other constraint has: what it is about, its own name, its place. -->
  <xsl:function name="f:rule-id" as="xs:string">
    <xsl:param name="constraint" as="element(constraint)"/>
    <xsl:variable name="about" as="xs:string*"
      select="$constraint/ancestor::*[@ident] ! translate(@ident, ':', '-')"/>
    <xsl:sequence select="string-join(($about, count($constraint/preceding::constraint) + 1), '-')"/>
  </xsl:function>

  <xsl:function name="f:context" as="xs:string">
    <xsl:param name="constraint" as="element(constraint)"/>
    <xsl:variable name="about" as="element()?"
      select="$constraint/ancestor::*[self::elementSpec | self::classSpec][1]"/>
    <xsl:variable name="elements" as="xs:string*" select="
      $about/self::elementSpec/('tei:' || (altIdent, @ident)[1]),
      $about/self::classSpec/f:member-elements(.) ! ('tei:' || @ident)"/>
    <xsl:variable name="attribute" as="xs:string" select="
      ($constraint/ancestor::attDef[1] ! ('/@' || (altIdent, @ident)[1]), '')[1]"/>
    <xsl:sequence select="
      if (empty($elements)) then '*' else string-join($elements ! (. || $attribute), ' | ')"/>
  </xsl:function>

  <xsl:function name="f:member-elements" as="element(elementSpec)*">
    <xsl:param name="class" as="element(classSpec)"/>
    <xsl:variable name="members" as="element()*" select="key('f:members', $class/@ident, root($class))"/>
    <xsl:sequence
      select="$members/self::elementSpec | $members/self::classSpec ! f:member-elements(.)"/>
  </xsl:function>

  <xsl:template match="sch:*" mode="m:rules" as="element()">
    <xsl:element name="sch:{local-name()}">
      <xsl:apply-templates select="@*, node()" mode="#current"/>
    </xsl:element>
  </xsl:template>

  <xsl:template match="xsl:*" mode="m:rules" as="element()">
    <xsl:element name="xsl:{local-name()}">
      <xsl:apply-templates select="@*, node()" mode="#current"/>
    </xsl:element>
  </xsl:template>
</xsl:stylesheet>
