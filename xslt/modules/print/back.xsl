<?xml version="1.0" encoding="UTF-8"?>
<!-- In: a text's header. Out: what comes after the text: the list of sources, and the colophon by
     which a copy can be told from another. -->
<xsl:stylesheet version="3.0" expand-text="yes"
  xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:xs="http://www.w3.org/2001/XMLSchema"
  xmlns:f="https://tahqiq.example/ns/functions"
  xmlns:m="https://tahqiq.example/ns/modes"
  xmlns:t="https://tahqiq.example/ns/templates"
  xpath-default-namespace="http://www.tei-c.org/ns/1.0"
  exclude-result-prefixes="#all">

  <xsl:template name="t:sources" as="text()*">
    <xsl:variable name="sources" as="element(bibl)*" select="teiHeader/fileDesc/sourceDesc/listBibl/bibl"/>
    <xsl:if test="$parts-set = 'sources' and exists($sources)">
      <xsl:variable name="heads" as="element(head)*" select="f:own($sources/../head)"/>
      <xsl:text>&#10;#part-break&#10;{f:interface()}#set text(size: 0.9em)&#10;#set par(justify: false)&#10;#fitted[</xsl:text>
      <xsl:text>#heading(level: 1, {f:string((normalize-space($heads[1])[. ne ''], f:label('parallels'))[1])})&#10;</xsl:text>
      <xsl:for-each select="$sources">
        <xsl:text>#line-block[{f:reference(.)}</xsl:text>
        <xsl:for-each select="f:own(note)">
          <xsl:text> #linebreak()#text(size: 0.92em, fill: quiet)[{f:runs(normalize-space(.), $direction)}]</xsl:text>
        </xsl:for-each>
        <xsl:text>]&#10;</xsl:text>
      </xsl:for-each>
      <xsl:text>]]&#10;</xsl:text>
    </xsl:if>
  </xsl:template>

  <!-- A source as one line, its notes left out, with the comma of the interface. What is said to be in
       a language of the other direction is one run with its digits and marks, however it begins. -->
  <xsl:function name="f:reference" as="xs:string">
    <xsl:param name="source" as="element(bibl)"/>
    <xsl:value-of separator="">
      <xsl:for-each select="$source//text()[empty(ancestor::note)]">
        <xsl:variable name="line" as="xs:string" select="replace(., '\s+', ' ')"/>
        <xsl:variable name="of" as="xs:string" select="f:direction(f:lang(.))"/>
        <xsl:choose>
          <xsl:when test="$of ne $direction and exists(ancestor::*[@xml:lang][1] intersect $source//*) and $line ne ' '">
            <xsl:text>#isolate-{$of}({f:string(normalize-space($line))});</xsl:text>
          </xsl:when>
          <xsl:otherwise>
            <xsl:sequence select="f:runs(replace(if ($direction = 'rtl') then replace($line, ', ', '، ') else $line, ' ([.،,])', '$1'), $direction)"/>
          </xsl:otherwise>
        </xsl:choose>
      </xsl:for-each>
    </xsl:value-of>
  </xsl:function>

  <xsl:template name="t:colophon" as="text()*">
    <xsl:variable name="file" as="element(fileDesc)" select="teiHeader/fileDesc"/>
    <xsl:variable name="face" as="xs:string"
      select="if ($font = 'Amiri') then f:label('colophon.amiri') else $font"/>
    <xsl:if test="$parts-set = 'colophon'">
    <xsl:text>&#10;#part-break&#10;{f:interface()}#set text(size: 0.85em)&#10;#set par(justify: false)&#10;#v(1fr)#align(center)[</xsl:text>
    <xsl:text>#heading(level: 1, {f:string(f:label('colophon'))})&#10;</xsl:text>
    <xsl:for-each select="$file/editionStmt/edition[@n][1]">
      <xsl:text>#line-block[{f:runs(f:label('edition-n', map { 'n': string(@n) }), $direction)}]&#10;</xsl:text>
    </xsl:for-each>
    <xsl:if test="$file/publicationStmt/date/@when castable as xs:date">
      <xsl:text>#line-block[{f:runs(f:gregorian(f:document-date(.)), $direction)}]&#10;</xsl:text>
    </xsl:if>
    <xsl:text>#line-block[{f:runs(f:label('colophon.carries'), $direction)}]&#10;</xsl:text>
    <xsl:text>#embedded("tei")#embedded("text")&#10;</xsl:text>
    <xsl:text>#line-block[{f:runs(f:label('colophon.set', map { 'face': $face }), $direction)}]&#10;]#v(1fr)]&#10;</xsl:text>
    </xsl:if>
  </xsl:template>
</xsl:stylesheet>
