<?xml version="1.0" encoding="UTF-8"?>
<!-- In: elements of lists (of entries of an apparatus, too), tables and poems. Out: what of them a plain text must
     know: the item that an element stands in, its number and indentation, what belongs together without an empty line, the
     columns that a table's cells take. -->
<xsl:stylesheet version="3.0" expand-text="yes"
  xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:xs="http://www.w3.org/2001/XMLSchema"
  xmlns:f="https://tahqiq.example/ns/functions"
  xmlns:map="http://www.w3.org/2005/xpath-functions/map"
  xmlns:m="https://tahqiq.example/ns/modes"
  xmlns:t="https://tahqiq.example/ns/templates"
  xpath-default-namespace="http://www.tei-c.org/ns/1.0"
  exclude-result-prefixes="#all">

  <xsl:function name="f:is-list" as="xs:boolean">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="exists($element/(self::list | self::listBibl | self::castList | self::listPerson | self::listOrg
          | self::listPlace | self::listEvent))"/>
  </xsl:function>

  <xsl:function name="f:is-item" as="xs:boolean">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="
        exists($element/(self::item | self::castItem | self::bibl[parent::listBibl] | self::biblStruct[parent::listBibl]
          | self::person[parent::listPerson] | self::personGrp[parent::listPerson] | self::org[parent::listOrg]
          | self::place[parent::listPlace] | self::event[parent::listEvent]))"/>
  </xsl:function>

  <!-- The items that an element stands in, the outermost first. A label stands in the item that it is of. -->
  <xsl:function name="f:items-of" as="element()*">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="
        $element/ancestor-or-self::*[f:is-item(.)],
        $element/self::label[parent::list]/(following-sibling::*[1]/self::item, .)[1]"/>
  </xsl:function>

  <!-- 0 or 1: other than that of the numbered list before it, so that a program tells the two apart. -->
  <xsl:function name="f:list-run" as="xs:integer">
    <xsl:param name="item" as="element()"/>
    <xsl:sequence select="(f:list-runs($item/../..)(generate-id($item/..)), 0)[1]"/>
  </xsl:function>

  <!-- The runs of all lists that stand side by side: every item asks, so they are told once. -->
  <xsl:function name="f:list-runs" as="map(xs:string, xs:integer)" cache="yes">
    <xsl:param name="parent" as="element()"/>
    <xsl:iterate select="$parent/*[f:is-list(.)]">
      <xsl:param name="runs" as="map(xs:string, xs:integer)" select="map { }"/>
      <xsl:param name="numbered" as="xs:integer" select="0"/>
      <xsl:on-completion select="$runs"/>
      <xsl:next-iteration>
        <xsl:with-param name="runs" select="map:put($runs, generate-id(), $numbered mod 2)"/>
        <xsl:with-param name="numbered" select="$numbered + (if (f:is-numbered(.)) then 1 else 0)"/>
      </xsl:next-iteration>
    </xsl:iterate>
  </xsl:function>

  <!-- The poem or table that a line belongs to, or the whole list with the lists in it. -->
  <xsl:function name="f:set-of" as="element()?">
    <xsl:param name="element" as="element()"/>
    <xsl:variable name="set" as="element()?" select="$element/ancestor::*[self::lg or self::table or f:is-list(.)][1]"/>
    <xsl:variable name="edge" as="element()?" select="$element/ancestor::*[self::table or self::figure or self::floatingText or self::quote or self::sp][1]"/>
    <xsl:sequence select="
        if (not($set ! f:is-list(.))) then $set
        else ($element/ancestor::*[f:is-list(.)][empty($edge) or . >> $edge])[1]"/>
  </xsl:function>

  <!-- A table with spans tells its cells which columns those take; one with blocks in its cells has no columns. -->
  <xsl:template match="table[row/cell[@rows or @cols]][f:is-plain(.)]" mode="m:text" as="element()" priority="2">
    <xsl:call-template name="t:block">
      <xsl:with-param name="grid" select="f:grid(.)" tunnel="yes"/>
    </xsl:call-template>
  </xsl:template>

  <!-- A cell, after it a bar. A no-break space stands where one goes on that spans columns or rows. -->
  <xsl:template match="cell" mode="m:text" as="node()*">
    <xsl:param name="grid" as="map(xs:string, xs:integer)" select="map { }" tunnel="yes"/>
    <xsl:variable name="filled" as="xs:integer" select="if ($reading) then ($grid(generate-id()), 0)[1] else 0"/>
    <xsl:if test="preceding-sibling::cell or $filled gt 0">
      <xsl:value-of select="
          (if (preceding-sibling::cell) then ' | ' else '') || string-join((1 to $filled) ! '&#160; | ')"/>
    </xsl:if>
    <xsl:apply-templates mode="m:text"/>
  </xsl:template>

  <!-- An entry of a list of entries is told in a line of its own, which is none of the text's. -->
  <xsl:template match="app[f:is-listed(.)]" mode="m:text" as="element()?" priority="4">
    <xsl:if test="$reading and $notes">
      <block xmlns="" part="change" id="{ancestor-or-self::*[@xml:id][1]/@xml:id}" path="{f:path(.)}" n="" level="0" depth="0" quotes="0" set=""
        items="" numbers="" runs="" dir="{$direction}">
        <xsl:sequence select="f:mark-entry(.)"/>
        <xsl:apply-templates select="note" mode="m:text"/>
      </block>
    </xsl:if>
  </xsl:template>

  <xsl:function name="f:mark-entry" as="item()">
    <xsl:param name="entry" as="element(app)"/>
    <xsl:value-of select="f:written(f:listed-entry($entry), $entry)"/>
  </xsl:function>

  <!-- The number of a line by which a source is cited. -->
  <xsl:template match="lb[f:is-told-line(.)][$reading and $pages]" mode="m:text" priority="1" as="node()*">
    <xsl:sequence select="' '[not(current()/@break = 'no')] ! f:text(.), f:mark-line(.), ' '[not(current()/@break = 'no')] ! f:text(.)"/>
  </xsl:template>

  <xsl:function name="f:text" as="text()">
    <xsl:param name="string" as="xs:string"/>
    <xsl:value-of select="$string"/>
  </xsl:function>

  <!-- The most cells that a row of a table has. -->
  <xsl:function name="f:widest" as="xs:integer" cache="yes">
    <xsl:param name="table" as="element(table)"/>
    <xsl:sequence select="max((0, $table/row ! count(cell)))"/>
  </xsl:function>

  <!-- Whether nothing in a table's cells begins a line. -->
  <xsl:function name="f:is-plain" as="xs:boolean" cache="yes">
    <xsl:param name="table" as="element(table)"/>
    <xsl:sequence select="empty($table//cell//(p | ab | l | list | listBibl | table | item | head | figure | floatingText | sp | stage))"/>
  </xsl:function>

  <xsl:function name="f:span" as="xs:integer">
    <xsl:param name="told" as="attribute()?"/>
    <xsl:sequence select="if ($told castable as xs:positiveInteger) then xs:integer(min((xs:integer($told), 1000))) else 1"/>
  </xsl:function>

  <!-- How many columns before each cell, and at the end of each row, belong to cells that span them; and how
       many the table has. -->
  <xsl:function name="f:grid" as="map(xs:string, xs:integer)">
    <xsl:param name="table" as="element(table)"/>
    <xsl:iterate select="$table/row">
      <xsl:param name="grid" as="map(xs:string, xs:integer)" select="map { }"/>
      <!-- How many rows more each column is taken. -->
      <xsl:param name="taken" as="map(xs:integer, xs:integer)" select="map { }"/>
      <xsl:param name="width" as="xs:integer" select="0"/>
      <xsl:on-completion select="map:put($grid, generate-id($table), $width)"/>
      <xsl:variable name="row" as="map(*)" select="f:set-cells(cell, 1, $taken, $grid)"/>
      <xsl:variable name="last" as="xs:integer" select="max((map:keys($row?taken), 0))"/>
      <xsl:next-iteration>
        <xsl:with-param name="width" select="max(($width, $last, $row?column - 1))"/>
        <xsl:with-param name="grid" select="map:put($row?grid, generate-id(), max((0, $last - $row?column + 1)))"/>
        <xsl:with-param name="taken" select="map:merge(map:keys($row?taken)[$row?taken(.) gt 1] ! map { .: $row?taken(.) - 1 })"/>
      </xsl:next-iteration>
    </xsl:iterate>
  </xsl:function>

  <!-- A row's cells set one after the other: grid with what stands before each, column after the last, and
       taken with the columns of all. -->
  <xsl:function name="f:set-cells" as="map(*)">
    <xsl:param name="cells" as="element(cell)*"/>
    <xsl:param name="column" as="xs:integer"/>
    <xsl:param name="taken" as="map(xs:integer, xs:integer)"/>
    <xsl:param name="grid" as="map(xs:string, xs:integer)"/>
    <xsl:variable name="cell" as="element(cell)?" select="head($cells)"/>
    <xsl:choose>
      <xsl:when test="empty($cell)">
        <xsl:sequence select="map { 'column': $column, 'taken': $taken, 'grid': $grid }"/>
      </xsl:when>
      <xsl:otherwise>
        <xsl:variable name="first" as="xs:integer" select="f:free($column, $taken)"/>
        <xsl:variable name="own" as="map(xs:integer, xs:integer)*" select="
            ($first to $first + f:span($cell/@cols) - 1) ! map { .: f:span($cell/@rows) }"/>
        <xsl:sequence select="
            f:set-cells(tail($cells), $first + 1, map:merge(($taken, $own)), map:put($grid, generate-id($cell), $first - $column))"/>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:function>

  <!-- The first column from one on that no cell has taken. -->
  <xsl:function name="f:free" as="xs:integer">
    <xsl:param name="column" as="xs:integer"/>
    <xsl:param name="taken" as="map(xs:integer, xs:integer)"/>
    <xsl:sequence select="if (map:contains($taken, $column)) then f:free($column + 1, $taken) else $column"/>
  </xsl:function>
</xsl:stylesheet>
