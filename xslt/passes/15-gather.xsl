<?xml version="1.0" encoding="UTF-8"?>
<!-- In: a resolved text. Out: the same text as its pages need it: every paragraph and every mention has an
     address, no address stands twice, and every name that no record answers for has a record that was
     gathered from the text itself: its spellings, and the identifiers that its references name. Names
     are one where they name one authority's entry, else where they are spelled alike. What is given
     here holds within one build; it is for pages alone, and never part of the TEI. -->
<xsl:stylesheet version="3.0" expand-text="yes"
  xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:xs="http://www.w3.org/2001/XMLSchema"
  xmlns:f="https://tahqiq.example/ns/functions"
  xmlns:m="https://tahqiq.example/ns/modes"
  xpath-default-namespace="http://www.tei-c.org/ns/1.0"
  xmlns="http://www.tei-c.org/ns/1.0"
  exclude-result-prefixes="#all">

  <xsl:include href="../modules/functions.xsl"/>

  <xsl:mode use-accumulators="#all" on-no-match="fail" on-multiple-match="fail"/>
  <xsl:mode name="m:gather" on-no-match="shallow-copy" on-multiple-match="fail"/>
  <xsl:output method="xml" encoding="UTF-8" indent="no"/>

  <xsl:accumulator name="paragraphs" as="xs:integer" initial-value="0">
    <xsl:accumulator-rule match="text//p | text//ab" select="$value + 1"/>
  </xsl:accumulator>
  <xsl:accumulator name="names" as="xs:integer" initial-value="0">
    <xsl:accumulator-rule match="text//*[f:named-kind(.)]" select="$value + 1"/>
  </xsl:accumulator>

  <!-- For each register its list, its records and their names, and how their ids begin. -->
  <xsl:variable name="shapes" as="map(xs:string, xs:string*)" select="map {
      'persons': ('listPerson', 'person', 'persName', 'person'), 'groups': ('listPerson', 'personGrp', 'name', 'group'),
      'orgs': ('listOrg', 'org', 'orgName', 'org'), 'places': ('listPlace', 'place', 'placeName', 'place'),
      'events': ('listEvent', 'event', 'eventName', 'event'), 'works': ('listBibl', 'bibl', 'title', 'work') }"/>

  <xsl:variable name="kinds" as="map(xs:string, xs:string)" select="map {
      'persName': 'persons', 'orgName': 'orgs', 'placeName': 'places', 'geogName': 'places', 'country': 'places',
      'region': 'places', 'settlement': 'places', 'district': 'places', 'title': 'works', 'eventName': 'events',
      'person': 'persons', 'personGrp': 'groups', 'org': 'orgs', 'place': 'places', 'event': 'events', 'work': 'works' }"/>

  <!-- What the prefixes of well-known authorities are called, and where their addresses begin. -->
  <xsl:variable name="authorities" as="map(xs:string, xs:string)" select="map {
      'viaf': 'VIAF', 'geon': 'GeoNames', 'geonames': 'GeoNames', 'gnd': 'GND', 'wiki': 'Wikidata', 'wikidata': 'Wikidata',
      'wd': 'Wikidata', 'lccn': 'LCNAF', 'lcnaf': 'LCNAF', 'orcid': 'ORCID', 'isni': 'ISNI', 'pleiades': 'Pleiades' }"/>
  <xsl:variable name="hosts" as="map(xs:string, xs:string)" select="map {
      'viaf': '^https?://(www\.)?viaf\.org/viaf/([0-9]+).*$', 'geon': '^https?://(www\.|sws\.)?geonames\.org/([0-9]+).*$',
      'gnd': '^https?://(www\.)?d-nb\.info/gnd/([0-9X\-]+).*$', 'wikidata': '^https?://(www\.)?wikidata\.org/\w+/(Q[0-9]+).*$' }"/>

  <xsl:template match="/" as="document-node()">
    <xsl:document>
      <xsl:apply-templates select="TEI" mode="m:gather"/>
    </xsl:document>
  </xsl:template>

  <xsl:template match="TEI" mode="m:gather" as="element(TEI)">
    <xsl:copy>
      <xsl:apply-templates select="@*, teiHeader/preceding-sibling::node(), teiHeader" mode="m:gather"/>
      <xsl:variable name="names" as="element()*" select="text//*[f:named-kind(.)]"/>
      <xsl:if test="exists($names)">
        <standOff>
          <xsl:for-each-group select="$names" group-by="f:named-kind(.)">
            <xsl:element name="{$shapes(current-grouping-key())[1]}">
              <xsl:attribute name="type" select="current-grouping-key()"/>
              <xsl:attribute name="subtype" select="'gathered'"/>
              <xsl:for-each-group select="current-group()" group-by="f:gathered-id(.)">
                <xsl:sequence select="f:gathered(current-group())"/>
              </xsl:for-each-group>
            </xsl:element>
          </xsl:for-each-group>
        </standOff>
      </xsl:if>
      <xsl:apply-templates select="teiHeader/following-sibling::node()" mode="m:gather"/>
    </xsl:copy>
  </xsl:template>

  <!-- The record of names that are one: in each language the spelling that is used most, then the others. -->
  <xsl:function name="f:gathered" as="element()">
    <xsl:param name="names" as="element()+"/>
    <xsl:variable name="shape" as="xs:string+" select="$shapes(f:named-kind($names[1]))"/>
    <xsl:element name="{$shape[2]}">
      <xsl:attribute name="xml:id" select="f:gathered-id($names[1])"/>
      <xsl:for-each-group select="$names" group-by="f:lang(.)">
        <xsl:for-each-group select="current-group()" group-by="f:words(.)">
          <xsl:sort select="-count(current-group())"/>
          <xsl:element name="{$shape[3]}">
            <xsl:attribute name="type" select="if (position() eq 1) then 'main' else 'variant'"/>
            <xsl:attribute name="xml:lang" select="f:lang(.)"/>
            <xsl:text>{current-grouping-key()}</xsl:text>
          </xsl:element>
        </xsl:for-each-group>
      </xsl:for-each-group>
      <xsl:for-each select="distinct-values($names ! f:pointers(.))">
        <xsl:variable name="prefix" as="xs:string" select="substring-before(., ':')"/>
        <idno type="{($authorities(lower-case($prefix)), $prefix)[1]}">{if ($prefix = ('http', 'https')) then . else substring-after(., ':')}</idno>
      </xsl:for-each>
    </xsl:element>
  </xsl:function>

  <!-- The register that a name belongs to which no record answers for, neither its own nor that of a longer
       name of the same kind; nothing for all else. -->
  <xsl:function name="f:named-kind" as="xs:string?" cache="yes">
    <xsl:param name="element" as="element()"/>
    <xsl:variable name="kind" as="xs:string?"
      select="$kinds(if ($element/self::rs) then string($element/@type) else local-name($element))"/>
    <xsl:if test="exists($kind) and empty($element/ancestor::teiHeader) and empty($element/ancestor::sic)
        and empty(f:record($element)) and not($kind = $element/ancestor::*/f:record(.)/f:kind(.)) and matches(f:words($element), '[\p{L}\p{N}]')">
      <xsl:sequence select="$kind"/>
    </xsl:if>
  </xsl:function>

  <!-- The words of a name, as they are read. -->
  <xsl:function name="f:words" as="xs:string" cache="yes">
    <xsl:param name="name" as="element()"/>
    <xsl:sequence select="normalize-space(string-join(f:reading($name)))"/>
  </xsl:function>

  <!-- What a name's reference points at beyond the file, each an authority's prefix and its key. -->
  <xsl:function name="f:pointers" as="xs:string*">
    <xsl:param name="name" as="element()"/>
    <xsl:for-each select="tokenize($name/@ref)[contains(., ':')]">
      <xsl:variable name="pointer" as="xs:string" select="."/>
      <xsl:variable name="known" as="xs:string*"
        select="map:keys($hosts)[matches($pointer, $hosts(.))] ! (. || ':' || replace($pointer, $hosts(.), '$2'))"
        xmlns:map="http://www.w3.org/2005/xpath-functions/map"/>
      <xsl:sequence select="($known, $pointer)[1]"/>
    </xsl:for-each>
  </xsl:function>

  <!-- The id of a gathered record: of the first authority that the reference names, else of its own
       first pointer, else of its words, without vowels and forms of hamza. -->
  <xsl:function name="f:gathered-id" as="xs:string" cache="yes">
    <xsl:param name="name" as="element()"/>
    <xsl:variable name="pointers" as="xs:string*" select="f:pointers($name)"/>
    <xsl:variable name="words" as="xs:string"
      select="translate(replace(normalize-unicode(f:words($name), 'NFD'), '[\p{M}ـ]', ''), 'ٱ', 'ا')"/>
    <xsl:variable name="key" as="xs:string" select="
        ($pointers[exists($authorities(lower-case(substring-before(., ':'))))], $pointers, tokenize($name/@ref)[starts-with(., '#')], $words)[1]"/>
    <xsl:sequence select="$shapes(f:named-kind($name))[4] || '--' || replace(replace($key, '[^\p{L}\p{Nd}_.]+', '-'), '^-|-$', '')"/>
  </xsl:function>

  <!-- A name points at its record, and has an address. -->
  <xsl:template match="text//*[f:named-kind(.)]" mode="m:gather" as="element()">
    <xsl:copy>
      <xsl:attribute name="xml:id" select="f:address(., f:within(.) || '-k' || accumulator-before('names'))"/>
      <xsl:attribute name="ref" select="'#' || f:gathered-id(.), tokenize(@ref)[not(starts-with(., '#'))]" separator=" "/>
      <xsl:apply-templates select="@* except (@ref, @xml:id), node()" mode="m:gather"/>
    </xsl:copy>
  </xsl:template>

  <xsl:template match="text//*[@ref][f:is-mention(.)]" mode="m:gather" as="element()">
    <xsl:copy>
      <xsl:variable name="number" as="xs:integer" select="count((f:unit(.), .)[1]//*[@ref][. &lt;&lt; current()]) + 1"/>
      <xsl:attribute name="xml:id" select="f:address(., f:within(.) || '-m' || $number)"/>
      <xsl:apply-templates select="@* except @xml:id, node()" mode="m:gather"/>
    </xsl:copy>
  </xsl:template>

  <xsl:template match="text//p | text//ab" mode="m:gather" as="element()">
    <xsl:copy>
      <xsl:attribute name="xml:id" select="f:address(., 'p-' || accumulator-before('paragraphs'))"/>
      <xsl:apply-templates select="@* except @xml:id, node()" mode="m:gather"/>
    </xsl:copy>
  </xsl:template>

  <!-- An id stands once; of several that are alike the first keeps it. -->
  <xsl:template match="@xml:id" mode="m:gather" as="attribute()?">
    <xsl:if test="key('id', .)[1] is ..">
      <xsl:copy/>
    </xsl:if>
  </xsl:template>

  <!-- An element's own id where it is the first of that id, else the one that is offered. -->
  <xsl:function name="f:address" as="xs:string">
    <xsl:param name="element" as="element()"/>
    <xsl:param name="offered" as="xs:string"/>
    <xsl:sequence select="
        if ($element/@xml:id and key('id', $element/@xml:id, root($element))[1] is $element) then string($element/@xml:id)
        else if (exists(key('id', $offered, root($element)))) then $offered || '-twin'
        else $offered"/>
  </xsl:function>

  <!-- The address of the unit that an element stands in. -->
  <xsl:function name="f:within" as="xs:string">
    <xsl:param name="element" as="element()"/>
    <xsl:variable name="unit" as="element()?" select="f:unit($element)"/>
    <xsl:sequence select="
        if ($unit[self::p | self::ab]) then f:address($unit, 'p-' || $unit/accumulator-before('paragraphs'))
        else string(($unit/@xml:id, 'text')[1])"/>
  </xsl:function>
</xsl:stylesheet>
