<?xml version="1.0" encoding="UTF-8"?>
<!-- In: the document and what the site has. Out: what stands above every page: the way home, to the
     registers and to other pages, the same page in other languages, and the controls of the look. -->
<xsl:stylesheet version="3.0" expand-text="yes"
  xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:xs="http://www.w3.org/2001/XMLSchema"
  xmlns:f="https://tahqiq.example/ns/functions"
  xmlns:t="https://tahqiq.example/ns/templates"
  xpath-default-namespace="http://www.tei-c.org/ns/1.0"
  exclude-result-prefixes="#all">

  <xsl:template name="t:masthead" as="element()">
    <header class="masthead">
      <nav aria-label="{f:label('site')}">
        <a class="home" href="index.html">
          <xsl:if test="$page = 'index'">
            <xsl:attribute name="aria-current" select="'page'"/>
          </xsl:if>
          <xsl:if test="$about-site?logo">
            <img class="logo" src="{$root}{$about-site?logo}" alt=""/>
          </xsl:if>
          <xsl:text>{(f:site-name(), f:label('home'))[1]}</xsl:text>
        </a>
        <!-- On a phone a menu; elsewhere the style sheet lays its content out in the line. -->
        <details class="menu pages">
          <summary>{f:label('menu')}</summary>
          <div>
            <xsl:call-template name="t:site-text"/>
            <xsl:call-template name="t:site-registers"/>
            <xsl:call-template name="t:looking-links"/>
            <xsl:for-each select="f:own-pages()">
              <a href="{?name}.html">
                <xsl:if test="?name = $page">
                  <xsl:attribute name="aria-current" select="'page'"/>
                </xsl:if>
                <xsl:text>{f:own-title(?name)}</xsl:text>
              </a>
            </xsl:for-each>
          </div>
        </details>
      </nav>
      <div class="tools">
        <xsl:call-template name="t:look"/>
        <p class="languages">
          <xsl:for-each select="tokenize($languages)[. ne $lang]">
            <xsl:variable name="other" as="element()" select="f:locales(.)[last()]/*"/>
            <a href="{f:in-other-language(.)}" hreflang="{.}" lang="{.}" dir="{$other/@dir}">{$other/@name}</a>
          </xsl:for-each>
        </p>
      </div>
    </header>
  </xsl:template>

  <!-- Where the site has one text, its registers lead straight to it. -->
  <xsl:template name="t:site-text" as="element()?">
    <xsl:variable name="only" as="xs:string?" select="
        if ($about-site?texts) then $about-site?only
        else if ($page = $registers and count($documents//TEI) = 1) then $documents//TEI/@xml:id ! string() else ()"/>
    <xsl:if test="exists($only)">
      <a href="{$only}.html">
        <xsl:if test="$page = 'text'">
          <xsl:attribute name="aria-current" select="'page'"/>
        </xsl:if>
        <xsl:text>{f:label('text')}</xsl:text>
      </a>
    </xsl:if>
  </xsl:template>

  <xsl:template name="t:site-registers" as="element()?">
    <xsl:variable name="there" as="xs:string*" select="$registers[f:has-register(.) or . = $about-site?registers?*]"/>
    <xsl:if test="exists($there)">
      <details class="menu">
        <summary>
          <xsl:text>{f:label(if ($page = $registers) then 'register.' || $page else 'registers')}</xsl:text>
        </summary>
        <ul>
          <xsl:for-each select="$there">
            <li><a href="{.}.html">
              <xsl:if test=". = $page">
                <xsl:attribute name="aria-current" select="'page'"/>
              </xsl:if>
              <xsl:text>{f:label('register.' || .)}</xsl:text>
            </a></li>
          </xsl:for-each>
        </ul>
      </details>
    </xsl:if>
  </xsl:template>

  <!-- Theme, size, leading and measure: choices that a script keeps, so hidden until there is one. -->
  <xsl:template name="t:look" as="element()">
    <details class="menu look" id="look">
      <summary>{f:label('look')}</summary>
      <form>
        <xsl:call-template name="t:choices">
          <xsl:with-param name="name" select="'theme'"/>
          <xsl:with-param name="values" select="'auto', 'light', 'sepia', 'dark', 'contrast'"/>
        </xsl:call-template>
        <xsl:call-template name="t:choices">
          <xsl:with-param name="name" select="'size'"/>
          <xsl:with-param name="values" select="'small', 'normal', 'large', 'huge'"/>
        </xsl:call-template>
        <xsl:call-template name="t:choices">
          <xsl:with-param name="name" select="'leading'"/>
          <xsl:with-param name="values" select="'tight', 'normal', 'loose'"/>
        </xsl:call-template>
        <xsl:call-template name="t:choices">
          <xsl:with-param name="name" select="'measure'"/>
          <xsl:with-param name="values" select="'narrow', 'normal', 'wide'"/>
        </xsl:call-template>
      </form>
    </details>
  </xsl:template>

  <xsl:template name="t:choices" as="element()">
    <xsl:param name="name" as="xs:string"/>
    <xsl:param name="values" as="xs:string+"/>
    <fieldset>
      <legend>{f:label('look.' || $name)}</legend>
      <xsl:for-each select="$values">
        <label>
          <input type="radio" name="{$name}" value="{if (. = ('auto', 'normal')) then '' else .}">
            <xsl:if test=". = ('auto', 'normal')">
              <xsl:attribute name="checked" select="'checked'"/>
            </xsl:if>
          </input>
          <span>{f:label('look.' || $name || '.' || .)}</span>
        </label>
      </xsl:for-each>
    </fieldset>
  </xsl:template>
</xsl:stylesheet>
