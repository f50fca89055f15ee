<?xml version="1.0" encoding="UTF-8"?>
<!-- In: a paragraph as a string. Out: its lines, none wider than $width cells of a terminal unless one
     word alone is; a mark above or below a letter takes no cell, and no word is broken. -->
<xsl:stylesheet version="3.0" expand-text="yes"
  xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:xs="http://www.w3.org/2001/XMLSchema"
  xmlns:f="https://tahqiq.example/ns/functions"
  xmlns:m="https://tahqiq.example/ns/modes"
  xmlns:t="https://tahqiq.example/ns/templates"
  xpath-default-namespace="http://www.tei-c.org/ns/1.0"
  exclude-result-prefixes="#all">

  <xsl:function name="f:wrapped" as="xs:string*">
    <xsl:param name="paragraph" as="xs:string"/>
    <xsl:choose>
      <xsl:when test="$width le 0">
        <xsl:sequence select="$paragraph"/>
      </xsl:when>
      <xsl:otherwise>
        <xsl:iterate select="tokenize($paragraph, ' ')">
          <xsl:param name="line" as="xs:string?" select="()"/>
          <xsl:param name="cells" as="xs:integer" select="0"/>
          <xsl:on-completion>
            <xsl:sequence select="$line"/>
          </xsl:on-completion>
          <xsl:variable name="word" as="xs:integer" select="f:cells(.)"/>
          <xsl:choose>
            <xsl:when test="empty($line)">
              <xsl:next-iteration>
                <xsl:with-param name="line" select="."/>
                <xsl:with-param name="cells" select="$word"/>
              </xsl:next-iteration>
            </xsl:when>
            <xsl:when test="$cells + 1 + $word le $width">
              <xsl:next-iteration>
                <xsl:with-param name="line" select="$line || ' ' || ."/>
                <xsl:with-param name="cells" select="$cells + 1 + $word"/>
              </xsl:next-iteration>
            </xsl:when>
            <xsl:otherwise>
              <xsl:sequence select="$line"/>
              <xsl:next-iteration>
                <xsl:with-param name="line" select="."/>
                <xsl:with-param name="cells" select="$word"/>
              </xsl:next-iteration>
            </xsl:otherwise>
          </xsl:choose>
        </xsl:iterate>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:function>

  <!-- The cells that a string takes in a terminal: none for marks and format characters, two for
       East Asian wide ones (Unicode Standard Annex 11). -->
  <xsl:function name="f:cells" as="xs:integer">
    <xsl:param name="text" as="xs:string"/>
    <xsl:variable name="visible" as="xs:string" select="replace($text, '[\p{Mn}\p{Me}\p{Cf}]', '')"/>
    <xsl:variable name="wide" as="xs:string"
      select="replace($visible, '[^ᄀ-ᅟ⺀-〾ぁ-㏿㐀-䶿一-鿿ꀀ-꓏가-힣豈-﫿︰-﹏＀-｠￠-￦&#x1F300;-&#x1F64F;&#x1F900;-&#x1F9FF;&#x20000;-&#x3FFFD;]', '')"/>
    <xsl:sequence select="string-length($visible) + string-length($wide)"/>
  </xsl:function>
</xsl:stylesheet>
