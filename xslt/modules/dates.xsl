<?xml version="1.0" encoding="UTF-8"?>
<!-- In: a Gregorian date. Out: the same day in the calendar of Umm al-Qurā, and both written in the
     language of the interface. Computed for display only: nothing here enters a text. -->
<xsl:stylesheet version="3.0" expand-text="yes"
  xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:xs="http://www.w3.org/2001/XMLSchema"
  xmlns:f="https://tahqiq.example/ns/functions"
  exclude-result-prefixes="#all">

  <xsl:variable name="hijri-years" as="document-node()" select="doc('umm-al-qura.xml')"/>

  <!-- Year, month and day in the calendar of Umm al-Qurā, as three integers; nothing for a date
       outside its tables (1 August 1924 to 16 November 2077). -->
  <xsl:function name="f:hijri" as="xs:integer*">
    <xsl:param name="date" as="xs:date"/>
    <xsl:variable name="year" as="element(year)?"
      select="$hijri-years/years/year[xs:date(@from) le $date][last()]"/>
    <xsl:if test="$year">
      <xsl:variable name="day" as="xs:integer"
        select="days-from-duration($date - xs:date($year/@from))"/>
      <xsl:variable name="lengths" as="xs:integer+" select="tokenize($year/@months) ! xs:integer(.)"/>
      <xsl:sequence select="f:month-and-day($year/@n, $lengths, $day, 1)"/>
    </xsl:if>
  </xsl:function>

  <xsl:function name="f:month-and-day" as="xs:integer*">
    <xsl:param name="year" as="xs:integer"/>
    <xsl:param name="lengths" as="xs:integer*"/>
    <xsl:param name="day" as="xs:integer"/>
    <xsl:param name="month" as="xs:integer"/>
    <xsl:sequence select="
        if (empty($lengths)) then ()
        else if ($day lt head($lengths)) then ($year, $month, $day + 1)
        else f:month-and-day($year, tail($lengths), $day - head($lengths), $month + 1)"/>
  </xsl:function>

  <!-- A TEI date (2015, 2015-02, 2015-02-16) in words of the interface; a full date also with its
       weekday and its Hijrī equivalent. A form that is none of these comes back as it is. -->
  <xsl:function name="f:date" as="xs:string">
    <xsl:param name="when" as="xs:string"/>
    <xsl:choose>
      <xsl:when test="$when castable as xs:date">
        <xsl:variable name="date" as="xs:date" select="xs:date($when)"/>
        <xsl:variable name="hijri" as="xs:integer*" select="f:hijri($date)"/>
        <xsl:sequence select="
            f:label('date.weekday', map { 'weekday': f:label('weekday.' || f:weekday($date)), 'date': f:gregorian($date) })
            || (if (exists($hijri)) then f:label('date.hijri', map { 'date': f:hijri-text($hijri) }) else '')"/>
      </xsl:when>
      <xsl:when test="$when castable as xs:gYearMonth">
        <xsl:sequence select="
            f:label('month.' || xs:integer(substring-after($when, '-'))) || ' ' || f:digits(substring-before($when, '-'))"/>
      </xsl:when>
      <xsl:otherwise>
        <xsl:sequence select="f:digits($when)"/>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:function>

  <xsl:function name="f:gregorian" as="xs:string">
    <xsl:param name="date" as="xs:date"/>
    <xsl:sequence select="
        f:label('date.gregorian', map {
          'day': f:number(day-from-date($date)),
          'month': f:label('month.' || month-from-date($date)),
          'year': f:number(year-from-date($date)) })"/>
  </xsl:function>

  <xsl:function name="f:hijri-text" as="xs:string">
    <xsl:param name="hijri" as="xs:integer+"/>
    <xsl:sequence select="
        f:label('date.hijri-form', map {
          'day': f:number($hijri[3]), 'month': f:label('hijri.' || $hijri[2]), 'year': f:number($hijri[1]) })"/>
  </xsl:function>

  <!-- The weekday of a date: 1 Monday to 7 Sunday, counted from a Monday. -->
  <xsl:function name="f:weekday" as="xs:integer">
    <xsl:param name="date" as="xs:date"/>
    <xsl:variable name="days" as="xs:integer"
      select="days-from-duration($date - xs:date('1900-01-01'))"/>
    <xsl:sequence select="(($days mod 7) + 7) mod 7 + 1"/>
  </xsl:function>

  <!-- What the attributes of a date say, in words. -->
  <xsl:function name="f:date-text" as="xs:string">
    <xsl:param name="dated" as="element()"/>
    <xsl:variable name="when" as="xs:string?" select="$dated/@when/string()"/>
    <xsl:variable name="from" as="xs:string?" select="($dated/@from, $dated/@notBefore)[1]/string()"/>
    <xsl:variable name="to" as="xs:string?" select="($dated/@to, $dated/@notAfter)[1]/string()"/>
    <xsl:sequence select="
        if ($when) then f:date($when)
        else if ($from and $to) then f:label('date.between', map { 'from': f:date($from), 'to': f:date($to) })
        else if ($from) then f:label('date.not-before', map { 'date': f:date($from) })
        else if ($to) then f:label('date.not-after', map { 'date': f:date($to) })
        else ''"/>
  </xsl:function>
</xsl:stylesheet>
