<?xml version="1.0" encoding="UTF-8"?>
<!-- In: the blocks of a text that is set on facing pages. Out: rows of Typst, each a block as it is read
     and the same block as it was received; a paragraph in pieces, behind any of which a page may end. -->
<xsl:stylesheet version="3.0" expand-text="yes"
  xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:xs="http://www.w3.org/2001/XMLSchema"
  xmlns:f="https://tahqiq.example/ns/functions"
  xmlns:m="https://tahqiq.example/ns/modes"
  xpath-default-namespace="http://www.tei-c.org/ns/1.0"
  exclude-result-prefixes="#all">

  <!-- What ends a clause, with the marks that close behind it and the space after it. -->
  <xsl:variable name="clause-end" as="xs:string" select="'[.؟!؛،:]+[»&quot;)\]]*\s+'"/>

  <!-- Elements whose words stand in the line as the text round them does. -->
  <xsl:variable name="phrases" as="xs:string" select="
      '^(p|ab|cit|s|seg|said|q|quote|soCalled|persName|placeName|orgName|geogName|eventName|name|rs|roleName|title|term|foreign|emph|mentioned|num|measure|date|time|ref)$'"/>

  <xsl:template match="*[$facing][f:is-row(.)]" mode="m:print" priority="20" as="text()*">
    <xsl:text>#facing-row({f:row-turned(.)}{if (self::head) then 'heading: true, ' else ''}([</xsl:text>
    <xsl:next-match/>
    <xsl:text>],), ([</xsl:text>
    <xsl:apply-templates select="." mode="m:diplomatic"/>
    <xsl:text>],))&#10;</xsl:text>
  </xsl:template>

  <xsl:template match="(p | ab)[$facing][f:is-row(.)]" mode="m:print" priority="21" as="text()*">
    <xsl:text>#facing-row({f:row-turned(.)}number: {if (@n and @xml:id) then f:string(f:digits(@n)) else 'none'}, </xsl:text>
    <xsl:text>span: ({accumulator-before('feet') + 1}, {accumulator-after('feet') + count(f:ended-with(.)[f:is-reading(.)])}), ([{f:pages(., false())}</xsl:text>
    <xsl:apply-templates mode="#current"/>
    <xsl:text>{f:entries-ended(.)}{f:pages(., true())}],), ([{f:pages(., false())}</xsl:text>
    <xsl:apply-templates mode="m:diplomatic"/>
    <xsl:text>{f:pages(., true())}],))&#10;</xsl:text>
  </xsl:template>

  <!-- A quotation that stands alone is cut as a paragraph is. -->
  <xsl:template match="(quote | q | cit)[$facing][f:is-row(.)]" mode="m:print" priority="21" as="text()*">
    <xsl:text>#facing-row({f:row-turned(.)}wrap: (read: pieces => quotation(pieces.join()), received: pieces => quotation(pieces.join())), ([</xsl:text>
    <xsl:apply-templates mode="m:print"/>
    <xsl:text>],), ([</xsl:text>
    <xsl:apply-templates mode="m:diplomatic"/>
    <xsl:text>],))&#10;</xsl:text>
  </xsl:template>

  <!-- A poem is cut between its lines, a list between its items. -->
  <xsl:template match="(lg[not(f:is-couplet(.))][l or lg] | list | listBibl | listPerson | listOrg | listPlace | listEvent
    | castList)[$facing][f:is-row(.)]" mode="m:print" priority="21" as="text()*">
    <xsl:variable name="wrap" as="xs:string" select="'pieces => ' || (if (self::lg) then 'verse' else 'listing') || '(pieces.join())'"/>
    <xsl:text>#facing-row({f:row-turned(.)}wrap: (read: {$wrap}, received: {$wrap}), (</xsl:text>
    <xsl:for-each select="*">
      <xsl:text>[</xsl:text>
      <xsl:apply-templates select="." mode="m:print"/>
      <xsl:text>],</xsl:text>
    </xsl:for-each>
    <xsl:text>), (</xsl:text>
    <xsl:for-each select="*">
      <xsl:text>[</xsl:text>
      <xsl:apply-templates select="." mode="m:diplomatic"/>
      <xsl:text>],</xsl:text>
    </xsl:for-each>
    <xsl:text>))&#10;</xsl:text>
  </xsl:template>

  <!-- A table is cut between its rows, where no cell reaches over two, and bears its header on every
       page; what it is called stands above it. -->
  <xsl:template match="table[$facing][f:is-row(.)][empty(row/cell/@rows)][not(f:is-marked(f:table-header(.)))]" mode="m:print" priority="21" as="text()*">
    <xsl:if test="head">
      <xsl:text>#facing-row({f:row-turned(.)}heading: true, ([</xsl:text>
      <xsl:apply-templates select="head" mode="m:print"/>
      <xsl:text>],), ([</xsl:text>
      <xsl:apply-templates select="head" mode="m:diplomatic"/>
      <xsl:text>],))&#10;</xsl:text>
    </xsl:if>
    <xsl:text>#facing-row({f:row-turned(.)}wrap: (read: rows => fitted-table({f:table-form(.)}, </xsl:text>
    <xsl:apply-templates select="." mode="m:table-header"/>
    <xsl:text>..rows.flatten()), received: rows => fitted-table({f:table-form(.)}, </xsl:text>
    <xsl:apply-templates select="." mode="m:table-header">
      <xsl:with-param name="received" select="true()"/>
    </xsl:apply-templates>
    <xsl:text>..rows.flatten())), (</xsl:text>
    <xsl:for-each select="row except f:table-header(.)">
      <xsl:text>(</xsl:text>
      <xsl:apply-templates select="." mode="m:print"/>
      <xsl:text>),</xsl:text>
    </xsl:for-each>
    <xsl:text>), (</xsl:text>
    <xsl:for-each select="row except f:table-header(.)">
      <xsl:text>(</xsl:text>
      <xsl:apply-templates select="." mode="m:diplomatic"/>
      <xsl:text>),</xsl:text>
    </xsl:for-each>
    <xsl:text>))&#10;</xsl:text>
  </xsl:template>

  <xsl:mode name="m:table-header" on-no-match="fail" on-multiple-match="fail"/>

  <xsl:template match="table" mode="m:table-header" as="text()*">
    <xsl:param name="received" as="xs:boolean" select="false()"/>
    <xsl:if test="f:table-header(.)">
      <xsl:text>table.header(</xsl:text>
      <xsl:choose>
        <xsl:when test="$received">
          <xsl:apply-templates select="f:table-header(.)" mode="m:diplomatic"/>
        </xsl:when>
        <xsl:otherwise>
          <xsl:apply-templates select="f:table-header(.)" mode="m:print"/>
        </xsl:otherwise>
      </xsl:choose>
      <xsl:text>), </xsl:text>
    </xsl:if>
  </xsl:template>

  <!-- Both sides are cut in the same words: those that neither lacks. -->
  <xsl:template match="text()[$facing][f:is-cut(.)]" mode="m:print m:diplomatic" priority="2" as="text()*">
    <xsl:value-of select="f:in-pieces(., f:direction(f:lang(.)))"/>
  </xsl:template>

  <!-- A string as content, a new piece behind each of its clauses. -->
  <xsl:function name="f:in-pieces" as="xs:string">
    <xsl:param name="text" as="xs:string"/>
    <xsl:param name="base" as="xs:string"/>
    <xsl:value-of separator="">
      <xsl:analyze-string select="$text" regex=".*?{$clause-end}" flags="s">
        <xsl:matching-substring>{f:runs(., $base)}], [</xsl:matching-substring>
        <xsl:non-matching-substring>{f:runs(., $base)}</xsl:non-matching-substring>
      </xsl:analyze-string>
    </xsl:value-of>
  </xsl:function>

  <xsl:function name="f:is-cut" as="xs:boolean">
    <xsl:param name="text" as="text()"/>
    <xsl:variable name="row" as="element()?" select="$text/ancestor::*[self::p or self::ab or self::quote or self::q or self::cit][f:is-row(.)]"/>
    <xsl:sequence select="
        exists($row) and matches($text, $clause-end)
        and (every $element in $text/ancestor::*[. &gt;&gt; $row] satisfies matches(local-name($element), $phrases) and not(f:is-isolated($element)))"/>
  </xsl:function>
</xsl:stylesheet>
