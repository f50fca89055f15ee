<?xml version="1.0" encoding="UTF-8"?>
<!-- In: a teiCorpus of resolved texts without a header of its own. Out: the same with one: what the
     first text's header says of the publication, a title for all, everyone who answers for a text. -->
<xsl:stylesheet version="3.0" expand-text="yes"
  xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:xs="http://www.w3.org/2001/XMLSchema"
  xmlns:m="https://tahqiq.example/ns/modes"
  xpath-default-namespace="http://www.tei-c.org/ns/1.0"
  xmlns="http://www.tei-c.org/ns/1.0"
  exclude-result-prefixes="#all">

  <!-- The volume's titles, a line each: a language, =, a title. Empty: those of the first text. -->
  <xsl:param name="titles" as="xs:string" select="''"/>

  <xsl:mode name="m:volume" on-no-match="shallow-copy" on-multiple-match="fail"/>
  <xsl:output method="xml" encoding="UTF-8" indent="no"/>

  <xsl:template match="/" as="document-node()">
    <xsl:document>
      <xsl:apply-templates mode="m:volume"/>
    </xsl:document>
  </xsl:template>

  <xsl:template match="teiCorpus" mode="m:volume" as="element(teiCorpus)">
    <xsl:copy>
      <xsl:apply-templates select="TEI[1]/teiHeader" mode="m:volume"/>
      <xsl:copy-of select="TEI"/>
    </xsl:copy>
  </xsl:template>

  <xsl:template match="teiHeader/@xml:id | teiHeader//@xml:id" mode="m:volume"/>

  <xsl:template match="titleStmt" mode="m:volume" as="element(titleStmt)">
    <xsl:variable name="statements" as="element()*" select="/teiCorpus/TEI/teiHeader/fileDesc/titleStmt/(author | editor | respStmt)"/>
    <xsl:variable name="given" as="xs:string*" select="tokenize($titles, '\n')[contains(., '=')]"/>
    <xsl:copy>
      <xsl:for-each select="$given">
        <title xml:lang="{normalize-space(substring-before(., '='))}">{normalize-space(substring-after(., '='))}</title>
      </xsl:for-each>
      <xsl:apply-templates select="if (exists($given)) then () else title" mode="m:volume"/>
      <xsl:for-each-group select="$statements" group-by="name() || normalize-space(.)">
        <xsl:apply-templates select="." mode="m:volume"/>
      </xsl:for-each-group>
    </xsl:copy>
  </xsl:template>

  <!-- What is said of one text alone is said there. -->
  <xsl:template match="notesStmt | sourceDesc/* | abstract | publicationStmt/idno" mode="m:volume"/>

  <xsl:template match="sourceDesc" mode="m:volume" as="element(sourceDesc)">
    <sourceDesc>
      <listBibl>
        <xsl:for-each-group select="/teiCorpus/TEI/teiHeader/fileDesc/sourceDesc/listBibl/bibl" group-by="normalize-space(.)">
          <xsl:apply-templates select="." mode="m:volume"/>
        </xsl:for-each-group>
      </listBibl>
    </sourceDesc>
  </xsl:template>
</xsl:stylesheet>
