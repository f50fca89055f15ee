<?xml version="1.0" encoding="UTF-8"?>
<!-- In: the units of a text. Out: lines of OpenITI mARkdown (the scheme's documentation: magic value,
     #META#, ### |, #, %~%, PageV##P### at the end of its page, ### |EDITOR|). What the scheme has no
     tag for stands as text. -->
<xsl:stylesheet version="3.0" expand-text="yes"
  xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:xs="http://www.w3.org/2001/XMLSchema"
  xmlns:f="https://tahqiq.example/ns/functions"
  xmlns:m="https://tahqiq.example/ns/modes"
  xpath-default-namespace="http://www.tei-c.org/ns/1.0"
  exclude-result-prefixes="#all">

  <xsl:variable name="untouched" as="xs:string" select="'PageV\d+P\d+|\[\d+\]'"/>
  <!-- U+E000 ends a tag until its place is found: a digit of the text may follow. Pictures stand apart as pages do. -->
  <xsl:variable name="page-mark" as="xs:string" select="'(?:PageV\d+P\d+&#xE000;|\[[^\[\]\s]*&#160;[^\[\]]*\])'"/>

  <xsl:function name="f:lines" as="xs:string*">
    <xsl:param name="text" as="element(TEI)"/>
    <xsl:variable name="last" as="xs:string?" select="$text/text/accumulator-after('page')[last()]"/>
    <xsl:sequence select="f:head($text)"/>
    <xsl:for-each select="f:catalogued($text)">
      <xsl:sequence select="
          f:line('record', ., not(@heads = 'true'), if (@heads = 'true') then '### | ' else '# ', '~~', f:labelled(.) || .)" xpath-default-namespace=""/>
    </xsl:for-each>
    <xsl:for-each select="f:units($text/text)">
      <xsl:sequence select="f:openiti-line(.)"/>
    </xsl:for-each>
    <xsl:if test="$pages and $last">
      <xsl:sequence select="f:line('page', ($text/text//pb[f:is-page(.)])[last()], false(), '', '', f:page-tag($last, $text))"/>
    </xsl:if>
    <xsl:sequence select="f:notes($text)"/>
  </xsl:function>

  <xsl:function name="f:head" as="xs:string*">
    <xsl:param name="text" as="element(TEI)"/>
    <xsl:variable name="file" as="element(fileDesc)" select="$text/teiHeader/fileDesc"/>
    <xsl:variable name="titles" as="element(title)*" select="f:titles($text)"/>
    <xsl:sequence select="
        f:line('header', (), false(), '', '', '######OpenITI#'), f:blank(),
        f:meta('000.SortField', $text/@xml:id, $text),
        f:meta('010.AuthorNAME', $file/titleStmt/author, $text),
        f:meta('020.BookTITLE', $titles[1], $text),
        f:meta('020.BookTITLESUB', tail($titles), $text),
        f:meta('025.BookLANG', f:lang(($text/text, $text)[1]), $text),
        f:meta('040.EdEDITOR', ($file/titleStmt/editor, $file/titleStmt/respStmt/(orgName | persName | name)), $text),
        f:meta('041.EdNUMBER', $file/editionStmt/edition[1]/@n, $text),
        f:meta('043.EdPUBLISHER', $file/publicationStmt/(publisher | authority | distributor), $text),
        f:meta('045.EdYEAR', $file/publicationStmt/date[1]/@when, $text),
        f:meta('090.RecMISC', f:label('cite') || ': ' || f:self-citation($text), $text),
        for $rights in f:rights($text) return f:meta('999.MiscINFO', $rights, $rights),
        f:blank(), f:line('header', (), false(), '', '', '#META#Header#End#'), f:blank()"/>
  </xsl:function>

  <!-- A field of the head: NODATA where the TEI has none. -->
  <xsl:function name="f:meta" as="xs:string">
    <xsl:param name="key" as="xs:string"/>
    <xsl:param name="values" as="item()*"/>
    <xsl:param name="place" as="element()"/>
    <xsl:variable name="told" as="xs:string*" select="distinct-values($values ! normalize-space(string(.))[.])"/>
    <xsl:sequence select="
        f:line('header', $place, false(), '#META# ' || $key || ' :: ', '', if (exists($told)) then string-join($told, ' | ') else 'NODATA')"/>
  </xsl:function>

  <xsl:function name="f:openiti-line" as="xs:string" xpath-default-namespace="">
    <xsl:param name="unit" as="element(unit)"/>
    <xsl:variable name="number" as="xs:string" select="
        if ($numbers and $unit/@n ne '' and f:begins-block($unit)) then '¶' || f:digits($unit/@n) || ' ' else ''"/>
    <xsl:choose>
      <xsl:when test="$unit/@part = 'head'">
        <xsl:sequence select="
            f:line('head', $unit, false(), '### ' || string-join((1 to min((5, max((1, xs:integer($unit/@level)))))) ! '|') || ' ', '', string($unit))"/>
      </xsl:when>
      <xsl:when test="$unit/@part = 'page'">
        <xsl:sequence select="f:line('page', $unit, false(), '', '', string($unit))"/>
      </xsl:when>
      <xsl:when test="$unit/@part = 'verse'">
        <xsl:sequence select="
            f:line('verse', $unit, false(), '# ', '', string($unit), if (contains($unit, '%~%')) then '' else ' %~%')"/>
      </xsl:when>
      <xsl:otherwise>
        <xsl:sequence select="
            f:line($unit/@part, $unit, true(), '# ' || f:bullet($unit) || $number, '~~', string($unit))"/>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:function>

  <!-- The markers of the items that a unit begins; the scheme knows no indentation. -->
  <xsl:function name="f:bullet" as="xs:string" xpath-default-namespace="">
    <xsl:param name="unit" as="element()"/>
    <xsl:sequence select="
        replace(f:markers($unit, '-', function($number, $run) { f:digits($number) || '.' }), '^ +', '')"/>
  </xsl:function>

  <!-- The notes are the editors', and a section of theirs. -->
  <xsl:function name="f:notes" as="xs:string*">
    <xsl:param name="text" as="element(TEI)"/>
    <xsl:variable name="told" as="element(note)*" select="f:shown-notes($text)"/>
    <xsl:variable name="changes" as="element()*" select="f:changes($text)"/>
    <xsl:if test="exists($told) or exists($changes)">
      <xsl:sequence select="f:line('header', (), false(), '', '', '### |EDITOR|')"/>
    </xsl:if>
    <xsl:for-each select="$told">
      <xsl:variable name="note" as="element(note)" select="."/>
      <xsl:variable name="label" as="xs:string" select="f:mark-note(f:note-number(.)) || ' ' || f:note-label(.)"/>
      <xsl:variable name="units" as="element()*" select="f:note-units(.)"/>
      <xsl:if test="empty($units)">
        <xsl:sequence select="f:line('note', $note, true(), '# ' || $label, '~~', '')"/>
      </xsl:if>
      <xsl:for-each select="$units">
        <xsl:sequence select="
            f:note-line($note, ., '# ' || (if (position() = 1) then $label else '') || f:bullet(.), '~~', '')"/>
      </xsl:for-each>
    </xsl:for-each>
    <xsl:for-each select="$changes">
      <xsl:sequence select="f:line('change', ., true(), '# ', '~~', f:change(.))"/>
    </xsl:for-each>
  </xsl:function>

  <xsl:function name="f:written" as="xs:string">
    <xsl:param name="text" as="xs:string"/>
    <xsl:param name="parent" as="element()"/>
    <xsl:sequence select="$text"/>
  </xsl:function>

  <xsl:function name="f:mark-note" as="xs:string">
    <xsl:param name="number" as="xs:integer"/>
    <xsl:sequence select="'[' || $number || ']'"/>
  </xsl:function>

  <!-- The tag of the page that ends here; nothing where no page had begun. -->
  <xsl:function name="f:mark-page" as="xs:string">
    <xsl:param name="break" as="element(pb)"/>
    <xsl:variable name="known" as="xs:string*" select="$break/accumulator-before('page')"/>
    <xsl:sequence select="if (count($known) gt 1) then f:page-tag($known[last() - 1], $break) || '&#xE000;' else ''"/>
  </xsl:function>

  <!-- The scheme has no tag for a line. -->
  <xsl:function name="f:mark-line" as="node()">
    <xsl:param name="break" as="element(lb)"/>
    <xsl:value-of select="''"/>
  </xsl:function>

  <!-- PageV##P###: the volume is that of the source where its header tells one number; a page
       without a number is 000. -->
  <xsl:function name="f:page-tag" as="xs:string">
    <xsl:param name="number" as="xs:string"/>
    <xsl:param name="place" as="element()"/>
    <xsl:variable name="western" as="xs:string" select="translate($number, '٠١٢٣٤٥٦٧٨٩', '0123456789')"/>
    <xsl:variable name="page" as="xs:integer" select="if (matches($western, '^\d{1,6}$')) then xs:integer($western) else 0"/>
    <xsl:variable name="volume" as="xs:string?"
      select="root($place)//sourceDesc//biblScope[@unit = 'volume'] ! (@n, @from, .) ! normalize-space(.)[matches(., '^\d{1,3}$')] => head()"/>
    <xsl:sequence select="'PageV' || format-integer(xs:integer(($volume, '1')[1]), '00') || 'P' || format-integer($page, '000')"/>
  </xsl:function>

  <xsl:function name="f:mark-picture" as="item()">
    <xsl:param name="picture" as="element()"/>
    <xsl:value-of select="f:picture($picture)"/>
  </xsl:function>

  <xsl:function name="f:mark-unclear" as="xs:string">
    <xsl:sequence select="'[؟]'"/>
  </xsl:function>

  <xsl:function name="f:mark-gap" as="xs:string">
    <xsl:sequence select="'[…]'"/>
  </xsl:function>

  <xsl:function name="f:mark-hemistich" as="xs:string">
    <xsl:param name="break" as="element()"/>
    <xsl:sequence select="' %~% '"/>
  </xsl:function>
</xsl:stylesheet>
