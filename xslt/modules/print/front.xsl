<?xml version="1.0" encoding="UTF-8"?>
<!-- In: a text's header. Out: what comes before the text: half-title, title page, imprint, contents
     and introduction, in the language of the interface. -->
<xsl:stylesheet version="3.0" expand-text="yes"
  xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:xs="http://www.w3.org/2001/XMLSchema"
  xmlns:f="https://tahqiq.example/ns/functions"
  xmlns:m="https://tahqiq.example/ns/modes"
  xmlns:t="https://tahqiq.example/ns/templates"
  xpath-default-namespace="http://www.tei-c.org/ns/1.0"
  exclude-result-prefixes="#all">

  <!-- Half-title, title page and, on its back, the imprint. -->
  <xsl:template name="t:title-pages" as="text()*">
    <xsl:variable name="file" as="element(fileDesc)" select="teiHeader/fileDesc"/>
    <xsl:text>&#10;{f:interface()}#set par(justify: false)&#10;</xsl:text>
    <xsl:if test="$parts-set = 'half-title'">
    <xsl:text>#if two-sided [#align(center)[#v(26%)#text(size: 1.15em, {f:string(f:main-title(.))})]#pagebreak(to: "odd")]&#10;</xsl:text>
    </xsl:if>
    <xsl:if test="$parts-set = 'title'">
    <xsl:variable name="hands" as="element()*" select="$file/titleStmt/(editor | respStmt)[normalize-space(string-join(if (self::editor) then . else * except resp))]"/>
    <!-- Of many hands each has one line, so that all find room on the page. -->
    <xsl:variable name="are-many" as="xs:boolean" select="count($hands) gt 4"/>
    <xsl:text>#align(center)[#v({if ($are-many) then '12%' else '24%'})#balanced(par(leading: 1.1em, text(size: 1.9em, weight: "bold", {f:string(f:main-title(.))})))</xsl:text>
    <xsl:for-each select="f:own($file/titleStmt/title[@type = 'sub'])">
      <xsl:text>#v(0.9em)#text(size: 1.15em)[{f:runs(normalize-space(.), $direction)}]</xsl:text>
    </xsl:for-each>
    <xsl:for-each select="$file/titleStmt/author">
      <xsl:text>#v(1.4em)#text(size: 1.3em)[{f:runs(normalize-space(.), $direction)}]</xsl:text>
    </xsl:for-each>
    <xsl:text>#v(1.4em)#v(1fr)</xsl:text>
    <xsl:text>{if ($are-many) then '#set text(size: 0.85em)&#10;' else ''}</xsl:text>
    <xsl:for-each select="$hands">
      <xsl:variable name="resp" as="xs:string" select="
          if (self::respStmt) then normalize-space(string-join(f:own(resp), ' '))
          else if (@role or preceding-sibling::editor[not(@role)]) then '' else f:label('edited-by')"/>
      <xsl:text>{if ($resp eq '') then '' else '#text(size: 0.9em, fill: quiet)[' || f:runs($resp, $direction) || ']' || (if ($are-many) then '#h(0.6em)' else '#linebreak()')}</xsl:text>
      <xsl:text>{f:runs(normalize-space(string-join(if (self::editor) then . else * except resp, ' ')), $direction)}#v({if ($are-many) then '0.1em' else '0.6em'})</xsl:text>
    </xsl:for-each>
    <xsl:text>#v(1fr)</xsl:text>
    <xsl:for-each select="f:own($file/publicationStmt/publisher)[1]">
      <xsl:text>#text(size: 0.9em)[{f:runs(normalize-space(.), $direction)}]</xsl:text>
    </xsl:for-each>
    <xsl:if test="$file/publicationStmt/date/@when castable as xs:date">
      <xsl:text>#linebreak()#text(size: 0.9em)[{f:runs(f:digits(string(year-from-date(f:document-date(.)))), $direction)}]</xsl:text>
    </xsl:if>
    <xsl:text>]&#10;</xsl:text>
    </xsl:if>
    <xsl:variable name="imprint" as="text()*">
      <xsl:call-template name="t:imprint"/>
    </xsl:variable>
    <!-- A book has the back of its title page in any case. -->
    <xsl:if test="$parts-set = 'imprint' and exists($imprint)">
      <xsl:text>{if ($parts-set = 'title') then '#pagebreak()&#10;' else ''}#v(1fr)#[#set text(size: 0.82em)&#10;</xsl:text>
      <xsl:sequence select="$imprint"/>
      <xsl:text>]&#10;</xsl:text>
    </xsl:if>
    <xsl:text>]&#10;</xsl:text>
  </xsl:template>

  <xsl:template name="t:imprint" as="text()*">
    <xsl:variable name="published" as="element(publicationStmt)?" select="teiHeader/fileDesc/publicationStmt"/>
    <xsl:if test="f:citation(.) ne ''">
      <xsl:text>#line-block[#bold[{f:runs(f:label('cite') || ':', $direction)}] {f:runs(f:citation(.), $direction)}]&#10;</xsl:text>
    </xsl:if>
    <xsl:if test="f:citation(.) eq ''">
      <xsl:for-each select="f:own(teiHeader/fileDesc/editionStmt/edition)[normalize-space()], f:published-by($published), f:own($published/p)[normalize-space()]">
        <xsl:text>{f:imprint-line(normalize-space(.))}</xsl:text>
      </xsl:for-each>
    </xsl:if>
    <xsl:for-each select="$published/idno[@type = 'DOI']">
      <xsl:text>#line-block[{f:runs('DOI ' || normalize-space(.), $direction)}]&#10;</xsl:text>
    </xsl:for-each>
    <xsl:for-each select="$published/availability">
      <xsl:for-each select="if (.//p) then f:own(.//p) else f:own(licence)[normalize-space()]">
        <xsl:text>{f:imprint-line(normalize-space(.))}</xsl:text>
      </xsl:for-each>
      <xsl:for-each select="licence/@target">
        <xsl:text>#line-block[#link({f:string(.)}, isolate-ltr({f:string(.)}))]&#10;</xsl:text>
      </xsl:for-each>
    </xsl:for-each>
  </xsl:template>

  <!-- A statement of the header as a line of the imprint, or as a paragraph. One that has no letters of the
       interface's direction runs in its own, whatever language its header claims; only a paragraph is turned. -->
  <xsl:function name="f:imprint-line" as="xs:string">
    <xsl:param name="told" as="xs:string"/>
    <xsl:sequence select="
        '#line-block[' || (if (f:runs-against-interface($told)) then '#isolate-' || $against || '(' || f:string($told) || ')' else f:runs($told, $direction))
        || ']&#10;'"/>
  </xsl:function>

  <xsl:function name="f:statement" as="xs:string">
    <xsl:param name="told" as="xs:string"/>
    <xsl:sequence select="
        if (f:runs-against-interface($told))
        then '#[#set text(lang: ' || f:string(if ($against = 'ltr') then 'en' else 'ar') || ', dir: ' || $against || ')&#10;#line-block['
          || f:runs($told, $against) || ']]&#10;'
        else '#line-block[' || f:runs($told, $direction) || ']&#10;'"/>
  </xsl:function>

  <xsl:variable name="against" as="xs:string" select="if ($direction = 'ltr') then 'rtl' else 'ltr'"/>

  <xsl:function name="f:runs-against-interface" as="xs:boolean">
    <xsl:param name="told" as="xs:string"/>
    <xsl:sequence select="f:has-foreign($told, $direction) and not(f:has-foreign($told, $against))"/>
  </xsl:function>

  <!-- Who published a text, where and when, as a line; nothing where the header does not say. -->
  <xsl:function name="f:published-by" as="xs:string?">
    <xsl:param name="published" as="element(publicationStmt)?"/>
    <xsl:variable name="told" as="element()*" select="f:own($published/publisher)[1], f:own($published/pubPlace)[1], $published/date[1]"/>
    <xsl:sequence select="string-join($told ! normalize-space(.)[. ne ''], f:label('list-separator'))[. ne '']"/>
  </xsl:function>

  <!-- Contents, where a text has headings enough to look for. -->
  <xsl:template name="t:contents" as="text()*">
    <xsl:if test="$parts-set = 'contents' and count($texts/text//head[parent::div or matches(local-name(..), '^div\d$')]) ge 3">
      <xsl:text>#part-break&#10;{f:interface()}#outline(title: {f:string(f:label('contents'))}, depth: 3)]&#10;</xsl:text>
    </xsl:if>
  </xsl:template>

  <!-- What the text is, where it comes from and how it was edited, as the header says it, and what the sigla of
       the apparatus stand for. -->
  <xsl:template name="t:introduction" as="text()*">
    <xsl:variable name="header" as="element(teiHeader)" select="teiHeader"/>
    <xsl:variable name="cited" as="element(witness)*" select="f:cited-witnesses()"/>
    <xsl:variable name="about" as="element()*" select="
        f:own($header/profileDesc/abstract)/(p, .[not(p)]), f:own($header/fileDesc/notesStmt/note),
        f:own($header/fileDesc/sourceDesc/listWit/(witness except $cited)/desc)"/>
    <xsl:variable name="declared" as="element()*" select="$header/encodingDesc/editorialDecl/(.[p], *[p])"/>
    <xsl:if test="$parts-set = 'introduction' and exists(($about, $declared, $cited))">
      <xsl:text>&#10;#part-break&#10;#[#metadata(none)&lt;folio-start>]&#10;{f:interface()}#set text(size: 0.95em)&#10;#fitted[</xsl:text>
      <xsl:text>#heading(level: 1, {f:string(f:label(if (exists(($about, $declared))) then 'introduction' else 'sigla'))})&#10;</xsl:text>
      <xsl:for-each select="$about">
        <xsl:text>{f:statement(normalize-space(.))}</xsl:text>
      </xsl:for-each>
      <xsl:if test="exists($declared)">
        <xsl:text>#heading(level: 2, {f:string(f:label('encoding'))})&#10;</xsl:text>
        <xsl:for-each select="$declared/f:own(p)">
          <xsl:text>{f:statement(normalize-space(.))}</xsl:text>
        </xsl:for-each>
      </xsl:if>
      <xsl:if test="exists($cited)">
        <xsl:text>{if (exists(($about, $declared))) then '#heading(level: 2, ' || f:string(f:label('sigla')) || ')&#10;' else ''}</xsl:text>
        <xsl:for-each select="$cited">
          <xsl:text>#sigla-entry[{f:runs(f:siglum('#' || @xml:id, root()), $direction)}][{f:runs(f:witness-described(.), $direction)}]&#10;</xsl:text>
        </xsl:for-each>
      </xsl:if>
      <xsl:text>]]&#10;</xsl:text>
    </xsl:if>
  </xsl:template>

  <!-- The witnesses that the apparatus names. -->
  <xsl:function name="f:cited-witnesses" as="element(witness)*">
    <xsl:variable name="named" as="xs:string*" select="distinct-values($texts/text//(lem | rdg | rdgGrp)/@wit/tokenize(.) ! replace(., '^.*#', ''))"/>
    <xsl:sequence select="$texts/teiHeader/fileDesc/sourceDesc//witness[@xml:id = $named]"/>
  </xsl:function>

  <!-- What a list of witnesses says of one besides its siglum, in the language of the interface where it can. -->
  <xsl:function name="f:witness-described" as="xs:string">
    <xsl:param name="witness" as="element(witness)"/>
    <xsl:variable name="siglum" as="element()*" select="$witness/((abbr | idno | label)[@type = ('siglum', 'sigil')], abbr)[1]"/>
    <xsl:variable name="told" as="node()*" select="
        if ($witness/desc) then f:own($witness/desc) else $witness/node()[not(. is $siglum)][not(self::comment() | self::processing-instruction())]"/>
    <xsl:variable name="parts" as="node()*" select="$told/descendant-or-self::node()[self::text() or self::*[f:follows-data(.)] or self::desc]"/>
    <xsl:sequence select="
        normalize-space(string-join($parts ! (if (self::text()) then string(.) else if (parent::msIdentifier) then f:label('list-separator') else ' ')))"/>
  </xsl:function>
</xsl:stylesheet>
