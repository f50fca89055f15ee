<?xml version="1.0" encoding="UTF-8"?>
<!-- In: the document. Out: the frame of a page, and in it what $page asks for: text, header page,
     home page, register, or a page that the project wrote itself. -->
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

  <xsl:variable name="documents" as="document-node()" select="/"/>

  <xsl:template match="/" as="element()">
    <html lang="{$lang}" dir="{$direction}">
      <xsl:call-template name="t:head"/>
      <body class="page-{if ($page = $registers) then 'register' else $page}">
        <a class="skip" href="#main">{f:label('skip')}</a>
        <xsl:call-template name="t:masthead"/>
        <main id="main">
          <xsl:call-template name="t:page"/>
          <xsl:call-template name="t:former"/>
        </main>
        <xsl:call-template name="t:footer"/>
        <xsl:call-template name="t:data"/>
      </body>
    </html>
  </xsl:template>

  <!-- The part of the page that differs from page to page. -->
  <xsl:template name="t:page" as="node()*">
    <xsl:choose>
      <xsl:when test="$page = 'text'">
        <xsl:variable name="text" as="element()*">
          <xsl:apply-templates select="(//TEI)[1]" mode="m:html"/>
        </xsl:variable>
        <xsl:sequence select="f:with-whole-words($text)"/>
      </xsl:when>
      <xsl:when test="$page = 'about'">
        <xsl:apply-templates select="(//TEI)[1]/teiHeader" mode="m:header-html"/>
      </xsl:when>
      <xsl:when test="$page = 'index'">
        <xsl:call-template name="t:home"/>
      </xsl:when>
      <xsl:when test="$page = $registers">
        <xsl:call-template name="t:register"/>
      </xsl:when>
      <xsl:otherwise>
        <xsl:call-template name="t:own-page"/>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- What stands below every page. -->
  <xsl:template name="t:footer" as="element()">
    <footer>
      <p>{f:label('made-with')}</p>
    </footer>
  </xsl:template>

  <!-- The name of the whole site: the project's own, else the title of its only text. -->
  <xsl:function name="f:site-title" as="xs:string">
    <xsl:variable name="corpus" as="element()?" select="$documents/teiCorpus[teiHeader]"/>
    <xsl:variable name="given" as="xs:string?" select="f:site-name()"/>
    <xsl:sequence select="
        if ($given) then $given
        else if ($corpus) then normalize-space(f:title($corpus))
        else if (count($documents//TEI) = 1) then normalize-space(f:title($documents//TEI))
        else f:label('home')"/>
  </xsl:function>

  <xsl:function name="f:page-title" as="xs:string">
    <xsl:variable name="title" as="xs:string" select="
        if ($page = ('text', 'about')) then f:text-words(($documents//TEI)[1]) else f:site-title()"/>
    <xsl:sequence select="
        if ($page = ('text', 'index')) then $title
        else if ($page = 'about') then f:label('about') || ' · ' || $title
        else if ($page = $registers) then f:label('register.' || $page) || ' · ' || $title
        else f:own-title($page) || ' · ' || $title"/>
  </xsl:function>

  <!-- Of elements that say one thing in several languages, those in the interface's; all of them
       where none is. An element without xml:lang of its own belongs to every language. -->
  <xsl:function name="f:in-language" as="element()*">
    <xsl:param name="elements" as="element()*"/>
    <xsl:variable name="own" as="element()*" select="$elements[@xml:lang = $lang or not(@xml:lang)]"/>
    <xsl:sequence select="if (exists($own)) then $own else $elements"/>
  </xsl:function>

  <!-- The name of this page's file, the same in every language. -->
  <xsl:function name="f:file-name" as="xs:string">
    <xsl:variable name="id" as="xs:string?" select="($documents//TEI)[1]/@xml:id"/>
    <xsl:sequence select="
        if ($page = 'text') then $id || '.html'
        else if ($page = 'about') then $id || '.about.html'
        else if ($part gt 0) then f:part-file($part)
        else $page || '.html'"/>
  </xsl:function>

  <!-- The address of this very page in another language of the interface. -->
  <xsl:function name="f:in-other-language" as="xs:string">
    <xsl:param name="language" as="xs:string"/>
    <!-- A part has other records in another order of the names: there the whole register answers. -->
    <xsl:sequence select="$root || f:folder($language) || (if ($part gt 0) then $page || '.html' else f:file-name())"/>
  </xsl:function>

  <!-- The folder of a language's pages, from the root of the site. -->
  <xsl:function name="f:folder" as="xs:string">
    <xsl:param name="language" as="xs:string"/>
    <xsl:sequence select="if ($language = tokenize($languages)[1]) then '' else $language || '/'"/>
  </xsl:function>
</xsl:stylesheet>
