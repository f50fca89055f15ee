"""The three classes of elements, listed once.

In: nothing. Out: which elements are containers (only elements in them: each child on a line of its
own) and which are lines (text in them: glued to their tags). Every other element is inline or
unknown, and is never touched inside. Containers are the elements whose content in TEI P5 has no
text; ``choice``, ``app``, ``subst`` and their like have none either, but stand within a word and
are inline.
"""

from __future__ import annotations

from typing import Final

TEI: Final = "http://www.tei-c.org/ns/1.0"
SCHEMATRON: Final = "http://purl.oclc.org/dsdl/schematron"

_TEI_CONTAINERS: Final = """
TEI abstract additional address adminInfo altGrp altIdentifier alternate analytic annotationBlock
appInfo application argument attDef attList availability back biblFull biblStruct binding
bindingDesc body broadcast cRefPattern calendar calendarDesc castGroup castList category certainty
char charDecl cit citeStructure classDecl classSpec classes climate constraintSpec content
correction correspAction correspContext correspDesc custodialHist dataSpec datatype decoDesc
dimensions div div1 div2 div3 div4 div5 div6 div7 docTitle eLeaf eTree editionStmt editorialDecl
elementSpec encodingDesc entry epigraph epilogue equipment event exemplum facsimile fDecl fLib
figure fileDesc floatingText forest front fs fsConstraints fsDecl fsdDecl fvLib graph group
handDesc handNotes history hom hyphenation iNode imprint incident interpGrp interpretation joinGrp
keywords langKnowledge langUsage layoutDesc lg linkGrp list listAnnotation listApp listBibl
listChange listEvent listForest listNym listObject listOrg listPerson listPlace listPrefixDef
listRef listRelation listTranspose listWit location locusGrp macroSpec metDecl model modelGrp
modelSequence moduleSpec monogr msContents msDesc msFrag msIdentifier msItem msItemStruct msPart
namespace normalization notatedMusic notesStmt nym object objectDesc objectIdentifier org paramList
paramSpec particDesc performance person personGrp persona physDesc place population precision
prefixDef profileDesc projectDesc prologue publicationStmt punctuation quotation rdgGrp recordHist
recording recordingStmt refsDecl relatedItem relation remarks respStmt revisionDesc root row
samplingDecl schemaRef schemaSpec scriptDesc scriptStmt sealDesc segmentation sequence seriesStmt
setting settingDesc sourceDesc sourceDoc sp spGrp spanGrp specGrp specList standOff state stdVals
styleDefDecl superEntry supportDesc surface surfaceGrp table tagsDecl taxonomy teiCorpus teiHeader
terrain text textClass textDesc timeline titlePage titleStmt trait transcriptionDesc transpose tree
triangle typeDesc unitDecl unitDef vAlt valItem valList
"""

_TEI_LINES: Final = """
p ab head l item label note desc gloss title author editor resp name persName orgName placeName
date idno publisher pubPlace distributor authority edition extent licence cell ref ptr trailer
opener closer salute signed dateline byline argument stage speaker figDesc bibl witness language
change catDesc measure term sponsor funder principal respons biblScope settlement region country
geo forename surname roleName addName eventName occupation birth death floruit state docAuthor
docDate docImprint docEdition titlePart quote q said cit addrLine street postCode rendition
tagUsage altIdent constraint eg origDate creation abstract summary incipit explicit locus repository
collection institution msName item headItem headLabel imprimatur def form gramGrp orth pron sense
etym usg xr memberOf classRef elementRef macroRef dataRef moduleRef specGrpRef attRef textNode
empty anyElement interp span purpose interaction preparedness domain derivation factuality channel
constitution textLang objectType material support foliation condition layout handNote decoNote
"""

_SCHEMATRON_CONTAINERS: Final = "schema pattern rule phase diagnostics properties group rules"
_SCHEMATRON_LINES: Final = "assert report diagnostic title p let ns active extends include property"

CONTAINERS: Final = frozenset(
    {(TEI, name) for name in _TEI_CONTAINERS.split()}
    | {(SCHEMATRON, name) for name in _SCHEMATRON_CONTAINERS.split()}
)
"""Namespace and name of every element whose white space says nothing."""

LINES: Final = (
    frozenset(
        {(TEI, name) for name in _TEI_LINES.split()}
        | {(SCHEMATRON, name) for name in _SCHEMATRON_LINES.split()}
    )
    - CONTAINERS
)
"""Namespace and name of every element that fills lines with text."""
