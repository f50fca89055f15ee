<?xml version="1.0" encoding="UTF-8"?>
<!-- In: a TEI text whose references point into register files (../registers/places.xml#place-derna).
     Out: the same text, self-contained: every record that it refers to stands in its standOff, and
     every such reference is a local one (#place-derna). White space before a milestone that breaks
     no word (break="no") is left out, for it is the encoder's. Nothing else changes; a reference
     that cannot be resolved stays as it was. -->
<xsl:stylesheet version="3.0" expand-text="yes"
  xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:xs="http://www.w3.org/2001/XMLSchema"
  xmlns:f="https://tahqiq.example/ns/functions"
  xmlns:m="https://tahqiq.example/ns/modes"
  xpath-default-namespace="http://www.tei-c.org/ns/1.0"
  xmlns="http://www.tei-c.org/ns/1.0"
  exclude-result-prefixes="#all">

  <!-- The register documents that may be read: absolute URIs, separated by spaces. Empty: every
       document that a relative reference names. A build of files that it does not trust names them;
       "none" forbids all. -->
  <xsl:param name="registers" as="xs:string" select="''"/>

  <xsl:mode name="m:resolve" on-no-match="shallow-copy" on-multiple-match="fail"/>
  <xsl:output method="xml" encoding="UTF-8" indent="no"/>

  <xsl:key name="record" match="standOff//*[@xml:id]" use="@xml:id"/>

  <xsl:variable name="pointing" as="xs:string+"
    select="'ref', 'who', 'toWhom', 'corresp', 'sameAs', 'active', 'passive', 'mutual', 'where'"/>

  <xsl:template match="/" as="document-node()">
    <xsl:document>
      <xsl:apply-templates mode="m:resolve"/>
    </xsl:document>
  </xsl:template>

  <xsl:template match="text//text()[f:ends-in-space(.)][f:meets-joint(following::node()[1])]" mode="m:resolve" as="text()?">
    <xsl:value-of select="replace(., '\s+$', '')"/>
  </xsl:template>

  <!-- The stylesheets that check a text while it is edited are not those of what is published. -->
  <xsl:template match="processing-instruction('xml-model')" mode="m:resolve"/>

  <xsl:template match="TEI" mode="m:resolve" as="element(TEI)">
    <xsl:variable name="records" as="element()*" select="f:records(.)"/>
    <xsl:copy>
      <xsl:apply-templates select="@*, teiHeader/preceding-sibling::node(), teiHeader" mode="m:resolve"/>
      <xsl:if test="exists($records)">
        <xsl:text>&#10;  </xsl:text>
        <standOff>
          <xsl:for-each-group select="$records" group-by="root(.)/TEI/@xml:id">
            <xsl:sort select="current-grouping-key()"/>
            <xsl:for-each-group select="current-group()" group-by="name(..)">
              <xsl:text>&#10;    </xsl:text>
              <xsl:element name="{current-grouping-key()}">
                <xsl:attribute name="type" select="root(.)/TEI/@xml:id"/>
                <xsl:for-each select="current-group()">
                  <xsl:sort select="count(preceding-sibling::*)"/>
                  <xsl:text>&#10;      </xsl:text>
                  <xsl:apply-templates select="." mode="m:resolve"/>
                </xsl:for-each>
                <xsl:text>&#10;    </xsl:text>
              </xsl:element>
            </xsl:for-each-group>
          </xsl:for-each-group>
          <xsl:text>&#10;  </xsl:text>
        </standOff>
      </xsl:if>
      <xsl:apply-templates select="teiHeader/following-sibling::node()" mode="m:resolve"/>
    </xsl:copy>
  </xsl:template>

  <xsl:template match="@ref | @who | @toWhom | @corresp | @sameAs | @active | @passive | @mutual | @where | @source"
    mode="m:resolve" as="attribute()">
    <xsl:variable name="holder" as="element()" select=".."/>
    <xsl:attribute name="{name()}"
      select="for $pointer in tokenize(.) return f:local($pointer, $holder)" separator=" "/>
  </xsl:template>

  <xsl:function name="f:ends-in-space" as="xs:boolean">
    <xsl:param name="text" as="text()"/>
    <xsl:sequence select="normalize-space(substring($text, string-length($text))) = ''"/>
  </xsl:function>

  <!-- Whether a milestone that breaks no word begins a node. -->
  <xsl:function name="f:meets-joint" as="xs:boolean">
    <xsl:param name="node" as="node()?"/>
    <xsl:sequence select="
        exists($node/self::*[@break = 'no'])
        or (exists($node/self::*/node()) and f:meets-joint($node/node()[1]))"/>
  </xsl:function>

  <!-- Every record that the text points to, and those that these point to, in document order. -->
  <xsl:function name="f:records" as="element()*">
    <xsl:param name="text" as="element(TEI)"/>
    <xsl:sequence select="f:closure(f:targets($text), ())"/>
  </xsl:function>

  <xsl:function name="f:closure" as="element()*">
    <xsl:param name="found" as="element()*"/>
    <xsl:param name="known" as="element()*"/>
    <xsl:variable name="new" as="element()*" select="$found except $known"/>
    <xsl:sequence select="
        if (empty($new)) then $known
        else f:closure($new ! f:targets(.), $known | $new)"/>
  </xsl:function>

  <xsl:function name="f:targets" as="element()*">
    <xsl:param name="from" as="element()"/>
    <xsl:variable name="pointers" as="xs:string*" select="
        distinct-values(($from//@*[local-name() = $pointing]) ! tokenize(.) ! f:absolute(., $from))"/>
    <xsl:sequence select="$pointers ! f:record(.)"/>
  </xsl:function>

  <!-- The record at an absolute address, or nothing where its document may not or cannot be read. -->
  <xsl:function name="f:record" as="element()*">
    <xsl:param name="address" as="xs:string"/>
    <xsl:variable name="document" as="xs:string" select="substring-before($address, '#')"/>
    <xsl:variable name="id" as="xs:string" select="substring-after($address, '#')"/>
    <xsl:if test="f:may-read($document) and doc-available($document)">
      <xsl:sequence select="key('record', $id, doc($document))"/>
    </xsl:if>
  </xsl:function>

  <xsl:function name="f:may-read" as="xs:boolean">
    <xsl:param name="document" as="xs:string"/>
    <xsl:sequence select="
        if ($registers ne '') then f:slashes($document) = tokenize($registers) ! f:slashes(.)
        else starts-with($document, 'file:')"/>
  </xsl:function>

  <!-- file:/a and file:///a are one address; processors write either. -->
  <xsl:function name="f:slashes" as="xs:string">
    <xsl:param name="address" as="xs:string"/>
    <xsl:sequence select="replace($address, '^file:/+', 'file:///')"/>
  </xsl:function>

  <!-- A pointer as an absolute address; the empty string for one that stays in its document or
       is no address of a file (a private prefix, a broken URI). -->
  <xsl:function name="f:absolute" as="xs:string">
    <xsl:param name="pointer" as="xs:string"/>
    <xsl:param name="holder" as="node()"/>
    <xsl:sequence select="
        if (matches($pointer, '^[^:#]+#.+$') and exists(base-uri($holder)))
        then string(resolve-uri($pointer, base-uri($holder)))
        else ''"/>
  </xsl:function>

  <xsl:function name="f:local" as="xs:string">
    <xsl:param name="pointer" as="xs:string"/>
    <xsl:param name="holder" as="node()"/>
    <xsl:variable name="address" as="xs:string" select="f:absolute($pointer, $holder)"/>
    <xsl:sequence select="
        if ($address ne '' and (exists(f:record($address)) or f:is-own($address, $holder)))
        then '#' || substring-after($address, '#')
        else $pointer"/>
  </xsl:function>

  <!-- Records name their sources in the text by its file; inside the text itself that is local. -->
  <xsl:function name="f:is-own" as="xs:boolean">
    <xsl:param name="address" as="xs:string"/>
    <xsl:param name="holder" as="node()"/>
    <xsl:sequence select="f:slashes(substring-before($address, '#')) = f:slashes($own-address)"/>
  </xsl:function>

  <xsl:variable name="own-address" as="xs:string" select="string(base-uri(/))"/>
</xsl:stylesheet>
