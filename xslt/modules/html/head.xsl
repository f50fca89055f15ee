<?xml version="1.0" encoding="UTF-8"?>
<!-- In: the document. Out: the head of a page: title, what Zotero, Google Scholar and search engines read,
     the style sheets, and the scripts, which only add. -->
<xsl:stylesheet version="3.0" expand-text="yes"
  xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:xs="http://www.w3.org/2001/XMLSchema"
  xmlns:f="https://tahqiq.example/ns/functions"
  xmlns:t="https://tahqiq.example/ns/templates"
  xpath-default-namespace="http://www.tei-c.org/ns/1.0"
  exclude-result-prefixes="#all">

  <xsl:template name="t:head" as="element()">
    <head>
      <meta charset="utf-8"/>
      <meta name="viewport" content="width=device-width, initial-scale=1"/>
      <meta name="color-scheme" content="light dark"/>
      <title>{f:page-title()}</title>
      <xsl:variable name="description" as="xs:string" select="f:page-description()"/>
      <xsl:if test="$description ne ''">
        <meta name="description" content="{$description}"/>
      </xsl:if>
      <xsl:call-template name="t:cited-as"/>
      <xsl:call-template name="t:alternates"/>
      <link rel="icon" href="{($about-site?icon ! ($root || .), 'data:,')[1]}"/>
      <link rel="stylesheet" href="{$root}assets/themes.css"/>
      <link rel="stylesheet" href="{$root}assets/style.css"/>
      <xsl:if test="$about-site?style">
        <link rel="stylesheet" href="{$root}{$about-site?style}"/>
      </xsl:if>
      <xsl:call-template name="t:scripts"/>
    </head>
  </xsl:template>

  <!-- The scripts of a page. What a reader chose before is set before the first paint; all else waits. -->
  <xsl:template name="t:scripts" as="element()*">
    <script>
      <xsl:text expand-text="no">(function(e){e.classList.add("scripted");try{var s=JSON.parse(localStorage.getItem("tahqiq")||"{}");</xsl:text>
      <xsl:text expand-text="no">["theme","size","leading","measure"].forEach(function(k){if(s[k])e.dataset[k]=s[k]})}catch(x){}})(document.documentElement)</xsl:text>
    </script>
    <xsl:for-each select="'look', if ($page = 'text') then ('reader', 'copying') else (), if ($page = $registers) then 'register' else (), if ($page = ('text', 'about', $registers)) then 'cite' else (), if ($page = 'text' and tokenize($looking) = 'search') then 'search-hit' else ()">
      <script defer="defer" src="{$root}assets/{.}.js"></script>
    </xsl:for-each>
  </xsl:template>

  <xsl:function name="f:page-description" as="xs:string">
    <xsl:variable name="abstract" as="element()*"
      select="f:in-language(($documents//TEI)[1]//profileDesc/abstract)"/>
    <xsl:sequence select="
        if ($page = ('text', 'about', 'index')) then normalize-space(string-join($abstract, ' '))
        else if ($page = $registers) then f:label('register.' || $page) || ' · ' || f:site-title()
        else ''"/>
  </xsl:function>

  <!-- The same page in other languages and forms. -->
  <xsl:template name="t:alternates" as="element()*">
    <xsl:variable name="id" as="xs:string?" select="(//TEI)[1]/@xml:id"/>
    <xsl:if test="$base ne ''">
      <link rel="canonical" href="{f:absolute-address($lang, f:file-name())}"/>
    </xsl:if>
    <xsl:for-each select="tokenize($languages)[$part eq 0]">
      <link rel="alternate" hreflang="{.}" href="{if ($base ne '') then f:absolute-address(., f:file-name()) else f:in-other-language(.)}"/>
    </xsl:for-each>
    <xsl:if test="$page = 'text'">
      <link rel="alternate" type="application/tei+xml" href="{$root}tei/{$id}.xml"/>
    </xsl:if>
    <xsl:if test="$page = ('text', 'about')">
      <xsl:call-template name="t:signposts"/>
    </xsl:if>
  </xsl:template>

  <!-- The address of a page where the site is published. -->
  <xsl:function name="f:absolute-address" as="xs:string">
    <xsl:param name="language" as="xs:string"/>
    <xsl:param name="name" as="xs:string"/>
    <xsl:sequence select="replace($base, '/+$', '') || '/' || f:folder($language) || $name"/>
  </xsl:function>
</xsl:stylesheet>
