<?xml version="1.0" encoding="UTF-8"?>
<!-- In: nothing but the names of the texts. Out: the page of the search: a form, and the places where
     assets/search.js writes what it finds. Labels that the scripts need stand in data attributes. -->
<xsl:stylesheet version="3.0" expand-text="yes"
  xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:xs="http://www.w3.org/2001/XMLSchema"
  xmlns:f="https://tahqiq.example/ns/functions"
  xmlns:t="https://tahqiq.example/ns/templates"
  xpath-default-namespace="http://www.tei-c.org/ns/1.0"
  exclude-result-prefixes="#all">

  <!-- Where a hit may stand: in a name of a kind, or in a kind of text. -->
  <xsl:variable name="search-names" as="xs:string+" select="$registers, 'dates'"/>
  <xsl:variable name="search-parts" as="xs:string+"
    select="'text', 'speech', 'quotation', 'heading', 'verse', 'note', 'record'"/>

  <!-- What the scripts say, each with the name that they ask for. -->
  <xsl:variable name="search-words" as="xs:string+" select="
      'none', 'found', 'one', 'more', 'loading', 'failed', 'forms', 'relaxed', 'records', 'in-record', 'mentions'"/>

  <xsl:template name="t:search" as="element()*">
    <h1>{f:label('search')}</h1>
    <noscript>
      <p class="lead">{f:label('search.no-script')}</p>
    </noscript>
    <form id="search" role="search" method="get" hidden="hidden" data-root="{$root}" data-lang="{$lang}" data-digits="{f:digits('0123456789')}">
      <xsl:for-each select="$search-words">
        <xsl:attribute name="data-{.}" select="f:label('search.' || .)"/>
      </xsl:for-each>
      <xsl:attribute name="data-short" select="f:label('paragraph-n', map { 'n': '{n}' })"/>
      <xsl:attribute name="data-note" select="f:label('search.part.note')"/>
      <p class="query">
        <label for="q">{f:label('search.query')}</label>
        <input type="search" id="q" name="q" autocomplete="off" autocapitalize="off" spellcheck="false" dir="auto" aria-describedby="search-help"/>
        <button type="submit">{f:label('search.go')}</button>
      </p>
      <p id="search-help" class="help">{f:label('search.help')}</p>
      <div class="filters">
        <p><label for="match">{f:label('search.match')}</label>
          <select id="match" name="match">
            <xsl:for-each select="'clitics', 'word', 'part'">
              <option value="{if (. = 'clitics') then '' else .}">{f:label('search.match.' || .)}</option>
            </xsl:for-each>
          </select></p>
        <p><label for="kind">{f:label('search.kind')}</label>
          <select id="kind" name="kind">
            <option value="">{f:label('search.anywhere')}</option>
            <optgroup label="{f:label('search.in-names')}">
              <xsl:for-each select="$search-names">
                <option value="{.}">{f:label(if (. = 'dates') then 'search.dates' else 'register.' || .)}</option>
              </xsl:for-each>
            </optgroup>
            <optgroup label="{f:label('search.in-parts')}">
              <xsl:for-each select="$search-parts">
                <option value="{.}">{f:label('search.part.' || .)}</option>
              </xsl:for-each>
            </optgroup>
          </select></p>
        <p><label for="entity">{f:label('search.entity')}</label>
          <select id="entity" name="entity">
            <option value="">{f:label('search.any')}</option>
          </select></p>
        <p class="texts"><label for="text">{f:label('text')}</label>
          <select id="text" name="text">
            <option value="">{f:label('search.all-texts')}</option>
          </select></p>
      </div>
    </form>
    <p id="status" role="status"></p>
    <div id="suggestions"></div>
    <div id="forms"></div>
    <ol id="results"></ol>
    <p><button type="button" id="more" hidden="hidden">{f:label('search.show-more')}</button></p>
    <script type="application/json" id="texts">
      <xsl:sequence select="f:json(array { //TEI ! f:text-words(.) })"/>
    </script>
    <!-- Each takes from those before it; search.js, which looking.xsl adds, comes last. -->
    <xsl:for-each select="'index', 'question', 'finding', 'results', 'records'">
      <script defer="defer" src="{$root}assets/search-{.}.js"></script>
    </xsl:for-each>
    <script defer="defer" src="{$root}search/index.js"></script>
  </xsl:template>
</xsl:stylesheet>
