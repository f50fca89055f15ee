<?xml version="1.0" encoding="UTF-8"?>
<!-- In: the records that a text refers to. Out: the register of names, each with the pages that it is
     mentioned on, in the order of the interface's language. -->
<xsl:stylesheet version="3.0" expand-text="yes"
  xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:xs="http://www.w3.org/2001/XMLSchema"
  xmlns:f="https://tahqiq.example/ns/functions"
  xmlns:m="https://tahqiq.example/ns/modes"
  xmlns:t="https://tahqiq.example/ns/templates"
  xpath-default-namespace="http://www.tei-c.org/ns/1.0"
  exclude-result-prefixes="#all">

  <xsl:variable name="kinds" as="xs:string+" select="'persons', 'groups', 'orgs', 'places', 'events', 'works'"/>

  <xsl:key name="mention" match="text//*[@ref]" use="tokenize(@ref)[starts-with(., '#')] ! substring(., 2)"/>

  <xsl:template name="t:register" as="text()*">
    <xsl:variable name="tei" as="element(TEI)" select="."/>
    <xsl:variable name="records" as="element()*"
      select="standOff/*[@type = $kinds]/*[@xml:id][key('mention', @xml:id)[f:is-mention(.)]]"/>
    <xsl:if test="exists($records)">
      <xsl:text>&#10;#part-break&#10;{f:interface()}&#10;#set text(size: 0.85em)&#10;#heading(level: 1, {f:string(f:label('registers'))})&#10;</xsl:text>
      <xsl:for-each select="$kinds[. = $records/../@type]">
        <xsl:variable name="kind" as="xs:string" select="."/>
        <xsl:text>#heading(level: 2, {f:string(f:label('register.' || $kind))})&#10;</xsl:text>
        <xsl:for-each select="$records[../@type = $kind]">
          <xsl:sort select="f:sort-key-of(., $lang)" collation="http://www.w3.org/2013/collation/UCA?lang={$lang}"/>
          <xsl:sort select="@xml:id"/>
          <xsl:variable name="others" as="xs:string*" select="f:told-apart(., $records), f:names(.)[contains(@xml:lang, '-Latn')][1] ! normalize-space(.)"/>
          <xsl:text>#entry([{f:runs(f:name(., $lang), $direction)}], </xsl:text>
          <xsl:text>{if (exists($others)) then '[' || string-join($others ! f:runs(., $direction), ' ') || ']' else 'none'}, {f:string(@xml:id)})&#10;</xsl:text>
        </xsl:for-each>
      </xsl:for-each>
      <xsl:text>]&#10;</xsl:text>
    </xsl:if>
  </xsl:template>

  <!-- What kind of thing a record is, where another of its register has the same name. -->
  <xsl:function name="f:told-apart" as="xs:string?">
    <xsl:param name="record" as="element()"/>
    <xsl:param name="records" as="element()*"/>
    <xsl:variable name="twins" as="element()*"
      select="$records[../@type = $record/../@type][f:name(., $lang) = f:name($record, $lang)]"/>
    <xsl:if test="count($twins) gt 1 and $record/@type">
      <xsl:sequence select="'(' || f:term(local-name($record) || '-type', $record/@type) || ')'"/>
    </xsl:if>
  </xsl:function>
</xsl:stylesheet>
