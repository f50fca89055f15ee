<?xml version="1.0" encoding="UTF-8"?>
<!-- In: a text's header. Out: the one line by which the edition asks to be cited, in the language of
     the interface. -->
<xsl:stylesheet version="3.0" expand-text="yes"
  xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:xs="http://www.w3.org/2001/XMLSchema"
  xmlns:f="https://tahqiq.example/ns/functions"
  xpath-default-namespace="http://www.tei-c.org/ns/1.0"
  exclude-result-prefixes="#all">

  <!-- The citation of a text; empty where its header has no edition number or no full date. -->
  <xsl:function name="f:citation" as="xs:string">
    <xsl:param name="text" as="element(TEI)"/>
    <xsl:variable name="file" as="element(fileDesc)" select="$text/teiHeader/fileDesc"/>
    <xsl:variable name="titles" as="element(title)*"
      select="$file/titleStmt/title[not(@type = ('sub', 'alt', 'short', 'desc'))]"/>
    <xsl:variable name="edition" as="xs:string?" select="$file/editionStmt/edition[1]/@n"/>
    <xsl:variable name="date" as="xs:string?" select="$file/publicationStmt/date[1]/@when"/>
    <xsl:variable name="editors" as="xs:string*" select="
        ($file/titleStmt/editor, $file/titleStmt/respStmt/(orgName | persName | name)) ! normalize-space(.)"/>
    <xsl:sequence select="
        if ($edition and $date castable as xs:date and exists($editors)) then
          f:label('citation', map {
            'title': normalize-space(($titles[@xml:lang = $lang], $titles)[1]),
            'editor': string-join(distinct-values($editors), f:label('list-separator')),
            'edition': $edition,
            'date': f:gregorian(xs:date($date)) })
        else ''"/>
  </xsl:function>
</xsl:stylesheet>
