<?xml version="1.0" encoding="UTF-8"?>
<!-- In: nodes of a resolved text. Out: which of its two states they stand in: the reading text, corrected
     and supplied, or the diplomatic one, which is the witness's. -->
<xsl:stylesheet version="3.0" expand-text="yes"
  xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:xs="http://www.w3.org/2001/XMLSchema"
  xmlns:f="https://tahqiq.example/ns/functions"
  xpath-default-namespace="http://www.tei-c.org/ns/1.0"
  exclude-result-prefixes="#all">

  <!-- The text nodes of the reading text: corrections applied, omissions supplied, no notes. What was struck out
       and restored by the scribe stands in it. -->
  <xsl:function name="f:reading" as="text()*">
    <xsl:param name="node" as="node()"/>
    <xsl:sequence select="
        $node/descendant-or-self::text()[empty(ancestor::*[self::note | self::witDetail | self::wit | self::del[not(parent::restore)] | self::surplus | self::gap | .[f:is-passed-over(., true())]][. &gt;&gt; $node])]"/>
  </xsl:function>

  <!-- Whether an element stands in the reading text, and not in what that leaves out. -->
  <xsl:function name="f:is-read" as="xs:boolean">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="empty($element/ancestor::*[self::del[not(parent::restore)] | self::surplus | .[f:is-passed-over(., true())]])"/>
  </xsl:function>

  <!-- The text nodes of the diplomatic text: what the witness has, and nothing else. -->
  <xsl:function name="f:diplomatic" as="text()*">
    <xsl:param name="node" as="node()"/>
    <xsl:sequence select="
        $node/descendant-or-self::text()[empty(ancestor::*[self::note | self::witDetail | self::wit | self::supplied | self::ex | self::gap | .[f:is-passed-over(., false())]][. &gt;&gt; $node])]"/>
  </xsl:function>

  <!-- Whether an element is a state of a choice, or a reading of an apparatus entry, that the reading or the
       received text does not have. -->
  <xsl:function name="f:is-passed-over" as="xs:boolean">
    <xsl:param name="element" as="element()"/>
    <xsl:param name="reading" as="xs:boolean"/>
    <xsl:sequence select="
        if ($element/parent::choice) then not($element is f:state($element/.., $reading))
        else exists($element/(self::lem | self::rdg)) and not(f:is-taken($element, $reading))"/>
  </xsl:function>

  <!-- Of a choice the state that the reading or the received text has. -->
  <xsl:function name="f:state" as="element()?">
    <xsl:param name="choice" as="element(choice)"/>
    <xsl:param name="reading" as="xs:boolean"/>
    <xsl:sequence select="
        if ($reading) then $choice/(corr, reg, expan, *)[1] else $choice/(sic, orig, abbr, *)[1]"/>
  </xsl:function>

  <xsl:key name="own-witness" match="sourceDesc//witness[ptr/@target]" use="'own'"/>

  <!-- Whether a lem or rdg is the one that a state of the text has: the reading text the lemma, or where
       the entry has none its first reading; the received text what @wit says of its witness, else the same. -->
  <xsl:function name="f:is-taken" as="xs:boolean">
    <xsl:param name="variant" as="element()"/>
    <xsl:param name="reading" as="xs:boolean"/>
    <xsl:variable name="all" as="element()*" select="f:variants($variant/ancestor::app[1])"/>
    <xsl:variable name="own" as="xs:string?" select="key('own-witness', 'own', root($variant))[1] ! ('#' || @xml:id)"/>
    <xsl:sequence select="
        not(f:is-pointing($variant/ancestor::app[1]))
        and $variant is ($all[not($reading)][tokenize(@wit) = $own], $all[self::lem], $all, $variant)[1]"/>
  </xsl:function>

  <!-- Whether an apparatus entry points at the text that it is about (by @from or @loc), or stands in a list of
       entries: what its lemma says stands in the text, and none of its words do where the entry is. -->
  <xsl:function name="f:is-pointing" as="xs:boolean">
    <xsl:param name="entry" as="element(app)?"/>
    <xsl:sequence select="exists($entry[@from or @loc]) or f:is-listed($entry)"/>
  </xsl:function>

  <!-- Whether an entry stands in a list or a division of entries, and is told there. -->
  <xsl:function name="f:is-listed" as="xs:boolean">
    <xsl:param name="entry" as="element(app)?"/>
    <xsl:sequence select="exists($entry/ancestor::*[self::listApp or self::div[@type = 'apparatus']])"/>
  </xsl:function>

  <!-- The readings of an apparatus entry, those in groups too, not those of an entry within it. -->
  <xsl:function name="f:variants" as="element()*">
    <xsl:param name="entry" as="element(app)?"/>
    <xsl:sequence select="$entry/(. | rdgGrp | rdgGrp/rdgGrp)/(lem | rdg)"/>
  </xsl:function>
</xsl:stylesheet>
