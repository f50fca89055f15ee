<?xml version="1.0" encoding="UTF-8"?>
<!-- What every compiled schema holds. In: the instance document, and the other documents that the
     caller allows. Out: functions that read those and no others, and SVRL with or without what only
     the caller needs. A document that is asked for and not at hand is named by a message. -->
<tahqiq-x:stylesheet version="3.0"
  xmlns:tahqiq-x="http://www.w3.org/1999/XSL/Transform"
  xmlns:tahqiq-s="https://tahqiq.example/ns/schematron"
  xmlns:tahqiq-xs="http://www.w3.org/2001/XMLSchema"
  xmlns:svrl="http://purl.oclc.org/dsdl/svrl">

  <tahqiq-x:output method="xml" encoding="UTF-8" indent="no" omit-xml-declaration="yes"/>

  <!-- Whether all of SVRL is wanted: fired and suppressed rules, nothing of our own. -->
  <tahqiq-x:param name="tahqiq-s:svrl" as="tahqiq-xs:boolean" select="false()" version="3.0"/>
  <!-- The documents that may be read, by absolute address; empty where one cannot be. -->
  <tahqiq-x:param name="tahqiq-s:documents" as="map(tahqiq-xs:string, item()*)" select="map{}"
    version="3.0"/>

  <tahqiq-x:mode use-accumulators="#all" version="3.0"/>

  <!-- Elements in document order, from 1. -->
  <tahqiq-x:accumulator name="tahqiq-s:element" as="tahqiq-xs:integer" initial-value="0"
    version="3.0">
    <tahqiq-x:accumulator-rule match="*" select="$value + 1"/>
  </tahqiq-x:accumulator>

  <!-- Where a node is: its path in SVRL; for the caller the number of its element, and the step from
       there. Paths count siblings, which takes the square of their number. -->
  <tahqiq-x:function name="tahqiq-s:path" as="tahqiq-xs:string" version="3.0">
    <tahqiq-x:param name="item" as="item()?"/>
    <tahqiq-x:choose>
      <tahqiq-x:when test="not($item instance of node())">
        <tahqiq-x:sequence select="''"/>
      </tahqiq-x:when>
      <tahqiq-x:when test="$tahqiq-s:svrl">
        <tahqiq-x:sequence select="string(path($item))"/>
      </tahqiq-x:when>
      <tahqiq-x:otherwise>
        <tahqiq-x:variable name="element" as="element()?" select="$item/ancestor-or-self::*[1]"/>
        <tahqiq-x:variable name="step" as="tahqiq-xs:string?" select="
          if ($item is $element) then () else '/' || tahqiq-s:step($item)"/>
        <tahqiq-x:sequence select="
          string($element ! accumulator-before('tahqiq-s:element')) || $step"/>
      </tahqiq-x:otherwise>
    </tahqiq-x:choose>
  </tahqiq-x:function>

  <!-- The last step of a node's path, for what is no element. -->
  <tahqiq-x:function name="tahqiq-s:step" as="tahqiq-xs:string" version="3.0">
    <tahqiq-x:param name="node" as="node()"/>
    <tahqiq-x:sequence select="
      if ($node instance of attribute()) then '@Q{' || namespace-uri($node) || '}' || local-name($node)
      else if ($node instance of text()) then 'text()[' || 1 + count($node/preceding-sibling::text()) || ']'
      else if ($node instance of comment()) then 'comment()[' || 1 + count($node/preceding-sibling::comment()) || ']'
      else if ($node instance of processing-instruction()) then 'processing-instruction(' || name($node) || ')['
        || 1 + count($node/preceding-sibling::processing-instruction()[name() = name($node)]) || ']'
      else ''"/>
  </tahqiq-x:function>

  <tahqiq-x:function name="tahqiq-s:address" as="tahqiq-xs:string" version="3.0">
    <tahqiq-x:param name="item" as="item()?"/>
    <tahqiq-x:sequence
      select="if ($item instance of node()) then string(base-uri(root($item))) else ''"/>
  </tahqiq-x:function>

  <!-- An absolute address without fragment, written as the caller writes its own. -->
  <tahqiq-x:function name="tahqiq-s:resolved" as="tahqiq-xs:string" version="3.0">
    <tahqiq-x:param name="reference" as="tahqiq-xs:string"/>
    <tahqiq-x:param name="base" as="tahqiq-xs:string"/>
    <tahqiq-x:variable name="file" as="tahqiq-xs:string"
      select="iri-to-uri(replace($reference, '#.*$', ''))"/>
    <tahqiq-x:sequence select="
      replace(if ($base eq '') then $file else string(resolve-uri($file, $base)), '^file:/+', 'file:///')"/>
  </tahqiq-x:function>

  <!-- The document at an address, if the caller gives it. -->
  <tahqiq-x:function name="tahqiq-s:at" as="document-node()?" version="3.0">
    <tahqiq-x:param name="reference" as="tahqiq-xs:string"/>
    <tahqiq-x:param name="base" as="tahqiq-xs:string"/>
    <tahqiq-x:variable name="address" as="tahqiq-xs:string" select="
      tahqiq-s:resolved($reference, $base)"/>
    <tahqiq-x:if test="not(map:contains($tahqiq-s:documents, $address))"
      xmlns:map="http://www.w3.org/2005/xpath-functions/map">
      <tahqiq-x:message select="'tahqiq-wanted ' || $address"/>
    </tahqiq-x:if>
    <tahqiq-x:sequence select="$tahqiq-s:documents($address)"/>
  </tahqiq-x:function>

  <tahqiq-x:function name="tahqiq-s:doc" as="document-node()?" version="3.0">
    <tahqiq-x:param name="reference" as="tahqiq-xs:string?"/>
    <tahqiq-x:variable name="found" as="document-node()?"
      select="$reference ! tahqiq-s:at(., $tahqiq-s:base)"/>
    <tahqiq-x:sequence select="
      if (exists($found) or empty($reference)) then $found
      else error(QName('http://www.w3.org/2005/xqt-errors', 'err:FODC0002'), 'the rules may not read ' || $reference || ', or it is not there')"/>
  </tahqiq-x:function>

  <tahqiq-x:function name="tahqiq-s:doc-available" as="tahqiq-xs:boolean" version="3.0">
    <tahqiq-x:param name="reference" as="tahqiq-xs:string?"/>
    <tahqiq-x:sequence select="exists($reference ! tahqiq-s:at(., $tahqiq-s:base))"/>
  </tahqiq-x:function>

  <!-- As in XSLT: a string is relative to the schema, a node's value to the node (20.1). -->
  <tahqiq-x:function name="tahqiq-s:document" as="node()*" version="3.0">
    <tahqiq-x:param name="references" as="item()*"/>
    <tahqiq-x:for-each select="$references">
      <tahqiq-x:variable name="base" as="tahqiq-xs:string" select="
        if (. instance of node()) then string((base-uri(.), $tahqiq-s:base)[1]) else $tahqiq-s:base"/>
      <tahqiq-x:sequence select="tahqiq-s:fragment(string(.), $base)"/>
    </tahqiq-x:for-each>
  </tahqiq-x:function>

  <tahqiq-x:function name="tahqiq-s:document" as="node()*" version="3.0">
    <tahqiq-x:param name="references" as="item()*"/>
    <tahqiq-x:param name="base" as="node()"/>
    <tahqiq-x:sequence
      select="$references ! tahqiq-s:fragment(string(.), string(base-uri($base)))"/>
  </tahqiq-x:function>

  <tahqiq-x:function name="tahqiq-s:fragment" as="node()*" version="3.0">
    <tahqiq-x:param name="reference" as="tahqiq-xs:string"/>
    <tahqiq-x:param name="base" as="tahqiq-xs:string"/>
    <tahqiq-x:variable name="found" as="document-node()?" select="tahqiq-s:at($reference, $base)"/>
    <tahqiq-x:variable name="id" as="tahqiq-xs:string" select="substring-after($reference, '#')"/>
    <tahqiq-x:sequence select="if ($id eq '') then $found else $found//*[@xml:id = $id]"/>
  </tahqiq-x:function>

  <!-- The documents that a pattern names by its attribute of that name (5.4.9). -->
  <tahqiq-x:function name="tahqiq-s:documents" as="document-node()*" version="3.0">
    <tahqiq-x:param name="references" as="item()*"/>
    <tahqiq-x:param name="primary" as="document-node()"/>
    <tahqiq-x:for-each select="$references ! tokenize(string(.))">
      <tahqiq-x:variable name="found" as="document-node()?"
        select="tahqiq-s:at(., string(base-uri($primary)))"/>
      <tahqiq-x:if test="empty($found)">
        <tahqiq-x:message select="'tahqiq-missing ' || ."/>
      </tahqiq-x:if>
      <tahqiq-x:sequence select="$found"/>
    </tahqiq-x:for-each>
  </tahqiq-x:function>

  <tahqiq-x:function name="tahqiq-s:addresses" as="tahqiq-xs:string*" version="3.0">
    <tahqiq-x:param name="references" as="item()*"/>
    <tahqiq-x:param name="primary" as="document-node()"/>
    <tahqiq-x:sequence select="
      $references ! tokenize(string(.)) ! tahqiq-s:resolved(., string(base-uri($primary)))"/>
  </tahqiq-x:function>

</tahqiq-x:stylesheet>
