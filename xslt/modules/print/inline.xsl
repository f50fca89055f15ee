<?xml version="1.0" encoding="UTF-8"?>
<!-- In: text nodes and phrases. Out: string literals of Typst; runs of a foreign direction isolated,
     notes and interventions as footnotes, mentions marked for the register. -->
<xsl:stylesheet version="3.0" expand-text="yes"
  xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:xs="http://www.w3.org/2001/XMLSchema"
  xmlns:f="https://tahqiq.example/ns/functions"
  xmlns:m="https://tahqiq.example/ns/modes"
  xmlns:t="https://tahqiq.example/ns/templates"
  xpath-default-namespace="http://www.tei-c.org/ns/1.0"
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
        else f:leading($text) || '#&quot;' || f:before-kaf(f:escaped($bare)) || '&quot;;' || f:trailing($text)"/>
  </xsl:function>

  <!-- Where a font draws ك nearer to the word before it, what it does there stands in the line: see
       kaf in assets/book/measures.typ. -->
  <xsl:function name="f:before-kaf" as="xs:string">
    <xsl:param name="literal" as="xs:string"/>
    <xsl:sequence select="
        if (contains($literal, ' ك'))
        then replace($literal, '([هة]\p{Mn}* )(ك\p{Mn}*[آأؤإئابةتثدذرزسشصضطظعغفقكلمنهوىي])', '$1&quot;;#kaf;#&quot;$2')
        else $literal"/>
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
       reverse (UAX 9, W2: its digits become Arabic numbers, which the hyphen parts). -->
  <xsl:variable name="iso-date" as="xs:string" select="'[0-9]{4}-[0-9]{2}(?:-[0-9]{2})?'"/>

  <!-- A number that is a word, with the marks that touch it, and at the end of a string whose end is known. -->
  <xsl:variable name="number" as="xs:string" static="yes" select="'(\s[(«]?)([0-9٠-٩]+)([)»،؛]?\s)'"/>
  <xsl:variable name="last-number" as="xs:string" static="yes" select="$number || '|(\s[(«]?)([0-9٠-٩]+)([)».]{0,2})$'"/>

  <!-- A string as content, its numbers in boxes where its letters run from the right: a paragraph of one
       direction is set in four fifths of the time, since Typst (0.15) orders the whole of any other anew
       for each line that it tries. A number within a date or a shelfmark is left where its neighbours are. -->
  <xsl:function name="f:boxed" as="xs:string">
    <xsl:param name="text" as="xs:string"/>
    <xsl:param name="base" as="xs:string"/>
    <xsl:param name="ends" as="xs:boolean"/>
    <xsl:choose>
      <xsl:when test="$base = 'rtl' and translate($text, '0123456789٠١٢٣٤٥٦٧٨٩', '') ne $text">
        <xsl:value-of separator="">
          <xsl:analyze-string select="$text" regex="{if ($ends) then $last-number else $number}">
            <xsl:matching-substring>{f:spaced(regex-group(1) || regex-group(4))}#box({f:string(regex-group(2) || regex-group(5))});{f:spaced(regex-group(3) || regex-group(6))}</xsl:matching-substring>
            <xsl:non-matching-substring>{f:spaced(.)}</xsl:non-matching-substring>
          </xsl:analyze-string>
        </xsl:value-of>
      </xsl:when>
      <xsl:otherwise>
        <xsl:sequence select="f:spaced($text)"/>
      </xsl:otherwise>
    </xsl:choose>
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
    <xsl:choose>
      <xsl:when test="not(f:has-foreign($text, $base) or ($base = 'rtl' and contains($text, '-') and matches($text, $iso-date)))">
        <xsl:sequence select="f:boxed($text, $base, $ends)"/>
      </xsl:when>
      <xsl:otherwise>
        <xsl:value-of separator="">
          <xsl:analyze-string select="$text" regex="{if ($base = 'rtl') then $iso-date || '|' || $latin-run else $arabic-run}">
            <xsl:matching-substring>#isolate-{if ($base = 'rtl') then 'ltr' else 'rtl'}({f:string(.)});</xsl:matching-substring>
            <xsl:non-matching-substring>{f:boxed(., $base, false())}</xsl:non-matching-substring>
          </xsl:analyze-string>
        </xsl:value-of>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:function>

  <xsl:template match="text()" mode="m:print m:diplomatic" as="text()">
    <xsl:value-of select="
        f:runs(., f:direction(f:lang(.)), if (following-sibling::node()) then exists(following-sibling::node()[1]/self::note)
          else exists(parent::p | parent::ab | parent::head | parent::note))"/>
  </xsl:template>

  <xsl:template match="(TEI | text | group | front | body | back | div | div1 | div2 | div3 | div4 | div5 | div6 | div7 | lg
    | list | listBibl | listPerson | listOrg | listPlace | listEvent | table | row | figure | floatingText | titlePage | sp
    | castList | castGroup | choice | app | rdgGrp
    | subst | set | prologue | epilogue | performance)/text()[normalize-space() = '']"
    mode="m:print m:diplomatic" priority="1"/>

  <xsl:template match="emph | foreign | mentioned | term | distinct | seg | s | w | c | pc | ref | title | name
    | num | measure | roleName | addName | forename | surname | nameLink | genName | geogName | country | region
    | settlement | district | am | ex | date | time | quote | q | said | soCalled | bibl | biblScope | author | editor
    | publisher | pubPlace | idno | label | gloss | cit | email | address | addrLine | eventName | orgName | persName
    | placeName | rs | measureGrp | unit | geo | phr | cl | rhyme | formula | code | lang | damage
    | restore | retrace | app | lem | rdg | rdgGrp | desc | figDesc | add | supplied | sic | corr | orig | reg
    | abbr | expan | roleDesc | actor | analytic | monogr | series | imprint | edition | editors | textLang | extent
    | person | personGrp | org | place | event | birth | death | floruit | sex | occupation | nationality | education
    | faith | affiliation | residence | location | state | trait"
    mode="m:print m:diplomatic" as="text()*">
    <xsl:apply-templates mode="#current"/>
  </xsl:template>

  <!-- Names look like the text they are part of; each leaves a mark for the register behind its last
       letter, or before its first where only the last joins on: shaping stops at a mark, and even
       with joiners a font's finer choices are lost there. -->
  <xsl:template match="*[@ref][exists(f:mentioned(.))]" mode="m:print" priority="3" as="text()*">
    <xsl:variable name="mark" as="xs:string" select="if (f:counts(.)) then f:mention(.) else ''"/>
    <xsl:variable name="first" as="xs:boolean" select="
        f:joiner(f:last-text(.), f:text-after(.)) ne '' and f:joiner(f:text-before(.), f:first-text(.)) eq ''"/>
    <xsl:text>{if ($first) then $mark else ''}</xsl:text>
    <xsl:next-match/>
    <xsl:text>{if ($first or $mark eq '') then '' else f:behind(., $mark)}</xsl:text>
  </xsl:template>

  <xsl:function name="f:mention" as="xs:string">
    <xsl:param name="name" as="element()"/>
    <xsl:variable name="unit" as="xs:string" select="if ($is-volume) then '&quot;&quot;' else f:string(string((f:unit($name)/@n, '')[1]))"/>
    <xsl:sequence select="string-join(f:mentioned($name) ! ('#mention(' || f:string(.) || ', ' || $unit || ');'))"/>
  </xsl:function>

  <!-- Type that changes within a word would part its letters: they are told to join at both ends. -->
  <xsl:template match="hi | unclear" mode="m:print m:diplomatic" as="text()*">
    <xsl:variable name="opening" as="xs:string" select="
        if (matches(@rend, 'bold')) then '#strong['
        else if (self::unclear) then '#unclear-letters['
        else if (matches(@rend, 'sup')) then '#text(size: 0.7em, baseline: -0.4em)['
        else if (matches(@rend, 'small')) then '#text(size: 0.85em)['
        else if (matches(@rend, 'underline|overline')) then '#underline['
        else ''"/>
    <xsl:variable name="before" as="xs:string" select="if ($opening eq '') then '' else f:joiner(f:text-before(.), f:first-text(.))"/>
    <xsl:variable name="after" as="xs:string" select="if ($opening eq '') then '' else f:joiner(f:last-text(.), f:text-after(.))"/>
    <xsl:text>{$before}{$opening}{$before}</xsl:text>
    <xsl:apply-templates mode="#current"/>
    <xsl:text>{$after}{if ($opening eq '') then '' else '];'}{$after}</xsl:text>
  </xsl:template>

  <!-- The reading stands in the line, what was received in a note. -->
  <xsl:template match="choice" mode="m:print" as="text()*">
    <xsl:apply-templates select="f:state(., true())" mode="m:print"/>
  </xsl:template>

  <xsl:template match="del | surplus | (lem | rdg)[not(f:is-taken(., true()))]" mode="m:print" priority="1"/>

  <!-- What a file may write without a space between, as data: it is words apart all the same. -->
  <xsl:template match="*[f:follows-data(.)]" mode="m:print m:diplomatic" priority="30" as="text()*">
    <xsl:text> {if (ancestor::biblStruct) then '#h(0.5em);' else ''}</xsl:text>
    <xsl:next-match/>
  </xsl:template>

  <xsl:template match="space" mode="m:print m:diplomatic" as="text()">
    <xsl:text> </xsl:text>
  </xsl:template>

  <xsl:template match="role" mode="m:print m:diplomatic" as="text()*">
    <xsl:text>#strong[</xsl:text>
    <xsl:apply-templates mode="#current"/>
    <xsl:text>];</xsl:text>
  </xsl:template>

  <!-- The break between the halves of a verse, where it stands within a phrase. -->
  <xsl:template match="caesura" mode="m:print m:diplomatic" as="text()">
    <xsl:text> #h(1.6em) </xsl:text>
  </xsl:template>

  <!-- An explanation. -->
  <xsl:template match="note" mode="m:print" as="text()*">
    <xsl:variable name="body" as="node()*" select="if (ab) then f:own(ab)/node() else node()"/>
    <xsl:variable name="language" as="xs:string" select="f:lang((f:own(ab), .)[1])"/>
    <xsl:variable name="joiner" as="xs:string" select="f:joiner(f:text-before(.), f:text-after(.))"/>
    <xsl:text>{$joiner}#explanation({f:string(string(accumulator-before('feet')))}, {string-length(normalize-space(string-join($body)))}, {f:string(f:digits(string(f:number-in-text(.))))}, {f:unnamed(.)}[#set text(lang: {f:string(tokenize($language, '-')[1])}, dir: {f:direction($language)});#h(0.35em);{if (matches(@place, 'margin|left|right|top')) then f:runs(f:label('margin') || ': ', f:direction($language)) else ''}</xsl:text>
    <xsl:apply-templates select="$body" mode="m:print"/>
    <xsl:text>]);{$joiner}</xsl:text>
  </xsl:template>

  <!-- What stands alone between paragraphs, as in the source, is set there, with its number. -->
  <xsl:template match="*[matches(local-name(), $flowing)]/note[@place = 'inline']" mode="m:print" priority="3" as="text()*">
    <xsl:text>#line-block[#text(size: 0.85em)[{f:spaced('(' || f:digits(string(f:number-in-text(.))) || ') ')}</xsl:text>
    <xsl:apply-templates mode="#current"/>
    <xsl:text>]</xsl:text>
    <xsl:text>]&#10;</xsl:text>
  </xsl:template>

  <!-- Where no footnote can be, a note stands in the line. -->
  <xsl:template match="note//note | table//note" mode="m:print" priority="1" as="text()*">
    <xsl:text>#" [";</xsl:text>
    <xsl:apply-templates mode="#current"/>
    <xsl:text>#"]";</xsl:text>
  </xsl:template>

  <xsl:template match="gap" mode="m:print m:diplomatic" as="text()">
    <xsl:text>#"[…]";</xsl:text>
  </xsl:template>

  <xsl:template match="lb" mode="m:print m:diplomatic" as="text()?">
    <xsl:if test="not(@break = 'no')">
      <xsl:text> </xsl:text>
    </xsl:if>
  </xsl:template>

  <!-- Page numbers of the source; of a text that counts by several editions, those of the printed. A page
       that begins between two paragraphs is told in one of them: see f:pages. -->
  <xsl:template match="pb" mode="m:print m:diplomatic" as="text()?">
    <xsl:if test="empty(f:told-in(.)) and empty(following-sibling::node()[1]/self::text()[f:page-within(.)])">
      <xsl:text>{f:page-number(.)}</xsl:text>
    </xsl:if>
  </xsl:template>

  <!-- A page that begins within a word is told behind it. -->
  <xsl:template match="text()[f:page-within(.)]" mode="m:print m:diplomatic" priority="3" as="text()">
    <xsl:variable name="base" as="xs:string" select="f:direction(f:lang(.))"/>
    <xsl:variable name="word" as="xs:string" select="tokenize(., '\s')[1]"/>
    <xsl:value-of separator="" select="
        f:runs($word, $base), f:page-mark(f:page-within(.)), f:runs(substring(., string-length($word) + 1), $base)"/>
  </xsl:template>

  <!-- The break within a word whose last letters a text begins with. -->
  <xsl:function name="f:page-within" as="element(pb)?">
    <xsl:param name="text" as="text()"/>
    <xsl:sequence select="
        $text/preceding-sibling::node()[1]/self::pb[@break = 'no']
          [matches(substring($text, 1, 1), '[\p{L}\p{M}]')][matches(f:text-before(.), '[\p{L}\p{M}]$')]"/>
  </xsl:function>

  <xsl:function name="f:page-number" as="xs:string">
    <xsl:param name="break" as="element(pb)"/>
    <xsl:variable name="mark" as="xs:string" select="f:page-mark($break)"/>
    <xsl:variable name="joiner" as="xs:string" select="
        if ($mark ne '' and $break/@break = 'no') then f:joiner(f:text-before($break), f:text-after($break)) else ''"/>
    <xsl:sequence select="$joiner || $mark || $joiner"/>
  </xsl:function>

  <xsl:function name="f:page-mark" as="xs:string">
    <xsl:param name="break" as="element(pb)"/>
    <xsl:variable name="told" as="xs:boolean" select="
        exists($break/@n) and (not($break/@ed) or $break/@ed = 'print' or empty(key('pages', 'print', root($break))))"/>
    <xsl:sequence select="
        if ($told) then '#text(size: 0.75em, fill: quiet, ' || f:string('[' || f:digits($break/@n) || ']') || ');' else ''"/>
  </xsl:function>

  <!-- The paragraph in which a page is told that begins between blocks: the next, else the one before. -->
  <xsl:function name="f:told-in" as="element()?">
    <xsl:param name="break" as="element(pb)"/>
    <xsl:variable name="next" as="element()?" select="$break/following-sibling::*[not(self::pb)][1]"/>
    <xsl:variable name="last" as="element()?" select="$break/preceding-sibling::*[not(self::pb)][1]"/>
    <xsl:sequence select="
        if (not(matches(local-name($break/..), $flowing))) then ()
        else ($next/(self::p | self::ab), $last/(self::p | self::ab))[1]"/>
  </xsl:function>

  <!-- The page breaks that follow each other from an element on, and those before it. -->
  <xsl:function name="f:next-pages" as="element(pb)*">
    <xsl:param name="first" as="element()?"/>
    <xsl:sequence select="$first/self::pb ! (., f:next-pages(following-sibling::*[1]))"/>
  </xsl:function>

  <xsl:function name="f:last-pages" as="element(pb)*">
    <xsl:param name="first" as="element()?"/>
    <xsl:sequence select="$first/self::pb ! (., f:last-pages(preceding-sibling::*[1]))"/>
  </xsl:function>

  <!-- The pages that are told where a paragraph begins, or where it ends. -->
  <xsl:function name="f:pages" as="xs:string">
    <xsl:param name="paragraph" as="element()"/>
    <xsl:param name="at-end" as="xs:boolean"/>
    <xsl:variable name="beside" as="element(pb)*" select="
        if ($at-end) then f:next-pages($paragraph/following-sibling::*[1])
        else reverse(f:last-pages($paragraph/preceding-sibling::*[1]))"/>
    <xsl:variable name="numbers" as="xs:string*" select="$beside[f:told-in(.) is $paragraph] ! f:page-number(.)[. ne '']"/>
    <xsl:sequence select="string-join(if ($at-end) then $numbers ! (' ' || .) else $numbers ! (. || ' '))"/>
  </xsl:function>

  <xsl:key name="pages" match="pb" use="@ed"/>

  <xsl:template match="anchor | milestone | cb | gb | fw | ptr | index | handShift | metamark | media
    | interp | interpGrp | spanGrp | linkGrp | link | divGen" mode="m:print m:diplomatic"/>
</xsl:stylesheet>
