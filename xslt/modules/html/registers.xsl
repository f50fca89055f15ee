<?xml version="1.0" encoding="UTF-8"?>
<!-- In: the records of one kind and the texts that mention them. Out: the register's page: each record
     with its names, description, verified identifiers and every mention in its context. -->
<xsl:stylesheet version="3.0" expand-text="yes"
  xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:xs="http://www.w3.org/2001/XMLSchema"
  xmlns:f="https://tahqiq.example/ns/functions"
  xmlns:m="https://tahqiq.example/ns/modes"
  xmlns:t="https://tahqiq.example/ns/templates"
  xpath-default-namespace="http://www.tei-c.org/ns/1.0"
  exclude-result-prefixes="#all">

  <xsl:function name="f:register-records" as="element()*">
    <xsl:param name="kind" as="xs:string"/>
    <xsl:for-each-group select="$documents//standOff/*[@type = $kind]/*[@xml:id]" group-by="@xml:id">
      <xsl:sequence select="."/>
    </xsl:for-each-group>
  </xsl:function>

  <xsl:function name="f:has-register" as="xs:boolean">
    <xsl:param name="kind" as="xs:string"/>
    <xsl:sequence select="exists($documents//standOff/*[@type = $kind]/*)"/>
  </xsl:function>

  <xsl:key name="mention" match="text//*[@ref]" use="tokenize(@ref)[starts-with(., '#')] ! substring(., 2)"/>
  <xsl:key name="speech" match="said[@who]" use="tokenize(@who)[starts-with(., '#')] ! substring(., 2)"/>

  <xsl:template name="t:register" as="element()*">
    <h1>{f:label('register.' || $page)}</h1>
    <xsl:for-each select="f:register-records($page)">
      <xsl:sort select="f:sort-key-of(., $lang)" collation="http://www.w3.org/2013/collation/UCA?lang={$lang}"/>
      <xsl:sort select="@xml:id"/>
      <xsl:call-template name="t:record"/>
    </xsl:for-each>
  </xsl:template>

  <xsl:template name="t:record" as="element()">
    <article class="record" id="{@xml:id}" aria-labelledby="name-{@xml:id}">
      <h2 id="name-{@xml:id}"><bdi lang="{$lang}">{f:name(., $lang)}</bdi></h2>
      <xsl:for-each select="f:in-language(note[@type = 'description'])">
        <p class="description"><xsl:apply-templates mode="m:header-html"/></p>
      </xsl:for-each>
      <dl>
        <xsl:call-template name="t:record-names"/>
        <xsl:call-template name="t:record-facts"/>
      </dl>
      <xsl:for-each select="f:in-language(note[@type = 'remark'])">
        <p class="remark"><xsl:apply-templates mode="m:header-html"/></p>
      </xsl:for-each>
      <xsl:call-template name="t:mentions"/>
    </article>
  </xsl:template>

  <xsl:template name="t:record-names" as="element()*">
    <xsl:variable name="shown" as="xs:string" select="f:name(., $lang)"/>
    <xsl:for-each-group select="f:names(.)[normalize-space() ne $shown]"
      group-by="if (@type = 'variant') then 'also-called' else if (f:lang(.) = 'en') then 'name-en' else if (contains(@xml:lang, '-Latn')) then 'romanised' else 'name-ar'">
      <dt>{f:label(current-grouping-key())}</dt>
      <xsl:for-each select="current-group()">
        <dd><bdi lang="{f:lang(.)}" dir="{f:direction(f:lang(.))}">{normalize-space()}</bdi>
          <xsl:if test="@cert = 'low'"> <span class="uncertain">({f:label('unconfirmed')})</span></xsl:if></dd>
      </xsl:for-each>
    </xsl:for-each-group>
  </xsl:template>

  <xsl:template name="t:record-facts" as="element()*">
    <xsl:if test="@type and self::*[local-name() = ('place', 'org', 'bibl')]">
      <dt>{f:label('kind')}</dt>
      <dd>{f:term(map { 'place': 'place-type', 'org': 'org-type', 'bibl': 'work-type' }(local-name()), @type)}</dd>
    </xsl:if>
    <xsl:if test="@size">
      <dt>{f:label('size')}</dt>
      <dd>{f:digits(@size)}</dd>
    </xsl:if>
    <xsl:if test="f:date-text(.) ne ''">
      <dt>{f:label('date')}</dt>
      <dd>{f:date-text(.)}</dd>
    </xsl:if>
    <xsl:for-each select="location/geo">
      <dt>{f:label('coordinates')}</dt>
      <dd><bdi dir="ltr">{tokenize(.) => string-join(', ')}</bdi></dd>
    </xsl:for-each>
    <xsl:for-each select="idno">
      <dt lang="en" dir="ltr">{@type}</dt>
      <dd><bdi dir="ltr"><xsl:sequence select="f:identifier(.)"/></bdi></dd>
    </xsl:for-each>
  </xsl:template>

  <!-- An identifier, linked where its authority has an address for it. -->
  <xsl:function name="f:identifier" as="node()">
    <xsl:param name="idno" as="element(idno)"/>
    <xsl:variable name="address" as="xs:string?" select="
        map {
          'Wikidata': 'https://www.wikidata.org/wiki/',
          'GeoNames': 'https://www.geonames.org/',
          'LCNAF': 'https://id.loc.gov/authorities/names/'
        }(string($idno/@type))"/>
    <xsl:choose>
      <xsl:when test="$address">
        <a href="{$address}{$idno}">{$idno}</a>
      </xsl:when>
      <xsl:otherwise>
        <xsl:text>{$idno}</xsl:text>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:function>

  <!-- Every mention in its context, and where the text gives the record a voice. -->
  <xsl:template name="t:mentions" as="element()*">
    <xsl:variable name="id" as="xs:string" select="@xml:id"/>
    <xsl:variable name="mentions" as="element()*" select="key('mention', $id, $documents)[f:is-mention(.)]"/>
    <xsl:variable name="speeches" as="element()*" select="key('speech', $id, $documents)"/>
    <xsl:if test="exists($mentions)">
      <h3>{f:label('mentions')} <span class="count">{f:number(count($mentions))}</span></h3>
      <ul class="mentions">
        <xsl:for-each select="$mentions">
          <li><xsl:call-template name="t:mention"/></li>
        </xsl:for-each>
      </ul>
    </xsl:if>
    <xsl:if test="exists($speeches)">
      <p class="speaks">{f:label('speaks')} <xsl:for-each-group select="$speeches" group-by="generate-id(f:unit(.))">
          <xsl:if test="position() gt 1">{f:label('list-separator')}</xsl:if>
          <a href="{f:text-address(.)}#{f:unit(.)/@xml:id}">{f:label('paragraph-n', map { 'n': f:digits(string(f:unit(.)/@n)) })}</a>
        </xsl:for-each-group></p>
    </xsl:if>
    <xsl:if test="empty(($mentions, $speeches))">
      <p class="speaks">{f:label('no-mentions')}</p>
    </xsl:if>
  </xsl:template>

  <xsl:template name="t:mention" as="node()*">
    <xsl:variable name="unit" as="element()?" select="f:unit(.)"/>
    <xsl:variable name="all" as="text()*" select="f:reading(($unit, .)[1])"/>
    <xsl:variable name="own" as="text()*" select="f:reading(.)"/>
    <xsl:variable name="before" as="xs:string" select="string-join($all[. &lt;&lt; $own[1]])"/>
    <xsl:variable name="after" as="xs:string" select="string-join($all[. &gt;&gt; $own[last()]])"/>
    <xsl:if test="$unit/@n">
      <span class="where">{f:digits($unit/@n)}</span>
      <xsl:text> </xsl:text>
    </xsl:if>
    <span class="context" lang="{f:lang(.)}" dir="{f:direction(f:lang(.))}">
      <xsl:text>{f:last-words($before)}</xsl:text>
      <a href="{f:text-address(.)}#{(@xml:id, f:anchor(.))[1]}">{string-join($own)}</a>
      <xsl:text>{f:first-words($after)}</xsl:text>
    </span>
  </xsl:template>

  <xsl:function name="f:text-address" as="xs:string">
    <xsl:param name="node" as="node()"/>
    <xsl:sequence select="$node/ancestor::TEI[1]/@xml:id || '.html'"/>
  </xsl:function>

  <!-- The last words of a string from a space on, with an ellipsis where more stood before; what is
       joined to the next letter stays joined. -->
  <xsl:function name="f:last-words" as="xs:string">
    <xsl:param name="text" as="xs:string"/>
    <xsl:variable name="words" as="xs:string*" select="tokenize($text, ' ')"/>
    <xsl:sequence select="
        if (count($words) gt 9) then '… ' || string-join($words[position() gt last() - 9], ' ') else $text"/>
  </xsl:function>

  <xsl:function name="f:first-words" as="xs:string">
    <xsl:param name="text" as="xs:string"/>
    <xsl:variable name="words" as="xs:string*" select="tokenize($text, ' ')"/>
    <xsl:sequence select="
        if (count($words) gt 9) then string-join($words[position() le 9], ' ') || ' …' else $text"/>
  </xsl:function>
</xsl:stylesheet>
