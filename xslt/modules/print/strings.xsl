<?xml version="1.0" encoding="UTF-8"?>
<!-- In: strings, and the direction of the text that they stand in. Out: literals and content of Typst: runs of
     the other direction isolated, numbers in boxes. -->
<xsl:stylesheet version="3.0" expand-text="yes"
  xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:xs="http://www.w3.org/2001/XMLSchema"
  xmlns:f="https://tahqiq.example/ns/functions"
  exclude-result-prefixes="#all">

  <!-- A string as a literal of Typst. -->
  <xsl:function name="f:string" as="xs:string">
    <xsl:param name="text" as="xs:string"/>
    <xsl:variable name="bare" as="xs:string" select="normalize-space($text)"/>
    <xsl:sequence select="'&quot;' || f:leading($text) || f:escaped($bare) || f:trailing($text) || '&quot;'"/>
  </xsl:function>

  <!-- A string as content of Typst. White space at its ends stands outside of the literal, as Typst's own:
       of what stands there before or behind it, a line end or another element's, one space is set. -->
  <xsl:function name="f:spaced" as="xs:string">
    <xsl:param name="text" as="xs:string"/>
    <xsl:variable name="bare" as="xs:string" select="normalize-space($text)"/>
    <xsl:sequence select="
        if ($bare eq '') then f:leading($text)
        else f:leading($text) || '#&quot;' || f:before-kaf(f:with-marks(f:escaped($bare))) || '&quot;;' || f:trailing($text)"/>
  </xsl:function>

  <!-- Signs of pause, as in the Quran, that are written behind a space stand over the end of their word: on a
       space Amiri sets them into the line above, and a line might begin with one. -->
  <xsl:variable name="parted-mark" as="xs:string" static="yes" select="' ([&#x6D6;-&#x6DC;&#x6DF;-&#x6E4;&#x6E7;&#x6E8;&#x6EA;-&#x6ED;])'"/>

  <xsl:function name="f:with-marks" as="xs:string">
    <xsl:param name="text" as="xs:string"/>
    <xsl:sequence select="if (matches($text, $parted-mark)) then replace($text, $parted-mark, '$1') else $text"/>
  </xsl:function>

  <!-- Where Amiri draws ك nearer to the word before it, what it does there stands in the line: see kaf in
       assets/book/measures.typ. Expressions look at what touches each ك alone (Saxon 13.1). -->
  <xsl:function name="f:before-kaf" as="xs:string">
    <xsl:param name="literal" as="xs:string"/>
    <xsl:sequence select="if (contains($literal, ' ك')) then f:with-kaf('', $literal) else $literal"/>
  </xsl:function>

  <xsl:function name="f:with-kaf" as="xs:string">
    <xsl:param name="made" as="xs:string"/>
    <xsl:param name="rest" as="xs:string"/>
    <xsl:variable name="before" as="xs:string" select="substring-before($rest, ' ك')"/>
    <xsl:variable name="after" as="xs:string" select="substring-after($rest, ' ك')"/>
    <xsl:variable name="is-near" as="xs:boolean" select="
        matches(substring($before, string-length($before) - 3), '[هة]\p{Mn}*$')
        and matches(substring($after, 1, 4), '^\p{Mn}*[آأؤإئابةتثدذرزسشصضطظعغفقكلمنهوىي]')"/>
    <xsl:sequence select="
        if (not(contains($rest, ' ك'))) then $made || $rest
        else f:with-kaf($made || $before || ' ' || (if ($is-near) then '&quot;;#kaf;#&quot;' else '') || 'ك', $after)"/>
  </xsl:function>

  <!-- What white space a string begins and ends with, as one space; that of a string of nothing else it
       begins with. No expression runs over the string: for '\s+$' in a long paragraph Saxon (13.1)
       takes a hundred times as long as for normalize-space. -->
  <xsl:function name="f:leading" as="xs:string">
    <xsl:param name="text" as="xs:string"/>
    <xsl:sequence select="if (matches(substring($text, 1, 1), '\s')) then ' ' else ''"/>
  </xsl:function>

  <xsl:function name="f:trailing" as="xs:string">
    <xsl:param name="text" as="xs:string"/>
    <xsl:sequence select="
        if (matches(substring($text, string-length($text)), '\s') and normalize-space($text) ne '') then ' ' else ''"/>
  </xsl:function>

  <xsl:function name="f:escaped" as="xs:string">
    <xsl:param name="text" as="xs:string"/>
    <xsl:sequence select="
        if (contains($text, '\') or contains($text, '&quot;')) then replace($text, '([\\&quot;])', '\\$1') else $text"/>
  </xsl:function>

  <!-- A date by ISO 8601 reads from the left, and after an Arabic letter its parts would be set in
       reverse (UAX 9, W2: its digits become Arabic numbers, which the hyphen parts). Other numbers that a
       hyphen joins, as the years 1835-1858, are those of an Arabic line, and no date is a part of one. What may
       stand before the mark that makes a run has a bound: else each digit of many is gone on from to their end. -->
  <xsl:variable name="iso-date" as="xs:string" static="yes" select="'[0-9]{4}-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12][0-9]|3[01]))?'"/>
  <xsl:variable name="joined-numbers" as="xs:string" static="yes" select="'[0-9]{4,20}-[0-9]{2,}(?:-[0-9]+)*'"/>

  <!-- A string as content, its numbers in boxes where its letters run from the right: a paragraph of one
       direction is set in six sevenths of the time, since Typst (0.15) orders the whole of any other anew
       for each line that it tries. A number within a date or a shelfmark is left where its neighbours are. -->
  <xsl:function name="f:boxed" as="xs:string">
    <xsl:param name="text" as="xs:string"/>
    <xsl:param name="base" as="xs:string"/>
    <xsl:param name="ends" as="xs:boolean"/>
    <xsl:variable name="flat" as="xs:string" select="translate($text, '0123456789٠١٢٣٤٥٦٧٨٩', '00000000000000000000')"/>
    <xsl:sequence select="
        if ($base = 'rtl' and contains($flat, '0')) then f:with-boxes('', '', $text, $flat, $ends) else f:spaced($text)"/>
  </xsl:function>

  <!-- What was made, and the rest of a text from what was kept of it on; flat is the text with 0 for each
       digit. Expressions look at a few letters round each number: over the whole of a paragraph they take
       longer than all else that is done with it (Saxon 13.1). -->
  <xsl:function name="f:with-boxes" as="xs:string">
    <xsl:param name="made" as="xs:string"/>
    <xsl:param name="kept" as="xs:string"/>
    <xsl:param name="text" as="xs:string"/>
    <xsl:param name="flat" as="xs:string"/>
    <xsl:param name="ends" as="xs:boolean"/>
    <xsl:variable name="at" as="xs:integer" select="string-length(substring-before($flat, '0'))"/>
    <xsl:variable name="high" as="xs:integer" select="string-length(replace(substring($flat, $at + 1, 20), '[^0].*$', '', 's'))"/>
    <xsl:variable name="before" as="xs:string" select="$kept || substring($text, 1, $at)"/>
    <xsl:variable name="number" as="xs:string" select="substring($text, $at + 1, $high)"/>
    <xsl:variable name="after" as="xs:string" select="substring($text, $at + $high + 1)"/>
    <xsl:variable name="rest" as="xs:string" select="substring($flat, $at + $high + 1)"/>
    <xsl:sequence select="
        if (not(contains($flat, '0'))) then $made || f:spaced($kept || $text)
        else if (f:is-word($before, substring($after, 1, 4), $ends))
        then f:with-boxes($made || f:spaced($before) || '#box(&quot;' || $number || '&quot;);', '', $after, $rest, $ends)
        else f:with-boxes($made, $before || $number, $after, $rest, $ends)"/>
  </xsl:function>

  <!-- Whether a number between two strings is a word, with the marks that touch it; at the end of a text only
       where its end is that of a word. -->
  <xsl:function name="f:is-word" as="xs:boolean">
    <xsl:param name="before" as="xs:string"/>
    <xsl:param name="after" as="xs:string"/>
    <xsl:param name="ends" as="xs:boolean"/>
    <xsl:sequence select="
        matches(substring($before, string-length($before) - 1), '\s[(«]?$')
        and matches($after, if ($ends) then '^[)»،؛.:؟!]{0,2}(\s|$)' else '^[)»،؛.:؟!]{0,2}\s')"/>
  </xsl:function>

  <!-- A string as content, with each run foreign to a direction isolated. -->
  <xsl:function name="f:runs" as="xs:string">
    <xsl:param name="text" as="xs:string"/>
    <xsl:param name="base" as="xs:string"/>
    <xsl:sequence select="f:runs($text, $base, false())"/>
  </xsl:function>

  <!-- The same of a string of which is told whether what follows it in the line is no part of its last word. -->
  <xsl:function name="f:runs" as="xs:string">
    <xsl:param name="text" as="xs:string"/>
    <xsl:param name="base" as="xs:string"/>
    <xsl:param name="ends" as="xs:boolean"/>
    <xsl:sequence select="f:runs($text, $base, $ends, 'isolate')"/>
  </xsl:function>

  <!-- The same of a string whose foreign runs are to be told from the line so: as isolates, or as embedded. -->
  <xsl:function name="f:runs" as="xs:string">
    <xsl:param name="text" as="xs:string"/>
    <xsl:param name="base" as="xs:string"/>
    <xsl:param name="ends" as="xs:boolean"/>
    <xsl:param name="told" as="xs:string"/>
    <xsl:choose>
      <xsl:when test="$base = 'ltr' and matches($text, '\S{40}')">
        <xsl:sequence select="f:leading($text) || '#breakable(' || f:string(normalize-space($text)) || ');' || f:trailing($text)"/>
      </xsl:when>
      <xsl:when test="not(f:has-foreign($text, $base) or ($base = 'rtl' and contains($text, '-') and matches($text, $iso-date)))">
        <xsl:sequence select="f:boxed($text, $base, $ends)"/>
      </xsl:when>
      <!-- An expression that is known beforehand is compiled once (SaxonC 13.1). -->
      <xsl:when test="$base = 'rtl'">
        <xsl:value-of separator="">
          <xsl:analyze-string select="$text" regex="{$joined-numbers}|{$latin-run}">
            <xsl:matching-substring>{if (f:is-year-or-number(.)) then f:spaced(.) else '#' || $told || '-ltr(' || f:string(.) || ');'}</xsl:matching-substring>
            <xsl:non-matching-substring>{f:boxed(., $base, false())}</xsl:non-matching-substring>
          </xsl:analyze-string>
        </xsl:value-of>
      </xsl:when>
      <xsl:otherwise>
        <xsl:value-of separator="">
          <xsl:analyze-string select="$text" regex="{$arabic-run}">
            <xsl:matching-substring>#{$told}-rtl({f:string(.)});</xsl:matching-substring>
            <xsl:non-matching-substring>{f:boxed(., $base, false())}</xsl:non-matching-substring>
          </xsl:analyze-string>
        </xsl:value-of>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:function>

  <!-- Whether a run is numbers that a hyphen joins, and no date. -->
  <xsl:function name="f:is-year-or-number" as="xs:boolean">
    <xsl:param name="run" as="xs:string"/>
    <xsl:sequence select="matches($run, '^' || $joined-numbers || '$') and not(matches($run, '^' || $iso-date || '$'))"/>
  </xsl:function>
</xsl:stylesheet>
