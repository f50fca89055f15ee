<?xml version="1.0" encoding="UTF-8"?>
<!-- In: the records of one kind and the texts that mention them. Out: the register's page, sorted as an
     Arabic index is, or by Latin names in other languages, with its letters and a field to filter by. -->
<xsl:stylesheet version="3.0" expand-text="yes"
  xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:xs="http://www.w3.org/2001/XMLSchema"
  xmlns:f="https://tahqiq.example/ns/functions"
  xmlns:m="https://tahqiq.example/ns/modes"
  xmlns:t="https://tahqiq.example/ns/templates"
  xpath-default-namespace="http://www.tei-c.org/ns/1.0"
  exclude-result-prefixes="#all">

  <xsl:function name="f:register-records" as="element()*">
    <xsl:param name="kind" as="xs:string"/>
    <xsl:for-each-group select="$documents//standOff/*[@type = $kind]/*[@xml:id]" group-by="@xml:id">
      <xsl:sequence select="."/>
    </xsl:for-each-group>
  </xsl:function>

  <xsl:function name="f:has-register" as="xs:boolean">
    <xsl:param name="kind" as="xs:string"/>
    <xsl:sequence select="exists($documents//standOff/*[@type = $kind]/*)"/>
  </xsl:function>

  <xsl:template name="t:register" as="element()*">
    <xsl:variable name="records" as="element()*">
      <xsl:perform-sort select="f:register-records($page)">
        <xsl:sort select="f:sort-key-of(., $lang)" collation="http://www.w3.org/2013/collation/UCA?lang={$lang}"/>
        <xsl:sort select="@xml:id"/>
      </xsl:perform-sort>
    </xsl:variable>
    <div class="title-block">
      <h1>{f:label('register.' || $page)} <span class="count">{f:number(count($records))}</span></h1>
    </div>
    <div class="desk">
      <div class="side">
        <xsl:call-template name="t:register-index">
          <xsl:with-param name="records" select="$records"/>
        </xsl:call-template>
      </div>
      <div class="folio">
        <xsl:for-each-group select="$records" group-adjacent="f:letter(.)">
          <section class="letter" aria-labelledby="letter-{position()}">
            <h2 class="initial" id="letter-{position()}">{current-grouping-key()}</h2>
            <xsl:for-each select="current-group()">
              <xsl:call-template name="t:record"/>
            </xsl:for-each>
          </section>
        </xsl:for-each-group>
        <p class="none" hidden="hidden" role="status">{f:label('filter.none')}</p>
      </div>
    </div>
  </xsl:template>

  <!-- The names of a register, each a link to its record, below the letter that it is filed under. -->
  <xsl:template name="t:register-index" as="element()">
    <xsl:param name="records" as="element()*"/>
    <nav class="toc" aria-labelledby="toc">
      <p class="filter" hidden="hidden"><label for="filter">{f:label('filter')}</label> <input type="search" id="filter" autocomplete="off"/></p>
      <details>
        <summary><span id="toc">{f:label('names')}</span></summary>
        <ol>
          <xsl:for-each select="$records">
            <li><a href="#{@xml:id}"><bdi>{f:name(., $lang)}</bdi></a></li>
          </xsl:for-each>
        </ol>
      </details>
    </nav>
  </xsl:template>

  <!-- The letter under which a record is filed. -->
  <xsl:function name="f:letter" as="xs:string">
    <xsl:param name="record" as="element()"/>
    <xsl:sequence select="upper-case(substring(f:sort-key-of($record, $lang), 1, 1))"/>
  </xsl:function>
</xsl:stylesheet>
