<?xml version="1.0" encoding="UTF-8"?>
<!-- In: assertions, diagnostics and properties. Out: instructions that test them and write SVRL
     (ISO/IEC 19757-3:2016, Annex D). A test that cannot be evaluated counts as failed and says why:
     a gate must not let pass what it could not check. Attributes in tahqiq-s: are for the caller and
     leave the SVRL that others read. -->
<xsl:stylesheet version="3.0" expand-text="yes"
  xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:x="https://tahqiq.example/ns/xslt-output"
  xmlns:tahqiq-s="https://tahqiq.example/ns/schematron"
  xmlns:xs="http://www.w3.org/2001/XMLSchema"
  xmlns:f="https://tahqiq.example/ns/functions"
  xmlns:m="https://tahqiq.example/ns/modes"
  xmlns:s="https://tahqiq.example/ns/schematron"
  xmlns:t="https://tahqiq.example/ns/templates"
  xmlns:sch="http://purl.oclc.org/dsdl/schematron"
  xmlns:sqf="http://www.schematron-quickfix.com/validator/process"
  xmlns:svrl="http://purl.oclc.org/dsdl/svrl"
  exclude-result-prefixes="#all">

  <xsl:mode name="m:message" on-no-match="fail"/>

  <xsl:template match="sch:assert | sch:report" mode="m:in-rule">
    <xsl:param name="renamed" as="map(xs:string, xs:string)" tunnel="yes"/>
    <!-- Built as a tree before it is written: SaxonC 13.1 loses, without a word, the output of a try
         whose content fails in writing, such as an attribute after text. -->
    <xsl:variable name="result" as="element()+">
      <x:variable name="tahqiq-s:result">
        <xsl:call-template name="t:result"/>
      </x:variable>
      <x:sequence select="$tahqiq-s:result/*"/>
    </xsl:variable>
    <xsl:text>&#10;</xsl:text>
    <x:try>
      <x:choose>
        <x:when test="{f:xpath(@test, $renamed)}">
          <xsl:call-template name="t:origin">
            <xsl:with-param name="of" select="@test"/>
          </xsl:call-template>
          <xsl:sequence select="$result[current()/self::sch:report]"/>
        </x:when>
        <x:otherwise>
          <xsl:sequence select="$result[current()/self::sch:assert]"/>
        </x:otherwise>
      </x:choose>
      <x:catch errors="*" xmlns:err="http://www.w3.org/2005/xqt-errors">
        <svrl:failed-assert>
          <xsl:call-template name="t:result-attributes">
            <xsl:with-param name="subject" select="()"/>
            <xsl:with-param name="computed" select="false()"/>
          </xsl:call-template>
          <x:attribute name="tahqiq-s:error" select="'err:' || local-name-from-QName($err:code)"/>
          <svrl:text><x:value-of select="string($err:description)"/></svrl:text>
        </svrl:failed-assert>
      </x:catch>
    </x:try>
  </xsl:template>

  <xsl:template name="t:result" as="element()">
    <xsl:param name="renamed" as="map(xs:string, xs:string)" tunnel="yes"/>
    <xsl:element name="svrl:{if (self::sch:assert) then 'failed-assert' else 'successful-report'}">
      <xsl:call-template name="t:bindings"/>
      <xsl:call-template name="t:result-attributes">
        <xsl:with-param name="subject" select="(@subject, ../@subject)[1] ! f:xpath(., $renamed)"/>
      </xsl:call-template>
      <xsl:apply-templates select="f:messages-of(., 'diagnostic'), f:messages-of(., 'property')"
        mode="m:message"/>
      <svrl:text>
        <xsl:apply-templates mode="m:message"/>
      </svrl:text>
      <xsl:call-template name="t:fixes"/>
    </xsl:element>
  </xsl:template>

  <!-- Attributes that the standard defines, role and flag as value templates, then our own. Where a
       test has failed with an error, nothing is computed: it might be what failed. -->
  <xsl:template name="t:result-attributes" as="attribute()*">
    <xsl:param name="subject" as="xs:string?"/>
    <xsl:param name="computed" as="xs:boolean" select="true()"/>
    <xsl:param name="renamed" as="map(xs:string, xs:string)" tunnel="yes"/>
    <xsl:attribute name="location" select="
      '{tahqiq-s:path((' || string-join(($subject, '$tahqiq-s:context'), ', ') || ')[1])}'"/>
    <xsl:attribute name="test" select="f:escape(@test)"/>
    <xsl:apply-templates select="@id" mode="m:literal"/>
    <xsl:for-each select="(@role, @flag)[$computed]">
      <xsl:attribute name="{name()}" select="f:xpath(., $renamed)"/>
    </xsl:for-each>
    <xsl:for-each select="@see, @icon, @fpi, @severity">
      <xsl:attribute name="{name()}" select="f:escape(.)"/>
    </xsl:for-each>
    <xsl:if test="@s:lang ne ''">
      <xsl:attribute name="xml:lang" select="f:escape(@s:lang)"/>
    </xsl:if>
    <xsl:attribute name="tahqiq-s:pattern" select="f:index(../..)"/>
    <xsl:attribute name="tahqiq-s:pattern-id" select="f:escape(string(../../@id))"/>
    <xsl:attribute name="tahqiq-s:rule-id" select="f:escape(string(../@id))"/>
    <xsl:if test="$computed">
      <xsl:attribute name="tahqiq-s:role"
        select="f:xpath(string((@role, ../@role, ../../@role)[1]), $renamed)"/>
    </xsl:if>
    <xsl:attribute name="tahqiq-s:severity"
      select="f:escape(string((@severity, ../@severity)[1]))"/>
    <xsl:attribute name="tahqiq-s:see" select="f:escape(string((@see, ../@see, ../../@see)[1]))"/>
    <xsl:attribute name="tahqiq-s:fixes" select="f:escape(string(@sqf:fix))"/>
    <xsl:attribute name="tahqiq-s:document" select="'{tahqiq-s:address($tahqiq-s:context)}'"/>
  </xsl:template>

  <!-- What an assertion refers to, in its order; an instance's own before the schema's. -->
  <xsl:function name="f:messages-of" as="element()*">
    <xsl:param name="assertion" as="element()"/>
    <xsl:param name="kind" as="xs:string"/>
    <xsl:variable name="ids" as="xs:string*" select="
      tokenize(if ($kind eq 'diagnostic') then $assertion/@diagnostics else $assertion/@properties)"/>
    <xsl:sequence select="
      for $id in $ids return
        ($assertion/../../*/(sch:diagnostic | sch:property)[local-name() eq $kind][@id = $id],
         root($assertion)/*/*/(sch:diagnostic | sch:property)[local-name() eq $kind][@id = $id])[1]"/>
  </xsl:function>

  <xsl:template match="sch:diagnostic" mode="m:message">
    <svrl:diagnostic-reference diagnostic="{f:escape(@id)}">
      <xsl:call-template name="t:text"/>
    </svrl:diagnostic-reference>
  </xsl:template>

  <xsl:template match="sch:property" mode="m:message">
    <svrl:property-reference property="{f:escape(@id)}">
      <xsl:apply-templates select="@role, @scheme" mode="m:literal"/>
      <xsl:call-template name="t:text"/>
    </svrl:property-reference>
  </xsl:template>

  <xsl:template name="t:text" as="element()">
    <svrl:text>
      <xsl:call-template name="t:bindings"/>
      <xsl:if test="@s:lang ne ''">
        <xsl:attribute name="xml:lang" select="@s:lang"/>
      </xsl:if>
      <xsl:for-each select="@fpi, @icon, @see">
        <xsl:attribute name="{name()}" select="f:escape(.)"/>
      </xsl:for-each>
      <xsl:apply-templates mode="m:message"/>
    </svrl:text>
  </xsl:template>

  <!-- Indentation before the first and after the last part of a message is not part of it. -->
  <xsl:template match="text()" mode="m:message">
    <xsl:if test="normalize-space(.) or (preceding-sibling::* and following-sibling::*)">
      <x:text>{.}</x:text>
    </xsl:if>
  </xsl:template>

  <xsl:template match="comment() | processing-instruction() | sch:title" mode="m:message"/>

  <xsl:template match="sch:value-of" mode="m:message">
    <xsl:param name="renamed" as="map(xs:string, xs:string)" tunnel="yes"/>
    <xsl:text>&#10;</xsl:text>
    <x:value-of select="{f:xpath(@select, $renamed)}">
      <xsl:call-template name="t:origin">
        <xsl:with-param name="of" select="@select"/>
      </xsl:call-template>
      <xsl:if test="@separator">
        <xsl:attribute name="separator" select="f:escape(@separator)"/>
      </xsl:if>
    </x:value-of>
  </xsl:template>

  <xsl:template match="sch:name" mode="m:message">
    <xsl:param name="renamed" as="map(xs:string, xs:string)" tunnel="yes"/>
    <xsl:text>&#10;</xsl:text>
    <x:value-of select="{if (@path) then f:xpath(@path, $renamed) else 'name()'}">
      <xsl:call-template name="t:origin">
        <xsl:with-param name="of" select="@path"/>
      </xsl:call-template>
    </x:value-of>
  </xsl:template>

  <xsl:template match="sch:emph | sch:dir | sch:span" mode="m:message">
    <xsl:element name="svrl:{local-name()}">
      <xsl:for-each select="@value, @class">
        <xsl:attribute name="{name()}" select="f:escape(.)"/>
      </xsl:for-each>
      <xsl:apply-templates mode="#current"/>
    </xsl:element>
  </xsl:template>

  <!-- Instructions of the query language run; other elements are copied. -->
  <xsl:template match="xsl:*" mode="m:message">
    <xsl:apply-templates select="." mode="m:user"/>
  </xsl:template>

  <xsl:template match="*" priority="-1" mode="m:message">
    <xsl:copy>
      <xsl:copy-of select="@* except @s:*"/>
      <xsl:apply-templates mode="#current"/>
    </xsl:copy>
  </xsl:template>
</xsl:stylesheet>
