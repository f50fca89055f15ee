<?xml version="1.0" encoding="UTF-8"?>
<!-- In: Schematron QuickFix (sqf:) fixes of a failing test. Out: instructions that compute, when asked,
     the edits of each fix at the node in question; the caller applies them to the bytes. Kinds: add,
     delete, replace, stringReplace, call-fix; user entries are left out, since nobody is asked. -->
<xsl:stylesheet version="3.0" expand-text="yes"
  xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:x="https://tahqiq.example/ns/xslt-output"
  xmlns:tahqiq-s="https://tahqiq.example/ns/schematron"
  xmlns:xs="http://www.w3.org/2001/XMLSchema"
  xmlns:f="https://tahqiq.example/ns/functions"
  xmlns:m="https://tahqiq.example/ns/modes"
  xmlns:s="https://tahqiq.example/ns/schematron"
  xmlns:t="https://tahqiq.example/ns/templates"
  xmlns:sch="http://purl.oclc.org/dsdl/schematron"
  xmlns:sqf="http://www.schematron-quickfix.com/validator/process"
  exclude-result-prefixes="#all">

  <xsl:mode name="m:fix" on-no-match="fail"/>

  <xsl:variable name="sqf" as="xs:string"
    select="'http://www.schematron-quickfix.com/validator/process'"/>

  <!-- The fixes that an assertion names, its rule's before the schema's. -->
  <xsl:function name="f:fixes-of" as="element(sqf:fix)*">
    <xsl:param name="assertion" as="element()"/>
    <xsl:sequence select="tokenize($assertion/@sqf:fix) ! f:fix-named(., $assertion)"/>
  </xsl:function>

  <xsl:function name="f:fix-named" as="element(sqf:fix)*">
    <xsl:param name="id" as="xs:string"/>
    <xsl:param name="from" as="element()"/>
    <xsl:variable name="known" as="element()*" select="
      $from/ancestor-or-self::*/(. | sqf:fixes)/(sqf:fix | sqf:group)[@id = $id]"/>
    <xsl:sequence select="$known[last()]/(self::sqf:fix | sqf:fix)"/>
  </xsl:function>

  <!-- Whether a fix asks its user, itself or in one that it calls; nobody is asked here. -->
  <xsl:function name="f:asks" as="xs:boolean">
    <xsl:param name="fix" as="element(sqf:fix)"/>
    <xsl:sequence select="
      exists(($fix, $fix/sqf:call-fix/f:fix-named(@ref, .))/sqf:user-entry)"/>
  </xsl:function>

  <!-- The context is an assertion. -->
  <xsl:template name="t:fixes" as="node()*">
    <xsl:variable name="offered" as="element(sqf:fix)*"
      select="f:fixes-of(.)[$fixes][not(f:asks(.))]"/>
    <xsl:if test="exists($offered)">
      <x:for-each select="$tahqiq-s:context">
        <xsl:apply-templates select="$offered" mode="m:fix"/>
      </x:for-each>
    </xsl:if>
  </xsl:template>

  <!-- A fix for each item of a sequence knows the item and its position by variables of sqf. -->
  <xsl:template match="sqf:fix[@use-for-each]" priority="1" mode="m:fix">
    <xsl:param name="renamed" as="map(xs:string, xs:string)" tunnel="yes"/>
    <xsl:variable name="one" as="node()*">
      <xsl:next-match/>
    </xsl:variable>
    <x:for-each select="{f:xpath(@use-for-each, $renamed)}">
      <xsl:call-template name="t:bindings"/>
      <x:variable name="Q{{{$sqf}}}current" select="."/>
      <x:variable name="Q{{{$sqf}}}pos" select="position()"/>
      <x:for-each select="$tahqiq-s:context">
        <xsl:sequence select="$one"/>
      </x:for-each>
    </x:for-each>
  </xsl:template>

  <xsl:template match="sqf:fix" mode="m:fix">
    <xsl:param name="renamed" as="map(xs:string, xs:string)" tunnel="yes"/>
    <xsl:variable name="call" as="element(sqf:call-fix)?" select="sqf:call-fix[1]"/>
    <x:if test="{f:xpath((@use-when, 'true()')[1], $renamed)}">
      <xsl:call-template name="t:bindings"/>
      <tahqiq-s:fix id="{f:escape(@id)}">
        <xsl:call-template name="t:known"/>
        <xsl:choose>
          <xsl:when test="sqf:description or empty($call)">
            <xsl:call-template name="t:description"/>
          </xsl:when>
          <!-- Without a title of its own it has that of the fix that it calls. -->
          <xsl:otherwise>
            <xsl:for-each select="f:fix-named($call/@ref, $call)">
              <xsl:call-template name="t:known">
                <xsl:with-param name="given" select="$call/sqf:with-param"/>
              </xsl:call-template>
              <xsl:call-template name="t:description"/>
            </xsl:for-each>
          </xsl:otherwise>
        </xsl:choose>
        <xsl:call-template name="t:activities"/>
      </tahqiq-s:fix>
    </x:if>
  </xsl:template>

  <!-- The context is a fix: its parameters, as given or by default, and its variables. -->
  <xsl:template name="t:known" as="node()*">
    <xsl:param name="given" as="element(sqf:with-param)*" select="()"/>
    <xsl:param name="renamed" as="map(xs:string, xs:string)" tunnel="yes"/>
    <xsl:for-each select="sqf:param">
      <xsl:variable name="value" as="xs:string"
        select="($given[@name = current()/@name]/@select, @default, '()')[1]"/>
      <x:variable name="{@name}" select="{f:xpath($value, $renamed)}">
        <xsl:call-template name="t:bindings"/>
      </x:variable>
    </xsl:for-each>
    <xsl:apply-templates select="sch:let" mode="m:fix"/>
  </xsl:template>

  <xsl:template name="t:description" as="node()*">
    <xsl:for-each select="sqf:description/(sqf:title | sqf:p)">
      <tahqiq-s:text>
        <xsl:apply-templates select="@xml:lang" mode="m:literal"/>
        <xsl:apply-templates mode="m:message"/>
      </tahqiq-s:text>
    </xsl:for-each>
  </xsl:template>

  <xsl:template name="t:activities" as="node()*">
    <xsl:apply-templates mode="m:fix"
      select="sqf:add | sqf:delete | sqf:replace | sqf:stringReplace | sqf:call-fix"/>
  </xsl:template>

  <xsl:template match="sch:let" mode="m:fix">
    <xsl:apply-templates select="." mode="m:in-rule"/>
  </xsl:template>

  <xsl:template match="sqf:call-fix" mode="m:fix">
    <xsl:param name="called" as="xs:string*" select="()" tunnel="yes"/>
    <xsl:variable name="given" as="element(sqf:with-param)*" select="sqf:with-param"/>
    <xsl:for-each select="f:fix-named(@ref, .)[not(@id = $called)]">
      <xsl:call-template name="t:known">
        <xsl:with-param name="given" select="$given"/>
      </xsl:call-template>
      <xsl:call-template name="t:activities">
        <xsl:with-param name="called" select="$called, string(@id)" tunnel="yes"/>
      </xsl:call-template>
    </xsl:for-each>
  </xsl:template>

  <xsl:template match="sqf:delete | sqf:add | sqf:replace" mode="m:fix">
    <xsl:param name="renamed" as="map(xs:string, xs:string)" tunnel="yes"/>
    <x:for-each select="{f:xpath((@match, '.')[1], $renamed)}">
      <x:if test="{f:xpath((@use-when, 'true()')[1], $renamed)}">
        <xsl:element name="tahqiq-s:{local-name()}">
          <xsl:call-template name="t:bindings"/>
          <xsl:attribute name="at" select="'{tahqiq-s:path(.)}'"/>
          <xsl:attribute name="node-type"
            select="(@node-type, 'element'[current()/@target], 'keep')[1]"/>
          <xsl:attribute name="target" select="string(@target)"/>
          <xsl:attribute name="position" select="(@position, 'first-child')[1]"/>
          <xsl:call-template name="t:content"/>
        </xsl:element>
      </x:if>
    </x:for-each>
  </xsl:template>

  <!-- What an activity writes: what it selects, or its own content. -->
  <xsl:template name="t:content" as="node()*">
    <xsl:param name="renamed" as="map(xs:string, xs:string)" tunnel="yes"/>
    <xsl:choose>
      <xsl:when
        test="@select and @node-type = ('attribute', 'comment', 'pi', 'processing-instruction')">
        <x:value-of select="{f:xpath(@select, $renamed)}"/>
      </xsl:when>
      <xsl:when test="@select">
        <x:copy-of select="{f:xpath(@select, $renamed)}" copy-namespaces="no"/>
      </xsl:when>
      <xsl:otherwise>
        <!-- As in a stylesheet, space alone between the parts says nothing. -->
        <xsl:apply-templates select="node() except text()[not(normalize-space())]"
          mode="m:message"/>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- Each match of the expression in a text, by position and length in characters. -->
  <xsl:template match="sqf:stringReplace" mode="m:fix">
    <xsl:param name="renamed" as="map(xs:string, xs:string)" tunnel="yes"/>
    <x:for-each select="{f:xpath((@match, '.')[1], $renamed)}/descendant-or-self::text()">
      <x:if test="{f:xpath((@use-when, 'true()')[1], $renamed)}">
        <x:variable name="tahqiq-s:parts" version="3.0"
          select="analyze-string(., '{replace(@regex, '''', '''''')}', '{@flags}')/*"/>
        <tahqiq-s:stringReplace at="{{tahqiq-s:path(.)}}">
          <xsl:call-template name="t:bindings"/>
          <x:for-each
            select="$tahqiq-s:parts[self::Q{{http://www.w3.org/2005/xpath-functions}}match]">
            <tahqiq-s:match start="{{string-length(string-join(preceding-sibling::*))}}"
              length="{{string-length(.)}}">
              <xsl:call-template name="t:content"/>
            </tahqiq-s:match>
          </x:for-each>
        </tahqiq-s:stringReplace>
      </x:if>
    </x:for-each>
  </xsl:template>

  <xsl:template match="sqf:keep | sqf:copy-of" mode="m:message">
    <xsl:param name="renamed" as="map(xs:string, xs:string)" tunnel="yes"/>
    <x:copy-of select="{f:xpath((@select, 'node()')[1], $renamed)}" copy-namespaces="no"/>
  </xsl:template>

  <!-- A variable of an activity, for what follows it there. -->
  <xsl:template match="sch:let" mode="m:message">
    <xsl:apply-templates select="." mode="m:in-rule"/>
  </xsl:template>

  <xsl:template match="sqf:*" priority="-0.5" mode="m:message"/>
</xsl:stylesheet>
