<?xml version="1.0" encoding="UTF-8"?>
<!-- In: a text's header. Out: how the edition asks to be cited: one line in the language of the interface,
     and for the pages the forms of every style, with {where}, {url}, {day} and {accessed} left open. The
     only place that knows citations: pages, PDF and plain text ask here. -->
<xsl:stylesheet version="3.0" expand-text="yes"
  xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:xs="http://www.w3.org/2001/XMLSchema"
  xmlns:f="https://tahqiq.example/ns/functions"
  xpath-default-namespace="http://www.tei-c.org/ns/1.0"
  exclude-result-prefixes="#all">

  <!-- The citation of a text; empty where its header has no edition number or no full date. -->
  <xsl:function name="f:citation" as="xs:string">
    <xsl:param name="text" as="element(TEI)"/>
    <xsl:variable name="known" as="map(xs:string, xs:string)" select="f:cited($text, $lang)"/>
    <xsl:sequence select="
        if ($known?edition ne '' and $known?date castable as xs:date and $known?editor ne '') then
          f:label('citation', map:merge((map { 'date': f:gregorian(xs:date($known?date)) }, $known)))
        else ''" xmlns:map="http://www.w3.org/2005/xpath-functions/map"/>
  </xsl:function>

  <!-- What a citation says of a text; the empty string for what its header does not. -->
  <xsl:function name="f:cited" as="map(xs:string, xs:string)">
    <xsl:param name="text" as="element(TEI)"/>
    <xsl:param name="language" as="xs:string"/>
    <xsl:variable name="file" as="element(fileDesc)?" select="$text/teiHeader/fileDesc"/>
    <xsl:variable name="titles" as="element(title)*"
      select="$file/titleStmt/title[not(@type = ('sub', 'alt', 'short', 'desc'))]"/>
    <xsl:variable name="date" as="xs:string" select="string($file/publicationStmt/date[1]/@when)"/>
    <xsl:sequence select="map {
        'id': string($text/@xml:id),
        'title': normalize-space(string(($titles[@xml:lang = $language], $titles)[1])),
        'author': f:cited-people($file/titleStmt/author, $language),
        'editor': f:cited-people($file/titleStmt/(editor, respStmt/(orgName | persName | name)), $language),
        'edition': string(($file/editionStmt/edition/@n)[1]),
        'publisher': normalize-space(string(($file/publicationStmt/(publisher, distributor, authority))[1])),
        'date': $date,
        'year': substring($date, 1, 4) }"/>
  </xsl:function>

  <xsl:function name="f:cited-people" as="xs:string">
    <xsl:param name="people" as="element()*"/>
    <xsl:param name="language" as="xs:string"/>
    <xsl:variable name="own" as="element()*" select="$people[@xml:lang = $language or not(@xml:lang)]"/>
    <xsl:sequence select="
        (if (exists($own)) then $own else $people) ! normalize-space(.)
        => distinct-values() => string-join(f:label-in($language, 'list-separator'))"/>
  </xsl:function>

  <!-- Everything that "cite this" needs: the forms, CSL-JSON, and the words for passages. -->
  <xsl:function name="f:citation-data" as="map(xs:string, item()*)">
    <xsl:param name="text" as="element(TEI)?"/>
    <xsl:param name="base" as="xs:string"/>
    <xsl:param name="languages" as="xs:string+"/>
    <xsl:variable name="item" as="map(xs:string, xs:string)" select="f:cited($text, $lang)"/>
    <xsl:map>
      <xsl:map-entry key="'base'" select="$base"/>
      <xsl:map-entry key="'id'" select="$item?id"/>
      <xsl:map-entry key="'csl'" select="f:csl($item)"/>
      <xsl:map-entry key="'forms'">
        <xsl:map>
          <xsl:for-each select="$languages">
            <xsl:map-entry key="." select="f:cited-forms($text, .)"/>
          </xsl:for-each>
        </xsl:map>
      </xsl:map-entry>
      <xsl:map-entry key="'bibtex'" select="f:bibtex($item)"/>
      <xsl:map-entry key="'ris'" select="f:ris($item)"/>
    </xsl:map>
  </xsl:function>

  <!-- Chicago, MLA and APA in one language, and the words and months that fill them. -->
  <xsl:function name="f:cited-forms" as="map(xs:string, item()*)">
    <xsl:param name="text" as="element(TEI)"/>
    <xsl:param name="language" as="xs:string"/>
    <xsl:variable name="item" as="map(xs:string, xs:string)" select="f:cited($text, $language)"/>
    <xsl:map>
      <xsl:for-each select="'chicago', 'mla', 'apa'">
        <xsl:map-entry key="." select="f:cited-form($item, ., $language)"/>
      </xsl:for-each>
      <xsl:for-each select="'paragraph', 'note', 'record', 'quotation', 'speech'">
        <xsl:map-entry key="." select="f:label-in($language, 'cite.where.' || .)"/>
      </xsl:for-each>
      <xsl:map-entry key="'name'" select="string(f:locales($language)[last()]/*/@name)"/>
      <xsl:map-entry key="'day'" select="f:label-in($language, 'cite.day')"/>
      <xsl:map-entry key="'months'" select="array { (1 to 12) ! f:label-in($language, 'month.' || .) }"/>
    </xsl:map>
  </xsl:function>

  <!-- A form of the locale with what is known filled in; a clause in [ ] goes where it lacks a value, and
       one that a passage will fill stays as it is. -->
  <xsl:function name="f:cited-form" as="xs:string">
    <xsl:param name="item" as="map(xs:string, xs:string)"/>
    <xsl:param name="style" as="xs:string"/>
    <xsl:param name="language" as="xs:string"/>
    <xsl:variable name="clauses" as="xs:string*">
      <xsl:analyze-string select="f:label-in($language, 'cite.' || $style)" regex="\[([^\]\{{]*\{{(\w+)\}}[^\]]*)\]">
        <xsl:matching-substring>
          <xsl:variable name="value" as="xs:string?" select="$item(regex-group(2))"/>
          <xsl:sequence select="if (empty($value)) then . else if ($value eq '') then () else regex-group(1)"/>
        </xsl:matching-substring>
        <xsl:non-matching-substring>
          <xsl:sequence select="."/>
        </xsl:non-matching-substring>
      </xsl:analyze-string>
    </xsl:variable>
    <xsl:sequence select="f:filled(string-join($clauses), $item)"/>
  </xsl:function>

  <!-- CSL-JSON: people as literals, since no processor divides an Arabic name rightly; edition and not
       version, which readers take for a program's. -->
  <xsl:function name="f:csl" as="map(xs:string, item()*)">
    <xsl:param name="item" as="map(xs:string, xs:string)"/>
    <xsl:map>
      <xsl:map-entry key="'id'" select="$item?id"/>
      <xsl:map-entry key="'type'" select="'book'"/>
      <xsl:map-entry key="'title'" select="$item?title"/>
      <xsl:map-entry key="'language'" select="$lang"/>
      <xsl:for-each select="('author', 'editor')[$item(.) ne '']">
        <xsl:map-entry key="." select="[map { 'literal': $item(.) }]"/>
      </xsl:for-each>
      <xsl:for-each select="('edition', 'publisher')[$item(.) ne '']">
        <xsl:map-entry key="." select="$item(.)"/>
      </xsl:for-each>
      <xsl:if test="$item?date ne ''">
        <xsl:map-entry key="'issued'" select="map { 'date-parts': [array { tokenize($item?date, '-') ! (if (. castable as xs:integer) then xs:integer(.) else .) }] }"/>
      </xsl:if>
    </xsl:map>
  </xsl:function>

  <xsl:function name="f:bibtex" as="xs:string">
    <xsl:param name="item" as="map(xs:string, xs:string)"/>
    <xsl:variable name="fields" as="xs:string*" select="
        ('title', 'author', 'editor', 'edition', 'publisher', 'year')[$item(.) ne ''] ! ('  ' || . || ' = {{' || $item(.) || '}}'),
        '  url = {{url}}', '  urldate = {{day}}', '  note = {{where}}'"/>
    <xsl:sequence select="'@book{' || $item?id || ',&#10;' || string-join($fields, ',&#10;') || '&#10;}'"/>
  </xsl:function>

  <xsl:function name="f:ris" as="xs:string">
    <xsl:param name="item" as="map(xs:string, xs:string)"/>
    <xsl:variable name="tags" as="map(xs:string, xs:string)"
      select="map { 'title': 'TI', 'author': 'AU', 'editor': 'ED', 'edition': 'ET', 'publisher': 'PB', 'year': 'PY' }"/>
    <xsl:sequence select="string-join(('TY  - BOOK',
        ('title', 'author', 'editor', 'edition', 'publisher', 'year')[$item(.) ne ''] ! ($tags(.) || '  - ' || $item(.)),
        'UR  - {url}', 'Y2  - {day}', 'N1  - {where}', 'ER  - '), '&#10;')"/>
  </xsl:function>
</xsl:stylesheet>
