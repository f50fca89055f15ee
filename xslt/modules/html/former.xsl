<?xml version="1.0" encoding="UTF-8"?>
<!-- In: $former, ids that were published on this page and are no more on it. Out: a section below the
     text in which each of them is still a place: a link to it finds where it went, or why it is gone. -->
<xsl:stylesheet version="3.0" expand-text="yes"
  xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:xs="http://www.w3.org/2001/XMLSchema"
  xmlns:f="https://tahqiq.example/ns/functions"
  xmlns:t="https://tahqiq.example/ns/templates"
  exclude-result-prefixes="#all">

  <!-- What was published on this page and is no more on it, as JSON: a list of objects with "id",
       "name" and "to" (what it is now, and its address from the root of the site; empty where it is
       no more), "since" (a version), "last" (its address in the last version that has it), "reasons"
       by language. -->
  <xsl:param name="former" as="xs:string" select="'[]'"/>

  <xsl:template name="t:former" as="element()?">
    <xsl:variable name="items" as="map(*)*" select="parse-json($former)?*"/>
    <xsl:if test="exists($items)">
      <section class="former" aria-labelledby="former">
        <h2 id="former">{f:label('former')}</h2>
        <ul>
          <xsl:for-each select="$items">
            <xsl:call-template name="t:former-item">
              <xsl:with-param name="item" select="."/>
            </xsl:call-template>
          </xsl:for-each>
        </ul>
      </section>
    </xsl:if>
  </xsl:template>

  <xsl:template name="t:former-item" as="element()">
    <xsl:param name="item" as="map(*)"/>
    <li id="{$item?id}">
      <bdi dir="ltr">{$item?id}</bdi>
      <xsl:text>: </xsl:text>
      <xsl:choose>
        <xsl:when test="$item?to ne ''">
          <xsl:text>{f:label('former.moved')} </xsl:text>
          <a href="{$root}{$item?to}"><bdi dir="auto">{$item?name}</bdi></a>
        </xsl:when>
        <xsl:otherwise>
          <xsl:variable name="reason" as="xs:string?" select="f:of-language($item?reasons)"/>
          <xsl:text>{replace(f:label('former.withdrawn'), '\{version\}', $item?since)}</xsl:text>
          <xsl:if test="$reason">
            <xsl:text>: </xsl:text>
            <bdi>{$reason}</bdi>
          </xsl:if>
          <xsl:text> · </xsl:text>
          <a href="{$root}../{$item?last}">{f:label('former.last')}</a>
        </xsl:otherwise>
      </xsl:choose>
    </li>
  </xsl:template>
</xsl:stylesheet>
