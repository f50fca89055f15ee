<?xml version="1.0" encoding="UTF-8"?>
<!-- In: a work and a form of the locale: text, {name} for a value, {_name_} for one in italics, and [ ]
     round a clause that goes where its value lacks. Out: the form as HTML (i, bdi), filled with all that the
     header knows. What only a passage knows stays open as ⟦before¦name¦after⟧;
     ⟦¦stop¦⟧ is a full stop, unless what then stands before it ends in one, and a comma after U+2063 goes
     after a stop. Plain text is made from it
     by whoever shows it: i falls away, bdi becomes an isolate. -->
<xsl:stylesheet version="3.0" expand-text="yes"
  xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:xs="http://www.w3.org/2001/XMLSchema"
  xmlns:f="https://tahqiq.example/ns/functions"
  xmlns:map="http://www.w3.org/2005/xpath-functions/map"
  exclude-result-prefixes="#all">

  <xsl:variable name="left-open" as="xs:string+" select="'entry', 'where', 'part', 'url', 'accessed', 'retrieved'"/>

  <!-- A work in a style, as HTML; or ($entry) as that which a record is an entry of. -->
  <xsl:function name="f:form" as="xs:string">
    <xsl:param name="work" as="map(*)"/>
    <xsl:param name="style" as="xs:string"/>
    <xsl:param name="language" as="xs:string"/>
    <xsl:param name="entry" as="xs:boolean"/>
    <xsl:variable name="values" as="map(xs:string, xs:string)" select="
        if ($entry) then f:entry-values($work, $style, $language) else f:form-values($work, $style, $language)"/>
    <xsl:variable name="key" as="xs:string" select="
        'cite.' || $style || (if ($entry) then '.record' else if ($style = 'apa' and $values?lead eq '') then '.untitled' else '')"/>
    <xsl:variable name="pieces" as="map(*)*" select="f:pieces(f:label-in($language, $key), $values)"/>
    <xsl:sequence select="
        serialize(f:composed($pieces, string(f:locales($language)[last()]/*/@dir)), map { 'method': 'xml', 'omit-xml-declaration': true() })"/>
  </xsl:function>

  <!-- The values of a form. Who leads a citation without an author is a matter of the language. -->
  <xsl:function name="f:form-values" as="map(xs:string, xs:string)">
    <xsl:param name="work" as="map(*)"/>
    <xsl:param name="style" as="xs:string"/>
    <xsl:param name="language" as="xs:string"/>
    <xsl:variable name="leading" as="xs:string?" select="
        if (exists($work?author)) then 'author'
        else if (f:label-in($language, 'cite.lead.' || $style) = 'editor') then ('editor', 'translator')[exists($work(.))][1]
        else ()"/>
    <xsl:variable name="first" as="xs:integer" select="map { 'chicago-note': 0, 'chicago-bib': 1, 'mla': 1, 'apa': 99 }($style)"/>
    <xsl:variable name="lead" as="xs:string" select="if ($leading) then f:names-of($work($leading), $style, $language, $first) else ''"/>
    <xsl:variable name="within" as="map(xs:string, xs:string)" select="map:merge(
        ('editor', 'translator') ! map { .: if (. = $leading) then '' else f:names-of($work(.), $style, $language, 0) })"/>
    <xsl:variable name="publisher" as="xs:string" select="f:said-in($work?publishers, $language)"/>
    <xsl:variable name="known" as="map(xs:string, xs:string)" select="map:merge(($within, map {
        'title': f:said-in($work?titles, $language),
        'lead': if ($leading = ('editor', 'translator')) then f:led-by($lead, $leading, $style, $language, count($work($leading))) else $lead,
        'edition': $work?edition,
        'stated': $work?stated,
        'place': f:said-in($work?places, $language),
        'publisher': if ($style = 'apa' and $publisher = $lead) then '' else $publisher,
        'year': f:year($work, $language),
        'dated': if ($work?date || $work?hijri eq '') then '' else f:year($work, $language) }))"/>
    <xsl:sequence select="map:merge((f:defaults($known, $style, $language),
        map { 'details': f:details($work, $known, $style, $language) }), map { 'duplicates': 'use-first' })"/>
  </xsl:function>

  <!-- The values of a form that an entry leads: those who made the work stand within. -->
  <xsl:function name="f:entry-values" as="map(xs:string, xs:string)">
    <xsl:param name="work" as="map(*)"/>
    <xsl:param name="style" as="xs:string"/>
    <xsl:param name="language" as="xs:string"/>
    <xsl:variable name="made-by" as="xs:string?" select="('author', 'editor', 'translator')[exists($work(.))][1]"/>
    <xsl:variable name="names" as="map(xs:string, xs:string)" select="map:merge(
        ('author', 'editor', 'translator') ! map { .: if ($style = 'apa' and . = $made-by) then '' else f:names-of($work(.), $style, $language, 0) })"/>
    <xsl:variable name="within" as="xs:string" select="
        if ($style = 'apa' and $made-by) then f:names-of($work($made-by), $style, $language, 0) else ''"/>
    <xsl:variable name="led" as="xs:string" select="
        if ($within eq '' or $made-by = 'author') then $within else f:led-by($within, $made-by, $style, $language, count($work($made-by)))"/>
    <xsl:variable name="values" as="map(xs:string, xs:string)" select="map:merge(($names, f:form-values($work, $style, $language)), map { 'duplicates': 'use-first' })"/>
    <xsl:sequence select="map:merge((map {
        'within': if ($led eq '') then '' else $led || f:label-in($language, 'cite.within-separator'),
        'publisher': if ($values?publisher = $within) then '' else $values?publisher,
        'details': f:details($work, $values, $style, $language) }, $values), map { 'duplicates': 'use-first' })"/>
  </xsl:function>

  <!-- An editor in an author's place, with the role that the style names. -->
  <xsl:function name="f:led-by" as="xs:string">
    <xsl:param name="names" as="xs:string"/>
    <xsl:param name="role" as="xs:string"/>
    <xsl:param name="style" as="xs:string"/>
    <xsl:param name="language" as="xs:string"/>
    <xsl:param name="count" as="xs:integer"/>
    <xsl:sequence select="
        f:filled(f:label-in($language, 'cite.led-by.' || replace($style, '-.*', '')), map {
          'names': $names, 'role': f:label-in($language, f:role-key($role, $style, $count)) })"/>
  </xsl:function>

  <xsl:function name="f:role-key" as="xs:string">
    <xsl:param name="role" as="xs:string"/>
    <xsl:param name="style" as="xs:string"/>
    <xsl:param name="count" as="xs:integer"/>
    <xsl:sequence select="string-join(('cite.role', replace($style, '-.*', ''), $role, if ($count = 1) then 'one' else 'many'), '.')"/>
  </xsl:function>

  <!-- What stands in brackets after a title: editor and translator with their roles, and the edition. -->
  <xsl:function name="f:details" as="xs:string">
    <xsl:param name="work" as="map(*)"/>
    <xsl:param name="known" as="map(xs:string, xs:string)"/>
    <xsl:param name="style" as="xs:string"/>
    <xsl:param name="language" as="xs:string"/>
    <xsl:variable name="parts" as="xs:string*" select="
        ('editor', 'translator')[$known(.) ne ''] ! f:filled(f:label-in($language, 'cite.detail.person'), map {
          'names': $known(.), 'role': f:label-in($language, f:role-key(., 'apa', count($work(.)))) }),
        $known?edition[. ne ''] ! f:filled(f:label-in($language, 'cite.detail.edition'), map { 'edition': . }),
        $known?stated[. ne '']"/>
    <xsl:sequence select="if ($style = 'apa') then string-join($parts, f:label-in($language, 'clause-separator')) else ''"/>
  </xsl:function>

  <!-- Where a language has a word for what is not known (no place, no publisher), a form that wants it. -->
  <xsl:function name="f:defaults" as="map(xs:string, xs:string)">
    <xsl:param name="known" as="map(xs:string, xs:string)"/>
    <xsl:param name="style" as="xs:string"/>
    <xsl:param name="language" as="xs:string"/>
    <xsl:sequence select="
        map:merge((('place', 'publisher')[starts-with($style, 'chicago')][$known(.) eq ''] ! map { .: f:label-in($language, 'cite.no-' || .) }, $known),
          map { 'duplicates': 'use-first' })"/>
  </xsl:function>

  <!-- The pieces of a form: literal text, values, and what stays open. -->
  <xsl:function name="f:pieces" as="map(*)*">
    <xsl:param name="form" as="xs:string"/>
    <xsl:param name="values" as="map(xs:string, xs:string)"/>
    <xsl:analyze-string select="$form" regex="\[([^\]\[]*)\]|([^\[]+)">
      <xsl:matching-substring>
        <xsl:variable name="clause" as="xs:string" select="regex-group(1) || regex-group(2)"/>
        <xsl:variable name="name" as="xs:string" select="replace($clause, '^[^\{]*\{_?(\w+?)_?\}.*$', '$1', 's')"/>
        <xsl:choose>
          <xsl:when test="regex-group(1) ne '' and $name = $left-open">
            <xsl:sequence select="map { 'open': $name, 'text': substring-before($clause, '{'), 'after': substring-after($clause, '}') }"/>
          </xsl:when>
          <xsl:when test="regex-group(1) ne '' and $values($name) eq ''"/>
          <xsl:otherwise>
            <xsl:sequence select="f:literals-and-values($clause, $values)"/>
          </xsl:otherwise>
        </xsl:choose>
      </xsl:matching-substring>
    </xsl:analyze-string>
  </xsl:function>

  <xsl:function name="f:literals-and-values" as="map(*)*">
    <xsl:param name="clause" as="xs:string"/>
    <xsl:param name="values" as="map(xs:string, xs:string)"/>
    <xsl:analyze-string select="$clause" regex="\{{(_?)(\w+?)_?\}}">
      <xsl:matching-substring>
        <xsl:sequence select="map {
            'value': $values(regex-group(2)), 'italic': regex-group(1) ne '', 'whole': regex-group(2) = ('title', 'publisher', 'place') }"/>
      </xsl:matching-substring>
      <xsl:non-matching-substring>
        <xsl:sequence select="map { 'text': . }"/>
      </xsl:non-matching-substring>
    </xsl:analyze-string>
  </xsl:function>

  <!-- The pieces joined: a stop after a stop, and a comma at the start of a sentence, fall away; a
       sentence begins with a capital where the script has one. -->
  <xsl:function name="f:composed" as="node()*">
    <xsl:param name="pieces" as="map(*)*"/>
    <xsl:param name="direction" as="xs:string"/>
    <xsl:iterate select="$pieces">
      <xsl:param name="before" as="xs:string" select="''"/>
      <xsl:param name="own" as="xs:boolean" select="true()"/>
      <xsl:param name="open" as="xs:boolean" select="false()"/>
      <xsl:variable name="text" as="xs:string" select="
          if ($open and ?open and $own and matches($before, '[.?!؟]\s*$')) then '&#x2063;' || ?text
          else if ($open and starts-with(?text, '.')) then '⟦¦stop¦⟧' || substring(?text, 2) else f:fitted(string(?text), $before, $own)"/>
      <xsl:variable name="said" as="xs:string" select="string((?value, $text)[1])"/>
      <xsl:choose>
        <xsl:when test="?open">
          <xsl:value-of select="'⟦' || $text || '¦' || ?open || '¦' || ?after || '⟧'"/>
        </xsl:when>
        <xsl:when test="?italic">
          <i><xsl:sequence select="f:in-isolates($said, $direction, ?whole)"/></i>
        </xsl:when>
        <xsl:when test="exists(?value)">
          <xsl:sequence select="f:in-isolates($said, $direction, ?whole)"/>
        </xsl:when>
        <xsl:otherwise>
          <xsl:value-of select="$text"/>
        </xsl:otherwise>
      </xsl:choose>
      <xsl:choose>
        <xsl:when test="?open or $said eq ''">
          <xsl:next-iteration>
            <xsl:with-param name="before" select="$before"/>
            <xsl:with-param name="own" select="$own or empty(?open)"/>
            <xsl:with-param name="open" select="exists(?open)"/>
          </xsl:next-iteration>
        </xsl:when>
        <xsl:otherwise>
          <xsl:next-iteration>
            <xsl:with-param name="before" select="$said"/>
            <xsl:with-param name="own" select="empty(?value)"/>
            <xsl:with-param name="open" select="false()"/>
          </xsl:next-iteration>
        </xsl:otherwise>
      </xsl:choose>
    </xsl:iterate>
  </xsl:function>

  <!-- Literal text as it may stand after what is before it; $own: the form itself ended that. -->
  <xsl:function name="f:fitted" as="xs:string">
    <xsl:param name="text" as="xs:string"/>
    <xsl:param name="before" as="xs:string"/>
    <xsl:param name="own" as="xs:boolean"/>
    <xsl:variable name="once" as="xs:string" select="
        if (matches($before, '[.?!؟]$')) then replace($text, '^\.', '') else $text"/>
    <xsl:variable name="opens" as="xs:boolean" select="matches($before, '^$|\($')"/>
    <xsl:variable name="starts" as="xs:boolean" select="$opens or $own and matches($before, '[.?!؟]\s*$')"/>
    <xsl:variable name="apart" as="xs:string" select="
        if ($starts) then replace($once, if ($opens) then '^[.,;،؛]\s*' else '^[,;،؛]', '') else $once"/>
    <xsl:variable name="gap" as="xs:string" select="replace($apart, '\S.*$', '', 's')"/>
    <xsl:variable name="rest" as="xs:string" select="substring($apart, string-length($gap) + 1)"/>
    <xsl:sequence select="
        if ($starts and not(ends-with($before, '('))) then $gap || upper-case(substring($rest, 1, 1)) || substring($rest, 2) else $apart"/>
  </xsl:function>

  <!-- Letters that run from the right, of every script that does; those that run from the left; and what
       may stand within a run of the latter: anything but letters from the right, and brackets in pairs only. -->
  <xsl:variable name="from-right" as="xs:string" select="'&#x590;-&#x8FF;&#xFB1D;-&#xFDFF;&#xFE70;-&#xFEFC;'"/>
  <xsl:variable name="from-left" as="xs:string" select="'[\p{L}-[' || $from-right || ']]'"/>
  <xsl:variable name="paired" as="xs:string" select="'\([^()' || $from-right || ']*\)'"/>
  <xsl:variable name="run-from-left" as="xs:string" select="
      '\([^()' || $from-right || ']*' || $from-left || '[^()' || $from-right || ']*\)|[@#]?' || $from-left || '(?:(?:[^()\[\]{}«»“”' || $from-right || ']|' || $paired || ')*(?:' || $from-left || '|[\p{Mn}0-9%+#/]|' || $paired || '))?(?:[.!?]$)?'"/>
  <xsl:variable name="run-from-right" as="xs:string"
    select="$arabic-run || '|[' || $from-right || ']+(?:[ .:0-9\-]+[' || $from-right || ']+)*'"/>

  <!-- A value in a line of one direction: each run of the other one in an isolate of its own; but a $whole
       one, which is no list, is one run if it begins in the other. -->
  <xsl:function name="f:in-isolates" as="node()*">
    <xsl:param name="text" as="xs:string"/>
    <xsl:param name="direction" as="xs:string"/>
    <xsl:param name="whole" as="xs:boolean"/>
    <xsl:variable name="foreign" as="xs:string" select="'^\P{L}*' || (if ($direction = 'rtl') then $from-left else '[' || $from-right || ']')"/>
    <xsl:analyze-string select="$text" regex="{if ($whole and matches($text, $foreign)) then '^.+$' else if ($direction = 'rtl') then $run-from-left else $run-from-right}">
      <xsl:matching-substring>
        <bdi dir="{if ($direction = 'rtl') then 'ltr' else 'rtl'}">{.}</bdi>
      </xsl:matching-substring>
      <xsl:non-matching-substring>
        <xsl:value-of select="."/>
      </xsl:non-matching-substring>
    </xsl:analyze-string>
  </xsl:function>
</xsl:stylesheet>
