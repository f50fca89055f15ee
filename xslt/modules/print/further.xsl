<?xml version="1.0" encoding="UTF-8"?>
<!-- In: elements of TEI's further modules that no other template knows. Out: lines of Typst, an entry of a dictionary with
     its further lines indented, and the phrases within them. -->
<xsl:stylesheet version="3.0" expand-text="yes"
  xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:xs="http://www.w3.org/2001/XMLSchema"
  xmlns:f="https://tahqiq.example/ns/functions"
  xmlns:m="https://tahqiq.example/ns/modes"
  xpath-default-namespace="http://www.tei-c.org/ns/1.0"
  exclude-result-prefixes="#all">

  <xsl:template match="*[f:is-group(.)]" mode="m:print m:diplomatic" priority="-50" as="text()*">
    <xsl:apply-templates mode="#current"/>
  </xsl:template>

  <xsl:template match="text()[not(normalize-space())][f:is-group(..)]" mode="m:print m:diplomatic" priority="1"/>

  <xsl:template match="*[f:begins-line(.)]" mode="m:print m:diplomatic" priority="-40" as="text()*">
    <xsl:variable name="first" as="xs:integer" select="accumulator-before('feet') + 1"/>
    <xsl:variable name="last" as="xs:integer" select="accumulator-after('feet')"/>
    <xsl:variable name="lines" as="xs:boolean" select="$last ge $first and not($facing or $parallel) and empty(.//(p | list | table | lg | figure)[empty(ancestor::note)])"/>
    <xsl:text>{if ($last ge $first) then '#noted(' || $first || ', ' || $last || ')[' else ''}</xsl:text>
    <xsl:text>{if (self::entry or self::entryFree) then '#list-item(none)[' else '#line-block['}</xsl:text>
    <xsl:text>{if ($lines) then '#begins(' || $first || ', ' || $last || ')' else ''}{f:printed-before(.)}</xsl:text>
    <xsl:apply-templates mode="#current"/>
    <xsl:text>{if ($lines) then '#ends(' || $first || ')' else ''}]{if ($last ge $first) then ']' else ''}&#10;</xsl:text>
  </xsl:template>

  <!-- A root stays with the first of its entries. -->
  <xsl:template match="superEntry/form" mode="m:print m:diplomatic" as="text()*">
    <xsl:text>#item-label(none)[</xsl:text>
    <xsl:apply-templates mode="#current"/>
    <xsl:text>]&#10;</xsl:text>
  </xsl:template>

  <xsl:template match="*[f:is-further-phrase(.)]" mode="m:print m:diplomatic" priority="-50" as="text()*">
    <xsl:text>{f:printed-before(.)}</xsl:text>
    <xsl:apply-templates mode="#current"/>
  </xsl:template>

  <xsl:function name="f:printed-before" as="xs:string">
    <xsl:param name="element" as="element()"/>
    <xsl:variable name="told" as="xs:string" select="f:told-before($element)"/>
    <xsl:sequence select="
        if ($told eq '') then '' else if ($element/self::u) then f:runs('(' || $told || ') ', f:direction(f:lang($element))) else f:spaced('(' || $told || ') ')"/>
  </xsl:function>

  <!-- What is written above a word. -->
  <xsl:template match="rt" mode="m:print m:diplomatic" as="text()*">
    <xsl:text> #"(";</xsl:text>
    <xsl:apply-templates mode="#current"/>
    <xsl:text>#")";</xsl:text>
  </xsl:template>

  <xsl:template match="*[f:is-silent(.)]" mode="m:print m:diplomatic" priority="-50"/>
</xsl:stylesheet>
