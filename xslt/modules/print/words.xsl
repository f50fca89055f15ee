<?xml version="1.0" encoding="UTF-8"?>
<!-- In: elements that end within a word. Out: the text in which that word ends, be it within other elements: a mark that
     stood before would part its letters. -->
<xsl:stylesheet version="3.0" expand-text="yes"
  xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:xs="http://www.w3.org/2001/XMLSchema"
  xmlns:f="https://tahqiq.example/ns/functions"
  xmlns:m="https://tahqiq.example/ns/modes"
  xpath-default-namespace="http://www.tei-c.org/ns/1.0"
  exclude-result-prefixes="#all">

  <xsl:include href="../letters.xsl"/>

  <!-- Where only a part of a word was changed the letter stands behind the word, and so does what tells a line or page
       that begins within it. -->
  <xsl:template match="text()[exists(f:ended(.))]" mode="m:print" priority="3.5" as="text()">
    <xsl:variable name="base" as="xs:string" select="f:direction(f:lang(.))"/>
    <xsl:variable name="word" as="xs:string" select="replace(., '^(' || $letter || '+).*$', '$1', 's')"/>
    <xsl:variable name="rest" as="xs:string" select="substring(., string-length($word) + 1)"/>
    <xsl:value-of separator="" select="
        f:runs($word, $base, false(), f:told-from-line(.)), f:ended(.) ! f:lettered-entry(.), f:page-within(.) ! f:page-mark(.),
        if ($facing and f:is-cut(.)) then f:in-pieces($rest, $base) else f:runs($rest, $base, false(), f:told-from-line(.))"/>
  </xsl:template>

  <!-- Whether a text begins with a letter, for a quick look before the slow one. -->
  <xsl:function name="f:begins-within" as="xs:boolean">
    <xsl:param name="text" as="text()"/>
    <xsl:sequence select="matches(substring($text, 1, 1), $word-start)"/>
  </xsl:function>

  <!-- The text behind an element in which a word of its ends; of one that has no words in the reading text, the word
       that it stands before. -->
  <xsl:function name="f:rest-of-word" as="text()?" cache="yes">
    <xsl:param name="element" as="element()"/>
    <xsl:variable name="place" as="element()" select="($element/self::del/parent::subst, $element)[1]"/>
    <xsl:variable name="next" as="text()?" select="f:next-part($place)"/>
    <xsl:if test="exists($next)">
      <xsl:variable name="own" as="xs:string" select="f:last-text($place)"/>
      <xsl:variable name="last" as="xs:string" select="if ($own ne '') then $own else f:text-before($place)"/>
      <xsl:variable name="goes-on" as="xs:boolean" select="matches(substring($last, string-length($last)), $word-start)"/>
      <xsl:sequence select="if ($goes-on or $own eq '' and $place/following-sibling::node()[1] is $next) then f:end-of-word($next, 40) else ()"/>
    </xsl:if>
  </xsl:function>

  <!-- The text in which the word ends that a text begins with. No word has more parts. -->
  <xsl:function name="f:end-of-word" as="text()">
    <xsl:param name="part" as="text()"/>
    <xsl:param name="parts" as="xs:integer"/>
    <xsl:variable name="next" as="text()?" select="if ($parts eq 0 or matches($part, $word-edge)) then () else f:next-part($part)"/>
    <xsl:sequence select="if (exists($next)) then f:end-of-word($next, $parts - 1) else $part"/>
  </xsl:function>

  <xsl:key name="ended" match="*[f:is-reading(.)][empty(f:last-line(.))]" use="f:rest-of-word(.) ! generate-id(.)"/>

  <!-- The changed elements whose word ends in a text, in the order of their letters. -->
  <xsl:function name="f:ended" as="element()*">
    <xsl:param name="text" as="text()"/>
    <xsl:perform-sort select="if (f:begins-within($text)) then key('ended', generate-id($text), root($text)) else ()">
      <xsl:sort select="accumulator-after('letters')"/>
    </xsl:perform-sort>
  </xsl:function>

  <!-- The text that goes on with a word behind a node. -->
  <xsl:function name="f:next-part" as="text()?">
    <xsl:param name="node" as="node()"/>
    <xsl:sequence select="
        f:next-text($node)[f:begins-within(.)][empty(ancestor::*[f:is-program(.) or f:is-silent(.)])][not(f:is-broken($node, .))]"/>
  </xsl:function>

  <!-- Whether something stands between two nodes of a line that parts words; behind the last word of the first, if it
       is an element. -->
  <xsl:function name="f:is-broken" as="xs:boolean">
    <xsl:param name="first" as="node()"/>
    <xsl:param name="second" as="node()"/>
    <xsl:variable name="last" as="text()?" select="($first//text()[f:is-beside(., $first)])[last()]"/>
    <xsl:iterate select="(($last, $first)[1])/following::node()">
      <xsl:on-completion select="false()"/>
      <xsl:choose>
        <xsl:when test=". is $second">
          <xsl:break select="false()"/>
        </xsl:when>
        <xsl:when test="f:parts-words(.) and f:is-beside(., $first)">
          <xsl:break select="true()"/>
        </xsl:when>
      </xsl:choose>
    </xsl:iterate>
  </xsl:function>

  <xsl:function name="f:parts-words" as="xs:boolean">
    <xsl:param name="node" as="node()"/>
    <xsl:sequence select="
        exists($node/(self::lb | self::pb | self::cb | self::space | self::gap | self::caesura | self::graphic | self::figure)[not(@break = 'no')])"/>
  </xsl:function>
</xsl:stylesheet>
