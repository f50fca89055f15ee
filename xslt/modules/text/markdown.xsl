<?xml version="1.0" encoding="UTF-8"?>
<!-- In: the units of a text. Out: lines of Markdown. Also what the text's own letters must be escaped
     from being read as (CommonMark 0.31, section 2.4), and how Markdown writes what is no letter. -->
<xsl:stylesheet version="3.0" expand-text="yes"
  xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:xs="http://www.w3.org/2001/XMLSchema"
  xmlns:f="https://tahqiq.example/ns/functions"
  xmlns:m="https://tahqiq.example/ns/modes"
  xpath-default-namespace="http://www.tei-c.org/ns/1.0"
  exclude-result-prefixes="#all">

  <!-- Addresses of links, markers of notes and tags stay out of isolates. -->
  <xsl:variable name="untouched" as="xs:string" select="'\]\(&lt;[^&gt;]*&gt;\)|\[\^\d+\]|&lt;/?[bi]&gt;'"/>
  <!-- Pictures stand apart as pages do. -->
  <xsl:variable name="page-mark" as="xs:string"
    select="'(?:\\\[[^\[\]\s]*&#160;[^\[\]]*(?:\\\[[^\[\]]*\\\])?\\\]|!\[(?:\\.|[^\[\]\\\s])*\]\(&lt;[^&gt;]*&gt;\))'"/>

  <xsl:function name="f:lines" as="xs:string*">
    <xsl:param name="text" as="element(TEI)"/>
    <xsl:sequence select="f:head($text)"/>
    <xsl:for-each select="f:catalogued($text)">
      <xsl:sequence select="f:statement(., $text)"/>
    </xsl:for-each>
    <xsl:for-each select="f:units($text/text)">
      <xsl:sequence select="f:markdown-line(.)"/>
    </xsl:for-each>
    <xsl:sequence select="f:notes($text)"/>
  </xsl:function>

  <!-- A statement of a catalogue's record: an item of a list, below that of what it belongs to. -->
  <xsl:function name="f:statement" as="xs:string+">
    <xsl:param name="unit" as="element()"/>
    <xsl:param name="text" as="element(TEI)"/>
    <xsl:variable name="indent" as="xs:string" select="f:spaces(2 * xs:integer($unit/@depth))"/>
    <xsl:variable name="label" as="xs:string" select="f:labelled($unit)"/>
    <xsl:variable name="strong" as="xs:string" select="
        if ($label eq '') then '' else '**' || f:said(replace($label, ': $', ''), $text) || '**'"/>
    <xsl:variable name="told" as="xs:string" select="f:enclosed(f:begun(f:written($unit, $text)))"/>
    <xsl:sequence select="
        if ($unit/@heads = 'true') then (f:line('record', $unit, false(), '## ', '', $told), f:blank())
        else f:line('record', $unit, true(), $indent || '- ' || $strong || ' '[$strong ne '' and $told ne ''], $indent || '  ', $told)"/>
  </xsl:function>

  <xsl:function name="f:head" as="xs:string*">
    <xsl:param name="text" as="element(TEI)"/>
    <xsl:variable name="titles" as="element(title)*" select="f:titles($text)"/>
    <xsl:variable name="called" as="xs:string"
      select="if (exists($titles)) then f:told($titles[1]) else f:said(string(f:untitled($text)), $text)"/>
    <xsl:sequence select="f:line('header', ($titles, $text/teiHeader)[1], false(), '# ', '', $called), f:blank()"/>
    <xsl:for-each select="tail($titles)">
      <xsl:sequence select="f:line('header', ., true(), '', '', f:told(.)), f:blank()"/>
    </xsl:for-each>
    <xsl:sequence select="
        f:line('header', $text/teiHeader, true(), '- **' || f:label('cite') || '** ', '  ',
          f:said(f:self-citation($text), $text)),
        f:line('header', $text/teiHeader, true(), '- **' || f:label('text-id') || '** ', '  ',
          f:said(string-join(($text/@xml:id, f:label('view.reading')), f:label('list-separator')), $text))"/>
    <xsl:for-each select="f:rights($text)">
      <xsl:sequence select="f:line('header', ., true(), '- ', '  ', f:told(.))"/>
    </xsl:for-each>
    <xsl:sequence select="f:blank(), f:line('rule', (), false(), '', '', '* * *'), f:blank()"/>
  </xsl:function>

  <xsl:function name="f:told" as="xs:string">
    <xsl:param name="element" as="element()?"/>
    <xsl:sequence select="if ($element) then f:said(string($element), $element) else ''"/>
  </xsl:function>

  <xsl:function name="f:said" as="xs:string">
    <xsl:param name="text" as="xs:string"/>
    <xsl:param name="place" as="element()"/>
    <xsl:sequence select="f:isolated(f:begun(f:written(normalize-space($text), $place)), $direction)"/>
  </xsl:function>

  <!-- A unit as a heading, quotation, verse, item, row or paragraph, and the empty line after it. -->
  <xsl:function name="f:markdown-line" as="xs:string+" xpath-default-namespace="">
    <xsl:param name="unit" as="element(unit)"/>
    <xsl:variable name="next" as="element(unit)?" select="$unit/following-sibling::unit[1]"/>
    <xsl:variable name="quote" as="xs:string" select="f:quoted($unit)"/>
    <xsl:variable name="layout" as="xs:string+" select="f:layout($unit)"/>
    <xsl:choose>
      <xsl:when test="$unit/@part = 'row' and $unit/@simple = 'true'">
        <xsl:sequence select="f:row($unit)"/>
      </xsl:when>
      <xsl:otherwise>
        <xsl:sequence select="f:line($unit/@part, $unit, $unit/@part ne 'head', $layout[1], $layout[2], f:opened($unit), f:breaking($unit))"/>
      </xsl:otherwise>
    </xsl:choose>
    <xsl:if test="not(f:goes-on($unit)) or ($unit/@part = 'row' and $unit/@simple = 'false')">
      <xsl:sequence select="f:line('blank', (), false(), if ($next/@quotes = $unit/@quotes) then replace($quote, ' $', '') else '', '', '')"/>
    </xsl:if>
  </xsl:function>

  <xsl:function name="f:quoted" as="xs:string" xpath-default-namespace="">
    <xsl:param name="unit" as="element(unit)"/>
    <xsl:sequence select="string-join((1 to xs:integer($unit/@quotes)) ! '> ')"/>
  </xsl:function>

  <!-- What stands before a unit's first line, and before each further one. -->
  <xsl:function name="f:layout" as="xs:string+" xpath-default-namespace="">
    <xsl:param name="unit" as="element(unit)"/>
    <xsl:variable name="quote" as="xs:string" select="f:quoted($unit)"/>
    <xsl:variable name="markers" as="xs:string"
      select="f:markers($unit, '-', function($number, $run) { $number || ('.', ')')[$run + 1] })"/>
    <xsl:variable name="opening" as="xs:string" select="
        if ($unit/@part = 'head') then string-join((0 to min((5, max((1, xs:integer($unit/@level)))))) ! '#') || ' '
        else f:numbered($unit)"/>
    <xsl:sequence select="$quote || $markers || $opening, $quote || f:spaces(string-length($markers))"/>
  </xsl:function>

  <xsl:function name="f:numbered" as="xs:string" xpath-default-namespace="">
    <xsl:param name="unit" as="element(unit)"/>
    <xsl:sequence select="
        if ($numbers and $unit/@n ne '' and f:begins-block($unit)) then '¶' || f:digits($unit/@n) || ' ' else ''"/>
  </xsl:function>

  <!-- A unit's words, so that they begin nothing but what they are. -->
  <xsl:function name="f:opened" as="xs:string">
    <xsl:param name="unit" as="element()"/>
    <xsl:sequence select="if (f:numbered($unit) eq '') then f:begun(string($unit)) else string($unit)"/>
  </xsl:function>

  <!-- What breaks the line where the next one belongs to the same paragraph. -->
  <xsl:function name="f:breaking" as="xs:string" xpath-default-namespace="">
    <xsl:param name="unit" as="element(unit)"/>
    <xsl:sequence select="
        if ($unit/@part = ('verse', 'label') and f:goes-on($unit) and not(f:begins-item($unit/following-sibling::unit[1]))) then '\' else ''"/>
  </xsl:function>

  <!-- A row; before the first the heads of the columns, empty ones where the table names none. -->
  <xsl:function name="f:row" as="xs:string+" xpath-default-namespace="">
    <xsl:param name="row" as="element(unit)"/>
    <xsl:variable name="layout" as="xs:string+" select="f:layout($row)"/>
    <xsl:variable name="is-first" as="xs:boolean"
      select="not($row/preceding-sibling::unit[1][@part = 'row']/@set = $row/@set)"/>
    <xsl:variable name="parting" as="xs:string" select="'|' || string-join((1 to xs:integer($row/@cells)) ! ' --- |')"/>
    <xsl:if test="$is-first and $row/@labels = 'false'">
      <xsl:sequence select="
          f:line('rule', (), false(), $layout[1], '', translate($parting, '-', ' ')),
          f:line('rule', (), false(), $layout[2], '', $parting)"/>
    </xsl:if>
    <xsl:sequence select="f:line('row', $row, false(), $layout[if ($is-first and $row/@labels = 'true') then 1 else 2] || '| ', '', string($row), ' |')"/>
    <xsl:if test="$is-first and $row/@labels = 'true'">
      <xsl:sequence select="f:line('rule', (), false(), $layout[2], '', $parting)"/>
    </xsl:if>
  </xsl:function>

  <xsl:function name="f:notes" as="xs:string*">
    <xsl:param name="text" as="element(TEI)"/>
    <xsl:for-each select="f:shown-notes($text)">
      <xsl:variable name="note" as="element(note)" select="."/>
      <xsl:variable name="label" as="xs:string" select="f:mark-note(f:note-number(.)) || ': ' || f:note-label(.)"/>
      <xsl:variable name="units" as="element()*" select="f:note-units(.)"/>
      <xsl:if test="empty($units)">
        <xsl:sequence select="f:line('note', $note, true(), $label, '', ''), f:blank()"/>
      </xsl:if>
      <xsl:for-each select="$units">
        <xsl:variable name="layout" as="xs:string+" select="f:layout(.)"/>
        <xsl:sequence select="
            f:note-line($note, ., (if (position() = 1) then $label else '    ') || $layout[1], '    ' || $layout[2], f:breaking(.))"/>
        <xsl:if test="not(f:goes-on(.)) or @part = 'row'" xpath-default-namespace="">
          <xsl:sequence select="f:blank()"/>
        </xsl:if>
      </xsl:for-each>
    </xsl:for-each>
    <xsl:variable name="changes" as="element()*" select="f:changes($text)"/>
    <xsl:if test="exists($changes)">
      <xsl:sequence select="
          f:line('rule', (), false(), '', '', '* * *'), f:blank(),
          f:line('header', (), false(), '## ', '', f:said(f:label('apparatus'), $text)), f:blank()"/>
      <xsl:for-each select="$changes">
        <xsl:sequence select="f:line('change', ., true(), '- ', '  ', f:said(f:change(.), .))"/>
      </xsl:for-each>
    </xsl:if>
  </xsl:function>

  <!-- The text's letters, so that none is markup; a bar only within a table's cell. -->
  <xsl:function name="f:written" as="xs:string">
    <xsl:param name="text" as="xs:string"/>
    <xsl:param name="parent" as="element()"/>
    <xsl:variable name="escaped" as="xs:string" select="
        replace($text, '[\\`*\[\]&lt;]', '\\$0')
        => replace('(^|[^\p{L}\p{N}])_|_($|[^\p{L}\p{N}])', '$1\\_$2')
        => replace('&amp;([A-Za-z#])', '\\&amp;$1')
        => replace('~~', '\\~\\~')"/>
    <xsl:sequence select="if ($parent/ancestor-or-self::cell) then replace($escaped, '\|', '\\|') else $escaped"/>
  </xsl:function>

  <!-- A line's beginning, so that it begins no heading, list, quotation or rule. -->
  <xsl:function name="f:begun" as="xs:string">
    <xsl:param name="text" as="xs:string"/>
    <xsl:sequence select="
        replace(replace(replace($text, '^[#+=>|~-]', '\\$0'), '^([0-9]+)([.)])', '$1\\$2'), '(\[\^\d+\]):', '$1\\:')"/>
  </xsl:function>

  <!-- Emphasis: asterisks where what they enclose begins and ends with a letter, so that they hold
       within a word too (CommonMark, section 6.2); else the tag. -->
  <xsl:template match="(hi[matches(@rend, 'bold|italic')] | emph)[f:is-phrase(.)]" mode="m:text" as="node()*" priority="1">
    <xsl:variable name="bold" as="xs:boolean" select="matches(@rend, 'bold') or (self::emph and not(matches(@rend, 'italic')))"/>
    <xsl:variable name="firm" as="xs:boolean" select="
        matches(string(.), '^[\p{L}\p{N}].*[\p{L}\p{N}\p{M}]$|^[\p{L}\p{N}]$', 's') and empty(.//*)
        and not(preceding-sibling::node()[1][self::hi or self::emph])"/>
    <xsl:variable name="tag" as="xs:string" select="if ($bold) then 'b' else 'i'"/>
    <xsl:variable name="stars" as="xs:string" select="if ($bold) then '**' else '*'"/>
    <xsl:value-of select="if ($firm) then $stars else '&lt;' || $tag || '&gt;'"/>
    <xsl:apply-templates mode="m:text"/>
    <xsl:value-of select="if ($firm) then $stars else '&lt;/' || $tag || '&gt;'"/>
  </xsl:template>

  <xsl:template match="ref[matches(@target, '^https?://')][f:is-phrase(.)]" mode="m:text" as="node()*" priority="1">
    <xsl:value-of select="'['"/>
    <xsl:apply-templates mode="m:text"/>
    <xsl:value-of select="'](&lt;' || translate(f:address(@target), '&lt;&gt;', '') || '&gt;)'"/>
  </xsl:template>

  <xsl:function name="f:mark-note" as="xs:string">
    <xsl:param name="number" as="xs:integer"/>
    <xsl:sequence select="'[^' || $number || ']'"/>
  </xsl:function>

  <xsl:function name="f:mark-page" as="xs:string">
    <xsl:param name="break" as="element(pb)"/>
    <xsl:sequence select="
        '\[' || translate(f:label('page-n', map { 'n': replace(f:digits($break/@n), '([\[\]])', '\\$1') }), ' ', '&#160;') || '\]'"/>
  </xsl:function>

  <xsl:function name="f:mark-line" as="node()">
    <xsl:param name="break" as="element(lb)"/>
    <xsl:value-of select="'\[' || translate(f:label('line-n', map { 'n': f:digits($break/@n) }), ' ', '&#160;') || '\]'"/>
  </xsl:function>

  <!-- An image of CommonMark (section 6.4), without a space, so that words can be kept from it; its description in the place of the file that a page may lack. -->
  <xsl:function name="f:mark-picture" as="item()">
    <xsl:param name="picture" as="element()"/>
    <xsl:variable name="url" as="xs:string" select="translate(replace(escape-html-uri(normalize-space($picture/@url)), ' ', '%20'), '&lt;&gt;\', '')"/>
    <xsl:variable name="told" as="xs:string" select="f:described($picture)"/>
    <xsl:value-of select="
        if ($url eq '') then '\[' || f:label('figure') || '\]'
        else '![' || translate(f:written(if ($told ne '') then $told else tokenize($url, '/')[last()], $picture), ' ', '&#160;') || '](&lt;' || $url || '&gt;)'"/>
  </xsl:function>

  <xsl:function name="f:mark-unclear" as="xs:string">
    <xsl:sequence select="'\[؟\]'"/>
  </xsl:function>

  <xsl:function name="f:mark-gap" as="xs:string">
    <xsl:sequence select="'\[…\]'"/>
  </xsl:function>

  <xsl:function name="f:mark-hemistich" as="xs:string">
    <xsl:param name="break" as="element()"/>
    <xsl:sequence select="' ٭ '"/>
  </xsl:function>
</xsl:stylesheet>
