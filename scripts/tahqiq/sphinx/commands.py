"""The reference of a command line, from its parser.

In: the name of a function that returns an ``argparse`` parser. Out: the directive ``tei:commands``.
Each verb is a section; its options can be pointed at by the role ``option``.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from importlib import import_module

from docutils import nodes
from sphinx.errors import ExtensionError
from sphinx.util.docutils import SphinxDirective

from tahqiq.sphinx.writing import Writer


class Commands(SphinxDirective):
    """``tei:commands:: package.module:function``."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Return a section for each verb of the parser, or for the parser itself."""
        self.writer = Writer(self.env, self.state.document)
        made: list[nodes.Node] = []
        for parser in _leaves(_parser(self.arguments[0])):
            made.append(self._section(parser))
        return made

    def _section(self, parser: argparse.ArgumentParser) -> nodes.section:
        section = self.writer.section(parser.prog, "command-" + parser.prog.replace(" ", "-"))
        if parser.description:
            section += self._words(parser.description)
        usage = " ".join(parser.format_usage().split()).removeprefix("usage: ")
        section += self.writer.code(usage, "text")
        positional = [one for one in parser._actions if not one.option_strings]
        optional = [one for one in parser._actions if one.option_strings]
        for key, actions in (("arguments", positional), ("options", optional)):
            if actions:
                section += [self.writer.labelled(key), self._list(parser.prog, actions)]
        if parser.epilog:
            examples, _, _ = parser.epilog.partition("\nexit code")
            section += self.writer.labelled("examples")
            section += self.writer.code(_examples(examples), "text")
        return section

    def _list(self, program: str, actions: list[argparse.Action]) -> nodes.definition_list:
        made = nodes.definition_list(classes=["tei-options"])
        for action in actions:
            names = action.option_strings or [_value(action)]
            term = nodes.term("", "", nodes.literal("", _shown(action)), translatable=False)
            ids = [f"option-{program.replace(' ', '-')}-{names[-1].lstrip('-')}"]
            term["ids"] = ids
            self.state.document.note_explicit_target(term)
            standard = self.env.domains.standard_domain
            for name in action.option_strings:
                standard.add_program_option(program, name, self.env.docname, ids[0])
            said = self._words(_help(action))
            made += nodes.definition_list_item("", term, nodes.definition("", said))
        return made

    def _words(self, text: str) -> nodes.paragraph:
        """Return words that can be translated."""
        made = nodes.paragraph(text, text)
        self.set_source_info(made)
        return made


def _parser(name: str) -> argparse.ArgumentParser:
    module, _, function = name.partition(":")
    try:
        parser = getattr(import_module(module), function)()
    except (ImportError, AttributeError) as error:
        raise ExtensionError(f"tahqiq.sphinx: there is no parser {name}: {error}") from None
    assert isinstance(parser, argparse.ArgumentParser)
    return parser


def _leaves(parser: argparse.ArgumentParser) -> Iterator[argparse.ArgumentParser]:
    groups = [one for one in parser._actions if isinstance(one, argparse._SubParsersAction)]
    if not groups:
        yield parser
    for group in groups:
        for verb in group.choices.values():
            yield from _leaves(verb)


def _value(action: argparse.Action) -> str:
    found = action.metavar or action.dest.upper()
    return found if isinstance(found, str) else " ".join(found)


def _shown(action: argparse.Action) -> str:
    if not action.option_strings:
        return _value(action)
    if action.nargs == 0:
        return ", ".join(action.option_strings)
    value = "{" + ",".join(map(str, action.choices)) + "}" if action.choices else _value(action)
    return ", ".join(action.option_strings) + f" {value}"


def _help(action: argparse.Action) -> str:
    values = {**vars(action), "prog": ""}
    return " ".join(((action.help or "") % values).split()) or "…"


def _examples(text: str) -> str:
    lines = text.removeprefix("examples:").strip("\n").split("\n")
    return "\n".join(line.removeprefix("  ") for line in lines)
