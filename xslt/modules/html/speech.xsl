<?xml version="1.0" encoding="UTF-8"?>
<!-- In: the stretches of speech of a project. Out: the page of who says what: a diagram of speakers
     and what they speak about, the figures that they give, and a table of every stretch. What is
     denied is shown as denied everywhere. -->
<xsl:stylesheet version="3.0" expand-text="yes"
  xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:xs="http://www.w3.org/2001/XMLSchema"
  xmlns:f="https://tahqiq.example/ns/functions"
  xmlns:t="https://tahqiq.example/ns/templates"
  xpath-default-namespace="http://www.tei-c.org/ns/1.0"
  exclude-result-prefixes="#all">

  <xsl:include href="speech-figures.xsl"/>

  <!-- So many speakers and subjects fit a diagram: those most often there; the table has all. -->
  <xsl:variable name="most-speakers" as="xs:integer" select="16"/>
  <xsl:variable name="most-subjects" as="xs:integer" select="32"/>

  <xsl:variable name="speeches" as="element(said)*" select="$documents//text//said"/>
  <xsl:key name="by-speaker" match="said" use="f:speakers(.)"/>
  <xsl:key name="by-subject" match="said" use="f:subjects(.)"/>

  <xsl:variable name="all-speakers" as="xs:string*" select="distinct-values($speeches ! f:speakers(.))"/>
  <xsl:variable name="speakers" as="xs:string*" select="f:most($all-speakers, 'by-speaker', $most-speakers)"/>
  <xsl:variable name="subjects" as="xs:string*">
    <xsl:for-each select="f:most(distinct-values($speeches ! f:subjects(.)), 'by-subject', $most-subjects)">
      <!-- Near those who speak of them, so that fewer lines cross. -->
      <xsl:sort select="avg(key('by-subject', ., $documents) ! f:speakers(.) ! index-of($speakers, .))"/>
      <xsl:sort select="-count(key('by-subject', ., $documents))"/>
      <xsl:sequence select="."/>
    </xsl:for-each>
  </xsl:variable>

  <xsl:template name="t:speech" as="element()*">
    <h1>{f:label('speech')}</h1>
    <p class="lead">{f:label('speech.lead', map {
      'speeches': f:number(count($speeches)), 'speakers': f:number(count($all-speakers)),
      'denied': f:number(count($speeches[f:is-denied(.)])) })}</p>
    <xsl:if test="exists($subjects)">
      <xsl:call-template name="t:speech-diagram"/>
    </xsl:if>
    <xsl:call-template name="t:figures"/>
    <xsl:call-template name="t:speech-table"/>
  </xsl:template>

  <!-- Two columns of names and a curve between those that belong together, as wide as they often do.
       Heights are parts of the whole, so that the lines meet the names at every size of letters. -->
  <xsl:template name="t:speech-diagram" as="element()">
    <figure class="flow" aria-labelledby="flow-caption" style="--rows:{max((count($subjects), count($speakers)))}">
      <p class="flow-heads" aria-hidden="true"><span>{f:label('speech.who')}</span> <span>{f:label('speech.about')}</span></p>
      <div class="flow-body">
        <ul class="speakers" aria-label="{f:label('speech.who')}">
          <xsl:for-each select="$speakers">
            <li><a href="#said-{.}" data-speaker="{.}"><span>{f:record-name(.)}</span><xsl:text>&#160;</xsl:text><span class="count">{f:number(count(key('by-speaker', ., $documents)))}</span></a></li>
          </xsl:for-each>
        </ul>
        <svg viewBox="0 0 100 1000" preserveAspectRatio="none" aria-hidden="true" focusable="false">
          <xsl:for-each select="$speakers">
            <xsl:variable name="speaker" as="xs:string" select="."/>
            <xsl:for-each select="$subjects">
              <xsl:sequence select="f:curve($speaker, ., key('by-subject', ., $documents)[f:speakers(.) = $speaker])"/>
            </xsl:for-each>
          </xsl:for-each>
        </svg>
        <ul class="subjects" aria-label="{f:label('speech.about')}">
          <xsl:for-each select="$subjects">
            <li><a href="{f:known(.) ! f:record-address(.)}" data-subject="{.}"><span>{f:record-name(.)}</span><xsl:text>&#160;</xsl:text><span class="count">{f:number(count(key('by-subject', ., $documents)))}</span></a></li>
          </xsl:for-each>
        </ul>
      </div>
      <figcaption id="flow-caption">{f:label('speech.caption')}</figcaption>
    </figure>
  </xsl:template>

  <!-- The curve from a speaker to a subject; a broken one of its own for what is denied. -->
  <xsl:function name="f:curve" as="element()*">
    <xsl:param name="speaker" as="xs:string"/>
    <xsl:param name="subject" as="xs:string"/>
    <xsl:param name="stretches" as="element(said)*"/>
    <xsl:variable name="from" as="xs:double" select="round(1000 * (index-of($speakers, $speaker) - 0.5) div count($speakers))"/>
    <xsl:variable name="to" as="xs:double" select="round(1000 * (index-of($subjects, $subject) - 0.5) div count($subjects))"/>
    <xsl:variable name="ends" as="xs:integer+" select="if ($direction = 'rtl') then (100, 0) else (0, 100)"/>
    <xsl:for-each-group select="$stretches" group-by="f:is-denied(.)">
      <path class="{if (current-grouping-key()) then 'denied' else 'said'}" data-speaker="{$speaker}" data-subject="{$subject}"
        style="--n:{count(current-group())}"
        d="M{$ends[1]} {$from + (if (current-grouping-key()) then 6 else 0)}C50 {$from} 50 {$to} {$ends[2]} {$to + (if (current-grouping-key()) then 6 else 0)}"/>
    </xsl:for-each-group>
  </xsl:function>

  <xsl:template name="t:speech-table" as="element()">
    <div class="table-box" role="region" aria-labelledby="speech-table" tabindex="0">
      <table class="facts speeches">
        <caption id="speech-table">{f:label('speech.table')}</caption>
        <thead>
          <tr>
            <xsl:for-each select="'speech.where', 'speech.words', 'speech.how', 'speech.about'">
              <th scope="col">{f:label(.)}</th>
            </xsl:for-each>
          </tr>
        </thead>
        <xsl:for-each select="$all-speakers">
          <tbody>
            <tr class="group" id="said-{.}">
              <th scope="rowgroup" colspan="4">
                <xsl:for-each select="f:known(.)"><xsl:call-template name="t:record-link"><xsl:with-param name="record" select="."/></xsl:call-template></xsl:for-each>
              </th>
            </tr>
            <xsl:for-each select="key('by-speaker', ., $documents)">
              <xsl:call-template name="t:speech-row"/>
            </xsl:for-each>
          </tbody>
        </xsl:for-each>
        <xsl:variable name="nameless" as="element(said)*" select="$speeches[empty(f:speakers(.))]"/>
        <xsl:if test="exists($nameless)">
          <tbody>
            <tr class="group"><th scope="rowgroup" colspan="4">{f:label('speech.nameless')}</th></tr>
            <xsl:for-each select="$nameless"><xsl:call-template name="t:speech-row"/></xsl:for-each>
          </tbody>
        </xsl:if>
      </table>
    </div>
  </xsl:template>

  <xsl:template name="t:speech-row" as="element()">
    <tr data-speaker="{f:speakers(.)}">
      <td><span class="where"><xsl:call-template name="t:unit-links"><xsl:with-param name="nodes" select="."/></xsl:call-template></span></td>
      <td class="words"><xsl:sequence select="f:phrase(.)"/></td>
      <td>
        <xsl:if test="f:is-denied(.)"><b class="denied">{f:label('denied')}</b><xsl:text> · </xsl:text></xsl:if>
        <xsl:text>{f:label(if (@direct = 'true') then 'direct' else 'speech.indirect')}</xsl:text>
        <xsl:for-each select="f:targets(., @toWhom)">
          <xsl:text>{if (position() eq 1) then ' · ' else f:label('list-separator')}</xsl:text>
          <xsl:text>{f:label('said-to', map { 'who': f:record-name(.) })}</xsl:text>
        </xsl:for-each>
      </td>
      <td>
        <xsl:for-each select="f:subjects(.)">
          <xsl:if test="position() gt 1">{f:label('list-separator')}</xsl:if>
          <xsl:for-each select="f:known(.)"><xsl:call-template name="t:record-link"><xsl:with-param name="record" select="."/></xsl:call-template></xsl:for-each>
        </xsl:for-each>
      </td>
    </tr>
  </xsl:template>

  <!-- The ids of the records that a pointing attribute of a stretch of speech names. -->
  <xsl:function name="f:targets" as="xs:string*">
    <xsl:param name="said" as="element()"/>
    <xsl:param name="pointers" as="attribute()?"/>
    <xsl:sequence select="
        distinct-values(tokenize($pointers)[starts-with(., '#')] ! substring(., 2))[exists(key('record', ., root($said)))]"/>
  </xsl:function>

  <xsl:function name="f:speakers" as="xs:string*">
    <xsl:param name="said" as="element(said)"/>
    <xsl:sequence select="f:targets($said, $said/@who)"/>
  </xsl:function>

  <!-- What a stretch of speech is about: every record that it mentions. -->
  <xsl:function name="f:subjects" as="xs:string*">
    <xsl:param name="said" as="element(said)"/>
    <xsl:sequence select="distinct-values($said//*[@ref][not(ancestor::note)][f:is-mention(.)] ! f:record(.)/@xml:id ! string())"/>
  </xsl:function>

  <xsl:function name="f:is-denied" as="xs:boolean">
    <xsl:param name="said" as="element()"/>
    <xsl:sequence select="$said/ancestor-or-self::said/@ana ! tokenize(.) = '#denied'"/>
  </xsl:function>

  <xsl:function name="f:known" as="element()">
    <xsl:param name="id" as="xs:string"/>
    <xsl:sequence select="key('record', $id, $documents)[1]"/>
  </xsl:function>

  <xsl:function name="f:record-name" as="xs:string">
    <xsl:param name="id" as="xs:string"/>
    <xsl:sequence select="f:name(f:known($id), $lang)"/>
  </xsl:function>

  <!-- Of ids, those that most stretches of speech have under a key, in the order given. -->
  <xsl:function name="f:most" as="xs:string*">
    <xsl:param name="ids" as="xs:string*"/>
    <xsl:param name="key" as="xs:string"/>
    <xsl:param name="limit" as="xs:integer"/>
    <xsl:variable name="sorted" as="xs:string*"
      select="sort($ids, (), function($id as xs:string) as xs:integer { -count(key($key, $id, $documents)) })"/>
    <xsl:sequence select="$ids[. = $sorted[position() le $limit]]"/>
  </xsl:function>
</xsl:stylesheet>
