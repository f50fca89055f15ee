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

  <xsl:variable name="locale" as="document-node()" select="doc('../locale/' || $lang || '.xml')"/>

  <!-- rtl or ltr: the direction of the interface. -->
  <xsl:variable name="direction" as="xs:string" select="string($locale/locale/@dir)"/>

  <!-- The label of a key, as it stands in the locale. -->
  <xsl:function name="f:label" as="xs:string">
    <xsl:param name="key" as="xs:string"/>
    <xsl:variable name="label" as="element()?" select="key('label', $key, $locale)"/>
    <xsl:sequence select="
        if ($label) then string($label)
        else error(xs:QName('e:missing-label'), 'missing-label ' || $key || ' ' || $lang)"/>
  </xsl:function>

  <!-- The label of a key with each {name} in it replaced by the value of that name. -->
  <xsl:function name="f:label" as="xs:string">
    <xsl:param name="key" as="xs:string"/>
    <xsl:param name="values" as="map(xs:string, xs:string)"/>
    <xsl:sequence select="
        fold-left(map:keys($values), f:label($key), function($text as xs:string, $name as xs:string) as xs:string {
          string-join(tokenize($text, '\{' || $name || '\}'), $values($name)) })"
      xmlns:map="http://www.w3.org/2005/xpath-functions/map"/>
  </xsl:function>

  <!-- The label of a vocabulary's value, such as a place's type; the value itself where a
       project uses one that the locale does not know. -->
  <xsl:function name="f:term" as="xs:string">
    <xsl:param name="vocabulary" as="xs:string"/>
    <xsl:param name="value" as="xs:string"/>
    <xsl:variable name="label" as="element()?"
      select="key('label', $vocabulary || '.' || $value, $locale)"/>
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
