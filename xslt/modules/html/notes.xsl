<?xml version="1.0" encoding="UTF-8"?>
<!-- In: notes where they stand in the text. Out: a numbered marker there, and the notes below the
     text with a way back. -->
<xsl:stylesheet version="3.0" expand-text="yes"
  xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:xs="http://www.w3.org/2001/XMLSchema"
  xmlns:f="https://tahqiq.example/ns/functions"
  xmlns:m="https://tahqiq.example/ns/modes"
  xmlns:t="https://tahqiq.example/ns/templates"
  xpath-default-namespace="http://www.tei-c.org/ns/1.0"
  exclude-result-prefixes="#all">

  <xsl:template match="note" mode="m:html" as="element()">
    <xsl:variable name="number" as="xs:string" select="f:number(f:note-number(.))"/>
    <sup class="note-marker" data-edition="note" style="--self:--m{f:note-number(.)}"><a id="to-{f:note-id(.)}" href="#{f:note-id(.)}" role="doc-noteref" aria-label="{f:label('note-n', map { 'n': $number })}">{$number}</a></sup>
  </xsl:template>

  <xsl:template name="t:notes" as="element()?">
    <xsl:variable name="notes" as="element(note)*" select="text//note[f:is-numbered-note(.)]"/>
    <xsl:if test="exists($notes)">
      <section class="notes" role="doc-endnotes" aria-labelledby="notes">
        <h2 id="notes" dir="{$direction}">{f:label('notes')}</h2>
        <ol>
          <xsl:apply-templates select="$notes" mode="m:note-html"/>
        </ol>
      </section>
    </xsl:if>
  </xsl:template>

  <xsl:mode name="m:note-html" on-no-match="fail" on-multiple-match="fail"/>

  <xsl:template match="note" mode="m:note-html" as="element()">
    <xsl:variable name="number" as="xs:string" select="f:number(f:note-number(.))"/>
    <xsl:variable name="body" as="node()*" select="if (ab) then f:in-language(ab) else node()"/>
    <li id="{f:note-id(.)}" class="{string-join(('note', @type), ' ')}" style="--self:--m{f:note-number(.)};--own:--n{f:note-number(.)};--last:--n{f:note-number(.) - 1}">
      <a class="back" href="#to-{f:note-id(.)}" role="doc-backlink" aria-label="{f:label('back-to-text')}">{$number}</a>
      <xsl:text> </xsl:text>
      <span lang="{f:lang(($body, .)[1])}" dir="{f:direction(f:lang(($body, .)[1]))}">
        <xsl:apply-templates select="if (ab) then $body/node() else $body" mode="m:html">
          <xsl:with-param name="href" select="()" tunnel="yes"/>
        </xsl:apply-templates>
      </span>
    </li>
  </xsl:template>

  <!-- A note within a note stands where it is, in brackets. -->
  <xsl:template match="note//note" mode="m:html" priority="1" as="element()">
    <span class="inner-note"> [<xsl:apply-templates mode="m:html"/>]</span>
  </xsl:template>

  <!-- The note's own id; one by its number where a project gives its notes none. -->
  <xsl:function name="f:note-id" as="xs:string">
    <xsl:param name="note" as="element(note)"/>
    <xsl:sequence select="($note/@xml:id, 'note-' || f:note-number($note))[1]"/>
  </xsl:function>
</xsl:stylesheet>
