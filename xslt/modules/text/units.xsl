<?xml version="1.0" encoding="UTF-8"?>
<!-- In: the nested blocks of a text. Out: units in order, none in another: each run of text with the
     marks of the block that it stands in, its white space settled, its foreign runs isolated. -->
<xsl:stylesheet version="3.0" expand-text="yes"
  xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:xs="http://www.w3.org/2001/XMLSchema"
  xmlns:f="https://tahqiq.example/ns/functions"
  xmlns:m="https://tahqiq.example/ns/modes"
  exclude-result-prefixes="#all">

  <xsl:mode name="m:units" on-no-match="fail" on-multiple-match="fail"/>

  <xsl:key name="item" match="unit" use="tokenize(@items)"/>
  <xsl:key name="block" match="unit" use="string(@path)"/>

  <!-- The units of some nodes of a text, in a document of their own so that they can be searched. -->
  <xsl:function name="f:units" as="element(unit)*">
    <xsl:param name="nodes" as="node()*"/>
    <xsl:variable name="blocks" as="document-node()">
      <xsl:document>
        <xsl:apply-templates select="$nodes" mode="m:text"/>
      </xsl:document>
    </xsl:variable>
    <xsl:variable name="units" as="document-node()">
      <xsl:document>
        <xsl:apply-templates select="$blocks" mode="m:units">
          <xsl:with-param name="direction" select="$nodes[1]/.. ! f:direction(f:lang(.))" tunnel="yes"/>
        </xsl:apply-templates>
      </xsl:document>
    </xsl:variable>
    <xsl:sequence select="$units/unit"/>
  </xsl:function>

  <xsl:template match="document-node() | block" mode="m:units" as="element()*">
    <!-- That of what stands in no block. -->
    <xsl:param name="direction" as="xs:string?" tunnel="yes"/>
    <xsl:variable name="block" as="element()?" select="self::block"/>
    <xsl:for-each-group select="node()" group-adjacent="exists(self::block)">
      <xsl:choose>
        <xsl:when test="current-grouping-key()">
          <xsl:apply-templates select="current-group()" mode="m:units"/>
        </xsl:when>
        <xsl:otherwise>
          <xsl:variable name="text" as="xs:string" select="f:settled(string-join(current-group()), string($block/@part))"/>
          <xsl:if test="normalize-space($text)">
            <!-- What stands in no block, as a note's own words do, is laid out as a paragraph. -->
            <unit n="" level="0" quotes="0" set="" items="" numbers="" runs="">
              <xsl:copy-of select="$block/@*"/>
              <xsl:value-of select="f:isolated($text, string(($block/@dir, $direction)[1]))"/>
            </unit>
          </xsl:if>
        </xsl:otherwise>
      </xsl:choose>
    </xsl:for-each-group>
  </xsl:template>

  <!-- A line break of the file is layout: nothing at a block's edge, within it one space with what
       stands round it. Spaces that the text has without a line break stay as they are in the
       diplomatic text. A page that begins within a word is marked after it. -->
  <xsl:function name="f:settled" as="xs:string">
    <xsl:param name="text" as="xs:string"/>
    <xsl:param name="part" as="xs:string"/>
    <xsl:variable name="broken" as="xs:string" select="replace($text, '[ \t]*\n[ \t\n]*', '&#10;')"/>
    <xsl:variable name="opened" as="xs:string" select="if (starts-with($broken, '&#10;')) then substring($broken, 2) else $broken"/>
    <xsl:variable name="bare" as="xs:string"
      select="if (ends-with($opened, '&#10;')) then substring($opened, 1, string-length($opened) - 1) else $opened"/>
    <xsl:variable name="unbroken" as="xs:string" select="translate($bare, '&#10;', ' ')"/>
    <xsl:sequence select="
        if (not($reading)) then $unbroken
        else if (not(matches($unbroken, $page-mark))) then normalize-space($unbroken)
        else string-join(tokenize(normalize-space($unbroken), ' ') ! f:words-apart(.), ' ')"/>
  </xsl:function>

  <!-- What stands between two spaces, the markers of pages apart: those before it stay before it. -->
  <xsl:function name="f:words-apart" as="xs:string*">
    <xsl:param name="token" as="xs:string"/>
    <xsl:variable name="before" as="xs:string" select="
        if (matches($token, '^' || $page-mark)) then replace($token, '^((?:' || $page-mark || ')+).*$', '$1', 's') else ''"/>
    <xsl:variable name="rest" as="xs:string" select="substring($token, string-length($before) + 1)"/>
    <xsl:sequence select="
        f:page-marks($before), replace($rest, $page-mark, '')[. ne ''], f:page-marks($rest)"/>
  </xsl:function>

  <xsl:function name="f:page-marks" as="xs:string*">
    <xsl:param name="text" as="xs:string"/>
    <xsl:sequence select="analyze-string($text, $page-mark)/fn:match ! translate(., '&#xE000;', '')" xmlns:fn="http://www.w3.org/2005/xpath-functions"/>
  </xsl:function>

  <!-- A phrase in a language that runs against its line is one run, with its brackets and marks. Where it begins and
       ends is marked by letters of the private use area until the block is whole: see f:isolated. -->
  <xsl:template match="*[@xml:lang][$isolates and $reading][f:is-phrase(.)][ancestor::p | ancestor::ab | ancestor::head | ancestor::l | ancestor::item
    | ancestor::cell | ancestor::note | ancestor::entry][not(self::p or self::ab or self::head or self::l or self::item or self::cell or self::row or self::note)]
    [f:direction(f:lang(.)) ne f:direction(f:lang(..))]" mode="m:text" priority="2.5" as="node()*"
    xpath-default-namespace="http://www.tei-c.org/ns/1.0">
    <xsl:param name="enclosed" as="xs:boolean" tunnel="yes" select="false()"/>
    <xsl:if test="not($enclosed)">
      <xsl:value-of select="if (f:direction(f:lang(.)) = 'ltr') then '&#xE001;' else '&#xE002;'"/>
    </xsl:if>
    <xsl:next-match>
      <xsl:with-param name="enclosed" select="true()" tunnel="yes"/>
    </xsl:next-match>
    <xsl:if test="not($enclosed)">
      <xsl:value-of select="'&#xE003;'"/>
    </xsl:if>
  </xsl:template>

  <xsl:template match="*[f:is-one-run(.)][$isolates and $reading]" mode="m:text" priority="2.5" as="node()*">
    <xsl:param name="enclosed" as="xs:boolean" tunnel="yes" select="false()"/>
    <xsl:if test="not($enclosed)">
      <xsl:value-of select="'&#xE001;'"/>
    </xsl:if>
    <xsl:next-match>
      <xsl:with-param name="enclosed" select="true()" tunnel="yes"/>
    </xsl:next-match>
    <xsl:if test="not($enclosed)">
      <xsl:value-of select="'&#xE003;'"/>
    </xsl:if>
  </xsl:template>

  <xsl:variable name="enclosed-phrase" as="xs:string" static="yes" select="'[&#xE001;&#xE002;][^&#xE003;]*&#xE003;'"/>

  <!-- A string with each run of the direction foreign to its block in isolates; what must not be
       touched (addresses of links) is left as it is. -->
  <xsl:function name="f:isolated" as="xs:string">
    <xsl:param name="text" as="xs:string"/>
    <xsl:param name="own" as="xs:string"/>
    <xsl:variable name="foreign" as="xs:string" select="if ($own = 'ltr') then $arabic-run else $latin-run"/>
    <xsl:variable name="opening" as="xs:string" select="if ($own = 'ltr') then '&#x2067;' else '&#x2066;'"/>
    <xsl:choose>
      <xsl:when test="not($isolates and $reading and (f:has-foreign($text, $own) or contains($text, '&#xE003;')))">
        <xsl:sequence select="$text"/>
      </xsl:when>
      <xsl:otherwise>
        <xsl:value-of>
          <xsl:analyze-string select="$text" regex="{$untouched}|{$enclosed-phrase}|{$foreign}">
            <xsl:matching-substring>
              <xsl:sequence select="
                  if (ends-with(., '&#xE003;')) then translate(., '&#xE001;&#xE002;&#xE003;', '&#x2066;&#x2067;&#x2069;')
                  else if (matches(., '^(' || $untouched || ')$')) then . else $opening || . || '&#x2069;'"/>
            </xsl:matching-substring>
            <xsl:non-matching-substring>
              <xsl:sequence select="."/>
            </xsl:non-matching-substring>
          </xsl:analyze-string>
        </xsl:value-of>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:function>

  <!-- A statement of a record with its foreign runs in isolates; one that is foreign as a whole is one run. -->
  <xsl:function name="f:enclosed" as="xs:string">
    <xsl:param name="told" as="xs:string"/>
    <xsl:sequence select="
        if (not($isolates and f:is-foreign($told))) then f:isolated($told, $direction)
        else (if ($direction = 'ltr') then '&#x2067;' else '&#x2066;') || $told || '&#x2069;'"/>
  </xsl:function>

  <!-- Whether a unit is the first of its block, and the first of its item. -->
  <xsl:function name="f:begins-block" as="xs:boolean">
    <xsl:param name="unit" as="element(unit)"/>
    <xsl:sequence select="key('block', $unit/@path, root($unit))[1] is $unit"/>
  </xsl:function>

  <xsl:function name="f:begins-item" as="xs:boolean">
    <xsl:param name="unit" as="element(unit)"/>
    <xsl:sequence select="exists(tokenize($unit/@items)[last()][f:begins(., $unit)])"/>
  </xsl:function>

  <xsl:function name="f:begins" as="xs:boolean">
    <xsl:param name="item" as="xs:string"/>
    <xsl:param name="unit" as="element(unit)"/>
    <xsl:sequence select="key('item', $item, root($unit))[1] is $unit"/>
  </xsl:function>

  <!-- The markers of the items that begin with a unit, and spaces where those go on that it stands in. A
       marker is a bullet, or a number and what a format writes after it. -->
  <xsl:function name="f:markers" as="xs:string">
    <xsl:param name="unit" as="element(unit)"/>
    <xsl:param name="bullet" as="xs:string"/>
    <xsl:param name="numbered" as="function(xs:string, xs:integer) as xs:string"/>
    <xsl:variable name="numbers" as="xs:string*" select="tokenize($unit/@numbers)"/>
    <xsl:variable name="runs" as="xs:integer*" select="tokenize($unit/@runs) ! xs:integer(.)"/>
    <xsl:value-of separator="">
      <xsl:for-each select="tokenize($unit/@items)">
        <xsl:variable name="place" as="xs:integer" select="position()"/>
        <xsl:variable name="marker" as="xs:string"
          select="if ($numbers[$place] eq '0') then $bullet else $numbered($numbers[$place], $runs[$place])"/>
        <xsl:sequence select="if (f:begins(., $unit)) then $marker || ' ' else f:spaces(string-length($marker) + 1)"/>
      </xsl:for-each>
    </xsl:value-of>
  </xsl:function>

  <!-- Whether the next unit follows without an empty line: the next line of a poem, row of a table, item
       of a list, or the item of a label. -->
  <xsl:function name="f:goes-on" as="xs:boolean">
    <xsl:param name="unit" as="element(unit)"/>
    <xsl:variable name="next" as="element(unit)?" select="$unit/following-sibling::unit[1]"/>
    <xsl:sequence select="
        $unit/@set ne '' and $next/@set = $unit/@set
        and (if ($unit/@part = ('item', 'label')) then
            $next/@part = ('item', 'label') and (f:begins-item($next) or f:labels($unit, $next))
          else $unit/@part = ('verse', 'row') and $next/@part = $unit/@part)"/>
  </xsl:function>

  <!-- Whether one unit is the label of the item that begins with the other. -->
  <xsl:function name="f:labels" as="xs:boolean">
    <xsl:param name="label" as="element(unit)"/>
    <xsl:param name="unit" as="element(unit)?"/>
    <xsl:sequence select="$label/@part = 'label' and $unit/@part = 'item' and tokenize($unit/@items)[last()] = tokenize($label/@items)[last()]"/>
  </xsl:function>

  <xsl:function name="f:spaces" as="xs:string">
    <xsl:param name="count" as="xs:integer"/>
    <xsl:sequence select="string-join((1 to $count) ! ' ')"/>
  </xsl:function>
</xsl:stylesheet>
