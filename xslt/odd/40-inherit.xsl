<?xml version="1.0" encoding="UTF-8"?>
<!-- In: a merged schemaSpec. Out: the same, where every element lists all its attributes: its own
     and changed ones as attDef, those it inherits unchanged as attRef rend="inherited"; and where
     nothing refers to a specification that is not there. This is the compiled ODD. -->
<xsl:stylesheet version="3.0" expand-text="yes"
  xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:xs="http://www.w3.org/2001/XMLSchema"
  xmlns:map="http://www.w3.org/2005/xpath-functions/map"
  xmlns:f="https://tahqiq.example/ns/functions"
  xmlns:m="https://tahqiq.example/ns/modes"
  xmlns:rng="http://relaxng.org/ns/structure/1.0"
  xpath-default-namespace="http://www.tei-c.org/ns/1.0"
  xmlns="http://www.tei-c.org/ns/1.0"
  exclude-result-prefixes="#all">

  <xsl:mode name="m:inherit" on-no-match="shallow-copy"/>
  <xsl:mode name="m:own" on-no-match="shallow-copy"/>

  <xsl:function name="f:inherited" as="element(schemaSpec)">
    <xsl:param name="merged" as="element(schemaSpec)"/>
    <xsl:variable name="classes" as="map(xs:string, element(classSpec))"
      select="map:merge($merged/classSpec ! map{string(@ident): .})"/>
    <xsl:apply-templates select="$merged" mode="m:inherit">
      <xsl:with-param name="classes" tunnel="yes" select="$classes"/>
      <xsl:with-param name="offers" tunnel="yes" as="map(xs:string, element(attRef)*)" select="
        map:merge($merged/classSpec[@type = 'atts'] ! map{string(@ident): f:offered(@ident, $classes)})"/>
      <xsl:with-param name="used" tunnel="yes" as="map(xs:string, xs:boolean)" select="
        map:merge(($merged/elementSpec ! f:ancestry(., $classes) ! (., $classes(.)//attRef/@class),
          $merged/elementSpec//attRef/@class,
          $merged//(memberOf | content//classRef)/@key[not(starts-with(., 'att.'))])
          ! map{string(.): true()})"/>
      <xsl:with-param name="idents" tunnel="yes" as="map(xs:string, xs:boolean)"
        select="map:merge(($merged/* ! (local-name() || ' ' || @ident),
          $merged/moduleRef[@url] ! f:foreign-names(.) ! ('elementSpec ' || .)) ! map{.: true()})"/>
    </xsl:apply-templates>
  </xsl:function>

  <!-- What readers read, and rules, say the same in every schema. -->
  <xsl:template mode="m:inherit" match="exemplum | remarks | listRef | desc | gloss | constraintSpec"
    as="element()">
    <xsl:copy-of select="."/>
  </xsl:template>

  <!-- What content may refer to in a grammar that the schema takes in, or in what that includes. -->
  <xsl:function name="f:foreign-names" as="xs:string*">
    <xsl:param name="reference" as="element(moduleRef)"/>
    <xsl:variable name="grammar" as="document-node()?"
      select="if (doc-available($reference/@url)) then doc($reference/@url) else ()"/>
    <xsl:sequence select="
      ($grammar, $grammar//rng:include[doc-available(resolve-uri(@href, base-uri(.)))]
        ! doc(resolve-uri(@href, base-uri(.))))//rng:define ! ($reference/@prefix || @name)"/>
  </xsl:function>

  <!-- The attribute classes that a specification belongs to, nearest first, each once. -->
  <xsl:function name="f:ancestry" as="xs:string*">
    <xsl:param name="specification" as="element()"/>
    <xsl:param name="classes" as="map(xs:string, element(classSpec))"/>
    <xsl:sequence select="distinct-values(f:ancestry-all($specification, $classes))"/>
  </xsl:function>

  <xsl:function name="f:ancestry-all" as="xs:string*">
    <xsl:param name="specification" as="element()"/>
    <xsl:param name="classes" as="map(xs:string, element(classSpec))"/>
    <xsl:for-each select="$specification/classes/memberOf/@key">
      <xsl:variable name="class" as="element(classSpec)?" select="$classes(string(.))"/>
      <xsl:if test="$class[@type = 'atts']">
        <xsl:sequence select="string(.), f:ancestry-all($class, $classes)"/>
      </xsl:if>
    </xsl:for-each>
  </xsl:function>

  <!-- The definition of an attribute in a class or above it. -->
  <xsl:function name="f:definition" as="element(attDef)?">
    <xsl:param name="name" as="xs:string"/>
    <xsl:param name="ancestry" as="xs:string*"/>
    <xsl:param name="classes" as="map(xs:string, element(classSpec))"/>
    <xsl:variable name="found" as="element(attDef)*"
      select="$ancestry ! $classes(.)/attList//attDef[@ident = $name]"/>
    <xsl:variable name="nearest" as="element(attDef)?" select="head($found)"/>
    <xsl:sequence select="
      if ($nearest/@mode = 'change' and tail($found))
      then f:changed-once(tail($found)[1], $nearest) else $nearest"/>
  </xsl:function>

  <xsl:template match="elementSpec" mode="m:inherit" as="element()">
    <xsl:param name="classes" tunnel="yes" as="map(xs:string, element(classSpec))"/>
    <xsl:param name="offers" tunnel="yes" as="map(xs:string, element(attRef)*)"/>
    <xsl:variable name="ancestry" as="xs:string*" select="f:ancestry(., $classes)"/>
    <xsl:variable name="own" as="xs:string*"
      select="attList//(attDef/@ident, attRef[not(@rend)]/@name) ! replace(., '^.*\.attribute\.', '')"/>
    <xsl:copy>
      <xsl:apply-templates select="@*" mode="#current"/>
      <xsl:apply-templates select="node() except (attList, exemplum, remarks, listRef)"
        mode="#current"/>
      <attList>
        <xsl:copy-of select="attList/@org[. = 'choice']"/>
        <xsl:apply-templates select="attList/*" mode="m:own">
          <xsl:with-param name="ancestry" tunnel="yes" select="$ancestry"/>
        </xsl:apply-templates>
        <xsl:for-each-group group-by="@name" select="$ancestry ! $offers(.)[not(@name = $own)]">
          <xsl:copy-of select="."/>
        </xsl:for-each-group>
      </attList>
      <xsl:apply-templates select="exemplum, remarks, listRef" mode="#current"/>
    </xsl:copy>
  </xsl:template>

  <!-- What a class gives to its members, as references. -->
  <xsl:function name="f:offered" as="element(attRef)*">
    <xsl:param name="class" as="xs:string"/>
    <xsl:param name="classes" as="map(xs:string, element(classSpec))"/>
    <xsl:for-each select="$classes($class)/attList//(attDef[not(@mode = 'delete')] | attRef)">
      <attRef class="{(@class, $class)[1]}" name="{(@name, @ident)[1]}" rend="inherited"/>
    </xsl:for-each>
  </xsl:function>

  <xsl:template match="attDef[@mode = 'delete']" mode="m:own"/>

  <!-- A class borrowed whole, with what it inherits; and the older way to name one attribute of it. -->
  <xsl:template match="attRef[@class][not(@name)]" mode="m:own" as="element(attRef)*">
    <xsl:param name="classes" tunnel="yes" as="map(xs:string, element(classSpec))"/>
    <xsl:variable name="class" as="element(classSpec)?" select="$classes(string(@class))"/>
    <xsl:for-each select="$class ! (string(@ident), f:ancestry(., $classes)) ! f:offered(., $classes)">
      <attRef class="{@class}" name="{@name}"/>
    </xsl:for-each>
  </xsl:template>

  <xsl:template match="attRef[not(@class)][contains(@name, '.attribute.')]" mode="m:own"
    as="element(attRef)">
    <attRef class="{substring-before(@name, '.attribute.')}"
      name="{substring-after(@name, '.attribute.')}"/>
  </xsl:template>

  <xsl:template match="attDef[@mode = 'change']" mode="m:own" as="element()?">
    <xsl:param name="classes" tunnel="yes" as="map(xs:string, element(classSpec))"/>
    <xsl:param name="ancestry" tunnel="yes" as="xs:string*"/>
    <xsl:variable name="old" as="element(attDef)?"
      select="f:definition(@ident, $ancestry, $classes)"/>
    <!-- The specification itself changes attributes whose class a project may have deleted. -->
    <xsl:if test="$old">
      <xsl:sequence select="f:plain(f:changed-once($old, .))"/>
    </xsl:if>
  </xsl:template>

  <xsl:template match="attList[not(.//attDef[not(@mode = 'delete')] or .//attRef)]" mode="m:own"/>

  <!-- In a class, what changes an attribute of a class above becomes a definition of its own. -->
  <xsl:template match="classSpec//attDef[@mode = 'change']" mode="m:inherit" as="element()?">
    <xsl:param name="classes" tunnel="yes" as="map(xs:string, element(classSpec))"/>
    <xsl:variable name="above" as="xs:string*"
      select="f:ancestry(ancestor::classSpec, $classes)"/>
    <xsl:variable name="old" as="element(attDef)?" select="f:definition(@ident, $above, $classes)"/>
    <xsl:if test="$old">
      <xsl:sequence select="f:plain(f:changed-once($old, .))"/>
    </xsl:if>
  </xsl:template>

  <xsl:template match="classSpec//attDef[@mode = 'delete']" mode="m:inherit"/>

  <!-- A class that gives attributes to no element, or that no content model could use, says nothing. -->
  <xsl:template match="schemaSpec/classSpec" mode="m:inherit" as="element()?">
    <xsl:param name="used" tunnel="yes" as="map(xs:string, xs:boolean)"/>
    <xsl:if test="map:contains($used, @ident)">
      <xsl:next-match/>
    </xsl:if>
  </xsl:template>

  <xsl:template match="memberOf" mode="m:inherit" as="element()?">
    <xsl:param name="classes" tunnel="yes" as="map(xs:string, element(classSpec))"/>
    <xsl:if test="map:contains($classes, @key)">
      <xsl:next-match/>
    </xsl:if>
  </xsl:template>

  <!-- Content models: a reference to what is not in the schema goes, and what that leaves empty. -->
  <xsl:template mode="m:inherit" as="element()?"
    match="content//(elementRef | classRef | macroRef | dataRef[@key])">
    <xsl:param name="idents" tunnel="yes" as="map(xs:string, xs:boolean)"/>
    <xsl:variable name="kind" as="xs:string" select="replace(local-name(), 'Ref$', 'Spec')"/>
    <xsl:if test="map:contains($idents, $kind || ' ' || @key)">
      <xsl:next-match/>
    </xsl:if>
  </xsl:template>

  <xsl:template match="content//(sequence | alternate | interleave)" mode="m:inherit" as="element()">
    <xsl:variable name="parts" as="element()*">
      <xsl:apply-templates select="*" mode="#current"/>
    </xsl:variable>
    <xsl:choose>
      <xsl:when test="$parts">
        <xsl:copy>
          <xsl:copy-of select="@*, $parts"/>
        </xsl:copy>
      </xsl:when>
      <xsl:otherwise>
        <empty/>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template match="content" mode="m:inherit" as="element()">
    <xsl:variable name="parts" as="element()*">
      <xsl:apply-templates select="*" mode="#current"/>
    </xsl:variable>
    <xsl:copy>
      <xsl:copy-of select="@*, $parts, .[parent::macroSpec]/processing-instruction('NameList')"/>
      <xsl:if test="empty(($parts, .[parent::macroSpec]/processing-instruction('NameList')))">
        <empty/>
      </xsl:if>
    </xsl:copy>
  </xsl:template>
</xsl:stylesheet>
