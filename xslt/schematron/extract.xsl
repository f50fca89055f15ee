<?xml version="1.0" encoding="UTF-8"?>
<!-- In: a schema, a RELAX NG grammar or an ODD. Out: one sch:schema, every sch: element annotated
     with its place (s:file, s:at), its language (s:lang) and its namespace bindings (s:ns), which
     hold wherever later steps move it. -->
<xsl:stylesheet version="3.0" expand-text="yes"
  xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:xs="http://www.w3.org/2001/XMLSchema"
  xmlns:f="https://tahqiq.example/ns/functions"
  xmlns:m="https://tahqiq.example/ns/modes"
  xmlns:map="http://www.w3.org/2005/xpath-functions/map"
  xmlns:s="https://tahqiq.example/ns/schematron"
  xmlns:t="https://tahqiq.example/ns/templates"
  xmlns:rng="http://relaxng.org/ns/structure/1.0"
  xmlns:sch="http://purl.oclc.org/dsdl/schematron"
  xmlns:tei="http://www.tei-c.org/ns/1.0"
  exclude-result-prefixes="#all">

  <xsl:mode name="m:extract" on-no-match="fail"/>
  <xsl:mode name="m:annotate" on-no-match="shallow-copy"/>
  <xsl:mode name="m:embedded" on-no-match="fail"/>

  <!-- Prefixes that the TEI's own processors bind when they extract rules from an ODD. -->
  <xsl:variable name="odd-prefixes" as="map(xs:string, xs:string)" select="map{
    'tei': 'http://www.tei-c.org/ns/1.0',
    'teix': 'http://www.tei-c.org/ns/Examples',
    'xs': 'http://www.w3.org/2001/XMLSchema',
    'xi': 'http://www.w3.org/2001/XInclude',
    'svg': 'http://www.w3.org/2000/svg',
    'rng': 'http://relaxng.org/ns/structure/1.0',
    'rna': 'http://relaxng.org/ns/compatibility/annotations/1.0',
    'sch': 'http://purl.oclc.org/dsdl/schematron'}"/>

  <xsl:template match="sch:schema" mode="m:extract">
    <xsl:apply-templates select="." mode="m:annotate"/>
  </xsl:template>

  <xsl:template match="*" mode="m:extract">
    <xsl:call-template name="t:fail">
      <xsl:with-param name="code" select="'no-schema'"/>
      <xsl:with-param name="text"
        select="'&lt;' || name() || '> is no Schematron schema, RELAX NG grammar or ODD'"/>
    </xsl:call-template>
  </xsl:template>

  <xsl:template match="rng:*" mode="m:extract">
    <xsl:call-template name="t:gathered">
      <xsl:with-param name="found" select=".//*[self::sch:* or self::xsl:function or self::xsl:key]
        [not(parent::sch:*[not(self::sch:schema)] or ancestor::xsl:* or self::sch:schema)]"/>
      <xsl:with-param name="binding" select="(.//sch:schema/@queryBinding, 'xslt2')[1]"/>
    </xsl:call-template>
  </xsl:template>

  <!-- An ODD: the constraints of every specification that is not deleted (TEI P5, 23.5.2). -->
  <xsl:template match="tei:*" mode="m:extract">
    <xsl:call-template name="t:gathered">
      <xsl:with-param name="found"
        select=".//tei:constraintSpec[@scheme = ('schematron', 'isoschematron')]
        [not(ancestor-or-self::*/@mode = 'delete')]/tei:constraint/(sch:* | xsl:*),
        .//tei:constraintDecl[@scheme = ('schematron', 'isoschematron')]/(sch:* | xsl:*)"/>
      <xsl:with-param name="binding" select="(.//tei:constraintDecl/@queryBinding, 'xslt2')[1]"/>
      <xsl:with-param name="prefixes" select="$odd-prefixes"/>
    </xsl:call-template>
  </xsl:template>

  <!-- One schema of what lies scattered in a grammar or an ODD. -->
  <xsl:template name="t:gathered" as="element(sch:schema)">
    <xsl:param name="found" as="element()*"/>
    <xsl:param name="binding" as="xs:string"/>
    <xsl:param name="prefixes" as="map(xs:string, xs:string)" select="map{}"/>
    <xsl:variable name="declared" as="map(xs:string, xs:string)" select="
      map:merge(($prefixes, $found[self::sch:ns] ! map{string(@prefix): string(@uri)}),
        map{'duplicates': 'use-last'})"/>
    <xsl:variable name="bindings" as="xs:string" select="f:bindings($declared)"/>
    <sch:schema queryBinding="{$binding}" s:file="{f:file(.)}" s:at="{path(.)}" s:ns="{$bindings}"
      s:lang="">
      <xsl:for-each select="$found">
        <xsl:apply-templates select="." mode="m:embedded">
          <xsl:with-param name="bindings" select="$bindings" tunnel="yes"/>
        </xsl:apply-templates>
      </xsl:for-each>
    </sch:schema>
  </xsl:template>

  <xsl:template match="sch:ns" mode="m:embedded"/>

  <xsl:template match="*" mode="m:embedded">
    <xsl:apply-templates select="." mode="m:annotate"/>
  </xsl:template>

  <xsl:template match="sch:rule" mode="m:embedded">
    <xsl:param name="bindings" as="xs:string" tunnel="yes"/>
    <sch:pattern id="{f:specification(.)}" s:at="{path(.)}" s:file="{f:file(.)}" s:ns="{$bindings}">
      <xsl:apply-templates select="." mode="m:annotate"/>
    </sch:pattern>
  </xsl:template>

  <!-- A bare assertion belongs to the element or attribute that is specified around it. Its twins
       share one rule, so that each node is visited once. -->
  <xsl:template match="sch:assert | sch:report" mode="m:embedded">
    <xsl:param name="bindings" as="xs:string" tunnel="yes"/>
    <xsl:if test="empty(preceding-sibling::sch:assert | preceding-sibling::sch:report)">
      <sch:pattern id="{f:specification(.)}" s:at="{path(.)}" s:file="{f:file(.)}"
        s:ns="{$bindings}">
        <sch:rule context="{f:specified(.)}" s:at="{path(.)}" s:file="{f:file(.)}"
          s:ns="{$bindings}">
          <xsl:apply-templates select="../(sch:assert | sch:report | sch:let)" mode="m:annotate"/>
        </sch:rule>
      </sch:pattern>
    </xsl:if>
  </xsl:template>

  <xsl:template match="sch:let[../(sch:assert | sch:report)]" mode="m:embedded"/>

  <!-- The name of the pattern made of a constraint. -->
  <xsl:function name="f:specification" as="xs:string">
    <xsl:param name="constraint" as="element()"/>
    <xsl:variable name="spec" as="element()?" select="$constraint/ancestor::tei:constraintSpec[1]"/>
    <xsl:variable name="owner" as="element()?" select="
      $spec/ancestor::*[self::tei:elementSpec or self::tei:classSpec or self::tei:macroSpec
        or self::tei:dataSpec][1]"/>
    <xsl:sequence select="
      string-join(($owner/@ident, $spec/@ident, 'embedded'[empty($spec)]), '-')
      || '-' || count($constraint/preceding::sch:*) + 1"/>
  </xsl:function>

  <!-- The context of a bare assertion: the element or attribute around it. -->
  <xsl:function name="f:specified" as="xs:string">
    <xsl:param name="constraint" as="element()"/>
    <xsl:variable name="element" as="element()?"
      select="$constraint/ancestor::*[self::tei:elementSpec or self::rng:element][1]"/>
    <xsl:variable name="attribute" as="element()?"
      select="$constraint/ancestor::*[self::tei:attDef or self::rng:attribute][1]"/>
    <xsl:variable name="space" as="xs:string" select="
      string(($constraint/ancestor::*/@ns, 'http://www.tei-c.org/ns/1.0'[$element/self::tei:*])[last()])"/>
    <xsl:variable name="name" as="xs:string?" select="
      ($element/(@ident, @name), $element/rng:name ! normalize-space(.))[1] ! tokenize(., ':')[last()]"/>
    <xsl:sequence select="
      (if (exists($name)) then 'Q{' || $space || '}' || $name else '*')
      || (if ($attribute) then '/@' || $attribute/(@ident, @name)[1] else '')"/>
  </xsl:function>

  <!-- In a function of the schema an element that Schematron does not know is a literal one. -->
  <xsl:template match="xsl:*//sch:*[not(local-name() = $known-elements)]" priority="1" mode="m:annotate">
    <xsl:copy>
      <xsl:apply-templates select="@* | node()" mode="#current"/>
    </xsl:copy>
  </xsl:template>

  <xsl:template match="sch:*" mode="m:annotate">
    <xsl:param name="bindings" as="xs:string" select="''" tunnel="yes"/>
    <xsl:param name="lang" as="xs:string" select="''" tunnel="yes"/>
    <xsl:copy>
      <xsl:attribute name="s:file" select="f:file(.)"/>
      <xsl:attribute name="s:at" select="path(.)"/>
      <xsl:attribute name="s:lang"
        select="(ancestor-or-self::*[@xml:lang][1]/@xml:lang/string(), $lang)[1]"/>
      <xsl:attribute name="s:ns" select="f:bindings-at(., $bindings)"/>
      <xsl:apply-templates select="@*, node()" mode="#current"/>
    </xsl:copy>
  </xsl:template>

  <!-- The bindings of an element: those of sch:ns in its file, then of the file that includes it,
       then of XML itself, which the standard does not ask for and schemas rely on. -->
  <xsl:function name="f:bindings-at" as="xs:string">
    <xsl:param name="element" as="element()"/>
    <xsl:param name="outer" as="xs:string"/>
    <xsl:variable name="own" as="element(sch:ns)*" select="root($element)/sch:*/sch:ns"/>
    <xsl:variable name="xml" as="map(xs:string, xs:string)" select="
      map:merge(in-scope-prefixes($element)[not(. = ('', 'xml'))]
        ! map{.: string(namespace-uri-for-prefix(., $element))})"/>
    <xsl:sequence select="
      f:bindings(map:merge(($xml, f:unbind($outer), $own ! map{string(@prefix): string(@uri)}),
        map{'duplicates': 'use-last'}))"/>
  </xsl:function>

  <xsl:function name="f:bindings" as="xs:string">
    <xsl:param name="map" as="map(xs:string, xs:string)"/>
    <xsl:sequence select="string-join(sort(map:keys($map)) ! (. || '=' || $map(.)), ' ')"/>
  </xsl:function>

  <xsl:function name="f:unbind" as="map(xs:string, xs:string)">
    <xsl:param name="bindings" as="xs:string"/>
    <xsl:sequence select="
      map:merge(tokenize($bindings) ! map{substring-before(., '='): substring-after(., '=')},
        map{'duplicates': 'use-last'})"/>
  </xsl:function>

  <xsl:function name="f:file" as="xs:string">
    <xsl:param name="node" as="node()"/>
    <xsl:sequence select="string(base-uri($node))"/>
  </xsl:function>
</xsl:stylesheet>
