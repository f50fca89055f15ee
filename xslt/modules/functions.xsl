<?xml version="1.0" encoding="UTF-8"?>
<!-- In: nodes and strings of a resolved text. Out: what every format asks of them: keys for Arabic
     sorting, the record and the unit that an element belongs to, runs of another direction. Nothing here makes output. -->
<xsl:stylesheet version="3.0" expand-text="yes"
  xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:xs="http://www.w3.org/2001/XMLSchema"
  xmlns:f="https://tahqiq.example/ns/functions"
  xpath-default-namespace="http://www.tei-c.org/ns/1.0"
  exclude-result-prefixes="#all">

  <xsl:include href="languages.xsl"/>
  <xsl:include href="states.xsl"/>
  <xsl:include href="elements.xsl"/>

  <xsl:key name="record" match="standOff/*/*[@xml:id]" use="@xml:id"/>
  <xsl:key name="id" match="*[@xml:id]" use="@xml:id"/>

  <!-- What a text without a title is called: its id, which is all that there is. -->
  <xsl:function name="f:untitled" as="element(title)">
    <xsl:param name="text" as="element()"/>
    <title xmlns="http://www.tei-c.org/ns/1.0" xml:lang="und">{($text/@xml:id, $text/@n, '—')[1]}</title>
  </xsl:function>

  <!-- A key that sorts as Arabic indexes do: article, vowels, tatweel and marks ignored, carriers
       of hamza with their letter. Latin names sort without article and diacritics. -->
  <xsl:function name="f:sort-key" as="xs:string">
    <xsl:param name="name" as="xs:string"/>
    <xsl:variable name="bare" as="xs:string" select="
        replace(translate(normalize-unicode($name, 'NFD'), '-', ' '), '[\p{M}\p{P}ـʿʾ‎‏]', '')"/>
    <xsl:variable name="folded" as="xs:string"
      select="translate(lower-case(normalize-space($bare)), 'أإآٱؤئىة', 'ااااوييه')"/>
    <xsl:sequence select="replace($folded, '^(ال|al )(\S\S)', '$2')"/>
  </xsl:function>

  <!-- The key by which a record stands in its register: @sortKey where its editor gave one. People are filed
       by the name after ابن, أبو, أم and the like, as Arabic indexes do. -->
  <xsl:function name="f:sort-key-of" as="xs:string">
    <xsl:param name="record" as="element()"/>
    <xsl:param name="language" as="xs:string"/>
    <xsl:variable name="key" as="xs:string" select="f:sort-key(string(($record/@sortKey, f:name($record, $language))[1]))"/>
    <xsl:sequence select="
        if ($record/@sortKey or not($record/(self::person | self::personGrp))) then $key
        else replace($key, '^(ابن|ابنه|بن|بنت|ابو|ابي|ابا|ام|اخو|ذو|ذي|بنو|بني|ال) (ال)?(\S\S)', '$3')"/>
  </xsl:function>

  <!-- The record that a reference names, in the standOff of the same document. -->
  <xsl:function name="f:record" as="element()*">
    <xsl:param name="reference" as="element()"/>
    <xsl:sequence select="
        for $pointer in tokenize($reference/@ref)[starts-with(., '#')]
        return key('record', substring($pointer, 2), root($reference))"/>
  </xsl:function>

  <!-- The kind of a record, which is also the name of its register: persons, groups, orgs … -->
  <xsl:function name="f:kind" as="xs:string">
    <xsl:param name="record" as="element()"/>
    <xsl:sequence select="string(($record/../@type, local-name($record/..))[1])"/>
  </xsl:function>

  <!-- A record's name in a language: its main name, else a variant, else its first name at all. -->
  <xsl:function name="f:name" as="xs:string">
    <xsl:param name="record" as="element()"/>
    <xsl:param name="language" as="xs:string"/>
    <xsl:variable name="names" as="element()*" select="f:names($record)"/>
    <xsl:sequence select="
        normalize-space(string(($names[@xml:lang = $language][@type = 'main'], $names[@xml:lang = $language], $names)[1]))"/>
  </xsl:function>

  <xsl:function name="f:names" as="element()*">
    <xsl:param name="record" as="element()"/>
    <xsl:sequence select="
        $record/(persName | name | orgName | placeName | eventName | title | label)"/>
  </xsl:function>

  <!-- The citable unit that a node stands in: a numbered paragraph, else the nearest block. -->
  <xsl:function name="f:unit" as="element()?">
    <xsl:param name="node" as="node()"/>
    <xsl:sequence select="
        ($node/ancestor-or-self::*[self::p | self::ab | self::l | self::head | self::item | self::cell][not(ancestor::note)])[1]"/>
  </xsl:function>

  <!-- What points at a record and is counted as a mention of it: not a name inside a longer
       name of the same thing, nor the second of the two readings of a choice. -->
  <xsl:function name="f:is-mention" as="xs:boolean">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="
        exists(f:record($element)) and empty($element/ancestor::*[@ref = $element/@ref])
        and empty($element/ancestor::sic)"/>
  </xsl:function>

  <!-- The anchor of a mention: its unit's id and its number among the unit's mentions. It holds
       within one build; what is cited for good is the unit. -->
  <xsl:function name="f:anchor" as="xs:string">
    <xsl:param name="mention" as="element()"/>
    <xsl:variable name="unit" as="element()?" select="f:unit($mention)"/>
    <xsl:variable name="counts" as="xs:integer*" select="($mention, $unit) ! accumulator-before('pointers')"/>
    <xsl:sequence select="
        string-join((($unit/@xml:id, 'text')[1], 'm' || $counts[1] - ($counts[2], 0)[1]), '-')"/>
  </xsl:function>

  <!-- How many elements with @ref begin up to a place. -->
  <xsl:accumulator name="pointers" as="xs:integer" initial-value="0">
    <xsl:accumulator-rule match="*[@ref]" select="$value + 1"/>
  </xsl:accumulator>

  <!-- Whether two lines are the halves of one verse (bayt), as some projects write them. -->
  <xsl:function name="f:is-couplet" as="xs:boolean">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="
        exists($element/self::lg[@type = ('bayt', 'couplet', 'distich')][count(l) = 2][empty(* except (l | pb | lb))])"/>
  </xsl:function>

  <!-- The number of an item of a numbered list: its @n where that is a number, else its place. 0 of any other. -->
  <xsl:function name="f:item-number" as="xs:integer">
    <xsl:param name="item" as="element()"/>
    <xsl:variable name="told" as="xs:string" select="translate(string($item/@n), '٠١٢٣٤٥٦٧٨٩', '0123456789')"/>
    <xsl:sequence select="
        if (not(f:is-numbered($item/..)) or $item/(. | preceding-sibling::*[1])/self::label) then 0
        else if (matches($told, '^[1-9][0-9]{0,8}$')) then xs:integer($told)
        else count($item/preceding-sibling::item) + 1"/>
  </xsl:function>

  <!-- Whether a paragraph's lines stand in the middle, as its source has them. -->
  <xsl:function name="f:is-centred" as="xs:boolean">
    <xsl:param name="paragraph" as="element()"/>
    <xsl:sequence select="exists($paragraph/(@rend | @rendition | @style)[matches(., '(^|[\s#:])cent(er|re)')])"/>
  </xsl:function>

  <xsl:function name="f:is-numbered" as="xs:boolean">
    <xsl:param name="list" as="element()?"/>
    <xsl:sequence select="tokenize($list/@type || ' ' || $list/@rend) = ('ordered', 'numbered', 'decimal', 'arabic-indic')"/>
  </xsl:function>

  <!-- What a text is called: not its series, nor what a title of another kind says, where there is more. -->
  <xsl:function name="f:main-titles" as="element(title)*">
    <xsl:param name="file" as="element(fileDesc)?"/>
    <xsl:variable name="titles" as="element(title)*"
      select="$file/titleStmt/title[not(@type = ('sub', 'alt', 'short', 'desc'))][normalize-space()]"/>
    <xsl:variable name="own" as="element(title)*" select="if ($titles[not(@level = 's')]) then $titles[not(@level = 's')] else $titles"/>
    <xsl:variable name="main" as="element(title)*" select="$own[not(@type) or @type = 'main']"/>
    <xsl:sequence select="if (exists($main)) then $main else $own"/>
  </xsl:function>

  <!-- Parts of an entry of a dictionary that hold parts of it, and all elements of elements alone. -->
  <xsl:variable name="dictionary" as="xs:string" static="yes" select="' entry entryFree hom sense re form gramGrp xr '"/>
  <xsl:variable name="data" as="xs:string" static="yes" select="
      ' cit biblStruct analytic monogr series imprint address castItem person personGrp org place event birth death location'
      || ' msDesc msPart msFrag msIdentifier altIdentifier msContents msItem msItemStruct physDesc objectDesc supportDesc'
      || ' layoutDesc dimensions history additional adminInfo' || $dictionary"/>

  <!-- Whether an element stands right behind another in what a file may write without a space between, as
       data: they are words apart all the same. -->
  <xsl:function name="f:follows-data" as="xs:boolean">
    <xsl:param name="element" as="element()"/>
    <xsl:variable name="before" as="node()?" select="$element/preceding-sibling::node()[not(self::comment() | self::processing-instruction())][1]"/>
    <xsl:sequence select="
        if ($element/(self::pc | self::note[contains($dictionary, ' ' || local-name(..) || ' ')])) then false()
        else if ($before/self::*) then contains($data, ' ' || local-name($element/..) || ' ') or exists($element/self::dimensions)
        else exists($element/self::dimensions) and matches($before, '\S$')"/>
  </xsl:function>

  <!-- Where a link leads: of several pointers the first. -->
  <xsl:function name="f:address" as="xs:string">
    <xsl:param name="target" as="xs:string"/>
    <xsl:sequence select="escape-html-uri(string(tokenize($target)[1]))"/>
  </xsl:function>

  <xsl:key name="page" match="text//pb[@n]" use="'numbered'"/>

  <!-- Whether a break begins a page that is told: of several paginations, which @ed tells apart, those
       of the text's first break. -->
  <xsl:function name="f:is-page" as="xs:boolean">
    <xsl:param name="break" as="element(pb)"/>
    <xsl:sequence select="
        $break/@n and string($break/@ed) = string(key('page', 'numbered', root($break))[1]/@ed)"/>
  </xsl:function>

  <!-- Letters that run from the left: Latin, Greek, Cyrillic, without the signs × and ÷; and from the right: Hebrew, Arabic, Syriac and
       what lies between them, and the presentation forms. -->
  <xsl:variable name="left-letters" as="xs:string" static="yes" select="'A-Za-z&#xC0;-&#xD6;&#xD8;-&#xF6;&#xF8;-&#x2FF;&#x370;-&#x52F;&#x1E00;-&#x1FFF;'"/>
  <xsl:variable name="right-letters" as="xs:string" static="yes" select="'&#x590;-&#x8FF;&#xFB50;-&#xFDFF;&#xFE70;-&#xFEFC;'"/>
  <xsl:variable name="left-letter" as="xs:string" static="yes" select="'[' || $left-letters || ']'"/>
  <xsl:variable name="right-letter" as="xs:string" static="yes" select="'[' || $right-letters || ']'"/>

  <xsl:include href="runs.xsl"/>

  <!-- A run of left-to-right script in right-to-left text: words that begin with such a letter,
       with the digits and marks that belong to them (addresses, names, shelfmarks: Or. 1234/5), and with
       the numbers, leaves and years behind them (ff. 1v–59r; Leiden: Brill, 1954–1971). -->
  <xsl:variable name="latin-word" as="xs:string" static="yes" select="
      '[' || $left-letters || '](?:[' || $left-letters || '\p{Mn}0-9._:/@#=&amp;%+''’~?!;°–\-]*[' || $left-letters || '0-9/]|\+\+)?'"/>
  <xsl:variable name="latin-number" as="xs:string" static="yes" select="'[0-9](?:[' || $left-letters || '0-9/:.–\-]*[' || $left-letters || '0-9])?'"/>
  <xsl:variable name="latin-run" as="xs:string" static="yes" select="
      '(?:[@#]|[0-9.]{1,20}°(?:[0-9.]+[′″])*)?' || $latin-word || '(?:\.?[ ,]+(?:' || $latin-word || '|' || $latin-number || ')|: ' || $latin-word || ')*'"/>

  <!-- A run of right-to-left script in left-to-right text, with the marks and digits between its words,
       and with the brackets or quotation marks round some of them or all, two deep, where both are there: one
       alone would be mirrored. -->
  <xsl:variable name="arabic-word" as="xs:string" static="yes" select="'[' || $right-letters || ']+'"/>
  <xsl:variable name="between" as="xs:string" static="yes" select="'[ .:…0-9\-]'"/>
  <xsl:variable name="enclosed-words" as="xs:string" static="yes"
    select="'[(«“]' || $between || '*' || $arabic-word || '(?:' || $between || '+' || $arabic-word || ')*' || $between || '*[)»”]'"/>
  <xsl:variable name="enclosed-run" as="xs:string" static="yes" select="
      '[(«“&quot;]' || $between || '*(?:' || $arabic-word || '|' || $enclosed-words || ')(?:' || $between || '*' || $enclosed-words || '|'
      || $between || '+' || $arabic-word || ')*' || $between || '*[)»”&quot;]'"/>
  <xsl:variable name="arabic-run" as="xs:string" static="yes" select="
      '(?:' || $arabic-word || '|' || $enclosed-run || ')(?:' || $between || '*' || $enclosed-run || '|' || $between || '+' || $arabic-word || ')*'"/>

  <!-- Whether a text can hold a run of the direction foreign to its own: a quick look before the slow one. -->
  <xsl:function name="f:has-foreign" as="xs:boolean">
    <xsl:param name="text" as="xs:string"/>
    <xsl:param name="own" as="xs:string"/>
    <!-- An expression that is known beforehand is compiled once (SaxonC 13.1). -->
    <xsl:sequence select="if ($own = 'ltr') then matches($text, $right-letter) else matches($text, $left-letter)"/>
  </xsl:function>

  <!-- Notes are numbered through the text; an entry declares use-accumulators on its first mode. -->
  <xsl:accumulator name="notes" as="xs:integer" initial-value="0">
    <xsl:accumulator-rule match="text//note[f:is-numbered-note(.)]" select="$value + 1"/>
  </xsl:accumulator>

  <!-- Whether a note has a number: not one within another, nor one on a reading that neither state of the text
       has, which is told with the reading. -->
  <xsl:function name="f:is-numbered-note" as="xs:boolean">
    <xsl:param name="note" as="element(note)"/>
    <xsl:sequence select="
        empty($note/ancestor::note)
        and (every $variant in $note/ancestor::*[self::lem or self::rdg] satisfies f:is-taken($variant, true()) or f:is-taken($variant, false()))"/>
  </xsl:function>

  <xsl:function name="f:note-number" as="xs:integer">
    <xsl:param name="note" as="element(note)"/>
    <xsl:sequence select="$note/accumulator-before('notes')"/>
  </xsl:function>
</xsl:stylesheet>
