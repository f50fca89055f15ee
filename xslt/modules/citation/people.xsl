<?xml version="1.0" encoding="UTF-8"?>
<!-- In: the people of a header. Out: who wrote the source, who edited it and who translated it, each with a
     name for each language; and names as a citation writes them: natural, inverted, shortened, joined. An
     author whom the header calls unknown is none. -->
<xsl:stylesheet version="3.0" expand-text="yes"
  xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:xs="http://www.w3.org/2001/XMLSchema"
  xmlns:f="https://tahqiq.example/ns/functions"
  xmlns:map="http://www.w3.org/2005/xpath-functions/map"
  xpath-default-namespace="http://www.tei-c.org/ns/1.0"
  exclude-result-prefixes="#all">

  <!-- The three roles of a citation, as entries of a map from role to people. -->
  <xsl:function name="f:people" as="map(xs:string, item()*)">
    <xsl:param name="files" as="element(fileDesc)*"/>
    <xsl:variable name="statements" as="element()*" select="$files/titleStmt"/>
    <xsl:variable name="editors" as="element()*" select="$statements/editor[not(f:translates(.))]"/>
    <xsl:variable name="responsible" as="element()*"
      select="$statements/respStmt[not(some $resp in resp satisfies f:is-translating($resp))]/(persName | orgName | name)"/>
    <xsl:map>
      <xsl:map-entry key="'author'" select="f:persons($statements/author[not(f:is-unknown(.))] ! f:each-named(.))"/>
      <xsl:map-entry key="'editor'" select="f:persons(if (exists($editors)) then $editors ! f:each-named(.) else $responsible)"/>
      <xsl:map-entry key="'translator'" select="
          f:persons(($statements/editor[f:translates(.)] ! f:each-named(.), $statements/respStmt[some $resp in resp satisfies f:is-translating($resp)]/(persName | orgName | name)))"/>
    </xsl:map>
  </xsl:function>

  <!-- Names beside each other within one author or editor, of no language, are as many people. -->
  <xsl:function name="f:each-named" as="element()+">
    <xsl:param name="element" as="element()"/>
    <xsl:variable name="names" as="element()*" select="$element/(name | persName)[not(@xml:lang)]"/>
    <xsl:sequence select="if (count($names) gt 1) then $names else $element"/>
  </xsl:function>

  <xsl:function name="f:translates" as="xs:boolean">
    <xsl:param name="editor" as="element(editor)"/>
    <xsl:sequence select="$editor/@role = ('translator', 'trl')"/>
  </xsl:function>

  <xsl:function name="f:is-translating" as="xs:boolean">
    <xsl:param name="resp" as="element(resp)"/>
    <xsl:sequence select="ends-with($resp/@ref, '/trl') or matches($resp, '^\s*(translat|ترجمة)', 'i')"/>
  </xsl:function>

  <!-- Whether an author is only said to be unknown. -->
  <xsl:function name="f:is-unknown" as="xs:boolean">
    <xsl:param name="author" as="element()"/>
    <xsl:sequence select="
        matches(f:own-words($author), '^[\s\[(]*(مجهول|غير معروف|مجهول المؤلف|المؤلف مجهول|المؤلف غير معروف|unknown|anonymous|anon\.?|n\.\s?n\.?)?[\s\])]*$', 'i')"/>
  </xsl:function>

  <!-- Elements that name people, as people: what shares a reference is one, and so is what two lists of
       equal length, one a language, say at the same place. -->
  <xsl:function name="f:persons" as="map(xs:string, item()*)*">
    <xsl:param name="elements" as="element()*"/>
    <xsl:variable name="lists" as="xs:integer*">
      <xsl:for-each-group select="$elements" group-by="string(@xml:lang)">
        <xsl:sequence select="count(current-group())"/>
      </xsl:for-each-group>
    </xsl:variable>
    <xsl:variable name="parallel" as="xs:boolean" select="
        count($lists) gt 1 and count(distinct-values($lists)) = 1 and (every $one in $elements satisfies $one/@xml:lang)
        and empty($elements/(@ref | @key | @corresp | persName | orgName))"/>
    <xsl:for-each-group select="$elements" group-by="
        if (@ref | @key | @corresp) then string((@ref, @key, @corresp)[1])
        else if ($parallel) then string(index-of($elements[@xml:lang = current()/@xml:lang] ! generate-id(.), generate-id(.)))
        else normalize-space(f:own-words(.))">
      <xsl:sequence select="f:person(current-group())"/>
    </xsl:for-each-group>
  </xsl:function>

  <xsl:function name="f:person" as="map(xs:string, item()*)">
    <xsl:param name="elements" as="element()+"/>
    <xsl:variable name="inner" as="element()*" select="$elements/(persName | orgName)"/>
    <xsl:variable name="names" as="element()+" select="if (exists($inner)) then $inner else $elements"/>
    <xsl:variable name="identifiers" as="xs:string*" select="
        $elements/(@ref/tokenize(.), .//idno[matches(@type, 'orcid', 'i')]/('https://orcid.org/' || replace(normalize-space(.), '^https?://orcid\.org/', '')))"/>
    <xsl:map>
      <xsl:map-entry key="'names'">
        <xsl:map>
          <xsl:for-each-group select="$names" group-by="string((@xml:lang, ../@xml:lang[exists($inner)])[1])">
            <xsl:map-entry key="current-grouping-key()" select="f:name-parts(.)"/>
          </xsl:for-each-group>
        </xsl:map>
      </xsl:map-entry>
      <xsl:map-entry key="'group'" select="exists($names/self::orgName) or $elements/@role = 'organisation'"/>
      <xsl:map-entry key="'uri'" select="string($identifiers[starts-with(., 'http')][1])"/>
    </xsl:map>
  </xsl:function>

  <!-- A name in its parts: the whole, and family and given name where the header tells them. -->
  <xsl:function name="f:name-parts" as="map(xs:string, xs:string)">
    <xsl:param name="name" as="element()"/>
    <xsl:variable name="family" as="xs:string" select="normalize-space(string-join(($name/nameLink, $name/surname), ' '))"/>
    <xsl:variable name="given" as="xs:string" select="normalize-space(string-join($name/forename, ' '))"/>
    <xsl:sequence select="
        if ($family ne '' and $given ne '') then map { 'family': $family, 'given': $given, 'literal': f:whole($family, $given) }
        else map { 'family': '', 'given': '', 'literal': normalize-space(f:own-words($name)) }"/>
  </xsl:function>

  <!-- A name of two parts as one: Chinese, Japanese and Korean ones begin with the family, without a space. -->
  <xsl:function name="f:whole" as="xs:string">
    <xsl:param name="family" as="xs:string"/>
    <xsl:param name="given" as="xs:string"/>
    <xsl:sequence select="if (f:is-east-asian($family)) then $family || $given else $given || ' ' || $family"/>
  </xsl:function>

  <xsl:function name="f:is-east-asian" as="xs:boolean">
    <xsl:param name="text" as="xs:string"/>
    <xsl:sequence select="matches($text, '[&#x3040;-&#x30FF;&#x3400;-&#x9FFF;&#xAC00;-&#xD7AF;]')"/>
  </xsl:function>

  <!-- A person's name for a reader of a language. -->
  <xsl:function name="f:name-for" as="map(xs:string, xs:string)">
    <xsl:param name="person" as="map(*)"/>
    <xsl:param name="language" as="xs:string"/>
    <xsl:variable name="names" as="map(*)" select="$person?names"/>
    <xsl:sequence select="$names(f:best-language(map:keys($names), $language))"/>
  </xsl:function>

  <xsl:function name="f:is-arabic" as="xs:boolean">
    <xsl:param name="text" as="xs:string"/>
    <xsl:sequence select="matches($text, '\p{IsArabic}')"/>
  </xsl:function>

  <!-- Names in natural order, joined as a list of the interface. -->
  <xsl:function name="f:plain-names" as="xs:string">
    <xsl:param name="people" as="map(*)*"/>
    <xsl:param name="language" as="xs:string"/>
    <xsl:sequence select="string-join($people ! f:name-for(., $language)?literal, f:label-in($language, 'list-separator'))"/>
  </xsl:function>

  <!-- People as a style writes them, $inverted: how many at the head of the list family name first. -->
  <xsl:function name="f:names-of" as="xs:string">
    <xsl:param name="people" as="map(*)*"/>
    <xsl:param name="style" as="xs:string"/>
    <xsl:param name="language" as="xs:string"/>
    <xsl:param name="inverted" as="xs:integer"/>
    <xsl:variable name="most" as="xs:integer" select="map { 'chicago-note': 3, 'chicago-bib': 10, 'mla': 2, 'apa': 20 }($style)"/>
    <xsl:variable name="kept" as="xs:integer" select="
        if (count($people) le $most) then count($people) else map { 'chicago-note': 1, 'chicago-bib': 7, 'mla': 1, 'apa': 19 }($style)"/>
    <xsl:variable name="names" as="xs:string*" select="
        $people[position() le $kept] ! f:one-name(f:name-for(., $language), $style, $language, position() le $inverted)"/>
    <xsl:variable name="key" as="xs:string" select="'cite.and.' || (if ($style = 'apa') then 'apa' else 'text')"/>
    <xsl:sequence select="
        if (count($people) gt $kept) then
          string-join($names, f:label-in($language, 'cite.comma')) || f:label-in($language, 'cite.others.' || (if ($kept = 1) then 'one' else 'many'))
        else if (count($names) lt 2) then string($names)
        else string-join($names[position() lt last()], f:label-in($language, 'cite.comma'))
          || f:label-in($language, $key || (if ($inverted gt 0) then '' else if (count($names) = 2) then '.two' else '.many')) || $names[last()]"/>
  </xsl:function>

  <!-- One name. APA shortens given names of Latin script; Arabic has no initials. -->
  <xsl:function name="f:one-name" as="xs:string">
    <xsl:param name="name" as="map(xs:string, xs:string)"/>
    <xsl:param name="style" as="xs:string"/>
    <xsl:param name="language" as="xs:string"/>
    <xsl:param name="inverted" as="xs:boolean"/>
    <xsl:variable name="arabic" as="xs:boolean" select="f:is-arabic($name?literal)"/>
    <xsl:variable name="given" as="xs:string" select="
        if ($style = 'apa' and not($arabic)) then
          string-join(tokenize($name?given) ! (if (matches(., '^\p{Ll}')) then . else string-join(tokenize(., '-') ! (substring(., 1, 1) || '.'), '-')), ' ')
        else $name?given"/>
    <xsl:sequence select="
        if ($name?family eq '' or f:is-east-asian($name?family)) then $name?literal
        else if ($inverted) then $name?family || (if ($arabic) then '، ' else ', ') || $given
        else $given || ' ' || $name?family"/>
  </xsl:function>
</xsl:stylesheet>
