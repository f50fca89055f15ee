<?xml version="1.0" encoding="UTF-8"?>
<!-- In: a record and the texts. Out: every mention in its sentence, with a link to the very word; and how
     the record stands to others: by the registers' own relations, by who speaks to whom, and by what the
     text tags: names within names, and the offices beside the names of persons. -->
<xsl:stylesheet version="3.0" expand-text="yes"
  xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:xs="http://www.w3.org/2001/XMLSchema"
  xmlns:f="https://tahqiq.example/ns/functions"
  xmlns:m="https://tahqiq.example/ns/modes"
  xmlns:t="https://tahqiq.example/ns/templates"
  xpath-default-namespace="http://www.tei-c.org/ns/1.0"
  exclude-result-prefixes="#all">

  <xsl:key name="mention" match="text//*[@ref]" use="tokenize(@ref)[starts-with(., '#')] ! substring(., 2)"/>
  <xsl:key name="speech" match="said[@who]" use="tokenize(@who)[starts-with(., '#')] ! substring(., 2)"/>
  <xsl:key name="heard" match="said[@toWhom]" use="tokenize(@toWhom)[starts-with(., '#')] ! substring(., 2)"/>
  <xsl:key name="related" match="standOff//relation" use="tokenize(string-join((@active, @passive, @mutual), ' ')) ! substring-after(., '#')"/>
  <xsl:key name="belongs" match="standOff//affiliation[@ref] | standOff//residence[@ref] | location/*[@ref] | place/*[self::country | self::region | self::settlement][@ref]"
    use="tokenize(@ref) ! substring-after(., '#')"/>

  <xsl:key name="office" match="roleName[.//*[@ref]]" use="f:holder(.)/@xml:id, f:office-of(.)/@xml:id"/>

  <!-- Who holds an office: the person who is named next to it, with nothing between but other titles and a date. -->
  <xsl:function name="f:holder" as="element(person)?">
    <xsl:param name="role" as="element(roleName)"/>
    <xsl:variable name="beside" as="node()*" select="
        $role/following-sibling::node()[not(self::roleName | self::date | self::note | self::comment() | self::text()[normalize-space() eq ''])][1],
        $role/preceding-sibling::node()[not(self::roleName | self::date | self::note | self::comment() | self::text()[normalize-space() eq ''])][1]"/>
    <xsl:sequence select="($role/ancestor::persName[@ref][1], $beside[self::persName]) ! f:record(.)[self::person] => head()"/>
  </xsl:function>

  <!-- What an office is held in: what its title names, but for places. -->
  <xsl:function name="f:office-of" as="element()*">
    <xsl:param name="role" as="element(roleName)"/>
    <xsl:sequence select="$role//*[@ref] ! f:record(.)[not(self::place | self::person)]"/>
  </xsl:function>

  <!-- The records whose names stand within the names of a record, and those within whose names its own stand. -->
  <xsl:function name="f:named-within" as="element()*">
    <xsl:param name="record" as="element()"/>
    <xsl:sequence select="key('mention', $record/@xml:id, $documents)//*[@ref] ! f:record(.)[@xml:id ne $record/@xml:id]"/>
  </xsl:function>

  <xsl:function name="f:named-around" as="element()*">
    <xsl:param name="record" as="element()"/>
    <xsl:sequence select="key('mention', $record/@xml:id, $documents)/ancestor::*[@ref] ! f:record(.)[@xml:id ne $record/@xml:id]"/>
  </xsl:function>

  <!-- How the record stands to others, as entries of its list. -->
  <xsl:template name="t:relations" as="element()*">
    <xsl:variable name="id" as="xs:string" select="@xml:id"/>
    <xsl:variable name="own" as="element()*" select="(affiliation, residence, location/*, country, region, settlement)[@ref]"/>
    <xsl:call-template name="t:related">
      <xsl:with-param name="key" select="'relation.in'"/>
      <xsl:with-param name="records" select="parent::place/self::place, parent::org/self::org, $own[not(self::affiliation)] ! f:pointed(., @ref), self::place ! f:named-within(.)[self::place]"/>
    </xsl:call-template>
    <xsl:call-template name="t:related">
      <xsl:with-param name="key" select="'relation.contains'"/>
      <xsl:with-param name="records" select="place, org, key('belongs', $id, $documents)[not(self::affiliation)] ! ancestor::*[@xml:id][1], self::place ! f:named-around(.)[self::place]"/>
    </xsl:call-template>
    <xsl:call-template name="t:related">
      <xsl:with-param name="key" select="'relation.member'"/>
      <xsl:with-param name="records" select="$own[self::affiliation] ! f:pointed(., @ref)"/>
    </xsl:call-template>
    <xsl:call-template name="t:related">
      <xsl:with-param name="key" select="'relation.members'"/>
      <xsl:with-param name="records" select="key('belongs', $id, $documents)[self::affiliation] ! ancestor::*[@xml:id][1]"/>
    </xsl:call-template>
    <xsl:call-template name="t:related">
      <xsl:with-param name="key" select="'relation.office'"/>
      <xsl:with-param name="records" select="self::person ! key('office', $id, $documents) ! f:office-of(.)"/>
    </xsl:call-template>
    <xsl:call-template name="t:related">
      <xsl:with-param name="key" select="'relation.officers'"/>
      <xsl:with-param name="records" select="self::*[not(self::person)] ! key('office', $id, $documents) ! f:holder(.)"/>
    </xsl:call-template>
    <xsl:call-template name="t:related">
      <xsl:with-param name="key" select="'relation.named-with'"/>
      <xsl:with-param name="records" select="self::personGrp ! f:named-within(.)"/>
    </xsl:call-template>
    <xsl:call-template name="t:related">
      <xsl:with-param name="key" select="'relation.named-in'"/>
      <xsl:with-param name="records" select="f:named-around(.)[self::personGrp]"/>
    </xsl:call-template>
    <xsl:for-each-group select="key('related', $id, $documents)"
      group-by="@name || (if (tokenize(@passive) = '#' || $id) then '.of' else '')">
      <xsl:call-template name="t:related">
        <xsl:with-param name="key" select="'relation.' || current-grouping-key()"/>
        <xsl:with-param name="records" select="
            current-group() ! (if (ends-with(current-grouping-key(), '.of')) then f:pointed(., @active) else f:pointed(., (@passive, @mutual)[1]))[@xml:id ne $id]"/>
      </xsl:call-template>
    </xsl:for-each-group>
    <xsl:call-template name="t:related">
      <xsl:with-param name="key" select="'relation.speaks-to'"/>
      <xsl:with-param name="records" select="key('speech', $id, $documents) ! f:pointed(., @toWhom)"/>
    </xsl:call-template>
    <xsl:call-template name="t:related">
      <xsl:with-param name="key" select="'relation.hears'"/>
      <xsl:with-param name="records" select="key('heard', $id, $documents) ! f:pointed(., @who)"/>
    </xsl:call-template>
  </xsl:template>

  <!-- One relation to any number of records; nothing where there are none. -->
  <xsl:template name="t:related" as="element()*">
    <xsl:param name="key" as="xs:string"/>
    <xsl:param name="records" as="element()*"/>
    <xsl:if test="exists($records)">
      <dt>{f:term('relation', substring-after($key, 'relation.'))}</dt>
      <dd class="related">
        <xsl:for-each-group select="$records" group-by="@xml:id">
          <xsl:if test="position() gt 1">{f:label('list-separator')}</xsl:if>
          <a href="{f:record-address(.)}"><bdi>{f:name(., $lang)}</bdi></a>
        </xsl:for-each-group>
      </dd>
    </xsl:if>
  </xsl:template>

  <!-- Every mention in its context, and where the text gives the record a voice. -->
  <xsl:template name="t:mentions" as="element()*">
    <xsl:variable name="id" as="xs:string" select="@xml:id"/>
    <xsl:variable name="mentions" as="element()*" select="key('mention', $id, $documents)[f:is-mention(.)]"/>
    <xsl:variable name="speeches" as="element()*" select="key('speech', $id, $documents)"/>
    <xsl:if test="exists($speeches)">
      <p class="speaks">{f:label('speaks')} <xsl:for-each-group select="$speeches" group-by="generate-id(f:unit(.))">
          <xsl:if test="position() gt 1">{f:label('list-separator')}</xsl:if>
          <a href="{f:text-address(.)}#{f:unit(.)/@xml:id}">{f:label('paragraph-n', map { 'n': f:digits(string(f:unit(.)/@n)) })}</a>
        </xsl:for-each-group></p>
    </xsl:if>
    <xsl:if test="exists($mentions)">
      <details class="mentions-of">
        <xsl:if test="count($mentions) le 12">
          <xsl:attribute name="open" select="'open'"/>
        </xsl:if>
        <summary>{f:label('mentions')} <span class="count">{f:number(count($mentions))}</span></summary>
        <ul class="mentions">
          <xsl:for-each-group select="$mentions" group-by="string(ancestor::TEI[1]/@xml:id)">
            <xsl:if test="count($documents//TEI) gt 1">
              <li class="of-text"><xsl:sequence select="f:text-name(ancestor::TEI[1])"/></li>
            </xsl:if>
            <xsl:for-each select="current-group()">
              <li><xsl:call-template name="t:mention"/></li>
            </xsl:for-each>
          </xsl:for-each-group>
        </ul>
      </details>
    </xsl:if>
    <xsl:if test="empty(($mentions, $speeches))">
      <p class="speaks">{f:label('no-mentions')}</p>
    </xsl:if>
  </xsl:template>

  <!-- A mention in its sentence; what is joined to the next letter stays joined. -->
  <xsl:template name="t:mention" as="node()*">
    <xsl:variable name="unit" as="element()?" select="f:unit(.)"/>
    <xsl:variable name="all" as="text()*" select="f:reading(($unit, .)[1])"/>
    <xsl:variable name="own" as="text()*" select="f:reading(.)"/>
    <xsl:variable name="before" as="xs:string" select="string-join($all[. &lt;&lt; $own[1]])"/>
    <xsl:variable name="after" as="xs:string" select="string-join($all[. &gt;&gt; $own[last()]])"/>
    <xsl:if test="$unit/@n">
      <span class="where">{f:digits($unit/@n)}</span>
      <xsl:text> </xsl:text>
    </xsl:if>
    <span class="context" lang="{f:lang(.)}" dir="{f:direction(f:lang(.))}">
      <xsl:sequence select="f:isolated-in(f:sentence-start($before), f:lang(.))"/>
      <a href="{f:text-address(.)}#{(@xml:id, f:anchor(.))[1]}">{string-join($own)}</a>
      <xsl:sequence select="f:isolated-in(f:sentence-end($after), f:lang(.))"/>
    </span>
  </xsl:template>

  <xsl:function name="f:text-address" as="xs:string">
    <xsl:param name="node" as="node()"/>
    <xsl:sequence select="$node/ancestor::TEI[1]/@xml:id || '.html'"/>
  </xsl:function>

  <!-- What a sentence has before a word of it: from the last stop on, at most 30 words. -->
  <xsl:function name="f:sentence-start" as="xs:string">
    <xsl:param name="before" as="xs:string"/>
    <xsl:variable name="sentence" as="xs:string"
      select="if (matches($before, '[.!؟][»”&quot;)\]]*\s')) then replace($before, '^.*[.!؟][»”&quot;)\]]*\s+', '', 's') else replace($before, '^\s+', '')"/>
    <xsl:variable name="words" as="xs:string*" select="tokenize($sentence, '\s')"/>
    <xsl:sequence select="
        if (count($words) gt 30) then '… ' || string-join($words[position() gt last() - 30], ' ') else replace($sentence, '\s+', ' ')"/>
  </xsl:function>

  <!-- What a sentence has after a word of it: up to the next stop, at most 30 words. -->
  <xsl:function name="f:sentence-end" as="xs:string">
    <xsl:param name="after" as="xs:string"/>
    <xsl:variable name="sentence" as="xs:string" select="replace($after, '^(.*?[.!؟][»”&quot;)\]]*)(\s.*)?$', '$1', 's')"/>
    <xsl:variable name="words" as="xs:string*" select="tokenize($sentence, '\s')"/>
    <xsl:sequence select="
        if (count($words) gt 30) then string-join($words[position() le 30], ' ') || ' …' else replace($sentence, '\s+', ' ')"/>
  </xsl:function>
</xsl:stylesheet>
