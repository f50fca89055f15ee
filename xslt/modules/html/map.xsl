<?xml version="1.0" encoding="UTF-8"?>
<!-- In: the records of places and the texts that mention them. Out: the page of the map: an SVG of the
     base map, a label for each place that the register locates, and a table of all of them. A place
     stands where its record's coordinates put it, a country where its ISO code does; no other is
     given a place. -->
<xsl:stylesheet version="3.0" expand-text="yes"
  xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:xs="http://www.w3.org/2001/XMLSchema"
  xmlns:f="https://tahqiq.example/ns/functions"
  xmlns:map="http://www.w3.org/2005/xpath-functions/map"
  xmlns:math="http://www.w3.org/2005/xpath-functions/math"
  xmlns:t="https://tahqiq.example/ns/templates"
  xpath-default-namespace="http://www.tei-c.org/ns/1.0"
  exclude-result-prefixes="#all">

  <xsl:variable name="world" as="document-node()" select="doc('../../assets/world.xml')"/>
  <xsl:key name="country" match="Q{}country" use="@code"/>

  <xsl:variable name="places" as="element()*" select="f:register-records('places')[not(f:is-gathered(.))]"/>
  <xsl:variable name="located" as="element()*" select="$places[exists(f:position(.))]"/>

  <!-- The corner and the size of the map: x, y, width, height. -->
  <xsl:variable name="map-box" as="xs:double*" select="f:map-box($located ! f:extent(.))"/>

  <xsl:template name="t:map" as="element()*">
    <h1>{f:label('map')}</h1>
    <p class="lead">{f:label('map.lead', map { 'located': f:number(count($located)), 'all': f:number(count($places)) })}</p>
    <div class="with-table">
      <xsl:if test="exists($located)">
        <xsl:call-template name="t:map-figure"/>
      </xsl:if>
      <xsl:call-template name="t:map-table"/>
    </div>
  </xsl:template>

  <xsl:template name="t:map-figure" as="element()">
    <xsl:variable name="box" as="xs:string" select="$map-box ! string(round(.)) => string-join(' ')"/>
    <xsl:variable name="names" as="xs:string+" select="'x', 'y', 'w', 'h'"/>
    <figure class="map" aria-labelledby="map-caption">
      <div class="map-view" id="map-view" dir="ltr" data-box="{$box}" role="group" aria-label="{f:label('map')}">
        <xsl:attribute name="style" select="
            for-each-pair($names, $map-box, function($name as xs:string, $value as xs:double) as xs:string {
              '--' || $name || ':' || round($value) }) => string-join(';')"/>
        <svg viewBox="{$box}" aria-hidden="true" focusable="false">
          <xsl:for-each select="$world/*/*[f:meets(tokenize(@box) ! xs:double(.), $map-box)]">
            <!-- Those that are spoken of last, so that no neighbour hides their borders. -->
            <xsl:sort select="@code = $located ! f:code(.)"/>
            <xsl:variable name="here" as="element()*" select="$located[f:code(.) = current()/@code]"/>
            <path d="{@d}">
              <xsl:if test="$here">
                <xsl:attribute name="class" select="'area'"/>
                <xsl:attribute name="data-record" select="$here/@xml:id"/>
              </xsl:if>
            </path>
          </xsl:for-each>
        </svg>
        <ul>
          <xsl:for-each select="$located">
            <xsl:sort select="count(f:point(.))" order="descending"/>
            <xsl:sort select="count(f:mentions-of(.))" order="descending"/>
            <li><xsl:call-template name="t:map-label"/></li>
          </xsl:for-each>
        </ul>
      </div>
      <div class="controls" hidden="hidden" data-for="map-view">
        <xsl:for-each select="'in', 'out', 'start', 'up', 'end', 'down', 'reset'">
          <button type="button" data-do="{.}" aria-label="{f:label('map.' || .)}" title="{f:label('map.' || .)}" aria-controls="map-view">{map { 'in': '+', 'out': '−', 'up': '↑', 'down': '↓', 'start': '←', 'end': '→', 'reset': '⤢' }(.)}</button>
        </xsl:for-each>
      </div>
      <figcaption id="map-caption">{f:label('map.caption')} <span class="hint" hidden="hidden">{f:label('map.keys')}</span></figcaption>
    </figure>
  </xsl:template>

  <!-- A place on the map: a dot as large as it is often mentioned, or the name of a country in it. -->
  <xsl:template name="t:map-label" as="element()">
    <xsl:variable name="at" as="xs:double+" select="f:position(.)"/>
    <xsl:variable name="count" as="xs:integer" select="count(f:mentions-of(.))"/>
    <xsl:variable name="doubtful" as="xs:boolean" select="f:is-doubtful(.)"/>
    <a id="on-map-{@xml:id}" href="#row-{@xml:id}" data-record="{@xml:id}"
      class="{if (exists(f:point(.))) then 'point' else 'country'}{if ($doubtful) then ' doubtful' else ''}"
      style="--px:{round($at[1])};--py:{round($at[2])};--r:{round(100 * (0.3 + 0.09 * math:sqrt($count))) div 100}rem">
      <xsl:if test="exists(f:point(.))"><span class="dot"></span></xsl:if>
      <span class="label" lang="{$lang}" dir="{$direction}"><xsl:text>{f:name(., $lang)}</xsl:text><xsl:if test="$doubtful"><xsl:text> (?)</xsl:text></xsl:if><xsl:text> </xsl:text><span class="count">{f:number($count)}</span></span>
    </a>
  </xsl:template>

  <xsl:template name="t:map-table" as="element()">
    <div class="table-box" role="region" aria-labelledby="map-table" tabindex="0">
      <table class="facts">
        <caption id="map-table">{f:label('map.table')}</caption>
        <thead>
          <tr>
            <xsl:for-each select="'place', 'mentions', 'coordinates', 'identifiers'">
              <th scope="col">{f:label(.)}</th>
            </xsl:for-each>
          </tr>
        </thead>
        <tbody>
          <xsl:for-each select="$places">
            <xsl:sort select="f:sort-key-of(., $lang)" collation="http://www.w3.org/2013/collation/UCA?lang={$lang}"/>
            <xsl:sort select="@xml:id"/>
            <xsl:call-template name="t:map-row"/>
          </xsl:for-each>
        </tbody>
      </table>
    </div>
  </xsl:template>

  <xsl:template name="t:map-row" as="element()">
    <xsl:variable name="mentions" as="element()*" select="f:mentions-of(.)"/>
    <tr id="row-{@xml:id}" data-record="{@xml:id}">
      <th scope="row">
        <a href="{f:record-address(.)}">{f:name(., $lang)}</a>
        <xsl:if test="@type"><xsl:text> </xsl:text><span class="kind">{f:term('place-type', @type)}</span></xsl:if>
      </th>
      <td>
        <span class="number">{f:number(count($mentions))}</span>
        <xsl:if test="f:is-doubtful(.)"><xsl:text> </xsl:text><span class="doubt">{f:label('doubtful')}</span></xsl:if>
        <xsl:if test="exists($mentions)"><xsl:text> · </xsl:text><span class="where"><xsl:call-template name="t:unit-links"><xsl:with-param name="nodes" select="$mentions"/></xsl:call-template></span></xsl:if>
      </td>
      <td>
        <xsl:choose>
          <xsl:when test="exists(f:point(.))"><bdi dir="ltr"><xsl:sequence select="f:degrees(f:coordinates(.))"/></bdi></xsl:when>
          <xsl:when test="exists(f:position(.))">{f:label('map.outline', map { 'code': f:code(.) })}</xsl:when>
          <xsl:otherwise><span class="none">{f:label('map.none')}</span></xsl:otherwise>
        </xsl:choose>
        <xsl:if test="exists(f:position(.))">
          <xsl:text> </xsl:text>
          <a class="to-map" href="#on-map-{@xml:id}" aria-label="{f:label('map.show', map { 'name': f:name(., $lang) })}">⌖</a>
        </xsl:if>
      </td>
      <td>
        <xsl:for-each select="idno">
          <xsl:if test="position() gt 1"><xsl:text> · </xsl:text></xsl:if>
          <bdi dir="ltr" lang="en"><xsl:sequence select="f:authority(.)"/></bdi>
        </xsl:for-each>
        <xsl:if test="empty(idno)"><span class="none">{f:label('no-identifier')}</span></xsl:if>
      </td>
    </tr>
  </xsl:template>

  <!-- An authority's name, linked to its record there; a code is shown itself. -->
  <xsl:function name="f:authority" as="node()*">
    <xsl:param name="idno" as="element(idno)"/>
    <xsl:variable name="identifier" as="node()" select="f:identifier($idno)"/>
    <xsl:choose>
      <xsl:when test="$identifier/@href"><a href="{$identifier/@href}">{$idno/@type}</a></xsl:when>
      <xsl:otherwise>{$idno/@type} {$idno}</xsl:otherwise>
    </xsl:choose>
  </xsl:function>

  <xsl:function name="f:mentions-of" as="element()*">
    <xsl:param name="record" as="element()"/>
    <xsl:sequence select="key('mention', $record/@xml:id, $documents)[f:is-mention(.)]"/>
  </xsl:function>

  <!-- Whether no mention of a record is sure that it is meant. -->
  <xsl:function name="f:is-doubtful" as="xs:boolean">
    <xsl:param name="record" as="element()"/>
    <xsl:variable name="mentions" as="element()*" select="f:mentions-of($record)"/>
    <xsl:sequence select="exists($mentions) and (every $one in $mentions satisfies $one/@cert = 'low')"/>
  </xsl:function>

  <!-- Latitude and longitude of a record, where it has both. -->
  <xsl:function name="f:coordinates" as="xs:double*">
    <xsl:param name="record" as="element()"/>
    <xsl:variable name="parts" as="xs:string*" select="tokenize($record/location[1]/geo[1], '[\s,]+')[. ne '']"/>
    <xsl:if test="count($parts) = 2 and (every $part in $parts satisfies $part castable as xs:double)
        and abs(xs:double($parts[1])) le 90 and abs(xs:double($parts[2])) le 180">
      <xsl:sequence select="$parts ! xs:double(.)"/>
    </xsl:if>
  </xsl:function>

  <!-- A record's coordinates on the base map: Mercator, as tahqiq.pages.geography projects it. -->
  <xsl:function name="f:point" as="xs:double*">
    <xsl:param name="record" as="element()"/>
    <xsl:variable name="degrees" as="xs:double*" select="f:coordinates($record)"/>
    <xsl:variable name="units" as="xs:double" select="xs:double($world/*/@units)"/>
    <xsl:if test="exists($degrees)">
      <xsl:variable name="bounded" as="xs:double" select="max((-83, min((83, $degrees[1]))))"/>
      <xsl:sequence select="
          $degrees[2] * $units,
          -math:log(math:tan(math:pi() div 4 + $bounded * math:pi() div 360)) * 180 div math:pi() * $units"/>
    </xsl:if>
  </xsl:function>

  <!-- Where a place's label stands: at its point, else within the country that has its code. -->
  <xsl:function name="f:position" as="xs:double*">
    <xsl:param name="record" as="element()"/>
    <xsl:variable name="point" as="xs:double*" select="f:point($record)"/>
    <xsl:variable name="country" as="element()?" select="f:code($record) ! key('country', ., $world)[1]"/>
    <xsl:sequence select="if (exists($point)) then $point else $country/(@x, @y) ! xs:double(.)"/>
  </xsl:function>

  <!-- The box that a place asks of the map: its point, or its country if that is no continent. -->
  <xsl:function name="f:extent" as="array(xs:double)">
    <xsl:param name="record" as="element()"/>
    <xsl:variable name="at" as="xs:double+" select="f:position($record)"/>
    <xsl:variable name="box" as="xs:double*"
      select="if (exists(f:point($record))) then () else key('country', f:code($record), $world)[1]/@box ! tokenize(.) ! xs:double(.)"/>
    <xsl:sequence select="
        array { if (exists($box) and $box[3] - $box[1] lt 800) then $box else ($at, $at) }"/>
  </xsl:function>

  <xsl:function name="f:code" as="xs:string?">
    <xsl:param name="record" as="element()"/>
    <xsl:sequence select="$record/idno[@type = 'ISO-3166-1'][1] ! upper-case(normalize-space(.))"/>
  </xsl:function>

  <!-- The smallest map that shows all boxes, with a margin, not too small and not too flat. -->
  <xsl:function name="f:map-box" as="xs:double*">
    <xsl:param name="boxes" as="array(xs:double)*"/>
    <xsl:if test="exists($boxes)">
      <xsl:variable name="left" as="xs:double" select="min($boxes ! .(1))"/>
      <xsl:variable name="top" as="xs:double" select="min($boxes ! .(2))"/>
      <xsl:variable name="w" as="xs:double" select="max($boxes ! .(3)) - $left"/>
      <xsl:variable name="h" as="xs:double" select="max($boxes ! .(4)) - $top"/>
      <xsl:variable name="width" as="xs:double" select="max(($w * 1.12, $h * 1.12 * 1.1, 240))"/>
      <xsl:variable name="height" as="xs:double" select="max(($h * 1.12, $width * 0.56))"/>
      <xsl:sequence select="$left - ($width - $w) div 2, $top - ($height - $h) div 2, $width, $height"/>
    </xsl:if>
  </xsl:function>

  <xsl:function name="f:meets" as="xs:boolean">
    <xsl:param name="box" as="xs:double+"/>
    <xsl:param name="view" as="xs:double+"/>
    <xsl:sequence select="
        $box[3] ge $view[1] and $box[1] le $view[1] + $view[3]
        and $box[4] ge $view[2] and $box[2] le $view[2] + $view[4]"/>
  </xsl:function>

  <!-- 32.767° N, 22.637° E, in Latin digits and letters in every interface, as one copies it; a line may
       end between the two alone. -->
  <xsl:function name="f:degrees" as="node()+">
    <xsl:param name="degrees" as="xs:double+"/>
    <span class="degrees">{f:degree($degrees[1], 'N', 'S')},</span>
    <xsl:text> </xsl:text>
    <span class="degrees">{f:degree($degrees[2], 'E', 'W')}</span>
  </xsl:function>

  <xsl:function name="f:degree" as="xs:string">
    <xsl:param name="value" as="xs:double"/>
    <xsl:param name="above" as="xs:string"/>
    <xsl:param name="below" as="xs:string"/>
    <xsl:sequence select="format-number(abs($value), '0.###') || '° ' || (if ($value lt 0) then $below else $above)"/>
  </xsl:function>
</xsl:stylesheet>
