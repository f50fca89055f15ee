<?xml version="1.0" encoding="UTF-8"?>
<!-- In: the blocks of a text. Out: blocks of Typst, each on a line of its own. -->
<xsl:stylesheet version="3.0" expand-text="yes"
  xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:xs="http://www.w3.org/2001/XMLSchema"
  xmlns:f="https://tahqiq.example/ns/functions"
  xmlns:m="https://tahqiq.example/ns/modes"
  xmlns:t="https://tahqiq.example/ns/templates"
  xpath-default-namespace="http://www.tei-c.org/ns/1.0"
  exclude-result-prefixes="#all">

  <xsl:template match="text | group | front | body | back | div | div1 | div2 | div3 | div4 | floatingText
    | titlePage | docTitle | epigraph | opener | closer | postscript | argument | sp" mode="m:print m:diplomatic" as="text()*">
    <xsl:apply-templates mode="#current"/>
  </xsl:template>

  <xsl:template match="standOff | teiHeader" mode="m:print m:diplomatic"/>

  <xsl:template match="p | ab" mode="m:print" as="text()*">
    <xsl:variable name="first" as="xs:integer" select="accumulator-before('feet') + 1"/>
    <xsl:variable name="last" as="xs:integer" select="accumulator-after('feet')"/>
    <xsl:text>{if ($last ge $first) then '#noted(' || $first || ', ' || $last || ')[' else ''}</xsl:text>
    <xsl:text>{if (@n and @xml:id) then '#unit(' || f:string(f:digits(@n)) || ')[' else '#line-block['}{f:pages(., false())}</xsl:text>
    <xsl:apply-templates mode="#current"/>
    <xsl:text>{f:pages(., true())}]{if ($last ge $first) then ']' else ''}&#10;</xsl:text>
  </xsl:template>

  <!-- A paragraph inside a phrase is a phrase that begins a line. -->
  <xsl:template match="(note | quote | q | said | item | cell | figDesc | desc)//(p | ab)" mode="m:print m:diplomatic" priority="2" as="text()*">
    <xsl:if test="preceding-sibling::*">
      <xsl:text>#linebreak()</xsl:text>
    </xsl:if>
    <xsl:apply-templates mode="#current"/>
  </xsl:template>

  <xsl:template match="byline | dateline | salute | signed | trailer | docAuthor | docDate | docImprint | titlePart
    | speaker | stage | imprimatur | docEdition | listBibl/bibl | listBibl/biblStruct | label[parent::list]"
    mode="m:print m:diplomatic" priority="1" as="text()*">
    <xsl:text>#line-block[</xsl:text>
    <xsl:apply-templates mode="#current"/>
    <xsl:text>]&#10;</xsl:text>
  </xsl:template>

  <!-- A heading's level is one below that of the nearest division with a heading: PDF/UA lets no
       level be left out. -->
  <xsl:template match="head" mode="m:print" as="text()*">
    <xsl:variable name="level" as="xs:integer"
      select="count(ancestor::*[matches(local-name(), '^(div\d?|lg)$')][head]) + 1"/>
    <xsl:text>&#10;#heading(level: {max((min(($level, 6)), 2))})[</xsl:text>
    <xsl:apply-templates mode="#current"/>
    <xsl:text>]&#10;</xsl:text>
  </xsl:template>

  <xsl:template match="(list | table | figure | note | listBibl | q | quote | said | p | item | cell | lg)/head"
    mode="m:print m:diplomatic" priority="2" as="text()*">
    <xsl:text>#line-block(strong[</xsl:text>
    <xsl:apply-templates mode="#current"/>
    <xsl:text>])&#10;</xsl:text>
  </xsl:template>

  <xsl:template match="lg" mode="m:print m:diplomatic" as="text()*">
    <xsl:text>#verse[</xsl:text>
    <xsl:apply-templates mode="#current"/>
    <xsl:text>]&#10;</xsl:text>
  </xsl:template>

  <xsl:template match="l" mode="m:print m:diplomatic" as="text()*">
    <xsl:text>#verse-line[</xsl:text>
    <xsl:apply-templates mode="#current"/>
    <xsl:text>]&#10;</xsl:text>
  </xsl:template>

  <!-- A line of two hemistichs is set in two columns. -->
  <xsl:template match="l[count(seg) ge 2 and empty(text()[normalize-space()])]" mode="m:print m:diplomatic" priority="1" as="text()*">
    <xsl:text>#verse-line(</xsl:text>
    <xsl:for-each select="seg">
      <xsl:text>[</xsl:text>
      <xsl:apply-templates select="." mode="#current"/>
      <xsl:text>], </xsl:text>
    </xsl:for-each>
    <xsl:text>)&#10;</xsl:text>
  </xsl:template>

  <xsl:template match="list | listBibl" mode="m:print m:diplomatic" as="text()*">
    <xsl:text>#listing[</xsl:text>
    <xsl:apply-templates mode="#current"/>
    <xsl:text>]&#10;</xsl:text>
  </xsl:template>

  <xsl:template match="item" mode="m:print m:diplomatic" as="text()*">
    <xsl:text>#line-block[#"– ";</xsl:text>
    <xsl:apply-templates mode="#current"/>
    <xsl:text>]&#10;</xsl:text>
  </xsl:template>

  <!-- Rows of labels at the head of a table are its header, which is repeated on every page. -->
  <xsl:template match="table" mode="m:print m:diplomatic" as="text()*">
    <xsl:variable name="header" as="element(row)*" select="f:table-header(.)"/>
    <xsl:apply-templates select="head" mode="#current"/>
    <xsl:text>#table({f:table-form(.)},&#10;</xsl:text>
    <xsl:text>{if ($header) then 'table.header(' else ''}</xsl:text>
    <xsl:apply-templates select="$header" mode="#current"/>
    <xsl:text>{if ($header) then '),&#10;' else ''}</xsl:text>
    <xsl:apply-templates select="row except $header" mode="#current"/>
    <xsl:text>)&#10;</xsl:text>
  </xsl:template>

  <xsl:function name="f:table-header" as="element(row)*">
    <xsl:param name="table" as="element(table)"/>
    <xsl:sequence select="$table/row[@role = 'label'][every $row in preceding-sibling::row satisfies $row/@role = 'label']"/>
  </xsl:function>

  <xsl:function name="f:table-form" as="xs:string">
    <xsl:param name="table" as="element(table)"/>
    <xsl:sequence select="'columns: ' || max((1, $table/row/sum(cell/f:span(@cols)))) || ', stroke: 0.4pt + quiet, inset: cell-inset'"/>
  </xsl:function>

  <!-- A row with fewer cells than the others is filled, unless a cell reaches into it from above. -->
  <xsl:template match="row" mode="m:print m:diplomatic" as="text()*">
    <xsl:variable name="columns" as="xs:integer" select="max((1, ../row/sum(cell/f:span(@cols))))"/>
    <xsl:apply-templates select="cell" mode="#current"/>
    <xsl:if test="empty(../row/cell/@rows)">
      <xsl:text>{string-join((sum(cell/f:span(@cols)) + 1 to $columns) ! '[],')}</xsl:text>
    </xsl:if>
    <xsl:text>&#10;</xsl:text>
  </xsl:template>

  <!-- Notes are set once, and so not where a cell is measured first. -->
  <xsl:template match="cell" mode="m:print m:diplomatic" as="text()*">
    <xsl:variable name="bridged" as="xs:boolean" select="exists(following-sibling::cell) and empty((.//note, .//*[f:is-reading(.)]))"/>
    <xsl:text>{if (@cols | @rows) then 'table.cell(colspan: ' || f:span(@cols) || ', rowspan: ' || f:span(@rows) || ')' else ''}[{if ($bridged) then '#bridged[' else ''}</xsl:text>
    <xsl:apply-templates mode="#current"/>
    <xsl:text>{if ($bridged) then ']' else '~'}],</xsl:text>
  </xsl:template>

  <!-- How many columns or rows a cell takes: what @cols or @rows says, if it is a number. -->
  <xsl:function name="f:span" as="xs:integer">
    <xsl:param name="told" as="attribute()?"/>
    <xsl:sequence select="if ($told castable as xs:positiveInteger) then xs:integer($told) else 1"/>
  </xsl:function>

  <xsl:template match="figure | graphic" mode="m:print m:diplomatic" as="text()*">
    <xsl:if test="self::graphic or empty(graphic)">
      <xsl:text>{f:runs('[' || f:label('figure') || ']', $direction)}</xsl:text>
    </xsl:if>
    <xsl:apply-templates mode="#current"/>
  </xsl:template>

  <!-- A quotation that stands alone between paragraphs. -->
  <xsl:template match="(body | div | front | back)/quote | (body | div | front | back)/q | (body | div)/cit" mode="m:print m:diplomatic" priority="2" as="text()*">
    <xsl:text>#quotation[</xsl:text>
    <xsl:apply-templates mode="#current"/>
    <xsl:text>]&#10;</xsl:text>
  </xsl:template>
</xsl:stylesheet>
