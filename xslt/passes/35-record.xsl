<?xml version="1.0" encoding="UTF-8"?>
<!-- In: a resolved text, or a volume of them. Out: the same, where nothing is there but the description of a
     manuscript with what that says as its text: a division for each manuscript, an item for each statement. -->
<xsl:stylesheet version="3.0" expand-text="yes"
  xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:xs="http://www.w3.org/2001/XMLSchema"
  xmlns:f="https://tahqiq.example/ns/functions"
  xmlns:m="https://tahqiq.example/ns/modes"
  xmlns="http://www.tei-c.org/ns/1.0"
  xpath-default-namespace="http://www.tei-c.org/ns/1.0"
  exclude-result-prefixes="#all">

  <xsl:include href="../modules/errors.xsl"/>
  <xsl:include href="../modules/i18n.xsl"/>
  <xsl:include href="../modules/functions.xsl"/>
  <xsl:include href="../modules/text/record.xsl"/>

  <xsl:mode name="m:recorded" on-no-match="shallow-copy" on-multiple-match="fail"/>
  <xsl:output method="xml" encoding="UTF-8" indent="no"/>

  <xsl:template match="/" as="document-node()">
    <xsl:document>
      <xsl:apply-templates mode="m:recorded"/>
    </xsl:document>
  </xsl:template>

  <xsl:template match="TEI[not(normalize-space(text))]" mode="m:recorded" as="element(TEI)">
    <xsl:variable name="units" as="element(unit)*" select="f:catalogued(.)" xpath-default-namespace=""/>
    <xsl:copy>
      <xsl:copy-of select="@*, node() except (if (exists($units)) then text else ())"/>
      <xsl:if test="exists($units)">
        <!-- Its type tells a program that reads a book back that nothing of this is the source's text. -->
        <text type="tahqiq:record" xml:lang="{$lang}">
          <body>
            <xsl:for-each-group select="$units" group-starting-with="unit[@heads = 'true']" xpath-default-namespace="">
              <div>
                <xsl:for-each select="current-group()[@heads = 'true']">
                  <head>
                    <xsl:sequence select="f:one-run(.)"/>
                  </head>
                </xsl:for-each>
                <xsl:sequence select="f:items(current-group()[not(@heads = 'true')])"/>
              </div>
            </xsl:for-each-group>
          </body>
        </text>
      </xsl:if>
    </xsl:copy>
  </xsl:template>

  <!-- Statements as a list, those of what they belong to within its item. -->
  <xsl:function name="f:items" as="element()?" xpath-default-namespace="">
    <xsl:param name="units" as="element(unit)*"/>
    <xsl:if test="exists($units)">
      <list>
        <xsl:for-each-group select="$units" group-starting-with="unit[xs:integer(@depth) le xs:integer($units[1]/@depth)]">
          <item>
            <xsl:if test="@label ne ''">
              <hi rend="bold">{@label}{if (. eq '') then '' else ':'}</hi>
              <xsl:text> </xsl:text>
            </xsl:if>
            <xsl:sequence select="f:one-run(.)"/>
            <xsl:sequence select="f:items(tail(current-group()))"/>
          </item>
        </xsl:for-each-group>
      </list>
    </xsl:if>
  </xsl:function>

  <!-- A statement; one that is foreign to the interface as a whole is one run with its digits and marks. -->
  <xsl:function name="f:one-run" as="node()">
    <xsl:param name="told" as="xs:string"/>
    <xsl:choose>
      <xsl:when test="not(f:is-foreign($told))">
        <xsl:value-of select="$told"/>
      </xsl:when>
      <xsl:when test="$direction = 'ltr'">
        <foreign xml:lang="und-Arab">&#x2067;{$told}&#x2069;</foreign>
      </xsl:when>
      <xsl:otherwise>
        <foreign xml:lang="und-Latn">&#x2066;{$told}&#x2069;</foreign>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:function>

  <!-- Of the lists that are made here no statement is pointed at. -->
  <xsl:function name="f:path" as="xs:string">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="''"/>
  </xsl:function>
</xsl:stylesheet>
