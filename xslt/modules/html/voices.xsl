<?xml version="1.0" encoding="UTF-8"?>
<!-- In: speech and quotations. Out: the same letters, and in the margin who speaks to whom, what is denied,
     and whose words are quoted. What stands in the margin is the edition's: it is not copied. -->
<xsl:stylesheet version="3.0" expand-text="yes"
  xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:xs="http://www.w3.org/2001/XMLSchema"
  xmlns:f="https://tahqiq.example/ns/functions"
  xmlns:m="https://tahqiq.example/ns/modes"
  xmlns:t="https://tahqiq.example/ns/templates"
  xpath-default-namespace="http://www.tei-c.org/ns/1.0"
  exclude-result-prefixes="#all">

  <!-- Whatever has a voice in the margin, in order: what follows stands below what comes before. -->
  <xsl:accumulator name="voices" as="xs:integer" initial-value="0">
    <xsl:accumulator-rule match="text//said[not(ancestor::note)] | text//quote[not(ancestor::note)]" select="$value + 1"/>
  </xsl:accumulator>

  <!-- How many of a kind begin up to a place: to count them anew for each takes the square of a long text. -->
  <xsl:accumulator name="sayings" as="xs:integer" initial-value="0">
    <xsl:accumulator-rule match="said" select="$value + 1"/>
  </xsl:accumulator>
  <xsl:accumulator name="quotations" as="xs:integer" initial-value="0">
    <xsl:accumulator-rule match="quote" select="$value + 1"/>
  </xsl:accumulator>

  <xsl:template match="said[not(ancestor::note)]" mode="m:html" priority="2" as="element()">
    <xsl:call-template name="t:voiced">
      <xsl:with-param name="kind" select="'speech'"/>
      <xsl:with-param name="label" as="node()*">
        <xsl:variable name="speakers" as="element()*" select="f:pointed(., @who)"/>
        <xsl:if test="exists($speakers)">
          <span class="who">{f:names-of($speakers)}</span>
        </xsl:if>
        <!-- What a speaker denies must not be read as what the speaker says. -->
        <xsl:if test="f:is-denied(.)">
          <span class="flag" data-edition="flag">{f:label('denied')}</span>
        </xsl:if>
      </xsl:with-param>
    </xsl:call-template>
  </xsl:template>

  <xsl:template match="quote[not(ancestor::note)][not(parent::body | parent::div | parent::front | parent::back)]"
    mode="m:html" priority="2" as="element()">
    <xsl:call-template name="t:voiced">
      <xsl:with-param name="kind" select="'quotations'"/>
      <xsl:with-param name="label" as="node()*">
        <span class="who">{f:label('verbatim')}</span>
      </xsl:with-param>
    </xsl:call-template>
  </xsl:template>

  <xsl:template name="t:voiced" as="element()">
    <xsl:param name="kind" as="xs:string"/>
    <xsl:param name="label" as="node()*"/>
    <xsl:variable name="number" as="xs:integer" select="accumulator-before('voices')"/>
    <xsl:variable name="id" as="xs:string" select="f:voice-id(.)"/>
    <span class="{string-join(($kind, local-name(), f:flags(.)), ' ')}" id="{$id}" style="--self:--v{$number}">
      <xsl:if test="@xml:lang">
        <xsl:attribute name="lang" select="f:lang(.)"/>
        <xsl:attribute name="dir" select="f:direction(f:lang(.))"/>
      </xsl:if>
      <xsl:if test="exists($label)">
        <a class="voice {$kind}" data-edition="voice" data-says="{f:says(.)}" href="#{$id}"
          style="--self:--v{$number};--own:--w{$number};--last:--w{$number - 1}"><bdi lang="{$lang}" dir="{$direction}"><xsl:sequence select="$label"/></bdi></a>
      </xsl:if>
      <xsl:apply-templates mode="m:html"/>
    </span>
  </xsl:template>

  <!-- The address of speech or of a quotation: its own id, else its unit's with its number in it. -->
  <xsl:function name="f:voice-id" as="xs:string">
    <xsl:param name="voice" as="element()"/>
    <xsl:variable name="unit" as="element()?" select="f:unit($voice)"/>
    <xsl:variable name="counts" as="xs:integer*" select="
        if ($voice/self::said) then ($voice, $unit) ! accumulator-before('sayings')
        else ($voice, $unit) ! accumulator-before('quotations')"/>
    <xsl:sequence select="
        string(($voice/@xml:id, ($unit/@xml:id, 'text')[1] || '-' || substring(local-name($voice), 1, 1) || ($counts[1] - ($counts[2], 0)[1]))[1])"/>
  </xsl:function>

  <!-- What the margin says in full: who says or denies it, to whom, in what way. -->
  <xsl:function name="f:says" as="xs:string">
    <xsl:param name="voice" as="element()"/>
    <xsl:variable name="to" as="element()*" select="f:pointed($voice, $voice/@toWhom)"/>
    <xsl:variable name="source" as="element()*" select="f:sources($voice/@source, $voice)"/>
    <xsl:sequence select="string-join((
        if (empty(f:pointed($voice, $voice/@who))) then ()
        else f:speaker($voice, if (f:is-denied($voice)) then 'denied-by' else 'said-by'),
        if (exists($to)) then f:label('said-to', map { 'who': f:names-of($to) }) else (),
        if ($voice/self::said) then f:label(if ($voice/@direct = 'true') then 'direct' else 'reported') else f:label('verbatim-of'),
        if (exists($source)) then f:label('from-source', map { 'source': string-join($source ! f:source-name(.), f:label('list-separator')) }) else ()),
        f:label('clause-separator'))"/>
  </xsl:function>

  <xsl:function name="f:is-denied" as="xs:boolean">
    <xsl:param name="said" as="element()"/>
    <xsl:sequence select="tokenize($said/@ana) = '#denied'"/>
  </xsl:function>

  <!-- The records that an attribute of pointers names. -->
  <xsl:function name="f:pointed" as="element()*">
    <xsl:param name="from" as="element()"/>
    <xsl:param name="pointers" as="attribute()?"/>
    <xsl:sequence select="tokenize($pointers)[starts-with(., '#')] ! key('record', substring(., 2), root($from))"/>
  </xsl:function>

  <xsl:function name="f:names-of" as="xs:string">
    <xsl:param name="records" as="element()*"/>
    <xsl:sequence select="string-join($records ! f:name(., $lang), f:label('list-separator'))"/>
  </xsl:function>

  <!-- Who speaks, or denies, by the label of that name. -->
  <xsl:function name="f:speaker" as="xs:string">
    <xsl:param name="said" as="element()"/>
    <xsl:param name="label" as="xs:string"/>
    <xsl:sequence select="f:label($label, map { 'who': f:names-of(f:pointed($said, $said/@who)) })"/>
  </xsl:function>

  <!-- What a @source points to in the same document: a bibliographic entry or a unit of the text. -->
  <xsl:function name="f:sources" as="element()*">
    <xsl:param name="pointers" as="attribute()?"/>
    <xsl:param name="from" as="element()"/>
    <xsl:sequence select="tokenize($pointers)[contains(., '#')] ! key('id', substring-after(., '#'), root($from))"/>
  </xsl:function>

  <!-- A source in a few words: a paragraph by its number, a publication by title or publisher. -->
  <xsl:function name="f:source-name" as="xs:string">
    <xsl:param name="source" as="element()"/>
    <xsl:sequence select="
        if ($source/@n) then f:label('paragraph-n', map { 'n': f:digits($source/@n) })
        else normalize-space(string(($source/title, $source/publisher, $source)[1]))"/>
  </xsl:function>
</xsl:stylesheet>
