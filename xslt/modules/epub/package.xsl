<?xml version="1.0" encoding="UTF-8"?>
<!-- In: the text's header and its chapters. Out: the package document (EPUB 3.3, section 5, with the
     metadata of EPUB Accessibility 1.1) and the navigation: contents, landmarks, pages. -->
<xsl:stylesheet version="3.0" expand-text="yes"
  xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:xs="http://www.w3.org/2001/XMLSchema"
  xmlns:dc="http://purl.org/dc/elements/1.1/"
  xmlns:epub="http://www.idpf.org/2007/ops"
  xmlns:f="https://tahqiq.example/ns/functions"
  xmlns:m="https://tahqiq.example/ns/modes"
  xmlns:t="https://tahqiq.example/ns/templates"
  xpath-default-namespace="http://www.tei-c.org/ns/1.0"
  exclude-result-prefixes="xs f m t epub">

  <xsl:variable name="text-direction" as="xs:string" select="f:direction(f:lang(($work/text, $work)[1]))"/>

  <xsl:variable name="book-pages" as="element(pb)*" select="$content/descendant-or-self::pb[f:is-page(.)][not(ancestor::note)][f:is-read(.)]"/>

  <xsl:template name="t:package" as="element()">
    <package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id" xml:lang="{$lang}" dir="{$direction}">
      <metadata>
        <dc:identifier id="id">{$identifier}</dc:identifier>
        <xsl:call-template name="t:dublin-core"/>
        <xsl:call-template name="t:accessibility"/>
      </metadata>
      <manifest>
        <item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>
        <item id="title" href="title.xhtml" media-type="application/xhtml+xml"/>
        <xsl:for-each select="1 to max((1, count($starts)))">
          <item id="text-{format-integer(., '001')}" href="text-{format-integer(., '001')}.xhtml" media-type="application/xhtml+xml"/>
        </xsl:for-each>
        <item id="about" href="about.xhtml" media-type="application/xhtml+xml"/>
        <item id="style" href="style.css" media-type="text/css"/>
        <item id="regular" href="fonts/amiri-regular.woff2" media-type="font/woff2"/>
        <item id="bold" href="fonts/amiri-bold.woff2" media-type="font/woff2"/>
      </manifest>
      <spine page-progression-direction="{$text-direction}">
        <itemref idref="title"/>
        <itemref idref="nav"/>
        <xsl:for-each select="1 to max((1, count($starts)))">
          <itemref idref="text-{format-integer(., '001')}"/>
        </xsl:for-each>
        <itemref idref="about"/>
      </spine>
    </package>
  </xsl:template>

  <xsl:template name="t:dublin-core" as="element()*">
    <xsl:variable name="file" as="element(fileDesc)" select="$work/teiHeader/fileDesc"/>
    <xsl:variable name="title" as="element(title)" select="f:title($work)"/>
    <dc:title>
      <xsl:call-template name="t:language"><xsl:with-param name="of" select="$title"/></xsl:call-template>
      <xsl:text>{normalize-space($title)}</xsl:text>
    </dc:title>
    <dc:language>{f:lang(($work/text, $work)[1])}</dc:language>
    <xsl:for-each select="$file/titleStmt/author[normalize-space()]">
      <dc:creator>{normalize-space(.)}</dc:creator>
    </xsl:for-each>
    <xsl:for-each select="distinct-values($file/titleStmt/(editor | respStmt/(persName | orgName | name))[normalize-space()] ! normalize-space(.))">
      <dc:contributor>{.}</dc:contributor>
    </xsl:for-each>
    <xsl:for-each select="$file/publicationStmt/(publisher | authority | distributor)[normalize-space()][1]">
      <dc:publisher>{normalize-space(.)}</dc:publisher>
    </xsl:for-each>
    <xsl:for-each select="$file/publicationStmt/date[@when][1]">
      <dc:date>{@when}</dc:date>
    </xsl:for-each>
    <xsl:for-each select="f:in-language($file/publicationStmt/availability//p[normalize-space()])">
      <dc:rights>
        <xsl:call-template name="t:language"><xsl:with-param name="of" select="."/></xsl:call-template>
        <xsl:text>{normalize-space(.)}</xsl:text>
      </dc:rights>
    </xsl:for-each>
    <xsl:for-each select="f:in-language($work/teiHeader/profileDesc/abstract)[normalize-space()][1]">
      <dc:description>{normalize-space(.)}</dc:description>
    </xsl:for-each>
    <meta xmlns="http://www.idpf.org/2007/opf" property="dcterms:modified">{f:modified()}</meta>
  </xsl:template>

  <xsl:template name="t:language" as="attribute()*">
    <xsl:param name="of" as="element()"/>
    <xsl:attribute name="xml:lang" select="f:lang($of)"/>
    <xsl:attribute name="dir" select="f:direction(f:lang($of))"/>
  </xsl:template>

  <!-- When the text was last changed, as its header says: the same text gives the same book. -->
  <xsl:function name="f:modified" as="xs:string">
    <xsl:variable name="told" as="xs:string*"
      select="$work/teiHeader/(fileDesc/publicationStmt/date/@when, revisionDesc//change/@when) ! string(.)"/>
    <xsl:variable name="days" as="xs:date*" select="
        for $day in $told
        return if ($day castable as xs:date) then xs:date($day)
          else if ($day castable as xs:dateTime) then xs:date(xs:dateTime($day))
          else if (($day || '-01') castable as xs:date) then xs:date($day || '-01')
          else if (($day || '-01-01') castable as xs:date) then xs:date($day || '-01-01') else ()"/>
    <xsl:sequence select="format-date(adjust-date-to-timezone((max($days), xs:date('1970-01-01'))[1], ()), '[Y0001]-[M01]-[D01]') || 'T00:00:00Z'"/>
  </xsl:function>

  <xsl:template name="t:accessibility" as="element()*" xmlns="http://www.idpf.org/2007/opf">
    <meta property="schema:accessMode">textual</meta>
    <meta property="schema:accessModeSufficient">textual</meta>
    <xsl:for-each select="'ARIA', 'displayTransformability', 'readingOrder', 'structuralNavigation', 'tableOfContents', if (exists($book-pages)) then ('pageBreakMarkers', 'pageNavigation') else ()">
      <meta property="schema:accessibilityFeature">{.}</meta>
    </xsl:for-each>
    <meta property="schema:accessibilityHazard">none</meta>
    <meta property="schema:accessibilitySummary">{f:label('accessibility')}</meta>
    <xsl:if test="exists($book-pages)">
      <xsl:variable name="source" as="element()?"
        select="($work//sourceDesc//(bibl | biblStruct | biblFull), $work//sourceDesc)[normalize-space()][1]"/>
      <meta property="pageBreakSource">{if ($source) then substring(normalize-space($source), 1, 300) else 'none'}</meta>
    </xsl:if>
  </xsl:template>

  <xsl:template name="t:navigation" as="element()">
    <xsl:call-template name="t:document">
      <xsl:with-param name="title" select="f:label('contents')"/>
      <xsl:with-param name="body">
        <nav epub:type="toc" role="doc-toc" aria-labelledby="contents">
          <h1 id="contents">{f:label('contents')}</h1>
          <ol>
            <li><a href="title.xhtml">{f:label('title-page')}</a></li>
            <xsl:for-each select="1 to max((1, count($starts)))">
              <xsl:variable name="number" as="xs:integer" select="."/>
              <xsl:call-template name="t:entries">
                <xsl:with-param name="nodes" select="$content[$chapters(generate-id()) = $number]"/>
              </xsl:call-template>
            </xsl:for-each>
            <li><a href="about.xhtml">{f:label('about')}</a></li>
          </ol>
        </nav>
        <nav epub:type="landmarks" aria-label="{f:label('landmarks')}" hidden="hidden">
          <ol>
            <li><a epub:type="titlepage" href="title.xhtml">{f:label('title')}</a></li>
            <li><a epub:type="toc" href="nav.xhtml">{f:label('contents')}</a></li>
            <li><a epub:type="bodymatter" href="{f:file(($starts[not(ancestor-or-self::front)], $starts)[1])}">{f:label('text')}</a></li>
            <li><a epub:type="backmatter" href="about.xhtml">{f:label('about')}</a></li>
          </ol>
        </nav>
        <xsl:if test="exists($book-pages)">
          <nav epub:type="page-list" role="doc-pagelist" aria-label="{f:label('pages')}" hidden="hidden">
            <ol>
              <xsl:for-each select="$book-pages">
                <li><a href="{f:file(.)}#{f:page-id(.)}">{@n}</a></li>
              </xsl:for-each>
            </ol>
          </nav>
        </xsl:if>
      </xsl:with-param>
    </xsl:call-template>
  </xsl:template>

  <!-- The entries of a chapter: its divisions that have headings, in one another as they are. -->
  <xsl:template name="t:entries" as="element()*">
    <xsl:param name="nodes" as="element()*"/>
    <xsl:variable name="divisions" as="element()*" select="$nodes[f:is-division(.)]"/>
    <xsl:variable name="heads" as="element(head)*" select="$divisions ! f:first-head(.)"/>
    <xsl:choose>
      <xsl:when test="empty($heads) and not($nodes/ancestor-or-self::div/head)">
        <li><a href="{f:file($nodes[1])}">{f:chapter-title($nodes)}</a></li>
      </xsl:when>
      <xsl:otherwise>
        <xsl:for-each select="$divisions">
          <xsl:call-template name="t:entry-of"/>
        </xsl:for-each>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template name="t:entry-of" as="element()*">
    <xsl:variable name="inner" as="element()*" select="*[f:is-division(.)][descendant-or-self::*/head]"/>
    <xsl:variable name="entries" as="element()*">
      <xsl:for-each select="$inner">
        <xsl:call-template name="t:entry-of"/>
      </xsl:for-each>
    </xsl:variable>
    <xsl:choose>
      <xsl:when test="head">
        <li>
          <a href="{f:file(.)}{if (parent::*[f:is-division(.)]) then '#' || f:division-id(.) else ''}">{(f:plain(head[1])[. ne ''], '…')[1]}</a>
          <xsl:if test="exists($entries)">
            <ol><xsl:sequence select="$entries"/></ol>
          </xsl:if>
        </li>
      </xsl:when>
      <xsl:otherwise>
        <xsl:sequence select="$entries"/>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:function name="f:first-head" as="element(head)?">
    <xsl:param name="division" as="element()"/>
    <xsl:sequence select="($division/descendant::head[parent::*[f:is-division(.)]])[1]"/>
  </xsl:function>

  <!-- Where a division without an id of its own is reached: by its place in the text. -->
  <xsl:function name="f:division-id" as="xs:string">
    <xsl:param name="division" as="element()"/>
    <xsl:sequence select="
        string(($division/@xml:id, 'division-' || string-join($division/ancestor-or-self::*[f:is-division(.)] ! (count(preceding-sibling::*) + 1), '-'))[1])"/>
  </xsl:function>

  <xsl:template match="div | div1 | div2 | div3 | div4 | div5 | div6 | div7" mode="m:html" as="element()" priority="1">
    <div class="div">
      <xsl:call-template name="t:attributes"/>
      <xsl:if test="not(@xml:id)">
        <xsl:attribute name="id" select="f:division-id(.)"/>
      </xsl:if>
      <xsl:apply-templates mode="m:html"/>
    </div>
  </xsl:template>
</xsl:stylesheet>
