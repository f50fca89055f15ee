<?xml version="1.0" encoding="UTF-8"?>
<!-- In: the key of a label and the language of the interface. Out: the label of xslt/locale/<lang>.xml;
     a key that the locale lacks stops the transform. A language's direction is data of its locale. -->
<xsl:stylesheet version="3.0" expand-text="yes"
  xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:xs="http://www.w3.org/2001/XMLSchema"
  xmlns:e="https://tahqiq.example/ns/errors"
  xmlns:f="https://tahqiq.example/ns/functions"
  exclude-result-prefixes="#all">

  <!-- The language of the interface: labels, headings, apparatus, generated numbers. -->
  <xsl:param name="lang" as="xs:string" select="'ar'"/>

  <xsl:key name="label" match="label" use="@key"/>

  <!-- A folder of locales that a project brings: its labels go before ours, key by key, and a
       language that only it has is wholly its own. An absolute URI that ends in /; empty: none. -->
  <xsl:param name="locales" as="xs:string" select="''"/>

  <xsl:variable name="locale" as="document-node()" select="f:locales($lang)[last()]"/>

  <!-- rtl or ltr: the direction of the interface. -->
  <xsl:variable name="direction" as="xs:string" select="string($locale/locale/@dir)"/>

  <!-- The locales of a language: the project's, then ours; at least one must be there. -->
  <xsl:function name="f:locales" as="document-node()+" cache="yes">
    <xsl:param name="language" as="xs:string"/>
    <xsl:variable name="name" as="xs:string" select="$language || '.xml'"/>
    <xsl:variable name="own" as="xs:string" select="string(resolve-uri('../locale/' || $name, static-base-uri()))"/>
    <xsl:variable name="found" as="document-node()*" select="
        if ($locales ne '' and doc-available($locales || $name)) then doc($locales || $name) else (),
        if (doc-available($own)) then doc($own) else ()"/>
    <xsl:sequence select="
        if (exists($found)) then $found
        else error(xs:QName('e:missing-locale'), 'there is no locale for the language ' || $language)"/>
  </xsl:function>

  <!-- The label of a key, as it stands in the locale. -->
  <xsl:function name="f:label" as="xs:string">
    <xsl:param name="key" as="xs:string"/>
    <xsl:sequence select="f:label-in($lang, $key)"/>
  </xsl:function>

  <!-- The label of a key in a language that need not be the interface's. -->
  <xsl:function name="f:label-in" as="xs:string">
    <xsl:param name="language" as="xs:string"/>
    <xsl:param name="key" as="xs:string"/>
    <xsl:variable name="label" as="element()?" select="(f:locales($language) ! key('label', $key, .))[1]"/>
    <xsl:sequence select="
        if ($label) then string($label)
        else error(xs:QName('e:missing-label'), 'missing-label ' || $key || ' ' || $language)"/>
  </xsl:function>

  <!-- The label of a key with each {name} in it replaced by the value of that name. -->
  <xsl:function name="f:label" as="xs:string">
    <xsl:param name="key" as="xs:string"/>
    <xsl:param name="values" as="map(xs:string, xs:string)"/>
    <xsl:sequence select="f:filled(f:label($key), $values)"/>
  </xsl:function>

  <!-- A text with each {name} in it replaced by the value of that name. -->
  <xsl:function name="f:filled" as="xs:string">
    <xsl:param name="text" as="xs:string"/>
    <xsl:param name="values" as="map(xs:string, xs:string)"/>
    <xsl:sequence select="
        fold-left(map:keys($values), $text, function($text as xs:string, $name as xs:string) as xs:string {
          string-join(tokenize($text, '\{' || $name || '\}'), $values($name)) })"
      xmlns:map="http://www.w3.org/2005/xpath-functions/map"/>
  </xsl:function>

  <!-- The label of a vocabulary's value, such as a place's type; the value itself where a
       project uses one that the locale does not know. -->
  <xsl:function name="f:term" as="xs:string">
    <xsl:param name="vocabulary" as="xs:string"/>
    <xsl:param name="value" as="xs:string"/>
    <xsl:variable name="label" as="element()?"
      select="(f:locales($lang) ! key('label', $vocabulary || '.' || $value, .))[1]"/>
    <xsl:sequence select="if ($label) then string($label) else $value"/>
  </xsl:function>

  <!-- A number as the interface writes the numbers that it makes itself. -->
  <xsl:function name="f:number" as="xs:string">
    <xsl:param name="number" as="xs:integer"/>
    <xsl:sequence select="format-integer($number, $locale/locale/@digits)"/>
  </xsl:function>

  <!-- A number that a source writes as text, in the digits of the interface; what holds letters, such
       as a shelfmark's p17-n8, stays as it is. -->
  <xsl:function name="f:digits" as="xs:string">
    <xsl:param name="text" as="xs:string"/>
    <xsl:sequence select="
        if ($locale/locale/@digits = '١' and not(matches($text, '\p{L}'))) then translate($text, '0123456789', '٠١٢٣٤٥٦٧٨٩') else $text"/>
  </xsl:function>
</xsl:stylesheet>
