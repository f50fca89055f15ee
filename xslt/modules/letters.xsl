<?xml version="1.0" encoding="UTF-8"?>
<!-- Out: expressions for letters of words that spaces part. In scripts without such spaces, as Chinese and Thai, each
     letter stands by itself: a mark behind it parts nothing, and the next space is far. -->
<xsl:stylesheet version="3.0"
  xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:xs="http://www.w3.org/2001/XMLSchema"
  exclude-result-prefixes="#all">

  <!-- Thai and Lao, Burmese, Khmer, Kana, Han. -->
  <xsl:variable name="unspaced" as="xs:string" static="yes"
    select="'[&#xE00;-&#xEFF;&#x1000;-&#x109F;&#x1780;-&#x17FF;&#x3040;-&#x30FF;&#x3400;-&#x4DBF;&#x4E00;-&#x9FFF;&#xF900;-&#xFAFF;&#x20000;-&#x3FFFD;]'"/>
  <xsl:variable name="letter" as="xs:string" static="yes" select="'[\p{L}\p{M}-' || $unspaced || ']'"/>
  <xsl:variable name="word-start" as="xs:string" static="yes" select="'^' || $letter"/>
  <xsl:variable name="word-edge" as="xs:string" static="yes" select="'[^\p{L}\p{M}]|' || $unspaced"/>
</xsl:stylesheet>
