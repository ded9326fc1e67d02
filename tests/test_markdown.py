"""Note text in, HTML out: links, comments, embeds; nothing runs, nothing calls, nothing is lost."""

import re
import time
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaultkit.site.markdown import MAX_ADDRESSES, MAX_BODY, Rendered, Renderer, Target
from vaultkit.site.syntax import make_id

NOTES = {
    "Ruth": "contacts/ruth.html",
    "Wei Zhang": "contacts/wei-zhang.html",
    "notes/a b.md": "notes/a-b.html",
}
EMBEDS = {"Ruth": "Ruth *edits*.", "Loop": "again ![[Loop]]", "A": "![[B]]", "B": "![[A]] end"}


def resolve(target: str, heading: str) -> Target | None:
    if target in ("map.png", "files/map.png"):
        return Target("files/map.png", is_image=True)
    address = NOTES.get(target, "contacts/me.html" if not target else "")
    return Target(address, fragment=make_id(heading) if heading else "") if address else None


def embed(target: str, heading: str) -> tuple[str, str] | None:
    return (f"{target}#{heading}", EMBEDS[target]) if target in EMBEDS else None


def render(text: str) -> str:
    return Renderer(resolve, embed).render(text, "../", set()).html.strip()


def report(text: str) -> Rendered:
    return Renderer(resolve, embed).render(text, "")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[[Ruth]]", '<a href="../contacts/ruth.html">Ruth</a>'),
        ("[[Ruth|her]]", '<a href="../contacts/ruth.html">her</a>'),
        ("[[Ruth#Log]]", '<a href="../contacts/ruth.html#h-log">Ruth</a>'),
        ("[[#My *own*]]", '<a href="../contacts/me.html#h-my-own">My *own*</a>'),
        ("**[[Ruth]]**", '<strong><a href="../contacts/ruth.html">Ruth</a></strong>'),
        ("[her](Ruth#Log)", '<a href="../contacts/ruth.html#h-log">her</a>'),
        ("[a](notes/a%20b.md)", '<a href="../notes/a-b.html">a</a>'),
        ("[here](#my-part)", '<a href="../contacts/me.html#h-my-part">here</a>'),
        ("[x](tel:+44113)", '<a href="tel:+44113">x</a>'),
        ("<mailto:a@b.example>", '<a href="mailto:a@b.example">mailto:a@b.example</a>'),
        ("![[map.png]]", '<img src="../files/map.png" alt="map.png">'),
        ("![a map](files/map.png)", '<img src="../files/map.png" alt="a map">'),
        ("![far](https://e.example/x.png)", '<a href="https://e.example/x.png">far</a>'),
        ("[![far](https://e.example/x.png)](tel:1)", '<a href="tel:1">far</a>'),
        ("[a ![[Ruth]]](tel:1)", '<a href="tel:1">a Ruth</a>'),
        ("`[[Ruth|her]]`", "<code>[[Ruth|her]]</code>"),
        (r"\[[Ruth]]", "[[Ruth]]"),
        ("~~gone~~", "<s>gone</s>"),
        ("<b>no</b>", "&lt;b&gt;no&lt;/b&gt;"),
    ],
)
def test_a_line_is_shown(text: str, expected: str) -> None:
    assert render(text) == f"<p>{expected}</p>"


@pytest.mark.parametrize("text", ["[[Nobody]]", "![[Nobody]]", "[x](gone.md)", "![x](gone.png)"])
def test_a_link_to_nowhere_is_text_that_says_so(text: str) -> None:
    assert 'class="dead"' in render(text)
    assert "nothing here is called" in render(text)
    assert "href" not in render(text)


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x", "vbscript:x", "file:///e",
        "blob:x", "view-source:x", "feed:javascript:x", "ms-msdt:x", "obsidian://x", "//host/x",
        "\\\\host\\x", "java&#115;cript:x", "java\tscript:x", "/etc/passwd",
    ],
)  # fmt: skip
def test_no_other_address_becomes_a_link(address: str) -> None:
    for text in (f"[a]({address})", f"<{address}>", f"![a]({address})", f"[a]\n\n[a]: {address}"):
        assert "href" not in render(text)
        assert "src" not in render(text)


@pytest.mark.parametrize(
    "text",
    [
        "a %%SECRET%% b",
        "a %%SECRET\nSECRET%% b",
        "%% SECRET %%\nafter b",
        "a\n%%\nSECRET\n\n- SECRET\n\n%%\nb",
        "- a\n  %% SECRET\n\n  SECRET %%\n- b",
        "> a\n> %% SECRET\n>\n> SECRET %%\n\nb",
        "a %%" + "SECRET " * 1000 + "%% b",
        "| a | b |\n| - | - |\n| a %%SECRET%% | b |",
    ],
)
def test_comments_are_not_shown_and_what_stands_around_them_is(text: str) -> None:
    shown = render(text)
    assert "SECRET" not in shown
    assert "b" in re.sub("<[^>]*>", "", shown)


def test_a_comment_without_an_end_and_one_in_code_are_text() -> None:
    assert "%% open" in render("%% open\n\ntext")
    assert "%% code %%" in render("```\n%% code %%\n```")
    assert "%% code %%" in render("`%% code %%`")


def test_tasks_have_a_sign_to_see_and_a_word_to_hear() -> None:
    shown = render("- [ ] a\n- [x] b ^id1\n- [-] c\n- [>] d\n- [?] e")
    for word in ("open: </span>a", "done: </span>b<", "dropped: </span>c", "for later: </span>d"):
        assert word in shown
    assert "[?] e" in shown


def test_headings_stand_below_that_of_the_page_with_ids_of_their_own() -> None:
    shown = render("# Log\n\n## Log\n\n### 日本 語\n\nSet\n===")
    assert '<h2 id="h-log">' in shown
    assert '<h2 id="h-log-2">' in shown
    assert '<h3 id="h-日本-語">' in shown
    assert "<h1" not in shown


def test_an_embed_shows_the_other_note_and_a_circle_ends() -> None:
    assert "<em>edits</em>" in render("![[Ruth]]")
    assert "<em>edits</em>" in render("- ![[Ruth]]")
    assert "<em>" not in render("as ![[Ruth]] says")
    assert render("![[Loop]]").count("again") == 1
    assert render("![[A]]").count("end") == 1


def test_embeds_of_embeds_do_not_multiply() -> None:
    notes = {str(n): f"![[{n + 1}]]\n\n" * 60 + "leaf" for n in range(5)}
    renderer = Renderer(lambda t, h: None, lambda t, h: (t, notes[t]) if t in notes else None)
    assert renderer.render(notes["0"], "").html.count("leaf") <= 60


def test_a_wikilink_with_words_ends_no_cell_of_a_table() -> None:
    shown = render("| a | b |\n| - | - |\n| [[Ruth|her]] | last |")
    assert '<td><a href="../contacts/ruth.html">her</a></td>\n<td>last</td>' in shown


def test_what_markdown_drops_is_shown_all_the_same() -> None:
    assert "<td>2 | 3 | 4</td>" in render("> | a | b |\n> | - | - |\n> | 1 | 2 | 3 | 4 |")
    assert "[TODO]: ring" in render("text\n\n[TODO]: ring\n\nmore")
    assert "[a]: tel:2" in render("[a]: tel:1\n[a]: tel:2\n\n[a]")
    assert "<pre" not in render("[a]: tel:1\n\n[a]")


def test_the_value_of_a_field_is_text_but_for_links() -> None:
    renderer = Renderer(resolve, embed)
    assert renderer.render_value("a_b_c *x* <i>", "") == "a_b_c *x* &lt;i&gt;"
    shown = renderer.render_value("of [[Ruth|her]] & me", "../")
    assert shown == 'of <a href="../contacts/ruth.html">her</a> &amp; me'
    shown = renderer.render_value("https://e.example/?a=1&b=2", "")
    assert shown.startswith('<a href="https://e.example/?a=1&amp;b=2">')
    assert "href" not in renderer.render_value("javascript:alert(1)", "")


def test_a_long_line_of_a_log_is_not_cut() -> None:
    assert "the end" in Renderer(resolve, embed).render_inline("word " * 10_000 + "the end", "")


BIG = {
    "large": "word " * (MAX_BODY // 4),
    "brackets": "[" * 50_000,
    "pictures": "![" * 50_000,
    "stars": "**a" * 60_000,
    "addresses": "[a]: http://x/" + "y" * 2_000 + "\n\n" + "[a] " * (MAX_ADDRESSES // 1_000),
}


@pytest.mark.parametrize("name", BIG)
def test_what_would_stall_or_swell_is_shown_as_typed(name: str) -> None:
    found = report(BIG[name])
    assert found.problems == ("note-large",)
    assert found.html == f'<pre dir="auto">{BIG[name]}</pre>\n'


@pytest.mark.parametrize(
    "text",
    ["- " * 200 + "deep", "> " * 150 + "deep", "\n".join("  " * n + f"- {n}" for n in range(120))],
)
def test_what_nests_too_deeply_is_shown_as_typed(text: str) -> None:
    found = report(text)
    assert found.problems == ("nesting",)
    assert unescape(found.html) == f'<pre dir="auto">{text}</pre>\n'


def test_what_nests_a_little_less_is_shown_as_markdown() -> None:
    found = report("\n".join("  " * n + f"- level {n}" for n in range(45)))
    assert found.problems == ()
    assert "level 44" in found.html


SLOW = (
    "[a](", "](", "*a_", "`", "` ``", "<", "&", "~~a", "[[a]]", "%%a", "- a\n", "> a\n", "#",
    "|a", "[]", "\\", "_a", "<http://", "a\n", "![](", "%", "%% \n", "[ ", "1. a\n",
)  # fmt: skip


@pytest.mark.parametrize("text", SLOW)
def test_no_pile_of_marks_stalls(text: str) -> None:
    begin = time.process_time()
    report(text * (100_000 // len(text)))
    assert time.process_time() - begin < 5


def test_a_bug_in_the_parser_costs_one_note_its_looks() -> None:
    def fail(target: str, heading: str) -> Target | None:
        raise RuntimeError

    found = Renderer(fail, embed).render("a <b> [[Ruth]]", "")
    assert found == Rendered('<pre dir="auto">a &lt;b&gt; [[Ruth]]</pre>\n', ("render",))


MARKS = st.sampled_from(
    ["%%", "[[Ruth|x]]", "![[Ruth]]", "[a]", "(x)", ": y", "|", "\n| - |\n", "`", "```\n", "\n",
     "\n\n", "- ", "- [x] ", "> ", "# ", "    ", "*", "<b>", "&amp;", "word", "\x00", "\ufdd0",
     "\r", "\u2028"]
)  # fmt: skip


@given(st.lists(MARKS, max_size=30).map("".join))
def test_any_pile_of_marks_is_shown_without_a_tag_of_its_own(text: str) -> None:
    found = report(text)
    assert "render" not in found.problems
    assert "<b>" not in found.html
    assert "\ufdd0" not in found.html


PIECES = st.sampled_from(
    ["[[Ruth|x]]", "[[Nobody#a]]", "![[Ruth]]", "[[A\\|b]]", "[ ] ", "[x] ", "[>]", "word ", " ",
     "  ", "\t", "\n", "- ", "# ", "| ", "| - |\n", "[x]: /y\n", "(", ")", ":", "^id",
     "#", "*", "é"]
)  # fmt: skip


@given(st.lists(PIECES, max_size=20).map("".join))
def test_plain_lines_look_as_the_parser_would_show_them(text: str) -> None:
    quick = report(text), Renderer(resolve, embed).render_inline(text, "")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("vaultkit.site.syntax.is_plain", lambda _: False)
        assert (report(text), Renderer(resolve, embed).render_inline(text, "")) == quick


LINES = st.sampled_from(
    ["one", "two", "- [ ] three", "> four", "| five | six |", "", "| - |", "[seven]: eight",
     "### nine", "    ten", "```"]
)  # fmt: skip


@given(st.lists(LINES))
def test_every_word_is_on_the_page(lines: list[str]) -> None:
    shown = re.sub("<[^>]*>", " ", unescape(report("\n".join(lines)).html))
    for word in re.findall("[a-z]+", " ".join(lines)):
        assert word in shown


@pytest.mark.parametrize(
    ("text", "html"),
    [
        (
            '~~~ sh <name> "x"\ny\n~~~',
            '<code title="sh &lt;name&gt; &quot;x&quot;" class="language-',
        ),
        ('![map](map.png "of 1910")', 'alt="map" title="of 1910">'),
        ('![map](gone.png "of 1910")', ">map (of 1910)</span>"),
        ('![map](https://x.example/a.png "of 1910")', ">map (of 1910)</a>"),
    ],
)
def test_words_behind_a_fence_or_a_picture_stay(text: str, html: str) -> None:
    assert html in render(text)
