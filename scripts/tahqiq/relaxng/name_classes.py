"""Name classes made of what a schema writes (sections 4.8 to 4.10 and 4.16).

In: nodes that name an element or an attribute. Out: name classes, or a SchemaError.
"""

from __future__ import annotations

from tahqiq.relaxng.letters import is_ncname
from tahqiq.relaxng.names import AnyName, NameClass, NsName, OneName, any_of, parts_of
from tahqiq.relaxng.nodes import Node

_XMLNS = "http://www.w3.org/2000/xmlns"


def qualified(node: Node, name: str, default: str) -> OneName:
    """Return a name as it is written; ``default`` is the namespace of one without prefix."""
    prefix, colon, local = name.strip().rpartition(":")
    if not is_ncname(local) or (colon and not is_ncname(prefix)):
        raise node.fail("4.10", f"'{name}' is no name")
    if not colon:
        return OneName(default, local)
    namespace = node.ns.get(prefix)
    if namespace is None:
        raise node.fail("4.10", f"the prefix '{prefix}' is not declared")
    return OneName(namespace, local)


def name_class(node: Node, within: str = "") -> NameClass:
    """Return a name class; ``within`` is the class whose except it stands in (4.16)."""
    if node.name == "name":
        return qualified(node, node.text, node.inherited_ns)
    if node.name == "choice":
        return any_of(name_class(child, within) for child in node.children)
    if within == "nsName" or (within == "anyName" and node.name == "anyName"):
        raise node.fail("4.16", f"<{node.name}> must not stand in the except of <{within}>")
    exclude = None
    for part in node.children:
        exclude = any_of(name_class(child, node.name) for child in part.children)
    return AnyName(exclude) if node.name == "anyName" else NsName(node.inherited_ns, exclude)


def check_attribute_name(node: Node, name_class: NameClass) -> None:
    """Raise SchemaError where an attribute would declare a namespace (4.16)."""
    waiting = [name_class]
    while waiting:
        for one in parts_of(waiting.pop()):
            is_xmlns = isinstance(one, OneName) and (one.namespace, one.local) == ("", "xmlns")
            if is_xmlns or getattr(one, "namespace", "") == _XMLNS:
                raise node.fail("4.16", "a declaration of a namespace is no attribute")
            exclude = getattr(one, "exclude", None)
            if exclude is not None:
                waiting.append(exclude)
