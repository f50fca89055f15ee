<?xml version="1.0" encoding="UTF-8"?>
<!-- In: a work. Out: it as schema.org has it, for search engines; and as plain data, from which the program
     makes CITATION.cff, codemeta.json and the records of DataCite. -->
<xsl:stylesheet version="3.0" expand-text="yes"
  xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:xs="http://www.w3.org/2001/XMLSchema"
  xmlns:f="https://tahqiq.example/ns/functions"
  xmlns:map="http://www.w3.org/2005/xpath-functions/map"
  exclude-result-prefixes="#all">

  <!-- What a work is, as JSON can say it: people as arrays. -->
  <xsl:function name="f:work-data" as="map(xs:string, item()*)">
    <xsl:param name="work" as="map(*)"/>
    <xsl:sequence select="
        map:merge((('author', 'editor', 'translator', 'keywords') ! map { .: array { $work(.) } },
          map { 'years': array { f:gregorian-years($work?hijri) } }, $work), map { 'duplicates': 'use-first' })"/>
  </xsl:function>

  <!-- schema.org: a book in its languages. $url: where it stands, empty where that is not known. -->
  <xsl:function name="f:linked-data" as="map(xs:string, item()*)">
    <xsl:param name="work" as="map(*)"/>
    <xsl:param name="language" as="xs:string"/>
    <xsl:param name="url" as="xs:string"/>
    <xsl:variable name="simple" as="map(xs:string, xs:string)" select="map {
        'inLanguage': $work?language, 'bookEdition': $work?edition || $work?stated, 'version': $work?edition, 'datePublished': $work?date,
        'license': $work?licence, 'url': $url, 'identifier': if ($work?doi ne '') then 'https://doi.org/' || $work?doi else '' }"/>
    <xsl:map>
      <xsl:map-entry key="'@context'" select="'https://schema.org'"/>
      <xsl:map-entry key="'@type'" select="'Book'"/>
      <xsl:if test="$url ne ''">
        <xsl:map-entry key="'@id'" select="$url"/>
      </xsl:if>
      <xsl:map-entry key="'name'" select="f:in-languages($work?titles)"/>
      <xsl:if test="map:size($work?abstracts) gt 0">
        <xsl:map-entry key="'abstract'" select="f:in-languages($work?abstracts)"/>
      </xsl:if>
      <xsl:for-each select="('author', 'editor', 'translator')[exists($work(.))]">
        <xsl:map-entry key="." select="array { $work(.) ! f:linked-person(., $language) }"/>
      </xsl:for-each>
      <xsl:if test="map:size($work?publishers) gt 0">
        <xsl:map-entry key="'publisher'" select="map { '@type': 'Organization', 'name': f:said-in($work?publishers, $language) }"/>
      </xsl:if>
      <xsl:if test="exists($work?keywords)">
        <xsl:map-entry key="'keywords'" select="array { $work?keywords }"/>
      </xsl:if>
      <xsl:sequence select="map:for-each($simple, function($key, $value) { if ($value eq '') then () else map { $key: $value } })"/>
    </xsl:map>
  </xsl:function>

  <!-- A string for each language; a bare one where no language is named. -->
  <xsl:function name="f:in-languages" as="item()">
    <xsl:param name="said" as="map(xs:string, xs:string)"/>
    <xsl:variable name="values" as="item()*" select="
        sort(map:keys($said)) ! (if (. eq '') then $said(.) else map { '@language': ., '@value': $said(.) })"/>
    <xsl:sequence select="if (count($values) = 1) then $values else array { $values }"/>
  </xsl:function>

  <xsl:function name="f:linked-person" as="map(xs:string, item()*)">
    <xsl:param name="person" as="map(*)"/>
    <xsl:param name="language" as="xs:string"/>
    <xsl:variable name="name" as="map(xs:string, xs:string)" select="f:name-for($person, $language)"/>
    <xsl:map>
      <xsl:map-entry key="'@type'" select="if ($person?group) then 'Organization' else 'Person'"/>
      <xsl:map-entry key="'name'" select="$name?literal"/>
      <xsl:if test="$person?uri ne ''">
        <xsl:map-entry key="'@id'" select="$person?uri"/>
      </xsl:if>
      <xsl:if test="$name?family ne ''">
        <xsl:map-entry key="'familyName'" select="$name?family"/>
        <xsl:map-entry key="'givenName'" select="$name?given"/>
      </xsl:if>
    </xsl:map>
  </xsl:function>
</xsl:stylesheet>
