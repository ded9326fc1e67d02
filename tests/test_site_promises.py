"""Nothing of a note vanishes from its page, and nothing private reaches any page."""

import re
from collections.abc import Mapping
from datetime import date
from html import unescape
from urllib.parse import unquote

import pytest

from tests.support import RUTH, contact, read_vault
from tests.test_theme import PLAIN
from vaultkit.site import Basis, Edition
from vaultkit.site.searched import Searched
from vaultkit.site.theme import make_theme

THEME = make_theme([PLAIN])
RUTH_PAGE = "contacts/ruth-okafor.html"
BANK = "interviews/Talk.md"
TALK_PAGE = "interviews/talk.html"


def build(notes: Mapping[str, str], day: str = "2026-10-08") -> dict[str, str]:
    """The pages of a vault by address."""
    vault, settings, problems = read_vault(notes)
    basis = Basis(vault, settings, date.fromisoformat(day), THEME, "1.0")
    edition = Edition(basis, problems)
    searched = Searched(edition.press.site).print()
    files = {**edition.print_all(), **dict(searched)}
    return {address: data.decode() for address, data in files.items()}


def test_comments_reach_no_page() -> None:
    text = "---\n---\nOne %%SECRET%% two.\n\n%%\nSECRET\n\n- SECRET\n%%\n\n## Log\n\n"
    text += "- 2026-10-01 letter: a %%SECRET%% b\n- 2026-10-02 note: c\n  %% SECRET %%\n"
    text += "\n## Advice\n\n- [ ] d %%SECRET%% 📅 2026-10-09\n"
    bank = "---\n---\n## Company\n\n- [ ] e %%SECRET%%\n  f %%SECRET%%\n"
    talk = "---\ncontact: Ruth Okafor\nwhen: 2026-10-12\n---\n## Questions\n\n"
    talk += bank.partition("\n\n")[2]
    notes = {RUTH: text, "notes/A.md": text, "questions/B.md": bank, "interviews/Talk.md": talk}
    for address, page in build(notes).items():
        assert "SECRET" not in page, address


def words_of(page: str) -> str:
    """What a reader sees of a page."""
    return " ".join(unescape(re.sub("<[^>]*>", " ", page)).split())


# -- nothing vanishes -------------------------------------------------------------------------

LOG = """---
---
## Log

Prose INPROSE

- 2026-10-01 letter: INLETTER **bold**
  - BELOW one
  ```
  INFENCE
  ```
- 2026-10-02 booked [[Talk|THESHOWN]]: [[Ruth Okafor]] INBOOKED

> INQUOTE

### SUBHEADING

| INTABLE |
| - |
| INCELL |

- [ ] INPLAN
- 2026-10-03 grumble: UNKNOWNKIND
- [[2026-10-04]] 10:00 call: AFTERDATE
- 2026-10-05 note

%% INCOMMENT %%

## Other

OTHERTEXT
"""


def test_every_line_of_a_log_is_on_the_page_of_its_contact() -> None:
    shown = words_of(build({RUTH: LOG, "interviews/Talk.md": "---\n---\n"})[RUTH_PAGE])
    for word in re.findall("[A-Z]{5,}", LOG):
        assert (word in shown) is (word != "INCOMMENT"), word


def test_what_is_no_entry_is_shown_when_nothing_is_wrong_with_the_log() -> None:
    log = "> INQUOTE\n\n- 2026-10-01 letter\n  ```\n  INFENCE\n  ```\n\n### SUBHEADING\n"
    pages = build({RUTH: f"---\n---\n## Log\n\n{log}"})
    assert "To mend in this note" not in pages[RUTH_PAGE]
    for word in ("INQUOTE", "INFENCE", "SUBHEADING"):
        assert word in pages[RUTH_PAGE]


def test_a_log_of_entries_alone_is_shown_once() -> None:
    page = build({RUTH: "---\n---\n## Log\n\n- 2026-10-01 letter: ONCE\n"})[RUTH_PAGE]
    assert page.count("ONCE") == 1
    assert "Also in the log" not in page


def test_a_field_that_cannot_be_read_is_shown_as_it_stands() -> None:
    note = "---\ncontact: [a, b]\nwhen: next TUESDAYS\nminutes: LOTS\n"
    note += "type: podcast\nodd: {a: DEEP}\n---\n"
    shown = words_of(build({"interviews/Talk.md": note})[TALK_PAGE]).partition(" Facts ")[2]
    for word in ("TUESDAYS", "LOTS", "podcast", "DEEP", "a b"):
        assert word in shown


def test_a_field_is_text_not_markdown() -> None:
    page = build({RUTH: "---\nwhy: a *b* c_d_e\nwebsite: https://ruth.example\n---\n"})[RUTH_PAGE]
    assert "a *b* c_d_e" in page
    assert '<a href="https://ruth.example">' in page


def test_ways_to_reach_somebody_are_links_without_a_follow_up_too() -> None:
    note = "---\nphone: +44 113 496 0101\next: 7\nemail: r@x.example\nclosed: true\n---\n"
    page = build({RUTH: note})[RUTH_PAGE]
    assert 'href="tel:+441134960101"' in page
    assert 'href="mailto:r@x.example"' in page


QUESTIONS = """---
contact: "[[Ruth Okafor]]"
when: 2026-10-12 10:00
---
ABOVE

## Goals

GOAL

## Questions

HEADWORDS

```
### INCODE
- [ ] CODED
```

### Company

- [ ] SECOND
  ANSWER
- [ ] FIRST #must
- [ ] LOOKUP #lookup

### Person

- [x] ASKED ^id
- plain ITEM
"""


@pytest.mark.parametrize("odd", ["```\nODD\n```\n", "ODD\n", "> ODD\n", "- ODD\n"])
def test_before_a_talk_whatever_stands_among_the_questions_is_shown(odd: str) -> None:
    note = QUESTIONS.replace("### Person", f"{odd}\n### Person")
    shown = words_of(build({RUTH: "---\n---\n", "interviews/Talk.md": note})[TALK_PAGE])
    for word in ("ODD", "ABOVE", "GOAL", "FIRST", "SECOND", "ANSWER", "ASKED"):
        assert word in shown


def test_after_a_talk_nothing_is_lost() -> None:
    shown = words_of(
        build({RUTH: "---\n---\n", "interviews/Talk.md": QUESTIONS}, "2026-10-20")[TALK_PAGE]
    )
    for word in re.findall("[A-Z]{4,}", QUESTIONS):
        assert word in shown


def test_a_note_that_cannot_be_rendered_says_so_on_its_own_page() -> None:
    page = build({RUTH: "---\n---\n" + "> " * 200 + "DEEP"})[RUTH_PAGE]
    assert "DEEP" in page
    assert "To mend in this note" in page
    assert "<code>nesting</code>" in page


# -- links ------------------------------------------------------------------------------------


def test_a_link_to_a_heading_leads_to_it() -> None:
    notes = {
        RUTH: "---\n---\n## Log\n\n- 2026-10-01 letter\n\n## My *own* part\n\n### Part\n",
        "notes/A.md": "[[Ruth Okafor#Log]] [[Ruth Okafor#My *own* part]] [[Ruth Okafor#gone]]"
        " [x](../contacts/Ruth%20Okafor.md#part) [[#Here]]\n\n## Here\n",
    }
    pages = build(notes)
    links = re.findall(r'<a href="\.\./([^"#]*)#(h-[^"]*)"', pages["notes/a.html"])
    assert len(links) == 4
    for address, fragment in links:
        assert f'id="{unquote(fragment)}"' in pages[address]


def test_ids_are_unique_whatever_a_note_calls_its_headings() -> None:
    text = (
        "---\n---\n## Log\n\n- 2026-10-01 letter\n\n"
        + "## Facts\n\n### Log\n\n### Log\n\n## Next step\n"
    )
    for page in build({RUTH: text, "notes/A.md": text}).values():
        ids = re.findall(r' id="([^"]*)"', page)
        assert len(ids) == len(set(ids))


# -- private ----------------------------------------------------------------------------------

PRIVATE = """---
company: "[[Tern Press]]"
role: HEADOFROLES
phone: 0113 496 0199
email: SECRET@x.example
city: Leeds
next: 2026-10-09
next_what: SECRETPLAN for later
closed: SECRETLY
referred_by: "[[Wei Zhang]]"
private: {private}
---
## Log

- 2026-10-01 note: met by chance
"""
OTHERS = {
    "companies/Tern Press.md": "---\ncity: Leeds\n---\n",
    "contacts/Wei Zhang.md": "---\nphone: 0113 496 0188\n---\n",
    "trips/Leeds.md": "---\ncity: Leeds\nstart: 2026-10-20\nend: 2026-10-22\n---\n",
}


def shown_of_ruth(private: str) -> dict[str, str]:
    return build({RUTH: PRIVATE.format(private=private), **OTHERS})


@pytest.mark.parametrize(
    "private",
    [
        "[company, role, phone, email, city, next_what, closed, referred_by]",
        "company, role, phone, email, city, next_what, closed, referred_by",
        "[Company, ROLE, Phone, email, City, next_what, closed, Referred_by]",
        "[company, role, phone",
        '"[company',
    ],
)
def test_private_fields_reach_no_page(private: str) -> None:
    pages = shown_of_ruth(private)
    for address, page in pages.items():
        for word in ("HEADOFROLES", "0199", "SECRET"):
            assert word not in page, address
    assert "Tern Press" not in pages[RUTH_PAGE]
    assert "Tern Press" not in pages["index.html"]
    assert "Wei Zhang" not in pages[RUTH_PAGE]
    for address in ("companies/tern-press.html", "contacts/wei-zhang.html", "trips/leeds.html"):
        assert "Ruth" not in pages[address], address


def test_a_private_interest_is_not_told_as_one_that_nobody_serves() -> None:
    fields = "interests: [SECRET maps]\nprivate: [interests]"
    me = {"me.md": "---\nfields: [water companies]\n---\n"}
    page = build({RUTH: contact("", fields), **me})["plans.html"]
    assert "SECRET" not in page
    assert "Nobody yet for: " in page and "water companies" in page


@pytest.mark.parametrize("log", ["", "- 2026-10-05 met\n- 2026-10-06 thanks"])
def test_a_draft_to_a_private_referrer_names_neither_them_nor_their_address(log: str) -> None:
    fields = 'referred_by: "[[Wei Zhang]]"\nprivate: [referred_by]'
    notes = {
        RUTH: contact(log, fields),
        "contacts/Wei Zhang.md": "---\nemail: wei@x.example\n---\n",
    }
    page = build(notes)[RUTH_PAGE]
    assert "Wei" not in page and "wei@" not in page
    shown = build({**notes, RUTH: contact(log, fields.partition("\n")[0])})[RUTH_PAGE]
    assert "Wei Zhang" in shown and "mailto:wei@" in shown


def test_what_is_not_private_is_shown_everywhere() -> None:
    pages = shown_of_ruth("[phone]")
    assert "HEADOFROLES" in pages[RUTH_PAGE]
    assert "SECRETPLAN" in pages["index.html"]
    assert "Ruth Okafor" in pages["companies/tern-press.html"]
    assert "Ruth Okafor" in pages["trips/leeds.html"]
    assert not any("0199" in page for page in pages.values())


def test_a_problem_in_a_private_field_is_named_without_its_value() -> None:
    pages = shown_of_ruth("[closed]")
    for address in ("problems.html", RUTH_PAGE):
        assert "SECRETLY" not in pages[address]
        assert "field-value" in pages[address]


def test_a_public_link_shows_where_a_private_one_does_not() -> None:
    notes = {RUTH: PRIVATE.format(private="[company]") + "\nSaw [[Tern Press]].\n", **OTHERS}
    assert "Ruth Okafor" in build(notes)["companies/tern-press.html"]


def test_a_long_log_has_a_page_for_each_month() -> None:
    lines = [f"- 2026-{n % 9 + 1:02}-{n % 28 + 1:02} note: thing {n}\n" for n in range(2100)]
    pages = build({RUTH: contact("".join(lines))})
    assert 'href="log-2026-03.html"' in pages["log.html"]
    months = [page for address, page in pages.items() if address.startswith("log-2026-")]
    assert len(months) == 9
    shown = "".join(months)
    assert all(shown.count(f"thing {n}<") == 1 for n in range(0, 2100, 100))
    assert "thing 2000<" not in build({RUTH: contact("".join(lines[:20]))})["log.html"]
