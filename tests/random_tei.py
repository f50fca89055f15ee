"""Bodies of TEI that nobody would write.

In: a seed. Out: well-formed TEI, the same for the same seed: every structure that the stylesheets
know, in and beside every other.
"""

from random import Random

WORDS = "قفا نبك من ذكرى حبيب ومنزل بسقط اللوى TEI 2015 «نعم» (لا) كِتَابًا".split()
PHRASES = (
    'hi rend="bold"', "persName", 'date when="2015-02-16"', "unclear", "seg", "quote", "del", "add",
    'foreign xml:lang="en"', 'ref target="https://example.org/"', "surplus", "said", "emph",
    "supplied", "note", 'note place="margin"',
)  # fmt: skip


class Chance:
    """Makes bodies from one seed."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)

    def body(self) -> str:
        """Return some blocks with and without white space between them."""
        return "".join(self.block(0) + self.space() for _ in range(self.random.randint(1, 5)))

    def space(self) -> str:
        return self.random.choice(["", " ", "\n  "])

    def words(self) -> str:
        return " ".join(self.random.choice(WORDS) for _ in range(self.random.randint(1, 5)))

    def some(self, make, *depth: int, most: int = 3) -> str:
        return "".join(make(*depth) for _ in range(self.random.randint(1, most)))

    def inline(self, depth: int) -> str:
        return self.some(self.phrase, depth, most=4)

    def phrase(self, depth: int) -> str:
        if self.random.random() < 0.5 or depth > 2:
            return self.words() + self.space()
        kind = self.random.choice(
            ["mark", "choice", "page", "within", "list", "verse", "app"] + ["tag"] * 9
        )
        if kind == "tag":
            tag = self.random.choice(PHRASES)
            return f"<{tag}>{self.inline(depth + 1)}</{tag.split()[0]}>{self.space()}"
        numbered = self.random.choice(["", ' rend="numbered"'])
        page = f'pb n="{self.random.randint(1, 300)}"'
        made = {
            "mark": lambda: f"<{self.random.choice(['gap', 'lb', 'space'])}/>",
            "choice": lambda: (
                f"<choice><sic>{self.words()}</sic><corr>{self.inline(3)}</corr></choice>"
            ),
            "page": lambda: f"<{page}/>",
            "within": lambda: f'{WORDS[0]}<{page} break="no"/>{WORDS[1]}',
            "list": lambda: f"<list{numbered}>{self.some(self.item, 2)}</list>",
            "app": lambda: f"<app><lem>{self.words()}</lem><rdg>{self.inline(3)}</rdg></app>",
            "verse": lambda: f"<lg><l>{self.inline(3)}</l></lg>",
        }
        return made[kind]() + self.space()

    def item(self, depth: int) -> str:
        inner = self.inline(depth)
        return f"<item>{self.random.choice([inner, f'<p>{inner}</p><p>{self.words()}</p>'])}</item>"

    def verse(self) -> str:
        first, second = self.inline(3), self.inline(3)
        halves = [
            f"<seg>{first}</seg>{self.space()}<seg>{second}</seg>",
            f"{first}<caesura/>{second}",
            first,
        ]
        return f"<l>{self.random.choice(halves)}</l>"

    def row(self) -> str:
        role = self.random.choice(["", ' role="label"'])
        return f"<row{role}>{self.some(self.cell)}</row>"

    def cell(self) -> str:
        span = self.random.choice(["", "", ' cols="2"', ' rows="2"'])
        inner = self.inline(3)
        blocks = f"<p>{inner}</p><list><item>{self.words()}</item></list>"
        return f"<cell{span}>{self.random.choice(['', inner, inner, blocks])}</cell>"

    def records(self, name: str, inner: str, words: str) -> str:
        around = f"list{name.capitalize()}"
        return f"<{around}><{name}>{inner}</{name}><{name}>{words}</{name}></{around}>"

    def block(self, depth: int) -> str:
        inner, words = self.inline(1), self.words()
        number = self.random.choice(["", f' n="{self.random.randint(1, 99)}"'])
        head = self.random.choice(["", f"<head>{self.inline(2)}</head>"])
        kinds = [
            lambda: f"<p{number}>{self.inline(0)}</p>",
            lambda: f"<p{number}>{inner}</p>",
            lambda: f"<lg>{self.some(self.verse)}</lg>",
            lambda: f"<list>{self.some(self.item, 1)}</list>",
            lambda: f"<table>{self.some(self.row)}</table>",
            lambda: f"<quote>{inner}</quote>",
            lambda: f"<quote><p>{inner}</p><p>{words}</p></quote>",
            lambda: f"<opener><salute>{inner}</salute></opener>",
            lambda: f"<closer>{inner}<signed>{words}</signed></closer>",
            lambda: f'<pb n="{self.random.randint(1, 300)}"/>',
            lambda: f"<sp><speaker>{words}</speaker><p>{inner}</p></sp>",
            lambda: (
                f'<figure><graphic url="x.png"/><head>{words}</head><figDesc>{words}</figDesc></figure>'
            ),
            lambda: f"<note>{inner}</note>",
            lambda: self.records(("bibl", "person", "place")[len(words) % 3], inner, words),
            lambda: f"<floatingText><body><p>{inner}</p></body></floatingText>",
            lambda: f"<epigraph><p>{words}</p></epigraph>",
            lambda: f"<cit><quote>{inner}</quote><bibl>{words}</bibl></cit>",
            lambda: (
                f"<castList><castItem>{inner}</castItem><castItem>{words}</castItem></castList>"
            ),
            lambda: f'<lg type="bayt"><l>{inner}</l><l>{words}</l></lg>',
        ]
        if depth < 3:
            kinds += [lambda: f"<div>{head}{self.some(self.block, depth + 1)}</div>"] * 3
        return self.random.choice(kinds)()
