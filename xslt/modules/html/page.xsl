<?xml version="1.0" encoding="UTF-8"?>
<!-- In: the document. Out: the frame of a page, and in it what $page asks for: text, header page,
     home page or register. -->
<xsl:stylesheet version="3.0" expand-text="yes"
  xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:xs="http://www.w3.org/2001/XMLSchema"
  xmlns:f="https://tahqiq.example/ns/functions"
  xmlns:m="https://tahqiq.example/ns/modes"
  xmlns:t="https://tahqiq.example/ns/templates"
  xpath-default-namespace="http://www.tei-c.org/ns/1.0"
  exclude-result-prefixes="#all">

  <xsl:variable name="registers" as="xs:string+"
    select="'persons', 'groups', 'orgs', 'places', 'events', 'works'"/>

  <xsl:template match="/" as="element()">
    <html lang="{$lang}" dir="{$direction}">
      <xsl:call-template name="t:head"/>
      <body class="page-{$page}">
        <a class="skip" href="#main">{f:label('skip')}</a>
        <xsl:call-template name="t:masthead"/>
        <main id="main">
          <xsl:call-template name="t:page"/>
        </main>
        <footer>
          <p>{f:label('made-with')}</p>
        </footer>
      </body>
    </html>
  </xsl:template>

  <!-- The part of the page that differs from page to page. -->
  <xsl:template name="t:page" as="node()*">
    <xsl:choose>
      <xsl:when test="$page = 'text'">
        <xsl:apply-templates select="(//TEI)[1]" mode="m:html"/>
      </xsl:when>
      <xsl:when test="$page = 'about'">
        <xsl:apply-templates select="(//TEI)[1]/teiHeader" mode="m:header-html"/>
      </xsl:when>
      <xsl:when test="$page = 'index'">
        <xsl:call-template name="t:home"/>
      </xsl:when>
      <xsl:otherwise>
        <xsl:call-template name="t:register"/>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template name="t:head" as="element()">
    <head>
      <meta charset="utf-8"/>
      <meta name="viewport" content="width=device-width, initial-scale=1"/>
      <title>{f:page-title()}</title>
      <xsl:if test="$page = 'text'">
        <meta name="description" content="{f:in-language((//TEI)[1]//profileDesc/abstract) => string-join(' ') => normalize-space()}"/>
        <link rel="alternate" type="application/tei+xml" href="{$root}tei/{(//TEI)[1]/@xml:id}.xml"/>
      </xsl:if>
      <xsl:for-each select="tokenize($languages)">
        <link rel="alternate" hreflang="{.}" href="{f:in-other-language(.)}"/>
      </xsl:for-each>
      <link rel="stylesheet" href="{$root}assets/style.css"/>
      <xsl:if test="$page = 'text' and tokenize($looking) = 'search'">
        <script defer="defer" src="{$root}assets/search-hit.js"></script>
      </xsl:if>
    </head>
  </xsl:template>

  <!-- What stands above every page: the way home, to the registers, to the other languages. -->
  <xsl:template name="t:masthead" as="element()">
    <header class="masthead">
      <nav aria-label="{f:label('contents')}">
        <a href="index.html">{f:label('home')}</a>
        <xsl:for-each select="$registers[f:has-register(.)]">
          <a href="{.}.html">
            <xsl:if test=". = $page">
              <xsl:attribute name="aria-current" select="'page'"/>
            </xsl:if>
            <xsl:text>{f:label('register.' || .)}</xsl:text>
          </a>
        </xsl:for-each>
        <xsl:call-template name="t:looking-links"/>
      </nav>
      <p class="languages">
        <xsl:for-each select="tokenize($languages)[. ne $lang]">
          <xsl:variable name="other" as="element()" select="doc('../../locale/' || . || '.xml')/*"/>
          <a href="{f:in-other-language(.)}" hreflang="{.}" lang="{.}" dir="{$other/@dir}">{$other/@name}</a>
        </xsl:for-each>
      </p>
    </header>
  </xsl:template>

  <!-- The home page: the titles, and for each text the way to it. -->
  <xsl:template name="t:home" as="element()*">
    <h1>{f:page-title()}</h1>
    <section aria-labelledby="texts">
      <h2 id="texts">{f:label('texts')}</h2>
      <ul class="texts">
        <xsl:for-each select="//TEI">
          <li>
            <a href="{@xml:id}.html">
              <xsl:call-template name="t:title"/>
            </a>
            <xsl:apply-templates select="f:in-language(.//profileDesc/abstract)/p" mode="m:header-html"/>
            <p class="about"><a href="{@xml:id}.about.html">{f:label('about')}</a></p>
          </li>
        </xsl:for-each>
      </ul>
    </section>
    <xsl:if test="exists($registers[f:has-register(.)])">
      <section aria-labelledby="registers">
        <h2 id="registers">{f:label('registers')}</h2>
        <ul class="registers">
          <xsl:for-each select="$registers[f:has-register(.)]">
            <xsl:variable name="kind" as="xs:string" select="."/>
            <li><a href="{.}.html">{f:label('register.' || .)}</a><xsl:text> </xsl:text><span class="count">{f:number(count(f:register-records($kind)))}</span></li>
          </xsl:for-each>
        </ul>
      </section>
    </xsl:if>
  </xsl:template>

  <!-- The main title of the TEI element that is the context, each in its own language. -->
  <xsl:template name="t:title" as="node()*">
    <xsl:variable name="title" as="element(title)" select="f:title(.)"/>
    <bdi lang="{f:lang($title)}" dir="{f:direction(f:lang($title))}">
      <xsl:apply-templates select="$title/node()" mode="m:header-html"/>
    </bdi>
  </xsl:template>

  <xsl:variable name="documents" as="document-node()" select="/"/>

  <xsl:function name="f:title" as="element(title)">
    <xsl:param name="text" as="element()"/>
    <xsl:variable name="titles" as="element(title)*"
      select="$text/teiHeader/fileDesc/titleStmt/title[not(@type = ('sub', 'alt', 'short', 'desc'))]"/>
    <xsl:sequence select="($titles[@xml:lang = $lang], $titles)[1]"/>
  </xsl:function>

  <xsl:function name="f:page-title" as="xs:string">
    <xsl:variable name="first" as="element()" select="($documents/(teiCorpus[teiHeader], .//TEI))[1]"/>
    <xsl:variable name="title" as="xs:string" select="normalize-space(f:title($first))"/>
    <xsl:sequence select="
        if ($page = ('text', 'index')) then $title
        else if ($page = 'about') then f:label('about') || ' · ' || $title
        else f:label('register.' || $page)"/>
  </xsl:function>

  <!-- Of elements that say one thing in several languages, those in the interface's; all of them
       where none is. An element without xml:lang of its own belongs to every language. -->
  <xsl:function name="f:in-language" as="element()*">
    <xsl:param name="elements" as="element()*"/>
    <xsl:variable name="own" as="element()*" select="$elements[@xml:lang = $lang or not(@xml:lang)]"/>
    <xsl:sequence select="if (exists($own)) then $own else $elements"/>
  </xsl:function>

  <!-- The address of this very page in another language of the interface. -->
  <xsl:function name="f:in-other-language" as="xs:string">
    <xsl:param name="language" as="xs:string"/>
    <xsl:variable name="id" as="xs:string?" select="($documents//TEI)[1]/@xml:id"/>
    <xsl:variable name="name" as="xs:string" select="
        if ($page = 'text') then $id || '.html'
        else if ($page = 'about') then $id || '.about.html'
        else $page || '.html'"/>
    <xsl:sequence select="
        $root || (if ($language = tokenize($languages)[1]) then '' else $language || '/') || $name"/>
  </xsl:function>
</xsl:stylesheet>
