<?xml version="1.0" encoding="UTF-8"?>
<!-- In: the rules of the patterns that look at the same documents. Out: the mode that walks them.
     In a pattern the first rule whose context matches a node is the one that holds there (6.5); in
     a group, an addition of the 2025 edition, every rule is asked. -->
<xsl:stylesheet version="3.0" expand-text="yes"
  xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:x="https://tahqiq.example/ns/xslt-output"
  xmlns:tahqiq-s="https://tahqiq.example/ns/schematron"
  xmlns:xs="http://www.w3.org/2001/XMLSchema"
  xmlns:f="https://tahqiq.example/ns/functions"
  xmlns:m="https://tahqiq.example/ns/modes"
  xmlns:map="http://www.w3.org/2005/xpath-functions/map"
  xmlns:s="https://tahqiq.example/ns/schematron"
  xmlns:t="https://tahqiq.example/ns/templates"
  xmlns:sch="http://purl.oclc.org/dsdl/schematron"
  xmlns:svrl="http://purl.oclc.org/dsdl/svrl"
  exclude-result-prefixes="#all">

  <!-- The context is a group: its mode, and the documents it looks at. -->
  <xsl:template name="t:walk" as="node()*">
    <xsl:param name="schema" as="element(sch:schema)"/>
    <xsl:param name="rules" as="element(sch:rule)*"/>
    <xsl:variable name="mode" as="xs:string" select="'tahqiq-s:' || @mode"/>
    <xsl:variable name="from" as="xs:string?"
      select="$schema/sch:phase[@id = f:phase($schema)]/@from"/>
    <x:mode name="{$mode}" on-no-match="shallow-skip" on-multiple-match="use-last"/>
    <x:template match="/ | *" mode="{$mode}" priority="-1">
      <x:apply-templates select="{f:steps($rules/@context)}" mode="#current"/>
    </x:template>
    <xsl:if test="exists($from)">
      <x:mode name="{$mode}-from" on-no-match="shallow-skip"/>
      <x:template match="{f:xpath($from, map{})}" mode="{$mode}-from" priority="1">
        <x:apply-templates select="." mode="{$mode}"/>
      </x:template>
    </xsl:if>
    <xsl:for-each select="$rules">
      <xsl:call-template name="t:rule">
        <xsl:with-param name="mode" select="$mode"/>
        <xsl:with-param name="priority" select="last() - position() + 1"/>
      </xsl:call-template>
    </xsl:for-each>
  </xsl:template>

  <!-- The kinds of nodes that contexts can match, as steps from an element; kinds that none matches
       are not visited, which is where the time goes. -->
  <xsl:function name="f:steps" as="xs:string">
    <xsl:param name="contexts" as="xs:string*"/>
    <xsl:variable name="bare" as="xs:string"
      select="f:without-predicates(string-join($contexts, ' | '))"/>
    <xsl:variable name="kinds" as="xs:string" select="
      '(text|comment|processing-instruction|element|document-node|node|attribute)\s*\([^()]*\)'"/>
    <xsl:variable name="any" as="xs:boolean" select="matches(replace($bare, $kinds, ''), '[$(.]')"/>
    <xsl:variable name="node" as="xs:boolean" select="$any or matches($bare, 'node\s*\(')"/>
    <xsl:sequence select="string-join((
      '@*'[$any or matches($bare, '@|attribute')],
      if ($node) then 'node()' else (
        '*',
        'text()'[matches($bare, 'text\s*\(')],
        'comment()'[matches($bare, 'comment\s*\(')],
        'processing-instruction()'[matches($bare, 'processing-instruction\s*\(')])), ' | ')"/>
  </xsl:function>

  <xsl:function name="f:without-predicates" as="xs:string">
    <xsl:param name="context" as="xs:string"/>
    <xsl:variable name="fewer" as="xs:string" select="
      replace(replace($context, '''[^'']*''|&quot;[^&quot;]*&quot;', ''), '\[[^\[\]]*\]', '')"/>
    <xsl:sequence select="if ($fewer eq $context) then $context else f:without-predicates($fewer)"/>
  </xsl:function>

  <xsl:template name="t:rule" as="node()*">
    <xsl:param name="mode" as="xs:string"/>
    <xsl:param name="priority" as="xs:integer"/>
    <xsl:variable name="renamed" as="map(xs:string, xs:string)" select="f:renamed(..)"/>
    <!-- A pattern answers once for a node, a group once for each of its rules. -->
    <xsl:variable name="key" as="xs:string" select="
      string-join((f:index(..), count(preceding-sibling::sch:rule)[current()/parent::sch:group]), '.')"/>
    <xsl:text>&#10;</xsl:text>
    <x:template match="{f:xpath(@context, $renamed)}" mode="{$mode}" priority="{$priority}">
      <xsl:call-template name="t:origin">
        <xsl:with-param name="of" select="@context"/>
      </xsl:call-template>
      <x:param name="tahqiq-s:answered" select="()"/>
      <x:choose>
        <x:when test="$tahqiq-s:answered = '{$key}'">
          <x:if test="$tahqiq-s:svrl">
            <svrl:suppressed-rule>
              <xsl:call-template name="t:rule-attributes"/>
            </svrl:suppressed-rule>
          </x:if>
        </x:when>
        <x:otherwise>
          <x:variable name="tahqiq-s:context" select="."/>
          <xsl:call-template name="t:fired">
            <xsl:with-param name="renamed" select="$renamed"/>
          </xsl:call-template>
        </x:otherwise>
      </x:choose>
      <x:next-match>
        <x:with-param name="tahqiq-s:answered" select="$tahqiq-s:answered, '{$key}'"/>
      </x:next-match>
    </x:template>
  </xsl:template>

  <!-- What a rule does at a node. A variable of it that cannot be evaluated counts as a failed test, and
       the other rules go on. -->
  <xsl:template name="t:fired" as="node()*">
    <xsl:param name="renamed" as="map(xs:string, xs:string)"/>
    <xsl:variable name="fired" as="element()">
      <x:if test="$tahqiq-s:svrl">
        <svrl:fired-rule>
          <xsl:call-template name="t:rule-attributes"/>
        </svrl:fired-rule>
      </x:if>
    </xsl:variable>
    <xsl:variable name="done" as="node()*">
      <xsl:apply-templates select="sch:let | xsl:*" mode="m:in-rule">
        <xsl:with-param name="renamed" select="$renamed" tunnel="yes"/>
      </xsl:apply-templates>
      <xsl:sequence select="$fired"/>
      <xsl:call-template name="t:assertions">
        <xsl:with-param name="renamed" select="map:remove($renamed, sch:let/@name ! string())"
          tunnel="yes"/>
      </xsl:call-template>
    </xsl:variable>
    <xsl:choose>
      <xsl:when test="sch:let/@value or @visit-each">
        <x:try>
          <x:variable name="tahqiq-s:done" as="node()*">
            <xsl:sequence select="$done"/>
          </x:variable>
          <x:sequence select="$tahqiq-s:done"/>
          <x:catch errors="*" xmlns:err="http://www.w3.org/2005/xqt-errors">
            <xsl:sequence select="$fired"/>
            <svrl:failed-assert location="{{tahqiq-s:path($tahqiq-s:context)}}" test="{f:escape(@context)}"
              tahqiq-s:pattern="{f:index(..)}" tahqiq-s:pattern-id="{f:escape(string(../@id))}"
              tahqiq-s:rule-id="{f:escape(string(@id))}" tahqiq-s:document="{{tahqiq-s:address($tahqiq-s:context)}}">
              <x:attribute name="tahqiq-s:error" select="'err:' || local-name-from-QName($err:code)"/>
              <svrl:text><x:value-of select="string($err:description)"/></svrl:text>
            </svrl:failed-assert>
          </x:catch>
        </x:try>
      </xsl:when>
      <xsl:otherwise>
        <xsl:sequence select="$done"/>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template name="t:rule-attributes" as="attribute()*">
    <xsl:attribute name="tahqiq-s:pattern" select="f:index(..)"/>
    <xsl:apply-templates select="@id, @role, @flag" mode="m:literal"/>
    <xsl:attribute name="context" select="f:escape(@context)"/>
    <xsl:attribute name="document" select="'{tahqiq-s:address(.)}'"/>
    <xsl:if test="sch:title">
      <xsl:attribute name="name" select="f:escape(normalize-space(sch:title[1]))"/>
    </xsl:if>
  </xsl:template>

  <xsl:template name="t:assertions" as="node()*">
    <xsl:param name="renamed" as="map(xs:string, xs:string)" tunnel="yes"/>
    <xsl:variable name="assertions" as="node()*">
      <xsl:apply-templates select="sch:assert | sch:report" mode="m:in-rule"/>
    </xsl:variable>
    <xsl:choose>
      <xsl:when test="@visit-each">
        <x:for-each select="{f:xpath(@visit-each, $renamed)}">
          <xsl:sequence select="$assertions"/>
        </x:for-each>
      </xsl:when>
      <xsl:otherwise>
        <xsl:sequence select="$assertions"/>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:mode name="m:in-rule" on-no-match="fail"/>

  <!-- A rule's variable sees those before it, and hides the pattern's of its name from then on. -->
  <xsl:template match="sch:let" mode="m:in-rule">
    <xsl:param name="renamed" as="map(xs:string, xs:string)" tunnel="yes"/>
    <xsl:apply-templates select="." mode="m:compile">
      <xsl:with-param name="name" select="string(@name)"/>
      <xsl:with-param name="renamed"
        select="map:remove($renamed, preceding-sibling::sch:let/@name ! string())"/>
    </xsl:apply-templates>
  </xsl:template>

  <xsl:template match="xsl:*" mode="m:in-rule">
    <xsl:apply-templates select="." mode="m:user"/>
  </xsl:template>
</xsl:stylesheet>
