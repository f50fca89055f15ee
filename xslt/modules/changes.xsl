<?xml version="1.0" encoding="UTF-8"?>
<!-- In: a resolved text. Out: where its reading text is not the received one, and in words what was
     changed: for the lists and notes of the formats that show the reading text alone. -->
<xsl:stylesheet version="3.0" expand-text="yes"
  xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:xs="http://www.w3.org/2001/XMLSchema"
  xmlns:f="https://tahqiq.example/ns/functions"
  xpath-default-namespace="http://www.tei-c.org/ns/1.0"
  exclude-result-prefixes="#all">

  <xsl:include href="told.xsl"/>

  <!-- Whether an element says that the text that is read is not the one that was received, or that
       another witness reads otherwise. -->
  <xsl:function name="f:is-changed" as="xs:boolean">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="
        exists($element/(self::supplied | self::surplus | self::del[not(parent::restore)] | self::add[not(parent::subst)] | self::choice[*[2]] | self::app[f:is-told-of(.)]
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
        <xsl:sequence select="f:listed-entry($change)"/>
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
        $element//(gap | space | lb[not(@break = 'no')] | l | p | ab | item | row | cell | caesura | seg[f:begins-half(.)] | *[f:follows-data(.)])
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

  <!-- Whether an entry has a reading to tell besides that of the text, and is told in no list. -->
  <xsl:function name="f:is-told-of" as="xs:boolean">
    <xsl:param name="entry" as="element(app)"/>
    <xsl:sequence select="
        if (f:is-pointing($entry)) then not(f:is-listed($entry)) and exists(f:variants($entry)) else exists(f:variants($entry)[2])"/>
  </xsl:function>

  <!-- The last line of verse or paragraph of an entry that holds such: its marker stands at its end. -->
  <xsl:function name="f:last-line" as="element()?">
    <xsl:param name="entry" as="element()"/>
    <xsl:variable name="last" as="element()?" select="$entry/self::app/f:variants(.)[f:is-taken(., true())][p or ab or l or lg or child::div]/descendant::*[self::p or self::ab or self::l][empty(ancestor::note)][last()]"/>
    <xsl:sequence select="if (exists($last) and f:is-couplet($last/..)) then $last/.. else $last"/>
  </xsl:function>

  <!-- The entries that end with a line or paragraph, the innermost first. -->
  <xsl:function name="f:ended-with" as="element(app)*">
    <xsl:param name="line" as="element()"/>
    <xsl:sequence select="reverse($line/ancestor::app[f:is-changed(.)][f:is-read(.)][f:last-line(.) is $line])"/>
  </xsl:function>

  <!-- The words that a change is about: of more than four the first and the last. -->
  <xsl:function name="f:about" as="xs:string">
    <xsl:param name="change" as="element()"/>
    <xsl:variable name="words" as="xs:string*" select="tokenize(f:words($change, true()))"/>
    <xsl:sequence select="if (count($words) gt 4) then $words[1] || ' … ' || $words[last()] else string-join($words, ' ')"/>
  </xsl:function>

  <!-- What an entry says: the place and the words that it is about, if it stands apart from them, and what others read. -->
  <xsl:function name="f:listed-entry" as="xs:string">
    <xsl:param name="entry" as="element(app)"/>
    <xsl:sequence select="string-join((f:lemma($entry), string-join(f:others($entry), f:label('entry-separator'))[. ne '']), ' ')"/>
  </xsl:function>

  <!-- The place and the words that an entry is about which stands apart from them. -->
  <xsl:function name="f:lemma" as="xs:string*">
    <xsl:param name="entry" as="element(app)"/>
    <xsl:variable name="words" as="xs:string*" select="$entry/lem[1] ! f:words(., true())[. ne '']"/>
    <xsl:if test="f:is-pointing($entry)">
      <xsl:sequence select="
          $entry/@loc[normalize-space()] ! (f:digits(.) || ':'), $words ! ('[' || . || ']'),
          f:remarks-on($entry/lem[1])[. ne ''] ! normalize-space(.)"/>
    </xsl:if>
  </xsl:function>

  <!-- Every reading of an entry that the text does not have, and what is said of its witnesses. -->
  <xsl:function name="f:others" as="xs:string*">
    <xsl:param name="entry" as="element(app)"/>
    <xsl:sequence select="
        f:variants($entry)[not(f:is-taken(., true()) or self::lem and f:is-pointing($entry))] ! f:variant(.),
        $entry/(. | rdgGrp)/witDetail ! f:label('witness-reads', map { 'sigla': f:sigla(.), 'words': normalize-space(.) })"/>
  </xsl:function>

  <!-- What a reading holds besides its words, in brackets: notes on it, and readings of an entry within it. -->
  <xsl:function name="f:remarks-on" as="xs:string">
    <xsl:param name="variant" as="element()?"/>
    <xsl:variable name="own" as="element()*" select="$variant//(note | app)[empty(ancestor::note)][ancestor::*[self::lem or self::rdg][1] is $variant]"/>
    <xsl:value-of select="$own ! (if (self::note) then normalize-space(.) else f:others(.)) ! (' (' || . || ')')" separator=""/>
  </xsl:function>

  <!-- A reading that the text does not have: whose it is, and its words. -->
  <xsl:function name="f:variant" as="xs:string">
    <xsl:param name="variant" as="element()"/>
    <xsl:variable name="sigla" as="xs:string" select="f:sigla($variant)"/>
    <xsl:variable name="words" as="xs:string" select="f:words($variant, true())"/>
    <xsl:sequence select="
        (if ($sigla eq '') then f:label('alternative') || ': ' || f:words-of($variant, true())
        else if ($words ne '') then f:label('witness-reads', map { 'sigla': $sigla, 'words': f:in-quotes($words) })
        else if ($variant/ptr) then f:label('witness-reads', map { 'sigla': $sigla, 'words': f:label('transposed') })
        else f:label('witness-omits', map { 'sigla': $sigla })) || f:remarks-on($variant)"/>
  </xsl:function>

  <!-- The witnesses of a reading, else its sources, else who is responsible for it; nothing where none is told. -->
  <xsl:function name="f:sigla" as="xs:string">
    <xsl:param name="variant" as="element()"/>
    <xsl:variable name="told" as="attribute()?" select="($variant/(@wit | ../self::rdgGrp/@wit), $variant/@source, $variant/@resp)[normalize-space()][1]"/>
    <xsl:sequence select="string-join(tokenize($told) ! f:siglum(., root($variant)), f:label('list-separator'))"/>
  </xsl:function>
</xsl:stylesheet>
