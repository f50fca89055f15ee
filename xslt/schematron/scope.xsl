<?xml version="1.0" encoding="UTF-8"?>
<!-- In: an expression of the schema and the names that other scopes share. Out: the expression as
     the compiled stylesheet holds it: shadowed variables under names of their own, and functions
     that read files replaced by those that only see what the caller allows. -->
<xsl:stylesheet version="3.0" expand-text="yes"
  xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:xs="http://www.w3.org/2001/XMLSchema"
  xmlns:f="https://tahqiq.example/ns/functions"
  xmlns:map="http://www.w3.org/2005/xpath-functions/map"
  xmlns:s="https://tahqiq.example/ns/schematron"
  xmlns:sch="http://purl.oclc.org/dsdl/schematron"
  exclude-result-prefixes="#all">

  <!-- Strings and comments, which stay; variables; names, with what tells a call from a step. -->
  <xsl:variable name="tokens" as="xs:string"
    select="'(&quot;[^&quot;]*&quot;|''[^'']*'')|(\(:.*?:\))|\$\s*([\i][\c]*)|((?:Q\{[^}]*\})?[\i][\c]*)(\s*[(#])?'"/>
  <xsl:variable name="guarded" as="xs:string+" select="'doc', 'doc-available', 'document'"/>

  <xsl:variable name="functions" as="xs:string"
    select="'^(fn:|Q\{http://www\.w3\.org/2005/xpath-functions\})'"/>

  <!-- The query binding in lower case; the standard's default is xslt (5.4.14). -->
  <xsl:function name="f:binding" as="xs:string">
    <xsl:param name="schema" as="element(sch:schema)"/>
    <xsl:sequence select="lower-case(($schema/@queryBinding, 'xslt')[1])"/>
  </xsl:function>

  <!-- Whether XPath 1.0 rules hold: numbers for comparisons, the first node for a string. -->
  <xsl:function name="f:is-version-1" as="xs:boolean">
    <xsl:param name="schema" as="element(sch:schema)"/>
    <xsl:sequence select="f:binding($schema) = ('xslt', 'xslt1', 'xpath')"/>
  </xsl:function>

  <!-- The phase to run: as asked, or the schema's default, or all. -->
  <xsl:function name="f:phase" as="xs:string">
    <xsl:param name="schema" as="element(sch:schema)"/>
    <xsl:sequence select="
      if ($phase = ('', '#DEFAULT')) then string(($schema/@defaultPhase, '#ALL')[1]) else $phase"/>
  </xsl:function>

  <!-- The patterns that the phase activates, in the schema's order. -->
  <xsl:function name="f:active" as="element()*">
    <xsl:param name="schema" as="element(sch:schema)"/>
    <xsl:variable name="chosen" as="element(sch:phase)?"
      select="$schema/sch:phase[@id = f:phase($schema)]"/>
    <xsl:sequence select="
      $schema/(sch:pattern | sch:group)[empty($chosen) or @id = $chosen/sch:active/@pattern]"/>
  </xsl:function>

  <!-- The names under which a pattern sees variables that other scopes define too. Two patterns may
       use one name; a third pattern that defines none then sees neither. -->
  <xsl:function name="f:renamed" as="map(xs:string, xs:string)">
    <xsl:param name="scope" as="element()"/>
    <xsl:variable name="schema" as="element(sch:schema)"
      select="$scope/ancestor-or-self::sch:schema"/>
    <xsl:variable name="chosen" as="element(sch:phase)?"
      select="$schema/sch:phase[@id = f:phase($schema)]"/>
    <xsl:variable name="of-phase" as="map(xs:string, xs:string)*" select="
      $chosen/sch:let[@name = $schema/sch:let/@name] ! map{string(@name): f:own-name(.)}"/>
    <xsl:variable name="of-pattern" as="map(xs:string, xs:string)*" select="
      $scope[self::sch:pattern or self::sch:group]/sch:let[f:is-shared(.)] ! map{string(@name): f:own-name(.)}"/>
    <xsl:sequence select="
      map:merge((if ($scope/self::sch:schema) then () else $of-phase, $of-pattern), map{'duplicates': 'use-last'})"/>
  </xsl:function>

  <!-- Whether another scope of the active schema defines the same name. -->
  <xsl:function name="f:is-shared" as="xs:boolean">
    <xsl:param name="let" as="element(sch:let)"/>
    <xsl:variable name="schema" as="element(sch:schema)" select="$let/ancestor::sch:schema"/>
    <xsl:variable name="others" as="element(sch:let)*" select="
      ($schema/sch:let, $schema/sch:phase[@id = f:phase($schema)]/sch:let, f:active($schema)/sch:let) except $let"/>
    <xsl:sequence select="$let/@name = $others/@name"/>
  </xsl:function>

  <xsl:function name="f:own-name" as="xs:string">
    <xsl:param name="let" as="element(sch:let)"/>
    <xsl:sequence select="
      's' || count($let/../preceding-sibling::*) + 1 || '.' || translate($let/@name, ':', '.')"/>
  </xsl:function>

  <!-- An expression ready to compile. -->
  <xsl:function name="f:xpath" as="xs:string">
    <xsl:param name="expression" as="xs:string"/>
    <xsl:param name="renamed" as="map(xs:string, xs:string)"/>
    <xsl:variable name="parts" as="xs:string*">
      <xsl:analyze-string select="$expression" regex="{$tokens}" flags="s">
        <xsl:matching-substring>
          <xsl:variable name="variable" as="xs:string" select="regex-group(3)"/>
          <xsl:variable name="name" as="xs:string" select="regex-group(4)"/>
          <xsl:sequence select="
            if ($variable ne '' and map:contains($renamed, $variable))
            then '$tahqiq-s:' || $renamed($variable)
            else if (regex-group(5) ne '' and replace($name, $functions, '') = $guarded)
            then 'tahqiq-s:' || replace($name, $functions, '') || regex-group(5)
            else if (starts-with($name, 'xsl:')) then 'tahqiq-' || .
            else ."/>
        </xsl:matching-substring>
        <xsl:non-matching-substring>
          <xsl:sequence select="."/>
        </xsl:non-matching-substring>
      </xsl:analyze-string>
    </xsl:variable>
    <xsl:sequence select="string-join($parts)"/>
  </xsl:function>
</xsl:stylesheet>
