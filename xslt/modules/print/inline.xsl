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
    <xsl:sequence select="'&quot;' || replace(replace($text, '([\\&quot;])', '\\$1'), '\s+', ' ') || '&quot;'"/>
  </xsl:function>

  <!-- A string as content, with each run foreign to a direction isolated. -->
  <xsl:function name="f:runs" as="xs:string">
    <xsl:param name="text" as="xs:string"/>
    <xsl:param name="base" as="xs:string"/>
    <xsl:value-of separator="">
      <xsl:analyze-string select="$text" regex="{if ($base = 'rtl') then $latin-run else $arabic-run}">
        <xsl:matching-substring>#isolate-{if ($base = 'rtl') then 'ltr' else 'rtl'}({f:string(.)});</xsl:matching-substring>
        <xsl:non-matching-substring>#{f:string(.)};</xsl:non-matching-substring>
      </xsl:analyze-string>
    </xsl:value-of>
  </xsl:function>

  <xsl:template match="text()" mode="m:print" as="text()">
    <xsl:value-of select="f:runs(., f:direction(f:lang(.)))"/>
  </xsl:template>

  <xsl:template match="(TEI | text | group | front | body | back | div | div1 | div2 | div3 | div4 | lg | list
    | listBibl | table | row | figure | floatingText | titlePage | sp | choice | cit)/text()[normalize-space() = '']"
    mode="m:print" priority="1"/>

  <xsl:template match="emph | foreign | mentioned | term | distinct | seg | s | w | c | pc | ref | title | name
    | num | measure | roleName | addName | forename | surname | nameLink | genName | geogName | country | region
    | settlement | district | am | ex | date | time | quote | q | said | soCalled | bibl | biblScope | author | editor
    | publisher | pubPlace | idno | label | gloss | cit | email | address | addrLine | eventName | orgName | persName
    | placeName | rs | measureGrp | unit | geo | phr | cl | caesura | rhyme | formula | code | lang | unclear | damage
    | restore | retrace | subst | app | lem | desc | figDesc | add | supplied | sic | corr | orig | reg | abbr | expan"
    mode="m:print" as="text()*">
    <xsl:apply-templates mode="m:print"/>
  </xsl:template>

  <!-- Names look like the text they are part of; each leaves a mark for the register behind its last
       letter, where no join is broken by it. -->
  <xsl:template match="*[@ref][exists(f:record(.))]" mode="m:print" priority="3" as="text()*">
    <xsl:apply-templates mode="m:print"/>
    <xsl:if test="f:is-mention(.)">
      <xsl:variable name="join" as="xs:string" select="if (f:joins-on(.)) then '#&quot;&#x200D;&quot;;' else ''"/>
      <xsl:text>{$join}{string-join(f:record(.) ! ('#mention(' || f:string(@xml:id) || ');'))}{$join}</xsl:text>
    </xsl:if>
  </xsl:template>

  <!-- Whether an element ends within a written word whose letters join there. -->
  <xsl:function name="f:joins-on" as="xs:boolean">
    <xsl:param name="element" as="element()"/>
    <xsl:variable name="next" as="text()?" select="$element/following::text()[not(ancestor::note)][1]"/>
    <xsl:sequence select="
        matches(string($element), '[بتثجحخسشصضطظعغفقكلمنهيىئپچڤگکـ]\p{Mn}*$')
        and matches(string($next), '^[\p{IsArabic}-[،؛؟\s0-9٠-٩]]')"/>
  </xsl:function>

  <xsl:template match="hi" mode="m:print" as="text()*">
    <xsl:text>{if (matches(@rend, 'bold')) then '#strong[' else if (matches(@rend, 'sup')) then '#text(size: 0.7em, baseline: -0.4em)[' else '#['}</xsl:text>
    <xsl:apply-templates mode="m:print"/>
    <xsl:text>];</xsl:text>
  </xsl:template>

  <!-- The reading stands in the line, what was received in a note. -->
  <xsl:template match="choice" mode="m:print" as="text()*">
    <xsl:apply-templates select="(corr, reg, expan, *)[1]" mode="m:print"/>
  </xsl:template>

  <xsl:template match="choice[(sic | orig) and (corr | reg)]" mode="m:print" priority="1" as="text()*">
    <xsl:next-match/>
    <xsl:sequence select="f:footnote(f:label('sic-corr', map { 'sic': '«' || string((sic, orig)[1]) || '»' }))"/>
  </xsl:template>

  <xsl:template match="supplied" mode="m:print" priority="1" as="text()*">
    <xsl:next-match/>
    <xsl:sequence select="f:footnote(f:label('supplied'))"/>
  </xsl:template>

  <xsl:template match="del | surplus | rdg" mode="m:print"/>

  <!-- What a speaker denies must not be read as what the speaker says. -->
  <xsl:template match="said[tokenize(@ana) = '#denied']" mode="m:print" priority="1" as="text()*">
    <xsl:next-match/>
    <xsl:variable name="names" as="xs:string*" select="
        tokenize(@who)[starts-with(., '#')] ! key('record', substring(., 2), root(current())) ! f:name(., $lang)"/>
    <xsl:sequence select="f:footnote(f:label('denied-by', map { 'who': string-join($names, f:label('list-separator')) }))"/>
  </xsl:template>

  <xsl:template match="note" mode="m:print" as="text()*">
    <xsl:variable name="body" as="node()*" select="if (ab) then f:own(ab)/node() else node()"/>
    <xsl:variable name="language" as="xs:string" select="f:lang((f:own(ab), .)[1])"/>
    <xsl:text>#footnote[#set text(lang: {f:string(tokenize($language, '-')[1])}, dir: {f:direction($language)});#h(0.35em);</xsl:text>
    <xsl:apply-templates select="$body" mode="m:print"/>
    <xsl:text>];</xsl:text>
  </xsl:template>

  <xsl:template match="note//note | table//note" mode="m:print" priority="1" as="text()*">
    <xsl:text>#" [";</xsl:text>
    <xsl:apply-templates mode="m:print"/>
    <xsl:text>#"]";</xsl:text>
  </xsl:template>

  <!-- A footnote of the edition's own, in the language of the interface. -->
  <xsl:function name="f:footnote" as="text()">
    <xsl:param name="text" as="xs:string"/>
    <xsl:value-of select="'#footnote[#set text(lang: ' || f:string($lang) || ', dir: ' || $direction || ');#h(0.35em);' || f:runs($text, $direction) || '];'"/>
  </xsl:function>

  <xsl:template match="gap" mode="m:print" as="text()">
    <xsl:text>#"[…]";</xsl:text>
  </xsl:template>

  <xsl:template match="lb" mode="m:print" as="text()?">
    <xsl:if test="not(@break = 'no')">
      <xsl:text>#" ";</xsl:text>
    </xsl:if>
  </xsl:template>

  <xsl:template match="pb" mode="m:print" as="text()?">
    <xsl:if test="@n">
      <xsl:text>#text(size: 0.75em, fill: quiet, {f:string('[' || f:digits(@n) || ']')});</xsl:text>
    </xsl:if>
  </xsl:template>

  <xsl:template match="anchor | milestone | cb | gb | fw | ptr | index | space | handShift | metamark | media
    | interp | interpGrp | spanGrp | linkGrp | link | divGen" mode="m:print"/>
</xsl:stylesheet>
