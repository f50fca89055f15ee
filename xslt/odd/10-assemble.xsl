<?xml version="1.0" encoding="UTF-8"?>
<!-- In: an ODD document. Out: its schemaSpec alone, where every xi:include and specGrpRef has given
     way to what it names, specGrp elements are dissolved, and @source and @url are absolute. -->
<xsl:stylesheet version="3.0" expand-text="yes"
  xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:xs="http://www.w3.org/2001/XMLSchema"
  xmlns:xi="http://www.w3.org/2001/XInclude"
  xmlns:f="https://tahqiq.example/ns/functions"
  xmlns:m="https://tahqiq.example/ns/modes"
  xmlns:e="https://tahqiq.example/ns/errors"
  xpath-default-namespace="http://www.tei-c.org/ns/1.0"
  exclude-result-prefixes="#all">

  <xsl:mode name="m:include" on-no-match="shallow-copy"/>
  <xsl:mode name="m:assemble" on-no-match="shallow-copy"/>

  <xsl:key name="f:identified" match="*[@xml:id]" use="@xml:id"/>

  <xsl:function name="f:assembled" as="element(schemaSpec)">
    <xsl:param name="odd" as="document-node()"/>
    <xsl:variable name="whole" as="document-node()">
      <xsl:document>
        <xsl:apply-templates select="$odd" mode="m:include"/>
      </xsl:document>
    </xsl:variable>
    <xsl:variable name="schemas" as="element(schemaSpec)*"
      select="$whole//schemaSpec[empty(ancestor::egXML)]"/>
    <xsl:if test="empty($schemas)">
      <xsl:message terminate="yes" error-code="e:no-schema-spec"
        >{base-uri($odd)} holds no schemaSpec</xsl:message>
    </xsl:if>
    <xsl:apply-templates select="$schemas[1]" mode="m:assemble"/>
  </xsl:function>

  <!-- What an XPointer of a document points to: an id, also as id('x'), or a way by child numbers, from
       the document or from an id: element(/1/2), element(x/3). -->
  <xsl:function name="f:pointed" as="element()*">
    <xsl:param name="document" as="document-node()"/>
    <xsl:param name="pointer" as="xs:string"/>
    <xsl:variable name="plain" as="xs:string"
      select="replace($pointer, '^\s*(element|xpointer)\(\s*(.*?)\s*\)\s*$', '$2') => replace('^id\(\s*[''&quot;](.*)[''&quot;]\s*\)$', '$1')"/>
    <xsl:variable name="steps" as="xs:string*" select="tokenize($plain, '/')"/>
    <xsl:variable name="start" as="node()?"
      select="if ($steps[1] eq '') then $document else key('f:identified', $steps[1], $document)[1]"/>
    <xsl:sequence select="
      fold-left(tail($steps), $start, function($node as node()?, $step as xs:string) as node()? {
        if ($step castable as xs:integer) then $node/*[xs:integer($step)] else () })[self::*]"/>
  </xsl:function>

  <!-- Ends the transform at a reference, $kept, that is followed already: it would never end. -->
  <xsl:function name="f:once" as="empty-sequence()">
    <xsl:param name="kept" as="xs:string"/>
    <xsl:param name="taken" as="xs:string*"/>
    <xsl:param name="at" as="element()"/>
    <xsl:if test="$kept = $taken">
      <xsl:message terminate="yes" error-code="e:within-itself"
        >{base-uri($at)} includes {($at/@href, $at/@target)[1]}{$at/@xpointer ! ('#' || .)}, which is within itself</xsl:message>
    </xsl:if>
  </xsl:function>

  <!-- Included files keep their base address, against which their own references resolve. -->
  <xsl:template match="xi:include" mode="m:include" as="node()*">
    <xsl:param name="taken" as="xs:string*" select="string(base-uri(.))" tunnel="yes"/>
    <xsl:variable name="address" as="xs:string" select="string(resolve-uri(@href, base-uri(.)))"/>
    <xsl:variable name="kept" as="xs:string" select="string-join(($address, @xpointer), '#')"/>
    <xsl:sequence select="f:once($kept, $taken, .)"/>
    <xsl:variable name="included" as="node()*" select="
      if (not(doc-available($address))) then ()
      else if (@xpointer) then f:pointed(doc($address), @xpointer)
      else doc($address)/*"/>
    <xsl:if test="empty($included) and empty(xi:fallback)">
      <xsl:message terminate="yes" error-code="e:missing-file"
        >{base-uri(.)} includes {@href}{@xpointer ! ('#' || .)}, which is not there</xsl:message>
    </xsl:if>
    <xsl:apply-templates select="if (exists($included)) then $included else xi:fallback/node()"
      mode="m:include">
      <xsl:with-param name="taken" select="$taken, $kept" tunnel="yes"/>
    </xsl:apply-templates>
  </xsl:template>

  <xsl:template match="@source[not(matches(., '^(tei:|https?:)'))][parent::schemaSpec or
      parent::moduleRef or parent::elementRef or parent::classRef or parent::macroRef or
      parent::dataRef or parent::elementSpec or parent::classSpec]
    | moduleRef/@url[not(matches(., '^https?:'))]" mode="m:include" as="attribute()">
    <xsl:attribute name="{name()}" select="resolve-uri(., base-uri(..))"/>
  </xsl:template>

  <!-- A grammar on the web is never fetched; its copy beside the ODD stands for it. -->
  <xsl:template match="moduleRef/@url[matches(., '^https?:')]" mode="m:include" as="attribute()">
    <xsl:variable name="copy" as="xs:string"
      select="string(resolve-uri(replace(., '^.*/', ''), base-uri(..)))"/>
    <xsl:attribute name="url" select="if (doc-available($copy)) then $copy else ."/>
  </xsl:template>

  <!-- A reference to a group in another file: the file is read and the group taken whole. -->
  <xsl:template match="specGrpRef" mode="m:include" as="element()*">
    <xsl:param name="taken" as="xs:string*" tunnel="yes"/>
    <xsl:variable name="address" as="xs:string" select="substring-before(@target || '#', '#')"/>
    <xsl:variable name="id" as="xs:string" select="substring-after(@target, '#')"/>
    <xsl:variable name="file" as="xs:string"
      select="if ($address eq '') then '' else string(resolve-uri($address, base-uri(.)))"/>
    <xsl:choose>
      <xsl:when test="$file eq ''">
        <xsl:copy-of select="."/>
      </xsl:when>
      <xsl:when test="doc-available($file)">
        <xsl:variable name="group" as="element()?" select="
          if ($id eq '') then (doc($file)//specGrp, doc($file)/*)[1]
          else key('f:identified', $id, doc($file))[1]"/>
        <xsl:if test="empty($group)">
          <xsl:message>odd: there is no specGrp {@target}</xsl:message>
        </xsl:if>
        <xsl:sequence select="f:once($file || '#' || $id, $taken, .)"/>
        <xsl:apply-templates mode="m:include" select="$group">
          <xsl:with-param name="taken" select="$taken, $file || '#' || $id" tunnel="yes"/>
        </xsl:apply-templates>
      </xsl:when>
      <xsl:otherwise>
        <xsl:message terminate="yes" error-code="e:missing-file"
          >{base-uri(.)} refers to the group {@target}, which is not there</xsl:message>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template match="specGrpRef" mode="m:assemble" as="element()*">
    <xsl:param name="taken" as="xs:string*" tunnel="yes"/>
    <xsl:variable name="group" as="element()?"
      select="key('f:identified', substring-after(@target, '#'))[1]"/>
    <xsl:if test="empty($group)">
      <xsl:message>odd: there is no specGrp {@target}</xsl:message>
    </xsl:if>
    <xsl:sequence select="f:once(string(@target), $taken, .)"/>
    <xsl:apply-templates select="$group" mode="#current">
      <xsl:with-param name="taken" select="$taken, string(@target)" tunnel="yes"/>
    </xsl:apply-templates>
  </xsl:template>

  <!-- A group is dissolved: its specifications stay, its prose was for readers of the ODD. -->
  <xsl:template match="specGrp" mode="m:assemble" as="element()*">
    <xsl:apply-templates mode="#current" select="moduleRef | elementRef | classRef | macroRef | dataRef
      | moduleSpec | elementSpec | classSpec | macroSpec | dataSpec | constraintSpec | specGrp | specGrpRef"/>
  </xsl:template>
</xsl:stylesheet>
