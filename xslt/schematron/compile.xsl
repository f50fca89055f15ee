<?xml version="1.0" encoding="UTF-8"?>
<!-- In: an expanded schema. Out: its stylesheet: declarations, the start, and one mode for all the
     patterns that look at the same documents, so that a document is walked once however many
     patterns there are. Elements carry the place in the schema that they come from (s:file, s:at).
     The literal prefix x stands for XSLT. -->
<xsl:stylesheet version="3.0" expand-text="yes"
  xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:x="https://tahqiq.example/ns/xslt-output"
  xmlns:tahqiq-x="http://www.w3.org/1999/XSL/Transform"
  xmlns:tahqiq-s="https://tahqiq.example/ns/schematron"
  xmlns:xs="http://www.w3.org/2001/XMLSchema"
  xmlns:f="https://tahqiq.example/ns/functions"
  xmlns:m="https://tahqiq.example/ns/modes"
  xmlns:s="https://tahqiq.example/ns/schematron"
  xmlns:t="https://tahqiq.example/ns/templates"
  xmlns:sch="http://purl.oclc.org/dsdl/schematron"
  xmlns:svrl="http://purl.oclc.org/dsdl/svrl"
  exclude-result-prefixes="#all">

  <xsl:namespace-alias stylesheet-prefix="x" result-prefix="tahqiq-x"/>

  <xsl:mode name="m:compile" on-no-match="fail"/>
  <xsl:mode name="m:user" on-no-match="shallow-copy"/>
  <xsl:mode name="m:literal" on-no-match="fail"/>

  <xsl:variable name="standard-prefixes" as="map(xs:string, xs:string)" select="map{
    'xs': 'http://www.w3.org/2001/XMLSchema',
    'fn': 'http://www.w3.org/2005/xpath-functions',
    'map': 'http://www.w3.org/2005/xpath-functions/map',
    'array': 'http://www.w3.org/2005/xpath-functions/array',
    'math': 'http://www.w3.org/2005/xpath-functions/math'}"/>

  <xsl:template match="sch:schema" mode="m:compile">
    <xsl:variable name="groups" as="element(s:group)+">
      <xsl:for-each-group select="f:active(.)" group-by="string(@documents)">
        <s:group mode="g{position()}" documents="{current-grouping-key()}"/>
      </xsl:for-each-group>
      <s:group mode="none" documents=""/>
    </xsl:variable>
    <x:stylesheet version="{if (f:is-version-1(.)) then '1.0' else '3.0'}">
      <xsl:namespace name="tahqiq-s" select="'https://tahqiq.example/ns/schematron'"/>
      <xsl:if test="@s:file ne ''">
        <xsl:attribute name="xml:base" select="@s:file"/>
      </xsl:if>
      <xsl:call-template name="t:bindings">
        <xsl:with-param name="known" select="'none'"/>
      </xsl:call-template>
      <xsl:sequence select="doc('runtime.xsl')/*/*"/>
      <xsl:apply-templates select="(., f:active(.))/xsl:*" mode="m:user"/>
      <x:variable name="tahqiq-s:base" select="'{replace(@s:file, '''', '''''')}'"/>
      <xsl:apply-templates select="
        sch:let, sch:phase[@id = f:phase(current())]/sch:let, f:active(.)/sch:let" mode="m:compile"/>
      <xsl:call-template name="t:start">
        <xsl:with-param name="groups" select="$groups"/>
      </xsl:call-template>
      <xsl:variable name="schema" as="element(sch:schema)" select="."/>
      <xsl:for-each select="$groups[not(@mode = 'none')]">
        <xsl:call-template name="t:walk">
          <xsl:with-param name="schema" select="$schema"/>
          <xsl:with-param name="rules"
            select="f:active($schema)[string(@documents) eq current()/@documents]/sch:rule"/>
        </xsl:call-template>
      </xsl:for-each>
    </x:stylesheet>
  </xsl:template>

  <!-- Namespace nodes for the expressions of an element, where they differ from those known. -->
  <xsl:template name="t:bindings" as="node()*">
    <xsl:param name="known" as="xs:string" select="string(root(.)/*/@s:ns)"/>
    <xsl:variable name="own" as="xs:string" select="string(ancestor-or-self::*[@s:ns][1]/@s:ns)"/>
    <xsl:if test="$own ne $known">
      <xsl:variable name="bound" as="map(xs:string, xs:string)" select="
        map:merge(($standard-prefixes, f:unbind($own)), map{'duplicates': 'use-last'})"
        xmlns:map="http://www.w3.org/2005/xpath-functions/map"/>
      <xsl:for-each select="sort(map:keys($bound))[. ne ''][not(starts-with(., 'tahqiq-'))]"
        xmlns:map="http://www.w3.org/2005/xpath-functions/map">
        <!-- The prefix xsl is taken by the stylesheet; f:xpath writes the schema's own so. -->
        <xsl:namespace name="{if (. eq 'xsl') then 'tahqiq-xsl' else .}" select="$bound(.)"/>
      </xsl:for-each>
    </xsl:if>
  </xsl:template>

  <!-- Line break and place, so that a fault in the stylesheet leads back to the schema. -->
  <xsl:template name="t:origin" as="node()*">
    <xsl:param name="of" as="attribute()?"/>
    <xsl:call-template name="t:bindings"/>
    <xsl:copy-of select="@s:file"/>
    <xsl:if test="@s:at">
      <xsl:attribute name="s:at" select="string-join((@s:at, $of ! name()), '/@')"/>
    </xsl:if>
  </xsl:template>

  <!-- The start: walk the documents, then group what was found by pattern. -->
  <xsl:template name="t:start" as="element()">
    <xsl:param name="groups" as="element(s:group)+"/>
    <xsl:variable name="chosen" as="element(sch:phase)?"
      select="sch:phase[@id = f:phase(current())]"/>
    <x:template match="/">
      <xsl:call-template name="t:bindings"/>
      <x:variable name="tahqiq-s:primary" select="."/>
      <x:variable name="tahqiq-s:found" as="element()*">
        <xsl:for-each select="$groups[not(@mode = 'none')]">
          <xsl:variable name="mode" as="xs:string"
            select="'tahqiq-s:' || @mode || '-from'[$chosen/@from]"/>
          <x:apply-templates mode="{$mode}" select="{
            if (@documents eq '') then '.'
            else 'tahqiq-s:documents((' || f:xpath(@documents, if (exists($chosen)) then f:renamed($chosen) else map{}) || '), .)'}"/>
        </xsl:for-each>
      </x:variable>
      <svrl:schematron-output>
        <xsl:apply-templates select="@schemaVersion" mode="m:literal"/>
        <xsl:attribute name="phase" select="f:phase(.)"/>
        <xsl:if test="sch:title">
          <xsl:attribute name="title" select="f:escape(normalize-space(sch:title[1]))"/>
        </xsl:if>
        <xsl:for-each select="sch:ns">
          <svrl:ns-prefix-in-attribute-values prefix="{@prefix}" uri="{f:escape(@uri)}"/>
        </xsl:for-each>
        <xsl:for-each select="f:active(.)">
          <xsl:variable name="index" as="xs:integer" select="f:index(.)"/>
          <svrl:active-pattern tahqiq-s:pattern="{$index}">
            <xsl:apply-templates select="@id" mode="m:literal"/>
            <xsl:attribute name="documents" select="
              if (@documents) then '{string-join(tahqiq-s:addresses((' || f:xpath(@documents, map{}) || '), $tahqiq-s:primary), '' '')}'
              else '{base-uri($tahqiq-s:primary)}'"/>
            <xsl:if test="sch:title">
              <xsl:attribute name="name" select="f:escape(normalize-space(sch:title[1]))"/>
            </xsl:if>
            <xsl:apply-templates select="@role" mode="m:literal"/>
          </svrl:active-pattern>
          <x:sequence select="$tahqiq-s:found[@tahqiq-s:pattern = {$index}]"/>
        </xsl:for-each>
      </svrl:schematron-output>
    </x:template>
  </xsl:template>

  <!-- A pattern's number among the schema's children: its name in what is compiled. -->
  <xsl:function name="f:index" as="xs:integer">
    <xsl:param name="pattern" as="element()"/>
    <xsl:sequence select="count($pattern/preceding-sibling::*) + 1"/>
  </xsl:function>

  <xsl:template match="sch:let" mode="m:compile">
    <xsl:param name="renamed" as="map(xs:string, xs:string)" select="f:renamed(..)"/>
    <xsl:param name="name" as="xs:string" select="
      if (f:renamed(..)(string(@name)) and not(parent::sch:schema)) then 'tahqiq-s:' || f:own-name(.) else string(@name)"/>
    <xsl:text>&#10;</xsl:text>
    <x:variable name="{$name}">
      <xsl:call-template name="t:origin">
        <xsl:with-param name="of" select="@value"/>
      </xsl:call-template>
      <xsl:choose>
        <xsl:when test="@value and not(parent::sch:rule)">
          <!-- No try of a test catches what a global variable throws: it is empty then, and told. -->
          <xsl:attribute name="as" select="f:or-empty((@as, 'item()*')[1])"/>
          <x:try select="{f:xpath(@value, $renamed)}">
            <x:catch errors="*" xmlns:err="http://www.w3.org/2005/xqt-errors">
              <x:message select="'tahqiq-unevaluated {@name} ' || local-name-from-QName($err:code) || ': ' || $err:description"/>
            </x:catch>
          </x:try>
        </xsl:when>
        <xsl:when test="@value">
          <xsl:copy-of select="@as"/>
          <xsl:attribute name="select" select="f:xpath(@value, $renamed)"/>
        </xsl:when>
        <xsl:otherwise>
          <xsl:if test="not(f:is-version-1(root(.)/*))">
            <xsl:attribute name="as" select="(@as, 'node()*')[1]"/>
          </xsl:if>
          <xsl:apply-templates select="node()" mode="m:literal"/>
        </xsl:otherwise>
      </xsl:choose>
    </x:variable>
  </xsl:template>

  <!-- A type that the empty sequence is of, too. -->
  <xsl:function name="f:or-empty" as="xs:string">
    <xsl:param name="type" as="xs:string"/>
    <xsl:variable name="plain" as="xs:string" select="normalize-space($type)"/>
    <xsl:sequence select="
      if (matches($plain, '[?*]$')) then $plain
      else if (ends-with($plain, '+')) then replace($plain, '\+$', '*') else $plain || '?'"/>
  </xsl:function>

  <!-- The content of a variable is data, also where it looks like instructions (5.4.5). -->
  <xsl:template match="*" mode="m:literal">
    <x:element name="{name()}" namespace="{f:escape(namespace-uri())}">
      <xsl:for-each select="@*[not(namespace-uri() = 'https://tahqiq.example/ns/schematron')]">
        <x:attribute name="{name()}"
          namespace="{f:escape(namespace-uri())}"><x:text>{.}</x:text></x:attribute>
      </xsl:for-each>
      <xsl:apply-templates mode="#current"/>
    </x:element>
  </xsl:template>

  <xsl:template match="text()" mode="m:literal">
    <xsl:if test="normalize-space(.)">
      <x:text>{.}</x:text>
    </xsl:if>
  </xsl:template>

  <!-- What a schema writes into an attribute of the report is data: braces compute nothing. -->
  <xsl:template match="@*" mode="m:literal">
    <xsl:attribute name="{node-name()}" select="f:escape(.)"/>
  </xsl:template>

  <xsl:template match="comment() | processing-instruction()" mode="m:literal"/>

  <!-- A stylesheet that the schema includes or imports is taken in, so that what it holds is held by
       the same rules; declared once, however often it is named. -->
  <xsl:template match="xsl:include | xsl:import" mode="m:user">
    <xsl:param name="seen" as="xs:string*" select="()" tunnel="yes"/>
    <xsl:variable name="address" as="xs:string"
      select="f:address-of(@href, (../@s:file, base-uri(.))[1])"/>
    <xsl:if test="not($address = $seen)">
      <xsl:apply-templates select="$documents($address)/*/*" mode="#current">
        <xsl:with-param name="seen" select="$seen, $address" tunnel="yes"/>
      </xsl:apply-templates>
    </xsl:if>
  </xsl:template>

  <!-- The schema's own functions, keys and variables; they read files no more freely than it does. -->
  <xsl:template match="xsl:*/@select | xsl:*/@test | xsl:*/@use | xsl:*/@match | xsl:*/@group-by"
    mode="m:user">
    <xsl:attribute name="{name()}" select="f:xpath(., map{})"/>
  </xsl:template>

  <!-- Inside instructions of the query language, Schematron's own elements mean what they always do. -->
  <xsl:template match="sch:let" mode="m:user">
    <xsl:param name="renamed" as="map(xs:string, xs:string)" select="map{}" tunnel="yes"/>
    <xsl:apply-templates select="." mode="m:in-rule">
      <xsl:with-param name="renamed" select="$renamed" tunnel="yes"/>
    </xsl:apply-templates>
  </xsl:template>

  <xsl:template match="sch:value-of | sch:name | sch:emph | sch:dir | sch:span" mode="m:user">
    <xsl:param name="renamed" as="map(xs:string, xs:string)" select="map{}" tunnel="yes"/>
    <xsl:apply-templates select="." mode="m:message">
      <xsl:with-param name="renamed" select="$renamed" tunnel="yes"/>
    </xsl:apply-templates>
  </xsl:template>

  <!-- A text as a literal attribute of a stylesheet. -->
  <xsl:function name="f:escape" as="xs:string">
    <xsl:param name="text" as="xs:string"/>
    <xsl:sequence select="replace($text, '[{}]', '$0$0')"/>
  </xsl:function>
</xsl:stylesheet>
