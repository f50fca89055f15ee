<?xml version="1.0" encoding="UTF-8"?>
<!-- In: the headers of a page's texts. Out: the tags by which Zotero, Google Scholar and search engines know
     the page: a book, or for a register a part of one. What each reader makes of them was tried: no COinS,
     no creator of Dublin Core, which drops the author, no Hijrī year in a date, a mark after each name so that
     it stays whole. -->
<xsl:stylesheet version="3.0" expand-text="yes"
  xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:xs="http://www.w3.org/2001/XMLSchema"
  xmlns:f="https://tahqiq.example/ns/functions"
  xmlns:t="https://tahqiq.example/ns/templates"
  xpath-default-namespace="http://www.tei-c.org/ns/1.0"
  xmlns:map="http://www.w3.org/2005/xpath-functions/map"
  exclude-result-prefixes="#all">

  <xsl:template name="t:cited-as" as="element()*">
    <xsl:variable name="texts" as="element(TEI)*" select="f:cited-texts()"/>
    <xsl:if test="exists($texts) and $page = ('text', 'about', 'index', $registers)">
      <xsl:variable name="work" as="map(*)" select="f:work($texts)"/>
      <xsl:variable name="part" as="xs:string?" select="if ($page = $registers) then f:label('register.' || $page) else ()"/>
      <xsl:variable name="title" as="xs:string" select="f:said-in($work?titles, $lang)"/>
      <meta name="z:itemType" content="{if ($part) then 'bookSection' else 'book'}"/>
      <meta name="citation_title" content="{($part, $title)[1]}"/>
      <xsl:if test="$part">
        <meta name="citation_inbook_title" content="{$title}"/>
      </xsl:if>
      <xsl:for-each select="('author', 'editor')[not($part and . = 'author')]">
        <xsl:variable name="role" as="xs:string" select="."/>
        <xsl:for-each select="$work(.)">
          <meta name="citation_{$role}" content="{f:whole-name(f:csl-name(., $lang))}"/>
        </xsl:for-each>
      </xsl:for-each>
      <xsl:sequence select="f:tags($work)"/>
      <meta property="og:type" content="book"/>
      <meta property="og:locale" content="{$lang}"/>
      <script type="application/ld+json">
        <xsl:sequence select="f:json(f:linked-page($work, $part))"/>
      </script>
      <xsl:if test="$work?licence ne '' and not($page = ('text', 'about'))">
        <link rel="license" href="{$work?licence}"/>
      </xsl:if>
    </xsl:if>
  </xsl:template>

  <!-- Signposting: what to cite the text as, what describes it, what it consists of, what may be done with
       it. The files are those that scripts/tahqiq/pages/signposts.py makes. -->
  <xsl:template name="t:signposts" as="element(link)*" xpath-default-namespace="">
    <xsl:variable name="work" as="map(*)" select="f:work(($documents//*:TEI)[1])"/>
    <xsl:variable name="dated" as="xs:boolean" select="$work?date || $work?hijri ne ''"/>
    <xsl:if test="$work?doi ne '' or $base ne ''">
      <link rel="cite-as" href="{if ($work?doi ne '') then 'https://doi.org/' || $work?doi else f:absolute-address(tokenize($languages)[1], $work?id || '.html')}"/>
    </xsl:if>
    <xsl:for-each select="'https://schema.org/AboutPage', 'https://schema.org/Book'">
      <link rel="type" href="{.}"/>
    </xsl:for-each>
    <xsl:for-each select="($work?author, $work?editor)?uri[. ne '']">
      <link rel="author" href="{.}"/>
    </xsl:for-each>
    <xsl:if test="$work?licence ne ''">
      <link rel="license" href="{$work?licence}"/>
    </xsl:if>
    <link rel="item" type="application/tei+xml" href="{$root}tei/{$work?id}.xml"/>
    <xsl:for-each select="$described-in[$dated or not(contains(?file, 'datacite'))]">
      <link rel="describedby" type="{?type}" href="{$root}cite/{$work?id}.{?file}"/>
    </xsl:for-each>
    <xsl:if test="$base ne ''">
      <link rel="linkset" type="application/linkset+json" href="{$root}cite/{$work?id}.linkset.json"/>
    </xsl:if>
  </xsl:template>

  <xsl:variable name="described-in" as="map(*)+" select="
      map { 'file': 'bib', 'type': 'application/x-bibtex' },
      map { 'file': 'ris', 'type': 'application/x-research-info-systems' },
      map { 'file': 'csl.json', 'type': 'application/vnd.citationstyles.csl+json' },
      map { 'file': 'jsonld', 'type': 'application/ld+json' },
      map { 'file': 'datacite.json', 'type': 'application/vnd.datacite.datacite+json' },
      map { 'file': 'datacite.xml', 'type': 'application/vnd.datacite.datacite+xml' }"/>

  <!-- The tags of Highwire and of Dublin Core that have one value. -->
  <xsl:function name="f:tags" as="element(meta)*" xpath-default-namespace="">
    <xsl:param name="work" as="map(*)"/>
    <xsl:variable name="date" as="xs:string" select="if ($work?date ne '') then $work?date else string(f:gregorian-years($work?hijri)[1])"/>
    <xsl:variable name="publisher" as="xs:string" select="f:said-in($work?publishers, $lang)"/>
    <xsl:variable name="tags" as="map(xs:string, xs:string)*" select="
        map { 'citation_edition': $work?edition || $work?stated },
        map { 'prism.edition': $work?edition || $work?stated },
        map { 'citation_publisher': $publisher },
        map { 'eprints.place_of_pub': f:said-in($work?places, $lang) },
        map { 'citation_publication_date': translate($date, '-', '/') },
        map { 'citation_language': $work?language },
        map { 'citation_doi': $work?doi },
        map { 'citation_public_url': if ($base eq '') then '' else f:absolute-address($lang, f:file-name()) },
        map { 'dcterms.title': f:said-in($work?titles, $lang) },
        map { 'dcterms.publisher': $publisher },
        map { 'dcterms.issued': $date },
        map { 'dcterms.language': $work?language },
        map { 'dcterms.license': $work?licence },
        map { 'dcterms.rights': $work?licence }"/>
    <xsl:for-each select="$work?keywords">
      <meta name="dcterms.subject" content="{.}"/>
    </xsl:for-each>
    <xsl:for-each select="$tags[?* ne '']">
      <meta name="{map:keys(.)}" content="{?*}"/>
    </xsl:for-each>
  </xsl:function>

  <!-- A name that ends in a comma is one whole name to Zotero; one with a comma in it ends in a semicolon. -->
  <xsl:function name="f:whole-name" as="xs:string">
    <xsl:param name="name" as="map(xs:string, xs:string)"/>
    <xsl:sequence select="
        if (exists($name?literal)) then normalize-space(translate($name?literal, '،,', '  ')) || ','
        else $name?family || ', ' || $name?given || ';'"/>
  </xsl:function>

  <!-- The page as schema.org has it: the book, or the part of it that a register is. What it is about, the
       page says already. -->
  <xsl:function name="f:linked-page" as="map(xs:string, item()*)">
    <xsl:param name="work" as="map(*)"/>
    <xsl:param name="part" as="xs:string?"/>
    <xsl:variable name="name" as="xs:string" select="if ($part) then 'index.html' else f:file-name()"/>
    <xsl:variable name="book" as="map(*)" select="
        f:linked-data(map:put($work, 'abstracts', map {}), $lang, if ($base eq '') then '' else f:absolute-address($lang, $name))"/>
    <xsl:sequence select="
        if ($part) then map:merge((
          map { '@context': 'https://schema.org', '@type': 'Chapter', 'name': $part, 'inLanguage': $lang, 'isPartOf': map:remove($book, '@context') },
          if ($base eq '') then () else ('@id', 'url') ! map { .: f:absolute-address($lang, f:file-name()) }))
        else $book"/>
  </xsl:function>
</xsl:stylesheet>
