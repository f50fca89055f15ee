<?xml version="1.0" encoding="UTF-8"?>
<!-- In: an assembled schemaSpec. Out: a schemaSpec of two groups: what its references select from
     the specification (or from the ODD that @source names, itself compiled first), and the
     project's own specifications, still with their modes. -->
<xsl:stylesheet version="3.0" expand-text="yes"
  xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:xs="http://www.w3.org/2001/XMLSchema"
  xmlns:f="https://tahqiq.example/ns/functions"
  xmlns:m="https://tahqiq.example/ns/modes"
  xmlns:e="https://tahqiq.example/ns/errors"
  xpath-default-namespace="http://www.tei-c.org/ns/1.0"
  xmlns="http://www.tei-c.org/ns/1.0"
  exclude-result-prefixes="#all">

  <!-- Where the specification of the TEI lies (p5subset.xml), as an absolute address. -->
  <xsl:param name="specification" as="xs:string" select="''"/>
  <!-- Whether the specification's gloss, desc, remarks and examples are kept. -->
  <xsl:param name="prose" as="xs:boolean" select="true()"/>

  <xsl:mode name="m:select" on-no-match="shallow-copy"/>
  <xsl:mode name="m:pick" on-no-match="shallow-copy"/>

  <xsl:key name="f:specified" use="@ident"
    match="elementSpec | classSpec | macroSpec | dataSpec"/>
  <xsl:key name="f:of-module" use="@module"
    match="elementSpec | classSpec | macroSpec | dataSpec"/>

  <xsl:function name="f:selected" as="element(schemaSpec)">
    <xsl:param name="assembled" as="element(schemaSpec)"/>
    <schemaSpec>
      <xsl:copy-of select="$assembled/(namespace::*[name() ne ''], @*, gloss, desc)"/>
      <specGrp n="selected">
        <xsl:variable name="picked" as="element()*">
          <xsl:apply-templates mode="m:select"
            select="$assembled/(elementRef | classRef | macroRef | dataRef), $assembled/moduleRef"/>
        </xsl:variable>
        <!-- The same thing may be selected twice; what asks for it by name stands. -->
        <xsl:for-each-group select="$picked" group-by="name() || ' ' || (@ident, @url)[1]">
          <xsl:sequence select="current-group()[1]"/>
        </xsl:for-each-group>
      </specGrp>
      <specGrp n="own">
        <xsl:copy-of select="$assembled/(elementSpec | classSpec | macroSpec | dataSpec
          | constraintSpec | moduleSpec)"/>
      </specGrp>
    </schemaSpec>
  </xsl:function>

  <!-- The document that a reference selects from. -->
  <xsl:function name="f:source" as="document-node()">
    <xsl:param name="reference" as="element()"/>
    <xsl:variable name="named" as="xs:string?"
      select="($reference/@source, $reference/ancestor::schemaSpec/@source)[1]"/>
    <xsl:variable name="address" as="xs:string"
      select="if (empty($named) or matches($named, '^(tei:|https?:)')) then $specification else $named"/>
    <xsl:if test="not(doc-available($address))">
      <xsl:message terminate="yes" error-code="e:missing-source"
        >the specification {$address} cannot be read</xsl:message>
    </xsl:if>
    <xsl:sequence select="f:compiled-source($address)"/>
  </xsl:function>

  <!-- Ends the transform where an ODD is, through whatever chain, a source of itself. -->
  <xsl:function name="f:checked-chain" as="empty-sequence()">
    <xsl:param name="odd" as="document-node()"/>
    <xsl:param name="above" as="xs:string*"/>
    <xsl:variable name="own" as="xs:string" select="string(base-uri($odd))"/>
    <xsl:if test="$own = $above">
      <xsl:message terminate="yes" error-code="e:source-of-itself">{$own} is a source of itself</xsl:message>
    </xsl:if>
    <xsl:variable name="sources" as="attribute()*" select="
      $odd//(schemaSpec | moduleRef | elementRef | classRef | macroRef | dataRef)[empty(ancestor::egXML)]
        /@source[not(matches(., '^(tei:|https?:)'))]"/>
    <xsl:for-each select="distinct-values($sources ! string(resolve-uri(., base-uri(..))))[doc-available(.)]">
      <xsl:sequence select="f:checked-chain(doc(.), ($above, $own))"/>
    </xsl:for-each>
  </xsl:function>

  <!-- A source that is itself an ODD is compiled; a specification is taken as it is. -->
  <xsl:function name="f:compiled-source" as="document-node()" cache="yes">
    <xsl:param name="address" as="xs:string"/>
    <xsl:variable name="document" as="document-node()" select="doc($address)"/>
    <xsl:variable name="schema" as="element(schemaSpec)?"
      select="$document//schemaSpec[empty(ancestor::egXML)][1]"/>
    <xsl:choose>
      <xsl:when test="$schema[moduleRef | elementRef | classRef | specGrpRef | *[@mode]]">
        <xsl:document>
          <xsl:sequence select="f:merged(f:selected(f:assembled($document)))"/>
        </xsl:document>
      </xsl:when>
      <xsl:otherwise>
        <xsl:sequence select="$document"/>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:function>

  <xsl:template match="moduleRef[@key]" mode="m:select" as="element()*">
    <xsl:variable name="this" as="element()" select="."/>
    <xsl:variable name="include" as="xs:string*" select="tokenize(@include)"/>
    <xsl:variable name="except" as="xs:string*" select="tokenize(@except)"/>
    <xsl:variable name="members" as="element()*" select="key('f:of-module', @key, f:source(.))"/>
    <xsl:if test="empty($members) and empty(key('f:module', @key, f:source(.)))">
      <xsl:message>odd: there is no module {@key}</xsl:message>
    </xsl:if>
    <xsl:for-each select="($include, $except)[not(. = $members/@ident)]">
      <xsl:message>odd: module {$this/@key} has no element {.}</xsl:message>
    </xsl:for-each>
    <xsl:apply-templates mode="m:pick" select="
      $members[not(@ident = $except)]
        [not(self::elementSpec) or empty($this/@include) or @ident = $include]">
      <xsl:with-param name="prefix" tunnel="yes" as="xs:string?" select="@prefix"/>
    </xsl:apply-templates>
  </xsl:template>

  <xsl:key name="f:module" match="moduleSpec" use="@ident"/>

  <!-- Grammars in RELAX NG of others are kept for the grammar to include. -->
  <xsl:template match="moduleRef[@url]" mode="m:select" as="element()">
    <xsl:copy-of select="."/>
  </xsl:template>

  <xsl:template match="elementRef | macroRef | dataRef | classRef" mode="m:select" as="element()*">
    <xsl:variable name="this" as="element()" select="."/>
    <xsl:variable name="found" as="element()*" select="key('f:specified', @key, f:source(.))"/>
    <xsl:if test="empty($found)">
      <xsl:message>odd: {name()} {@key} is not in the specification</xsl:message>
    </xsl:if>
    <xsl:apply-templates select="$found[1]" mode="m:pick">
      <xsl:with-param name="include" tunnel="yes" as="xs:string*"
        select="self::classRef/@include ! tokenize(.)"/>
      <xsl:with-param name="except" tunnel="yes" as="xs:string*"
        select="self::classRef/@except ! tokenize(.)"/>
    </xsl:apply-templates>
  </xsl:template>

  <xsl:template match="elementSpec | classSpec | macroSpec | dataSpec" mode="m:pick" as="element()">
    <xsl:param name="prefix" tunnel="yes" as="xs:string?"/>
    <xsl:copy>
      <xsl:copy-of select="@* except (@mode, @xml:id)"/>
      <xsl:if test="$prefix and empty(@prefix)">
        <xsl:attribute name="prefix" select="$prefix"/>
      </xsl:if>
      <xsl:apply-templates mode="#current"/>
    </xsl:copy>
  </xsl:template>

  <!-- A class selected with include or except keeps those of its attributes only. -->
  <xsl:template match="classSpec//attDef" mode="m:pick" as="element()?">
    <xsl:param name="include" tunnel="yes" as="xs:string*"/>
    <xsl:param name="except" tunnel="yes" as="xs:string*"/>
    <xsl:if test="not(@ident = $except) and (empty($include) or @ident = $include)">
      <xsl:next-match/>
    </xsl:if>
  </xsl:template>

  <!-- Since P5 4.11 an attribute may be referred to by key as well. -->
  <xsl:template match="attRef/@key" mode="m:pick m:include" as="attribute()">
    <xsl:attribute name="name" select="."/>
  </xsl:template>

  <!-- What an earlier compilation wrote out is worked out anew. -->
  <xsl:template match="attRef[@rend = 'inherited']" mode="m:pick"/>

  <xsl:template match="gloss | desc | remarks | exemplum | listRef | equiv | comment()" mode="m:pick"
    as="node()?">
    <xsl:if test="$prose or ancestor::constraint">
      <xsl:next-match/>
    </xsl:if>
  </xsl:template>
</xsl:stylesheet>
