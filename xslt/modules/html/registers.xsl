<?xml version="1.0" encoding="UTF-8"?>
<!-- In: the records of one kind and the texts that mention them. Out: the register's page, sorted as an
     Arabic index is, or by Latin names in other languages, with its letters and a field to filter by; a
     long register in parts. -->
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

  <!-- A register that is too long for one page is divided into so many: the page of its name then lists the
       names, and the records stand on parts of it, numbered from 1. -->
  <xsl:param name="parts" as="xs:integer" select="1"/>
  <!-- The part that this page is; 0: the page of the register's name. -->
  <xsl:param name="part" as="xs:integer" select="0"/>

  <!-- The records of the page's register, in its order. -->
  <xsl:variable name="filed" as="element()*">
    <xsl:perform-sort select="f:register-records($page)">
      <xsl:sort select="f:sort-key-of(., $lang)" collation="http://www.w3.org/2013/collation/UCA?lang={$lang}"/>
      <xsl:sort select="@xml:id"/>
    </xsl:perform-sort>
  </xsl:variable>

  <!-- The part on which each record stands: parts have about as many mentions each. -->
  <xsl:variable name="part-of" as="map(xs:string, xs:integer)">
    <xsl:variable name="weights" as="xs:integer*" select="$filed ! (1 + count(key('mention', @xml:id, $documents)))"/>
    <xsl:variable name="whole" as="xs:integer" select="max((1, sum($weights)))"/>
    <xsl:map>
      <xsl:iterate select="$filed">
        <xsl:param name="before" as="xs:integer" select="0"/>
        <xsl:variable name="at" as="xs:integer" select="position()"/>
        <xsl:map-entry key="string(@xml:id)" select="min(($parts, 1 + $before * $parts idiv $whole))"/>
        <xsl:next-iteration>
          <xsl:with-param name="before" select="$before + $weights[$at]"/>
        </xsl:next-iteration>
      </xsl:iterate>
    </xsl:map>
  </xsl:variable>

  <xsl:template name="t:register" as="element()*">
    <div class="title-block">
      <h1>{f:label('register.' || $page)} <span class="count">{f:number(count($filed))}</span></h1>
      <xsl:if test="exists($filed[f:is-gathered(.)])">
        <p class="subtitle">{f:label('gathered')}</p>
      </xsl:if>
    </div>
    <xsl:choose>
      <xsl:when test="$parts gt 1 and $part eq 0">
        <xsl:call-template name="t:register-names"/>
      </xsl:when>
      <xsl:otherwise>
        <xsl:call-template name="t:register-records"/>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template name="t:register-records" as="element()">
    <xsl:variable name="records" as="element()*" select="$filed[$part eq 0 or $part-of(@xml:id) eq $part]"/>
    <div class="desk">
      <div class="side">
        <xsl:call-template name="t:register-index">
          <xsl:with-param name="records" select="$records"/>
        </xsl:call-template>
      </div>
      <div class="folio">
        <xsl:call-template name="t:register-parts"/>
        <xsl:for-each-group select="$records" group-adjacent="f:letter(.)">
          <section class="letter" aria-labelledby="letter-{position()}">
            <h2 class="initial" id="letter-{position()}">{current-grouping-key()}</h2>
            <xsl:for-each select="current-group()">
              <xsl:call-template name="t:record"/>
            </xsl:for-each>
          </section>
        </xsl:for-each-group>
        <p class="none" hidden="hidden" role="status">{f:label('filter.none')}</p>
        <xsl:if test="$part gt 0">
          <xsl:call-template name="t:register-parts"/>
        </xsl:if>
      </div>
    </div>
  </xsl:template>

  <!-- The way from a part to the parts beside it and to the list of all names. -->
  <xsl:template name="t:register-parts" as="element()?">
    <xsl:if test="$part gt 0">
      <p class="parts">
        <xsl:if test="$part gt 1"><a rel="prev" href="{f:part-file($part - 1)}">{f:label('before')}</a> · </xsl:if>
        <a href="{$page}.html">{f:label('all-names')}</a>
        <xsl:if test="$part lt $parts"> · <a rel="next" href="{f:part-file($part + 1)}">{f:label('after')}</a></xsl:if>
      </p>
    </xsl:if>
  </xsl:template>

  <xsl:function name="f:part-file" as="xs:string">
    <xsl:param name="number" as="xs:integer"/>
    <xsl:sequence select="$page || '.' || $number || '.html'"/>
  </xsl:function>

  <!-- The names of a divided register, each with its mentions counted and the way to its record. Each has
       its record's address, which so stays one and the same however the register grows. -->
  <xsl:template name="t:register-names" as="element()">
    <div class="names-page">
      <xsl:call-template name="t:filter"/>
      <xsl:for-each-group select="$filed" group-adjacent="f:letter(.)">
        <section class="letter" aria-labelledby="letter-{position()}">
          <h2 class="initial" id="letter-{position()}">{current-grouping-key()}</h2>
          <ul class="names">
            <xsl:for-each select="current-group()">
              <li id="{@xml:id}"><a href="{f:part-file($part-of(@xml:id))}#{@xml:id}"><bdi lang="{f:name-lang(.)}" dir="{f:direction(f:name-lang(.))}">{f:name(., $lang)}</bdi></a><xsl:call-template name="t:twin"/><xsl:text> </xsl:text><span class="count">{f:number(count(key('mention', @xml:id, $documents)))}</span></li>
            </xsl:for-each>
          </ul>
        </section>
      </xsl:for-each-group>
      <p class="none" hidden="hidden" role="status">{f:label('filter.none')}</p>
    </div>
  </xsl:template>

  <!-- The names of a register, each a link to its record, below the letter that it is filed under. -->
  <xsl:template name="t:register-index" as="element()">
    <xsl:param name="records" as="element()*"/>
    <nav class="toc" aria-labelledby="toc">
      <xsl:call-template name="t:filter"/>
      <details>
        <summary><span id="toc">{f:label('names')}</span></summary>
        <ol>
          <xsl:for-each select="$records">
            <li><a href="#{@xml:id}"><bdi>{f:name(., $lang)}</bdi><xsl:call-template name="t:twin"/></a></li>
          </xsl:for-each>
        </ol>
      </details>
    </nav>
  </xsl:template>

  <!-- How many records of the register have each name. -->
  <xsl:variable name="namesakes" as="map(xs:string, xs:integer)">
    <xsl:map>
      <xsl:for-each-group select="$filed" group-by="f:name(., $lang)">
        <xsl:map-entry key="current-grouping-key()" select="count(current-group())"/>
      </xsl:for-each-group>
    </xsl:map>
  </xsl:variable>

  <!-- What tells a record in a list from another of the same name: its kind, else an identifier. -->
  <xsl:template name="t:twin" as="node()*">
    <xsl:variable name="telling" as="xs:string*" select="
        if (f:is-gathered(.)) then idno[last()] ! (@type || ' ' || .) else if (@type) then f:kind-label(.) else ()"/>
    <xsl:if test="$namesakes(f:name(., $lang)) gt 1 and exists($telling)">
      <xsl:text> </xsl:text>
      <bdi class="count">({$telling})</bdi>
    </xsl:if>
  </xsl:template>

  <xsl:template name="t:filter" as="element()">
    <p class="filter" hidden="hidden"><label for="filter">{f:label('filter')}</label><xsl:text> </xsl:text><input type="search" id="filter" autocomplete="off"/></p>
  </xsl:template>

  <!-- Whether a record was gathered from the names of the texts, and not written by an editor. -->
  <xsl:function name="f:is-gathered" as="xs:boolean">
    <xsl:param name="record" as="element()"/>
    <xsl:sequence select="$record/../@subtype = 'gathered'"/>
  </xsl:function>

  <!-- The letter under which a record is filed. -->
  <xsl:function name="f:letter" as="xs:string">
    <xsl:param name="record" as="element()"/>
    <xsl:sequence select="upper-case(substring(f:sort-key-of($record, $lang), 1, 1))"/>
  </xsl:function>
</xsl:stylesheet>
