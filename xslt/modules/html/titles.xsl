<?xml version="1.0" encoding="UTF-8"?>
<!-- In: a text's header. Out: what the text is called: its title, and what tells it from others of the same
     title, as issues of a journal are: volume, issue and year, else its id. -->
<xsl:stylesheet version="3.0" expand-text="yes"
  xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:xs="http://www.w3.org/2001/XMLSchema"
  xmlns:f="https://tahqiq.example/ns/functions"
  xmlns:m="https://tahqiq.example/ns/modes"
  xmlns:t="https://tahqiq.example/ns/templates"
  xpath-default-namespace="http://www.tei-c.org/ns/1.0"
  exclude-result-prefixes="#all">

  <!-- The title of the TEI element that is the context, in its own language. -->
  <xsl:template name="t:title" as="node()*">
    <xsl:variable name="title" as="element(title)" select="f:title(.)"/>
    <bdi lang="{f:lang($title)}" dir="{f:direction(f:lang($title))}">
      <xsl:apply-templates select="$title/node()" mode="m:header-html"/>
    </bdi>
  </xsl:template>

  <xsl:function name="f:title" as="element(title)">
    <xsl:param name="text" as="element()"/>
    <xsl:variable name="titles" as="element(title)*" select="f:main-titles($text/teiHeader/fileDesc)"/>
    <xsl:sequence select="($titles[@xml:lang = $lang], $titles, f:untitled($text))[1]"/>
  </xsl:function>

  <xsl:key name="titled" match="TEI" use="normalize-space(f:title(.))"/>

  <!-- Volume, issue and year of a text that is a part of a series; its id where nothing else tells it from
       another text; else nothing. -->
  <xsl:function name="f:text-mark" as="xs:string">
    <xsl:param name="text" as="element(TEI)"/>
    <xsl:variable name="whole" as="element()?" select="$text/teiHeader/fileDesc/sourceDesc/descendant::*[self::monogr | self::bibl][biblScope][1]"/>
    <xsl:variable name="told" as="xs:string*" select="
        for $unit in ('volume', 'issue') return $whole/biblScope[@unit = $unit][1]
          ! f:label($unit || '-n', map { 'n': f:digits(f:scope(.)) })"/>
    <xsl:variable name="year" as="xs:string?" select="$whole/descendant::date[@when][1] ! f:digits(substring(@when, 1, 4))"/>
    <xsl:sequence select="
        if (exists($told)) then string-join(($told, $year), f:label('list-separator'))
        else if (count(key('titled', normalize-space(f:title($text)), $documents)) gt 1) then string($text/@xml:id)
        else ''"/>
  </xsl:function>

  <!-- What a biblScope counts: from one to another, or in its own words. -->
  <xsl:function name="f:scope" as="xs:string">
    <xsl:param name="scope" as="element(biblScope)"/>
    <xsl:sequence select="
        if ($scope/@from) then string-join(distinct-values($scope/(@from, @to)), '–') else normalize-space(($scope/@n, $scope)[1])"/>
  </xsl:function>

  <!-- A text's title with its mark, as links and lists name it. -->
  <xsl:function name="f:text-name" as="node()*">
    <xsl:param name="text" as="element(TEI)"/>
    <xsl:variable name="title" as="element()" select="f:title($text)"/>
    <bdi lang="{f:lang($title)}" dir="{f:direction(f:lang($title))}">{normalize-space($title)}</bdi>
    <xsl:if test="f:text-mark($text) ne ''">
      <xsl:text> </xsl:text>
      <bdi class="of-series">{f:text-mark($text)}</bdi>
    </xsl:if>
  </xsl:function>

  <!-- The same as words. -->
  <xsl:function name="f:text-words" as="xs:string">
    <xsl:param name="text" as="element(TEI)"/>
    <xsl:sequence select="string-join((normalize-space(f:title($text)), f:text-mark($text)[. ne '']), ' · ')"/>
  </xsl:function>
</xsl:stylesheet>
