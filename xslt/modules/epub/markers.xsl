<?xml version="1.0" encoding="UTF-8"?>
<!-- In: an HTML document. Out: it with the marker of what was changed within a word behind the word, whose
     letters it would part. -->
<xsl:stylesheet version="3.0"
  xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:xs="http://www.w3.org/2001/XMLSchema"
  xmlns:f="https://tahqiq.example/ns/functions"
  xmlns:m="https://tahqiq.example/ns/modes"
  exclude-result-prefixes="#all">

  <xsl:mode name="m:markers" on-no-match="shallow-copy" on-multiple-match="fail"/>

  <xsl:include href="../letters.xsl"/>

  <xsl:function name="f:with-markers-behind" as="element()">
    <xsl:param name="html" as="element()"/>
    <!-- The markers to be moved, by the text in which the word of each ends. -->
    <xsl:variable name="moved" as="map(*)">
      <xsl:map>
        <xsl:for-each-group select="$html//sup[exists(f:rest(.))]" group-by="generate-id(f:rest(.))">
          <xsl:map-entry key="current-grouping-key()" select="current-group()"/>
        </xsl:for-each-group>
      </xsl:map>
    </xsl:variable>
    <xsl:choose>
      <xsl:when test="map:size($moved) gt 0" xmlns:map="http://www.w3.org/2005/xpath-functions/map">
        <xsl:apply-templates select="$html" mode="m:markers">
          <xsl:with-param name="moved" select="$moved" tunnel="yes"/>
        </xsl:apply-templates>
      </xsl:when>
      <xsl:otherwise>
        <xsl:sequence select="$html"/>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:function>

  <xsl:template match="sup[exists(f:rest(.))]" mode="m:markers"/>

  <xsl:template match="text()" mode="m:markers" as="node()*">
    <xsl:param name="moved" as="map(*)" tunnel="yes"/>
    <xsl:variable name="markers" as="element()*" select="$moved(generate-id(.))"/>
    <xsl:variable name="word" as="xs:string" select="if (exists($markers)) then replace(., '^(' || $letter || '+).*$', '$1', 's') else string(.)"/>
    <xsl:value-of select="$word"/>
    <xsl:sequence select="$markers"/>
    <xsl:value-of select="substring(., string-length($word) + 1)"/>
  </xsl:template>

  <!-- The text in which the word ends that a change's marker parts. -->
  <xsl:function name="f:rest" as="text()?">
    <xsl:param name="marker" as="element(sup)"/>
    <xsl:if test="$marker/@data-edition = 'note' and starts-with(($marker/bdi/a/@href)[1], '#change-')">
      <xsl:variable name="before" as="text()?" select="$marker/preceding::text()[f:is-set(.)][1][f:shares-block(., $marker)]"/>
      <!-- Behind a space that is none of its own it tells of what is not in the text, before a word. -->
      <xsl:variable name="own" as="xs:boolean" select="exists($marker/preceding-sibling::node()[1]/self::*[. intersect $before/ancestor::*])"/>
      <xsl:sequence select="
          if (matches(substring($before, string-length($before)), if ($own) then '^' || $letter || '$' else '^(' || $letter || '|\s)?$')) then f:goes-on($marker) ! f:word-end(.) else ()"/>
    </xsl:if>
  </xsl:function>

  <xsl:function name="f:word-end" as="text()">
    <xsl:param name="part" as="text()"/>
    <xsl:variable name="next" as="text()?" select="if (matches($part, $word-edge)) then () else f:goes-on($part)"/>
    <xsl:sequence select="if (exists($next)) then f:word-end($next) else $part"/>
  </xsl:function>

  <!-- The text behind a node, in its block, that begins with a letter. -->
  <xsl:function name="f:goes-on" as="text()?">
    <xsl:param name="node" as="node()"/>
    <xsl:sequence select="$node/following::text()[f:is-set(.)][1][matches(substring(., 1, 1), $letter)][f:shares-block(., $node)]"/>
  </xsl:function>

  <!-- Whether a text is one of the line's, and no mark in it. -->
  <xsl:function name="f:is-set" as="xs:boolean">
    <xsl:param name="text" as="text()"/>
    <xsl:sequence select="empty($text/ancestor::*[@data-edition = ('note', 'line', 'page', 'voice', 'flag')])"/>
  </xsl:function>

  <xsl:function name="f:shares-block" as="xs:boolean">
    <xsl:param name="one" as="node()"/>
    <xsl:param name="other" as="node()"/>
    <xsl:sequence select="f:html-block($one) is f:html-block($other)"/>
  </xsl:function>

  <xsl:function name="f:html-block" as="element()?">
    <xsl:param name="node" as="node()"/>
    <xsl:sequence select="
        $node/ancestor::*[not(self::span or self::a or self::b or self::i or self::bdi or self::sub or self::sup or self::time or self::code)
          or tokenize(@class) = ('block', 'cell', 'row')][1]"/>
  </xsl:function>
</xsl:stylesheet>
