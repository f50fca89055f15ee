<?xml version="1.0" encoding="UTF-8"?>
<!-- In: the content of a specification in the compiled ODD. Out: patterns of RELAX NG. -->
<xsl:stylesheet version="3.0" expand-text="yes"
  xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:xs="http://www.w3.org/2001/XMLSchema"
  xmlns:f="https://tahqiq.example/ns/functions"
  xmlns:m="https://tahqiq.example/ns/modes"
  xmlns:rng="http://relaxng.org/ns/structure/1.0"
  xpath-default-namespace="http://www.tei-c.org/ns/1.0"
  xmlns="http://relaxng.org/ns/structure/1.0"
  exclude-result-prefixes="#all">

  <xsl:template match="content" mode="m:grammar" as="element()">
    <group>
      <xsl:apply-templates select="*, .[parent::macroSpec]/processing-instruction('NameList')" mode="#current"/>
    </group>
  </xsl:template>

  <!-- Any element of the schema, as older customisations ask for it. -->
  <xsl:template match="macroSpec/content/processing-instruction('NameList')" mode="m:grammar" as="element()">
    <xsl:sequence select="f:choice(ancestor::schemaSpec/elementSpec ! f:reference(.))"/>
  </xsl:template>

  <xsl:template match="empty" mode="m:grammar" as="element()">
    <empty/>
  </xsl:template>

  <xsl:template match="textNode" mode="m:grammar" as="element()">
    <text/>
  </xsl:template>

  <xsl:template match="sequence" mode="m:grammar" as="element()">
    <xsl:variable name="parts" as="element()">
      <xsl:element name="{if (@preserveOrder = ('false', '0')) then 'interleave' else 'group'}">
        <xsl:apply-templates select="*" mode="#current"/>
      </xsl:element>
    </xsl:variable>
    <xsl:sequence select="f:repeated(., $parts)"/>
  </xsl:template>

  <xsl:template match="interleave" mode="m:grammar" as="element()">
    <xsl:variable name="parts" as="element()">
      <interleave>
        <xsl:apply-templates select="*" mode="#current"/>
      </interleave>
    </xsl:variable>
    <xsl:sequence select="f:repeated(., $parts)"/>
  </xsl:template>

  <xsl:template match="alternate" mode="m:grammar" as="element()">
    <xsl:variable name="parts" as="element()*">
      <xsl:apply-templates select="*" mode="#current"/>
    </xsl:variable>
    <xsl:sequence select="f:repeated(., f:choice($parts))"/>
  </xsl:template>

  <xsl:template match="elementRef | macroRef" mode="m:grammar" as="element()">
    <xsl:sequence select="f:repeated(., f:named(f:pattern-of(.)))"/>
  </xsl:template>

  <xsl:function name="f:named" as="element()">
    <xsl:param name="pattern" as="xs:string"/>
    <ref name="{$pattern}"/>
  </xsl:function>

  <xsl:template match="classRef[not(@expand or @include or @except)] | classRef[@expand = 'alternate']"
    mode="m:grammar" as="element()">
    <xsl:sequence select="f:repeated(., f:named(f:pattern-of(.)))"/>
  </xsl:template>

  <!-- A class that is taken apart: some members only, or all of them in a row. -->
  <xsl:template match="classRef" mode="m:grammar" as="element()">
    <xsl:sequence select="f:expanded(., root(.))"/>
  </xsl:template>

  <xsl:function name="f:expanded" as="element()">
    <xsl:param name="reference" as="element(classRef)"/>
    <xsl:param name="schema" as="node()"/>
    <xsl:variable name="include" as="xs:string*" select="tokenize($reference/@include)"/>
    <xsl:variable name="except" as="xs:string*" select="tokenize($reference/@except)"/>
    <xsl:variable name="members" as="element()*" select="
      f:elements-of($reference/@key, $schema)[not(@ident = $except)]
        [empty($include) or @ident = $include]"/>
    <xsl:variable name="expand" as="xs:string" select="($reference/@expand, 'alternate')[1]"/>
    <xsl:variable name="parts" as="element()">
      <xsl:choose>
        <xsl:when test="$expand = ('alternate', 'alternation')">
          <xsl:sequence select="f:choice($members ! f:reference(.))"/>
        </xsl:when>
        <xsl:otherwise>
          <group>
            <xsl:sequence select="
              $members ! f:occurring(f:reference(.),
                if (contains($expand, 'Optional')) then 0 else 1,
                if (contains($expand, 'Repeatable')) then 'unbounded' else '1')"/>
          </group>
        </xsl:otherwise>
      </xsl:choose>
    </xsl:variable>
    <xsl:sequence select="f:repeated($reference, $parts)"/>
  </xsl:function>

  <!-- The elements of a model class and of the classes in it, each once. -->
  <xsl:function name="f:elements-of" as="element(elementSpec)*">
    <xsl:param name="class" as="xs:string"/>
    <xsl:param name="schema" as="node()"/>
    <xsl:variable name="members" as="element()*" select="key('f:members', $class, $schema)"/>
    <xsl:sequence select="
      $members/self::elementSpec | $members/self::classSpec ! f:elements-of(@ident, $schema)"/>
  </xsl:function>

  <xsl:template match="dataRef[@key]" mode="m:grammar" as="element()">
    <xsl:variable name="specification" as="element()?"
      select="key('f:specified', 'dataSpec ' || @key, root(.))[1]"/>
    <xsl:variable name="pattern" as="element()">
      <xsl:choose>
        <xsl:when test="empty($specification)">
          <text/>
        </xsl:when>
        <!-- A restriction narrows each XML Schema type that the datatype is made of. -->
        <xsl:when test="@restriction or dataFacet">
          <group>
            <xsl:apply-templates select="$specification/content/*" mode="#current">
              <xsl:with-param name="facets" tunnel="yes" as="element()*" select="f:facets(.)"/>
            </xsl:apply-templates>
          </group>
        </xsl:when>
        <xsl:otherwise>
          <xsl:sequence select="f:reference($specification)"/>
        </xsl:otherwise>
      </xsl:choose>
    </xsl:variable>
    <xsl:sequence select="f:repeated(., $pattern)"/>
  </xsl:template>

  <xsl:template match="dataRef[@name]" mode="m:grammar" as="element()">
    <xsl:param name="facets" tunnel="yes" as="element()*"/>
    <xsl:variable name="pattern" as="element()">
      <data type="{@name}">
        <xsl:sequence select="f:facets(.), $facets"/>
      </data>
    </xsl:variable>
    <xsl:sequence select="f:repeated(., $pattern)"/>
  </xsl:template>

  <xsl:function name="f:facets" as="element(rng:param)*">
    <xsl:param name="reference" as="element(dataRef)"/>
    <xsl:for-each select="$reference/@restriction">
      <param name="pattern">{.}</param>
    </xsl:for-each>
    <xsl:for-each select="$reference/dataFacet">
      <param name="{@name}">{@value}</param>
    </xsl:for-each>
  </xsl:function>

  <xsl:template match="dataRef" mode="m:grammar" as="element()">
    <text/>
  </xsl:template>

  <xsl:template match="valList" mode="m:grammar" as="element()">
    <xsl:sequence select="f:choice(valItem ! f:value(.))"/>
  </xsl:template>

  <xsl:function name="f:value" as="element()">
    <xsl:param name="item" as="element(valItem)"/>
    <value>{($item/altIdent, $item/@ident)[1]}</value>
  </xsl:function>

  <!-- RELAX NG written into the ODD, as was the custom before the ODD had its own words for it. -->
  <xsl:template match="rng:*" mode="m:grammar" as="element()">
    <xsl:apply-templates select="." mode="m:foreign"/>
  </xsl:template>

  <!-- The name of a class with the way in which it is to be taken apart. -->
  <xsl:template mode="m:foreign" as="element()" match="
    rng:ref[matches(@name, '^.+_(alternation|sequence(Optional)?(Repeatable)?)$')]
      [exists(key('f:specified', 'classSpec ' || replace(@name, '_[^_]+$', '')))]">
    <xsl:variable name="class" as="element()">
      <classRef xmlns="http://www.tei-c.org/ns/1.0" key="{replace(@name, '_[^_]+$', '')}"
        expand="{replace(@name, '^.*_', '')}"/>
    </xsl:variable>
    <xsl:sequence select="f:expanded($class, root(.))"/>
  </xsl:template>

  <xsl:template match="rng:ref/@name" mode="m:foreign" as="attribute()">
    <xsl:variable name="name" as="xs:string" select="."/>
    <xsl:variable name="known" as="element()?"
      select="(root(.)//(elementSpec | classSpec | macroSpec | dataSpec)[@ident = $name])[1]"/>
    <xsl:attribute name="name" select="if ($known) then f:pattern($known) else $name"/>
  </xsl:template>

  <!-- A pattern as often as @minOccurs and @maxOccurs of its source say. -->
  <xsl:function name="f:repeated" as="element()">
    <xsl:param name="source" as="element()"/>
    <xsl:param name="pattern" as="element()"/>
    <xsl:sequence select="f:occurring($pattern, xs:integer(($source/@minOccurs, 1)[1]),
      string(($source/@maxOccurs, max((xs:integer(($source/@minOccurs, 1)[1]), 1)))[1]))"/>
  </xsl:function>

  <xsl:function name="f:occurring" as="element()">
    <xsl:param name="pattern" as="element()"/>
    <xsl:param name="min" as="xs:integer"/>
    <xsl:param name="max" as="xs:string"/>
    <xsl:choose>
      <xsl:when test="$max eq 'unbounded' and $min eq 0">
        <zeroOrMore>
          <xsl:sequence select="$pattern"/>
        </zeroOrMore>
      </xsl:when>
      <xsl:when test="$max eq 'unbounded' and $min eq 1">
        <oneOrMore>
          <xsl:sequence select="$pattern"/>
        </oneOrMore>
      </xsl:when>
      <xsl:when test="$max eq 'unbounded'">
        <group>
          <xsl:sequence select="$pattern, f:occurring($pattern, $min - 1, $max)"/>
        </group>
      </xsl:when>
      <xsl:when test="$max eq '0'">
        <empty/>
      </xsl:when>
      <xsl:when test="$min eq 1 and $max eq '1'">
        <xsl:sequence select="$pattern"/>
      </xsl:when>
      <xsl:when test="$min gt 0">
        <group>
          <xsl:sequence
            select="$pattern, f:occurring($pattern, $min - 1, string(xs:integer($max) - 1))"/>
        </group>
      </xsl:when>
      <xsl:when test="$max eq '1'">
        <optional>
          <xsl:sequence select="$pattern"/>
        </optional>
      </xsl:when>
      <xsl:otherwise>
        <optional>
          <group>
            <xsl:sequence select="$pattern, f:occurring($pattern, 0, string(xs:integer($max) - 1))"/>
          </group>
        </optional>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:function>
</xsl:stylesheet>
