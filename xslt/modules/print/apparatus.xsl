<?xml version="1.0" encoding="UTF-8"?>
<!-- In: what the editors changed or hold of a passage. Out: a letter in the text and its entry at the
     foot of the page, which is a stream of its own: numbered notes are the editors' explanations and
     have the same numbers in every format. -->
<xsl:stylesheet version="3.0" expand-text="yes"
  xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:xs="http://www.w3.org/2001/XMLSchema"
  xmlns:f="https://tahqiq.example/ns/functions"
  xmlns:m="https://tahqiq.example/ns/modes"
  xpath-default-namespace="http://www.tei-c.org/ns/1.0"
  exclude-result-prefixes="#all">

  <xsl:include href="words.xsl"/>

  <!-- Letters run through a text, so that no two on a page are the same. A letter stands behind what it is of,
       and so behind those within. -->
  <xsl:accumulator name="letters" as="xs:integer" initial-value="0">
    <xsl:accumulator-rule match="*[f:is-reading(.)]" phase="end" select="$value + 1"/>
  </xsl:accumulator>

  <!-- What stands at the foot of a page has a number of its own, by which assets/book knows it again. -->
  <xsl:accumulator name="feet" as="xs:integer" initial-value="0">
    <xsl:accumulator-rule match="note" select="$value + 1"/>
    <xsl:accumulator-rule match="*[f:is-reading(.)]" phase="end" select="$value + 1"/>
  </xsl:accumulator>

  <xsl:mode name="m:reading" on-no-match="fail" on-multiple-match="fail"/>

  <!-- Whether an element has an entry: what the editors or the scribe changed, what other witnesses have, or
       what a speaker denies. -->
  <xsl:function name="f:is-reading" as="xs:boolean">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="
        (f:is-changed($element) or exists($element/self::said[tokenize(@ana) = '#denied']))
        and empty($element/ancestor::note) and f:is-read($element) and exists($element/ancestor::text)"/>
  </xsl:function>

  <!-- The letters of the entries that end with a line or paragraph. -->
  <xsl:function name="f:entries-ended" as="xs:string">
    <xsl:param name="line" as="element()"/>
    <xsl:value-of select="f:ended-with($line)[f:is-reading(.)] ! f:lettered-entry(.)" separator=""/>
  </xsl:function>

  <!-- The outermost block that a node stands in; nothing outside of the text. -->
  <xsl:function name="f:block" as="element()?">
    <xsl:param name="node" as="node()"/>
    <xsl:sequence select="($node/ancestor::*[ancestor::text][not(contains($flowing, ' ' || local-name() || ' '))])[1]"/>
  </xsl:function>

  <!-- Numbers as letters: in Arabic by the order of abjad, the fifth with a stroke behind it as is the custom;
       behind its twenty-eight each is doubled, and then they begin anew. So no foot has two of one letter
       unless it has more than fifty-six entries. -->
  <xsl:function name="f:lettered" as="xs:string">
    <xsl:param name="number" as="xs:integer"/>
    <xsl:variable name="abjad" as="xs:string" select="'أبجدهوزحطيكلمنسعفصقرشتثخذضظغ'"/>
    <xsl:variable name="letter" as="xs:string" select="substring($abjad, ($number - 1) mod 28 + 1, 1)"/>
    <xsl:choose>
      <xsl:when test="$direction = 'ltr'">{format-integer($number, 'a')}</xsl:when>
      <xsl:when test="($number - 1) mod 56 ge 28">{$letter}{$letter}</xsl:when>
      <xsl:when test="$letter = 'ه'">هـ</xsl:when>
      <xsl:otherwise>{$letter}</xsl:otherwise>
    </xsl:choose>
  </xsl:function>

  <!-- The number of a note, the same in every format; each text of a volume begins anew. -->
  <xsl:function name="f:number-in-text" as="xs:integer">
    <xsl:param name="note" as="element(note)"/>
    <xsl:sequence select="f:note-number($note) - $note/ancestor::TEI[1]/accumulator-before('notes')"/>
  </xsl:function>

  <!-- What stands before a note's content so that the outline does not name it with its heading. -->
  <xsl:function name="f:unnamed" as="xs:string">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="if ($element/ancestor::head) then 'context ' else ''"/>
  </xsl:function>

  <!-- A note that stands between a paragraph and the next block has its number at the end of the paragraph. -->
  <xsl:template match="note[f:is-behind(.)]" mode="m:print" priority="4" as="text()*">
    <xsl:param name="behind" as="xs:boolean" select="false()"/>
    <xsl:if test="$behind">
      <xsl:next-match/>
    </xsl:if>
  </xsl:template>

  <xsl:function name="f:notes-behind" as="element(note)*">
    <xsl:param name="paragraph" as="element()?"/>
    <xsl:sequence select="
        $paragraph/following-sibling::node()[self::* or normalize-space()][1]/self::note[f:is-behind(.)] ! (., f:notes-behind(.))"/>
  </xsl:function>

  <xsl:function name="f:is-behind" as="xs:boolean">
    <xsl:param name="note" as="element(note)"/>
    <xsl:variable name="before" as="node()?" select="
        if ($facing or $parallel or $note/@place = 'inline' or not(contains($flowing, ' ' || local-name($note/..) || ' '))) then ()
        else $note/preceding-sibling::node()[self::* or normalize-space()][1]"/>
    <xsl:sequence select="exists($before/(self::p | self::ab)) or exists($before/self::note[f:is-behind(.)])"/>
  </xsl:function>

  <!-- The letter in the text with its entry, in the language of the interface. -->
  <xsl:template match="*[f:is-reading(.)][empty(f:last-line(.))]" mode="m:print" priority="5" as="text()*">
    <xsl:next-match/>
    <xsl:text>{if (exists(f:rest-of-word(.))) then '' else if (exists(f:block(.))) then f:behind(., f:lettered-entry(.)) else f:entry-alone(.)}</xsl:text>
  </xsl:template>

  <!-- An entry on something between blocks that has no line of its own, as an omitted paragraph: its letter stands alone. -->
  <xsl:function name="f:entry-alone" as="xs:string">
    <xsl:param name="element" as="element()"/>
    <xsl:variable name="foot" as="xs:integer" select="$element/accumulator-after('feet')"/>
    <xsl:sequence select="'#noted(' || $foot || ', ' || $foot || ')[#line-block[' || f:lettered-entry($element) || ']]&#10;'"/>
  </xsl:function>

  <!-- An entry of a list of entries is told where it stands, and with it the notes on it. -->
  <xsl:template match="app[f:is-listed(.)]" mode="m:print" priority="6" as="text()*">
    <xsl:variable name="listed" as="xs:boolean" select="exists(parent::listApp)"/>
    <xsl:text>{if ($listed) then '#list-item(none)[' else ''}#text(lang: {f:string($lang)}, dir: {$direction})[{f:runs(f:siglum-apart(f:listed-entry(.)), $direction)}];</xsl:text>
    <xsl:apply-templates select="note" mode="m:print"/>
    <xsl:text>{if ($listed) then ']&#10;' else ' '}</xsl:text>
  </xsl:template>

  <xsl:template match="app[f:is-listed(.)]" mode="m:diplomatic" priority="6"/>

  <xsl:function name="f:lettered-entry" as="xs:string">
    <xsl:param name="element" as="element()"/>
    <xsl:variable name="entry" as="xs:string">
      <xsl:apply-templates select="$element" mode="m:reading"/>
    </xsl:variable>
    <xsl:variable name="number" as="xs:integer"
      select="$element/accumulator-after('letters') - $element/ancestor::TEI[1]/accumulator-before('letters')"/>
    <xsl:sequence select="
        concat('#intervention(', f:string(string($element/accumulator-after('feet'))), ', ', string-length(normalize-space($entry)), ', ',
          f:string(f:lettered($number)), ', ', f:unnamed($element), '[#set text(lang: ', f:string($lang), ', dir: ', $direction,
          ');#h(0.35em);#in-interface[', f:runs(f:siglum-apart($entry), $direction), ']]);')"/>
  </xsl:function>

  <!-- In an apparatus that reads from the left a mark parts an Arabic siglum from the Arabic words behind it,
       so that they are two runs. -->
  <xsl:function name="f:siglum-apart" as="xs:string">
    <xsl:param name="entry" as="xs:string"/>
    <xsl:sequence select="if ($direction = 'ltr') then replace($entry, ': «', ':&#x200E; «') else $entry"/>
  </xsl:function>

  <!-- The letter of what was struck out and replaced stands behind what replaces it. -->
  <xsl:template match="subst" mode="m:print" priority="1" as="text()*">
    <xsl:apply-templates select="node() except del" mode="m:print"/>
    <xsl:apply-templates select="del" mode="m:print"/>
  </xsl:template>

  <!-- Whether an element begins or ends within a word. -->
  <xsl:function name="f:is-part" as="xs:boolean">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="
        exists(f:rest-of-word($element)) or matches(f:first-text($element), '^[\p{L}\p{M}]') and f:follows-letter($element)"/>
  </xsl:function>

  <!-- Whether an element stands right behind a letter: what stands before it as its sibling tells, if anything. -->
  <xsl:function name="f:follows-letter" as="xs:boolean">
    <xsl:param name="element" as="element()"/>
    <xsl:variable name="sibling" as="text()?" select="$element/preceding-sibling::node()[1]/self::text()"/>
    <xsl:variable name="before" as="xs:string" select="if (exists($sibling)) then string($sibling) else f:text-before($element)"/>
    <xsl:sequence select="matches(substring($before, string-length($before)), '[\p{L}\p{M}]')"/>
  </xsl:function>

  <!-- What was changed, in the words of every format. The letter stands behind what the entry is about: of
       more than one word the first and the last are told, in brackets, and of a part of a word its letters. -->
  <xsl:template match="*" mode="m:reading" as="xs:string">
    <xsl:variable name="about" as="xs:string" select="if (self::app | self::add | self::supplied) then f:about(.) else ''"/>
    <xsl:sequence select="(if (contains($about, ' ') or $about ne '' and f:is-part(.)) then '[' || $about || '] ' else '') || f:what-changed(.)"/>
  </xsl:template>

  <!-- What a speaker denies must not be read as what the speaker says. -->
  <xsl:template match="said" mode="m:reading" as="xs:string">
    <xsl:variable name="names" as="xs:string*" select="
        tokenize(@who)[starts-with(., '#')] ! key('record', substring(., 2), root(current())) ! f:name(., $lang)"/>
    <xsl:sequence select="f:label('denied-by', map { 'who': string-join($names, f:label('list-separator')) })"/>
  </xsl:template>
</xsl:stylesheet>
