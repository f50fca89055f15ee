<?xml version="1.0" encoding="UTF-8"?>
<!-- In: the units of a text. Out: the lines of the plain text: of the reading edition head, text and
     notes; of the diplomatic text the units alone. Also how plain text writes what is no letter. -->
<xsl:stylesheet version="3.0" expand-text="yes"
  xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:xs="http://www.w3.org/2001/XMLSchema"
  xmlns:f="https://tahqiq.example/ns/functions"
  xpath-default-namespace="http://www.tei-c.org/ns/1.0"
  exclude-result-prefixes="#all">

  <!-- U+2500; it parts head, text and notes. -->
  <xsl:variable name="rule" as="xs:string" select="string-join((1 to 72) ! '─')"/>
  <xsl:variable name="untouched" as="xs:string" select="'\[\d+\]|\[[^\[\]\s]*&#160;(?:[^\[\]]|\[[^\[\]]*\])*\]'"/>
  <xsl:variable name="page-mark" as="xs:string" select="'\[[^\[\]\s]*&#160;(?:[^\[\]]|\[[^\[\]]*\])*\]'"/>

  <xsl:function name="f:lines" as="xs:string*">
    <xsl:param name="text" as="element(TEI)"/>
    <xsl:choose>
      <xsl:when test="not($reading)">
        <xsl:for-each select="f:units($text/text)">
          <xsl:sequence select="f:line(@part, ., false(), '', '', string(.))" xpath-default-namespace=""/>
        </xsl:for-each>
      </xsl:when>
      <xsl:otherwise>
        <xsl:sequence select="f:head($text), f:line('rule', (), false(), '', '', $rule), f:blank()"/>
        <xsl:for-each select="f:catalogued($text)">
          <xsl:sequence select="f:statement(.)"/>
        </xsl:for-each>
        <xsl:for-each select="f:units($text/text)">
          <xsl:sequence select="f:reading-line(.)"/>
        </xsl:for-each>
        <xsl:sequence select="f:notes($text)"/>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:function>

  <!-- Titles, the citation, the text's id and its form, and what may be done with it. -->
  <xsl:function name="f:head" as="xs:string*">
    <xsl:param name="text" as="element(TEI)"/>
    <xsl:variable name="titles" as="element(title)*" select="f:titles($text)"/>
    <xsl:sequence select="
        if (exists($titles)) then $titles ! f:head-line(., string(.))
        else f:head-line($text/teiHeader, string(f:untitled($text)))"/>
    <xsl:sequence select="
        f:blank(),
        f:head-line($text/teiHeader, f:label('cite') || ': ' || f:self-citation($text)),
        f:head-line($text/teiHeader, f:label('text-id') || ': '
          || string-join(($text/@xml:id, f:label('view.reading')), f:label('list-separator')))"/>
    <xsl:for-each select="f:rights($text)">
      <xsl:sequence select="f:head-line(., string(.))"/>
    </xsl:for-each>
  </xsl:function>

  <xsl:function name="f:head-line" as="xs:string">
    <xsl:param name="place" as="element()"/>
    <xsl:param name="text" as="xs:string"/>
    <xsl:sequence select="f:line('header', $place, true(), '', '', f:isolated(normalize-space($text), $direction))"/>
  </xsl:function>

  <!-- A unit with what tells a reader what it is, and the empty line that parts it from the next. -->
  <xsl:function name="f:reading-line" as="xs:string+" xpath-default-namespace="">
    <xsl:param name="unit" as="element(unit)"/>
    <xsl:variable name="layout" as="xs:string+" select="f:layout($unit)"/>
    <xsl:sequence select="f:line($unit/@part, $unit, true(), $layout[1], $layout[2], string($unit))"/>
    <xsl:if test="not(f:goes-on($unit))">
      <xsl:sequence select="f:blank()"/>
    </xsl:if>
  </xsl:function>

  <!-- A statement of a catalogue's record, behind its label. -->
  <xsl:function name="f:statement" as="xs:string+" xpath-default-namespace="">
    <xsl:param name="unit" as="element(unit)"/>
    <xsl:variable name="indent" as="xs:string" select="f:spaces(2 * xs:integer($unit/@depth))"/>
    <xsl:variable name="label" as="xs:string" select="f:labelled($unit)"/>
    <xsl:sequence select="
        if ($unit/@heads = 'true') then (f:line('record', $unit, true(), '§ ', '', f:enclosed($unit)), f:blank())
        else f:line('record', $unit, true(), $indent, $indent || '  ', f:isolated($label, $direction) || f:enclosed($unit))"/>
  </xsl:function>

  <!-- What stands before a unit's first line, and before each further one. -->
  <xsl:function name="f:layout" as="xs:string+" xpath-default-namespace="">
    <xsl:param name="unit" as="element(unit)"/>
    <xsl:variable name="quoted" as="xs:string" select="f:spaces(2 * xs:integer($unit/@quotes))"/>
    <xsl:variable name="markers" as="xs:string"
      select="$quoted || f:markers($unit, '•', function($number, $run) { f:digits($number) || '.' })"/>
    <xsl:variable name="indent" as="xs:string" select="f:spaces(string-length($markers))"/>
    <xsl:variable name="number" as="xs:string" select="
        if ($numbers and $unit/@n ne '' and f:begins-block($unit)) then '¶' || f:digits($unit/@n) || ' ' else ''"/>
    <xsl:sequence select="
        if ($unit/@part = 'verse') then ($markers || '    ', $indent || '        ')
        else if ($unit/@part = 'row') then ($markers || '| ', $indent || '    ')
        else if ($unit/@part = 'head') then ($markers || string-join((1 to max((1, xs:integer($unit/@level)))) ! '§') || ' ', '')
        else ($markers || $number, $indent)"/>
  </xsl:function>

  <!-- The notes, numbered as their markers are. -->
  <xsl:function name="f:notes" as="xs:string*">
    <xsl:param name="text" as="element(TEI)"/>
    <xsl:variable name="told" as="element(note)*" select="f:shown-notes($text)"/>
    <xsl:if test="exists($told)">
      <xsl:sequence select="
          f:line('rule', (), false(), '', '', $rule), f:blank(),
          f:line('header', (), true(), '', '', f:label('notes')), f:blank()"/>
      <xsl:for-each select="$told">
        <xsl:variable name="note" as="element(note)" select="."/>
        <xsl:variable name="marker" as="xs:string"
          select="f:mark-note(f:note-number(.)) || ' ' || f:note-label(.)"/>
        <xsl:variable name="units" as="element()*" select="f:note-units(.)"/>
        <xsl:if test="empty($units)">
          <xsl:sequence select="f:line('note', $note, true(), $marker, '', '')"/>
        </xsl:if>
        <xsl:for-each select="$units">
          <xsl:variable name="layout" as="xs:string+" select="f:layout(.)"/>
          <xsl:sequence select="
              f:note-line($note, ., (if (position() = 1) then $marker else '    ') || $layout[1], '    ' || $layout[2], '')"/>
        </xsl:for-each>
        <xsl:sequence select="f:blank()"/>
      </xsl:for-each>
    </xsl:if>
    <xsl:variable name="changes" as="element()*" select="f:changes($text)"/>
    <xsl:if test="exists($changes)">
      <xsl:sequence select="
          f:line('rule', (), false(), '', '', $rule), f:blank(),
          f:line('header', (), true(), '', '', f:label('apparatus')), f:blank()"/>
      <xsl:for-each select="$changes">
        <xsl:sequence select="f:line('change', ., true(), '', '    ', f:isolated(f:change(.), $direction))"/>
      </xsl:for-each>
      <xsl:sequence select="f:blank()"/>
    </xsl:if>
  </xsl:function>

  <xsl:function name="f:written" as="xs:string">
    <xsl:param name="text" as="xs:string"/>
    <xsl:param name="parent" as="element()"/>
    <xsl:sequence select="$text"/>
  </xsl:function>

  <xsl:function name="f:mark-note" as="xs:string">
    <xsl:param name="number" as="xs:integer"/>
    <xsl:sequence select="'[' || f:number($number) || ']'"/>
  </xsl:function>

  <xsl:function name="f:mark-page" as="xs:string">
    <xsl:param name="break" as="element(pb)"/>
    <xsl:sequence select="
        '[' || translate(f:label('page-n', map { 'n': f:digits($break/@n) }), ' ', '&#160;') || ']'"/>
  </xsl:function>

  <xsl:function name="f:mark-line" as="node()">
    <xsl:param name="break" as="element(lb)"/>
    <xsl:value-of select="'[' || translate(f:label('line-n', map { 'n': f:digits($break/@n) }), ' ', '&#160;') || ']'"/>
  </xsl:function>

  <xsl:function name="f:mark-picture" as="item()">
    <xsl:param name="picture" as="element()"/>
    <xsl:value-of select="f:picture($picture)"/>
  </xsl:function>

  <xsl:function name="f:mark-unclear" as="xs:string">
    <xsl:sequence select="'[؟]'"/>
  </xsl:function>

  <xsl:function name="f:mark-gap" as="xs:string">
    <xsl:sequence select="'[…]'"/>
  </xsl:function>

  <!-- U+066D between the halves of a verse; a witness has nothing there but a space. -->
  <xsl:function name="f:mark-hemistich" as="xs:string">
    <xsl:param name="break" as="element()"/>
    <xsl:sequence select="if ($reading) then ' ٭ ' else if (f:is-apart($break)) then '' else ' '"/>
  </xsl:function>
</xsl:stylesheet>
