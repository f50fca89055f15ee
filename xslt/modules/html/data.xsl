<?xml version="1.0" encoding="UTF-8"?>
<!-- In: the document. Out: what the scripts of a page need, as JSON in the page itself, since a page that
     is opened from a folder may fetch nothing: words of the interface, records, and how to cite. -->
<xsl:stylesheet version="3.0" expand-text="yes"
  xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:xs="http://www.w3.org/2001/XMLSchema"
  xmlns:f="https://tahqiq.example/ns/functions"
  xmlns:t="https://tahqiq.example/ns/templates"
  xmlns:map="http://www.w3.org/2005/xpath-functions/map"
  xpath-default-namespace="http://www.tei-c.org/ns/1.0"
  exclude-result-prefixes="#all">

  <xsl:variable name="script-labels" as="xs:string+" select="
      'close', 'cite', 'cite-this', 'copy', 'copied', 'show-tei', 'tei-of', 'to-record', 'link', 'mentions-n', 'change-of', 'variants',
      'date', 'selection', 'paragraph-n', 'unit', 'note-n', 'filter.none', 'web-annotation', 'chicago-note', 'chicago-bib', 'mla', 'apa', 'tei-missing'"/>

  <xsl:template name="t:data" as="element()*">
    <xsl:if test="$page = ('text', 'about', $registers)">
      <script type="application/json" id="data">
        <xsl:sequence select="f:json(f:page-data())"/>
      </script>
    </xsl:if>
  </xsl:template>

  <!-- What the scripts of this page need. -->
  <xsl:function name="f:page-data" as="map(xs:string, item()*)">
    <xsl:map>
      <xsl:map-entry key="'lang'" select="$lang"/>
      <xsl:map-entry key="'digits'" select="string($locale/locale/@digits)"/>
      <xsl:map-entry key="'labels'">
        <xsl:map>
          <xsl:for-each select="$script-labels">
            <xsl:map-entry key="." select="f:label(.)"/>
          </xsl:for-each>
        </xsl:map>
      </xsl:map-entry>
      <xsl:if test="$page = 'text'">
        <xsl:map-entry key="'units'" select="$root || 'units/' || ($documents//TEI)[1]/@xml:id || '.js'"/>
        <xsl:map-entry key="'records'" select="f:record-cards()"/>
      </xsl:if>
      <xsl:map-entry key="'citation'" select="f:cited-page(f:cited-texts())"/>
    </xsl:map>
  </xsl:function>

  <!-- How a page is cited; what reference managers take is in a script of its own, loaded when asked for. -->
  <xsl:function name="f:cited-page" as="map(*)?">
    <xsl:param name="texts" as="element(TEI)*"/>
    <xsl:variable name="data" as="map(*)?" select="f:citation-data($texts, $base, tokenize($languages))"/>
    <xsl:sequence select="$data ! map:put(., 'formats', $root || 'cite/' || ?id || '.' || $lang || '.js')"/>
  </xsl:function>

  <!-- What is cited from a page: its text; from a register all texts, where the edition has a title. -->
  <xsl:function name="f:cited-texts" as="element(TEI)*">
    <xsl:sequence select="if ($documents/teiCorpus/teiHeader) then $documents/teiCorpus/TEI else ($documents//TEI)[1]"/>
  </xsl:function>

  <!-- What a popup shows of each record that the text mentions. -->
  <xsl:function name="f:record-cards" as="map(xs:string, map(*))">
    <xsl:variable name="text" as="element(TEI)" select="($documents//TEI)[1]"/>
    <xsl:map>
      <xsl:for-each-group select="$text/text//*[@ref]" group-by="f:record(.)[1]/@xml:id">
        <xsl:variable name="record" as="element()" select="f:record(.)[1]"/>
        <xsl:map-entry key="string(current-grouping-key())">
          <xsl:map>
            <xsl:map-entry key="'name'" select="f:name($record, $lang)"/>
            <xsl:map-entry key="'kind'" select="f:kind-label($record)"/>
            <xsl:map-entry key="'roman'" select="f:names($record)[contains(@xml:lang, '-Latn')][1] ! normalize-space(.)"/>
            <xsl:map-entry key="'what'" select="normalize-space(f:in-language($record/note[@type = 'description'])[1])"/>
            <xsl:map-entry key="'href'" select="f:record-address($record)"/>
            <xsl:map-entry key="'count'" select="f:number(count(current-group()[f:is-mention(.)]))"/>
          </xsl:map>
        </xsl:map-entry>
      </xsl:for-each-group>
    </xsl:map>
  </xsl:function>

  <!-- What a record is, in a word or two: its type where it has one, else its register. -->
  <xsl:function name="f:kind-label" as="xs:string">
    <xsl:param name="record" as="element()"/>
    <xsl:variable name="vocabulary" as="xs:string?"
      select="map { 'place': 'place-type', 'org': 'org-type', 'bibl': 'work-type' }(local-name($record))"/>
    <xsl:sequence select="
        if ($vocabulary and $record/@type) then f:term($vocabulary, $record/@type)
        else f:label('register-of-one.' || f:kind($record))"/>
  </xsl:function>

  <!-- JSON that no parser of HTML takes for markup: a solidus is written \/. -->
  <xsl:function name="f:json" as="xs:string">
    <xsl:param name="value" as="item()*"/>
    <xsl:sequence select="replace(serialize($value, map { 'method': 'json' }), '&lt;', '\\u003c')"/>
  </xsl:function>
</xsl:stylesheet>
