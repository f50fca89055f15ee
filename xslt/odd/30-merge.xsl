<?xml version="1.0" encoding="UTF-8"?>
<!-- In: a schemaSpec with the groups "selected" and "own". Out: one list of specifications without
     modes: deleted ones are gone, replaced ones replaced, changed ones merged part by part. Only
     attDef keeps a mode where it speaks of an attribute that the element inherits. -->
<xsl:stylesheet version="3.0" expand-text="yes"
  xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:xs="http://www.w3.org/2001/XMLSchema"
  xmlns:f="https://tahqiq.example/ns/functions"
  xmlns:m="https://tahqiq.example/ns/modes"
  xpath-default-namespace="http://www.tei-c.org/ns/1.0"
  xmlns="http://www.tei-c.org/ns/1.0"
  exclude-result-prefixes="#all">

  <xsl:mode name="m:merge" on-no-match="fail"/>

  <xsl:function name="f:merged" as="element(schemaSpec)">
    <xsl:param name="selected" as="element(schemaSpec)"/>
    <xsl:variable name="old" as="element()*" select="$selected/specGrp[@n = 'selected']/*"/>
    <xsl:variable name="own" as="element()*" select="$selected/specGrp[@n = 'own']/*"/>
    <xsl:variable name="all" as="element()*" select="f:merge-all($old, $own)"/>
    <schemaSpec>
      <xsl:copy-of select="$selected/(namespace::*[name() ne ''], @*, gloss, desc), $all"/>
    </schemaSpec>
  </xsl:function>

  <!-- Specifications, attributes, values or constraints after changes to them, by their names. -->
  <xsl:function name="f:merge-all" as="element()*">
    <xsl:param name="old" as="element()*"/>
    <xsl:param name="own" as="element()*"/>
    <xsl:variable name="changes" as="map(xs:string, element()*)" select="
      map:merge($own ! map{f:name(.): .}, map{'duplicates': 'combine'})"
      xmlns:map="http://www.w3.org/2005/xpath-functions/map"/>
    <xsl:variable name="known" as="xs:string*" select="$old ! f:name(.)"/>
    <xsl:sequence select="$old ! f:changed(., $changes(f:name(.)))"/>
    <xsl:for-each-group select="$own[not(f:name(.) = $known)]" group-by="f:name(.)">
      <xsl:choose>
        <xsl:when test="@mode = ('change', 'delete')">
          <xsl:message>odd: nothing to {@mode}: {current-grouping-key()}</xsl:message>
        </xsl:when>
        <xsl:otherwise>
          <xsl:sequence select="f:changed(f:plain(current-group()[1]), tail(current-group()))"/>
        </xsl:otherwise>
      </xsl:choose>
    </xsl:for-each-group>
  </xsl:function>

  <!-- What a specification is about. One that adds an element under a prefix of its own, as for another
       namespace, stands beside the one of that name. -->
  <xsl:function name="f:name" as="xs:string">
    <xsl:param name="specification" as="element()"/>
    <xsl:variable name="prefix" as="attribute()?" select="
      $specification[parent::specGrp/@n = 'own'][not(@mode = ('change', 'delete', 'replace'))]/@prefix"/>
    <xsl:sequence select="
      local-name($specification) || ' ' || ($specification/(@ident, @key, @url), '')[1] || $prefix"/>
  </xsl:function>

  <!-- One thing after any number of changes to it, in their order. -->
  <xsl:function name="f:changed" as="element()?">
    <xsl:param name="old" as="element()?"/>
    <xsl:param name="changes" as="element()*"/>
    <xsl:choose>
      <xsl:when test="empty($old) or empty($changes)">
        <xsl:sequence select="$old"/>
      </xsl:when>
      <xsl:otherwise>
        <xsl:variable name="now" as="element()?" select="f:changed-once($old, head($changes))"/>
        <xsl:sequence select="f:changed($now, tail($changes))"/>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:function>

  <xsl:function name="f:changed-once" as="element()?">
    <xsl:param name="old" as="element()"/>
    <xsl:param name="change" as="element()"/>
    <xsl:choose>
      <!-- An element says of an attribute that it must not have it, whoever would give it. -->
      <xsl:when test="$change/@mode = 'delete' and $old/self::attDef[empty(ancestor::classSpec)]">
        <attDef ident="{$old/@ident}" mode="delete"/>
      </xsl:when>
      <xsl:when test="$change/@mode = 'delete'"/>
      <xsl:when test="$change/@mode = 'change'">
        <xsl:apply-templates select="$old" mode="m:merge">
          <xsl:with-param name="change" as="element()" select="$change"/>
        </xsl:apply-templates>
      </xsl:when>
      <xsl:otherwise>
        <xsl:sequence select="f:replaced($old, f:plain($change))"/>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:function>

  <!-- A replacement stays in the module of what it replaces. -->
  <xsl:function name="f:replaced" as="element()">
    <xsl:param name="old" as="element()"/>
    <xsl:param name="new" as="element()"/>
    <xsl:element name="{name($new)}" namespace="{namespace-uri($new)}">
      <xsl:copy-of select="$old/@module[empty($new/@module)], $new/@*, $new/node()"/>
    </xsl:element>
  </xsl:function>

  <!-- What is new, without its modes. A change of an inherited attribute keeps those of its values: what
       they change is known when the classes are. -->
  <xsl:mode name="m:plain" on-no-match="shallow-copy"/>
  <xsl:function name="f:plain" as="element()">
    <xsl:param name="specification" as="element()"/>
    <xsl:apply-templates select="$specification" mode="m:plain"/>
  </xsl:function>
  <xsl:template mode="m:plain" match="(elementSpec | classSpec | macroSpec | dataSpec | constraintSpec
    | (valList | valItem)[not(ancestor::attDef/@mode = 'change')] | classes | content)/@mode | attDef/@mode[. = ('add', 'replace')]"/>
  <xsl:template mode="m:plain" match="valItem[@mode = 'delete'][not(ancestor::attDef/@mode = 'change')] | memberOf[@mode = 'delete']
    | constraintSpec[@mode = 'delete']"/>
  <xsl:template mode="m:plain" match="memberOf/@mode"/>

  <xsl:template mode="m:merge" as="element()"
    match="elementSpec | classSpec | macroSpec | dataSpec | moduleSpec">
    <xsl:param name="change" as="element()"/>
    <xsl:copy>
      <xsl:copy-of select="@*, $change/(@* except (@mode, @module))"/>
      <xsl:sequence select="f:prose(., $change)"/>
      <xsl:sequence select="f:classes(classes, $change/classes)"/>
      <xsl:copy-of select="($change/content, content)[1]"/>
      <xsl:sequence select="f:merge-all(constraintSpec, $change/constraintSpec)"/>
      <xsl:sequence select="f:values(valList, $change/valList)"/>
      <xsl:if test="attList or $change/attList">
        <xsl:sequence select="f:attributes(., $change)"/>
      </xsl:if>
      <xsl:copy-of select="f:latest(., $change, ('exemplum', 'remarks', 'listRef'))"/>
    </xsl:copy>
  </xsl:template>

  <xsl:template match="attDef" mode="m:merge" as="element()">
    <xsl:param name="change" as="element()"/>
    <xsl:copy>
      <xsl:copy-of select="@*, $change/(@* except @mode)"/>
      <xsl:sequence select="f:prose(., $change)"/>
      <xsl:copy-of select="f:latest(., $change, ('datatype', 'defaultVal'))"/>
      <xsl:sequence select="f:merge-all(constraintSpec, $change/constraintSpec)"/>
      <xsl:sequence select="f:values(valList, $change/valList)"/>
      <xsl:copy-of select="f:latest(., $change, ('valDesc', 'exemplum', 'remarks'))"/>
    </xsl:copy>
  </xsl:template>

  <xsl:template match="valItem | constraintSpec" mode="m:merge" as="element()">
    <xsl:param name="change" as="element()"/>
    <xsl:copy>
      <xsl:copy-of select="@*, $change/(@* except @mode)"/>
      <xsl:sequence select="f:prose(., $change)"/>
      <xsl:copy-of select="f:latest(., $change, ('constraint', 'paramList', 'remarks'))"/>
    </xsl:copy>
  </xsl:template>

  <xsl:function name="f:prose" as="element()*">
    <xsl:param name="old" as="element()"/>
    <xsl:param name="change" as="element()"/>
    <xsl:copy-of select="f:latest($old, $change, ('altIdent', 'equiv', 'gloss', 'desc'))"/>
  </xsl:function>

  <!-- Parts that a change gives anew stand for all of that name that there were. -->
  <xsl:function name="f:latest" as="element()*">
    <xsl:param name="old" as="element()"/>
    <xsl:param name="change" as="element()"/>
    <xsl:param name="names" as="xs:string+"/>
    <xsl:sequence select="
      for $name in $names
      return if ($change/*[local-name() = $name]) then $change/*[local-name() = $name]
        else $old/*[local-name() = $name]"/>
  </xsl:function>

  <xsl:function name="f:classes" as="element(classes)?">
    <xsl:param name="old" as="element(classes)?"/>
    <xsl:param name="change" as="element(classes)?"/>
    <xsl:choose>
      <xsl:when test="empty($change)">
        <xsl:sequence select="$old"/>
      </xsl:when>
      <xsl:otherwise>
        <xsl:variable name="gone" as="xs:string*" select="$change/memberOf[@mode = 'delete']/@key"/>
        <xsl:variable name="kept" as="element()*"
          select="$old[$change/@mode = 'change']/memberOf[not(@key = $gone)]"/>
        <classes>
          <xsl:copy-of select="$kept"/>
          <xsl:for-each select="$change/memberOf[not(@mode = 'delete')][not(@key = $kept/@key)]">
            <memberOf key="{@key}"/>
          </xsl:for-each>
        </classes>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:function>

  <!-- A list of values: changed item by item where the change says so, else the new list. -->
  <xsl:function name="f:values" as="element(valList)?">
    <xsl:param name="old" as="element(valList)?"/>
    <xsl:param name="change" as="element(valList)?"/>
    <xsl:choose>
      <xsl:when test="empty($change)">
        <xsl:sequence select="$old"/>
      </xsl:when>
      <xsl:when test="$change/@mode = 'delete'"/>
      <xsl:when test="$old and ($change/@mode = 'change' or ($change/@mode = 'add'
        and $change/valItem[@mode = ('add', 'change', 'delete')]))">
        <valList>
          <xsl:copy-of select="$old/@*, $change/(@* except @mode)"/>
          <xsl:sequence select="f:merge-all($old/valItem, $change/valItem)"/>
        </valList>
      </xsl:when>
      <xsl:otherwise>
        <xsl:sequence select="f:plain($change)"/>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:function>

  <xsl:mode name="m:attributes" on-no-match="shallow-copy"/>

  <!-- The attribute list: the old one, where each attDef is changed in its place, then the new. -->
  <xsl:function name="f:attributes" as="element(attList)">
    <xsl:param name="old" as="element()"/>
    <xsl:param name="change" as="element()"/>
    <xsl:variable name="changes" as="element(attDef)*" select="$change/attList//attDef"/>
    <attList>
      <xsl:choose>
        <xsl:when test="$change/attList/@mode = 'replace'"/>
        <xsl:when test="$old/attList/@org">
          <xsl:apply-templates select="$old/attList" mode="m:attributes">
            <xsl:with-param name="changes" tunnel="yes" select="$changes"/>
          </xsl:apply-templates>
        </xsl:when>
        <xsl:otherwise>
          <xsl:apply-templates select="$old/attList/node()" mode="m:attributes">
            <xsl:with-param name="changes" tunnel="yes" select="$changes"/>
          </xsl:apply-templates>
        </xsl:otherwise>
      </xsl:choose>
      <xsl:apply-templates mode="m:added" select="$change/attList[@org], $change/attList[not(@org)]/*">
        <xsl:with-param name="known" tunnel="yes" as="xs:string*"
          select="$old[not($change/attList/@mode = 'replace')]/attList//attDef/@ident"/>
      </xsl:apply-templates>
    </attList>
  </xsl:function>

  <xsl:template match="attDef" mode="m:attributes" as="element()*">
    <xsl:param name="changes" tunnel="yes" as="element(attDef)*"/>
    <xsl:variable name="mine" as="element(attDef)*" select="$changes[@ident = current()/@ident]"/>
    <xsl:variable name="now" as="element()?" select="f:changed(., $mine)"/>
    <!-- In a class a deleted attribute is gone; in an element the mark stays. -->
    <xsl:sequence select="$now"/>
  </xsl:template>

  <xsl:mode name="m:added" on-no-match="shallow-copy"/>
  <xsl:template match="attDef" mode="m:added" as="element()?">
    <xsl:param name="known" tunnel="yes" as="xs:string*"/>
    <xsl:variable name="ident" as="xs:string" select="@ident"/>
    <xsl:if test="not($ident = $known)
      and not(@ident = preceding-sibling::attDef/@ident)">
      <xsl:sequence select="f:changed(f:plain(.), following-sibling::attDef[@ident = $ident])"/>
    </xsl:if>
  </xsl:template>
</xsl:stylesheet>
