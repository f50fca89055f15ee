<?xml version="1.0" encoding="UTF-8"?>
<!-- In: an HTML document without a namespace. Out: it in that of XHTML, as the content model of HTML
     demands: no block in a phrase, no link in a link, no id twice, xml:lang beside lang. -->
<xsl:stylesheet version="3.0" expand-text="yes"
  xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:xs="http://www.w3.org/2001/XMLSchema"
  xmlns:epub="http://www.idpf.org/2007/ops"
  xmlns:m="https://tahqiq.example/ns/modes"
  xmlns:t="https://tahqiq.example/ns/templates"
  exclude-result-prefixes="#all">

  <xsl:mode name="m:xhtml" on-no-match="shallow-copy" on-multiple-match="fail"/>

  <xsl:key name="html-id" match="*" use="string(@id)"/>

  <xsl:variable name="phrases" as="xs:string+" select="'p', 'span', 'a', 'b', 'bdi', 'sup', 'sub', 'time', 'i', 'code', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6'"/>
  <xsl:variable name="flows" as="xs:string+" select="'p', 'div', 'blockquote', 'ul', 'ol', 'li', 'dl', 'table', 'caption', 'tbody', 'tr', 'td', 'th', 'section', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6'"/>

  <xsl:template match="document-node()" mode="m:xhtml">
    <xsl:apply-templates mode="m:xhtml"/>
  </xsl:template>

  <xsl:template match="*" mode="m:xhtml" as="element()">
    <xsl:call-template name="t:copied"/>
  </xsl:template>

  <xsl:template match="*[local-name() = $flows][ancestor::*[local-name() = $phrases]]" mode="m:xhtml" priority="1" as="element()">
    <xsl:call-template name="t:copied">
      <xsl:with-param name="name" select="'span'"/>
    </xsl:call-template>
  </xsl:template>

  <xsl:template match="a[ancestor::a]" mode="m:xhtml" priority="1" as="element()">
    <xsl:call-template name="t:copied">
      <xsl:with-param name="name" select="'span'"/>
    </xsl:call-template>
  </xsl:template>

  <!-- The mark of a paragraph without a number is a link of the site's, for whoever cites it. -->
  <xsl:template match="a[tokenize(@class) = 'unnumbered']" mode="m:xhtml" priority="2"/>

  <xsl:template name="t:copied" as="element()">
    <xsl:param name="name" as="xs:string" select="local-name()"/>
    <xsl:element name="{$name}" namespace="http://www.w3.org/1999/xhtml">
      <xsl:apply-templates select="@* except (@id, @class, @href)" mode="m:xhtml"/>
      <xsl:if test="@href and $name = local-name()">
        <xsl:sequence select="@href"/>
      </xsl:if>
      <xsl:if test="@lang">
        <xsl:attribute name="xml:lang" select="@lang"/>
      </xsl:if>
      <xsl:if test="@id and key('html-id', @id)[1] is .">
        <xsl:sequence select="@id"/>
      </xsl:if>
      <xsl:variable name="class" as="xs:string"
        select="string-join((@class, if ($name ne local-name() and local-name() ne 'a') then 'block' else ()), ' ')"/>
      <xsl:if test="normalize-space($class)">
        <xsl:attribute name="class" select="normalize-space($class)"/>
      </xsl:if>
      <xsl:apply-templates mode="m:xhtml"/>
    </xsl:element>
  </xsl:template>

  <!-- What a phrase that was a link or a block may not say. -->
  <xsl:template match="@role | @epub:type | @hreflang | @scope | @colspan | @rowspan" mode="m:xhtml" as="attribute()?">
    <xsl:variable name="kept" as="xs:boolean" select="
        if (../self::a) then empty(../ancestor::a)
        else not(local-name() = ('scope', 'colspan', 'rowspan') and ../ancestor::*[local-name() = $phrases])"/>
    <xsl:if test="$kept">
      <xsl:sequence select="."/>
    </xsl:if>
  </xsl:template>
</xsl:stylesheet>
