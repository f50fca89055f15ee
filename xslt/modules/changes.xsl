<?xml version="1.0" encoding="UTF-8"?>
<!-- In: a resolved text. Out: where its reading text is not the received one, and in words what was
     changed: for the lists and notes of the formats that show the reading text alone. -->
<xsl:stylesheet version="3.0" expand-text="yes"
  xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:xs="http://www.w3.org/2001/XMLSchema"
  xmlns:f="https://tahqiq.example/ns/functions"
  xpath-default-namespace="http://www.tei-c.org/ns/1.0"
  exclude-result-prefixes="#all">

  <!-- Whether an element says that the text that is read is not the one that was received, or that
       another witness reads otherwise. -->
  <xsl:function name="f:is-changed" as="xs:boolean">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="
        exists($element/(self::supplied | self::surplus | self::del | self::choice[*[2]] | self::app[f:variants(.)[2]]
          | self::expan[not(parent::choice)][.//ex] | self::ex[not(ancestor::expan)]))"/>
  </xsl:function>

  <!-- What was changed, in the words of the interface's language. -->
  <xsl:function name="f:what-changed" as="xs:string">
    <xsl:param name="change" as="element()"/>
    <xsl:choose>
      <xsl:when test="$change/(self::supplied | self::ex)">
        <xsl:sequence select="f:label('supplied')"/>
      </xsl:when>
      <xsl:when test="$change/(self::del | self::surplus)">
        <xsl:sequence select="f:label(if ($change/self::del) then 'deleted' else 'superfluous') || ': ' || f:words-of($change, true())"/>
      </xsl:when>
      <xsl:when test="$change/self::app">
        <xsl:sequence select="
            string-join(f:variants($change)[not(f:is-taken(., true()))]
              ! (f:sigla(.) || ': ' || f:words-of(., true())), f:label('entry-separator'))"/>
      </xsl:when>
      <xsl:when test="$change/self::choice[not((sic | orig | abbr) and (corr | reg | expan))]">
        <xsl:sequence select="
            f:label('alternative') || ': ' || string-join($change/*[not(. is f:state($change, true()))] ! f:words-of(., true()), ' / ')"/>
      </xsl:when>
      <xsl:otherwise>
        <xsl:sequence select="f:label('received') || ': ' || f:words-of($change, false())"/>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:function>

  <!-- The same where it stands apart from the text, as a note does: with what was supplied. -->
  <xsl:function name="f:change-note" as="xs:string">
    <xsl:param name="change" as="element()"/>
    <xsl:sequence select="
        f:what-changed($change) || (if ($change/(self::supplied | self::ex)) then ': ' || f:words-of($change, true()) else '')"/>
  </xsl:function>

  <!-- What an element has in the reading or in the received text; that it has nothing, if so. -->
  <xsl:function name="f:words-of" as="xs:string">
    <xsl:param name="element" as="element()"/>
    <xsl:param name="reading" as="xs:boolean"/>
    <xsl:variable name="words" as="xs:string"
      select="normalize-space(string-join(if ($reading) then f:reading($element) else f:diplomatic($element)))"/>
    <xsl:sequence select="if ($words ne '') then $words else f:label('omitted')"/>
  </xsl:function>

  <!-- The witnesses of a reading as their pointers name them; the label of another reading where none is. -->
  <xsl:function name="f:sigla" as="xs:string">
    <xsl:param name="variant" as="element()"/>
    <xsl:sequence select="
        (string-join(tokenize($variant/(@wit, @source)[1]) ! replace(., '^.*#', ''), ' ')[. ne ''], f:label('alternative'))[1]"/>
  </xsl:function>
</xsl:stylesheet>
