<?xml version="1.0" encoding="UTF-8"?>
<!-- In: a compiled ODD. Out: a RELAX NG grammar (XML syntax) with one define for each element, model
     class, macro, datatype, attribute class and attribute of a class; not yet simplified. -->
<xsl:stylesheet version="3.0" expand-text="yes"
  xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:xs="http://www.w3.org/2001/XMLSchema"
  xmlns:f="https://tahqiq.example/ns/functions"
  xmlns:m="https://tahqiq.example/ns/modes"
  xmlns:rng="http://relaxng.org/ns/structure/1.0"
  xpath-default-namespace="http://www.tei-c.org/ns/1.0"
  xmlns="http://relaxng.org/ns/structure/1.0"
  exclude-result-prefixes="#all">

  <xsl:mode name="m:grammar" on-no-match="fail"/>
  <xsl:mode name="m:foreign" on-no-match="shallow-copy"/>

  <xsl:key name="f:members" match="elementSpec | classSpec[@type = 'model']"
    use="classes/memberOf/@key"/>
  <xsl:key name="f:specified" match="*" use="local-name() || ' ' || @ident"/>

  <xsl:variable name="tei" as="xs:string" select="'http://www.tei-c.org/ns/1.0'"/>

  <xsl:function name="f:grammar" as="element(rng:grammar)">
    <xsl:param name="compiled" as="element(schemaSpec)"/>
    <xsl:variable name="defines" as="element(rng:define)*">
      <xsl:sequence select="$compiled/moduleRef[@url] ! f:foreign(.)"/>
      <xsl:apply-templates select="$compiled/(elementSpec | classSpec | macroSpec | dataSpec)"
        mode="m:grammar"/>
      <xsl:for-each-group select="$compiled//anyElement" group-by="f:any-name(.)">
        <xsl:sequence select="f:any-element(.)"/>
      </xsl:for-each-group>
    </xsl:variable>
    <grammar datatypeLibrary="http://www.w3.org/2001/XMLSchema-datatypes"
      ns="{($compiled/@ns, $tei)[1]}">
      <start>
        <choice>
          <xsl:for-each select="f:roots($compiled)">
            <ref name="{f:pattern(.)}"/>
          </xsl:for-each>
        </choice>
      </start>
      <xsl:sequence select="f:combined($defines)"/>
    </grammar>
  </xsl:function>

  <!-- The elements that a document may begin with: as the ODD says, else those of the TEI. -->
  <xsl:function name="f:roots" as="element(elementSpec)*">
    <xsl:param name="compiled" as="element(schemaSpec)"/>
    <xsl:variable name="start" as="xs:string*" select="
      if ($compiled/@start) then tokenize($compiled/@start) else ('TEI', 'teiCorpus')"/>
    <xsl:variable name="named" as="element()*"
      select="$compiled/elementSpec[@ident = $start or f:pattern(.) = $start]"/>
    <xsl:sequence select="if ($named) then $named else $compiled/elementSpec"/>
  </xsl:function>

  <!-- The name of a specification's pattern, with the prefix that its module or schema asks for. -->
  <xsl:function name="f:pattern" as="xs:string">
    <xsl:param name="specification" as="element()"/>
    <xsl:sequence select="
      ($specification/@prefix, $specification/ancestor::schemaSpec[1]/@prefix, '')[1] || $specification/@ident"/>
  </xsl:function>

  <xsl:function name="f:pattern-of" as="xs:string">
    <xsl:param name="reference" as="element()"/>
    <xsl:variable name="kind" as="xs:string"
      select="replace(local-name($reference), 'Ref$', 'Spec')"/>
    <xsl:variable name="specification" as="element()?"
      select="key('f:specified', $kind || ' ' || $reference/@key, root($reference))[1]"/>
    <!-- What is no specification of the schema is a pattern of a grammar that it takes in. -->
    <xsl:sequence
      select="if ($specification) then f:pattern($specification) else string($reference/@key)"/>
  </xsl:function>

  <xsl:template match="elementSpec" mode="m:grammar" as="element()">
    <define name="{f:pattern(.)}">
      <element name="{(altIdent, @ident)[1]}">
        <xsl:copy-of select="@ns"/>
        <xsl:apply-templates select="(valList[@type = 'closed'], content)[1]" mode="#current"/>
        <xsl:apply-templates select="attList" mode="#current"/>
      </element>
    </define>
  </xsl:template>

  <xsl:template match="classSpec[@type = 'model']" mode="m:grammar" as="element()">
    <define name="{f:pattern(.)}">
      <xsl:sequence select="f:choice(key('f:members', @ident) ! f:reference(.))"/>
    </define>
  </xsl:template>

  <xsl:template match="macroSpec | dataSpec" mode="m:grammar" as="element()">
    <define name="{f:pattern(.)}">
      <xsl:apply-templates select="(valList[@type = 'closed'], content)[1]" mode="#current"/>
    </define>
  </xsl:template>

  <xsl:function name="f:reference" as="element()">
    <xsl:param name="specification" as="element()"/>
    <ref name="{f:pattern($specification)}"/>
  </xsl:function>

  <xsl:function name="f:choice" as="element()">
    <xsl:param name="patterns" as="element()*"/>
    <xsl:choose>
      <xsl:when test="empty($patterns)">
        <notAllowed/>
      </xsl:when>
      <xsl:otherwise>
        <choice>
          <xsl:sequence select="$patterns"/>
        </choice>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:function>
</xsl:stylesheet>
