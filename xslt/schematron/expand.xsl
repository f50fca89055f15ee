<?xml version="1.0" encoding="UTF-8"?>
<!-- In: a schema without inclusions. Out: the same without abstract patterns (m:instantiate) and
     without abstract rules (m:extend). ISO/IEC 19757-3:2016, 5.4.12 and 6.3. -->
<xsl:stylesheet version="3.0" expand-text="yes"
  xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:xs="http://www.w3.org/2001/XMLSchema"
  xmlns:f="https://tahqiq.example/ns/functions"
  xmlns:m="https://tahqiq.example/ns/modes"
  xmlns:map="http://www.w3.org/2005/xpath-functions/map"
  xmlns:s="https://tahqiq.example/ns/schematron"
  xmlns:t="https://tahqiq.example/ns/templates"
  xmlns:sch="http://purl.oclc.org/dsdl/schematron"
  exclude-result-prefixes="#all">

  <xsl:mode name="m:instantiate" on-no-match="shallow-copy"/>
  <xsl:mode name="m:substitute" on-no-match="shallow-copy"/>
  <xsl:mode name="m:extend" on-no-match="shallow-copy"/>

  <xsl:template match="*[self::sch:pattern or self::sch:group][@abstract = 'true']"
    mode="m:instantiate"/>

  <xsl:template match="*[self::sch:pattern or self::sch:group][@is-a]" mode="m:instantiate">
    <xsl:variable name="abstract" as="element()?"
      select="../*[self::sch:pattern or self::sch:group][@abstract = 'true'][@id = current()/@is-a]"/>
    <xsl:if test="empty($abstract)">
      <xsl:call-template name="t:fail">
        <xsl:with-param name="code" select="'unknown-abstract-pattern'"/>
        <xsl:with-param name="text" select="'there is no abstract pattern ''' || @is-a || ''''"/>
      </xsl:call-template>
    </xsl:if>
    <xsl:variable name="values" as="map(xs:string, xs:string)" select="
      map:merge(($abstract/sch:param, sch:param) ! map{string(@name): string(@value)},
        map{'duplicates': 'use-last'})"/>
    <xsl:variable name="instance" as="element()" select="."/>
    <xsl:copy select="$abstract">
        <xsl:apply-templates select="$abstract/@* except $abstract/(@abstract, @id)"
          mode="m:substitute">
          <xsl:with-param name="values" select="$values" tunnel="yes"/>
        </xsl:apply-templates>
        <xsl:sequence select="$instance/(@* except @is-a)"/>
        <xsl:apply-templates select="$abstract/node() except $abstract/sch:param"
          mode="m:substitute">
          <xsl:with-param name="values" select="$values" tunnel="yes"/>
        </xsl:apply-templates>
        <xsl:sequence select="$instance/(node() except sch:param)"/>
        <xsl:call-template name="t:own-messages">
          <xsl:with-param name="pattern" select="$abstract"/>
          <xsl:with-param name="values" select="$values"/>
        </xsl:call-template>
    </xsl:copy>
  </xsl:template>

  <!-- Diagnostics and properties that an abstract pattern refers to take its parameters too, so that
       each instance has its own. -->
  <xsl:template name="t:own-messages" as="element()*">
    <xsl:param name="pattern" as="element()"/>
    <xsl:param name="values" as="map(xs:string, xs:string)"/>
    <xsl:variable name="ids" as="xs:string*"
      select="$pattern//(@diagnostics, @properties) ! tokenize(.)"/>
    <xsl:for-each-group select="/*/*/(sch:diagnostic | sch:property)[@id = $ids]"
      group-by="node-name(..)">
      <xsl:copy select="..">
        <xsl:apply-templates select="current-group()" mode="m:substitute">
          <xsl:with-param name="values" select="$values" tunnel="yes"/>
        </xsl:apply-templates>
      </xsl:copy>
    </xsl:for-each-group>
  </xsl:template>

  <xsl:template match="@*[contains(., '$')]" mode="m:substitute">
    <xsl:param name="values" as="map(xs:string, xs:string)" tunnel="yes"/>
    <xsl:attribute name="{node-name(.)}" select="f:substitute(., $values)"/>
  </xsl:template>

  <!-- A text with each $name that is a parameter replaced by its value, whole names only. -->
  <xsl:function name="f:substitute" as="xs:string">
    <xsl:param name="text" as="xs:string"/>
    <xsl:param name="values" as="map(xs:string, xs:string)"/>
    <xsl:variable name="parts" as="xs:string*">
      <xsl:analyze-string select="$text" regex="\$([\i-[:]][\c-[:]]*)">
        <xsl:matching-substring>
          <xsl:sequence select="($values(regex-group(1)), .)[1]"/>
        </xsl:matching-substring>
        <xsl:non-matching-substring>
          <xsl:sequence select="."/>
        </xsl:non-matching-substring>
      </xsl:analyze-string>
    </xsl:variable>
    <xsl:sequence select="string-join($parts)"/>
  </xsl:function>

  <xsl:template match="sch:rule[@abstract = 'true'] | sch:rules" mode="m:extend"/>

  <xsl:template match="sch:extends[@rule]" mode="m:extend">
    <xsl:param name="chain" as="xs:string*" select="()" tunnel="yes"/>
    <xsl:variable name="named" as="element(sch:rule)*" select="
      (ancestor::*[self::sch:pattern or self::sch:group][1]/sch:rule, /*/sch:rules/sch:rule)
        [@id = current()/@rule]"/>
    <xsl:variable name="fault" as="xs:string?" select="
      if (@rule = $chain) then 'the abstract rule ''' || @rule || ''' extends itself'
      else if (empty($named)) then 'this pattern has no abstract rule ''' || @rule || ''''
      else if (not($named[1]/@abstract = 'true')) then 'the rule ''' || @rule || ''' is not abstract'
      else ()"/>
    <xsl:if test="exists($fault)">
      <xsl:call-template name="t:fail">
        <xsl:with-param name="code" select="'extends-rule'"/>
        <xsl:with-param name="text" select="$fault"/>
      </xsl:call-template>
    </xsl:if>
    <xsl:apply-templates select="$named[1]/node()" mode="#current">
      <xsl:with-param name="chain" select="$chain, string(@rule)" tunnel="yes"/>
    </xsl:apply-templates>
  </xsl:template>
</xsl:stylesheet>
