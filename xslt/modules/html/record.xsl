<?xml version="1.0" encoding="UTF-8"?>
<!-- In: a record of a register. Out: its entry: names, description with its sources, what is known of it,
     verified identifiers as links, relations and mentions. -->
<xsl:stylesheet version="3.0" expand-text="yes"
  xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:xs="http://www.w3.org/2001/XMLSchema"
  xmlns:f="https://tahqiq.example/ns/functions"
  xmlns:map="http://www.w3.org/2005/xpath-functions/map"
  xmlns:m="https://tahqiq.example/ns/modes"
  xmlns:t="https://tahqiq.example/ns/templates"
  xpath-default-namespace="http://www.tei-c.org/ns/1.0"
  exclude-result-prefixes="#all">

  <xsl:template name="t:record" as="element()">
    <article class="record" id="{@xml:id}" aria-labelledby="name-{@xml:id}" data-names="{f:names-by-language(.)}">
      <h3 id="name-{@xml:id}"><a href="#{@xml:id}"><bdi lang="{f:name-lang(.)}" dir="{f:direction(f:name-lang(.))}">{f:name(., $lang)}</bdi></a></h3>
      <xsl:for-each select="f:in-language(note[@type = 'description'])">
        <p class="description"><span lang="{f:lang(.)}" dir="{f:direction(f:lang(.))}"><xsl:apply-templates mode="m:header-html"/></span><xsl:call-template name="t:record-sources"/></p>
      </xsl:for-each>
      <dl>
        <xsl:call-template name="t:record-names"/>
        <xsl:call-template name="t:record-facts"/>
        <xsl:call-template name="t:relations"/>
      </dl>
      <xsl:for-each select="f:in-language(note[@type = 'remark'])">
        <p class="remark" lang="{f:lang(.)}" dir="{f:direction(f:lang(.))}"><xsl:apply-templates mode="m:header-html"/></p>
      </xsl:for-each>
      <xsl:call-template name="t:mentions"/>
    </article>
  </xsl:template>

  <!-- Where a description has what it says: paragraphs of the text, or publications. -->
  <xsl:template name="t:record-sources" as="element()?">
    <xsl:variable name="from" as="element()" select="."/>
    <xsl:variable name="pointers" as="xs:string*" select="tokenize(@source)[contains(., '#')]"/>
    <xsl:if test="exists($pointers)">
      <span class="cited">
        <xsl:text> ({f:label('source')}: </xsl:text>
        <xsl:for-each select="$pointers">
          <xsl:variable name="id" as="xs:string" select="substring-after(., '#')"/>
          <xsl:variable name="target" as="element()?" select="(key('id', $id, $documents))[1]"/>
          <xsl:if test="position() gt 1">{f:label('list-separator')}</xsl:if>
          <xsl:choose>
            <xsl:when test="exists($target)">
              <a href="{$target/ancestor-or-self::TEI[1]/@xml:id}{if ($target/ancestor::teiHeader) then '.about' else ''}.html#{$id}"><bdi>{f:source-name($target)}</bdi></a>
            </xsl:when>
            <xsl:otherwise>
              <bdi>{$id}</bdi>
            </xsl:otherwise>
          </xsl:choose>
        </xsl:for-each>
        <xsl:text>)</xsl:text>
      </span>
    </xsl:if>
  </xsl:template>

  <!-- What a record is called in each language of the interface, as JSON: "cite this" speaks all of them. -->
  <xsl:function name="f:names-by-language" as="xs:string">
    <xsl:param name="record" as="element()"/>
    <xsl:variable name="names" as="map(xs:string, xs:string)"
      select="map:merge(tokenize($languages) ! map { .: f:name($record, .) })"/>
    <xsl:sequence select="serialize($names, map { 'method': 'json' })"/>
  </xsl:function>

  <!-- The language of the name that f:name chooses. -->
  <xsl:function name="f:name-lang" as="xs:string">
    <xsl:param name="record" as="element()"/>
    <xsl:variable name="shown" as="xs:string" select="f:name($record, $lang)"/>
    <xsl:sequence select="f:lang((f:names($record)[normalize-space() eq $shown], $record)[1])"/>
  </xsl:function>

  <xsl:template name="t:record-names" as="element()*">
    <xsl:variable name="shown" as="xs:string" select="f:name(., $lang)"/>
    <xsl:for-each-group select="f:every-name(.)[normalize-space() ne $shown]"
      group-by="if (@type = 'variant') then 'also-called' else if (f:lang(.) = 'en') then 'name-en' else if (contains(@xml:lang, '-Latn')) then 'romanised' else 'name-ar'">
      <dt>{f:label(current-grouping-key())}</dt>
      <xsl:for-each select="current-group()">
        <dd><bdi lang="{f:lang(.)}" dir="{f:direction(f:lang(.))}">{normalize-space()}</bdi>
          <xsl:if test="@cert = 'low'"><xsl:text> </xsl:text><span class="uncertain">({f:label('unconfirmed')})</span></xsl:if></dd>
      </xsl:for-each>
    </xsl:for-each-group>
  </xsl:template>

  <!-- A record's names; of one that several texts were gathered for, those of all. -->
  <xsl:function name="f:every-name" as="element()*">
    <xsl:param name="record" as="element()"/>
    <xsl:for-each-group select="if (f:is-gathered($record)) then key('record', $record/@xml:id, $documents) ! f:names(.) else f:names($record)"
      group-by="normalize-space() || f:lang(.)">
      <xsl:sequence select="."/>
    </xsl:for-each-group>
  </xsl:function>

  <xsl:template name="t:record-facts" as="element()*">
    <xsl:if test="@type and self::*[local-name() = ('place', 'org', 'bibl')]">
      <dt>{f:label('kind')}</dt>
      <dd>{f:term(map { 'place': 'place-type', 'org': 'org-type', 'bibl': 'work-type' }(local-name()), @type)}</dd>
    </xsl:if>
    <xsl:if test="@size">
      <dt>{f:label('size')}</dt>
      <dd>{f:digits(@size)}</dd>
    </xsl:if>
    <xsl:if test="f:date-text(.) ne ''">
      <dt>{f:label('date')}</dt>
      <dd>{f:date-text(.)}</dd>
    </xsl:if>
    <xsl:for-each select="location/geo">
      <dt>{f:label('coordinates')}</dt>
      <dd><bdi dir="ltr">{tokenize(.) => string-join(', ')}</bdi></dd>
    </xsl:for-each>
    <xsl:for-each-group select="if (f:is-gathered(.)) then key('record', @xml:id, $documents)/idno else idno" group-by="@type || ' ' || .">
      <dt lang="en" dir="ltr">{@type}</dt>
      <dd><bdi dir="ltr"><xsl:sequence select="f:identifier(.)"/></bdi></dd>
    </xsl:for-each-group>
  </xsl:template>

  <!-- An identifier, linked where its authority has an address for it. -->
  <xsl:function name="f:identifier" as="node()">
    <xsl:param name="idno" as="element(idno)"/>
    <xsl:variable name="address" as="xs:string?" select="
        map {
          'Wikidata': 'https://www.wikidata.org/wiki/',
          'GeoNames': 'https://www.geonames.org/',
          'LCNAF': 'https://id.loc.gov/authorities/names/',
          'VIAF': 'https://viaf.org/viaf/',
          'GND': 'https://d-nb.info/gnd/',
          'ORCID': 'https://orcid.org/',
          'ISNI': 'https://isni.org/isni/',
          'Pleiades': 'https://pleiades.stoa.org/places/'
        }(string($idno/@type))"/>
    <xsl:choose>
      <xsl:when test="$address">
        <a href="{$address}{$idno}">{$idno}</a>
      </xsl:when>
      <xsl:when test="matches($idno, '^https?://\S+$')">
        <a href="{$idno}">{$idno}</a>
      </xsl:when>
      <xsl:otherwise>
        <xsl:text>{$idno}</xsl:text>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:function>
</xsl:stylesheet>
