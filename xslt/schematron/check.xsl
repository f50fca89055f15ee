<?xml version="1.0" encoding="UTF-8"?>
<!-- In: a schema without inclusions (m:check) and the same expanded (m:check-references). Out:
     nothing, or the end of the transform with a message that names fault, file, path and reason,
     one a line, for the program that runs this. -->
<xsl:stylesheet version="3.0" expand-text="yes"
  xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:xs="http://www.w3.org/2001/XMLSchema"
  xmlns:e="https://tahqiq.example/ns/errors"
  xmlns:f="https://tahqiq.example/ns/functions"
  xmlns:m="https://tahqiq.example/ns/modes"
  xmlns:s="https://tahqiq.example/ns/schematron"
  xmlns:t="https://tahqiq.example/ns/templates"
  xmlns:sch="http://purl.oclc.org/dsdl/schematron"
  exclude-result-prefixes="#all">

  <xsl:mode name="m:check" on-no-match="shallow-skip"/>
  <xsl:mode name="m:check-references" on-no-match="shallow-skip"/>

  <xsl:variable name="known-bindings" as="xs:string+"
    select="'xslt', 'xslt1', 'xslt2', 'xslt3', 'xpath', 'xpath2', 'xpath3', 'xpath31'"/>
  <xsl:variable name="known-elements" as="xs:string+" select="
    'active', 'assert', 'diagnostic', 'diagnostics', 'dir', 'emph', 'extends', 'group', 'include',
    'let', 'library', 'name', 'ns', 'p', 'param', 'pattern', 'phase', 'properties', 'property',
    'report', 'rule', 'rules', 'schema', 'severity', 'span', 'title', 'value-of'"/>

  <!-- Where elements may stand that would otherwise be passed over without a word. -->
  <xsl:variable name="places" as="map(xs:string, xs:string+)" select="map{
    'schema': 'none',
    'assert': 'rule',
    'report': 'rule',
    'rule': ('pattern', 'group', 'rules'),
    'pattern': ('schema', 'library'),
    'phase': ('schema', 'library'),
    'active': 'phase',
    'diagnostics': ('schema', 'library', 'pattern', 'group'),
    'diagnostic': 'diagnostics',
    'properties': ('schema', 'library', 'pattern', 'group'),
    'property': 'properties',
    'let': ('schema', 'library', 'phase', 'pattern', 'group', 'rule')}"/>

  <!-- Ends the transform at the context element. -->
  <xsl:template name="t:fail" as="item()*">
    <xsl:param name="code" as="xs:string"/>
    <xsl:param name="text" as="xs:string"/>
    <xsl:message terminate="yes" error-code="e:schematron">schematron-fault
{$code}
{(@s:file, base-uri(.), '')[1]}
{(@s:at, path(.))[1]}
{$text}</xsl:message>
  </xsl:template>

  <xsl:template match="sch:schema" priority="1" mode="m:check">
    <xsl:variable name="binding" as="xs:string" select="f:binding(.)"/>
    <xsl:if test="not($binding = $known-bindings)">
      <xsl:call-template name="t:fail">
        <xsl:with-param name="code" select="'query-binding'"/>
        <xsl:with-param name="text"
          select="'the query binding ''' || @queryBinding || ''' is not known; known are '
          || string-join($known-bindings, ', ')"/>
      </xsl:call-template>
    </xsl:if>
    <xsl:next-match/>
  </xsl:template>

  <xsl:template match="sch:*" priority="0" mode="m:check">
    <xsl:if test="not(local-name() = $known-elements or ancestor::xsl:*)">
      <xsl:call-template name="t:fail">
        <xsl:with-param name="code" select="'unknown-element'"/>
        <xsl:with-param name="text"
          select="'Schematron has no element ''' || local-name() || ''''"/>
      </xsl:call-template>
    </xsl:if>
    <xsl:variable name="parents" as="xs:string*" select="$places(local-name())"/>
    <xsl:if test="exists($parents) and parent::sch:*[not(local-name() = $parents)]">
      <xsl:call-template name="t:fail">
        <xsl:with-param name="code" select="'misplaced-element'"/>
        <xsl:with-param name="text" select="'&lt;' || name() || '> cannot stand in a ' || local-name(..)
          || ', only in a ' || string-join($parents, ' or ')"/>
      </xsl:call-template>
    </xsl:if>
    <xsl:call-template name="t:defined-once"/>
    <xsl:apply-templates mode="#current"/>
  </xsl:template>

  <!-- A variable is defined once in its rule, pattern, phase or schema (5.4.5). -->
  <xsl:template name="t:defined-once" as="item()*">
    <xsl:for-each select="sch:let[@name = preceding-sibling::sch:let/@name][1]">
      <xsl:call-template name="t:fail">
        <xsl:with-param name="code" select="'defined-twice'"/>
        <xsl:with-param name="text"
          select="'the variable ''' || @name || ''' is defined twice here'"/>
      </xsl:call-template>
    </xsl:for-each>
  </xsl:template>

  <!-- What a pattern defines is known in every pattern (5.4.5), and inside it wins over the schema's
       and the phase's (3.26). So a name of the schema may be used anew in a pattern that reads it
       there; where the pattern does not, it is the same global variable defined a second time. -->
  <xsl:template match="sch:pattern/sch:let[@name = /*/sch:let/@name]" mode="m:check">
    <xsl:variable name="use" as="xs:string" select="'\$\s*' || @name || '([^\w.\-]|$)'"/>
    <xsl:variable name="read" as="attribute()*" select="
      ..//(@test | @context | @value | @select | @path | @documents | @subject | @visit-each)
        [matches(., $use)]"/>
    <xsl:if test="empty($read)">
      <xsl:call-template name="t:fail">
        <xsl:with-param name="code" select="'defined-twice'"/>
        <xsl:with-param name="text" select="'the variable ''' || @name
          || ''' of the schema is defined again in a pattern that does not read it'"/>
      </xsl:call-template>
    </xsl:if>
  </xsl:template>

  <!-- Attributes without which an element says nothing. -->
  <xsl:template match="
      sch:assert[not(@test)] | sch:report[not(@test)] | sch:let[not(@name)] | sch:value-of[not(@select)]
      | sch:rule[not(@context) and not(@abstract = 'true') and parent::*[not(@abstract = 'true')][not(self::sch:rules)]]
      | sch:phase[not(@id)] | sch:active[not(@pattern)] | sch:ns[not(@prefix) or not(@uri)]
      | sch:diagnostic[not(@id)] | sch:property[not(@id)]" priority="5" mode="m:check">
    <xsl:call-template name="t:fail">
      <xsl:with-param name="code" select="'attribute-missing'"/>
      <xsl:with-param name="text" select="'&lt;' || name() || '> lacks ' || (map{
        'assert': 'test', 'report': 'test', 'let': 'name', 'value-of': 'select', 'rule': 'context',
        'active': 'pattern', 'ns': 'prefix or uri'}(local-name()), 'id')[1]"/>
    </xsl:call-template>
  </xsl:template>

  <xsl:template match="sch:schema" mode="m:check-references">
    <xsl:variable name="asked" as="xs:string" select="f:phase(.)"/>
    <xsl:if test="not($asked = ('#ALL', sch:phase/@id))">
      <xsl:call-template name="t:fail">
        <xsl:with-param name="code" select="'unknown-phase'"/>
        <xsl:with-param name="text" select="'there is no phase ''' || $asked || ''''
          || (if (sch:phase) then '; known are ' || string-join(sch:phase/@id, ', ') else '')"/>
      </xsl:call-template>
    </xsl:if>
    <xsl:apply-templates mode="#current"/>
  </xsl:template>

  <xsl:template match="sch:active[not(@pattern = ../../(sch:pattern | sch:group)/@id)]"
    mode="m:check-references">
    <xsl:call-template name="t:fail">
      <xsl:with-param name="code" select="'unknown-pattern'"/>
      <xsl:with-param name="text" select="'there is no pattern ''' || @pattern || ''''"/>
    </xsl:call-template>
  </xsl:template>

  <xsl:template match="sch:assert | sch:report" mode="m:check-references">
    <xsl:variable name="lost" as="xs:string*" select="
      tokenize(@diagnostics)[not(. = root(current())//sch:diagnostic/@id)],
      tokenize(@properties)[not(. = root(current())//sch:property/@id)]"/>
    <xsl:if test="exists($lost)">
      <xsl:call-template name="t:fail">
        <xsl:with-param name="code" select="'unknown-diagnostic'"/>
        <xsl:with-param name="text"
          select="'there is no diagnostic or property ''' || $lost[1] || ''''"/>
      </xsl:call-template>
    </xsl:if>
  </xsl:template>
</xsl:stylesheet>
