<?xml version="1.0" encoding="UTF-8"?>
<!-- In: a work. Out: what reference managers read, for the work, a passage of it and a record of its
     registers: CSL-JSON, BibTeX, BibLaTeX, RIS and EndNote. People of Arabic script are literals, since no
     processor divides such a name rightly; the version is an edition, since a version is taken for a
     program's; a Hijrī year stands in a note, since every reader takes it for a Gregorian one. -->
<xsl:stylesheet version="3.0" expand-text="yes"
  xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:xs="http://www.w3.org/2001/XMLSchema"
  xmlns:f="https://tahqiq.example/ns/functions"
  xmlns:map="http://www.w3.org/2005/xpath-functions/map"
  exclude-result-prefixes="#all">

  <xsl:function name="f:formats" as="map(xs:string, item()*)">
    <xsl:param name="work" as="map(*)"/>
    <xsl:param name="kind" as="xs:string"/>
    <xsl:param name="language" as="xs:string"/>
    <xsl:variable name="item" as="map(xs:string, item()*)" select="f:csl($work, $kind, $language)"/>
    <xsl:variable name="fields" as="map(xs:string, xs:string)" select="f:fields($item, $work)"/>
    <xsl:variable name="types" as="xs:string+" select="$item-types($kind)"/>
    <xsl:sequence select="map {
        'csl': $item,
        'bibtex': f:bibtex($item, $fields, $types[3], false()),
        'biblatex': f:bibtex($item, $fields, $types[4], true()),
        'ris': f:tagged($item, $fields, $ris-tags, 'TY  - ' || $types[1], '  - ', 'ER  - '),
        'endnote': f:tagged($item, $fields, $endnote-tags, '%0 ' || $types[2], ' ', '') }"/>
  </xsl:function>

  <!-- What RIS, EndNote, BibTeX and BibLaTeX call each kind of item. -->
  <xsl:variable name="item-types" as="map(xs:string, xs:string+)" select="map {
      'work': ('BOOK', 'Book', 'book', 'book'),
      'passage': ('CHAP', 'Book Section', 'incollection', 'inbook'),
      'record': ('ENCYC', 'Encyclopedia', 'incollection', 'inreference') }"/>

  <!-- CSL-JSON 1.0.2. The day of access is set by whoever fills in the rest. -->
  <xsl:function name="f:csl" as="map(xs:string, item()*)">
    <xsl:param name="work" as="map(*)"/>
    <xsl:param name="kind" as="xs:string"/>
    <xsl:param name="language" as="xs:string"/>
    <xsl:variable name="title" as="xs:string" select="f:said-in($work?titles, $language)"/>
    <xsl:variable name="years" as="xs:integer*" select="f:issued-years($work)"/>
    <xsl:variable name="date" as="xs:string" select="$work?date"/>
    <xsl:map>
      <xsl:map-entry key="'id'" select="'⟦¦key¦⟧'"/>
      <xsl:map-entry key="'type'" select="map { 'work': 'book', 'passage': 'chapter', 'record': 'entry-encyclopedia' }($kind)"/>
      <xsl:map-entry key="'title'" select="if ($kind = 'work') then $title else '⟦¦part¦⟧'"/>
      <xsl:if test="$kind ne 'work'">
        <xsl:map-entry key="'container-title'" select="$title"/>
      </xsl:if>
      <xsl:for-each select="('author', 'editor', 'translator')[exists($work(.))][not(. = 'author' and $kind = 'record')]">
        <xsl:map-entry key="." select="array { $work(.) ! f:csl-name(., $language) }"/>
      </xsl:for-each>
      <xsl:for-each select="map { 'edition': $work?edition || $work?stated, 'publisher': f:said-in($work?publishers, $language),
          'publisher-place': f:said-in($work?places, $language), 'language': $work?language, 'DOI': if ($kind = 'work') then $work?doi else '' }">
        <xsl:sequence select="map:for-each(., function($key, $value) { if ($value eq '') then () else map { $key: $value } })"/>
      </xsl:for-each>
      <xsl:choose>
        <xsl:when test="$date ne '' and $work?since eq ''">
          <xsl:map-entry key="'issued'" select="map { 'date-parts': [array { tokenize($date, '-') ! (if (. castable as xs:integer) then xs:integer(.) else .) }] }"/>
        </xsl:when>
        <xsl:when test="exists($years)">
          <xsl:map-entry key="'issued'" select="map { 'date-parts': array { $years ! [.] } }"/>
        </xsl:when>
      </xsl:choose>
      <xsl:map-entry key="'URL'" select="'⟦¦url¦⟧'"/>
      <xsl:map-entry key="'note'" select="
          (if ($work?hijri ne '') then f:filled(f:label-in($language, 'cite.hijri'), map { 'year': $work?hijri }) || '⟦; ¦quote¦⟧' else '⟦¦quote¦⟧')"/>
    </xsl:map>
  </xsl:function>

  <xsl:function name="f:csl-name" as="map(xs:string, xs:string)">
    <xsl:param name="person" as="map(*)"/>
    <xsl:param name="language" as="xs:string"/>
    <xsl:variable name="name" as="map(xs:string, xs:string)" select="f:name-for($person, $language)"/>
    <xsl:sequence select="
        if ($name?family eq '' or f:is-arabic($name?literal)) then map { 'literal': $name?literal }
        else map { 'family': $name?family, 'given': $name?given }"/>
  </xsl:function>

  <!-- What the formats of lines say besides people, by the name that CSL has for it. -->
  <xsl:function name="f:fields" as="map(xs:string, xs:string)">
    <xsl:param name="item" as="map(*)"/>
    <xsl:param name="work" as="map(*)"/>
    <xsl:variable name="parts" as="item()*" select="$item?issued?date-parts?*?*"/>
    <xsl:sequence select="map:merge((
        map:for-each($item, function($key, $value) { if ($value instance of xs:string) then map { $key: $value } else () }),
        map {
          'date': if ($work?date ne '' and $work?since eq '') then $work?date else string-join($parts ! string(.), '/'),
          'year': string($parts[1]),
          'month': string($bibtex-months[position() = $parts[2]][$work?date ne '' and $work?since eq '']),
          'day': string($parts[3]),
          'accessed': '⟦¦day¦⟧',
          'langid': string(map { 'ar': 'arabic', 'en': 'english', 'fa': 'persian', 'fr': 'french', 'de': 'german', 'ota': 'turkish', 'tr': 'turkish', 'ur': 'urdu' }(replace($work?language, '-.*', ''))) }))"/>
  </xsl:function>

  <!-- The months as BibTeX's styles define them. -->
  <xsl:variable name="bibtex-months" as="xs:string+"
    select="'jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'"/>

  <xsl:variable name="bibtex-fields" as="map(xs:string, xs:string)+" select="
      map { 'title': 'title' }, map { 'container-title': 'booktitle' }, map { 'edition': 'edition' }, map { 'publisher': 'publisher' },
      map { 'publisher-place': 'address' }, map { 'year': 'year' }, map { 'month': 'month' }, map { 'day': 'day' }, map { 'language': 'language' }, map { 'langid': 'langid' }, map { 'DOI': 'doi' },
      map { 'URL': 'url' }, map { 'accessed': 'urldate' }, map { 'note': 'note' }"/>

  <!-- An entry of BibTeX or BibLaTeX. Values that are known are in two braces, so that no style changes
       their case; people each in braces where they are not to be divided. -->
  <xsl:function name="f:bibtex" as="xs:string">
    <xsl:param name="item" as="map(*)"/>
    <xsl:param name="fields" as="map(xs:string, xs:string)"/>
    <xsl:param name="type" as="xs:string"/>
    <xsl:param name="later" as="xs:boolean"/>
    <xsl:variable name="lines" as="xs:string*">
      <xsl:for-each select="('author', 'editor', 'translator')[exists($item(.))]">
        <xsl:sequence select="',&#10;  ' || . || ' = {' || string-join($item(.)?* ! f:bibtex-name(.), ' and ') || '}'"/>
      </xsl:for-each>
      <xsl:for-each select="$bibtex-fields">
        <xsl:variable name="key" as="xs:string" select="map:keys(.)"/>
        <xsl:variable name="name" as="xs:string" select="
            if ($later) then (map { 'address': 'location', 'year': 'date' }(?*), ?*)[1] else ?*"/>
        <xsl:variable name="value" as="xs:string" select="
            string($fields(if ($name = 'date') then 'date' else $key)[not($name = (if ($later) then ('month', 'day') else 'langid'))])"/>
        <xsl:variable name="braces" as="xs:string+" select="
            if ($name = 'month') then ('', '') else if ($key = ('title', 'container-title', 'publisher')) then ('{{', '}}') else ('{', '}')"/>
        <xsl:sequence select="
            if ($value eq '') then ()
            else if (starts-with($value, '⟦¦')) then '⟦,&#10;  ' || $name || ' = ' || $braces[1] || '¦' || substring-before(substring-after($value, '¦'), '¦') || '¦' || $braces[2] || '⟧'
            else ',&#10;  ' || $name || ' = ' || $braces[1] || (if ($key = 'DOI') then $value else f:bibtex-text($value)) || $braces[2]"/>
      </xsl:for-each>
    </xsl:variable>
    <xsl:sequence select="'@' || $type || '{⟦¦key¦⟧' || string-join($lines) || '&#10;}'"/>
  </xsl:function>

  <xsl:function name="f:bibtex-name" as="xs:string">
    <xsl:param name="name" as="map(*)"/>
    <xsl:sequence select="
        if (exists($name?literal)) then '{' || f:bibtex-text($name?literal) || '}'
        else f:bibtex-text($name?family) || ', ' || f:bibtex-text($name?given)"/>
  </xsl:function>

  <!-- Text that BibTeX hands to TeX. BibTeX counts braces, also those that are escaped: such as do not close
       have names. -->
  <xsl:function name="f:bibtex-text" as="xs:string">
    <xsl:param name="text" as="xs:string"/>
    <xsl:variable name="closed" as="xs:boolean" select="matches(replace($text, '[^{}]', ''), '^(\{\})*$')"/>
    <xsl:variable name="pieces" as="xs:string*">
      <xsl:analyze-string select="$text" regex="[\\{{}}%&amp;#$_~^]">
        <xsl:matching-substring>
          <xsl:sequence select="
              if (. = ('{', '}') and $closed) then '\' || . else string(($tex-names(.) ! ('\text' || . || '{}'), '\' || .)[1])"/>
        </xsl:matching-substring>
        <xsl:non-matching-substring>
          <xsl:sequence select="."/>
        </xsl:non-matching-substring>
      </xsl:analyze-string>
    </xsl:variable>
    <xsl:sequence select="string-join($pieces)"/>
  </xsl:function>

  <xsl:variable name="tex-names" as="map(xs:string, xs:string)" select="map {
      '\': 'backslash', '~': 'asciitilde', '^': 'asciicircum', '{': 'braceleft', '}': 'braceright' }"/>

  <xsl:variable name="ris-tags" as="map(xs:string, xs:string)+" select="
      map { 'title': 'TI' }, map { 'container-title': 'T2' }, map { 'author': 'AU' }, map { 'editor': 'ED' }, map { 'translator': 'A4' },
      map { 'edition': 'ET' }, map { 'publisher': 'PB' }, map { 'publisher-place': 'CY' }, map { 'year': 'PY' }, map { 'ris-date': 'DA' },
      map { 'language': 'LA' }, map { 'DOI': 'DO' }, map { 'URL': 'UR' }, map { 'accessed': 'Y2' }, map { 'note': 'N1' }"/>

  <xsl:variable name="endnote-tags" as="map(xs:string, xs:string)+" select="
      map { 'author': '%A' }, map { 'editor': '%E' }, map { 'translator': '%?' }, map { 'title': '%T' }, map { 'container-title': '%B' },
      map { 'edition': '%7' }, map { 'publisher': '%I' }, map { 'publisher-place': '%C' }, map { 'year': '%D' }, map { 'date': '%8' },
      map { 'language': '%G' }, map { 'DOI': '%R' }, map { 'URL': '%U' }, map { 'accessed': '%[' }, map { 'note': '%Z' }"/>

  <!-- A record of lines, a tag before each value; one line for each person. -->
  <xsl:function name="f:tagged" as="xs:string">
    <xsl:param name="item" as="map(*)"/>
    <xsl:param name="fields" as="map(xs:string, xs:string)"/>
    <xsl:param name="tags" as="map(xs:string, xs:string)+"/>
    <xsl:param name="first" as="xs:string"/>
    <xsl:param name="gap" as="xs:string"/>
    <xsl:param name="last" as="xs:string"/>
    <xsl:variable name="all" as="map(xs:string, xs:string)" select="
        map:put($fields, 'ris-date', if ($item?type and $fields?date castable as xs:date) then translate($fields?date, '-', '/') else '')"/>
    <xsl:variable name="lines" as="xs:string*">
      <xsl:for-each select="$tags">
        <xsl:variable name="key" as="xs:string" select="map:keys(.)"/>
        <xsl:variable name="lead" as="xs:string" select="?* || $gap"/>
        <xsl:variable name="value" as="xs:string" select="string($all($key))"/>
        <xsl:choose>
          <xsl:when test="$key = ('author', 'editor', 'translator')">
            <xsl:sequence select="$item($key)?* ! ('&#10;' || $lead || f:tagged-name(., $gap))"/>
          </xsl:when>
          <xsl:when test="$value eq ''"/>
          <xsl:when test="starts-with($value, '⟦¦')">
            <xsl:sequence select="'⟦&#10;' || $lead || substring-after($value, '⟦')"/>
          </xsl:when>
          <xsl:otherwise>
            <xsl:sequence select="'&#10;' || $lead || $value"/>
          </xsl:otherwise>
        </xsl:choose>
      </xsl:for-each>
    </xsl:variable>
    <xsl:sequence select="$first || string-join($lines) || '&#10;' || $last"/>
  </xsl:function>

  <!-- A name with its family first; for EndNote, which divides all others, a whole name ends in a comma. -->
  <xsl:function name="f:tagged-name" as="xs:string">
    <xsl:param name="name" as="map(*)"/>
    <xsl:param name="gap" as="xs:string"/>
    <xsl:sequence select="
        if (exists($name?literal)) then translate($name?literal, ',', ' ') ! normalize-space(.) || (if ($gap = ' ') then ',' else '')
        else $name?family || ', ' || $name?given"/>
  </xsl:function>
</xsl:stylesheet>
