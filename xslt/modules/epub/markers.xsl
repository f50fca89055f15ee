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

  <xsl:variable name="letter" as="xs:string" static="yes" select="'[\p{L}\p{M}]'"/>

  <xsl:function name="f:with-markers-behind" as="element()">
    <xsl:param name="html" as="element()"/>
    <xsl:choose>
      <xsl:when test="exists($html//sup/f:rest(.))">
        <xsl:apply-templates select="$html" mode="m:markers"/>
      </xsl:when>
      <xsl:otherwise>
        <xsl:sequence select="$html"/>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:function>

  <xsl:template match="sup[exists(f:rest(.))]" mode="m:markers"/>

  <xsl:template match="text()[exists(f:marker-of(.))]" mode="m:markers" as="node()*">
    <xsl:variable name="word" as="xs:string" select="replace(., '^(' || $letter || '+).*$', '$1', 's')"/>
    <xsl:value-of select="$word"/>
    <xsl:sequence select="f:marker-of(.)"/>
    <xsl:value-of select="substring(., string-length($word) + 1)"/>
  </xsl:template>

  <!-- The text that begins with the rest of the word that a change's marker parts. -->
  <xsl:function name="f:rest" as="text()?">
    <xsl:param name="marker" as="element(sup)"/>
    <xsl:variable name="before" as="xs:string" select="string($marker/preceding-sibling::node()[1])"/>
    <xsl:variable name="behind" as="node()?" select="$marker/following-sibling::node()[1]"/>
    <xsl:sequence select="
        ($behind/self::text(), $behind/self::bdi/text())[1]
          [$marker/@data-edition = 'note' and starts-with($marker/bdi/a/@href, '#change-')]
          [matches(substring($before, string-length($before)), $letter) and matches(substring(., 1, 1), $letter)]
          [matches(., '[^\p{L}\p{M}]') or not(matches(substring($behind/following-sibling::node()[1], 1, 1), $letter))]"/>
  </xsl:function>

  <xsl:function name="f:marker-of" as="element(sup)?">
    <xsl:param name="text" as="text()"/>
    <xsl:sequence select="
        $text[matches(substring(., 1, 1), $letter)]/(.[not(parent::bdi)], parent::bdi)[1]/preceding-sibling::node()[1]/self::sup[f:rest(.) is $text]"/>
  </xsl:function>
</xsl:stylesheet>
