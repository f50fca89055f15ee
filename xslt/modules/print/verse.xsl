<?xml version="1.0" encoding="UTF-8"?>
<!-- In: poems. Out: lines of verse, each of its halves in a column of its own. -->
<xsl:stylesheet version="3.0" expand-text="yes"
  xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:xs="http://www.w3.org/2001/XMLSchema"
  xmlns:f="https://tahqiq.example/ns/functions"
  xmlns:m="https://tahqiq.example/ns/modes"
  xmlns:t="https://tahqiq.example/ns/templates"
  xpath-default-namespace="http://www.tei-c.org/ns/1.0"
  exclude-result-prefixes="#all">

  <xsl:template match="lg" mode="m:print m:diplomatic" as="text()*">
    <xsl:text>#verse[</xsl:text>
    <xsl:apply-templates mode="#current"/>
    <xsl:text>]&#10;</xsl:text>
  </xsl:template>

  <!-- A line, its halves where it has some: by seg, or by the break between them. -->
  <xsl:template match="l" mode="m:print m:diplomatic" as="text()*">
    <xsl:choose>
      <xsl:when test="caesura">
        <xsl:call-template name="t:halves">
          <xsl:with-param name="starts" select="caesura"/>
        </xsl:call-template>
      </xsl:when>
      <xsl:when test="(seg | app[*/seg])[2] and empty(text()[normalize-space()])">
        <xsl:call-template name="t:halves">
          <xsl:with-param name="starts" select="(seg | app[*/seg])[position() gt 1]"/>
        </xsl:call-template>
      </xsl:when>
      <xsl:otherwise>
        <xsl:call-template name="t:halves"/>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template match="l[ancestor::app][not(f:is-couplet(..))] | lg[ancestor::app][f:is-couplet(.)]" mode="m:print" priority="2" as="text()*">
    <xsl:next-match>
      <xsl:with-param name="ended" select="f:entries-ended(.)" tunnel="yes"/>
    </xsl:next-match>
  </xsl:template>

  <!-- Halves of a verse of which one entry has several. -->
  <xsl:template match="seg[parent::lem or parent::rdg][preceding-sibling::seg][f:begins-half(.)]" mode="m:print m:diplomatic" priority="1" as="text()*">
    <xsl:text> #h(1.6em) </xsl:text>
    <xsl:apply-templates mode="#current"/>
  </xsl:template>

  <!-- Two lines that are one verse are its halves; such verses that follow each other are one poem. -->
  <xsl:template match="lg[f:is-couplet(.)]" mode="m:print m:diplomatic" priority="1" as="text()*">
    <xsl:variable name="alone" as="xs:boolean" select="empty(parent::lg) and not($facing or $parallel)"/>
    <xsl:text>{if ($alone and not(preceding-sibling::*[1][f:is-couplet(.)])) then '#v(1.4em, weak: true)' else ''}</xsl:text>
    <xsl:call-template name="t:halves">
      <xsl:with-param name="starts" select="l[2]"/>
    </xsl:call-template>
    <xsl:text>{if ($alone and not(following-sibling::*[1][f:is-couplet(.)])) then '#v(1.4em, weak: true)&#10;' else ''}</xsl:text>
  </xsl:template>

  <xsl:template match="lg[f:is-couplet(.)]/l" mode="m:print m:diplomatic" priority="1" as="text()*">
    <xsl:apply-templates mode="#current"/>
  </xsl:template>

  <!-- Verses that are lost. -->
  <xsl:template match="lg/gap" mode="m:print m:diplomatic" priority="1" as="text()*">
    <xsl:text>#verse-line([</xsl:text>
    <xsl:next-match/>
    <xsl:text>])&#10;</xsl:text>
  </xsl:template>

  <!-- The break itself has no letters. -->
  <xsl:template match="l/caesura" mode="m:print m:diplomatic" priority="1"/>

  <!-- One verse of an element's nodes, in as many columns as there are nodes that begin another. -->
  <xsl:template name="t:halves" as="text()*">
    <xsl:param name="starts" as="element()*"/>
    <!-- The letters of the entries that end with the verse. -->
    <xsl:param name="ended" as="xs:string" tunnel="yes" select="''"/>
    <xsl:text>#{if (matches(., '[!-~]{16}')) then 'long-' else ''}verse-line({f:verse-number(., exists($starts)) ! ('number: ' || f:string(f:digits(.)) || ', ')}{if ($starts) then f:longest-halves((ancestor-or-self::lg)[1]) else ''}</xsl:text>
    <xsl:for-each-group select="node()[not($starts) or self::* or normalize-space()]" group-starting-with="*[. intersect $starts]">
      <xsl:text>[</xsl:text>
      <xsl:apply-templates select="current-group()" mode="#current"/>
      <xsl:text>{if (position() = last()) then $ended else ''}], </xsl:text>
    </xsl:for-each-group>
    <xsl:text>)&#10;</xsl:text>
  </xsl:template>

  <!-- The halves of a poem with the most letters, of which one is the widest, as an argument of Typst, where they may be too
       long for their column: then all verses of the poem have their halves one below the other. What stands in a half
       besides its words counts as a letter or two. -->
  <xsl:function name="f:longest-halves" as="xs:string" cache="yes">
    <xsl:param name="poem" as="element(lg)?"/>
    <xsl:variable name="halves" as="xs:string*" select="$poem//l ! f:halves(.)"/>
    <xsl:variable name="longest" as="xs:string*" select="
        subsequence(sort($halves, (), function($half) { -string-length(replace($half, '\p{M}', '')) }), 1, 6)[string-length(.) gt $short-half]"/>
    <xsl:sequence select="if (empty($longest)) then '' else 'longest: (' || string-join($longest ! (f:string(.) || ', ')) || '), '"/>
  </xsl:function>

  <!-- Letters of a half that every page holds beside another. -->
  <xsl:variable name="short-half" as="xs:integer" select="26"/>

  <xsl:function name="f:halves" as="xs:string*">
    <xsl:param name="line" as="element(l)"/>
    <xsl:for-each-group select="$line/node()" group-starting-with="caesura | seg | app[*/seg]">
      <xsl:variable name="marks" as="element()*" select="current-group()/descendant-or-self::*[self::note or f:is-reading(.)]"/>
      <xsl:sequence select="normalize-space(string-join(current-group() ! f:reading(.))) || string-join($marks ! '(م)')"/>
    </xsl:for-each-group>
  </xsl:function>

  <!-- The number of a verse that stands in no other block; of lines that have no halves, of every fifth. -->
  <xsl:function name="f:verse-number" as="xs:string?">
    <xsl:param name="verse" as="element()"/>
    <xsl:param name="has-halves" as="xs:boolean"/>
    <xsl:variable name="number" as="xs:string" select="normalize-space($verse/@n)"/>
    <xsl:sequence select="
        $number[matches(., '^[0-9]{1,4}[a-z]?$')][$has-halves or number(.) mod 5 = 0][not($parallel or f:is-turned($verse))]
          [every $around in $verse/ancestor::*[ancestor::text] satisfies contains($flowing, ' ' || local-name($around) || ' ') or $around/self::lg]"/>
  </xsl:function>
</xsl:stylesheet>
