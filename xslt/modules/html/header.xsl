<?xml version="1.0" encoding="UTF-8"?>
<!-- In: a teiHeader. Out: the page that tells where the text comes from, who answers for it and how
     it was edited, in the language of the interface where the header has it. -->
<xsl:stylesheet version="3.0" expand-text="yes"
  xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:xs="http://www.w3.org/2001/XMLSchema"
  xmlns:f="https://tahqiq.example/ns/functions"
  xmlns:m="https://tahqiq.example/ns/modes"
  xmlns:t="https://tahqiq.example/ns/templates"
  xpath-default-namespace="http://www.tei-c.org/ns/1.0"
  exclude-result-prefixes="#all">

  <xsl:template match="teiHeader" mode="m:header-html" as="element()*">
    <h1>{f:label('about')}</h1>
    <p class="subtitle"><a href="{../@xml:id}.html"><xsl:for-each select=".."><xsl:call-template name="t:title"/></xsl:for-each></a></p>
    <xsl:call-template name="t:citation"/>
    <dl class="header">
      <xsl:call-template name="t:entry">
        <xsl:with-param name="label" select="'title'"/>
        <xsl:with-param name="content" select="fileDesc/titleStmt/title[normalize-space()]"/>
      </xsl:call-template>
      <xsl:for-each select="fileDesc/titleStmt/(respStmt | editor | author | funder | sponsor | principal)">
        <dt><xsl:apply-templates select="f:in-language(resp)/node()" mode="m:header-html"/><xsl:if test="empty(resp)">{f:label('responsibility')}</xsl:if></dt>
        <dd><xsl:apply-templates select="if (self::respStmt) then * except resp else node()" mode="m:header-html"/></dd>
      </xsl:for-each>
      <xsl:variable name="editions" as="element(edition)*" select="fileDesc/editionStmt/edition"/>
      <xsl:call-template name="t:entry">
        <xsl:with-param name="label" select="'edition'"/>
        <xsl:with-param name="content" select="$editions[lang($lang) or empty(@n)]"/>
      </xsl:call-template>
      <!-- Its number is understood where the statement is not. -->
      <xsl:for-each select="$editions[1][@n and empty($editions[lang($lang) or empty(@n)])]">
        <dt>{f:label('edition')}</dt>
        <dd>{@n}</dd>
      </xsl:for-each>
      <xsl:call-template name="t:entry">
        <xsl:with-param name="label" select="'publisher'"/>
        <xsl:with-param name="content" select="fileDesc/publicationStmt/(publisher | distributor | authority)"/>
      </xsl:call-template>
      <xsl:for-each select="fileDesc/publicationStmt/date[@when]">
        <dt>{f:label('published')}</dt>
        <dd>{f:date(@when)}</dd>
      </xsl:for-each>
      <xsl:call-template name="t:entry">
        <xsl:with-param name="label" select="'licence'"/>
        <xsl:with-param name="content" select="fileDesc/publicationStmt/availability//p"/>
      </xsl:call-template>
      <xsl:call-template name="t:entry">
        <xsl:with-param name="label" select="'general-notes'"/>
        <xsl:with-param name="content" select="fileDesc/notesStmt/note"/>
      </xsl:call-template>
      <xsl:for-each select="profileDesc/creation/(origDate | date)[f:date-text(.) ne '']">
        <dt>{f:label('origin')}</dt>
        <dd>{f:date-text(.)}</dd>
      </xsl:for-each>
    </dl>
    <xsl:apply-templates select="fileDesc/sourceDesc, encodingDesc, revisionDesc" mode="m:header-html"/>
  </xsl:template>

  <!-- One entry of the list; nothing where the header is silent. -->
  <xsl:template name="t:entry" as="element()*">
    <xsl:param name="label" as="xs:string"/>
    <xsl:param name="content" as="element()*"/>
    <xsl:if test="exists($content)">
      <dt>{f:label($label)}</dt>
      <xsl:for-each select="f:in-language($content)">
        <dd><bdi lang="{f:lang(.)}" dir="{f:direction(f:lang(.))}"><xsl:apply-templates mode="m:header-html"/></bdi></dd>
      </xsl:for-each>
    </xsl:if>
  </xsl:template>

  <xsl:template name="t:citation" as="element()?">
    <xsl:variable name="statement" as="element()" select="fileDesc"/>
    <xsl:if test="$statement/editionStmt/edition/@n and $statement/publicationStmt/date/@when castable as xs:date">
      <p class="citation"><b>{f:label('cite')}</b> {f:citation(..)}</p>
    </xsl:if>
  </xsl:template>

  <xsl:template match="sourceDesc" mode="m:header-html" as="element()*">
    <h2>{f:label('source')}</h2>
    <xsl:apply-templates select="f:in-language(p)" mode="m:header-html"/>
    <xsl:for-each select="* except p">
      <xsl:choose>
        <xsl:when test="self::listWit or self::listBibl">
          <xsl:apply-templates select="." mode="m:header-html"/>
        </xsl:when>
        <xsl:otherwise>
          <div lang="{f:lang(.)}" dir="{f:direction(f:lang(.))}"><xsl:apply-templates select="." mode="m:header-html"/></div>
        </xsl:otherwise>
      </xsl:choose>
    </xsl:for-each>
  </xsl:template>

  <xsl:template match="sourceDesc//listWit | sourceDesc//listBibl" mode="m:header-html" as="element()*">
    <xsl:for-each select="f:in-language(head)">
      <h3><xsl:apply-templates mode="m:header-html"/></h3>
    </xsl:for-each>
    <ul class="sources">
      <xsl:for-each select="* except head">
        <li>
          <xsl:if test="@xml:id"><xsl:attribute name="id" select="@xml:id"/></xsl:if>
          <bdi lang="{f:lang(.)}" dir="{f:direction(f:lang(.))}">
            <xsl:apply-templates select="node() except (note | desc)" mode="m:header-html"/>
          </bdi>
          <xsl:for-each select="f:in-language(note | desc)">
            <p lang="{f:lang(.)}" dir="{f:direction(f:lang(.))}"><xsl:apply-templates mode="m:header-html"/></p>
          </xsl:for-each>
        </li>
      </xsl:for-each>
    </ul>
  </xsl:template>

  <xsl:template match="encodingDesc" mode="m:header-html" as="element()*">
    <h2>{f:label('encoding')}</h2>
    <xsl:apply-templates select="f:in-language(projectDesc/p), editorialDecl/*" mode="m:header-html"/>
  </xsl:template>

  <xsl:template match="editorialDecl/*" mode="m:header-html" priority="1" as="element()*">
    <h3>{f:declared(local-name())}</h3>
    <xsl:apply-templates select="f:in-language(p)" mode="m:header-html"/>
  </xsl:template>

  <!-- The label of a declaration of editorialDecl: its element's name is the key. -->
  <xsl:function name="f:declared" as="xs:string">
    <xsl:param name="name" as="xs:string"/>
    <xsl:sequence select="((f:locales($lang) ! key('label', $name, .))[1]/string(), $name)[1]"/>
  </xsl:function>

  <xsl:template match="editorialDecl/p" mode="m:header-html" priority="2" as="element()">
    <p><xsl:apply-templates mode="m:header-html"/></p>
  </xsl:template>

  <xsl:template match="revisionDesc" mode="m:header-html" as="element()*">
    <h2>{f:label('revisions')}</h2>
    <ul class="revisions">
      <xsl:for-each select=".//change">
        <li><bdi dir="ltr">{@when}</bdi> <xsl:text> </xsl:text><span lang="{f:lang(.)}" dir="{f:direction(f:lang(.))}"><xsl:apply-templates mode="m:header-html"/></span></li>
      </xsl:for-each>
    </ul>
  </xsl:template>

  <xsl:template match="p" mode="m:header-html" as="element()">
    <p lang="{f:lang(.)}" dir="{f:direction(f:lang(.))}"><xsl:apply-templates mode="m:header-html"/></p>
  </xsl:template>

  <xsl:template match="ptr[@target]" mode="m:header-html" as="element()">
    <code dir="ltr">{@target}</code>
  </xsl:template>

  <!-- Any other element of a header is a phrase here: headers of other projects hold all of TEI, and
       what they say is shown, if plainly. -->
  <xsl:template match="*" mode="m:header-html" as="node()*" priority="-1">
    <xsl:choose>
      <xsl:when test="@xml:lang">
        <bdi lang="{f:lang(.)}" dir="{f:direction(f:lang(.))}"><xsl:apply-templates mode="m:header-html"/></bdi>
      </xsl:when>
      <xsl:otherwise>
        <xsl:apply-templates mode="m:header-html"/>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>
</xsl:stylesheet>
