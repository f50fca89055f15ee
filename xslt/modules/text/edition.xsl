<?xml version="1.0" encoding="UTF-8"?>
<!-- In: the document. Out: the lines of the plain text, joined: head, blocks, notes. -->
<xsl:stylesheet version="3.0" expand-text="yes"
  xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:xs="http://www.w3.org/2001/XMLSchema"
  xmlns:f="https://tahqiq.example/ns/functions"
  xmlns:m="https://tahqiq.example/ns/modes"
  xmlns:t="https://tahqiq.example/ns/templates"
  xpath-default-namespace="http://www.tei-c.org/ns/1.0"
  exclude-result-prefixes="#all">

  <!-- U+2500; as wide as the text, it parts head, text and notes. -->
  <xsl:variable name="rule" as="xs:string"
    select="string-join((1 to (if ($width gt 0) then $width else 72)) ! '─')"/>

  <xsl:template match="/" as="text()">
    <xsl:variable name="text" as="element(TEI)" select="(//TEI)[1]"/>
    <xsl:choose>
      <xsl:when test="$form = 'diplomatic'">
        <xsl:value-of select="f:blocks($text)" separator="&#10;"/>
      </xsl:when>
      <xsl:otherwise>
        <xsl:value-of separator="&#10;">
          <xsl:sequence select="f:head($text), $rule, ''"/>
          <xsl:for-each select="f:blocks($text)">
            <xsl:sequence select="f:wrapped(.), ''"/>
          </xsl:for-each>
          <xsl:sequence select="f:notes($text)"/>
        </xsl:value-of>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- Titles, the citation, and what may be done with the text. -->
  <xsl:function name="f:head" as="xs:string*">
    <xsl:param name="text" as="element(TEI)"/>
    <xsl:variable name="file" as="element(fileDesc)" select="$text/teiHeader/fileDesc"/>
    <xsl:variable name="titles" as="element(title)*" select="$file/titleStmt/title"/>
    <xsl:variable name="own" as="element(title)*" select="$titles[@xml:lang = $lang]"/>
    <xsl:for-each select="if (exists($own)) then $own else $titles">
      <xsl:sequence select="f:wrapped(normalize-space(.)) ! f:isolated(.)"/>
    </xsl:for-each>
    <xsl:if test="f:citation($text) ne ''">
      <xsl:sequence select="'', f:wrapped(f:label('cite') || ': ' || f:citation($text)) ! f:isolated(.)"/>
    </xsl:if>
    <xsl:variable name="rights" as="element(p)*" select="$file/publicationStmt/availability//p"/>
    <xsl:for-each select="($rights[@xml:lang = $lang], $rights[not($rights/@xml:lang = $lang)])">
      <xsl:sequence select="f:wrapped(normalize-space(.)) ! f:isolated(.)"/>
    </xsl:for-each>
  </xsl:function>

  <!-- The notes, numbered as their markers are. -->
  <xsl:function name="f:notes" as="xs:string*">
    <xsl:param name="text" as="element(TEI)"/>
    <xsl:variable name="notes" as="element(note)*" select="$text/text//note[not(ancestor::note)]"/>
    <xsl:if test="exists($notes)">
      <xsl:sequence select="$rule, '', f:label('notes'), ''"/>
      <xsl:for-each select="$notes">
        <xsl:variable name="bodies" as="element()*" select="(ab[@xml:lang = $lang], ab, .)[1]"/>
        <xsl:sequence select="
            f:wrapped('[' || f:number(f:note-number(.)) || '] '
              || normalize-space(string-join($bodies//text()))) ! f:isolated(.)"/>
      </xsl:for-each>
      <xsl:sequence select="''"/>
    </xsl:if>
  </xsl:function>

  <!-- A string with each run of the direction foreign to the interface in isolates. -->
  <xsl:function name="f:isolated" as="xs:string">
    <xsl:param name="text" as="xs:string"/>
    <xsl:variable name="foreign" as="xs:string"
      select="if ($direction = 'rtl') then $latin-run else $arabic-run"/>
    <xsl:variable name="opening" as="xs:string" select="if ($direction = 'rtl') then '&#x2066;' else '&#x2067;'"/>
    <xsl:sequence select="
        if ($isolates) then replace($text, '(' || $foreign || ')', $opening || '$1&#x2069;') else $text"/>
  </xsl:function>
</xsl:stylesheet>
