<?xml version="1.0" encoding="UTF-8"?>
<!-- In: attribute lists of the compiled ODD. Out: patterns of RELAX NG for attributes and values. -->
<xsl:stylesheet version="3.0" expand-text="yes"
  xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:xs="http://www.w3.org/2001/XMLSchema"
  xmlns:f="https://tahqiq.example/ns/functions"
  xmlns:m="https://tahqiq.example/ns/modes"
  xmlns:rng="http://relaxng.org/ns/structure/1.0"
  xpath-default-namespace="http://www.tei-c.org/ns/1.0"
  xmlns="http://relaxng.org/ns/structure/1.0"
  exclude-result-prefixes="#all">

  <xsl:mode name="m:shared" on-no-match="fail"/>

  <!-- A class of attributes: one define for each attribute, and one for all of them. -->
  <xsl:template match="classSpec[@type = 'atts']" mode="m:grammar" as="element()*">
    <xsl:for-each select="attList//attDef">
      <define name="{f:attribute-pattern(., @ident)}">
        <xsl:apply-templates select="." mode="m:grammar"/>
      </define>
    </xsl:for-each>
    <define name="{f:pattern(.)}.attributes">
      <group>
        <xsl:apply-templates select="attList" mode="m:shared"/>
      </group>
    </define>
  </xsl:template>

  <xsl:template match="attList" mode="m:shared" as="element()">
    <xsl:element name="{if (@org = 'choice') then 'choice' else 'group'}">
      <xsl:apply-templates select="*" mode="#current"/>
    </xsl:element>
  </xsl:template>

  <xsl:template match="attDef" mode="m:shared" as="element()">
    <ref name="{f:attribute-pattern(., @ident)}"/>
  </xsl:template>

  <!-- What a class takes from another its members inherit from that other. -->
  <xsl:template match="attRef" mode="m:shared"/>

  <xsl:function name="f:attribute-pattern" as="xs:string">
    <xsl:param name="within" as="element()"/>
    <xsl:param name="name" as="xs:string"/>
    <xsl:sequence select="
      f:pattern($within/ancestor-or-self::classSpec[1]) || '.attribute.' || translate($name, ':', '')"/>
  </xsl:function>

  <!-- The attributes of an element. A class that gives all that it has is referred to as one. -->
  <xsl:template match="attList[parent::elementSpec]" mode="m:grammar" as="element()+">
    <xsl:element name="{if (@org = 'choice') then 'choice' else 'group'}">
      <xsl:apply-templates select="* except attRef[@rend = 'inherited']" mode="#current"/>
      <xsl:if test="not(@org = 'choice')">
        <xsl:sequence select="f:inherited-attributes(.)"/>
      </xsl:if>
    </xsl:element>
    <xsl:if test="@org = 'choice'">
      <group>
        <xsl:sequence select="f:inherited-attributes(.)"/>
      </group>
    </xsl:if>
  </xsl:template>

  <xsl:function name="f:inherited-attributes" as="element()*">
    <xsl:param name="list" as="element(attList)"/>
    <xsl:for-each-group select="$list/attRef[@rend = 'inherited']" group-by="@class">
      <xsl:variable name="class" as="element(classSpec)?"
        select="key('f:specified', 'classSpec ' || current-grouping-key(), root($list))[1]"/>
      <xsl:choose>
        <xsl:when test="empty($class)"/>
        <xsl:when test="every $name in $class/attList//attDef/@ident
          satisfies $name = current-group()/@name">
          <ref name="{f:pattern($class)}.attributes"/>
        </xsl:when>
        <xsl:otherwise>
          <xsl:for-each select="current-group()">
            <ref name="{f:attribute-pattern($class, @name)}"/>
          </xsl:for-each>
        </xsl:otherwise>
      </xsl:choose>
    </xsl:for-each-group>
  </xsl:function>

  <xsl:template match="attList" mode="m:grammar" as="element()">
    <xsl:element name="{if (@org = 'choice') then 'choice' else 'group'}">
      <xsl:apply-templates select="*" mode="#current"/>
    </xsl:element>
  </xsl:template>

  <xsl:template match="attRef" mode="m:grammar" as="element()?">
    <xsl:variable name="name" as="xs:string" select="@name"/>
    <xsl:variable name="class" as="element(classSpec)?"
      select="key('f:specified', 'classSpec ' || @class)[1]"/>
    <!-- The name of a pattern has no colon, and an attRef may have the name of the pattern. -->
    <xsl:if test="$class/attList//attDef[@ident = $name or translate(@ident, ':', '') = $name]">
      <ref name="{f:attribute-pattern($class, @name)}"/>
    </xsl:if>
  </xsl:template>

  <xsl:template match="attDef" mode="m:grammar" as="element()">
    <xsl:variable name="attribute" as="element()">
      <attribute name="{(altIdent, @ident)[1]}">
        <xsl:copy-of select="@ns"/>
        <xsl:sequence select="f:attribute-value(.)"/>
      </attribute>
    </xsl:variable>
    <xsl:choose>
      <xsl:when test="@usage = 'req'">
        <xsl:sequence select="$attribute"/>
      </xsl:when>
      <xsl:otherwise>
        <optional>
          <xsl:sequence select="$attribute"/>
        </optional>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- One value, or as many as the datatype allows. A closed list stands for the datatype; a
       half-open one goes beside it; an open one only gives advice. -->
  <xsl:function name="f:attribute-value" as="element()">
    <xsl:param name="attribute" as="element(attDef)"/>
    <xsl:variable name="type" as="element()*">
      <xsl:apply-templates select="$attribute/datatype/*" mode="m:grammar"/>
      <!-- Beside the values of a half-open list any name may stand, if the ODD says nothing else. -->
      <xsl:if test="empty($attribute/datatype/*) and $attribute/valList/@type = 'semi'">
        <data type="Name"/>
      </xsl:if>
    </xsl:variable>
    <xsl:variable name="values" as="element()*"
      select="$attribute/valList[@type = ('closed', 'semi')]/valItem ! f:value(.)"/>
    <xsl:variable name="one" as="element()*" select="
      if ($values and $attribute/valList/@type = 'closed') then f:choice($values)
      else if ($values) then f:choice(($values, $type)) else $type"/>
    <xsl:variable name="datatype" as="element(datatype)?" select="$attribute/datatype"/>
    <xsl:choose>
      <xsl:when test="empty($one)">
        <text/>
      </xsl:when>
      <!-- Plain text has no parts that could be counted. -->
      <xsl:when test="$one/descendant-or-self::rng:text">
        <xsl:sequence select="f:group($one)"/>
      </xsl:when>
      <xsl:when test="not(($datatype/@maxOccurs, '1')[1] = ('0', '1'))">
        <list>
          <xsl:sequence select="f:repeated($datatype, f:group($one))"/>
        </list>
      </xsl:when>
      <xsl:otherwise>
        <xsl:sequence select="
          if ($datatype) then f:repeated($datatype, f:group($one)) else f:group($one)"/>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:function>

  <xsl:function name="f:group" as="element()">
    <xsl:param name="patterns" as="element()+"/>
    <group>
      <xsl:sequence select="$patterns"/>
    </group>
  </xsl:function>
</xsl:stylesheet>
