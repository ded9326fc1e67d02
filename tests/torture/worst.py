"""The slowest notes we know how to write, about a megabyte each: a name, and the text.

Each is made to be read as a note of its kind, with all of it at the place that costs the most.
"""

MEGABYTE = 1_000_000
FRONT = "---\nname: A\n---\n"
TALK = "---\ncontact: A\n---\n## Questions\n"


def fill(piece: str, size: int = MEGABYTE) -> str:
    """A piece as often as fits."""
    return piece * (size // len(piece.encode()))


def number(piece: str, count: int) -> str:
    """A piece with its number in the place of `%d`, so that no two are the same."""
    return "".join(piece.replace("%d", str(one)) for one in range(count))


def nest(piece: str, levels: int) -> str:
    """Items of a list, each below the one before it."""
    return "".join("  " * level + piece for level in range(levels))


# Beyond half a megabyte a body is shown as it was typed, so these stay below.
SHOWN = 480_000
READ = {
    "indented brackets": fill("    [\n"),
    "indented links": "x\n\n" + fill("    [[a]]\n"),
    "a list 500 deep, then words": nest("- a\n", 500) + fill("a\n", 500_000),
    "a log 500 deep, then words": "## Log\n" + nest("- a\n", 500) + fill("a\n", 500_000),
    "dead links": number("[[N%dx]]\n", 80_000),
    "dead links in one line": number("[[N%dx]]", 90_000),
    "log of unknown words": "## Log\n" + number("- 2026-01-01 lettr%d\n", 40_000),
    "log of one line": "## Log\n" + fill("- 2026-01-01 letter: x\n"),
    "log of people to write to": "## Log\n"
    + number("- 2026-01-01 referral: [[Person %d]] knows\n", 30_000),
    "log of meetings": "## Log\n" + fill("- 2026-01-01 met\n"),
    "log of turns": "## Log\n"
    + fill("- 2026-01-01 met\n- 2026-01-02 cancelled\n- 2026-01-02 booked\n"),
    "log headings": fill("## Log\n- 2026-01-01 letter\n"),
    "leads": "## Leads\n" + number("- Anna%d Bee, x\n", 20_000),
    "advice": "## Advice\n" + fill("- [x] read \u2705 2026-10-01\n"),
    "tasks": "## Advice\n" + number("- [ ] t%d due:2026-10-01\n", 20_000),
    "headings": fill("## Log\n"),
    "fences": fill("```\n"),
    "fences in a list": fill("- ```\n"),
    "fences of every length": number("~~~%d\n", 1000) + fill("~~~~\n"),
    "comments open": fill("<!-- a\n"),
    "comments": fill("%% a\n"),
    "conflict marks": fill("<<<<<<< x\n"),
    "addresses": fill("http://a.example/ "),
    "signs of mail": fill("@a"),
    "phone numbers": fill("+44 113 496 0123 "),
    "blank lines": fill("\n"),
    "blanks": fill(" "),
    "carriage returns": fill("\r"),
    "nul": fill("\0"),
    "one letter": fill("a"),
    "marks on one letter": "a" + fill("\u0301"),
    "lines, 19 MB of them": fill("a\n", 19 * MEGABYTE),
    "links, 19 MB of them": fill("[[b]] ", 19 * MEGABYTE),
    "log, 19 MB of it": "## Log\n" + fill("- 2026-01-01 letter: x\n", 19 * MEGABYTE),
    "prose, 19 MB of it": fill("lorem ipsum dolor sit amet.\n\n", 19 * MEGABYTE),
    "one line of 19 MB": fill("a", 19 * MEGABYTE),
}
RENDERED = {
    "quotes": fill("> ", SHOWN),
    "quotes 90 deep": fill(">" * 90 + "a\n", SHOWN),
    "lists 40 deep": "".join("  " * (one % 40) + "- a\n" for one in range(11_000)),
    "loose items": fill("- a\n\n", SHOWN),
    "titles": fill("a\n---\n", SHOWN),
    "same headings": fill("# a\n", SHOWN),
    "table rows": "|a|b|\n|-|-|\n" + fill("|a|b|\n", SHOWN),
    "table width": "|a" * 5000 + "|\n" + "|-" * 5000 + "|\n" + fill("|\n", SHOWN),
    "marks of emphasis": fill("*a ", 290_000),
    "marks two ways": fill("**a_ ", 150_000),
    "runs of backticks": "".join("`" * one + " " for one in range(970)),
    "brackets": "[" * 19_900,
    "links open": fill("[a](", 79_000),
    "pictures open": fill("![[", 30_000),
    "references": number("[r%d]: u\n", 19_900),
    "a long reference, often": f"[r]: {'u' * 400_000}\n\n" + fill("[r]\n\n", 70_000),
    "titles of references": fill("[a]: b 'c\n", 190_000),
    "entities": fill("&amp;", SHOWN),
    "ampersands": fill("&", SHOWN),
    "escapes": fill("\\*", 190_000),
    "pointed": fill("<http://a", SHOWN),
    "tags": fill("<a href='", SHOWN),
    "hard breaks": fill("a  \n", SHOWN),
    "soft breaks with marks": fill("*\n", 190_000),
    "embeds of itself": fill("![[A]]\n\n", 79_000),
    "links to itself": fill("[[A]] ", 58_000),
    "links to headings of itself": number("# h%d\n", 10_000) + fill("[[A#h9]] ", 90_000),
}
FIELDS = {
    "fields": "---\n" + number("k%d: v\n", 900) + "---\n",
    "fields that cannot be read": "---\n" + number("k%d: v: w\n", 5000) + "---\n",
    "aliases": "---\naliases: [" + number("a%d, ", 1900) + "b]\n---\n",
    "braces": "---\n" + "{" * 60_000 + "\n---\n",
    "dashes": "---\n" + "- " * 30_000 + "\n---\n",
    "lists left open": "---\n" + fill("a: [\n", 60_000) + "---\n",
    "unclosed": "---\n" + fill("a: b\n"),
    "a field of 10 MB": f"---\nwhy: {'x' * (10 * MEGABYTE)}\n---\n",
}
WORST: dict[str, tuple[str, str]] = {
    **{name: ("contacts", FRONT + text) for name, text in {**READ, **RENDERED}.items()},
    **{name: ("contacts", text) for name, text in FIELDS.items()},
    "talk": ("interviews", TALK + number("- [ ] %d?\n", 60_000)),
    "bank": ("questions", "## Company\n" + number("- [ ] Who%d pays? ^q%d\n", 40_000)),
    "research": ("companies", f"{FRONT}## Research\n" + number("- 2026-01-01 fact %d\n", 40_000)),
    "letter": ("letters", "---\nfor: letter\n---\n" + fill("{{ contact.name }} ")),
}  # fmt: skip
