<?xml version="1.0" encoding="UTF-8"?>
<!-- In: the nodes of a chapter. Out: its document: the reading text, and below it the notes and the
     corrections, which reading systems show where their markers stand. -->
<xsl:stylesheet version="3.0" expand-text="yes"
  xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:xs="http://www.w3.org/2001/XMLSchema"
  xmlns:epub="http://www.idpf.org/2007/ops"
  xmlns:f="https://tahqiq.example/ns/functions"
  xmlns:m="https://tahqiq.example/ns/modes"
  xmlns:t="https://tahqiq.example/ns/templates"
  xpath-default-namespace="http://www.tei-c.org/ns/1.0"
  exclude-result-prefixes="#all">

  <xsl:template name="t:chapter" as="element()">
    <xsl:param name="nodes" as="element()*"/>
    <xsl:variable name="head" as="xs:string" select="f:chapter-title($nodes)"/>
    <xsl:variable name="remarks" as="element()*" select="$nodes/descendant-or-self::*[f:is-remark(.)]"/>
    <xsl:call-template name="t:document">
      <xsl:with-param name="title" select="$head"/>
      <xsl:with-param name="language" select="f:lang(($work/text, $work)[1])"/>
      <xsl:with-param name="body">
        <main>
          <section class="{if ($work/text/@type = 'tahqiq:record') then 'record' else 'text'}" role="{if ($nodes/ancestor-or-self::front) then 'doc-foreword' else if ($nodes/ancestor-or-self::back) then 'doc-appendix' else 'doc-chapter'}"
            epub:type="{if ($nodes/ancestor-or-self::front) then 'foreword' else if ($nodes/ancestor-or-self::back) then 'appendix' else 'chapter'}" aria-label="{$head}">
            <xsl:apply-templates select="$nodes" mode="m:html"/>
          </section>
        </main>
        <xsl:if test="exists($remarks)">
          <section class="notes" epub:type="footnotes" lang="{$lang}" dir="{$direction}" aria-label="{f:label('notes')}">
            <xsl:apply-templates select="$remarks" mode="m:note-html"/>
          </section>
        </xsl:if>
      </xsl:with-param>
    </xsl:call-template>
  </xsl:template>

  <!-- The first heading of a chapter; its text's title where it has none. -->
  <xsl:function name="f:chapter-title" as="xs:string">
    <xsl:param name="nodes" as="element()*"/>
    <xsl:variable name="head" as="element(head)?" select="($nodes/self::head, $nodes[f:is-division(.)]/descendant::head[not(ancestor::note)])[1]"/>
    <xsl:sequence select="(f:plain($head)[. ne ''], normalize-space(f:title($work))[. ne ''], '…')[1]"/>
  </xsl:function>

  <!-- The reading text of an element as one string. -->
  <xsl:function name="f:plain" as="xs:string">
    <xsl:param name="element" as="element()?"/>
    <xsl:sequence select="normalize-space(string-join($element ! f:reading(.)))"/>
  </xsl:function>

  <!-- The level of a heading among those of its chapter: no level is left out. -->
  <xsl:template match="head" mode="m:html" as="element()">
    <xsl:variable name="level" as="xs:integer"
      select="count(ancestor::*[matches(local-name(), '^(div\d?|lg)$')][head] | ancestor::floatingText[*/head])"/>
    <xsl:element name="h{max((1, min(($level, 6))))}">
      <xsl:call-template name="t:attributes"/>
      <xsl:apply-templates mode="m:html"/>
    </xsl:element>
  </xsl:template>

  <!-- A heading of nothing heads nothing. -->
  <xsl:template match="head[not(* or normalize-space())]" mode="m:html" priority="3"/>

  <xsl:template match="(list | table | figure | note | listApp | listBibl | listPerson | listOrg | listPlace | listEvent | q | quote | said
    | floatingText | p | item | cell | castList | castGroup
    | set | prologue | epilogue | performance)/head"
    mode="m:html" priority="2" as="element()">
    <span class="block head">
      <xsl:apply-templates mode="m:html"/>
    </span>
  </xsl:template>

  <!-- A remark of the editors: a note, or a change that they made. -->
  <xsl:function name="f:is-remark" as="xs:boolean">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="
        ($element/self::note[not(ancestor::note)] and f:is-read($element)) or f:is-change($element)"/>
  </xsl:function>

  <xsl:function name="f:is-change" as="xs:boolean">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="
        f:is-changed($element) and not($element/ancestor::note) and f:is-read($element)"/>
  </xsl:function>

  <!-- A book tells the readings of others in its notes, as all that was changed. -->
  <xsl:function name="f:is-variant" as="xs:boolean">
    <xsl:param name="entry" as="element()"/>
    <xsl:sequence select="false()"/>
  </xsl:function>

  <xsl:accumulator name="changes" as="xs:integer" initial-value="0">
    <xsl:accumulator-rule match="text//*[f:is-change(.)]" select="$value + 1"/>
  </xsl:accumulator>

  <!-- The marker of a remark: a note's number; a correction's with a star before it. -->
  <xsl:function name="f:remark-marker" as="xs:string">
    <xsl:param name="remark" as="element()"/>
    <xsl:sequence select="
        if ($remark/self::note) then f:number(f:note-number($remark))
        else '٭' || f:number($remark/accumulator-before('changes'))"/>
  </xsl:function>

  <xsl:function name="f:remark-id" as="xs:string">
    <xsl:param name="remark" as="element()"/>
    <xsl:sequence select="
        if ($remark/self::note) then f:note-id($remark) else 'change-' || $remark/accumulator-before('changes')"/>
  </xsl:function>

  <xsl:template name="t:marker" as="element()">
    <xsl:variable name="id" as="xs:string" select="f:remark-id(.)"/>
    <xsl:variable name="label" as="xs:string" select="
        if (self::note) then f:label('note-n', map { 'n': f:remark-marker(.) })
        else f:label('correction') || ' ' || f:number(accumulator-before('changes'))"/>
    <!-- A number before a marker and the marker's own would else be one number from the left; an EPUB's
         stylesheet may not say so. -->
    <sup class="note-marker" data-edition="note"><bdi><a epub:type="noteref" role="doc-noteref" id="to-{$id}" href="#{$id}" aria-label="{$label}">{f:remark-marker(.)}</a></bdi></sup>
  </xsl:template>

  <xsl:template match="note" mode="m:html" as="element()">
    <xsl:call-template name="t:marker"/>
  </xsl:template>

  <xsl:template match="note//note" mode="m:html" priority="1" as="element()">
    <span class="inner-note"> (<xsl:apply-templates mode="m:html"/>)</span>
  </xsl:template>

  <xsl:template match="note" mode="m:note-html" as="element()">
    <xsl:variable name="body" as="node()*" select="if (ab) then f:in-language(ab) else node()"/>
    <xsl:call-template name="t:footnote">
      <xsl:with-param name="body">
        <xsl:if test="matches(@place, 'margin|left|right|top')">
          <xsl:text>{f:label('margin')}: </xsl:text>
        </xsl:if>
        <span lang="{f:lang(($body, .)[1])}" dir="{f:direction(f:lang(($body, .)[1]))}">
          <xsl:apply-templates select="if (ab) then $body/node() else $body" mode="m:html">
            <xsl:with-param name="href" select="()" tunnel="yes"/>
          </xsl:apply-templates>
        </span>
      </xsl:with-param>
    </xsl:call-template>
  </xsl:template>

  <xsl:template match="*" mode="m:note-html" as="element()" priority="-1">
    <xsl:call-template name="t:footnote">
      <xsl:with-param name="body" select="f:isolated-in(f:change-note(.), $lang)"/>
    </xsl:call-template>
  </xsl:template>

  <xsl:template name="t:footnote" as="element()">
    <xsl:param name="body" as="node()*"/>
    <aside epub:type="footnote" role="doc-footnote" id="{f:remark-id(.)}">
      <p><a class="back" href="#to-{f:remark-id(.)}" role="doc-backlink" aria-label="{f:label('back-to-text')} {f:remark-marker(.)}">{f:remark-marker(.)}</a><xsl:text> </xsl:text><xsl:sequence select="$body"/></p>
    </aside>
  </xsl:template>
</xsl:stylesheet>
