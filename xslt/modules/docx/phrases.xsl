<?xml version="1.0" encoding="UTF-8"?>
<!-- In: the phrases of a block. Out: text and turns of direction; emphasis, notes, corrections, cells,
     halves of verses and pages as elements of their own. -->
<xsl:stylesheet version="3.0" expand-text="yes"
  xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:xs="http://www.w3.org/2001/XMLSchema"
  xmlns:f="https://tahqiq.example/ns/functions"
  xmlns:m="https://tahqiq.example/ns/modes"
  xmlns:t="https://tahqiq.example/ns/templates"
  xpath-default-namespace="http://www.tei-c.org/ns/1.0"
  exclude-result-prefixes="#all">

  <xsl:template match="text()" mode="m:text" as="node()*">
    <xsl:sequence select="f:turned(string(.), f:direction(f:lang(.)))"/>
  </xsl:template>

  <!-- What stands between the parts of a run, as the comma between an author and a title; of a text with letters
       from the right only its edges are such. -->
  <xsl:template match="text()[f:direction(f:lang(.)) = 'rtl'][f:run-goes-on(.)]" mode="m:text" priority="1" as="node()*">
    <xsl:variable name="edges" as="xs:string+" select="f:edges(.)"/>
    <xsl:choose>
      <xsl:when test="string-join($edges[position() gt 1]) eq ''">
        <xsl:sequence select="f:edge-turned(., f:comes-on(.), f:runs-on(.))"/>
      </xsl:when>
      <xsl:otherwise>
        <xsl:sequence select="
            f:edge-turned($edges[1], f:comes-on(.), false()), f:turned($edges[2], 'rtl'), f:edge-turned($edges[3], false(), f:runs-on(.))"/>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template match="text()[f:closes-run(.)]" mode="m:text" priority="1.5" as="node()*">
    <turn dir="ltr">{substring(., 1, 1)}</turn>
    <xsl:sequence select="f:turned(substring(., 2), 'rtl')"/>
  </xsl:template>

  <!-- An edge that comes on or goes on, turned up to where it does neither. -->
  <xsl:function name="f:edge-turned" as="node()*">
    <xsl:param name="text" as="xs:string"/>
    <xsl:param name="comes-on" as="xs:boolean"/>
    <xsl:param name="goes-on" as="xs:boolean"/>
    <xsl:variable name="has-words" as="xs:boolean" select="matches($text, '[' || $left-letters || '0-9]')"/>
    <xsl:variable name="opening" as="xs:string" select="
        if (not($has-words) or $comes-on) then '' else replace($text, '[' || $left-letters || '0-9].*$', '', 's')"/>
    <xsl:variable name="closing" as="xs:string" select="
        if (not($has-words) or $goes-on) then '' else replace($text, '^.*[' || $left-letters || '0-9]', '', 's')"/>
    <xsl:choose>
      <xsl:when test="not($comes-on or $goes-on) or $text eq ''">
        <xsl:sequence select="f:turned($text, 'rtl')"/>
      </xsl:when>
      <xsl:otherwise>
        <xsl:text>{$opening}</xsl:text>
        <turn dir="ltr">{substring($text, string-length($opening) + 1, string-length($text) - string-length($opening || $closing))}</turn>
        <xsl:text>{$closing}</xsl:text>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:function>

  <!-- A phrase in a language of the other direction is one run, with its brackets and marks. -->
  <xsl:template match="*[@xml:lang][f:is-phrase(.)][ancestor::p | ancestor::ab | ancestor::head | ancestor::l | ancestor::item | ancestor::cell | ancestor::note]
    [not(self::p or self::ab or self::head or self::l or self::item or self::cell or self::row or self::note)][f:direction(f:lang(.)) ne f:direction(f:lang(..))]"
    mode="m:text" as="element()" priority="4">
    <turn dir="{f:direction(f:lang(.))}"><xsl:next-match/></turn>
  </xsl:template>

  <xsl:template match="*[f:follows-data(.)]" mode="m:text" as="node()*" priority="5">
    <xsl:text> </xsl:text>
    <xsl:next-match/>
  </xsl:template>

  <xsl:template match="*[f:is-one-run(.)]" mode="m:text" as="element()" priority="4">
    <turn dir="ltr"><xsl:next-match/></turn>
  </xsl:template>

  <!-- Of shape only what does not break Arabic: no slant, no letters apart. -->
  <xsl:template match="(hi[matches(@rend, 'bold')] | emph | orth[f:is-headword(.)])[f:is-phrase(.)]" mode="m:text" as="element()">
    <bold><xsl:apply-templates mode="m:text"/></bold>
  </xsl:template>

  <xsl:template match="hi[matches(@rend, 'su[bp]') and not(matches(@rend, 'line'))][f:is-phrase(.)]" mode="m:text" as="element()" priority="1">
    <raised to="{if (matches(@rend, 'sub')) then 'subscript' else 'superscript'}"><xsl:next-match/></raised>
  </xsl:template>

  <xsl:template match="ref[matches(@target, '^https?://')][f:is-phrase(.)]" mode="m:text" as="element()">
    <link href="{f:address(@target)}"><xsl:apply-templates mode="m:text"/></link>
  </xsl:template>

  <xsl:template match="cell" mode="m:text" as="element()">
    <cell columns="{(@cols[. castable as xs:positiveInteger], 1)[1]}" rows="{(@rows[. castable as xs:positiveInteger], 1)[1]}"
      heads="{@role = 'label' or ../@role = 'label'}" dir="{f:direction(f:lang(.))}">
      <xsl:apply-templates mode="m:text"/>
    </cell>
  </xsl:template>

  <xsl:template match="note" mode="m:text" as="element()?">
    <xsl:if test="$notes">
      <xsl:variable name="bodies" as="element()*" select="f:told(ab)"/>
      <note lang="{f:lang(($bodies, .)[1])}" dir="{f:direction(f:lang(($bodies, .)[1]))}">
        <xsl:if test="matches(@place, 'margin|left|right|top')">
          <xsl:text>{f:label('margin')}: </xsl:text>
        </xsl:if>
        <xsl:apply-templates select="if (exists($bodies)) then $bodies[1]/node() else node()" mode="m:text"/>
      </note>
    </xsl:if>
  </xsl:template>

  <xsl:template match="note//note" mode="m:text" as="node()*" priority="1">
    <xsl:text> (</xsl:text>
    <xsl:apply-templates mode="m:text"/>
    <xsl:text>)</xsl:text>
  </xsl:template>

  <!-- What replaced something stands before the note of what it replaced. -->
  <xsl:template match="subst[del][not(ancestor::note)]" mode="m:text" priority="1" as="node()*">
    <xsl:apply-templates select="node() except del" mode="m:text"/>
    <xsl:apply-templates select="del" mode="m:text"/>
  </xsl:template>

  <!-- The reading text, and a note of what was received or what other witnesses have. -->
  <xsl:template match="(supplied | surplus | del | add | choice | app | expan | ex)[f:is-changed(.)][not(ancestor::note)]" mode="m:text"
    priority="1" as="node()*">
    <xsl:next-match/>
    <xsl:if test="$notes and f:is-read(.) and empty(f:last-line(.))">
      <xsl:call-template name="t:change-note"/>
    </xsl:if>
  </xsl:template>

  <!-- Its words say whether it is on anything: what is not may stand before a word. -->
  <xsl:template name="t:change-note" as="element()">
    <note of="change" on="{if (self::del or self::surplus or f:words(., true()) eq '') then 'nothing' else 'words'}" lang="{$lang}" dir="{$direction}"><xsl:sequence select="f:turned(f:change-note(.), $direction)"/></note>
  </xsl:template>

  <!-- The note on whole paragraphs or verses stands behind the last word of the last. -->
  <xsl:template match="(p | ab | l)[ancestor::app][not(f:is-couplet(..))] | lg[ancestor::app][f:is-couplet(.)]" mode="m:text" priority="6" as="node()*">
    <xsl:variable name="line" as="element()" select="."/>
    <xsl:variable name="made" as="node()*">
      <xsl:next-match/>
    </xsl:variable>
    <xsl:for-each select="$made">
      <xsl:copy>
        <xsl:sequence select="@*, node()"/>
        <xsl:for-each select="f:ended-with($line)[$notes]">
          <xsl:call-template name="t:change-note"/>
        </xsl:for-each>
      </xsl:copy>
    </xsl:for-each>
  </xsl:template>

  <xsl:function name="f:written" as="xs:string">
    <xsl:param name="text" as="xs:string"/>
    <xsl:param name="parent" as="element()"/>
    <xsl:sequence select="$text"/>
  </xsl:function>

  <xsl:function name="f:mark-note" as="xs:string">
    <xsl:param name="number" as="xs:integer"/>
    <xsl:sequence select="''"/>
  </xsl:function>

  <xsl:template match="pb[not(ancestor::note)][f:is-page(.)]" mode="m:text" as="element()?">
    <xsl:if test="$pages">
      <page>[{translate(f:label('page-n', map { 'n': f:digits(@n) }), ' ', '&#160;')}]</page>
    </xsl:if>
  </xsl:template>

  <xsl:function name="f:mark-page" as="xs:string">
    <xsl:param name="break" as="element(pb)"/>
    <xsl:sequence select="''"/>
  </xsl:function>

  <xsl:function name="f:mark-picture" as="item()">
    <xsl:param name="picture" as="element()"/>
    <page>{f:picture($picture)}</page>
  </xsl:function>

  <xsl:function name="f:mark-line" as="node()">
    <xsl:param name="break" as="element(lb)"/>
    <page>[{translate(f:label('line-n', map { 'n': f:digits($break/@n) }), ' ', '&#160;')}]</page>
  </xsl:function>

  <xsl:function name="f:mark-before" as="node()">
    <xsl:param name="element" as="element()"/>
    <page>({f:told-before($element)})</page>
  </xsl:function>

  <xsl:function name="f:mark-entry" as="item()">
    <xsl:param name="entry" as="element(app)"/>
    <page>{f:listed-entry($entry)}</page>
  </xsl:function>

  <xsl:function name="f:mark-unclear" as="xs:string">
    <xsl:sequence select="'[؟]'"/>
  </xsl:function>

  <xsl:function name="f:mark-gap" as="xs:string">
    <xsl:sequence select="'[…]'"/>
  </xsl:function>

  <xsl:function name="f:mark-hemistich" as="xs:string">
    <xsl:param name="break" as="element()"/>
    <xsl:sequence select="' '"/>
  </xsl:function>

  <!-- The halves of a verse stand apart by a tabulator. -->
  <xsl:template match="seg[f:begins-half(.)]" mode="m:text" as="node()*" priority="1">
    <half/>
    <xsl:apply-templates mode="m:text"/>
  </xsl:template>

  <xsl:template match="lg[f:is-couplet(.)]/l" mode="m:text" as="node()*" priority="2">
    <xsl:if test="preceding-sibling::l">
      <half/>
    </xsl:if>
    <xsl:apply-templates mode="m:text"/>
  </xsl:template>

  <xsl:template match="caesura" mode="m:text" as="element()">
    <half/>
  </xsl:template>
</xsl:stylesheet>
