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

  <!-- The names that a text gives a register's kind by their element alone. -->
  <xsl:variable name="kind-of-name" as="map(xs:string, xs:string)" select="map {
      'persName': 'persons', 'orgName': 'orgs', 'placeName': 'places', 'geogName': 'places', 'settlement': 'places',
      'country': 'places', 'region': 'places', 'eventName': 'events', 'title': 'works' }"/>

  <!-- By what keys a name stands in the register: the ids of its records; of a project that keeps its
       records elsewhere (oape:pers:878, https://viaf.org/…), the first of its references. -->
  <xsl:function name="f:mentioned" as="xs:string*">
    <xsl:param name="name" as="element()"/>
    <xsl:variable name="records" as="element()*" select="f:record($name)[../@type = $kinds]"/>
    <xsl:sequence select="
        if (exists($records)) then distinct-values($records/@xml:id)
        else if (map:contains($kind-of-name, local-name($name))) then tokenize($name/@ref)[matches(., '^[^#:]+:.')][1]
        else ()" xmlns:map="http://www.w3.org/2005/xpath-functions/map"/>
  </xsl:function>

  <!-- Whether a name is counted: not one inside a longer name of the same thing, nor what was replaced. -->
  <xsl:function name="f:counts" as="xs:boolean">
    <xsl:param name="name" as="element()"/>
    <xsl:sequence select="
        empty($name/ancestor::*[@ref = $name/@ref]) and f:is-read($name) and exists($name/ancestor::text)
        and exists(f:mentioned($name))"/>
  </xsl:function>

  <xsl:template name="t:register" as="text()*">
    <xsl:variable name="entries" as="map(xs:string, item()*)*">
      <xsl:for-each-group select="$texts/text//*[@ref][f:counts(.)]" group-by="f:mentioned(.)">
        <xsl:sequence select="f:entry(current-grouping-key(), current-group())"/>
      </xsl:for-each-group>
    </xsl:variable>
    <xsl:if test="$parts-set = 'register' and exists($entries)">
      <xsl:text>&#10;#part-break&#10;{f:interface()}&#10;#set text(size: 0.85em)&#10;#heading(level: 1, {f:string(f:label('registers'))})&#10;#columns({if ($is-volume) then 2 else 1}, gutter: 8mm)[&#10;</xsl:text>
      <xsl:for-each select="$kinds[. = $entries?kind]">
        <xsl:variable name="own" as="map(xs:string, item()*)+" select="$entries[?kind = current()]"/>
        <xsl:text>#heading(level: 2, {f:string(f:label('register.' || .))})&#10;</xsl:text>
        <xsl:for-each select="$own">
          <xsl:sort select="?sort" collation="http://www.w3.org/2013/collation/UCA?lang={$lang}"/>
          <xsl:sort select="?key"/>
          <xsl:variable name="others" as="xs:string*" select="
              if (count($own[?name = current()?name]) gt 1) then ?type else (), ?latin"/>
          <xsl:text>#entry([{f:runs(?name, $direction)}], </xsl:text>
          <xsl:text>{if (exists($others)) then '[' || string-join($others ! f:runs(., $direction), ' ') || ']' else 'none'}, {f:string(?key)})&#10;</xsl:text>
        </xsl:for-each>
      </xsl:for-each>
      <xsl:text>]]&#10;</xsl:text>
    </xsl:if>
  </xsl:template>

  <!-- An entry of the register: by its record, or by the form that the texts use most. -->
  <xsl:function name="f:entry" as="map(xs:string, item()*)">
    <xsl:param name="key" as="xs:string"/>
    <xsl:param name="mentions" as="element()+"/>
    <xsl:variable name="record" as="element()?" select="f:record($mentions[1])[@xml:id = $key][1]"/>
    <xsl:variable name="forms" as="xs:string+" select="$mentions ! normalize-space(string-join(f:reading(.)))"/>
    <xsl:variable name="form" as="xs:string" select="
        sort(distinct-values($forms), (), function($form as xs:string) as xs:integer { -count($forms[. = $form]) })[1]"/>
    <xsl:variable name="name" as="xs:string" select="if ($record) then f:name($record, $lang) else $form"/>
    <xsl:sequence select="map {
        'key': $key,
        'kind': if ($record) then f:kind($record) else $kind-of-name(local-name($mentions[1])),
        'name': $name,
        'sort': if ($record) then f:sort-key-of($record, $lang) else f:sort-key($name),
        'type': $record/@type ! ('(' || f:term(local-name($record) || '-type', .) || ')'),
        'latin': $record ! f:names(.)[contains(@xml:lang, '-Latn')][1] ! normalize-space(.) }"/>
  </xsl:function>
</xsl:stylesheet>
