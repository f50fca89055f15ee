<?xml version="1.0" encoding="UTF-8"?>
<!-- In: a RELAX NG grammar. Out: an equal one that is small and flat: no define that nothing
     reaches, no choice in a choice, no group in a group, none with a single child, no notAllowed
     that can be worked out. libxml2 compiles the flat form in a hundredth of the time. -->
<xsl:stylesheet version="3.0" expand-text="yes"
  xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:xs="http://www.w3.org/2001/XMLSchema"
  xmlns:map="http://www.w3.org/2005/xpath-functions/map"
  xmlns:f="https://tahqiq.example/ns/functions"
  xmlns:m="https://tahqiq.example/ns/modes"
  xpath-default-namespace="http://relaxng.org/ns/structure/1.0"
  xmlns="http://relaxng.org/ns/structure/1.0"
  exclude-result-prefixes="#all">

  <xsl:mode name="m:connect" on-no-match="shallow-copy"/>
  <xsl:mode name="m:simplify" on-no-match="shallow-copy"/>

  <!-- Simplified until no define is unreached or says no more than that it is empty, impossible
       or another. -->
  <xsl:function name="f:simplified" as="element(grammar)">
    <xsl:param name="grammar" as="element(grammar)"/>
    <xsl:sequence select="f:simplified-once-more($grammar, map:merge($grammar/define
      ! map{string(@name): true()}))"/>
  </xsl:function>

  <!-- $changed names the defines that may hold what is not simple yet. -->
  <xsl:function name="f:simplified-once-more" as="element(grammar)">
    <xsl:param name="grammar" as="element(grammar)"/>
    <xsl:param name="changed" as="map(xs:string, xs:boolean)"/>
    <xsl:variable name="simple" as="element(grammar)">
      <xsl:apply-templates select="f:connected($grammar)" mode="m:simplify">
        <xsl:with-param name="changed" tunnel="yes" select="$changed"/>
      </xsl:apply-templates>
    </xsl:variable>
    <xsl:variable name="trivial" as="map(xs:string, element())" select="f:trivial($simple)"/>
    <xsl:sequence select="
      if (map:size($trivial) eq 0 and map:size(f:reached($simple)) eq count($simple/define))
      then $simple
      else f:simplified-once-more($simple, map:merge(
        $simple/define[.//ref[map:contains($trivial, @name)]] ! map{string(@name): true()}))"/>
  </xsl:function>

  <!-- References to what says no more than another pattern give way to that; what nothing refers
       to goes. -->
  <xsl:function name="f:connected" as="element(grammar)">
    <xsl:param name="grammar" as="element(grammar)"/>
    <xsl:variable name="direct" as="element(grammar)">
      <xsl:apply-templates select="$grammar" mode="m:connect">
        <xsl:with-param name="trivial" tunnel="yes" select="f:trivial($grammar)"/>
        <xsl:with-param name="known" tunnel="yes" as="map(xs:string, xs:boolean)"
          select="map:merge($grammar/define ! map{string(@name): true()})"/>
      </xsl:apply-templates>
    </xsl:variable>
    <xsl:variable name="reached" as="map(xs:string, xs:boolean)" select="f:reached($direct)"/>
    <xsl:for-each select="$direct">
      <xsl:copy>
        <xsl:copy-of select="@*, node()[not(self::define) or map:contains($reached, @name)]"/>
      </xsl:copy>
    </xsl:for-each>
  </xsl:function>

  <xsl:function name="f:trivial" as="map(xs:string, element())">
    <xsl:param name="grammar" as="element(grammar)"/>
    <xsl:sequence select="map:merge(
      $grammar/define[count(*) eq 1][*[self::notAllowed or self::empty or self::ref[not(@name = ../@name)]]]
        ! map{string(@name): *})"/>
  </xsl:function>

  <!-- The names of the defines that can be reached from the start. -->
  <xsl:function name="f:reached" as="map(xs:string, xs:boolean)">
    <xsl:param name="grammar" as="element(grammar)"/>
    <xsl:variable name="links" as="map(xs:string, xs:string*)" select="map:merge(
      $grammar/define ! map{string(@name): distinct-values(.//ref/@name ! string(.))})"/>
    <xsl:sequence select="f:reached-from(
      distinct-values($grammar/(start | include)//ref/@name ! string(.)), map{}, $links)"/>
  </xsl:function>

  <xsl:function name="f:reached-from" as="map(xs:string, xs:boolean)">
    <xsl:param name="new" as="xs:string*"/>
    <xsl:param name="known" as="map(xs:string, xs:boolean)"/>
    <xsl:param name="links" as="map(xs:string, xs:string*)"/>
    <xsl:variable name="all" as="map(xs:string, xs:boolean)"
      select="map:merge(($known, $new ! map{.: true()}))"/>
    <xsl:sequence select="
      if (empty($new)) then $known
      else f:reached-from(distinct-values($new ! $links(.))[not(map:contains($all, .))], $all, $links)"/>
  </xsl:function>

  <xsl:template match="define" mode="m:simplify" as="element(define)">
    <xsl:param name="changed" tunnel="yes" as="map(xs:string, xs:boolean)"/>
    <xsl:choose>
      <xsl:when test="map:contains($changed, @name)">
        <xsl:copy>
          <xsl:copy-of select="@*"/>
          <xsl:sequence select="f:joined('group', f:parts(.))"/>
        </xsl:copy>
      </xsl:when>
      <xsl:otherwise>
        <xsl:sequence select="."/>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template match="element | attribute | list | start" mode="m:simplify" as="element()">
    <xsl:variable name="parts" as="element()*" select="f:parts(.)"/>
    <xsl:copy>
      <xsl:copy-of select="@*"/>
      <xsl:sequence select="if (self::attribute and $parts/self::text and count($parts) eq 1) then () else $parts"/>
    </xsl:copy>
  </xsl:template>

  <xsl:template match="ref" mode="m:connect" as="element()">
    <xsl:param name="trivial" tunnel="yes" as="map(xs:string, element())"/>
    <xsl:param name="known" tunnel="yes" as="map(xs:string, xs:boolean)"/>
    <xsl:choose>
      <xsl:when test="map:contains($known, @name)">
        <xsl:sequence select="($trivial(string(@name))[not(@name = current()/@name)], .)[1]"/>
      </xsl:when>
      <!-- What is defined nowhere is no alternative; where it stands in a row it asks for nothing: a
           customisation that leaves it out means to do without it. -->
      <xsl:when test="parent::choice/*[not(self::ref) or map:contains($known, @name)]">
        <notAllowed/>
      </xsl:when>
      <xsl:otherwise>
        <empty/>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template match="group | interleave" mode="m:simplify" as="element()">
    <xsl:sequence select="f:joined(local-name(), f:parts(.))"/>
  </xsl:template>

  <!-- The parts of a pattern in order; parts of parts of the same kind come up, empties go. -->
  <xsl:function name="f:parts" as="element()*">
    <xsl:param name="pattern" as="element()"/>
    <xsl:variable name="parts" as="element()*">
      <xsl:apply-templates select="$pattern/*" mode="m:simplify"/>
    </xsl:variable>
    <xsl:variable name="kind" as="xs:string" select="
      if ($pattern[self::choice or self::interleave]) then local-name($pattern) else 'group'"/>
    <xsl:variable name="flat" as="element()*"
      select="$parts ! (if (local-name() eq $kind) then * else .)"/>
    <xsl:variable name="in-a-row" as="xs:boolean" select="exists($pattern[self::define or self::start
      or self::list or (self::element or self::attribute) and @name])"/>
    <xsl:variable name="full" as="element()*" select="$flat[not(self::empty)]"/>
    <xsl:sequence select="
      if (not($in-a-row)) then $flat else if (exists($full)) then $full else $flat[1]"/>
  </xsl:function>

  <xsl:function name="f:joined" as="element()">
    <xsl:param name="kind" as="xs:string"/>
    <xsl:param name="parts" as="element()*"/>
    <xsl:variable name="full" as="element()*" select="$parts[not(self::empty)]"/>
    <xsl:choose>
      <xsl:when test="$full/self::notAllowed">
        <notAllowed/>
      </xsl:when>
      <xsl:when test="empty($full)">
        <empty/>
      </xsl:when>
      <xsl:when test="count($full) eq 1">
        <xsl:sequence select="$full"/>
      </xsl:when>
      <xsl:otherwise>
        <xsl:element name="{$kind}">
          <xsl:sequence select="$full"/>
        </xsl:element>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:function>

  <!-- Each alternative once; that nothing stands there becomes optional. -->
  <xsl:template match="choice[not(ancestor-or-self::*[nsName or anyName])]" mode="m:simplify"
    as="element()">
    <xsl:variable name="parts" as="element()*"
      select="f:distinct(f:parts(.)[not(self::notAllowed)])"/>
    <xsl:variable name="full" as="element()*" select="$parts[not(self::empty)]"/>
    <xsl:variable name="choice" as="element()">
      <xsl:choose>
        <xsl:when test="empty($parts)">
          <notAllowed/>
        </xsl:when>
        <xsl:when test="empty($full)">
          <empty/>
        </xsl:when>
        <xsl:when test="count($full) eq 1">
          <xsl:sequence select="$full"/>
        </xsl:when>
        <xsl:otherwise>
          <choice>
            <xsl:sequence select="$full"/>
          </choice>
        </xsl:otherwise>
      </xsl:choose>
    </xsl:variable>
    <xsl:sequence select="
      if ($full and count($full) lt count($parts)) then f:occurring-once-or-not($choice) else $choice"/>
  </xsl:template>

  <xsl:function name="f:occurring-once-or-not" as="element()">
    <xsl:param name="pattern" as="element()"/>
    <optional>
      <xsl:sequence select="$pattern"/>
    </optional>
  </xsl:function>

  <xsl:function name="f:distinct" as="element()*">
    <xsl:param name="patterns" as="element()*"/>
    <xsl:for-each-group select="$patterns"
      group-by="if (self::ref) then 'ref ' || @name else if (self::text) then 'text' else if (self::value) then 'value ' || . else generate-id()">
      <xsl:sequence select="."/>
    </xsl:for-each-group>
  </xsl:function>

  <xsl:template match="optional | zeroOrMore | oneOrMore" mode="m:simplify" as="element()">
    <xsl:variable name="inner" as="element()" select="f:joined('group', f:parts(.))"/>
    <xsl:variable name="least" as="xs:boolean" select="exists(self::oneOrMore)"/>
    <xsl:choose>
      <xsl:when test="$inner/self::empty or $inner/self::notAllowed[$least]">
        <xsl:sequence select="$inner"/>
      </xsl:when>
      <xsl:when test="$inner/self::notAllowed">
        <empty/>
      </xsl:when>
      <xsl:when test="$inner/self::text or $inner/self::zeroOrMore
        or ($inner/self::optional and self::optional) or ($inner/self::oneOrMore and self::oneOrMore)">
        <xsl:sequence select="$inner"/>
      </xsl:when>
      <xsl:when test="$inner/self::optional or $inner/self::oneOrMore">
        <zeroOrMore>
          <xsl:sequence select="$inner/*"/>
        </zeroOrMore>
      </xsl:when>
      <xsl:otherwise>
        <xsl:copy>
          <xsl:sequence select="if ($inner/self::group) then $inner/* else $inner"/>
        </xsl:copy>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>
</xsl:stylesheet>
