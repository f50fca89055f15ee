<?xml version="1.0" encoding="UTF-8"?>
<!-- In: the lines that a format's layout makes. Out: the file, a line each; with $records every line
     begins with what a program needs to wrap it and to lead back from it to the TEI. -->
<xsl:stylesheet version="3.0" expand-text="yes"
  xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:xs="http://www.w3.org/2001/XMLSchema"
  xmlns:f="https://tahqiq.example/ns/functions"
  xpath-default-namespace="http://www.tei-c.org/ns/1.0"
  exclude-result-prefixes="#all">

  <!-- Whether each line begins with seven fields and a tab after each: part, id, path, whether it may
       be wrapped (1 or 0), what stands before its first line, before each further one, after it. -->
  <xsl:param name="records" as="xs:boolean" select="false()"/>

  <xsl:template match="/" as="text()">
    <xsl:value-of select="f:lines((//TEI)[1])" separator="&#10;"/>
  </xsl:template>

  <xsl:function name="f:line" as="xs:string">
    <xsl:param name="part" as="xs:string"/>
    <xsl:param name="place" as="element()?"/>
    <xsl:param name="fold" as="xs:boolean"/>
    <xsl:param name="first" as="xs:string"/>
    <xsl:param name="further" as="xs:string"/>
    <xsl:param name="text" as="xs:string"/>
    <xsl:sequence select="f:line($part, $place, $fold, $first, $further, $text, '')"/>
  </xsl:function>

  <!-- One line. $place is the unit or the element of the TEI that it comes from. -->
  <xsl:function name="f:line" as="xs:string">
    <xsl:param name="part" as="xs:string"/>
    <xsl:param name="place" as="element()?"/>
    <xsl:param name="fold" as="xs:boolean"/>
    <xsl:param name="first" as="xs:string"/>
    <xsl:param name="further" as="xs:string"/>
    <xsl:param name="text" as="xs:string"/>
    <xsl:param name="last" as="xs:string"/>
    <xsl:variable name="plain" as="xs:string" select="translate($text, '&#9;&#10;', '  ')"/>
    <xsl:choose>
      <xsl:when test="$records">
        <xsl:variable name="id" as="xs:string"
          select="string(($place/self::unit/@id, $place/ancestor-or-self::*[@xml:id][1]/@xml:id)[1])"
          xpath-default-namespace=""/>
        <xsl:variable name="path" as="xs:string" xpath-default-namespace=""
          select="if ($place/self::unit) then string($place/@path) else string($place ! f:path(.))"/>
        <xsl:sequence select="
            string-join(($part, $id, $path, if ($fold) then '1' else '0', $first, $further, $last,
              if ($reading) then $plain else $text), '&#9;')"/>
      </xsl:when>
      <xsl:otherwise>
        <xsl:sequence select="$first || (if ($reading) then $plain else $text) || $last"/>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:function>

  <!-- A line of a note: it comes from the paragraph that it stands in, else from the note. -->
  <xsl:function name="f:note-line" as="xs:string">
    <xsl:param name="note" as="element(note)"/>
    <xsl:param name="unit" as="element()"/>
    <xsl:param name="first" as="xs:string"/>
    <xsl:param name="further" as="xs:string"/>
    <xsl:param name="last" as="xs:string"/>
    <xsl:sequence select="
        f:line('note', if ($unit/@path) then $unit else $note, true(), $first, $further, string($unit), $last)"/>
  </xsl:function>

  <xsl:function name="f:blank" as="xs:string">
    <xsl:sequence select="f:line('blank', (), false(), '', '', '')"/>
  </xsl:function>

  <!-- The titles that the interface's language has, all where it has none. -->
  <xsl:function name="f:titles" as="element(title)*">
    <xsl:param name="text" as="element(TEI)"/>
    <xsl:variable name="main" as="element(title)*" select="f:main-titles($text/teiHeader/fileDesc)"/>
    <xsl:sequence select="f:own(($main, $text/teiHeader/fileDesc/titleStmt/title[normalize-space()] except $main))"/>
  </xsl:function>

  <!-- What may be done with the text, in the interface's language where the header has it. -->
  <xsl:function name="f:rights" as="element()*">
    <xsl:param name="text" as="element(TEI)"/>
    <xsl:variable name="told" as="element()*" select="$text/teiHeader/fileDesc/publicationStmt/availability//p"/>
    <xsl:sequence select="$told[@xml:lang = $lang], $told[not($told/@xml:lang = $lang)]"/>
  </xsl:function>

  <xsl:function name="f:own" as="element()*">
    <xsl:param name="elements" as="element()*"/>
    <xsl:variable name="own" as="element()*" select="$elements[@xml:lang = $lang]"/>
    <xsl:sequence select="if (exists($own)) then $own else $elements"/>
  </xsl:function>

  <!-- How the text asks to be cited; where its header lacks what that takes, what it has of author,
       title, publisher and date. -->
  <xsl:function name="f:self-citation" as="xs:string">
    <xsl:param name="text" as="element(TEI)"/>
    <xsl:variable name="file" as="element(fileDesc)" select="$text/teiHeader/fileDesc"/>
    <xsl:variable name="told" as="xs:string*" select="
        ($file/titleStmt/author, $file/titleStmt/editor, f:own(f:main-titles($file))[1],
          $file/publicationStmt/(publisher | authority | distributor)[1], $file/publicationStmt/date[1])
          ! normalize-space(string(.))[.]"/>
    <xsl:sequence select="
        if (f:citation($text) ne '') then f:citation($text)
        else string-join(distinct-values($told), f:label('list-separator')) || '.'"/>
  </xsl:function>

  <!-- The notes whose markers stand in the reading text: not those on what it leaves out. -->
  <xsl:function name="f:shown-notes" as="element(note)*">
    <xsl:param name="text" as="element(TEI)"/>
    <xsl:sequence select="$text/text//note[$notes][not(ancestor::note)][f:is-read(.)]"/>
  </xsl:function>

  <!-- A note's own words: in the interface's language where it has bodies in several. -->
  <xsl:function name="f:note-units" as="element(unit)*" xpath-default-namespace="">
    <xsl:param name="note" as="element()"/>
    <xsl:variable name="bodies" as="node()*"
      select="($note/ab[@xml:lang = $lang], $note/ab)[1]" xpath-default-namespace="http://www.tei-c.org/ns/1.0"/>
    <xsl:sequence select="f:units(if (exists($bodies)) then $bodies/node() else $note/node())"/>
  </xsl:function>

  <!-- Where the text that is read is not the one that was received: what the editors changed or supplied,
       what the source has that they leave out, other readings. -->
  <xsl:function name="f:changes" as="element()*">
    <xsl:param name="text" as="element(TEI)"/>
    <xsl:sequence select="$text/text//*[f:is-changed(.)][$notes][not(ancestor::note)][f:is-read(.)]"/>
  </xsl:function>

  <!-- One of them in words: its paragraph, what stands in the text, and what was done or stands elsewhere. -->
  <xsl:function name="f:change" as="xs:string">
    <xsl:param name="change" as="element()"/>
    <xsl:variable name="unit" as="element()?" select="f:unit($change)"/>
    <xsl:variable name="number" as="attribute()?" select="$change/ancestor-or-self::*[self::p or self::ab][not(ancestor::note)][1]/@n"/>
    <xsl:variable name="read" as="xs:string" select="f:words($change, true())"/>
    <xsl:sequence select="
        string-join((if ($number) then '¶' || f:digits($number) else $unit/@xml:id,
          if ($change/(self::del | self::surplus)) then () else $read[.], '(' || f:what-changed($change) || ')'), ' ')"/>
  </xsl:function>

  <!-- What stands before a note's words: where it stands, if that is the margin. -->
  <xsl:function name="f:note-label" as="xs:string">
    <xsl:param name="note" as="element(note)"/>
    <xsl:sequence select="
        if ($note/@place[matches(., 'margin|left|right|top')]) then f:label('margin') || ': ' else ''"/>
  </xsl:function>
</xsl:stylesheet>
