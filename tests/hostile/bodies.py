"""Hostile bodies: what stalls a parser, what nests, what means to run or to lead out."""

SCRIPT = "<script>document.title='owned'</script>"
IMAGE = "<img src=x onerror=\"document.title='owned'\">"
FIELDS = (
    "name", "aliases", "company", "role", "email", "phone", "ext", "address", "city", "timezone",
    "source", "referred_by", "why", "in_common", "interests", "next_what", "tags", "odd_field",
)  # fmt: skip


def _every_field(value: str) -> str:
    quoted = value.replace("'", "''")
    return "---\n" + "".join(f"{name}: '{quoted}'\n" for name in FIELDS) + "---\n"


def _everywhere(value: str) -> bytes:
    """One text in every field, as prose, heading, log, task, lead, link, table and code."""
    sections = (
        f"{value}\n\n# {value}\n\n## {value}\n\n[[{value}]] [{value}]({value}) `{value}`\n\n"
        f"| {value} |\n|---|\n| {value} |\n\n## Log\n- 2026-10-01 letter: {value}\n"
        f"- 2026-10-02 {value}\n- 2026-10-03 referral [[{value}]]: {value}\n\n"
        f"## Research\n- {value}\n\n## Advice\n- [ ] {value} ^id\n- [x] {value} ✅ 2026-10-02\n\n"
        f"## Leads\n- {value}: words\n- [[{value}]]\n"
    )
    return (_every_field(value) + sections).encode()


STALLS: dict[str, bytes] = {
    "quotes-deep": b"> " * 5000 + b"x\n",
    "quotes-40": b"> " * 40 + b"x\n",
    "quote-lines": b"".join(b">" * n + b" x\n" for n in range(1, 600)),
    "lists-deep": b"\n".join(b" " * (2 * n) + b"- x" for n in range(400)),
    "lists-60": b"\n".join(b" " * (2 * n) + b"- x%d" % n for n in range(60)),
    "list-marks": b"- " * 5000 + b"x\n",
    "quote-list": b"> - " * 2000 + b"x\n",
    "ordered": b"1. " * 3000 + b"x\n",
    "brackets": b"[" * 50000,
    "brackets-both": b"[" * 25000 + b"a" + b"]" * 25000,
    "link-open": b"[a](" * 20000,
    "link-pointy": b"[a](<b" * 20000,
    "image-open": b"![" * 30000,
    "references": b"[a]: /u 't\n" * 20000,
    "reference-bomb": b"[a]: /" + b"u" * 2000 + b"\n\n" + b"[a] " * 20000,
    "reference-chain": b"".join(b"[a%d]: u\n" % n for n in range(20000)),
    "reference-long": b"[a]: /" + b"u" * 300_000 + b"\n\n" + b"[a]\n\n" * 8000,
    "wikilinks": b"[[" * 30000 + b"]]" * 30000,
    "wikilinks-many": b"[[Ruth Okafor|x]] " * 20000,
    "pipes-in-links": b"[[a|" * 20000,
    "backticks": b"".join(b"a" + b"`" * n for n in range(1, 600)),
    "backtick-runs": b"`" * 30000 + b" a " + b"``" * 20000,
    "stars": b"*a_ " * 20000,
    "stars-unclosed": b"**x " * 20000,
    "stars-pairs": b"a**b" + b"c* " * 20000,
    "underscores": b"_" * 50000 + b"a" + b"_" * 50000,
    "tildes": b"~~a" * 20000,
    "entities": b"&" * 60000 + b"&amp;" * 5000 + b"&#x110000;" * 2000,
    "escapes": b"\\" * 60001,
    "angles": b"<" * 60000,
    "html-opens": b"<a href='" * 10000 + b"<!-- " * 5000 + b"<?" * 5000 + b"<![CDATA[" * 5000,
    "comments": b"%% \n" * 5000 + b"<!-- \n" * 5000,
    "fences": b"```\n~~~\n" * 3000,
    "fence-open": b"words\n\n```\nall below\n",
    "table-wide": b"|" + b"a|" * 3000 + b"\n|" + b"-|" * 3000 + b"\n" + (b"|" * 3000 + b"\n") * 30,
    "table-rows": b"|a|b|\n|-|-|\n" + b"|" * 60000,
    "headings": b"## Log\n" * 3000,
    "heading-same": b"# x\n" * 3000,
    "setext": b"a\n=\n" * 5000,
    "one-line": b"x" * 900_000,
    "blank-lines": b"\n" * 200_000,
    "spaces": b" " * 300_000 + b"x",
    "tabs": b"\t" * 100_000 + b"x",
    "lazy": b"> a\n" + b"b\n" * 20000,
    "items": b"- a\n" * 20000,
    "addresses": b"http://a.example/" * 5000 + b"://" * 20000,
    "log-long": b"---\n---\n## Log\n" + b"- 2026-10-01 call: x\n" * 20000,
    "log-below": b"---\n---\n## Log\n- 2026-10-01 call\n" + b"  deep\n" * 20000,
    "log-nested": b"---\n---\n## Log\n"
    + b"".join(b" " * (2 * n) + b"- 2026-10-01 call\n" for n in range(300)),
    "log-nested-tail": b"---\n---\n## Log\n"
    + b"".join(b" " * (2 * n) + b"- 2026-10-01 call\n" for n in range(300))
    + b"a\n" * 100_000,
    "log-headings": b"---\n---\n" + b"## Log\n- 2026-10-01 call\n" * 10_000,
    "code-brackets": b"\n" + b"    [\n" * 60_000,
    "log-unclear": b"---\n---\n## Log\n" + b"- sometime call\n" * 5000,
    "tasks": b"---\n---\n## Advice\n" + b"- [ ] do \xf0\x9f\x93\x85 2026-11-01\n" * 5000,
    "leads": b"---\n---\n## Leads\n" + b"- [[Somebody]]: x\n" * 5000,
    "combining": ("e" + "\u0301" * 50000).encode(),
    "emoji-joined": ("👩\u200d" * 20000).encode(),
    "self-embed": b"![[stalls-self-embed]]\n" * 200,
    "embed-others": b"![[stalls-log-nested]]\n![[stalls-headings]]\n" * 100,
}  # fmt: skip

MARKUP: dict[str, bytes] = {
    "script": _everywhere(SCRIPT),
    "onerror": _everywhere(IMAGE),
    "break-out": _everywhere("\"'></a></title></textarea></style></script>" + SCRIPT),
    "svg": _everywhere("<svg/onload=document.title='owned'>"),
    "iframe": _everywhere('<iframe srcdoc="<script>top.document.title=1</script>">'),
    "meta": _everywhere('<meta http-equiv="refresh" content="0;url=http://canary.example/">'),
    "base": _everywhere('<base href="http://canary.example/">'),
    "form": _everywhere('<form action="http://canary.example/"><input autofocus onfocus=a()>'),
    "css": _everywhere("<style>@import 'http://canary.example/';</style>"),
    "entity-script": _everywhere("&lt;script&gt;&#60;script&#62;"),
    "jinja": _everywhere("{{ 7*7 }}{% raw %}{{ self.__init__.__globals__ }}"),
    "jinja-comment": _everywhere("{# hidden #}{% for x in range(10**9) %}"),
    "format": _everywhere("%s {0.__class__} ${HOME} $(touch owned) `touch owned`"),
    "shell": _everywhere("'; touch owned; '"),
    "formula": _everywhere("=HYPERLINK(\"http://canary.example\",\"x\")"),
    "formula-plus": _everywhere("+1+cmd|' /C calc'!A0"),
    "formula-at": _everywhere("@SUM(1+1)*cmd|' /C calc'!A0"),
    "header-lines": _everywhere("x\u2028BEGIN:VEVENT\u2028ATTACH:http://canary.example/"),
    "calendar": _everywhere("x;y,z\\nEND:VCALENDAR\\nBEGIN:VALARM:x\\;"),
    "json-end": _everywhere("</script><!--\"]});alert(1)//\u2028"),
    "escape": _everywhere("\x1b]0;owned\x07\x1b[2J\x1b[31m"),
    "c1": _everywhere("\x9b31m\x9d0;owned\x9c"),
    "backspace": _everywhere("rm\x08\x08ok\r"),
    "bidi": _everywhere("\u202eevil\u2066\u2067\u200f"),
    "invisible": _everywhere("a\u200b\u2060\u00adb\ufeff"),
    "links": b"[a](javascript:alert(1)) [b](data:text/html,x) [c](vbscript:x) [d](blob:x)\n"
    b"[e](JaVaScRiPt:alert(1)) [f](java\tscript:x) [g](&#106;avascript:alert(1)) "
    b"[h](obsidian://x) [i](ms-msdt:x) [j](view-source:x) [k](feed:javascript:x)\n"
    b"<javascript:alert(1)> [l](//canary.example/x) [m](\\\\canary.example\\x) [n](file:///etc)\n",
    "pictures": b"![a](http://canary.example/x.png) ![b](//canary.example/x.png) "
    b"![c](data:image/svg+xml,x) ![[http://canary.example/x.png]] ![d](\\\\canary.example/x.png)\n",
    "addresses": b"---\nemail: 'javascript:alert(1)'\nphone: '+1\";alert(1)'\n"
    b"website: 'javascript:alert(1)'\n---\n",
    "way-out": b"---\nresume: ../../etc/passwd\n---\n![[../../etc/passwd]] [x](/etc/passwd) "
    b"![y](../../../etc/passwd) [[/etc/passwd]] [z](file:///etc/passwd) [[..\\..\\x]]\n",
    "dates-slashed": b"---\nnext: 10/11/2026\n---\n## Log\n- 10/11/2026 letter\n",
}  # fmt: skip
