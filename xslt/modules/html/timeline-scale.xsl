<?xml version="1.0" encoding="UTF-8"?>
<!-- In: dated elements of the whole project. Out: the scale of time that holds them all, its axes in
     both calendars, and each element's bar: SVG whose places along the line are per cent, so that
     it fits every width; time runs as the interface is read. -->
<xsl:stylesheet version="3.0" expand-text="yes"
  xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:xs="http://www.w3.org/2001/XMLSchema"
  xmlns:array="http://www.w3.org/2005/xpath-functions/array"
  xmlns:f="https://tahqiq.example/ns/functions"
  xpath-default-namespace="http://www.tei-c.org/ns/1.0"
  exclude-result-prefixes="#all">

  <xsl:variable name="intervals" as="map(xs:string, xs:date?)*" select="($told, $telling) ! f:interval(.)"/>
  <xsl:variable name="known-days" as="xs:date*" select="$intervals ! (.('from'), .('to'))"/>
  <!-- A day more at each end, a part of a longer time: an open bar needs room to go on. -->
  <xsl:variable name="margin" as="xs:dayTimeDuration" select="
      xs:dayTimeDuration('P1D') * max((1, f:days(min($known-days), max($known-days)) idiv 25))"/>
  <xsl:variable name="first-day" as="xs:date" select="min($known-days) - $margin"/>
  <xsl:variable name="last-day" as="xs:date" select="max($known-days) + $margin"/>
  <xsl:variable name="all-days" as="xs:integer" select="f:days($first-day, $last-day) + 1"/>

  <xsl:function name="f:days" as="xs:integer">
    <xsl:param name="from" as="xs:date"/>
    <xsl:param name="to" as="xs:date"/>
    <xsl:sequence select="xs:integer(($to - $from) div xs:dayTimeDuration('P1D'))"/>
  </xsl:function>

  <!-- The first and the last day that an element's attributes name; one is missing where the element
       leaves that end open. Nothing for an element that has no date of this form. -->
  <xsl:function name="f:interval" as="map(xs:string, xs:date?)?">
    <xsl:param name="dated" as="element()"/>
    <xsl:variable name="from" as="xs:date?" select="f:edge(($dated/@when, $dated/@from, $dated/@notBefore)[1], false())"/>
    <xsl:variable name="to" as="xs:date?" select="f:edge(($dated/@when, $dated/@to, $dated/@notAfter)[1], true())"/>
    <xsl:if test="exists(($from, $to)) and not($from gt $to)">
      <xsl:sequence select="map { 'from': $from, 'to': $to }"/>
    </xsl:if>
  </xsl:function>

  <!-- The first or last day of a day, a month or a year. -->
  <xsl:function name="f:edge" as="xs:date?">
    <xsl:param name="value" as="xs:string?"/>
    <xsl:param name="last" as="xs:boolean"/>
    <xsl:variable name="plain" as="xs:string" select="replace(string($value), 'T.*$', '')"/>
    <xsl:variable name="first" as="xs:date?" select="
        ($plain, $plain || '-01', $plain || '-01-01')[. castable as xs:date][1] ! xs:date(.) ! adjust-date-to-timezone(., ())"/>
    <xsl:sequence select="
        if (not($last) or $plain castable as xs:date) then $first
        else if ($plain castable as xs:gYearMonth) then $first + xs:yearMonthDuration('P1M') - xs:dayTimeDuration('P1D')
        else $first + xs:yearMonthDuration('P1Y') - xs:dayTimeDuration('P1D')"/>
  </xsl:function>

  <xsl:function name="f:in-time" as="element()*">
    <xsl:param name="entries" as="element()*"/>
    <xsl:for-each select="$entries">
      <xsl:sort select="f:interval(.) ! (.('from'), .('to'))[1]"/>
      <xsl:sort select="f:interval(.) ! (.('to'), .('from'))[1]"/>
      <xsl:sequence select="."/>
    </xsl:for-each>
  </xsl:function>

  <!-- Where a stretch of days lies on the line, and how long it is, in per cent from the left. -->
  <xsl:function name="f:stretch" as="xs:double+">
    <xsl:param name="from" as="xs:date"/>
    <xsl:param name="to" as="xs:date"/>
    <xsl:variable name="start" as="xs:double" select="100 * f:days($first-day, $from) div $all-days"/>
    <xsl:variable name="length" as="xs:double" select="100 * (f:days($from, $to) + 1) div $all-days"/>
    <xsl:sequence select="(if ($direction = 'rtl') then 100 - $start - $length else $start, $length) ! (round(. * 100) div 100)"/>
  </xsl:function>

  <!-- An entry's bar: whole where its days are known, hatched where they are only bounded, with an
       arrow where an end is open; a dot where it would be too short to see. -->
  <xsl:function name="f:bar" as="element()">
    <xsl:param name="entry" as="element()"/>
    <xsl:variable name="interval" as="map(xs:string, xs:date?)" select="f:interval($entry)"/>
    <xsl:variable name="at" as="xs:double+"
      select="f:stretch(($interval('from'), $first-day)[1], ($interval('to'), $last-day)[1])"/>
    <xsl:variable name="sure" as="xs:boolean" select="$entry/@when castable as xs:date or exists($entry/@from[../@to])"/>
    <svg class="bar" aria-hidden="true" focusable="false">
      <xsl:sequence select="f:ticks() ! f:grid(.)"/>
      <xsl:choose>
        <xsl:when test="$at[2] lt 1">
          <circle cx="{$at[1] + $at[2] div 2}%" cy="50%" r="6"/>
        </xsl:when>
        <xsl:otherwise>
          <rect x="{$at[1]}%" width="{$at[2]}%" y="20%" height="60%" rx="3" class="{if ($sure) then 'sure' else 'bounded'}"/>
        </xsl:otherwise>
      </xsl:choose>
      <xsl:if test="empty($interval('from'))"><xsl:sequence select="f:arrow($direction = 'rtl')"/></xsl:if>
      <xsl:if test="empty($interval('to'))"><xsl:sequence select="f:arrow($direction = 'ltr')"/></xsl:if>
    </svg>
  </xsl:function>

  <xsl:function name="f:arrow" as="element()">
    <xsl:param name="right" as="xs:boolean"/>
    <svg x="{if ($right) then '100%' else '0'}" y="50%" overflow="visible"><path class="open" d="{if ($right) then 'M-9-7l8 7-8 7' else 'M9-7l-8 7 8 7'}"/></svg>
  </xsl:function>

  <xsl:function name="f:grid" as="element()">
    <xsl:param name="day" as="xs:date"/>
    <xsl:variable name="at" as="xs:double" select="f:middle($day)"/>
    <line class="grid" x1="{$at}%" x2="{$at}%" y1="0" y2="100%"/>
  </xsl:function>

  <!-- Where a tick stands: in the middle of its day where days are told apart, else where it begins. -->
  <xsl:function name="f:middle" as="xs:double">
    <xsl:param name="day" as="xs:date"/>
    <xsl:variable name="at" as="xs:double+" select="f:stretch($day, $day)"/>
    <xsl:sequence select="round(100 * ($at[1] + $at[2] div 2)) div 100"/>
  </xsl:function>

  <xsl:variable name="scale" as="xs:string" select="if ($all-days le 60) then 'day' else if ($all-days le 1100) then 'month' else 'year'"/>

  <!-- The days that the axes name: at most nine. -->
  <xsl:function name="f:ticks" as="xs:date*" cache="yes">
    <xsl:variable name="years" as="xs:integer" select="year-from-date($last-day) - year-from-date($first-day)"/>
    <xsl:choose>
      <xsl:when test="$scale = 'day'">
        <xsl:variable name="step" as="xs:integer" select="(1, 2, 3, 5, 7)[. * 9 ge $all-days][1]"/>
        <!-- Counted from the first day that is known, so that this one has a name. -->
        <xsl:variable name="first" as="xs:integer" select="f:days($first-day, min($known-days)) mod $step"/>
        <xsl:sequence select="(0 to ($all-days - 1 - $first) idiv $step) ! ($first-day + (. * $step + $first) * xs:dayTimeDuration('P1D'))"/>
      </xsl:when>
      <xsl:when test="$scale = 'month'">
        <xsl:variable name="months" as="xs:integer" select="$all-days idiv 30 + 1"/>
        <xsl:variable name="step" as="xs:integer" select="(1, 2, 3, 6, 12)[. * 8 ge $months][1]"/>
        <xsl:variable name="first" as="xs:date" select="xs:date(substring(string($first-day), 1, 7) || '-01')"/>
        <xsl:sequence select="((0 to $months) ! ($first + . * xs:yearMonthDuration('P1M')))[(month-from-date(.) - 1) mod $step = 0][. ge $first-day and . le $last-day]"/>
      </xsl:when>
      <xsl:otherwise>
        <xsl:variable name="step" as="xs:integer" select="f:round-step($years div 8)"/>
        <xsl:sequence select="
            ((year-from-date($first-day) idiv $step) to (year-from-date($last-day) idiv $step)) ! (. * $step)[. ge 1]
            ! xs:date(format-integer(., '0000') || '-01-01')[. ge $first-day and . le $last-day]"/>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:function>

  <!-- The first of 1, 2, 5, 10, 20, 50 and so on that is not below a number. -->
  <xsl:function name="f:round-step" as="xs:integer">
    <xsl:param name="least" as="xs:decimal"/>
    <xsl:sequence select="((1, 2, 5)[. ge $least], 10 * f:round-step($least div 10))[1]"/>
  </xsl:function>

  <!-- An axis: the numbers of its days, months or years, and the month or year over the first of each. -->
  <xsl:function name="f:axis" as="element()">
    <xsl:param name="calendar" as="xs:string"/>
    <div class="axis {$calendar}">
      <span class="calendar">{f:label('timeline.' || $calendar)}</span>
      <svg aria-hidden="true" focusable="false">
        <xsl:for-each select="f:ticks()">
          <xsl:variable name="here" as="xs:string*" select="f:tick-words(., $calendar)"/>
          <xsl:variable name="position" as="xs:integer" select="position()"/>
          <xsl:variable name="before" as="xs:string*" select="f:ticks()[position() lt $position] ! f:tick-words(., $calendar)[2]"/>
          <text x="{f:middle(.)}%" y="{if ($calendar = 'hijri') then '1.1rem' else '3.7rem'}">{$here[1]}</text>
          <xsl:if test="$here[2] and not($here[2] = $before)">
            <!-- Names of months take turns on two lines: they are longer than a month on a phone. -->
            <xsl:variable name="line" as="xs:integer" select="count(distinct-values($before)) mod 2"/>
            <text class="over" x="{f:middle(.)}%" y="{if ($calendar = 'hijri') then ('2.4rem', '3.7rem')[$line + 1] else ('2.4rem', '1.1rem')[$line + 1]}"
              style="text-anchor:{if (f:is-late(.)) then 'end' else 'start'}">{$here[2]}</text>
          </xsl:if>
        </xsl:for-each>
      </svg>
    </div>
  </xsl:function>

  <xsl:function name="f:is-late" as="xs:boolean">
    <xsl:param name="day" as="xs:date"/>
    <xsl:sequence select="f:days($first-day, $day) * 3 gt $all-days * 2"/>
  </xsl:function>

  <!-- What a tick says in a calendar: its number, and the month and year that it belongs to. -->
  <xsl:function name="f:tick-words" as="xs:string*">
    <xsl:param name="day" as="xs:date"/>
    <xsl:param name="calendar" as="xs:string"/>
    <xsl:variable name="hijri" as="xs:integer*" select="(f:hijri($day), f:hijri-reckoned($day))[position() le 3]"/>
    <xsl:variable name="parts" as="xs:integer*"
      select="if ($calendar = 'hijri') then $hijri else (year-from-date($day), month-from-date($day), day-from-date($day))"/>
    <xsl:variable name="month" as="xs:string?"
      select="$parts[2] ! f:label((if ($calendar = 'hijri') then 'hijri.' else 'month.') || .)"/>
    <xsl:if test="exists($parts)">
      <xsl:sequence select="
          if ($scale = 'day') then (f:number($parts[3]), $month || ' ' || f:number($parts[1]))
          else if ($scale = 'month') then (f:number($parts[2]), f:number($parts[1]))
          else f:number($parts[1])"/>
    </xsl:if>
  </xsl:function>

  <!-- Year, month and day in the arithmetical Islamic calendar (Reingold and Dershowitz, Calendrical
       Calculations, 4th ed., 7.1), for days that the tables of Umm al-Qurā do not reach. -->
  <xsl:function name="f:hijri-reckoned" as="xs:integer*">
    <xsl:param name="date" as="xs:date"/>
    <xsl:variable name="day" as="xs:integer" select="f:days(xs:date('0622-07-19'), $date)"/>
    <xsl:if test="$day ge 0">
      <xsl:variable name="year" as="xs:integer" select="(30 * $day + 10646) idiv 10631"/>
      <xsl:variable name="rest" as="xs:integer" select="$day - (354 * ($year - 1) + (3 + 11 * $year) idiv 30)"/>
      <xsl:variable name="month" as="xs:integer" select="(11 * $rest + 330) idiv 325"/>
      <xsl:sequence select="$year, $month, $rest - (29 * ($month - 1) + $month idiv 2) + 1"/>
    </xsl:if>
  </xsl:function>

  <!-- A date in the words of one calendar: short, long, Hijrī. -->
  <xsl:function name="f:short" as="xs:string">
    <xsl:param name="value" as="xs:string"/>
    <xsl:sequence select="if ($value castable as xs:date) then f:gregorian(xs:date($value)) else f:date($value)"/>
  </xsl:function>

  <xsl:function name="f:long" as="xs:string">
    <xsl:param name="value" as="xs:string"/>
    <xsl:sequence select="
        if ($value castable as xs:date) then f:label('date.weekday', map {
          'weekday': f:label('weekday.' || f:weekday(xs:date($value))), 'date': f:gregorian(xs:date($value)) })
        else f:date(replace($value, '^0+(\d+)$', '$1'))"/>
  </xsl:function>

  <!-- The Hijrī day; of a month or a year its first and its last. Reckoned ones say that they are. -->
  <xsl:function name="f:hijri-words" as="xs:string">
    <xsl:param name="value" as="xs:string"/>
    <xsl:variable name="days" as="xs:date*" select="distinct-values((f:edge($value, false()), f:edge($value, true())))"/>
    <xsl:variable name="words" as="xs:string*" select="
        for $day in $days
        return
          if (exists(f:hijri($day))) then f:hijri-text(f:hijri($day))
          else if (exists(f:hijri-reckoned($day))) then f:label('timeline.reckoned', map { 'date': f:hijri-text(f:hijri-reckoned($day)) })
          else ()"/>
    <!-- Of a year that the calendar begins in, the last day alone would say too little. -->
    <xsl:sequence select="
        if (count($words) = 2) then f:label('timeline.range', map { 'from': $words[1], 'to': $words[2] })
        else if (count($days) = 1) then string($words)
        else ''"/>
  </xsl:function>

  <!-- Many entries as a histogram: how many begin in each of up to fifty stretches of the line. -->
  <xsl:function name="f:histogram" as="element()">
    <xsl:param name="entries" as="element()*"/>
    <xsl:variable name="width" as="xs:integer" select="max((1, xs:integer(ceiling($all-days div 50))))"/>
    <xsl:variable name="bins" as="array(element()*)*">
      <xsl:for-each-group select="$entries" group-by="f:days($first-day, f:interval(.) ! (.('from'), .('to'))[1]) idiv $width">
        <xsl:sequence select="array { current-group() }"/>
      </xsl:for-each-group>
    </xsl:variable>
    <xsl:variable name="most" as="xs:integer" select="max($bins ! array:size(.))"/>
    <svg class="histogram" role="img" aria-label="{f:label('timeline.histogram', map { 'n': f:number(count($entries)) })}">
      <xsl:sequence select="f:ticks() ! f:grid(.)"/>
      <xsl:for-each select="$bins">
        <xsl:variable name="from" as="xs:date" select="
            $first-day + (f:days($first-day, f:interval(.(1)) ! (.('from'), .('to'))[1]) idiv $width) * $width * xs:dayTimeDuration('P1D')"/>
        <xsl:variable name="at" as="xs:double+" select="f:stretch($from, $from + ($width - 1) * xs:dayTimeDuration('P1D'))"/>
        <xsl:variable name="height" as="xs:double" select="round(1000 * array:size(.) div $most) div 10"/>
        <rect x="{$at[1]}%" width="{$at[2]}%" y="{100 - $height}%" height="{$height}%"><title>{f:short(string($from))}: {f:number(array:size(.))}</title></rect>
      </xsl:for-each>
    </svg>
  </xsl:function>
</xsl:stylesheet>
