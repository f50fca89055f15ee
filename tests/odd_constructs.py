"""What TEI P5, chapter 22, has for an ODD: each construct, with what it lets pass and what not.

``CASES``: by what is claimed, the inside of a ``schemaSpec`` over ``SPECIFICATION``, documents that
its schema accepts, and documents that it refuses.
"""

NS = 'xmlns="http://www.tei-c.org/ns/1.0"'
SPECIFICATION = f"""<TEI {NS}>
<moduleSpec ident="tei"/><moduleSpec ident="core"/>
<classSpec ident="att.global" module="tei" type="atts"><attList>
  <attDef ident="n" usage="opt"><datatype><dataRef key="teidata.word"/></datatype></attDef>
  <attDef ident="rend" usage="opt"><datatype maxOccurs="unbounded"><dataRef key="teidata.word"/></datatype></attDef>
</attList></classSpec>
<classSpec ident="att.typed" module="tei" type="atts"><attList>
  <attDef ident="type" usage="opt"><datatype><dataRef key="teidata.word"/></datatype>
    <valList type="closed"><valItem ident="a"/><valItem ident="b"/></valList></attDef>
  <attDef ident="subtype" usage="opt"><datatype><dataRef key="teidata.word"/></datatype></attDef>
</attList></classSpec>
<classSpec ident="att.both" module="tei" type="atts"><classes><memberOf key="att.typed"/></classes>
  <attList><attDef ident="when" usage="opt"><datatype><dataRef name="date"/></datatype></attDef></attList></classSpec>
<classSpec ident="model.inline" module="tei" type="model"/>
<classSpec ident="model.lonely" module="tei" type="model"/>
<macroSpec ident="macro.content" module="tei"><content><alternate minOccurs="0" maxOccurs="unbounded">
  <textNode/><classRef key="model.inline"/></alternate></content></macroSpec>
<dataSpec ident="teidata.word" module="tei"><content><dataRef name="token" restriction="\\S+"/></content></dataSpec>
<elementSpec ident="text" module="core"><classes><memberOf key="att.global"/></classes>
  <content><elementRef key="p" minOccurs="1" maxOccurs="unbounded"/></content></elementSpec>
<elementSpec ident="p" module="core"><classes><memberOf key="att.global"/></classes>
  <content><macroRef key="macro.content"/></content></elementSpec>
<elementSpec ident="hi" module="core"><classes><memberOf key="att.global"/><memberOf key="model.inline"/></classes>
  <content><macroRef key="macro.content"/></content></elementSpec>
<elementSpec ident="name" module="core"><classes><memberOf key="att.global"/><memberOf key="att.both"/><memberOf key="model.inline"/></classes>
  <content><textNode/></content>
  <constraintSpec ident="short" scheme="schematron"><constraint>
    <sch:assert xmlns:sch="http://purl.oclc.org/dsdl/schematron" test="string-length(.) lt 9">Too long.</sch:assert>
  </constraint></constraintSpec></elementSpec>
<elementSpec ident="pb" module="core"><classes><memberOf key="model.inline"/></classes><content><empty/></content></elementSpec>
</TEI>"""
ALL = '<moduleRef key="tei"/><moduleRef key="core"/>'
P = '<elementSpec ident="p" module="core" mode="change">{}</elementSpec>'
NAME = '<elementSpec ident="name" module="core" mode="change">{}</elementSpec>'


def content(inside):
    """Return a change of what <p> holds."""
    return ALL + P.format(f"<content>{inside}</content>")


HI, NAMED, PB = "<hi>خط</hi>", "<name>درنة</name>", "<pb/>"

CASES = {
    "moduleRef takes all of a module": (ALL, [f"<p>في {NAMED}{HI}{PB}</p>"], []),
    "moduleRef include takes only those": (
        '<moduleRef key="tei"/><moduleRef key="core" include="text p hi"/>',
        [f"<p>{HI}</p>"],
        [f"<p>{NAMED}</p>"],
    ),
    "moduleRef except takes all but those": (
        '<moduleRef key="tei"/><moduleRef key="core" except="hi"/>',
        [f"<p>{NAMED}</p>"],
        [f"<p>{HI}</p>"],
    ),
    "elementRef takes one element": (
        '<moduleRef key="tei"/><elementRef key="text"/><elementRef key="p"/><elementRef key="pb"/>',
        [f"<p>{PB}</p>"],
        [f"<p>{HI}</p>"],
    ),
    "classRef takes a class with some attributes": (
        '<classRef key="att.global" include="n"/><macroRef key="macro.content"/>'
        '<dataRef key="teidata.word"/><moduleRef key="core" include="text p"/>',
        ['<p n="1">نص</p>'],
        ['<p rend="x">نص</p>'],
    ),
    "classRef takes a class without some attributes": (
        '<classRef key="att.global" except="n"/><macroRef key="macro.content"/>'
        '<dataRef key="teidata.word"/><moduleRef key="core" include="text p"/>',
        ['<p rend="x y">نص</p>'],
        ['<p n="1">نص</p>'],
    ),
    "classRef narrows what a module brings": (
        ALL + '<classRef key="att.global" except="n"/>',
        ['<p rend="x">نص</p>'],
        ['<p n="1">نص</p>'],
    ),
    "a deleted element is gone": (
        ALL + '<elementSpec ident="hi" mode="delete"/>',
        [f"<p>{NAMED}</p>"],
        [f"<p>{HI}</p>"],
    ),
    "an added element joins its class": (
        ALL
        + '<elementSpec ident="loc" mode="add"><classes><memberOf key="model.inline"/></classes><content><textNode/></content></elementSpec>',
        ["<p><loc>سرت</loc></p>"],
        ["<p><loc><hi/></loc></p>"],
    ),
    "an element of another namespace stands beside its namesake": (
        ALL
        + '<elementSpec ident="hi" prefix="x_" ns="urn:x"><classes><memberOf key="model.inline"/></classes><content><empty/></content></elementSpec>',
        [f"<p>{HI}</p>", '<p><hi xmlns="urn:x"/></p>'],
        ['<p><hi xmlns="urn:x">خط</hi></p>'],
    ),
    "a replaced element keeps nothing": (
        ALL
        + '<elementSpec ident="hi" mode="replace"><classes><memberOf key="model.inline"/></classes><content><empty/></content></elementSpec>',
        ["<p><hi/></p>"],
        [f"<p>{HI}</p>", '<p><hi n="1"/></p>'],
    ),
    "an element leaves a class": (
        ALL
        + NAME.format(
            '<classes mode="change"><memberOf key="model.inline" mode="delete"/></classes>'
        ),
        [f"<p>{HI}</p>"],
        [f"<p>{NAMED}</p>"],
    ),
    "classes that are replaced give no attributes": (
        ALL + NAME.format('<classes mode="replace"><memberOf key="model.inline"/></classes>'),
        [f"<p>{NAMED}</p>"],
        ['<p><name n="1">سرت</name></p>'],
    ),
    "an attribute is inherited through two classes": (
        ALL,
        ['<p><name type="a" when="2015-02-16">س</name></p>'],
        ['<p><name type="c">س</name></p>', '<p><name when="2015-02-30">س</name></p>'],
    ),
    "an attribute deleted in a class is gone everywhere": (
        ALL
        + '<classSpec ident="att.global" type="atts" mode="change"><attList><attDef ident="n" mode="delete"/></attList></classSpec>',
        ['<p rend="x">نص</p>'],
        ['<p n="1">نص</p>', '<p><hi n="1"/></p>'],
    ),
    "an attribute deleted at an element is gone only there": (
        ALL + P.format('<attList><attDef ident="n" mode="delete"/></attList>'),
        ['<p><hi n="1"/></p>'],
        ['<p n="1"/>'],
    ),
    "a class of attributes that is deleted gives none": (
        ALL + '<classSpec ident="att.typed" type="atts" mode="delete"/>',
        ['<p><name when="2015-02-16">س</name></p>'],
        ['<p><name type="a">س</name></p>'],
    ),
    "an inherited attribute becomes required": (
        ALL + P.format('<attList><attDef ident="n" mode="change" usage="req"/></attList>'),
        ['<p n="1"/>'],
        ["<p/>"],
    ),
    "an attribute is added with a closed list": (
        ALL
        + P.format(
            '<attList><attDef ident="kind" mode="add"><valList type="closed"><valItem ident="x"/></valList></attDef></attList>'
        ),
        ['<p kind="x"/>'],
        ['<p kind="y"/>', '<hi kind="x"/>'],
    ),
    "a list of values is changed item by item": (
        ALL
        + NAME.format(
            '<attList><attDef ident="type" mode="change"><valList mode="change"><valItem ident="a" mode="delete"/><valItem ident="c" mode="add"/></valList></attDef></attList>'
        ),
        ['<p><name type="b">س</name></p>', '<p><name type="c">س</name></p>'],
        ['<p><name type="a">س</name></p>'],
    ),
    "attList org=choice allows one of several": (
        ALL
        + P.format(
            '<attList org="choice"><attDef ident="from" mode="add" usage="req"/><attDef ident="at" mode="add" usage="req"/></attList>'
        ),
        ['<p from="1"/>', '<p at="1"/>'],
        ['<p from="1" at="1"/>', "<p/>"],
    ),
    "attRef borrows an attribute of a class": (
        ALL + P.format('<attList><attRef class="att.both" name="when"/></attList>'),
        ['<p when="2015-02-16"/>'],
        ['<p type="a"/>'],
    ),
    "altIdent renames an element": (
        ALL + '<elementSpec ident="hi" mode="change"><altIdent>mark</altIdent></elementSpec>',
        ["<p><mark>خط</mark></p>"],
        [f"<p>{HI}</p>"],
    ),
    "altIdent renames an attribute": (
        ALL
        + P.format(
            '<attList><attDef ident="n" mode="change"><altIdent>number</altIdent></attDef></attList>'
        ),
        ['<p number="1"/>'],
        ['<p n="1"/>'],
    ),
    "sequence keeps the order": (
        content('<sequence><elementRef key="hi"/><elementRef key="name"/></sequence>'),
        [f"<p>{HI}{NAMED}</p>"],
        [f"<p>{NAMED}{HI}</p>", f"<p>{HI}</p>"],
    ),
    "sequence preserveOrder=false takes any order": (
        content(
            '<sequence preserveOrder="false"><elementRef key="hi"/><elementRef key="name"/></sequence>'
        ),
        [f"<p>{HI}{NAMED}</p>", f"<p>{NAMED}{HI}</p>"],
        [f"<p>{HI}</p>"],
    ),
    "alternate takes one": (
        content('<alternate><elementRef key="hi"/><elementRef key="name"/></alternate>'),
        [f"<p>{HI}</p>", f"<p>{NAMED}</p>"],
        [f"<p>{HI}{NAMED}</p>", "<p/>"],
    ),
    "occurrences are counted": (
        content('<elementRef key="pb" minOccurs="2" maxOccurs="3"/>'),
        [f"<p>{PB * 2}</p>", f"<p>{PB * 3}</p>"],
        [f"<p>{PB}</p>", f"<p>{PB * 4}</p>"],
    ),
    "classRef expand=sequence takes all members in turn": (
        content('<classRef key="model.inline" expand="sequence"/>'),
        [f"<p>{HI}{NAMED}{PB}</p>"],
        [f"<p>{HI}</p>", f"<p>{PB}{HI}{NAMED}</p>"],
    ),
    "classRef expand=sequenceOptional lets members lack": (
        content('<classRef key="model.inline" expand="sequenceOptional"/>'),
        [f"<p>{HI}{PB}</p>", "<p/>"],
        [f"<p>{PB}{HI}</p>", f"<p>{HI}{HI}</p>"],
    ),
    "classRef expand=sequenceOptionalRepeatable lets members repeat": (
        content('<classRef key="model.inline" expand="sequenceOptionalRepeatable"/>'),
        [f"<p>{HI}{HI}{PB}</p>", "<p/>"],
        [f"<p>{PB}{HI}</p>"],
    ),
    "classRef expand=sequenceRepeatable wants each member": (
        content('<classRef key="model.inline" expand="sequenceRepeatable"/>'),
        [f"<p>{HI}{HI}{NAMED}{PB}</p>"],
        [f"<p>{HI}{PB}</p>"],
    ),
    "classRef include takes some members": (
        content('<classRef key="model.inline" include="pb"/>'),
        [f"<p>{PB}</p>"],
        [f"<p>{HI}</p>"],
    ),
    "classRef except leaves some members": (
        content('<classRef key="model.inline" except="pb"/>'),
        [f"<p>{HI}</p>"],
        [f"<p>{PB}</p>"],
    ),
    "dataRef narrows by a restriction": (
        content('<dataRef name="token" restriction="[0-9]{4}"/>'),
        ["<p>2015</p>"],
        ["<p>20</p>"],
    ),
    "dataRef narrows by facets": (
        content('<dataRef name="integer"><dataFacet name="maxInclusive" value="12"/></dataRef>'),
        ["<p>12</p>"],
        ["<p>13</p>"],
    ),
    "valList stands in content": (
        content('<valList type="closed"><valItem ident="نعم"/><valItem ident="لا"/></valList>'),
        ["<p>نعم</p>"],
        ["<p>ربما</p>"],
    ),
    "interleave takes any order": (
        content('<interleave><elementRef key="hi"/><elementRef key="name"/></interleave>'),
        [f"<p>{HI}{NAMED}</p>", f"<p>{NAMED}{HI}</p>"],
        [f"<p>{HI}</p>"],
    ),
    "a value list stands for the content of an element": (
        ALL + P.format('<valList type="closed"><valItem ident="نعم"/></valList>'),
        ["<p>نعم</p>"],
        ["<p>لا</p>"],
    ),
    "attRef borrows a whole class": (
        ALL + P.format('<attList><attRef class="att.both"/></attList>'),
        ['<p when="2015-02-16" type="a"/>'],
        ['<p type="c"/>'],
    ),
    "attRef names an attribute in the older way": (
        ALL + P.format('<attList><attRef name="att.both.attribute.when"/></attList>'),
        ['<p when="2015-02-16"/>'],
        ['<p type="a"/>'],
    ),
    "attRef names an attribute by key": (
        ALL + P.format('<attList><attRef class="att.both" key="when"/></attList>'),
        ['<p when="2015-02-16"/>'],
        ['<p type="a"/>'],
    ),
    "attributes that are deleted twice stay deleted": (
        ALL + P.format("<attList>" + '<attDef ident="n" mode="delete"/>' * 2 + "</attList>"),
        ['<p rend="x"/>'],
        ['<p n="1"/>'],
    ),
    "a half-open list without a datatype takes any name": (
        ALL
        + P.format(
            '<attList><attDef ident="k" mode="add"><valList type="semi"><valItem ident="1"/></valList></attDef></attList>'
        ),
        ['<p k="1"/>', '<p k="نعم"/>'],
        ['<p k="2"/>'],
    ),
    "a reference to what is not there is no alternative": (
        content('<alternate><elementRef key="pb"/><elementRef key="ghost"/></alternate>'),
        [f"<p>{PB}</p>"],
        ["<p/>"],
    ),
    "a reference to what is not there asks for nothing": (
        content('<sequence><elementRef key="pb"/><elementRef key="ghost"/></sequence>'),
        [f"<p>{PB}</p>"],
        ["<p/>"],
    ),
    "a group of nothing in an alternation is empty": (
        content(
            '<alternate><elementRef key="pb"/><alternate minOccurs="0"><elementRef key="ghost"/></alternate></alternate>'
        ),
        [f"<p>{PB}</p>", "<p/>"],
        [f"<p>{HI}</p>"],
    ),
    "RELAX NG refers to what is not there": (
        content(
            '<choice xmlns="http://relaxng.org/ns/structure/1.0"><ref name="pb"/><ref name="ghost"/></choice>'
        ),
        [f"<p>{PB}</p>"],
        [f"<p>{HI}</p>"],
    ),
    "RELAX NG takes a class apart": (
        content(
            '<ref xmlns="http://relaxng.org/ns/structure/1.0" name="model.inline_sequenceOptional"/>'
        ),
        [f"<p>{HI}{PB}</p>"],
        [f"<p>{PB}{HI}</p>"],
    ),
    "NameList in a macro is any element": (
        content('<macroRef key="any"/>')
        + '<macroSpec ident="any" mode="add"><content><?NameList?></content></macroSpec>',
        [f"<p>{PB}</p>", f"<p>{HI}</p>"],
        ["<p/>"],
    ),
    "textNode holds text only": (content("<textNode/>"), ["<p>نص</p>"], [f"<p>{HI}</p>"]),
    "empty holds nothing": (content("<empty/>"), ["<p/>"], ["<p>نص</p>"]),
    "anyElement holds what another namespace has": (
        content('<anyElement require="urn:x"/>'),
        ['<p><x xmlns="urn:x" y="1">نص<z/></x></p>'],
        [f"<p>{HI}</p>", "<p/>"],
    ),
    "anyElement except leaves a namespace out": (
        content('<anyElement except="http://www.tei-c.org/ns/1.0"/>'),
        ['<p><x xmlns="urn:x"/></p>'],
        [f"<p>{HI}</p>"],
    ),
    "RELAX NG in content is taken as it is": (
        content('<text xmlns="http://relaxng.org/ns/structure/1.0"/>'),
        ["<p>نص</p>"],
        [f"<p>{HI}</p>"],
    ),
    "a class that is emptied allows nothing": (
        content('<alternate><elementRef key="pb"/><classRef key="model.lonely"/></alternate>'),
        [f"<p>{PB}</p>"],
        [f"<p>{HI}</p>"],
    ),
    "a macro is changed for all who use it": (
        ALL
        + '<macroSpec ident="macro.content" mode="change"><content><textNode/></content></macroSpec>',
        ["<p>نص</p>"],
        [f"<p>{HI}</p>"],
    ),
    "a datatype is changed for all who use it": (
        ALL
        + '<dataSpec ident="teidata.word" mode="change"><content><dataRef name="token" restriction="[0-9]+"/></content></dataSpec>',
        ['<p n="7"/>'],
        ['<p n="x"/>'],
    ),
    "a second change follows the first": (
        ALL
        + P.format('<attList><attDef ident="n" mode="change" usage="req"/></attList>')
        + P.format("<content><empty/></content>"),
        ['<p n="1"/>'],
        ["<p/>", '<p n="1">نص</p>'],
    ),
}
