<?xml version="1.0" encoding="UTF-8"?>
<!-- In: tables. Out: tables of Typst; where cells take several columns or rows, each cell with its place. -->
<xsl:stylesheet version="3.0" expand-text="yes"
  xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:xs="http://www.w3.org/2001/XMLSchema"
  xmlns:f="https://tahqiq.example/ns/functions"
  xmlns:map="http://www.w3.org/2005/xpath-functions/map"
  xmlns:m="https://tahqiq.example/ns/modes"
  xpath-default-namespace="http://www.tei-c.org/ns/1.0"
  exclude-result-prefixes="#all">

  <!-- Rows of labels at the head of a table are its header, which is repeated on every page, unless it
       bears marks. What else stands in it than rows comes behind it. -->
  <xsl:template match="table" mode="m:print m:diplomatic" as="text()*">
    <xsl:variable name="header" as="element(row)*" select="f:table-header(.)"/>
    <xsl:apply-templates select="head" mode="#current"/>
    <xsl:text>#fitted-table({f:table-form(.)},&#10;</xsl:text>
    <xsl:text>{if (f:is-marked($header)) then 'table.header(repeat: false, ' else if ($header) then 'table.header(' else ''}</xsl:text>
    <xsl:apply-templates select="$header" mode="#current"/>
    <xsl:text>{if ($header) then '),&#10;' else ''}</xsl:text>
    <xsl:apply-templates select="row except $header" mode="#current"/>
    <xsl:text>)&#10;</xsl:text>
    <xsl:variable name="rest" as="element()*" select="* except (head | row | pb)"/>
    <xsl:if test="normalize-space(string-join($rest))">
      <xsl:text>#line-block[</xsl:text>
      <xsl:apply-templates select="$rest" mode="#current"/>
      <xsl:text>]&#10;</xsl:text>
    </xsl:if>
  </xsl:template>

  <!-- A header whose cells reach below it is none. -->
  <xsl:function name="f:table-header" as="element(row)*">
    <xsl:param name="table" as="element(table)"/>
    <xsl:variable name="header" as="element(row)*"
      select="$table/row[@role = 'label'][every $row in preceding-sibling::row satisfies $row/@role = 'label']"/>
    <xsl:sequence select="$header[empty($header/cell/@rows)]"/>
  </xsl:function>

  <!-- Whether something stands at the foot of the page for a header: one that bears marks is not
       repeated, since what Typst repeats is no part of the text and may lead nowhere (PDF/UA-1). -->
  <xsl:function name="f:is-marked" as="xs:boolean">
    <xsl:param name="header" as="element(row)*"/>
    <xsl:sequence select="some $row in $header satisfies $row/accumulator-before('feet') ne $row/accumulator-after('feet')"/>
  </xsl:function>

  <!-- How many columns a table has; of one that may be wide, too, for each column its longest cell and its
       longest words, and how far the table is set in. -->
  <xsl:function name="f:table-form" as="xs:string">
    <xsl:param name="table" as="element(table)"/>
    <xsl:variable name="cells" as="map(xs:integer, xs:string*)" select="f:by-column($table)"/>
    <xsl:variable name="columns" as="xs:integer*" select="1 to f:columns($table)"/>
    <xsl:variable name="longest" as="xs:string*" select="$columns ! (sort($cells(.), (), string-length#1)[last()], '')[1]"/>
    <xsl:sequence select="
        'columns: ' || count($columns) || (if (string-length(string-join($longest)) le $narrow) then '' else string-join((
          ', longest: (', $longest ! (f:string(substring(., 1, $one-line)) || ', '),
          '), words: (', $columns ! ('(' || string-join(f:longest-words($cells(.)) ! (f:string(.) || ', ')) || '), '),
          '), within: ' || 16 * count($table/ancestor::quote) + 6 * count($table/ancestor::item) || 'mm')))"/>
  </xsl:function>

  <!-- Letters of a row that every page holds. -->
  <xsl:variable name="narrow" as="xs:integer" select="24"/>
  <!-- Letters that no line of a page holds. -->
  <xsl:variable name="one-line" as="xs:integer" select="200"/>

  <!-- What the cells of each column say; of a cell over several columns each has its share of every word. -->
  <xsl:function name="f:by-column" as="map(xs:integer, xs:string*)">
    <xsl:param name="table" as="element(table)"/>
    <xsl:variable name="placed" as="xs:boolean" select="f:is-placed($table)"/>
    <xsl:variable name="shares" as="map(*)*">
      <xsl:for-each select="$table/row/cell">
        <xsl:variable name="span" as="xs:integer" select="f:span(@cols)"/>
        <xsl:variable name="first" as="xs:integer" select="
            if ($placed) then xs:integer(replace(f:places($table)(generate-id()), '^.*\(x: ([0-9]+),.*$', '$1')) + 1
            else xs:integer(sum(preceding-sibling::cell/f:span(@cols))) + 1"/>
        <xsl:variable name="said" as="xs:string" select="
            if ($span = 1) then normalize-space()
            else string-join(tokenize(.) ! substring(., 1, 1 + string-length() idiv $span), ' ')"/>
        <xsl:sequence select="($first to $first + $span - 1) ! map { 'column': ., 'said': $said }"/>
      </xsl:for-each>
    </xsl:variable>
    <xsl:map>
      <xsl:for-each-group select="$shares" group-by="?column">
        <xsl:map-entry key="current-grouping-key()" select="current-group()?said"/>
      </xsl:for-each-group>
    </xsl:map>
  </xsl:function>

  <!-- The three longest words of some texts; of what may break behind its marks, the longest pieces. -->
  <xsl:function name="f:longest-words" as="xs:string*">
    <xsl:param name="texts" as="xs:string*"/>
    <xsl:variable name="words" as="xs:string*" select="
        distinct-values($texts ! tokenize(.)) ! (if (string-length() ge 20) then tokenize(., '[-/?&amp;=#.,;:_+%~@|)}\]]+') else .)"/>
    <xsl:sequence select="subsequence(sort($words, (), function($word) { -string-length($word) }), 1, 3)"/>
  </xsl:function>

  <!-- Every row asks for these two: they are told once for a table. -->
  <xsl:function name="f:is-placed" as="xs:boolean" cache="yes">
    <xsl:param name="table" as="element(table)"/>
    <xsl:sequence select="exists($table/row/cell/@rows)"/>
  </xsl:function>

  <xsl:function name="f:columns" as="xs:integer" cache="yes">
    <xsl:param name="table" as="element(table)"/>
    <xsl:sequence select="max((1, if (f:is-placed($table)) then f:places($table)('columns') else $table/row/sum(cell/f:span(@cols))))"/>
  </xsl:function>

  <!-- A row with fewer cells than the others is filled, unless its cells have places. -->
  <xsl:template match="row" mode="m:print m:diplomatic" as="text()*">
    <xsl:variable name="placed" as="xs:boolean" select="f:is-placed(..)"/>
    <xsl:apply-templates select="cell" mode="#current">
      <xsl:with-param name="places" select="if ($placed) then f:places(..) else map { }"/>
    </xsl:apply-templates>
    <xsl:if test="not($placed)">
      <xsl:text>{string-join((sum(cell/f:span(@cols)) + 1 to f:columns(..)) ! '[],')}</xsl:text>
    </xsl:if>
    <xsl:text>&#10;</xsl:text>
  </xsl:template>

  <!-- Notes are set once, and so not where a cell is measured first. -->
  <xsl:template match="cell" mode="m:print m:diplomatic" as="text()*">
    <xsl:param name="places" as="map(xs:string, item())" select="map { }"/>
    <xsl:variable name="bridged" as="xs:boolean" select="exists(following-sibling::cell) and empty((.//note, .//*[f:is-reading(.)]))"/>
    <xsl:variable name="label" as="xs:boolean" select="(@role, ../@role)[1] = 'label'"/>
    <xsl:text>{($places(generate-id()), if (@cols) then 'table.cell(colspan: ' || f:span(@cols) || ')' else '')[1]}[{f:language-set(f:lang(.), f:lang(ancestor::table[1])) ! ('#set text(' || . || ');')}{if ($bridged) then '#bridged[' else ''}</xsl:text>
    <xsl:text>{if ($label) then '#bold[' else ''}</xsl:text>
    <xsl:apply-templates mode="#current"/>
    <xsl:text>{if ($label) then '];' else ''}{if ($bridged) then ']' else '~'}],</xsl:text>
  </xsl:template>

  <!-- How many columns or rows a cell takes: what @cols or @rows says, if it is a number. -->
  <xsl:function name="f:span" as="xs:integer">
    <xsl:param name="told" as="attribute()?"/>
    <xsl:sequence select="if ($told castable as xs:positiveInteger) then xs:integer(min((xs:integer($told), 100))) else 1"/>
  </xsl:function>

  <!-- The place of every cell of a table, as Typst writes it, by the cell's id; and how many columns all take. -->
  <xsl:function name="f:places" as="map(xs:string, item())" cache="yes">
    <xsl:param name="table" as="element(table)"/>
    <xsl:variable name="levels" as="map(xs:string, xs:integer)" select="map:merge($table/row ! map { generate-id(): position() - 1 })"/>
    <xsl:iterate select="$table/row/cell">
      <xsl:param name="places" as="map(xs:string, item())" select="map { 'columns': 1 }"/>
      <!-- Columns and rows that are taken, and where the cell before stood. -->
      <xsl:param name="taken" as="map(xs:string, xs:boolean)" select="map { }"/>
      <xsl:param name="last" as="xs:integer*" select="(-1, -1)"/>
      <xsl:on-completion select="$places"/>
      <xsl:variable name="y" as="xs:integer" select="$levels(generate-id(..))"/>
      <xsl:variable name="x" as="xs:integer" select="f:free(if ($last[2] = $y) then $last[1] + 1 else 0, $y, $taken)"/>
      <xsl:variable name="rows" as="xs:integer" select="xs:integer(min((f:span(@rows), map:size($levels) - $y)))"/>
      <xsl:variable name="columns" as="xs:integer" select="xs:integer(min((f:span(@cols), ($x + 1 to $x + 100)[map:contains($taken, . || ' ' || $y)][1] - $x)))"/>
      <xsl:next-iteration>
        <xsl:with-param name="places" select="
            map:put(map:put($places, 'columns', max(($places('columns'), $x + $columns))), generate-id(),
              'table.cell(x: ' || $x || ', y: ' || $y || ', colspan: ' || $columns || ', rowspan: ' || $rows || ')')"/>
        <xsl:with-param name="taken" select="
            fold-left(for $column in $x to $x + $columns - 1, $row in $y to $y + $rows - 1 return $column || ' ' || $row, $taken,
              function($all as map(xs:string, xs:boolean), $place as xs:string) as map(xs:string, xs:boolean) { map:put($all, $place, true()) })"/>
        <xsl:with-param name="last" select="$x + $columns - 1, $y"/>
      </xsl:next-iteration>
    </xsl:iterate>
  </xsl:function>

  <!-- The first column from one on that no cell above has taken. -->
  <xsl:function name="f:free" as="xs:integer">
    <xsl:param name="column" as="xs:integer"/>
    <xsl:param name="row" as="xs:integer"/>
    <xsl:param name="taken" as="map(xs:string, xs:boolean)"/>
    <xsl:sequence select="if (map:contains($taken, $column || ' ' || $row)) then f:free($column + 1, $row, $taken) else $column"/>
  </xsl:function>
</xsl:stylesheet>
