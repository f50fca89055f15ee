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
        exists($element/(self::supplied | self::surplus | self::del[not(parent::restore)] | self::add[not(parent::subst)] | self::choice[*[2]] | self::app[f:variants(.)[2]]
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
      <xsl:when test="$change/self::add">
        <xsl:sequence select="
            f:label('added') || (if (matches($change/@place, 'margin|left|right|top')) then f:label('list-separator') || f:label('margin') else '')"/>
      </xsl:when>
      <xsl:when test="$change/self::app">
        <xsl:sequence select="
            string-join(f:variants($change)[not(f:is-taken(., true()))] ! f:variant(.), f:label('entry-separator'))"/>
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
        f:what-changed($change) || (if ($change/(self::supplied | self::ex | self::add)) then ': ' || f:words-of($change, true()) else '')"/>
  </xsl:function>

  <!-- What an element has in the reading or in the received text; that it has nothing, if so. -->
  <xsl:function name="f:words-of" as="xs:string">
    <xsl:param name="element" as="element()"/>
    <xsl:param name="reading" as="xs:boolean"/>
    <xsl:variable name="words" as="xs:string" select="f:words($element, $reading)"/>
    <xsl:sequence select="if ($words ne '') then f:in-quotes($words) else f:label('omitted')"/>
  </xsl:function>

  <!-- The same, or nothing. What begins a line or cannot be read is told, so that no two words are joined. -->
  <xsl:function name="f:words" as="xs:string">
    <xsl:param name="element" as="element()"/>
    <xsl:param name="reading" as="xs:boolean"/>
    <xsl:variable name="texts" as="text()*" select="if ($reading) then f:reading($element) else f:diplomatic($element)"/>
    <xsl:variable name="marks" as="element()*" select="
        $element//(gap | space | lb[not(@break = 'no')] | l | p | ab | item | row | cell | caesura | *[f:follows-data(.)])
        [empty(ancestor::*[self::note or f:is-left-out(., $reading)][. &gt;&gt; $element])]"/>
    <xsl:sequence select="
        normalize-space(string-join(($texts | $marks) ! (if (self::gap) then '[…]' else if (self::*) then ' ' else string(.))))"/>
  </xsl:function>

  <!-- Whether an element's words are not of the reading, or not of the received text. -->
  <xsl:function name="f:is-left-out" as="xs:boolean">
    <xsl:param name="element" as="element()"/>
    <xsl:param name="reading" as="xs:boolean"/>
    <xsl:sequence select="
        exists(if ($reading) then $element/(self::del[not(parent::restore)] | self::surplus) else $element/(self::supplied | self::ex))
        or f:is-passed-over($element, $reading)"/>
  </xsl:function>

  <!-- Words of a text within words about it: a lone stop is seen to be one. -->
  <xsl:function name="f:in-quotes" as="xs:string">
    <xsl:param name="words" as="xs:string"/>
    <xsl:sequence select="'«' || $words || '»'"/>
  </xsl:function>

  <!-- A reading that the text does not have: whose it is, and its words. -->
  <xsl:function name="f:variant" as="xs:string">
    <xsl:param name="variant" as="element()"/>
    <xsl:variable name="sigla" as="xs:string" select="f:sigla($variant)"/>
    <xsl:variable name="words" as="xs:string" select="f:words($variant, true())"/>
    <xsl:sequence select="
        if ($sigla eq '') then f:label('alternative') || ': ' || f:words-of($variant, true())
        else if ($words eq '') then f:label('witness-omits', map { 'sigla': $sigla })
        else f:label('witness-reads', map { 'sigla': $sigla, 'words': f:in-quotes($words) })"/>
  </xsl:function>

  <!-- The witnesses of a reading, else its sources, else who is responsible for it; nothing where none is told. -->
  <xsl:function name="f:sigla" as="xs:string">
    <xsl:param name="variant" as="element()"/>
    <xsl:variable name="told" as="attribute()?" select="($variant/(@wit | ../self::rdgGrp/@wit), $variant/@source, $variant/@resp)[normalize-space()][1]"/>
    <xsl:sequence select="string-join(tokenize($told) ! f:siglum(., root($variant)), f:label('list-separator'))"/>
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
