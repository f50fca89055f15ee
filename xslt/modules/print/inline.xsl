<?xml version="1.0" encoding="UTF-8"?>
<!-- In: text nodes and phrases. Out: content of Typst: notes and interventions as footnotes, mentions
     marked for the register. -->
<xsl:stylesheet version="3.0" expand-text="yes"
  xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:xs="http://www.w3.org/2001/XMLSchema"
  xmlns:f="https://tahqiq.example/ns/functions"
  xmlns:m="https://tahqiq.example/ns/modes"
  xmlns:t="https://tahqiq.example/ns/templates"
  xpath-default-namespace="http://www.tei-c.org/ns/1.0"
  exclude-result-prefixes="#all">

  <xsl:include href="strings.xsl"/>
  <xsl:include href="turning.xsl"/>
  <xsl:include href="parted.xsl"/>
  <xsl:include href="further.xsl"/>

  <xsl:template match="text()" mode="m:print m:diplomatic" as="text()">
    <xsl:value-of select="
        f:runs(., f:direction(f:lang(.)), if (following-sibling::node()) then exists(following-sibling::node()[1]/self::note)
          else exists(parent::p | parent::ab | parent::head | parent::note))"/>
  </xsl:template>

  <!-- A program or a formula is one run from the left: its brackets and signs would part it. -->
  <xsl:template match="(code | formula | eg | gi | att | val | tag | ident | pron)//text()[normalize-space()]" mode="m:print m:diplomatic" priority="4" as="text()">
    <xsl:value-of select="
        if (f:direction(f:lang(.)) = 'ltr' or matches(., $arabic-run)) then f:runs(., f:direction(f:lang(.)))
        else if (ancestor::*[f:is-run-of-several(.)]) then f:runs(., 'ltr')
        else f:leading(.) || '#isolate-ltr(' || f:string(normalize-space(.)) || ');' || f:trailing(.)"/>
  </xsl:template>

  <xsl:template match="(TEI | text | group | front | body | back | div | div1 | div2 | div3 | div4 | div5 | div6 | div7 | lg
    | list | listApp | listBibl | listPerson | listOrg | listPlace | listEvent | table | row | figure | floatingText | titlePage | sp
    | castList | castGroup | choice | app | rdgGrp
    | subst | set | prologue | epilogue | performance)/text()[normalize-space() = '']"
    mode="m:print m:diplomatic" priority="1"/>

  <!-- What elements part is one run all the same. -->
  <xsl:template match="*[f:is-run-of-several(.)]" mode="m:print m:diplomatic" priority="38" as="text()*">
    <xsl:sequence select="f:isolate('ltr')"/>
    <xsl:next-match/>
    <xsl:sequence select="f:isolate('')"/>
  </xsl:template>

  <xsl:function name="f:is-run-of-several" as="xs:boolean">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="exists($element[f:is-program(.)][*][f:is-one-run(.)][not(ancestor::*[f:is-one-run(.)])])"/>
  </xsl:function>

  <xsl:template match="emph | foreign | mentioned | term | distinct | seg | s | w | c | pc | ref | title | name
    | num | measure | roleName | addName | forename | surname | nameLink | genName | geogName | country | region
    | settlement | district | am | ex | date | time | quote | q | said | soCalled | bibl | biblScope | author | editor
    | publisher | pubPlace | idno | label | gloss | cit | email | address | addrLine | eventName | orgName | persName
    | placeName | rs | street | postCode | postBox | bloc | offset | locus | material | origDate | origPlace | objectName | stamp | seal | citedRange
    | msName | repository | institution | collection | g | m | measureGrp | unit | geo | phr | cl | rhyme | formula | code | lang | damage
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

  <!-- Type that changes within a word would part its letters: they are told to join at both ends. Arabic letters
       have no italics. -->
  <xsl:template match="hi | unclear | orth[f:is-headword(.)] | ref[f:is-linked(.)]" mode="m:print m:diplomatic" priority="1" as="text()*">
    <xsl:variable name="opening" as="xs:string" select="
        if (self::ref) then '#link(' || f:string(f:address(@target)) || ')['
        else if (matches(@rend, 'bold') or self::orth) then '#bold['
        else if (self::unclear) then '#unclear-letters['
        else if (matches(@rend, 'ital') and matches(., $left-letter) and not(matches(., $right-letter))) then '#emph['
        else if (matches(@rend, 'sup') and not(matches(@rend, 'line'))) then '#text(size: 0.7em, baseline: -0.4em)['
        else if (matches(@rend, 'sub')) then '#text(size: 0.7em, baseline: 0.2em)['
        else if (matches(@rend, 'small')) then '#text(size: 0.85em)['
        else if (matches(@rend, 'supraline|overline')) then '#overline['
        else if (matches(@rend, 'underline')) then '#underline['
        else ''"/>
    <xsl:variable name="before" as="xs:string" select="if ($opening eq '') then '' else f:joiner(f:text-before(.), f:first-text(.))"/>
    <xsl:variable name="after" as="xs:string" select="if ($opening eq '') then '' else f:joiner(f:last-text(.), f:text-after(.))"/>
    <xsl:text>{$before}{$opening}{$before}</xsl:text>
    <xsl:apply-templates mode="#current"/>
    <xsl:text>{$after}{if ($opening eq '') then '' else '];'}{$after}</xsl:text>
  </xsl:template>

  <!-- Whether a reference is a link out of the book; not within a heading, which is one in the contents. -->
  <xsl:function name="f:is-linked" as="xs:boolean">
    <xsl:param name="reference" as="element(ref)"/>
    <xsl:sequence select="
        matches($reference/@target, '^https?://') and normalize-space($reference) ne '' and empty($reference/ancestor::head)
        and empty($reference//(note | ref | list | table | lg | p))"/>
  </xsl:function>

  <!-- The reading stands in the line, what was received in a note. -->
  <xsl:template match="choice" mode="m:print" as="text()*">
    <xsl:apply-templates select="f:state(., true())" mode="m:print"/>
  </xsl:template>

  <xsl:template match="restore/del" mode="m:print" priority="2" as="text()*">
    <xsl:apply-templates mode="#current"/>
  </xsl:template>

  <xsl:template match="del | surplus | (lem | rdg)[not(f:is-taken(., true()))]" mode="m:print" priority="1"/>

  <!-- What a file may write without a space between, as data: it is words apart all the same. -->
  <xsl:template match="*[f:follows-data(.)]" mode="m:print m:diplomatic" priority="30" as="text()*">
    <xsl:param name="behind" as="xs:boolean" select="false()"/>
    <xsl:text> {if (ancestor::biblStruct) then '#h(0.5em);' else ''}</xsl:text>
    <xsl:next-match>
      <xsl:with-param name="behind" select="$behind"/>
    </xsl:next-match>
  </xsl:template>

  <xsl:template match="space" mode="m:print m:diplomatic" as="text()">
    <xsl:text> </xsl:text>
  </xsl:template>

  <xsl:template match="role" mode="m:print m:diplomatic" as="text()*">
    <xsl:text>#bold[</xsl:text>
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
  <xsl:template match="*[contains($flowing, ' ' || local-name() || ' ')]/note[@place = 'inline']" mode="m:print" priority="3" as="text()*">
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
    <xsl:if test="not(@break = 'no')
        and (f:text-before(.) ne '' or exists(preceding-sibling::node()[self::* or normalize-space()][1]/(self::gap | self::figure)))">
      <xsl:text> </xsl:text>
    </xsl:if>
  </xsl:template>

  <!-- A line that is told by its number; one that begins within a word behind it, as pages are. -->
  <xsl:template match="lb[f:is-told-line(.)]" mode="m:print m:diplomatic" priority="1" as="text()">
    <xsl:text>{if (exists(following-sibling::node()[1]/self::text()[f:page-within(.)])) then ''
      else if (@break = 'no') then f:behind(., f:page-mark(.))
      else ' '[f:text-before(current()) ne ''] || f:page-mark(.) || ' '}</xsl:text>
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
        f:runs($word, $base, false(), f:told-from-line(.)), f:page-mark(f:page-within(.)),
        f:runs(substring(., string-length($word) + 1), $base, false(), f:told-from-line(.))"/>
  </xsl:template>

  <!-- The break within a word whose last letters a text begins with. -->
  <xsl:function name="f:page-within" as="element()?">
    <xsl:param name="text" as="text()"/>
    <xsl:sequence select="
        $text/preceding-sibling::node()[1]/(self::pb | self::lb[f:is-told-line(.)])[@break = 'no']
          [matches(substring($text, 1, 1), '[\p{L}\p{M}]')][matches(f:text-before(.), '[\p{L}\p{M}]$')]"/>
  </xsl:function>

  <xsl:function name="f:page-number" as="xs:string">
    <xsl:param name="break" as="element(pb)"/>
    <xsl:variable name="mark" as="xs:string" select="f:page-mark($break)"/>
    <xsl:variable name="joiner" as="xs:string" select="
        if ($mark ne '' and $break/@break = 'no') then f:joiner(f:text-before($break), f:text-after($break)) else ''"/>
    <xsl:sequence select="$joiner || $mark || $joiner || (if ($mark ne '' and f:begins-word($break)) then ' ' else '')"/>
  </xsl:function>

  <!-- Whether a page begins right before a word that stands apart from the one before it. -->
  <xsl:function name="f:begins-word" as="xs:boolean">
    <xsl:param name="break" as="element(pb)"/>
    <xsl:variable name="before" as="xs:string" select="f:text-before($break)"/>
    <xsl:sequence select="
        exists(f:block($break)) and not($break/@break = 'no') and matches(substring($before, string-length($before)), '^\s?$')
        and matches(substring(f:text-after($break), 1, 1), '\S')"/>
  </xsl:function>

  <xsl:function name="f:page-mark" as="xs:string">
    <xsl:param name="break" as="element()"/>
    <xsl:variable name="told" as="xs:boolean" select="
        exists($break/@n) and (not($break/@ed) or $break/@ed = 'print' or empty(key('pages', 'print', root($break))))"/>
    <xsl:sequence select="
        if ($break/self::lb) then '#box(text(size: 0.75em, fill: quiet, ' || f:string('|' || f:digits($break/@n)) || '));'
        else if ($told) then '#text(size: 0.75em, fill: quiet, ' || f:string('[' || f:digits($break/@n) || ']') || ');' else ''"/>
  </xsl:function>

  <!-- The paragraph in which a page is told that begins between blocks: the next, else the one before. -->
  <xsl:function name="f:told-in" as="element()?">
    <xsl:param name="break" as="element(pb)"/>
    <xsl:variable name="next" as="element()?" select="$break/following-sibling::*[not(self::pb)][1]"/>
    <xsl:variable name="last" as="element()?" select="$break/preceding-sibling::*[not(self::pb)][1]"/>
    <xsl:sequence select="
        if (not(contains($flowing, ' ' || local-name($break/..) || ' '))) then ()
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
    | interp | interpGrp | spanGrp
    | addSpan | delSpan | damageSpan | lacunaStart | lacunaEnd | witStart | witEnd
    | linkGrp | link | divGen | witDetail | wit | listTranspose" mode="m:print m:diplomatic"/>
</xsl:stylesheet>
