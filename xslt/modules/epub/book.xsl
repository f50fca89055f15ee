<?xml version="1.0" encoding="UTF-8"?>
<!-- In: the document. Out: the book's files; title page, chapters and the page about the edition in
     XHTML. Which node stands in which chapter is said here. -->
<xsl:stylesheet version="3.0" expand-text="yes"
  xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:xs="http://www.w3.org/2001/XMLSchema"
  xmlns:epub="http://www.idpf.org/2007/ops"
  xmlns:f="https://tahqiq.example/ns/functions"
  xmlns:map="http://www.w3.org/2005/xpath-functions/map"
  xmlns:m="https://tahqiq.example/ns/modes"
  xmlns:t="https://tahqiq.example/ns/templates"
  xpath-default-namespace="http://www.tei-c.org/ns/1.0"
  exclude-result-prefixes="#all">

  <xsl:variable name="work" as="element(TEI)" select="(//TEI)[1]"/>

  <!-- What the text is divided into at its highest level. -->
  <xsl:variable name="content" as="element()*" select="
      if ($work/text/(front | body | back)) then $work/text/(front | body | back)/* else $work/text/*"/>

  <!-- The first nodes of the chapters: divisions, and what stands between divisions; breaks of pages
       and lines go with what follows them. -->
  <xsl:variable name="starts" as="element()*" select="
      $content[not(f:is-milestone(.))][f:opens-chapter(.)] ! f:with-milestones(.)"/>

  <xsl:function name="f:is-milestone" as="xs:boolean">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="exists($element/(self::pb | self::lb | self::cb | self::gb | self::milestone | self::anchor | self::fw))"/>
  </xsl:function>

  <xsl:function name="f:opens-chapter" as="xs:boolean">
    <xsl:param name="element" as="element()"/>
    <xsl:variable name="before" as="element()?" select="$element/preceding-sibling::*[not(f:is-milestone(.))][1]"/>
    <xsl:sequence select="f:is-division($element) or empty($before) or f:is-division($before)"/>
  </xsl:function>

  <xsl:function name="f:is-division" as="xs:boolean">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="matches(local-name($element), '^(div\d?|group|text|titlePage)$')"/>
  </xsl:function>

  <xsl:function name="f:with-milestones" as="element()">
    <xsl:param name="element" as="element()"/>
    <xsl:variable name="before" as="element()?" select="$element/preceding-sibling::*[not(f:is-milestone(.))][1]"/>
    <xsl:sequence select="($element/preceding-sibling::*[f:is-milestone(.)][empty($before) or . >> $before], $element)[1]"/>
  </xsl:function>

  <!-- The number of the chapter of each part of the content. -->
  <xsl:variable name="chapters" as="map(xs:string, xs:integer)">
    <xsl:variable name="first" as="xs:string*" select="$starts ! generate-id()"/>
    <xsl:map>
      <xsl:for-each-group select="$content" group-starting-with="*[generate-id() = $first]">
        <xsl:variable name="number" as="xs:integer" select="max((1, position() - (if (generate-id($content[1]) = $first) then 0 else 1)))"/>
        <xsl:sequence select="current-group() ! map { generate-id(): $number }"/>
      </xsl:for-each-group>
    </xsl:map>
  </xsl:variable>

  <!-- The number of the chapter that a node stands in, and the name of its file. -->
  <xsl:function name="f:chapter" as="xs:integer">
    <xsl:param name="node" as="node()?"/>
    <xsl:sequence select="
        ($node/ancestor-or-self::*[map:contains($chapters, generate-id())][last()] ! $chapters(generate-id()), 1)[1]"/>
  </xsl:function>

  <xsl:function name="f:file" as="xs:string">
    <xsl:param name="node" as="node()?"/>
    <xsl:sequence select="'text-' || format-integer(f:chapter($node), '001') || '.xhtml'"/>
  </xsl:function>

  <xsl:template match="/" as="element()">
    <book>
      <file path="package.opf"><xsl:call-template name="t:package"/></file>
      <file path="nav.xhtml"><xsl:call-template name="t:navigation"/></file>
      <file path="title.xhtml"><xsl:call-template name="t:title-page"/></file>
      <xsl:for-each select="1 to max((1, count($starts)))">
        <xsl:variable name="number" as="xs:integer" select="."/>
        <file path="text-{format-integer($number, '001')}.xhtml">
          <xsl:call-template name="t:chapter">
            <xsl:with-param name="nodes" select="$content[$chapters(generate-id()) = $number]"/>
          </xsl:call-template>
        </file>
      </xsl:for-each>
      <file path="about.xhtml">
        <xsl:call-template name="t:document">
          <xsl:with-param name="title" select="f:label('about')"/>
          <xsl:with-param name="body">
            <section role="doc-appendix" epub:type="appendix">
              <xsl:apply-templates select="$work/teiHeader" mode="m:header-html"/>
            </section>
          </xsl:with-param>
        </xsl:call-template>
      </file>
    </book>
  </xsl:template>

  <!-- An XHTML document of the book. -->
  <xsl:template name="t:document" as="element()">
    <xsl:param name="title" as="xs:string"/>
    <xsl:param name="body" as="node()*"/>
    <xsl:param name="language" as="xs:string" select="$lang"/>
    <xsl:variable name="html" as="element()">
      <html lang="{$language}" dir="{f:direction($language)}">
        <head>
          <title>{$title}</title>
          <link rel="stylesheet" type="text/css" href="style.css"/>
        </head>
        <body>
          <xsl:sequence select="$body"/>
        </body>
      </html>
    </xsl:variable>
    <xsl:variable name="page" as="document-node()">
      <xsl:document>
        <xsl:sequence select="f:with-whole-words(f:with-markers-behind($html))"/>
      </xsl:document>
    </xsl:variable>
    <xsl:apply-templates select="$page" mode="m:xhtml"/>
  </xsl:template>

  <xsl:template name="t:title-page" as="element()">
    <xsl:call-template name="t:document">
      <xsl:with-param name="title" select="normalize-space(f:title($work))"/>
      <xsl:with-param name="body">
        <section class="title-page" epub:type="titlepage">
          <h1><xsl:for-each select="$work"><xsl:call-template name="t:title"/></xsl:for-each></h1>
          <xsl:for-each select="f:in-language($work/teiHeader/fileDesc/titleStmt/title[@type = 'sub'])">
            <p class="subtitle"><xsl:apply-templates select="node()" mode="m:header-html"/></p>
          </xsl:for-each>
          <xsl:for-each select="$work/teiHeader/fileDesc/titleStmt/(author | editor | respStmt/(persName | orgName | name))">
            <p class="by"><bdi lang="{f:lang(.)}" dir="{f:direction(f:lang(.))}"><xsl:apply-templates mode="m:header-html"/></bdi></p>
          </xsl:for-each>
          <xsl:for-each select="$work/teiHeader/fileDesc/editionStmt/edition[@n]">
            <p class="edition">{f:label('edition-n', map { 'n': string(@n) })}</p>
          </xsl:for-each>
          <xsl:if test="f:citation($work) ne ''">
            <p class="citation"><b>{f:label('cite')}</b> {f:citation($work)}</p>
          </xsl:if>
          <xsl:for-each select="f:in-language($work/teiHeader/fileDesc/publicationStmt/availability//p)">
            <p class="rights"><bdi lang="{f:lang(.)}" dir="{f:direction(f:lang(.))}"><xsl:apply-templates mode="m:header-html"/></bdi></p>
          </xsl:for-each>
        </section>
      </xsl:with-param>
    </xsl:call-template>
  </xsl:template>
</xsl:stylesheet>
