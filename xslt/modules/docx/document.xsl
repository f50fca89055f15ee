<?xml version="1.0" encoding="UTF-8"?>
<!-- In: the document. Out: a document element: what the title page says, the labels that the program
     needs, and the text's blocks. -->
<xsl:stylesheet version="3.0" expand-text="yes"
  xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:xs="http://www.w3.org/2001/XMLSchema"
  xmlns:f="https://tahqiq.example/ns/functions"
  xmlns:m="https://tahqiq.example/ns/modes"
  xpath-default-namespace="http://www.tei-c.org/ns/1.0"
  exclude-result-prefixes="#all">

  <xsl:template match="/" as="element()">
    <xsl:variable name="text" as="element(TEI)" select="(//TEI)[1]"/>
    <xsl:variable name="file" as="element(fileDesc)" select="$text/teiHeader/fileDesc"/>
    <xsl:variable name="titles" as="element(title)*" select="f:told(f:main-titles($file))"/>
    <document lang="{f:lang(($text/text, $text)[1])}" dir="{f:direction(f:lang(($text/text, $text)[1]))}" interface="{$lang}" interface-dir="{$direction}"
      contents="{f:label('contents')}" heading="{f:label('text')}" id="{$text/@xml:id}" modified="{($file/publicationStmt/date/@when)[1]}">
      <xsl:sequence select="f:front('Title', ($titles, f:untitled($text))[1])"/>
      <xsl:for-each select="f:told($file/titleStmt/title[@type = 'sub'])">
        <xsl:sequence select="f:front('Subtitle', .)"/>
      </xsl:for-each>
      <xsl:for-each select="$file/titleStmt/(author | editor | respStmt/(persName | orgName | name))">
        <xsl:sequence select="f:front('Editor', .)"/>
      </xsl:for-each>
      <xsl:if test="f:citation($text) ne ''">
        <front style="Citation" lang="{$lang}" dir="{$direction}"><xsl:sequence select="f:turned(f:label('cite') || ': ' || f:citation($text), $direction)"/></front>
      </xsl:if>
      <xsl:for-each select="f:told($file/publicationStmt/availability//p)">
        <xsl:sequence select="f:front('Rights', .)"/>
      </xsl:for-each>
      <body record="{$text/text/@type = 'tahqiq:record'}">
        <xsl:apply-templates select="$text/text" mode="m:text"/>
      </body>
    </document>
  </xsl:template>

  <xsl:function name="f:front" as="element()?">
    <xsl:param name="style" as="xs:string"/>
    <xsl:param name="element" as="element()?"/>
    <xsl:if test="normalize-space($element)">
      <front style="{$style}" lang="{f:lang($element)}" dir="{f:direction(f:lang($element))}">
        <xsl:sequence select="f:turned(normalize-space($element), f:direction(f:lang($element)))"/>
      </front>
    </xsl:if>
  </xsl:function>

  <xsl:function name="f:told" as="element()*">
    <xsl:param name="elements" as="element()*"/>
    <xsl:variable name="own" as="element()*" select="$elements[@xml:lang = $lang]"/>
    <xsl:sequence select="if (exists($own)) then $own else $elements"/>
  </xsl:function>

  <!-- A string with each run of the other direction in a turn element. -->
  <xsl:function name="f:turned" as="node()*">
    <xsl:param name="text" as="xs:string"/>
    <xsl:param name="own" as="xs:string"/>
    <xsl:choose>
      <xsl:when test="not(f:has-foreign($text, $own))">
        <xsl:value-of select="$text"/>
      </xsl:when>
      <xsl:otherwise>
        <xsl:analyze-string select="$text" regex="{if ($own = 'ltr') then $arabic-run else $latin-run}">
          <xsl:matching-substring>
            <turn dir="{if ($own = 'ltr') then 'rtl' else 'ltr'}">{.}</turn>
          </xsl:matching-substring>
          <xsl:non-matching-substring>
            <xsl:value-of select="."/>
          </xsl:non-matching-substring>
        </xsl:analyze-string>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:function>
</xsl:stylesheet>
