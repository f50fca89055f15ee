<?xml version="1.0" encoding="UTF-8"?>
<!-- In: a RELAX NG grammar in XML syntax, as relaxng.xsl makes it. Out: the same in compact syntax. -->
<xsl:stylesheet version="3.0" expand-text="yes"
  xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:xs="http://www.w3.org/2001/XMLSchema"
  xmlns:f="https://tahqiq.example/ns/functions"
  xmlns:m="https://tahqiq.example/ns/modes"
  xpath-default-namespace="http://relaxng.org/ns/structure/1.0"
  exclude-result-prefixes="#all">

  <xsl:output method="text" encoding="UTF-8"/>
  <xsl:mode name="m:compact" on-no-match="fail"/>
  <xsl:mode name="m:name" on-no-match="fail"/>

  <xsl:variable name="keywords" as="xs:string+" select="
    'attribute', 'default', 'datatypes', 'div', 'element', 'empty', 'external', 'grammar', 'include',
    'inherit', 'list', 'mixed', 'namespace', 'notAllowed', 'parent', 'start', 'string', 'text', 'token'"/>

  <!-- The namespaces that need a prefix: all but the default one, and that where a star names it. -->
  <xsl:variable name="namespaces" as="xs:string*"
    select="distinct-values(
      //@ns[not(parent::grammar)][parent::nsName or . ne root(.)/grammar/@ns])"/>

  <xsl:template match="/" as="xs:string">
    <xsl:variable name="parts" as="xs:string*">
      <xsl:apply-templates select="grammar/*" mode="m:compact"/>
    </xsl:variable>
    <xsl:sequence select="
      string-join((comment() ! ('#' || .), f:prolog(grammar), $parts, ''), '&#10;')"/>
  </xsl:template>

  <xsl:function name="f:prolog" as="xs:string*">
    <xsl:param name="grammar" as="element(grammar)"/>
    <xsl:sequence select="
      'default namespace = ' || f:literal($grammar/@ns),
      for $at in 1 to count($namespaces)
      return 'namespace ns' || $at || ' = ' || f:literal($namespaces[$at]),
      'datatypes xsd = ' || f:literal($grammar/@datatypeLibrary), ''"/>
  </xsl:function>

  <!-- A string in quotes of the kind that it does not hold. -->
  <xsl:function name="f:literal" as="xs:string">
    <xsl:param name="value" as="xs:string"/>
    <xsl:variable name="safe" as="xs:string" select="replace($value, '\\x\{', '\\x{5C}x{')"/>
    <xsl:variable name="quote" as="xs:string" select="
      if (contains($safe, '&#10;') or (contains($safe, '&quot;') and contains($safe, '''')))
      then '&quot;&quot;&quot;' else if (contains($safe, '&quot;')) then '''' else '&quot;'"/>
    <xsl:sequence select="$quote || $safe || $quote"/>
  </xsl:function>

  <xsl:function name="f:identifier" as="xs:string">
    <xsl:param name="name" as="xs:string"/>
    <xsl:sequence select="(if ($name = $keywords) then '\' else '') || $name"/>
  </xsl:function>

  <xsl:template match="include" mode="m:compact" as="xs:string">
    <xsl:sequence select="'include ' || f:literal(@href)"/>
  </xsl:template>

  <xsl:template match="start | define" mode="m:compact" as="xs:string">
    <xsl:sequence select="
      (if (self::start) then 'start' else f:identifier(@name)) || ' =&#10;  ' || f:sequence(*, ', ', 1)"/>
  </xsl:template>

  <!-- Patterns joined by an operator; broken over lines where one line would be too long. -->
  <xsl:function name="f:sequence" as="xs:string">
    <xsl:param name="patterns" as="element()*"/>
    <xsl:param name="operator" as="xs:string"/>
    <xsl:param name="depth" as="xs:integer"/>
    <xsl:variable name="parts" as="xs:string*">
      <xsl:apply-templates select="$patterns" mode="m:compact">
        <xsl:with-param name="nested" select="count($patterns) gt 1"/>
        <xsl:with-param name="depth" select="$depth"/>
      </xsl:apply-templates>
    </xsl:variable>
    <xsl:variable name="line" as="xs:string" select="string-join($parts, $operator)"/>
    <xsl:variable name="indent" as="xs:string"
      select="'&#10;' || string-join((1 to $depth) ! '  ')"/>
    <xsl:variable name="break" as="xs:string" select="
      if ($operator eq ', ') then ',' || $indent else $indent || normalize-space($operator) || ' '"/>
    <xsl:sequence select="
      if (string-length($line) le 90 and not(contains($line, '&#10;'))) then $line
      else string-join($parts, $break)"/>
  </xsl:function>

  <xsl:template match="group | choice | interleave" mode="m:compact" as="xs:string">
    <xsl:param name="nested" as="xs:boolean" select="false()"/>
    <xsl:param name="depth" as="xs:integer" select="1"/>
    <xsl:variable name="operator" as="xs:string"
      select="if (self::group) then ', ' else if (self::choice) then ' | ' else ' &amp; '"/>
    <xsl:variable name="body" as="xs:string"
      select="f:sequence(*, $operator, $depth + (if ($nested) then 1 else 0))"/>
    <xsl:sequence select="if ($nested and count(*) gt 1) then '(' || $body || ')' else $body"/>
  </xsl:template>

  <xsl:template match="optional | zeroOrMore | oneOrMore" mode="m:compact" as="xs:string">
    <xsl:param name="depth" as="xs:integer" select="1"/>
    <xsl:variable name="body" as="xs:string" select="f:sequence(*, ', ', $depth + 1)"/>
    <xsl:variable name="simple" as="xs:boolean"
      select="count(*) eq 1 and exists(ref | element | attribute | list | text)"/>
    <xsl:sequence select="
      (if ($simple) then $body else '(' || $body || ')')
      || (if (self::optional) then '?' else if (self::zeroOrMore) then '*' else '+')"/>
  </xsl:template>

  <xsl:template match="element | attribute" mode="m:compact" as="xs:string">
    <xsl:param name="depth" as="xs:integer" select="1"/>
    <xsl:variable name="name" as="xs:string">
      <xsl:apply-templates mode="m:name" select="
        if (@name) then @name else (name | anyName | nsName | choice[name | anyName | nsName])[1]"/>
    </xsl:variable>
    <xsl:variable name="patterns" as="element()*" select="if (@name) then * else *[position() gt 1]"/>
    <xsl:variable name="body" as="xs:string" select="
      if (empty($patterns)) then (if (self::attribute) then 'text' else 'empty')
      else f:sequence($patterns, ', ', $depth + 1)"/>
    <xsl:variable name="indent" as="xs:string"
      select="'&#10;' || string-join((1 to $depth) ! '  ')"/>
    <xsl:sequence select="local-name() || ' ' || $name || (
      if (contains($body, '&#10;')) then ' {' || $indent || '  ' || $body || $indent || '}'
      else ' { ' || $body || ' }')"/>
  </xsl:template>

  <xsl:template match="list" mode="m:compact" as="xs:string">
    <xsl:param name="depth" as="xs:integer" select="1"/>
    <xsl:sequence select="'list { ' || f:sequence(*, ', ', $depth + 1) || ' }'"/>
  </xsl:template>

  <xsl:template match="ref" mode="m:compact" as="xs:string">
    <xsl:sequence select="f:identifier(@name)"/>
  </xsl:template>

  <xsl:template match="text | empty | notAllowed" mode="m:compact" as="xs:string">
    <xsl:sequence select="local-name()"/>
  </xsl:template>

  <xsl:template match="value" mode="m:compact" as="xs:string">
    <xsl:sequence select="(@type ! ('xsd:' || . || ' ')) || f:literal(.)"/>
  </xsl:template>

  <xsl:template match="data" mode="m:compact" as="xs:string">
    <xsl:variable name="params" as="xs:string*" select="param ! (@name || ' = ' || f:literal(.))"/>
    <xsl:variable name="except" as="xs:string*">
      <xsl:apply-templates select="except/*" mode="#current"/>
    </xsl:variable>
    <xsl:sequence select="'xsd:' || @type
      || (if (exists($params)) then ' { ' || string-join($params, ' ') || ' }' else '')
      || (if (exists($except)) then ' - (' || string-join($except, ' | ') || ')' else '')"/>
  </xsl:template>

  <xsl:function name="f:prefix" as="xs:string">
    <xsl:param name="namespace" as="xs:string?"/>
    <xsl:sequence select="
      if (empty($namespace) or not($namespace = $namespaces)) then ''
      else 'ns' || index-of($namespaces, $namespace) || ':'"/>
  </xsl:function>

  <xsl:template match="@name" mode="m:name" as="xs:string">
    <xsl:sequence select="f:prefix(../@ns) || ."/>
  </xsl:template>

  <xsl:template match="name" mode="m:name" as="xs:string">
    <xsl:sequence select="f:prefix(@ns) || ."/>
  </xsl:template>

  <xsl:template match="nsName" mode="m:name" as="xs:string">
    <xsl:variable name="except" as="xs:string*">
      <xsl:apply-templates select="except/*" mode="#current"/>
    </xsl:variable>
    <xsl:sequence select="f:prefix(@ns) || '*' || f:minus($except)"/>
  </xsl:template>

  <xsl:template match="anyName" mode="m:name" as="xs:string">
    <xsl:variable name="except" as="xs:string*">
      <xsl:apply-templates select="except/*" mode="#current"/>
    </xsl:variable>
    <xsl:sequence select="'*' || f:minus($except)"/>
  </xsl:template>

  <xsl:template match="choice" mode="m:name" as="xs:string">
    <xsl:variable name="parts" as="xs:string*">
      <xsl:apply-templates select="*" mode="#current"/>
    </xsl:variable>
    <xsl:sequence select="'(' || string-join($parts, ' | ') || ')'"/>
  </xsl:template>

  <xsl:function name="f:minus" as="xs:string">
    <xsl:param name="except" as="xs:string*"/>
    <xsl:sequence select="
      if (empty($except)) then '' else ' - (' || string-join($except, ' | ') || ')'"/>
  </xsl:function>
</xsl:stylesheet>
