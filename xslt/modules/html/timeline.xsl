<?xml version="1.0" encoding="UTF-8"?>
<!-- In: the dates of texts, of the events in the register, and of the writing itself. Out: the page of
     the timeline: what is told and the time of telling in lanes of their own, under axes of both
     calendars, and a table of the same. Absolute dates that carry a note on chronology tell when
     the text speaks, not what it speaks of. -->
<xsl:stylesheet version="3.0" expand-text="yes"
  xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:xs="http://www.w3.org/2001/XMLSchema"
  xmlns:f="https://tahqiq.example/ns/functions"
  xmlns:m="https://tahqiq.example/ns/modes"
  xmlns:t="https://tahqiq.example/ns/templates"
  xpath-default-namespace="http://www.tei-c.org/ns/1.0"
  exclude-result-prefixes="#all">

  <xsl:include href="timeline-scale.xsl"/>

  <!-- A lane with more entries than this is drawn as a histogram. -->
  <xsl:variable name="lane-rows" as="xs:integer" select="40"/>

  <xsl:variable name="text-dates" as="element()*"
    select="$documents//text//date[not(ancestor::note)][exists(f:interval(.))]"/>
  <xsl:variable name="telling" as="element()*" select="
      $text-dates[f:is-of-telling(.)],
      $documents//TEI/teiHeader/profileDesc/creation/(origDate | date)[exists(f:interval(.))]"/>
  <xsl:variable name="told" as="element()*" select="
      f:register-records('events')[exists(f:interval(.))], $text-dates except $telling"/>
  <xsl:variable name="undated" as="element()*" select="f:register-records('events')[empty(f:interval(.))]"/>

  <xsl:template name="t:timeline" as="element()*">
    <h1>{f:label('timeline')}</h1>
    <p class="lead">{f:label('timeline.lead')}</p>
    <xsl:if test="exists(($told, $telling))">
      <figure class="timeline" aria-labelledby="timeline-caption">
        <xsl:sequence select="f:axis('gregorian')"/>
        <xsl:call-template name="t:lane">
          <xsl:with-param name="name" select="'told'"/>
          <xsl:with-param name="entries" select="$told"/>
        </xsl:call-template>
        <xsl:call-template name="t:lane">
          <xsl:with-param name="name" select="'telling'"/>
          <xsl:with-param name="entries" select="$telling"/>
        </xsl:call-template>
        <xsl:sequence select="f:axis('hijri')"/>
        <figcaption id="timeline-caption">{f:label('timeline.caption')}</figcaption>
      </figure>
    </xsl:if>
    <xsl:call-template name="t:timeline-table"/>
  </xsl:template>

  <!-- One layer of time: its entries one below the other, in their order. -->
  <xsl:template name="t:lane" as="element()?">
    <xsl:param name="name" as="xs:string"/>
    <xsl:param name="entries" as="element()*"/>
    <xsl:if test="exists($entries)">
      <section class="lane {$name}" aria-labelledby="lane-{$name}">
        <h2 id="lane-{$name}">{f:label('timeline.' || $name)}</h2>
        <xsl:choose>
          <xsl:when test="count($entries) gt $lane-rows">
            <xsl:sequence select="f:histogram($entries)"/>
          </xsl:when>
          <xsl:otherwise>
            <ol>
              <xsl:for-each select="f:in-time($entries)">
                <li data-record="{f:entry-id(.)}">
                  <span class="what">
                    <a href="#{f:entry-id(.)}"><xsl:call-template name="t:entry-name"/></a>
                    <xsl:text> </xsl:text>
                    <span class="when">{f:short-date(.)}</span>
                  </span>
                  <xsl:sequence select="f:bar(.)"/>
                </li>
              </xsl:for-each>
            </ol>
          </xsl:otherwise>
        </xsl:choose>
      </section>
    </xsl:if>
  </xsl:template>

  <xsl:template name="t:timeline-table" as="element()">
    <div class="table-box" role="region" aria-labelledby="timeline-table" tabindex="0">
      <table class="facts">
        <caption id="timeline-table">{f:label('timeline.table')}</caption>
        <thead>
          <tr>
            <xsl:for-each select="'timeline.what', 'timeline.gregorian', 'timeline.hijri', 'timeline.where'">
              <th scope="col">{f:label(.)}</th>
            </xsl:for-each>
          </tr>
        </thead>
        <xsl:for-each select="'told', 'telling', 'undated'">
          <xsl:variable name="entries" as="element()*"
            select="if (. = 'told') then $told else if (. = 'telling') then $telling else $undated"/>
          <xsl:if test="exists($entries)">
            <tbody>
              <tr class="group"><th scope="rowgroup" colspan="4">{f:label('timeline.' || .)}</th></tr>
              <xsl:for-each select="f:in-time($entries)">
                <xsl:call-template name="t:timeline-row"/>
              </xsl:for-each>
            </tbody>
          </xsl:if>
        </xsl:for-each>
      </table>
    </div>
  </xsl:template>

  <xsl:template name="t:timeline-row" as="element()">
    <tr id="{f:entry-id(.)}" data-record="{f:entry-id(.)}">
      <th scope="row">
        <xsl:choose>
          <xsl:when test="self::event">
            <xsl:call-template name="t:record-link"><xsl:with-param name="record" select="."/></xsl:call-template>
          </xsl:when>
          <xsl:otherwise><xsl:call-template name="t:entry-name"/></xsl:otherwise>
        </xsl:choose>
        <xsl:if test="@type = 'relative'"><xsl:text> </xsl:text><span class="kind">{f:label('timeline.relative')}</span></xsl:if>
        <xsl:for-each select="f:chronology(.)">
          <xsl:variable name="body" as="element()+" select="if (ab) then f:in-language(ab) else ."/>
          <xsl:for-each select="$body">
            <p class="remark" lang="{f:lang(.)}" dir="{f:direction(f:lang(.))}"><xsl:apply-templates mode="m:header-html"/></p>
          </xsl:for-each>
        </xsl:for-each>
      </th>
      <td>{f:gregorian-date(.)}</td>
      <td>{f:hijri-date(.)}</td>
      <td>
        <xsl:variable name="places" as="node()*" select="if (self::event) then f:mentions-of(.) else self::date[ancestor::text]"/>
        <xsl:choose>
          <xsl:when test="exists($places)">
            <span class="where"><xsl:call-template name="t:unit-links"><xsl:with-param name="nodes" select="$places"/></xsl:call-template></span>
          </xsl:when>
          <xsl:when test="ancestor::teiHeader">
            <a href="{ancestor::TEI/@xml:id}.about.html">{f:label('about')}</a>
          </xsl:when>
        </xsl:choose>
      </td>
    </tr>
  </xsl:template>

  <!-- What an entry is called: an event's name, the words of a date, or that it is the writing. -->
  <xsl:template name="t:entry-name" as="node()*">
    <xsl:choose>
      <xsl:when test="self::event">{f:name(., $lang)}</xsl:when>
      <xsl:when test="ancestor::teiHeader">{f:label('origin')}<xsl:if test="count($documents//TEI) gt 1">: <xsl:sequence select="f:text-name(ancestor::TEI)"/></xsl:if></xsl:when>
      <xsl:otherwise><bdi lang="{f:lang(.)}" dir="{f:direction(f:lang(.))}">«{f:words(.)}»</bdi></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- The notes on chronology that stand right after a date. -->
  <xsl:function name="f:chronology" as="element(note)*">
    <xsl:param name="entry" as="element()"/>
    <xsl:sequence select="
        $entry/self::date/following-sibling::node()[not(self::text()[normalize-space() = ''])][1]/self::note[@type = 'chronology']"/>
  </xsl:function>

  <xsl:function name="f:is-of-telling" as="xs:boolean">
    <xsl:param name="date" as="element()"/>
    <xsl:sequence select="exists(f:chronology($date)) and not($date/@type = 'relative')"/>
  </xsl:function>

  <!-- An id for an entry's row: a record's own, else one by place, which no one cites. -->
  <xsl:function name="f:entry-id" as="xs:string">
    <xsl:param name="entry" as="element()"/>
    <xsl:sequence select="
        if ($entry/self::event) then 'row-' || $entry/@xml:id
        else if ($entry/ancestor::teiHeader) then 'row-' || $entry/ancestor::TEI/@xml:id || '-origin'
        else 'row-date-' || count($text-dates[. &lt;&lt; $entry]) + 1"/>
  </xsl:function>

  <!-- The name of a day in few words: on the figure there is little room. -->
  <xsl:function name="f:short-date" as="xs:string">
    <xsl:param name="entry" as="element()"/>
    <xsl:sequence select="f:bounds($entry, f:short#1)"/>
  </xsl:function>

  <xsl:function name="f:gregorian-date" as="xs:string">
    <xsl:param name="entry" as="element()"/>
    <xsl:sequence select="if (exists(f:interval($entry))) then f:bounds($entry, f:long#1) else f:label('timeline.no-date')"/>
  </xsl:function>

  <!-- The Hijrī days of an entry; a whole month or year has none of its own. -->
  <xsl:function name="f:hijri-date" as="xs:string">
    <xsl:param name="entry" as="element()"/>
    <xsl:sequence select="if (exists(f:interval($entry))) then f:bounds($entry, f:hijri-words#1) else ''"/>
  </xsl:function>

  <!-- The words for an entry's dates, each said by a function: on, from, to, between. -->
  <xsl:function name="f:bounds" as="xs:string">
    <xsl:param name="entry" as="element()"/>
    <xsl:param name="say" as="function(xs:string) as xs:string"/>
    <xsl:variable name="when" as="xs:string?" select="$entry/@when/string()"/>
    <xsl:variable name="from" as="xs:string?" select="($entry/@from, $entry/@notBefore)[1]/string()"/>
    <xsl:variable name="to" as="xs:string?" select="($entry/@to, $entry/@notAfter)[1]/string()"/>
    <xsl:sequence select="
        if ($when) then $say($when)
        else if ($from and $to) then f:label('date.between', map { 'from': $say($from), 'to': $say($to) })
        else if ($from) then f:label('date.not-before', map { 'date': $say($from) })
        else f:label('date.not-after', map { 'date': $say($to) })"/>
  </xsl:function>
</xsl:stylesheet>
