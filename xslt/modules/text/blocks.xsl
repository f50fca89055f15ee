<?xml version="1.0" encoding="UTF-8"?>
<!-- In: the text's elements. Out: one string for each block (paragraph, line, heading, item, row),
     as $form wants it: reading with number and note markers, or diplomatic with neither. -->
<xsl:stylesheet version="3.0" expand-text="yes"
  xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:xs="http://www.w3.org/2001/XMLSchema"
  xmlns:f="https://tahqiq.example/ns/functions"
  xmlns:m="https://tahqiq.example/ns/modes"
  xmlns:t="https://tahqiq.example/ns/templates"
  xpath-default-namespace="http://www.tei-c.org/ns/1.0"
  exclude-result-prefixes="#all">

  <xsl:variable name="reading" as="xs:boolean" select="$form = 'reading'"/>

  <!-- Starts a block. Private use: it never occurs in a text, and never leaves this module. -->
  <xsl:variable name="break" as="xs:string" select="'&#xF8FF;'"/>
  <!-- A line break of the file: at a block's edge nothing, within it one space with what stands
       round it. Spaces that the text has without a line break stay as they are. -->
  <xsl:variable name="layout" as="xs:string" select="'&#xF8FE;'"/>

  <xsl:function name="f:blocks" as="xs:string*">
    <xsl:param name="text" as="element(TEI)"/>
    <xsl:variable name="all" as="xs:string">
      <xsl:value-of separator="">
        <xsl:apply-templates select="$text/text" mode="m:text"/>
      </xsl:value-of>
    </xsl:variable>
    <xsl:variable name="run" as="xs:string" select="'[ \t]*' || $layout || '[ \t' || $layout || ']*'"/>
    <xsl:for-each select="tokenize($all, $break)">
      <xsl:variable name="block" as="xs:string" select="replace(., '^' || $run || '|' || $run || '$', '')"/>
      <xsl:sequence select="replace($block, $run, ' ')[normalize-space()]"/>
    </xsl:for-each>
  </xsl:function>

  <xsl:template match="text()" mode="m:text" as="text()">
    <xsl:sequence select="."/>
  </xsl:template>

  <!-- White space between blocks is an editor's layout; within a block a line break of the file is
       a space, and a text that has none stays as it is. -->
  <xsl:template match="(text | group | front | body | back | div | div1 | div2 | div3 | div4 | lg | list | listBibl
    | table | row | figure | floatingText | titlePage | sp | choice | cit | sp)/text()[normalize-space() = '']"
    mode="m:text" priority="2"/>

  <xsl:template match="text()[contains(., '&#10;')]" mode="m:text" as="text()" priority="1">
    <xsl:value-of select="replace(., '\n', $layout)"/>
  </xsl:template>

  <xsl:template match="text | group | front | body | back | div | div1 | div2 | div3 | div4 | lg | list | listBibl
    | table | figure | floatingText | titlePage | docTitle | epigraph | opener | closer | postscript | argument | sp"
    mode="m:text" as="text()*">
    <xsl:value-of select="$break"/>
    <xsl:apply-templates mode="m:text"/>
    <xsl:value-of select="$break"/>
  </xsl:template>

  <xsl:template match="p | ab | l | head | item | row | byline | dateline | salute | signed | trailer | docAuthor
    | docDate | docImprint | titlePart | speaker | stage | label[parent::list] | imprimatur | docEdition
    | listBibl/bibl | listBibl/biblStruct" mode="m:text" as="text()*" priority="1">
    <xsl:value-of select="$break"/>
    <xsl:if test="$reading and @n and (self::p or self::ab)">
      <xsl:value-of select="'¶' || f:digits(@n) || ' '"/>
    </xsl:if>
    <xsl:apply-templates mode="m:text"/>
    <xsl:value-of select="$break"/>
  </xsl:template>

  <xsl:template match="cell" mode="m:text" as="text()*">
    <xsl:if test="preceding-sibling::cell">
      <xsl:value-of select="' | '"/>
    </xsl:if>
    <xsl:apply-templates mode="m:text"/>
  </xsl:template>

  <xsl:template match="hi | emph | foreign | mentioned | term | distinct | seg | s | w | c | pc | ref | title | name
    | num | measure | roleName | addName | forename | surname | nameLink | genName | geogName | country | region
    | settlement | district | am | date | time | quote | q | said | soCalled | bibl | biblScope | author | editor
    | publisher | pubPlace | idno | label | gloss | cit | email | address | addrLine | eventName | orgName | persName
    | placeName | rs | measureGrp | unit | geo | phr | cl | caesura | rhyme | formula | code | lang | unclear | damage
    | restore | retrace | subst | app | lem | desc | figDesc" mode="m:text" as="text()*">
    <xsl:apply-templates mode="m:text"/>
  </xsl:template>

  <!-- Of two states of the text the one that the form is about. -->
  <xsl:template match="choice" mode="m:text" as="text()*">
    <xsl:variable name="received" as="element()?" select="(sic, orig, abbr, *)[1]"/>
    <xsl:variable name="edited" as="element()?" select="(corr, reg, expan, *)[1]"/>
    <xsl:apply-templates select="if ($reading) then $edited else $received" mode="m:text"/>
  </xsl:template>

  <xsl:template match="sic | corr | orig | reg | abbr | expan" mode="m:text" as="text()*">
    <xsl:apply-templates mode="m:text"/>
  </xsl:template>

  <xsl:template match="supplied | ex" mode="m:text" as="text()*">
    <xsl:if test="$reading">
      <xsl:apply-templates mode="m:text"/>
    </xsl:if>
  </xsl:template>

  <xsl:template match="del | surplus | rdg" mode="m:text" as="text()*">
    <xsl:if test="not($reading)">
      <xsl:apply-templates mode="m:text"/>
    </xsl:if>
  </xsl:template>

  <xsl:template match="add" mode="m:text" as="text()*">
    <xsl:apply-templates mode="m:text"/>
  </xsl:template>

  <xsl:template match="gap" mode="m:text" as="text()">
    <xsl:value-of select="'[…]'"/>
  </xsl:template>

  <xsl:template match="lb" mode="m:text" as="text()?">
    <xsl:if test="not(@break = 'no') and not(matches(string(preceding-sibling::node()[1]), '\s$'))">
      <xsl:value-of select="' '"/>
    </xsl:if>
  </xsl:template>

  <xsl:template match="pb | anchor | milestone | cb | gb | fw | ptr | graphic | index | space | handShift | metamark
    | media | interp | interpGrp | spanGrp | linkGrp | link | divGen | standOff | teiHeader" mode="m:text"/>

  <xsl:template match="note" mode="m:text" as="text()?">
    <xsl:if test="$reading and not(ancestor::note)">
      <xsl:value-of select="'[' || f:number(f:note-number(.)) || ']'"/>
    </xsl:if>
  </xsl:template>
</xsl:stylesheet>
