<?xml version="1.0" encoding="UTF-8"?>
<!-- In: the language tags that texts have. Out: the language that holds at a node, and its direction; tags as
     programs expect them: with the shortest code of a language (BCP 47, section 2.2.1), which catalogues by
     three letters (ISO 639-2) do not have. -->
<xsl:stylesheet version="3.0"
  xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:xs="http://www.w3.org/2001/XMLSchema"
  xmlns:f="https://tahqiq.example/ns/functions"
  xmlns:map="http://www.w3.org/2005/xpath-functions/map"
  xpath-default-namespace="http://www.tei-c.org/ns/1.0"
  exclude-result-prefixes="#all">

  <!-- Each code of three letters with that of two; both of the languages that have two of three. -->
  <xsl:variable name="shorter" as="map(xs:string, xs:string)" select="map:merge(
      tokenize(normalize-space('
      aar=aa abk=ab afr=af aka=ak alb=sq amh=am ara=ar arg=an arm=hy asm=as ava=av ave=ae aym=ay aze=az bak=ba
      bam=bm baq=eu bel=be ben=bn bih=bh bis=bi bod=bo bos=bs bre=br bul=bg bur=my cat=ca ces=cs cha=ch che=ce
      chi=zh chu=cu chv=cv cor=kw cos=co cre=cr cym=cy cze=cs dan=da deu=de div=dv dut=nl dzo=dz ell=el eng=en
      epo=eo est=et eus=eu ewe=ee fao=fo fas=fa fij=fj fin=fi fra=fr fre=fr fry=fy ful=ff geo=ka ger=de gla=gd
      gle=ga glg=gl glv=gv gre=el grn=gn guj=gu hat=ht hau=ha heb=he her=hz hin=hi hmo=ho hrv=hr hun=hu hye=hy
      ibo=ig ice=is ido=io iii=ii iku=iu ile=ie ina=ia ind=id ipk=ik isl=is ita=it jav=jv jpn=ja kal=kl kan=kn
      kas=ks kat=ka kau=kr kaz=kk khm=km kik=ki kin=rw kir=ky kom=kv kon=kg kor=ko kua=kj kur=ku lao=lo lat=la
      lav=lv lim=li lin=ln lit=lt ltz=lb lub=lu lug=lg mac=mk mah=mh mal=ml mao=mi mar=mr may=ms mkd=mk mlg=mg
      mlt=mt mon=mn mri=mi msa=ms mya=my nau=na nav=nv nbl=nr nde=nd ndo=ng nep=ne nld=nl nno=nn nob=nb nor=no
      nya=ny oci=oc oji=oj ori=or orm=om oss=os pan=pa per=fa pli=pi pol=pl por=pt pus=ps que=qu roh=rm ron=ro
      rum=ro run=rn rus=ru sag=sg san=sa sin=si slk=sk slo=sk slv=sl sme=se smo=sm sna=sn snd=sd som=so sot=st
      spa=es sqi=sq srd=sc srp=sr ssw=ss sun=su swa=sw swe=sv tah=ty tam=ta tat=tt tel=te tgk=tg tgl=tl tha=th
      tib=bo tir=ti ton=to tsn=tn tso=ts tuk=tk tur=tr twi=tw uig=ug ukr=uk urd=ur uzb=uz ven=ve vie=vi vol=vo
      wel=cy wln=wa wol=wo xho=xh yid=yi yor=yo zha=za zho=zh zul=zu
      ')) ! map:entry(substring-before(., '='), substring-after(., '=')))"/>

  <!-- A tag of which the language has its shortest code. -->
  <xsl:function name="f:shortest" as="xs:string">
    <xsl:param name="tag" as="xs:string"/>
    <xsl:variable name="code" as="xs:string" select="lower-case(substring-before($tag || '-', '-'))"/>
    <xsl:sequence select="
        if (string-length($code) = 3 and map:contains($shorter, $code)) then $shorter($code) || substring($tag, 4) else $tag"/>
  </xsl:function>

  <!-- rtl or ltr: by the script subtag of a language tag where it has one, else by the language. -->
  <xsl:function name="f:direction" as="xs:string">
    <xsl:param name="tag" as="xs:string"/>
    <xsl:variable name="parts" as="xs:string*" select="tokenize(lower-case(f:shortest($tag)), '-')"/>
    <xsl:variable name="script" as="xs:string?"
      select="$parts[position() gt 1][matches(., '^[a-z]{4}$')][1]"/>
    <xsl:sequence select="
        if ($script) then if (contains($right-scripts, ' ' || $script || ' ')) then 'rtl' else 'ltr'
        else if (contains($right-languages, ' ' || $parts[1] || ' ')) then 'rtl' else 'ltr'"/>
  </xsl:function>

  <!-- Scripts that run from the right (ISO 15924), and languages that are written in one of them where nothing says
       otherwise: Arabic and its dialects, Hebrew and the languages of Jews and Samaritans, Aramaic and Syriac, Iranian and
       Turkic languages of the past and of today, South Arabian and Phoenician. -->
  <xsl:variable name="right-scripts" as="xs:string" static="yes" select="
      ' arab aran adlm armi avst chrs cprt elym hatr hebr hung khar lydi mand mani mend merc mero narb nbat nkoo orkh ougr palm phli phlp'
      || ' phnx prti rohg samr sarb sogd sogo syrc syre syrj syrn thaa yezi '"/>
  <xsl:variable name="right-languages" as="xs:string" static="yes" select="
      ' ar acm acq acw acx acy adf aeb aec afb aii ajp apc apd arb arc arq ars ary arz ayl ayn azb bqi chg ckb dv fa glk hac haz hbo he iw'
      || ' jpr jrb khw ks lrc luz mid myz mzn nqo obm ota pal phn pnb prs ps sam sd sdh shu skr sqr ssh syc syr tmr trw ug ur xaa xeb xmn'
      || ' xna xpr xqt xsa yhd yi '"/>

  <!-- The language that holds at a node; where nothing says, the text's own. -->
  <xsl:function name="f:lang" as="xs:string">
    <xsl:param name="node" as="node()"/>
    <xsl:variable name="told" as="element()?" select="$node/ancestor-or-self::*[@xml:lang][1]"/>
    <xsl:variable name="tag" as="xs:string" select="f:shortest(string(($told/@xml:lang, f:own-lang(root($node)))[1]))"/>
    <xsl:sequence select="
        if (exists($told[root() instance of document-node()]) and exists(key('transcribed', generate-id($told), root($told))))
        then replace($tag, '^([A-Za-z]+(-[A-Za-z]{3})?)(-.*)?$', '$1-Latn$3') else $tag"/>
  </xsl:function>

  <!-- Elements in a language that is written from the right, whose letters are those of a transcription: many
       projects leave its script unsaid. A key, so that it is asked once. -->
  <xsl:key name="transcribed" match="*[@xml:lang]" use="if (f:is-transcribed(.)) then generate-id() else ()"/>

  <xsl:function name="f:is-transcribed" as="xs:boolean">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="
        not(matches($element/@xml:lang, '-[A-Za-z]{4}(-|$)')) and f:direction($element/@xml:lang) = 'rtl'
        and (let $words := string-join($element/descendant::text()[empty(ancestor::note[. &gt;&gt; $element])])
          return not(matches($words, $right-letter)) and matches($words, $transcribed))"/>
  </xsl:function>

  <!-- Letters that languages written in Latin letters of their own hardly have. -->
  <xsl:variable name="transcribed" as="xs:string" static="yes" select="
      '[&#x2B0;-&#x2FF;&#x1E0E;&#x1E0F;&#x1E24;&#x1E25;&#x1E2A;&#x1E2B;&#x1E62;&#x1E63;&#x1E6C;-&#x1E6F;&#x1E92;-&#x1E96;&#x100;&#x101;&#x112;&#x113;&#x12A;&#x12B;&#x14C;&#x14D;&#x16A;&#x16B;&#x1E7;&#x259;]'"/>

  <!-- The language of a text without @xml:lang: the first that its header declares of those that are
       written as its letters are, else Arabic, or of letters that run from the left "und". -->
  <xsl:function name="f:own-lang" as="xs:string">
    <xsl:param name="root" as="node()"/>
    <xsl:variable name="direction" as="xs:string" select="
        if ($root instance of document-node() and exists(key('letters', 'ltr', $root))) then 'ltr' else 'rtl'"/>
    <xsl:variable name="declared" as="xs:string*"
      select="$root/(TEI | teiCorpus)/teiHeader/profileDesc/langUsage/language/string(@ident)"/>
    <xsl:sequence select="
        ($declared[. ne ''][f:direction(.) = $direction], if ($direction = 'ltr') then 'und' else 'ar')[1]"/>
  </xsl:function>

  <!-- Whether a text begins in letters that run from the left; a key, so that it is asked once. -->
  <xsl:key name="letters" match="/TEI | /teiCorpus" use="
      let $letters := replace(substring(string((.//text)[1]), 1, 4000), '\P{L}', '')
      return if (2 * string-length(replace($letters, '[&#x590;-&#x8FF;&#xFB50;-&#xFDFF;&#xFE70;-&#xFEFC;]', '')) gt string-length($letters))
        then 'ltr' else 'rtl'"/>
</xsl:stylesheet>
