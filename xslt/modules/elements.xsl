<?xml version="1.0" encoding="UTF-8"?>
<!-- In: nothing. Out: what the elements of TEI's further modules are to a reader, by their names: dictionaries, descriptions
     of manuscripts, transcriptions of speech and of drawings, plays of film, links. Each format sets by it what none of
     its own templates knows. -->
<xsl:stylesheet version="3.0" expand-text="yes"
  xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:xs="http://www.w3.org/2001/XMLSchema"
  xmlns:f="https://tahqiq.example/ns/functions"
  xpath-default-namespace="http://www.tei-c.org/ns/1.0"
  exclude-result-prefixes="#all">

  <!-- They hold lines, and have no words of their own. -->
  <xsl:variable name="groups" as="xs:string" static="yes" select="
      ' superEntry spGrp annotationBlock noteGrp listWit listNym listObject msDesc msPart msFrag msContents physDesc '
      || 'objectDesc supportDesc layoutDesc handDesc scriptDesc typeDesc decoDesc bindingDesc sealDesc history '
      || 'additional adminInfo recordHist custodialHist surrogates '"/>

  <!-- They begin a line, as a paragraph does. -->
  <xsl:variable name="lines" as="xs:string" static="yes" select="
      ' entry entryFree u post writing witness nym object msIdentifier msItem msItemStruct summary support collation '
      || 'foliation condition layout handNote scriptNote typeNote musicNotation decoNote additions binding accMat origin '
      || 'provenance acquisition source custEvent notatedMusic '"/>

  <!-- They are phrases of the line that they stand in. -->
  <xsl:variable name="further-phrases" as="xs:string" static="yes" select="
      ' hom sense dictScrap form orth pron hyph syll stress gram gen number case per tns mood iType gramGrp pos subc '
      || 'colloc def etym usg lbl xr re oRef oVar pRef pVar respStmt resp relatedItem meeting biblStruct biblFull '
      || 'catchwords dimensions dim height depth width heraldry locusGrp objectType objectIdentifier secFol signatures '
      || 'watermark altIdentifier colophon explicit filiation finalRubric incipit rubric secl mod geogFeat age climate '
      || 'gender langKnowledge langKnown persPronouns population socecStatus terrain persona ruby rb ellipsis vocal '
      || 'kinesic incident view camera sound tech caption line zone metDecl metSym activity locale setting '
      || 'eg gi att val tag ident '"/>

  <!-- They say something about the text, and are none of it. -->
  <xsl:variable name="silent" as="xs:string" static="yes" select="
      ' certainty precision respons alt altGrp join joinGrp timeline when span transpose substJoin undo redo path '
      || 'shift pause move listRelation relation listAnnotation annotation binaryObject variantEncoding listPrefixDef '
      || 'xenoData facsimile sourceDoc '"/>

  <!-- Whether an element has one of these names. Those of an example of markup (egXML) are no elements of the text. -->
  <xsl:function name="f:is-one-of" as="xs:boolean">
    <xsl:param name="element" as="element()"/>
    <xsl:param name="names" as="xs:string"/>
    <xsl:sequence select="contains($names, ' ' || local-name($element) || ' ') and namespace-uri($element) eq 'http://www.tei-c.org/ns/1.0'"/>
  </xsl:function>

  <xsl:function name="f:is-group" as="xs:boolean">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="f:is-one-of($element, $groups) and not(f:is-within-line($element))"/>
  </xsl:function>

  <!-- A form that stands before the entries of its root is a line above them. -->
  <xsl:function name="f:begins-line" as="xs:boolean">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="
        f:is-one-of($element, $lines) and not(f:is-within-line($element))
        or exists($element/parent::superEntry) and not(f:is-group($element))"/>
  </xsl:function>

  <xsl:function name="f:is-within-line" as="xs:boolean">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="exists($element/ancestor::*[self::p or self::ab or self::item or self::cell or self::note])"/>
  </xsl:function>

  <xsl:function name="f:is-further-phrase" as="xs:boolean">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="
        f:is-one-of($element, $further-phrases || $lines || $groups)
        and not(f:begins-line($element) or f:is-group($element))"/>
  </xsl:function>

  <xsl:function name="f:is-silent" as="xs:boolean">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="f:is-one-of($element, $silent)"/>
  </xsl:function>

  <!-- Whether an element is a headword, which is set apart. -->
  <xsl:function name="f:is-headword" as="xs:boolean">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="exists($element/self::orth/parent::form/(parent::superEntry | parent::entry | parent::entryFree | parent::re | parent::hom))"/>
  </xsl:function>

  <!-- Whether the second half of a verse begins with an element: a part of the line, or of an entry that holds
       halves of it. -->
  <xsl:function name="f:begins-half" as="xs:boolean">
    <xsl:param name="part" as="element(seg)"/>
    <xsl:variable name="first" as="xs:boolean" select="empty($part/preceding-sibling::seg)"/>
    <xsl:variable name="entry" as="element(app)?" select="$part/(parent::lem | parent::rdg)[not($part/preceding-sibling::seg)]/ancestor::app[1]"/>
    <xsl:sequence select="
        exists($part/ancestor::l)
        and (if ($part/parent::l) then exists($part/preceding-sibling::*[self::seg or self::app[*/seg]])
          else if ($first) then exists($entry/parent::l/child::*[. &lt;&lt; $entry][self::seg or self::app[*/seg]])
          else exists($part/(parent::lem | parent::rdg)))"/>
  </xsl:function>

  <xsl:variable name="programs" as="xs:string" static="yes" select="' code formula eg gi att val tag ident pron '"/>

  <xsl:function name="f:is-program" as="xs:boolean">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="f:is-one-of($element, $programs)"/>
  </xsl:function>

  <!-- Whether an element of a text from the right is one run from the left: a program, a formula, what a word sounds
       like. -->
  <xsl:function name="f:is-one-run" as="xs:boolean">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="
        f:is-program($element) and not($element/@xml:lang) and not(matches($element, $right-letter))
        and matches($element, '[!-~]') and f:direction(f:lang($element)) = 'rtl'"/>
  </xsl:function>

  <!-- Whether a line of the source is told by its number: of inscriptions and papyri, which are cited by it. -->
  <xsl:function name="f:is-told-line" as="xs:boolean">
    <xsl:param name="break" as="element()"/>
    <xsl:sequence select="exists($break/self::lb[@n]/ancestor::div[@type = 'edition'])"/>
  </xsl:function>
</xsl:stylesheet>
