<?xml version="1.0" encoding="UTF-8"?>
<!-- In: a text. Out: what stands beside it: its table of contents, the choice of its view, and the legend
     of what is tagged, each kind with its count. All of it works without a script. -->
<xsl:stylesheet version="3.0" expand-text="yes"
  xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:xs="http://www.w3.org/2001/XMLSchema"
  xmlns:f="https://tahqiq.example/ns/functions"
  xmlns:m="https://tahqiq.example/ns/modes"
  xmlns:t="https://tahqiq.example/ns/templates"
  xpath-default-namespace="http://www.tei-c.org/ns/1.0"
  exclude-result-prefixes="#all">

  <xsl:template name="t:side" as="element()">
    <div class="side">
      <xsl:call-template name="t:views"/>
      <xsl:call-template name="t:contents"/>
      <xsl:call-template name="t:legend"/>
    </div>
  </xsl:template>

  <!-- The views of the text, where there is more than one. -->
  <xsl:template name="t:views" as="element()?">
    <xsl:if test="exists(text//choice | text//supplied | text//add | text//del | text//surplus)">
      <fieldset class="views">
        <legend>{f:label('view')}</legend>
        <label><input type="radio" name="view" id="view-reading" checked="checked"/><span>{f:label('view.reading')}</span></label>
        <label><input type="radio" name="view" id="view-diplomatic"/><span>{f:label('view.diplomatic')}</span></label>
      </fieldset>
    </xsl:if>
  </xsl:template>

  <!-- The table of contents: the headings, or in a text without any the numbered paragraphs. -->
  <xsl:template name="t:contents" as="element()?">
    <xsl:variable name="sections" as="element()*" select="text//*[self::div | self::div1 | self::div2 | self::div3][f:is-section(.)]"/>
    <xsl:variable name="units" as="element()*" select="text//(p | ab)[@n][@xml:id][not(ancestor::note)]"/>
    <xsl:if test="exists(($sections, $units))">
      <nav class="toc" aria-labelledby="toc">
        <details>
          <summary><span id="toc">{f:label('contents')}</span></summary>
          <ol lang="{f:lang((text, .)[1])}" dir="{f:direction(f:lang((text, .)[1]))}">
            <xsl:choose>
              <xsl:when test="exists($sections)">
                <xsl:apply-templates select="text" mode="m:contents"/>
              </xsl:when>
              <xsl:otherwise>
                <xsl:for-each select="$units">
                  <li><a href="#{@xml:id}"><span class="n">{f:digits(@n)}</span><xsl:text> </xsl:text><span>{f:opening(.)}</span></a></li>
                </xsl:for-each>
              </xsl:otherwise>
            </xsl:choose>
          </ol>
        </details>
      </nav>
    </xsl:if>
  </xsl:template>

  <xsl:mode name="m:contents" on-no-match="deep-skip" on-multiple-match="fail"/>

  <xsl:template match="text | body | front | back | group | div | div1 | div2 | div3" mode="m:contents" as="element()*">
    <xsl:apply-templates select="*" mode="m:contents"/>
  </xsl:template>

  <xsl:template match="div[f:is-section(.)] | div1[f:is-section(.)] | div2[f:is-section(.)] | div3[f:is-section(.)]" mode="m:contents" priority="1" as="element()">
    <xsl:variable name="inner" as="element()*">
      <xsl:apply-templates select="* except head" mode="m:contents"/>
    </xsl:variable>
    <li>
      <a href="#{f:section-id(.)}">{normalize-space(string-join(f:reading(head[1])))}</a>
      <xsl:if test="exists($inner)">
        <ol>
          <xsl:sequence select="$inner"/>
        </ol>
      </xsl:if>
    </li>
  </xsl:template>

  <xsl:function name="f:is-section" as="xs:boolean">
    <xsl:param name="div" as="element()"/>
    <xsl:sequence select="exists($div/head[1][normalize-space(string-join(f:reading(.))) ne '']) and empty($div/ancestor::floatingText)"/>
  </xsl:function>

  <!-- The id of a section's heading: its own or that of its division; by place where neither has one,
       which holds within one build. -->
  <xsl:function name="f:section-id" as="xs:string">
    <xsl:param name="div" as="element()"/>
    <xsl:sequence select="
        string(($div/@xml:id, $div/head[1]/@xml:id, 'section-' || string-join($div/ancestor-or-self::*[not(self::TEI | self::text[parent::TEI])] ! (1 + count(preceding-sibling::*)), '.'))[1])"/>
  </xsl:function>

  <!-- The first words of a paragraph. -->
  <xsl:function name="f:opening" as="xs:string">
    <xsl:param name="unit" as="element()"/>
    <xsl:variable name="words" as="xs:string*" select="tokenize(string-join(f:reading($unit)))"/>
    <xsl:sequence select="string-join($words[position() le 4], ' ') || (if (count($words) gt 4) then ' …' else '')"/>
  </xsl:function>

  <!-- The legend: a box for each kind of thing that the text tags; what is unticked is not shown. -->
  <xsl:template name="t:legend" as="element()?">
    <xsl:variable name="kinds" as="map(xs:string, xs:integer)" select="f:tag-counts(text)"/>
    <xsl:variable name="there" as="xs:string*"
      select="($registers, 'dates', 'numbers', 'speech', 'quotations', 'changes', 'variants', 'notes')[$kinds(.) gt 0]"/>
    <xsl:if test="exists($there)">
      <div class="legend" role="group" aria-labelledby="legend">
        <details>
          <summary><span id="legend">{f:label('legend')}</span></summary>
          <ul>
            <xsl:for-each select="$there">
              <li><label><input type="checkbox" id="show-{.}" checked="checked"/><span class="key {.}">{f:label(if (. = $registers) then 'register.' || . else 'legend.' || .)}</span><xsl:text> </xsl:text><span class="count">{f:number($kinds(.))}</span></label></li>
            </xsl:for-each>
          </ul>
        </details>
      </div>
    </xsl:if>
  </xsl:template>

  <!-- How often a text tags each kind of thing. -->
  <xsl:function name="f:tag-counts" as="map(xs:string, xs:integer)">
    <xsl:param name="text" as="element(text)?"/>
    <xsl:variable name="named" as="xs:string*"
      select="$text//*[@ref or f:is-name(.)][not(ancestor::sic)] ! (if (@ref = ancestor::*/@ref) then () else f:tagged-as(.))"/>
    <xsl:map>
      <xsl:for-each select="$registers">
        <xsl:map-entry key="." select="count($named[. = current()])"/>
      </xsl:for-each>
      <xsl:map-entry key="'dates'" select="count($text//date[@when | @from | @to | @notBefore | @notAfter])"/>
      <xsl:map-entry key="'numbers'" select="count($text//(num | measure)[not(ancestor::measure)])"/>
      <xsl:map-entry key="'speech'" select="count($text//said[not(ancestor::note)])"/>
      <xsl:map-entry key="'quotations'" select="count($text//quote[not(ancestor::note)])"/>
      <xsl:map-entry key="'changes'" select="count($text//*[f:is-change(.)])"/>
      <xsl:map-entry key="'variants'" select="count($text//app[f:is-variant(.)])"/>
      <xsl:map-entry key="'notes'" select="count($text//note[not(ancestor::note)])"/>
    </xsl:map>
  </xsl:function>

  <xsl:function name="f:is-name" as="xs:boolean">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="exists($element[self::persName | self::placeName | self::orgName | self::title | self::eventName | self::rs | self::geogName | self::country | self::region | self::settlement | self::district])"/>
  </xsl:function>
</xsl:stylesheet>
