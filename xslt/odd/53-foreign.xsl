<?xml version="1.0" encoding="UTF-8"?>
<!-- In: a moduleRef that names a grammar in RELAX NG (XML syntax). Out: the defines of that grammar and
     of all that it includes, each of which says for itself what its grammar said for all: namespace
     and datatype library. Nothing is fetched: a grammar lies where the ODD says, or beside the ODD. -->
<xsl:stylesheet version="3.0" expand-text="yes"
  xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:xs="http://www.w3.org/2001/XMLSchema"
  xmlns:f="https://tahqiq.example/ns/functions"
  xmlns:m="https://tahqiq.example/ns/modes"
  xmlns:e="https://tahqiq.example/ns/errors"
  xmlns:tei="http://www.tei-c.org/ns/1.0"
  xpath-default-namespace="http://relaxng.org/ns/structure/1.0"
  xmlns="http://relaxng.org/ns/structure/1.0"
  exclude-result-prefixes="#all">

  <xsl:mode name="m:import" on-no-match="shallow-skip"/>
  <xsl:mode name="m:imported" on-no-match="shallow-copy"/>

  <xsl:variable name="xsd" as="xs:string" select="'http://www.w3.org/2001/XMLSchema-datatypes'"/>

  <!-- What a moduleRef brings: the grammar that it names, and what it says itself of that grammar. -->
  <xsl:function name="f:foreign" as="element(define)*">
    <xsl:param name="reference" as="element(tei:moduleRef)"/>
    <xsl:variable name="own" as="element(define)*" select="$reference/tei:content//define"/>
    <xsl:choose>
      <xsl:when test="doc-available($reference/@url)">
        <xsl:apply-templates select="doc($reference/@url)/grammar" mode="m:import">
          <xsl:with-param name="prefix" tunnel="yes" as="xs:string" select="string($reference/@prefix)"/>
          <xsl:with-param name="instead" as="xs:string*"
            select="$own[not(@combine)]/@name ! string(.)"/>
        </xsl:apply-templates>
      </xsl:when>
      <xsl:otherwise>
        <xsl:message>odd: the grammar {$reference/@url} is not at hand: put a copy beside the ODD</xsl:message>
      </xsl:otherwise>
    </xsl:choose>
    <xsl:apply-templates select="$own" mode="m:imported"/>
  </xsl:function>

  <xsl:template match="grammar | div" mode="m:import" as="element(define)*">
    <xsl:param name="instead" as="xs:string*"/>
    <xsl:apply-templates select="div | include | define[not(@name = $instead)]" mode="#current">
      <xsl:with-param name="instead" select="$instead"/>
    </xsl:apply-templates>
  </xsl:template>

  <!-- A define within an include stands for those of its name in what is included. -->
  <xsl:template match="include" mode="m:import" as="element(define)*">
    <xsl:param name="instead" as="xs:string*"/>
    <xsl:variable name="address" as="xs:string" select="string(resolve-uri(@href, base-uri(.)))"/>
    <xsl:if test="not(doc-available($address))">
      <xsl:message terminate="yes" error-code="e:missing-file"
        >{base-uri(.)} includes {@href}, which is not there</xsl:message>
    </xsl:if>
    <xsl:apply-templates select="doc($address)/grammar" mode="#current">
      <xsl:with-param name="instead" select="$instead, .//define/@name ! string(.)"/>
    </xsl:apply-templates>
    <xsl:apply-templates select=".//define[not(@name = $instead)]" mode="#current"/>
  </xsl:template>

  <xsl:template match="define" mode="m:import" as="element(define)">
    <xsl:apply-templates select="." mode="m:imported"/>
  </xsl:template>

  <xsl:template match="define/@name | ref/@name" mode="m:imported" as="attribute()">
    <xsl:param name="prefix" tunnel="yes" as="xs:string" select="''"/>
    <xsl:attribute name="name" select="$prefix || ."/>
  </xsl:template>

  <!-- A name with a prefix has the namespace that its grammar gives to the prefix. -->
  <xsl:template mode="m:imported" as="element()" priority="1"
    match="*[self::element or self::attribute][contains(@name, ':')][not(starts-with(@name, 'xml:'))]
      | name[contains(., ':')][not(starts-with(normalize-space(), 'xml:'))]">
    <xsl:variable name="said" as="xs:string" select="normalize-space((@name, .)[1])"/>
    <xsl:variable name="namespace" as="xs:string"
      select="string(namespace-uri-for-prefix(substring-before($said, ':'), .))"/>
    <xsl:copy copy-namespaces="no">
      <xsl:attribute name="ns" select="$namespace"/>
      <xsl:if test="@name">
        <xsl:attribute name="name" select="substring-after($said, ':')"/>
        <xsl:apply-templates mode="#current"/>
      </xsl:if>
      <xsl:if test="self::name">{substring-after($said, ':')}</xsl:if>
    </xsl:copy>
  </xsl:template>

  <xsl:template match="element[@name] | name | nsName | value" mode="m:imported" as="element()">
    <xsl:copy>
      <xsl:attribute name="ns" select="(ancestor-or-self::*/@ns)[last()]"/>
      <xsl:if test="self::value">
        <xsl:sequence select="f:library(.)"/>
      </xsl:if>
      <xsl:apply-templates select="@* except (@ns, @datatypeLibrary), node()" mode="#current"/>
    </xsl:copy>
  </xsl:template>

  <xsl:template match="data" mode="m:imported" as="element()">
    <xsl:copy>
      <xsl:sequence select="f:library(.)"/>
      <xsl:apply-templates select="@* except @datatypeLibrary, node()" mode="#current"/>
    </xsl:copy>
  </xsl:template>

  <!-- The library of a type, where it is not that of XML Schema, which all of our grammars name. -->
  <xsl:function name="f:library" as="attribute()?">
    <xsl:param name="type" as="element()"/>
    <xsl:variable name="said" as="xs:string"
      select="string(($type/ancestor-or-self::*/@datatypeLibrary)[last()])"/>
    <xsl:if test="$type/@type and $said ne $xsd">
      <xsl:attribute name="datatypeLibrary" select="$said"/>
    </xsl:if>
  </xsl:function>

  <xsl:template match="mixed" mode="m:imported" as="element()">
    <interleave>
      <text/>
      <group>
        <xsl:apply-templates mode="#current"/>
      </group>
    </interleave>
  </xsl:template>

  <xsl:template match="grammar | parentRef | externalRef" mode="m:imported">
    <xsl:message terminate="yes" error-code="e:nested-grammar"
      >{base-uri(.)} holds {name()}, which a grammar that an ODD takes in may not</xsl:message>
  </xsl:template>

  <!-- Notes in other namespaces say nothing to the grammar. -->
  <xsl:template match="*[not(self::rng:*)]" mode="m:imported"
    xmlns:rng="http://relaxng.org/ns/structure/1.0"/>
  <xsl:template match="comment() | processing-instruction()" mode="m:imported"/>
  <xsl:template match="text()[not(normalize-space())]" mode="m:imported"/>

  <!-- Defines of one name become one: by @combine where they say so, else the last stands. -->
  <xsl:function name="f:combined" as="element(define)*">
    <xsl:param name="defines" as="element(define)*"/>
    <xsl:for-each-group select="$defines" group-by="@name">
      <xsl:variable name="how" as="xs:string?" select="(current-group()/@combine)[1]"/>
      <xsl:choose>
        <xsl:when test="count(current-group()) eq 1">
          <define name="{@name}">
            <xsl:copy-of select="node()"/>
          </define>
        </xsl:when>
        <xsl:when test="$how">
          <define name="{@name}">
            <xsl:element name="{$how}">
              <xsl:for-each select="current-group()">
                <group>
                  <xsl:copy-of select="*"/>
                </group>
              </xsl:for-each>
            </xsl:element>
          </define>
        </xsl:when>
        <xsl:otherwise>
          <xsl:copy-of select="current-group()[last()]"/>
        </xsl:otherwise>
      </xsl:choose>
    </xsl:for-each-group>
  </xsl:function>
</xsl:stylesheet>
