<?xml version="1.0" encoding="UTF-8"?>
<!-- In: the blocks of a text that is set in two columns. Out: rows of Typst, each with a block as it is
     read and beside it the same block as it was received, without notes and interventions. -->
<xsl:stylesheet version="3.0" expand-text="yes"
  xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:xs="http://www.w3.org/2001/XMLSchema"
  xmlns:f="https://tahqiq.example/ns/functions"
  xmlns:m="https://tahqiq.example/ns/modes"
  xmlns:t="https://tahqiq.example/ns/templates"
  xpath-default-namespace="http://www.tei-c.org/ns/1.0"
  exclude-result-prefixes="#all">

  <!-- What is in the text as it was received is set as in m:print, by the templates of that mode. -->
  <xsl:mode name="m:diplomatic" on-no-match="fail" on-multiple-match="fail"/>

  <!-- Names of elements that hold blocks, each between spaces: no expression has to try them one by one. -->
  <xsl:variable name="flowing" as="xs:string" static="yes" select="
      ' text group front body back div div1 div2 div3 div4 div5 div6 div7 floatingText titlePage docTitle epigraph opener closer postscript'
      || ' argument sp set prologue epilogue performance' || $groups"/>

  <!-- Whether an element is a row: a block with words of its own that stands in no other. -->
  <xsl:function name="f:is-row" as="xs:boolean">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="
        not(contains($flowing, ' ' || local-name($element) || ' ')) and contains($flowing, ' ' || local-name($element/..) || ' ')
        and not($element/self::note) and normalize-space($element) ne ''
        and (every $ancestor in $element/ancestor::*[ancestor::TEI] satisfies contains($flowing, ' ' || local-name($ancestor) || ' '))"/>
  </xsl:function>

  <!-- Names the columns, where the text begins. -->
  <xsl:template name="t:columns" as="text()*">
    <xsl:if test="$parallel">
      <xsl:text>#parallel-heads({f:string(f:label('view.reading'))}, {f:string(f:label('view.diplomatic'))})&#10;</xsl:text>
    </xsl:if>
  </xsl:template>

  <xsl:template match="*[$parallel][f:is-row(.)]" mode="m:print" priority="20" as="text()*">
    <xsl:text>#parallel-row({f:row-turned(.)}{if (self::head) then 'heading: true' else ''})[</xsl:text>
    <xsl:next-match/>
    <xsl:text>][</xsl:text>
    <xsl:apply-templates select="." mode="m:diplomatic"/>
    <xsl:text>]&#10;</xsl:text>
  </xsl:template>

  <xsl:template match="p | ab" mode="m:diplomatic" as="text()*">
    <xsl:text>#line-block[{f:pages(., false())}</xsl:text>
    <xsl:apply-templates mode="#current"/>
    <xsl:text>{f:pages(., true())}]&#10;</xsl:text>
  </xsl:template>

  <!-- The heading proper, which contents and outline name, is the one that is read. -->
  <xsl:template match="head" mode="m:diplomatic" as="text()*">
    <xsl:text>#line-block(bold[</xsl:text>
    <xsl:apply-templates mode="#current"/>
    <xsl:text>])&#10;</xsl:text>
  </xsl:template>

  <xsl:template match="choice" mode="m:diplomatic" as="text()*">
    <xsl:apply-templates select="f:state(., false())" mode="#current"/>
  </xsl:template>

  <xsl:template match="note | (lem | rdg)[not(f:is-taken(., false()))]" mode="m:diplomatic" priority="4"/>
  <xsl:template match="supplied | ex" mode="m:diplomatic" priority="2"/>

  <xsl:template match="subst" mode="m:diplomatic" as="text()*">
    <xsl:apply-templates mode="#current"/>
  </xsl:template>

  <!-- What was struck out was received. -->
  <xsl:template match="del | surplus" mode="m:diplomatic" priority="2" as="text()*">
    <xsl:apply-templates mode="#current"/>
  </xsl:template>
</xsl:stylesheet>
