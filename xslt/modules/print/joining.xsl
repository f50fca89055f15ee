<?xml version="1.0" encoding="UTF-8"?>
<!-- In: the strings at both sides of a mark that Typst sets within a written word. Out: U+200D where
     their letters join, for shaping stops at a mark and would part them. -->
<xsl:stylesheet version="3.0" expand-text="yes"
  xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:xs="http://www.w3.org/2001/XMLSchema"
  xmlns:f="https://tahqiq.example/ns/functions"
  xpath-default-namespace="http://www.tei-c.org/ns/1.0"
  exclude-result-prefixes="#all">

  <!-- Letters that join to what follows: Joining_Type D and C of Unicode's ArabicShaping.txt, in the
       blocks Arabic and Arabic Supplement. -->
  <xsl:variable name="dual-joining" as="xs:string" static="yes"
    select="'&#x620;&#x626;&#x628;&#x62A;-&#x62E;&#x633;-&#x647;&#x649;&#x64A;&#x66E;&#x66F;&#x678;-&#x687;&#x69A;-&#x6BF;&#x6C1;&#x6C2;&#x6CC;&#x6CE;&#x6D0;&#x6D1;&#x6FA;-&#x6FC;&#x6FF;&#x750;-&#x758;&#x75C;-&#x76A;&#x76D;-&#x770;&#x772;&#x775;-&#x777;&#x77A;-&#x77F;'"/>

  <!-- Letters that join to what precedes: those, and Joining_Type R. -->
  <xsl:variable name="joining" as="xs:string" static="yes"
    select="'&#x622;-&#x625;&#x627;&#x629;&#x62F;-&#x632;&#x648;&#x671;-&#x673;&#x675;-&#x677;&#x688;-&#x699;&#x6C0;&#x6C3;-&#x6CB;&#x6CD;&#x6CF;&#x6D2;&#x6D3;&#x6D5;&#x6EE;&#x6EF;&#x759;-&#x75B;&#x76B;&#x76C;&#x771;&#x773;&#x774;&#x778;&#x779;' || $dual-joining"/>

  <!-- The same behind a letter's marks, and before them, known beforehand: Saxon compiles it once. -->
  <xsl:variable name="joins-on" as="xs:string" static="yes" select="'[' || $dual-joining || ']\p{Mn}*$'"/>
  <xsl:variable name="is-joined" as="xs:string" static="yes" select="'^\p{Mn}*[' || $joining || ']'"/>

  <!-- A joiner as a literal of Typst where the last letter of one string joins to the first of the
       next; else nothing. A letter has few marks: no expression runs over a whole paragraph. -->
  <xsl:function name="f:joiner" as="xs:string">
    <xsl:param name="before" as="xs:string"/>
    <xsl:param name="after" as="xs:string"/>
    <xsl:sequence select="
        if (matches($after, $is-joined) and matches(substring($before, string-length($before) - 15), $joins-on))
        then '#&quot;&#x200D;&quot;;' else ''"/>
  </xsl:function>

  <!-- A mark behind an element, with joiners where it would part a word. -->
  <xsl:function name="f:behind" as="xs:string">
    <xsl:param name="element" as="element()"/>
    <xsl:param name="mark" as="xs:string"/>
    <xsl:variable name="joiner" as="xs:string" select="f:joiner(f:last-text($element), f:text-after($element))"/>
    <xsl:sequence select="$joiner || $mark || $joiner"/>
  </xsl:function>

  <!-- What an element begins and ends with in the line, and what stands before and behind a node there. -->
  <xsl:function name="f:first-text" as="xs:string">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="string(($element//text()[f:is-beside(., $element)])[1])"/>
  </xsl:function>

  <xsl:function name="f:last-text" as="xs:string">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="string(($element//text()[f:is-beside(., $element)])[last()])"/>
  </xsl:function>

  <xsl:function name="f:text-before" as="xs:string">
    <xsl:param name="node" as="node()"/>
    <xsl:sequence select="string(f:last-text-before($node)[not(f:is-broken(., $node))])"/>
  </xsl:function>

  <xsl:function name="f:text-after" as="xs:string">
    <xsl:param name="node" as="node()"/>
    <xsl:sequence select="string(f:next-text($node)[not(f:is-broken($node, .))])"/>
  </xsl:function>

  <xsl:function name="f:last-text-before" as="text()?">
    <xsl:param name="node" as="node()"/>
    <xsl:sequence select="$node/preceding::text()[f:is-beside(., $node)][1][f:shares-line(., $node)][not(f:is-parted-by-data(., $node))]"/>
  </xsl:function>

  <xsl:function name="f:next-text" as="text()?">
    <xsl:param name="node" as="node()"/>
    <xsl:sequence select="$node/following::text()[f:is-beside(., $node)][1][f:shares-line(., $node)][not(f:is-parted-by-data($node, .))]"/>
  </xsl:function>

  <!-- Whether a space is set before the second of two nodes, which the file has not. -->
  <xsl:function name="f:is-parted-by-data" as="xs:boolean">
    <xsl:param name="first" as="node()"/>
    <xsl:param name="second" as="node()"/>
    <xsl:sequence select="exists($second/ancestor-or-self::*[. &gt;&gt; $first][f:follows-data(.)])"/>
  </xsl:function>

  <!-- Whether two nodes stand in one block, and in one item, cell, verse or paragraph of it. -->
  <xsl:function name="f:shares-line" as="xs:boolean">
    <xsl:param name="one" as="node()"/>
    <xsl:param name="other" as="node()"/>
    <xsl:sequence select="exists(f:block($one)[. is f:block($other)]) and generate-id(f:line($one)) = generate-id(f:line($other))"/>
  </xsl:function>

  <xsl:function name="f:line" as="element()?">
    <xsl:param name="node" as="node()"/>
    <xsl:sequence select="$node/ancestor::*[self::item or self::cell or self::l or self::p or self::ab or self::head or self::label
        or self::seg[parent::l[empty(text()[normalize-space()])] or parent::*[self::lem or self::rdg]/ancestor::l]][1]"/>
  </xsl:function>

  <!-- Whether a text, or what parts texts, is set in the same line of text as a node: a note has a line of its
       own, and what was replaced or is not set has none. -->
  <xsl:function name="f:is-beside" as="xs:boolean">
    <xsl:param name="text" as="node()"/>
    <xsl:param name="node" as="node()"/>
    <xsl:sequence select="
        empty($text/ancestor::*[self::del[not(parent::restore)] or self::surplus or .[f:is-passed-over(., true())] or self::fw or self::index
          or self::metamark or self::media or self::interp or self::interpGrp or self::spanGrp or self::witDetail or self::divGen])
        and count($text/ancestor::note) = count($node/ancestor::note)"/>
  </xsl:function>
</xsl:stylesheet>
