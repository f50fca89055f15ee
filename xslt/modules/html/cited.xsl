<?xml version="1.0" encoding="UTF-8"?>
<!-- In: a text's header. Out: the tags by which Zotero, Google Scholar and search engines know the page.
     What each reader makes of them was tried: no COinS, no Dublin Core beside citation_editor, no Hijrī
     year in a date, a mark after each name so that it stays whole. -->
<xsl:stylesheet version="3.0" expand-text="yes"
  xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:xs="http://www.w3.org/2001/XMLSchema"
  xmlns:f="https://tahqiq.example/ns/functions"
  xmlns:t="https://tahqiq.example/ns/templates"
  xpath-default-namespace="http://www.tei-c.org/ns/1.0"
  exclude-result-prefixes="#all">

  <xsl:template name="t:cited-as" as="element()*">
    <xsl:if test="$page = ('text', 'about')">
      <xsl:variable name="item" as="map(xs:string, xs:string)" select="f:cited((//TEI)[1], $lang)"/>
      <xsl:variable name="tags" as="map(xs:string, xs:string)" select="map {
          'citation_title': $item?title,
          'citation_author': f:whole-name($item?author),
          'citation_editor': f:whole-name($item?editor),
          'citation_edition': $item?edition,
          'citation_publisher': $item?publisher,
          'citation_publication_date': translate($item?date, '-', '/'),
          'citation_language': f:lang((//TEI)[1]/text),
          'citation_public_url': if ($base eq '') then '' else f:absolute-address($lang, $item?id || '.html') }"/>
      <meta name="z:itemType" content="book"/>
      <xsl:for-each select="'citation_title', 'citation_author', 'citation_editor', 'citation_edition', 'citation_publisher', 'citation_publication_date', 'citation_language', 'citation_public_url'">
        <xsl:if test="$tags(.) ne ''">
          <meta name="{.}" content="{$tags(.)}"/>
        </xsl:if>
      </xsl:for-each>
      <meta property="og:type" content="book"/>
      <meta property="og:title" content="{$item?title}"/>
      <meta property="og:locale" content="{$lang}"/>
      <script type="application/ld+json">
        <xsl:sequence select="f:json(f:linked-data($item))"/>
      </script>
    </xsl:if>
  </xsl:template>

  <!-- A name that ends in a comma is one literal name to Zotero; so is not one without. -->
  <xsl:function name="f:whole-name" as="xs:string">
    <xsl:param name="name" as="xs:string"/>
    <xsl:sequence select="
        if ($name eq '') then '' else translate($name, '،', ' ') ! normalize-space(.) || (if (contains($name, ',')) then ';' else ',')"/>
  </xsl:function>

  <!-- The text as schema.org has it, for search engines. -->
  <xsl:function name="f:linked-data" as="map(xs:string, item()*)">
    <xsl:param name="item" as="map(xs:string, xs:string)"/>
    <xsl:map>
      <xsl:map-entry key="'@context'" select="'https://schema.org'"/>
      <xsl:map-entry key="'@type'" select="'Book'"/>
      <xsl:map-entry key="'name'" select="$item?title"/>
      <xsl:map-entry key="'inLanguage'" select="f:lang(($documents//TEI)[1]/text)"/>
      <xsl:for-each select="('author', 'editor', 'publisher')[$item(.) ne '']">
        <xsl:map-entry key="." select="map { '@type': if (. = 'publisher') then 'Organization' else 'Thing', 'name': $item(.) }"/>
      </xsl:for-each>
      <xsl:if test="$item?edition ne ''">
        <xsl:map-entry key="'bookEdition'" select="$item?edition"/>
      </xsl:if>
      <xsl:if test="$item?date ne ''">
        <xsl:map-entry key="'datePublished'" select="$item?date"/>
      </xsl:if>
      <xsl:if test="$base ne ''">
        <xsl:map-entry key="'url'" select="f:absolute-address($lang, $item?id || '.html')"/>
      </xsl:if>
    </xsl:map>
  </xsl:function>
</xsl:stylesheet>
