<?xml version="1.0" encoding="UTF-8"?>
<!-- In: the date of a publication. Out: its year as a citation writes it, in one calendar or in both. What
     @when holds is Gregorian; a Hijrī year is that of @when-custom, or of a date that is called so. -->
<xsl:stylesheet version="3.0" expand-text="yes"
  xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:xs="http://www.w3.org/2001/XMLSchema"
  xmlns:f="https://tahqiq.example/ns/functions"
  xpath-default-namespace="http://www.tei-c.org/ns/1.0"
  exclude-result-prefixes="#all">

  <!-- The date of a publication: of several the first that is not called something else, as a reprint. -->
  <xsl:function name="f:published-on" as="element(date)?">
    <xsl:param name="published" as="element(publicationStmt)"/>
    <xsl:sequence select="($published/date[not(@type)], $published/date)[1]"/>
  </xsl:function>

  <!-- The latest of the dates of several texts; the first where they cannot be compared. -->
  <xsl:function name="f:latest" as="element(date)?">
    <xsl:param name="dates" as="element(date)*"/>
    <xsl:variable name="last" as="xs:string?" select="max($dates/@when/string())"/>
    <xsl:sequence select="($dates[@when = $last], $dates)[1]"/>
  </xsl:function>

  <!-- The Hijrī year, or day, that a date itself states, in European digits; empty where it states none. -->
  <xsl:function name="f:hijri-year" as="xs:string">
    <xsl:param name="date" as="element(date)?"/>
    <xsl:variable name="called" as="xs:boolean"
      select="matches(string-join($date/(@calendar, @datingMethod), ' '), 'hij|qur|islam', 'i')"/>
    <xsl:variable name="stated" as="xs:string?" select="
        if ($called and $date/@when-custom) then string($date/@when-custom)
        else (analyze-string(string($date), '([0-9٠-٩]{1,4})\s*(هـ|ه(\W|$)|A\.?H)')//*:group[@nr = '1']/string(),
          if ($called) then string($date) else ())[1]"/>
    <xsl:variable name="western" as="xs:string" select="translate(string($stated), '٠١٢٣٤٥٦٧٨٩', '0123456789')"/>
    <xsl:sequence select="
        string((analyze-string($western, '^[0-9]{1,4}-[0-9]{2}(-[0-9]{2})?$|[0-9]{1,4}')//*:match)[1])"/>
  </xsl:function>

  <!-- The Gregorian years that a Hijrī date (1446, 1446-09, 1446-09-01) touches, one or two, by the
       arithmetic calendar: right for the years, whatever the calendar of the days, which differ by one. -->
  <xsl:function name="f:gregorian-years" as="xs:integer*">
    <xsl:param name="hijri" as="xs:string"/>
    <xsl:variable name="parts" as="xs:integer*" select="tokenize($hijri, '-')[. castable as xs:integer] ! xs:integer(.)"/>
    <xsl:if test="$parts[1] gt 0">
      <xsl:variable name="first" as="xs:date" select="f:first-of-muharram($parts[1])"/>
      <xsl:variable name="begins" as="xs:integer" select="xs:integer(ceiling(29.5 * (($parts[2], 1)[1] - 1)) + ($parts[3], 1)[1])"/>
      <xsl:variable name="lasts" as="xs:integer" select="if ($parts[3]) then 1 else if ($parts[2]) then 30 else 354"/>
      <xsl:variable name="edge" as="xs:integer" select="if ($parts[2]) then 1 else 0"/>
      <xsl:sequence select="
          distinct-values(($begins - 1 - $edge, $begins + $lasts - 2 + $edge) ! year-from-date($first + . * xs:dayTimeDuration('P1D')))"/>
    </xsl:if>
  </xsl:function>

  <!-- A date of @when and the like, as much of it as is one: a day, a month or a year. -->
  <xsl:function name="f:iso-date" as="xs:string">
    <xsl:param name="date" as="element(date)?"/>
    <xsl:variable name="said" as="xs:string"
      select="string(($date/@when, $date/@to, $date/@notAfter, $date/@from, $date/@notBefore)[1])"/>
    <xsl:sequence select="
        string((substring($said, 1, 10)[. castable as xs:date], substring($said, 1, 7)[. castable as xs:gYearMonth],
          substring($said, 1, 4)[. castable as xs:gYear])[1])"/>
  </xsl:function>

  <!-- The year in which a publication began, or before which it did not appear, where its date says a later
       one, too; else empty. -->
  <xsl:function name="f:since" as="xs:string">
    <xsl:param name="date" as="element(date)?"/>
    <xsl:variable name="first" as="xs:string" select="substring(string(($date/@from, $date/@notBefore)[1]), 1, 4)"/>
    <xsl:sequence select="
        if (not($date/@when) and $first castable as xs:gYear and $first lt substring(f:iso-date($date), 1, 4)) then $first else ''"/>
  </xsl:function>

  <!-- The years of a publication, one or two, where the day is not known. -->
  <xsl:function name="f:issued-years" as="xs:integer*">
    <xsl:param name="work" as="map(*)"/>
    <xsl:sequence select="
        if ($work?since ne '') then ($work?since, substring($work?date, 1, 4)) ! xs:integer(.)
        else if ($work?date eq '') then f:gregorian-years($work?hijri) else ()"/>
  </xsl:function>

  <!-- The first day of a Hijrī year in the arithmetic civil calendar (epoch 16 July 622, Julian). -->
  <xsl:function name="f:first-of-muharram" as="xs:date">
    <xsl:param name="year" as="xs:integer"/>
    <xsl:variable name="days" as="xs:integer" select="354 * ($year - 1) + (11 * $year + 3) idiv 30 + 1948440"/>
    <xsl:sequence select="xs:date('2000-01-01') + ($days - 2451545) * xs:dayTimeDuration('P1D')"/>
  </xsl:function>

  <!-- The year for a reader of a language; the locale's word for an undated work where none is known. An
       Arabic citation has the Hijrī year beside the Gregorian one wherever the day tells it. -->
  <xsl:function name="f:year" as="xs:string">
    <xsl:param name="work" as="map(*)"/>
    <xsl:param name="language" as="xs:string"/>
    <xsl:variable name="date" as="xs:string" select="$work?date"/>
    <xsl:variable name="gregorian" as="xs:string" select="
        if ($date ne '' and $work?since eq '') then replace($date, '^0*(\d+)\D.*$|^0*(\d+)$', '$1$2') else f:short-range(f:issued-years($work))"/>
    <xsl:variable name="both" as="xs:boolean" select="f:label-in($language, 'cite.calendars') = 'both'"/>
    <xsl:variable name="hijri" as="xs:string" select="
        if ($work?hijri ne '') then replace($work?hijri, '-.*$', '')
        else if ($both and $work?since eq '' and $date castable as xs:date) then string(f:hijri(xs:date($date))[1]) else ''"/>
    <xsl:sequence select="
        if ($gregorian eq '') then f:label-in($language, 'cite.undated')
        else if ($hijri eq '') then f:digits-in($language, $gregorian)
        else f:filled(f:label-in($language, 'cite.years'), map {
          'hijri': f:digits-in($language, $hijri), 'gregorian': f:digits-in($language, $gregorian) })"/>
  </xsl:function>

  <xsl:function name="f:short-range" as="xs:string">
    <xsl:param name="years" as="xs:integer*"/>
    <xsl:sequence select="
        string-join(($years[1], $years[2] ! (if ($years[1] idiv 100 = . idiv 100) then format-integer(. mod 100, '00') else string(.))), '–')"/>
  </xsl:function>

  <xsl:function name="f:digits-in" as="xs:string">
    <xsl:param name="language" as="xs:string"/>
    <xsl:param name="text" as="xs:string"/>
    <xsl:sequence select="
        if (f:locales($language)[last()]/*/@digits = '١') then translate($text, '0123456789', '٠١٢٣٤٥٦٧٨٩') else $text"/>
  </xsl:function>
</xsl:stylesheet>
