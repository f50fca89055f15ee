<?xml version="1.0" encoding="UTF-8"?>
<!-- In: the numbers of people in the mentions of groups. Out: a figure of them with who gives each.
     Two numbers compete where different voices count, in different groups, the people of one and the
     same record that both phrases name. -->
<xsl:stylesheet version="3.0" expand-text="yes"
  xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:xs="http://www.w3.org/2001/XMLSchema"
  xmlns:f="https://tahqiq.example/ns/functions"
  xmlns:t="https://tahqiq.example/ns/templates"
  xpath-default-namespace="http://www.tei-c.org/ns/1.0"
  exclude-result-prefixes="#all">

  <!-- Phrases that name a group and count it. -->
  <xsl:variable name="counted" as="element()*" select="
      $documents//text//*[@ref][f:is-mention(.)][f:record(.)/self::personGrp][exists(f:count(.))]"/>
  <xsl:variable name="highest" as="xs:double" select="max((1, $counted ! f:count(.)))"/>

  <xsl:template name="t:figures" as="element()?">
    <xsl:if test="exists($counted)">
      <section class="figures" aria-labelledby="figures">
        <h2 id="figures">{f:label('figures')}</h2>
        <div class="table-box" role="region" aria-labelledby="figures-table" tabindex="0">
          <table class="facts">
            <caption id="figures-table">{f:label('figures.lead')}</caption>
            <thead>
              <tr>
                <xsl:for-each select="'figures.whom', 'figures.number', 'speech.who', 'speech.where'">
                  <th scope="col">{f:label(.)}</th>
                </xsl:for-each>
              </tr>
            </thead>
            <xsl:for-each-group select="$counted" group-by="f:counted-of(.)">
              <xsl:sort select="not(f:compete(current-group()))"/>
              <xsl:sort select="-max(current-group() ! f:count(.))"/>
              <tbody class="{if (f:compete(current-group())) then 'competing' else 'agreed'}">
                <xsl:if test="f:compete(current-group())">
                  <tr class="group"><th scope="rowgroup" colspan="4">{f:label('figures.compete', map { 'what': f:record-name(current-grouping-key()) })}</th></tr>
                </xsl:if>
                <xsl:for-each select="current-group()">
                  <xsl:sort select="-f:count(.)"/>
                  <xsl:call-template name="t:figure-row"/>
                </xsl:for-each>
              </tbody>
            </xsl:for-each-group>
          </table>
        </div>
      </section>
    </xsl:if>
  </xsl:template>

  <xsl:template name="t:figure-row" as="element()">
    <xsl:variable name="said" as="element(said)?" select="ancestor::said[1]"/>
    <xsl:variable name="least" as="xs:boolean" select="exists(descendant-or-self::measure/@atLeast)"/>
    <tr>
      <th scope="row"><xsl:for-each select="f:record(.)[1]"><xsl:call-template name="t:record-link"><xsl:with-param name="record" select="."/></xsl:call-template></xsl:for-each></th>
      <td class="number">
        <span>{if ($least) then f:label('figures.least', map { 'n': f:number(xs:integer(f:count(.))) }) else f:number(xs:integer(f:count(.)))}</span>
        <svg aria-hidden="true" focusable="false"><rect class="{if ($least) then 'bounded' else 'sure'}" width="{round(1000 * f:count(.) div $highest) div 10}%" height="100%" x="{if ($direction = 'rtl') then 100 - round(1000 * f:count(.) div $highest) div 10 else 0}%"/></svg>
      </td>
      <td>{if ($said) then f:speakers($said) ! f:record-name(.) => string-join(f:label('list-separator')) else f:label('figures.narrator')}</td>
      <td><span class="where"><xsl:call-template name="t:unit-links"><xsl:with-param name="nodes" select="."/></xsl:call-template></span></td>
    </tr>
  </xsl:template>

  <!-- The number of people that a phrase gives, the first that is no ordinal. -->
  <xsl:function name="f:count" as="xs:double?">
    <xsl:param name="phrase" as="element()"/>
    <xsl:sequence select="
        ($phrase//num[not(@type = 'ordinal')][f:is-own(., $phrase)]/@value[. castable as xs:double])[1] ! xs:double(.)"/>
  </xsl:function>

  <!-- Whether a number belongs to this phrase and not to the name of another thing within it. -->
  <xsl:function name="f:is-own" as="xs:boolean">
    <xsl:param name="number" as="element()"/>
    <xsl:param name="phrase" as="element()"/>
    <xsl:sequence select="$number/ancestor::*[@ref][1] is $phrase"/>
  </xsl:function>

  <!-- What is counted: the record that the phrase names beside its number, else the group itself. -->
  <xsl:function name="f:counted-of" as="xs:string">
    <xsl:param name="phrase" as="element()"/>
    <xsl:variable name="inner" as="element()*" select="$phrase//*[@ref][not(ancestor::note)]"/>
    <xsl:sequence select="string(($inner ! f:record(.)/@xml:id, f:record($phrase)/@xml:id)[1])"/>
  </xsl:function>

  <xsl:function name="f:compete" as="xs:boolean">
    <xsl:param name="phrases" as="element()*"/>
    <xsl:sequence select="
        count(distinct-values($phrases ! f:count(.))) gt 1
        and count(distinct-values($phrases ! (ancestor::said[1]/@who/string(), '')[1])) gt 1"/>
  </xsl:function>
</xsl:stylesheet>
