<?xml version="1.0" encoding="UTF-8"?>
<!-- In: elements of a text. Out: what an edition tells beside their words: who speaks, the number of a sense, what a witness
     is called. -->
<xsl:stylesheet version="3.0"
  xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:xs="http://www.w3.org/2001/XMLSchema"
  xmlns:f="https://tahqiq.example/ns/functions"
  xpath-default-namespace="http://www.tei-c.org/ns/1.0"
  exclude-result-prefixes="#all">

  <!-- What the edition tells before the words of an element, in brackets: the number of a sense, who speaks. -->
  <xsl:function name="f:told-before" as="xs:string">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="
        if ($element/self::u[not(f:begins-line(.))]) then ''
        else if ($element/self::u) then string-join(tokenize($element/@who) ! f:siglum(., root($element)), f:label('list-separator'))
        else f:digits(f:sense-number($element))"/>
  </xsl:function>

  <!-- The number of a sense or homograph as its editors gave it; where none of several has one, its place. -->
  <xsl:function name="f:sense-number" as="xs:string">
    <xsl:param name="element" as="element()"/>
    <xsl:variable name="alike" as="element()*" select="$element/../*[node-name() eq node-name($element)]"/>
    <xsl:sequence select="
        if (not($element/(self::sense | self::hom))) then ''
        else if (normalize-space($element/@n)) then normalize-space($element/@n)
        else if (empty($alike/@n) and count($alike) gt 1) then string(count($element/preceding-sibling::*[. intersect $alike]) + 1)
        else ''"/>
  </xsl:function>

  <!-- What a pointer's witness or person is called: its abbreviation, its name, else its id. -->
  <xsl:function name="f:siglum" as="xs:string">
    <xsl:param name="pointer" as="xs:string"/>
    <xsl:param name="root" as="node()"/>
    <xsl:variable name="id" as="xs:string" select="replace($pointer, '^.*#', '')"/>
    <xsl:variable name="found" as="element()?" select="key('id', $id, $root)[1]"/>
    <xsl:variable name="names" as="element()*" select="
        $found/self::witness/(abbr | idno | label)[@type = ('siglum', 'sigil')], $found/self::witness/abbr, $found/(persName | orgName | name)"/>
    <xsl:sequence select="($names ! normalize-space(.), $found/self::witness/@n ! string(.), $id)[. ne ''][1]"/>
  </xsl:function>
</xsl:stylesheet>
