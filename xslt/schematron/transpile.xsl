<?xml version="1.0" encoding="UTF-8"?>
<!-- In: a schema without includes and abstractions. Out: an XSLT 3.0 stylesheet that gives the
     Schematron Validation Report (SVRL) of a document. Each pattern is a mode, in which the first
     rule that matches a node is the only one that fires for it (ISO/IEC 19757-3:2016, 6.5). -->
<xsl:stylesheet version="3.0" expand-text="yes"
  xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:xs="http://www.w3.org/2001/XMLSchema"
  xmlns:o="https://tahqiq.example/ns/output"
  xmlns:sch="http://purl.oclc.org/dsdl/schematron"
  xmlns:svrl="http://purl.oclc.org/dsdl/svrl"
  xmlns:e="https://tahqiq.example/ns/errors"
  xmlns:f="https://tahqiq.example/ns/functions"
  xmlns:m="https://tahqiq.example/ns/modes"
  exclude-result-prefixes="xs e f m sch">

  <!-- The phase to run: a name, #ALL, or #DEFAULT for the schema's own. -->
  <xsl:param name="phase" as="xs:string" select="'#DEFAULT'"/>

  <xsl:namespace-alias stylesheet-prefix="o" result-prefix="xsl"/>
  <xsl:mode name="m:transpile" on-no-match="deep-skip"/>
  <xsl:mode name="m:text" on-no-match="shallow-copy"/>
  <xsl:output method="xml" encoding="UTF-8" indent="no"/>
  <xsl:strip-space elements="sch:schema sch:pattern sch:rule sch:phase sch:diagnostics sch:properties"/>

  <xsl:key name="diagnostic" match="sch:diagnostic" use="@id"/>
  <xsl:key name="property" match="sch:property" use="@id"/>

  <xsl:variable name="schema" as="element(sch:schema)" select="/sch:schema"/>
  <xsl:variable name="chosen" as="xs:string"
    select="if ($phase = ('#DEFAULT', '')) then string(($schema/@defaultPhase, '#ALL')[1]) else $phase"/>
  <xsl:variable name="active" as="element(sch:phase)?" select="$schema/sch:phase[@id = $chosen]"/>

  <xsl:template match="/" as="element()">
    <xsl:if test="$chosen ne '#ALL' and empty($active)">
      <xsl:message terminate="yes" error-code="e:no-phase">the schema has no phase '{$chosen}'</xsl:message>
    </xsl:if>
    <xsl:variable name="patterns" as="element(sch:pattern)*"
      select="$schema/sch:pattern[$chosen = '#ALL' or @id = $active/sch:active/@pattern]"/>
    <xsl:sequence select="f:check-names($schema/sch:let | $patterns/sch:let, $active/sch:let)"/>
    <o:stylesheet version="3.0">
      <xsl:for-each select="$schema/sch:ns">
        <xsl:namespace name="{@prefix}" select="@uri"/>
      </xsl:for-each>
      <xsl:namespace name="svrl" select="'http://purl.oclc.org/dsdl/svrl'"/>
      <o:output method="xml" indent="no"/>
      <xsl:copy-of select="$schema/xsl:*"/>
      <xsl:apply-templates select="
          $schema/sch:let[not(@name = $active/sch:let/@name)], $active/sch:let, $patterns/sch:let" mode="m:transpile"/>
      <o:template match="/">
        <svrl:schematron-output>
          <xsl:copy-of select="$schema/@schemaVersion"/>
          <xsl:if test="$schema/sch:title">
            <xsl:attribute name="title" select="normalize-space($schema/sch:title)"/>
          </xsl:if>
          <xsl:if test="$active">
            <xsl:attribute name="phase" select="$chosen"/>
          </xsl:if>
          <xsl:for-each select="$schema/sch:ns">
            <svrl:ns-prefix-in-attribute-values prefix="{@prefix}" uri="{@uri}"/>
          </xsl:for-each>
          <xsl:for-each select="$patterns">
            <xsl:call-template name="run"/>
          </xsl:for-each>
        </svrl:schematron-output>
      </o:template>
      <xsl:for-each select="$patterns">
        <o:mode name="{f:mode(.)}" on-no-match="shallow-skip"/>
        <xsl:apply-templates select="sch:rule" mode="m:transpile"/>
      </xsl:for-each>
    </o:stylesheet>
  </xsl:template>

  <!-- The call of one pattern: on the document, or on those that it names. -->
  <xsl:template name="run" as="element()+">
    <svrl:active-pattern>
      <xsl:copy-of select="@id, @role"/>
      <xsl:if test="sch:title">
        <xsl:attribute name="name" select="normalize-space(sch:title)"/>
      </xsl:if>
    </svrl:active-pattern>
    <xsl:choose>
      <xsl:when test="@documents">
        <o:for-each select="for $address in ({@documents}) return doc(resolve-uri(string($address), base-uri(/)))">
          <o:apply-templates select="." mode="{f:mode(.)}"/>
        </o:for-each>
      </xsl:when>
      <xsl:otherwise>
        <o:apply-templates select="/" mode="{f:mode(.)}"/>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template match="sch:rule" mode="m:transpile" as="element()">
    <xsl:sequence select="f:check-names(sch:let, ())"/>
    <o:template match="{@context}" mode="{f:mode(..)}" priority="{count(following-sibling::sch:rule) + 1}">
      <xsl:apply-templates select="sch:let" mode="m:transpile"/>
      <svrl:fired-rule context="{f:escaped(@context)}">
        <xsl:copy-of select="@id, @role, @flag"/>
      </svrl:fired-rule>
      <xsl:apply-templates select="sch:assert | sch:report | xsl:*" mode="m:transpile"/>
      <o:apply-templates select="@* | node()" mode="#current"/>
    </o:template>
  </xsl:template>

  <xsl:template match="sch:let" mode="m:transpile" as="element()">
    <o:variable name="{@name}">
      <xsl:copy-of select="@as"/>
      <xsl:choose>
        <xsl:when test="@value">
          <xsl:attribute name="select" select="@value"/>
        </xsl:when>
        <xsl:otherwise>
          <xsl:copy-of select="node()"/>
        </xsl:otherwise>
      </xsl:choose>
    </o:variable>
  </xsl:template>

  <xsl:template match="xsl:*" mode="m:transpile" as="element()">
    <xsl:copy-of select="."/>
  </xsl:template>

  <xsl:template match="sch:assert" mode="m:transpile" as="element()">
    <o:if test="not({@test})">
      <svrl:failed-assert>
        <xsl:call-template name="result"/>
      </svrl:failed-assert>
    </o:if>
  </xsl:template>

  <xsl:template match="sch:report" mode="m:transpile" as="element()">
    <o:if test="{@test}">
      <svrl:successful-report>
        <xsl:call-template name="result"/>
      </svrl:successful-report>
    </o:if>
  </xsl:template>

  <!-- What a test that has something to say writes: where, its own attributes, its text, and the
       diagnostics and properties that it names. -->
  <xsl:template name="result" as="node()*">
    <xsl:attribute name="location" select="'{path(.)}'"/>
    <xsl:attribute name="test" select="f:escaped(@test)"/>
    <xsl:copy-of select="@id, @flag, @see, @fpi, @icon"/>
    <xsl:copy-of select="(@role, ../@role)[1], (@severity, ../@severity, ../../@severity)[1]"/>
    <xsl:for-each select="tokenize(@diagnostics) ! key('diagnostic', ., $schema)">
      <svrl:diagnostic-reference diagnostic="{@id}">
        <svrl:text>
          <xsl:copy-of select="ancestor-or-self::*[@xml:lang][1]/@xml:lang, @xml:space"/>
          <xsl:apply-templates select="node()" mode="m:text"/>
        </svrl:text>
      </svrl:diagnostic-reference>
    </xsl:for-each>
    <xsl:for-each select="tokenize(@properties) ! key('property', ., $schema)">
      <svrl:property-reference property="{@id}">
        <xsl:copy-of select="@role, @scheme"/>
        <xsl:apply-templates select="node()" mode="m:text"/>
      </svrl:property-reference>
    </xsl:for-each>
    <svrl:text>
      <xsl:copy-of select="ancestor-or-self::*[@xml:lang][1]/@xml:lang, @xml:space"/>
      <xsl:apply-templates select="node()" mode="m:text"/>
    </svrl:text>
  </xsl:template>

  <xsl:template match="sch:value-of" mode="m:text" as="element()">
    <o:value-of select="{@select}"/>
  </xsl:template>

  <xsl:template match="sch:name" mode="m:text" as="element()">
    <o:value-of select="{(@path, 'name()')[1]}"/>
  </xsl:template>

  <xsl:template match="sch:emph | sch:span | sch:dir" mode="m:text" as="element()">
    <xsl:element name="svrl:{local-name()}">
      <xsl:copy-of select="@*"/>
      <xsl:apply-templates mode="m:text"/>
    </xsl:element>
  </xsl:template>

  <xsl:template match="text()" mode="m:text" as="element()">
    <o:text>
      <xsl:value-of select="."/>
    </o:text>
  </xsl:template>

  <!-- A literal attribute of a stylesheet is a template of values: braces are doubled. -->
  <xsl:function name="f:escaped" as="xs:string">
    <xsl:param name="text" as="xs:string"/>
    <xsl:sequence select="replace($text, '([{}])', '$1$1')"/>
  </xsl:function>

  <xsl:function name="f:mode" as="xs:string">
    <xsl:param name="pattern" as="element(sch:pattern)"/>
    <xsl:sequence select="'pattern-' || count($pattern/preceding-sibling::sch:pattern) + 1"/>
  </xsl:function>

  <!-- A variable is defined once in its scope (5.4.5); a phase may redefine the schema's. -->
  <xsl:function name="f:check-names" as="empty-sequence()">
    <xsl:param name="scope" as="element(sch:let)*"/>
    <xsl:param name="inner" as="element(sch:let)*"/>
    <xsl:for-each select="$scope, $inner">
      <xsl:variable name="let" as="element(sch:let)" select="."/>
      <xsl:variable name="rivals" as="element(sch:let)*" select="if ($let intersect $inner) then $inner else $scope"/>
      <xsl:if test="count($rivals[@name = $let/@name]) gt 1">
        <xsl:message terminate="yes" error-code="e:twice-defined">the variable '{@name}' is defined twice</xsl:message>
      </xsl:if>
    </xsl:for-each>
  </xsl:function>
</xsl:stylesheet>
