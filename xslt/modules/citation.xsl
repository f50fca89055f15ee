<?xml version="1.0" encoding="UTF-8"?>
<!-- In: a text's header, or those of all texts of an edition. Out: how it asks to be cited: one line in
     the language of the interface; and as data the forms of every style and format, in which the passage,
     its address and the day are left open. The only place that knows citations: pages, PDF, plain text and
     the command "tahqiq cite" ask here. -->
<xsl:stylesheet version="3.0" expand-text="yes"
  xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:xs="http://www.w3.org/2001/XMLSchema"
  xmlns:f="https://tahqiq.example/ns/functions"
  xmlns:map="http://www.w3.org/2005/xpath-functions/map"
  xpath-default-namespace="http://www.tei-c.org/ns/1.0"
  exclude-result-prefixes="#all">

  <xsl:include href="citation/people.xsl"/>
  <xsl:include href="citation/years.xsl"/>
  <xsl:include href="citation/forms.xsl"/>
  <xsl:include href="citation/formats.xsl"/>
  <xsl:include href="citation/linked.xsl"/>

  <!-- The styles that have forms of their own; each is cite.(style) in the locale. -->
  <xsl:variable name="cited-styles" as="xs:string+" select="'chicago-note', 'chicago-bib', 'mla', 'apa'"/>

  <!-- The styles that name a record as an entry, before the work that it is in: cite.(style).record. -->
  <xsl:variable name="record-styles" as="xs:string+" select="'mla', 'apa'"/>

  <!-- What of a text may be cited, as the locale names it: cite.where.(kind) and cite.part.(kind). -->
  <xsl:variable name="cited-parts" as="xs:string+"
    select="'paragraph', 'paragraphs', 'note', 'record', 'quotation', 'speech', 'place'"/>

  <!-- The citation of a text; empty where its header has no edition number or no full date. -->
  <xsl:function name="f:citation" as="xs:string">
    <xsl:param name="text" as="element(TEI)"/>
    <xsl:variable name="work" as="map(*)" select="f:work($text)"/>
    <xsl:sequence select="
        if ($work?edition ne '' and $work?date castable as xs:date and exists($work?editor)) then
          f:label('citation', map {
            'title': f:said-in($work?titles, $lang),
            'editor': f:plain-names($work?editor, $lang),
            'edition': $work?edition,
            'date': f:gregorian(xs:date($work?date)) })
        else ''"/>
  </xsl:function>

  <!-- What a citation says of a text, or of several texts as one edition. What the header does not
       say is empty; nothing is guessed. -->
  <xsl:function name="f:work" as="map(xs:string, item()*)">
    <xsl:param name="texts" as="element(TEI)+"/>
    <xsl:variable name="files" as="element(fileDesc)*" select="$texts/teiHeader/fileDesc"/>
    <xsl:variable name="whole" as="element(title)*"
      select="if (count($texts) gt 1) then f:main-titles($texts[1]/../teiHeader/fileDesc) else ()"/>
    <xsl:variable name="published" as="element(publicationStmt)*" select="$files/publicationStmt"/>
    <xsl:variable name="dated" as="element(date)?" select="f:latest($published ! f:published-on(.))"/>
    <xsl:variable name="editions" as="xs:string*" select="distinct-values($files/editionStmt/edition/@n ! normalize-space(.))"/>
    <xsl:map>
      <xsl:map-entry key="'id'" select="string((if (exists($whole)) then 'edition' else (), $texts[1]/@xml:id, $texts[1]/@n, 'text')[1])"/>
      <xsl:map-entry key="'titles'" select="f:titles-of($texts[1], if (exists($whole)) then $whole else f:main-titles($files[1]))"/>
      <xsl:map-entry key="'subtitles'" select="f:by-language($files[1]/titleStmt/title[@type = 'sub'])"/>
      <xsl:sequence select="f:people($files)"/>
      <xsl:map-entry key="'edition'" select="if (count($editions) = 1) then $editions else ''"/>
      <xsl:map-entry key="'stated'" select="if (empty($editions) and count($files) = 1) then f:stated-edition($files) else ''"/>
      <xsl:map-entry key="'date'" select="f:iso-date($dated)"/>
      <xsl:map-entry key="'since'" select="f:since($dated)"/>
      <xsl:map-entry key="'hijri'" select="f:hijri-year($dated)"/>
      <xsl:map-entry key="'publishers'" select="f:by-language(f:one($published ! f:publishers(.)))"/>
      <xsl:map-entry key="'places'" select="f:by-language(f:one($published/pubPlace))"/>
      <xsl:map-entry key="'language'" select="string(($texts[1]/text/@xml:lang, $texts[1]//langUsage/language[1]/@ident, 'ar')[1])"/>
      <xsl:map-entry key="'licence'" select="string(($published/availability/licence/@target)[1])"/>
      <xsl:map-entry key="'doi'" select="if (count($texts) = 1) then f:doi($published) else ''"/>
      <xsl:map-entry key="'abstracts'" select="f:by-language($texts[1]/teiHeader/profileDesc/abstract)"/>
      <xsl:map-entry key="'keywords'" select="distinct-values($texts/teiHeader/profileDesc/textClass/keywords/(term, list/item) ! normalize-space(.))"/>
      <xsl:map-entry key="'written'" select="string($texts[1]/teiHeader/profileDesc/creation/(origDate, date)[1]/(@when, @notBefore, @from)[1])"/>
    </xsl:map>
  </xsl:function>

  <!-- What an edition without a number is called: «الطبعة الثالثة». -->
  <xsl:function name="f:stated-edition" as="xs:string">
    <xsl:param name="file" as="element(fileDesc)"/>
    <xsl:variable name="edition" as="element(edition)?" select="$file/editionStmt/edition[1]"/>
    <xsl:variable name="words" as="xs:string" select="replace(normalize-space(string-join($edition/(text() | *[not(self::date)]))), '[\s.,;،؛]+$', '')"/>
    <xsl:sequence select="if (string-length($words) le 80) then $words else ''"/>
  </xsl:function>

  <!-- Titles by language; of a text without one its id or the name of its file, which is all that there is. -->
  <xsl:function name="f:titles-of" as="map(xs:string, xs:string)">
    <xsl:param name="text" as="element(TEI)"/>
    <xsl:param name="titles" as="element(title)*"/>
    <xsl:variable name="said" as="map(xs:string, xs:string)" select="f:by-language($titles)"/>
    <xsl:sequence select="if (map:size($said) gt 0) then $said else map { '': string(($text/@xml:id, $text/@n, '?')[1]) }"/>
  </xsl:function>

  <!-- Who publishes, in each language; who distributes where no publisher is named. -->
  <xsl:function name="f:publishers" as="element()*">
    <xsl:param name="published" as="element(publicationStmt)"/>
    <xsl:sequence select="
        if ($published/publisher) then $published/publisher
        else if ($published/distributor) then $published/distributor else $published/authority"/>
  </xsl:function>

  <!-- Of what several texts say alike, the first; nothing where they disagree. -->
  <xsl:function name="f:one" as="element()*">
    <xsl:param name="elements" as="element()*"/>
    <xsl:for-each-group select="$elements" group-by="string(@xml:lang)">
      <xsl:sequence select="if (count(distinct-values(current-group() ! normalize-space(.))) = 1) then . else ()"/>
    </xsl:for-each-group>
  </xsl:function>

  <!-- What one statement says in each language; the key '' for what names none. -->
  <xsl:function name="f:by-language" as="map(xs:string, xs:string)">
    <xsl:param name="elements" as="element()*"/>
    <xsl:map>
      <xsl:for-each-group select="$elements[normalize-space(f:own-words(.))]" group-by="string(@xml:lang)">
        <xsl:map-entry key="current-grouping-key()" select="normalize-space(f:own-words(.))"/>
      </xsl:for-each-group>
    </xsl:map>
  </xsl:function>

  <!-- The words of an element without what the editors say of them; paragraphs, lines and items are words apart. -->
  <xsl:function name="f:own-words" as="xs:string">
    <xsl:param name="element" as="element()"/>
    <xsl:variable name="parts" as="xs:string*">
      <xsl:for-each-group select="$element//text()[not(ancestor::note or ancestor::idno)]"
          group-adjacent="generate-id(ancestor::*[self::p or self::ab or self::l or self::list or self::head or self::label or self::item or self::bibl][1])">
        <xsl:variable name="words" as="xs:string" select="string-join(current-group())"/>
        <!-- What ends a sentence stands at its last word, where that is in a list, too. -->
        <xsl:sequence select="if (matches($words, '^[.,:;!?،؛؟۔…)\]»”]')) then $words else ' ' || $words"/>
      </xsl:for-each-group>
    </xsl:variable>
    <xsl:sequence select="string-join($parts)"/>
  </xsl:function>

  <!-- Of what is said in several languages, the one for a reader of $language: what is said in it, or in none,
       or in a romanisation where the language is of another script than Arabic; else the first. -->
  <xsl:function name="f:best-language" as="xs:string?">
    <xsl:param name="languages" as="xs:string*"/>
    <xsl:param name="language" as="xs:string"/>
    <xsl:variable name="own" as="xs:string" select="replace($language, '-.*', '')"/>
    <xsl:sequence select="
        ($languages[. = $language], $languages[. = ''], sort($languages[replace(., '-.*', '') = $own][not(contains(., '-Latn'))]),
          sort($languages[contains(., '-Latn')])[f:direction($language) = 'ltr'], sort($languages))[1]"/>
  </xsl:function>

  <!-- What is said, for a reader of a language. -->
  <xsl:function name="f:said-in" as="xs:string">
    <xsl:param name="said" as="map(xs:string, xs:string)"/>
    <xsl:param name="language" as="xs:string"/>
    <xsl:sequence select="string(f:best-language(map:keys($said), $language) ! $said(.))"/>
  </xsl:function>

  <xsl:function name="f:doi" as="xs:string">
    <xsl:param name="published" as="element(publicationStmt)*"/>
    <xsl:sequence select="
        replace(normalize-space(($published/idno[lower-case(@type) = 'doi'])[1]), '^(https?://(dx\.)?doi\.org/|doi:)', '')"/>
  </xsl:function>

  <!-- What "cite this" needs: the forms in every language, and the words that name a passage. What is left open is ⟦before¦name¦after⟧, and goes
       where there is no value: where, part, url, day, accessed, retrieved, key, quote. -->
  <xsl:function name="f:citation-data" as="map(xs:string, item()*)">
    <xsl:param name="texts" as="element(TEI)*"/>
    <xsl:param name="base" as="xs:string"/>
    <xsl:param name="languages" as="xs:string+"/>
    <xsl:if test="exists($texts)">
      <xsl:variable name="work" as="map(*)" select="f:work($texts)"/>
      <xsl:map>
        <xsl:map-entry key="'base'" select="$base"/>
        <xsl:map-entry key="'id'" select="$work?id"/>
        <xsl:map-entry key="'forms'">
          <xsl:map>
            <xsl:for-each select="$languages">
              <xsl:map-entry key="." select="f:cited-words($work, .)"/>
            </xsl:for-each>
          </xsl:map>
        </xsl:map-entry>
      </xsl:map>
    </xsl:if>
  </xsl:function>

  <!-- The formats of a work, of a passage of it and of a record, in the language of the interface. -->
  <xsl:function name="f:citation-formats" as="map(xs:string, map(*))">
    <xsl:param name="texts" as="element(TEI)+"/>
    <xsl:variable name="work" as="map(*)" select="f:work($texts)"/>
    <xsl:sequence select="map:merge(('work', 'passage', 'record') ! map { .: f:formats($work, ., $lang) })"/>
  </xsl:function>

  <!-- The forms of every style in one language, and the words and months that fill them. -->
  <xsl:function name="f:cited-words" as="map(xs:string, item()*)">
    <xsl:param name="work" as="map(*)"/>
    <xsl:param name="language" as="xs:string"/>
    <xsl:map>
      <xsl:for-each select="$cited-styles">
        <xsl:map-entry key="." select="f:form($work, ., $language, false())"/>
      </xsl:for-each>
      <xsl:for-each select="$record-styles">
        <xsl:map-entry key=". || '.record'" select="f:form($work, ., $language, true())"/>
      </xsl:for-each>
      <xsl:map-entry key="'where'" select="f:parts('cite.where.', $language)"/>
      <xsl:map-entry key="'where.apa'" select="map:merge((('paragraph', 'paragraphs', 'quotation', 'speech') ! map { .: f:label-in($language, 'cite.where-apa.' || .) }, f:parts('cite.where.', $language)), map { 'duplicates': 'use-first' })"/>
      <xsl:map-entry key="'part'" select="f:parts('cite.part.', $language)"/>
      <xsl:map-entry key="'quote'" select="f:label-in($language, 'cite.quote')"/>
      <xsl:map-entry key="'name'" select="string(f:locales($language)[last()]/*/@name)"/>
      <xsl:map-entry key="'dir'" select="string(f:locales($language)[last()]/*/@dir)"/>
      <xsl:map-entry key="'digits'" select="string(f:locales($language)[last()]/*/@digits)"/>
      <xsl:map-entry key="'day'" select="f:label-in($language, 'cite.day')"/>
      <xsl:map-entry key="'day.mla'" select="f:label-in($language, 'cite.day.mla')"/>
      <xsl:map-entry key="'months'" select="array { (1 to 12) ! f:label-in($language, 'month.' || .) }"/>
      <xsl:map-entry key="'short'" select="array { (1 to 12) ! f:label-in($language, 'month-short.' || .) }"/>
    </xsl:map>
  </xsl:function>

  <!-- What a language calls the units that texts are cited by, by the kind that a header calls them. -->
  <xsl:function name="f:unit-names" as="map(xs:string, xs:string)">
    <xsl:param name="language" as="xs:string"/>
    <xsl:map>
      <xsl:map-entry key="''" select="f:label-in($language, 'cite.unit-separator')"/>
      <xsl:for-each select="distinct-values(f:locales($language)//label/@key[starts-with(., 'cite.unit.')])" xpath-default-namespace="">
        <xsl:map-entry key="substring-after(., 'cite.unit.')" select="f:label-in($language, .)"/>
      </xsl:for-each>
    </xsl:map>
  </xsl:function>

  <xsl:function name="f:parts" as="map(xs:string, xs:string)">
    <xsl:param name="prefix" as="xs:string"/>
    <xsl:param name="language" as="xs:string"/>
    <xsl:sequence select="map:merge($cited-parts ! map { .: f:label-in($language, $prefix || .) })"/>
  </xsl:function>
</xsl:stylesheet>
