"""The pages that learn from the log: note text in, what a reader sees out."""

import re
from collections.abc import Mapping
from html import unescape
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.support import contact, write_vault
from tests.test_site_promises import build
from vaultkit.cli import main

DAY = "2026-11-10"
ASKED = "- 2026-10-05 letter\n"
AT_TERN = 'company: "[[Tern Press]]"'
TERN = {"companies/Tern Press.md": "---\nfield: books\n---\n"}


def pages_of(notes: Mapping[str, str]) -> dict[str, str]:
    return build(notes, DAY)


def words_of(page: str) -> str:
    """A page as it is read: no tags, blanks as one."""
    text = re.sub(r"<(/?)(?!/?(?:b|em|a|span|code|time|small)\b)[^>]*>", " ", page)
    return " ".join(unescape(re.sub(r"<[^>]*>", "", text)).replace("\u2060", "").split())


def test_one_person_asked_is_listed_as_too_few_to_judge() -> None:
    notes = {**TERN, "contacts/Ruth.md": contact(ASKED, AT_TERN)}
    notes["companies/Quiet.md"] = "---\n---\n"
    words = words_of(pages_of(notes)["companies/index.html"])
    assert "Two or more people asked" not in words
    assert "too few to judge" in words
    assert "Ruth, asked 5 Oct, still open" in words
    assert "Nobody asked yet 1 Quiet" in words


def test_two_people_asked_put_a_company_into_the_order_with_its_lines() -> None:
    ruth = contact("- 2026-10-05 letter\n- 2026-10-08 agreed: gladly\n", AT_TERN)
    pages = pages_of({**TERN, "contacts/Ruth.md": ruth, "contacts/Wei.md": contact(ASKED, AT_TERN)})
    words = words_of(pages["companies/index.html"])
    assert "Companies are put in order by the share who said yes" in words
    assert "Said yes 1 of 2 Median answer 3 days" in words
    company = words_of(pages["companies/tern-press.html"])
    assert "Two people asked: one said yes, one not settled yet." in company
    assert "agreed 3 working days after letter 5 Oct contacts/Ruth.md:8" in company
    assert "Said yes Ruth gladly" in company  # the timeline names who it was with


def test_who_keeps_the_company_private_counts_nowhere_for_it() -> None:
    fields = f"{AT_TERN}\nprivate: [company]"
    notes = {**TERN, "contacts/Ruth.md": contact(ASKED, fields)}
    notes["contacts/Wei.md"] = contact(ASKED, AT_TERN)
    pages = pages_of(notes)
    for address in ("companies/index.html", "companies/tern-press.html", "apply.html"):
        assert "Ruth" not in pages[address], address
    assert "One person asked" in words_of(pages["companies/index.html"])


def test_with_fewer_than_five_people_insights_draw_nothing() -> None:
    notes = {f"contacts/P{n}.md": contact(ASKED) for n in range(3)}
    page = pages_of(notes)["insights.html"]
    assert "<svg" not in page
    assert "Too few to draw anything from" in page


def test_every_picture_of_insights_has_a_table_and_draws_open_letters() -> None:
    answered = "- 2026-10-05 letter\n- 2026-10-09 reply\n"
    notes = {f"contacts/P{n}.md": contact(answered if n else ASKED) for n in range(6)}
    page = pages_of(notes)["insights.html"]
    charts = re.findall(r'<svg class="chart".*?</svg>.*?</figure>', page, re.S)
    assert len(charts) == 2
    assert all("<table" in chart and "<title" in chart for chart in charts)
    times = charts[0]
    assert times.count("<circle") == 6
    assert times.count('class="open"') == 1
    assert "viewBox" not in page
    assert "One still open after 36 days" in times


@pytest.mark.parametrize(
    ("toml", "day"),
    [("", "23 Nov"), ('[waits]\nwrite_first_trip = ["-", "-10d"]\n', "2 Dec"),
     ("[waits]\nwrite_first_trip = false\n", "21 Nov")],
)  # fmt: skip
def test_a_trip_says_the_day_for_letters_that_today_does(
    tmp_path: Path, toml: str, day: str
) -> None:
    trip = "---\ncity: Bristol\nstart: 2026-12-12\nend: 2026-12-18\n---\n"
    notes = {"trips/Bristol.md": trip, "contacts/Wei.md": contact(fields="city: Bristol")}
    write_vault(tmp_path, notes, toml)
    words = ["-C", str(tmp_path), "--today", DAY, "build"]
    assert CliRunner().invoke(main, words).exit_code == 0
    page = (tmp_path / "site" / "trips" / "bristol.html").read_text(encoding="utf-8")
    assert f"Letters by {day} " in words_of(page)


def test_a_trip_says_what_is_fixed_free_and_too_late() -> None:
    notes = {
        "trips/Bristol.md": "---\ncity: Bristol\nstart: 2026-11-16\nend: 2026-11-17\n"
        "cost: 86 by rail\n---\n",
        "trips/York.md": "---\ncity: York\nstart: 2026-11-16\nend: 2026-12-18\n---\n",
        "contacts/Ruth.md": contact("- 2026-11-02 booked\n", "city: Bristol"),
        "contacts/Wei.md": contact(fields="city: Bristol"),
        "contacts/Ana.md": contact("- 2026-11-05 agreed\n", "city: Bristol"),
        "contacts/Old.md": contact("- 2026-10-01 declined\n", "city: Bristol"),
        "contacts/Far.md": contact(fields="city: York"),
        "contacts/Site.md": contact("- 2026-11-05 agreed\n", 'city: Hull\ncompany: "[[Two]]"'),
        "companies/Two.md": "---\ncity: [Hull, Bristol]\n---\n",
        "interviews/Talk.md": '---\ncontact: "[[Ruth]]"\nwhen: 2026-11-16 10:30\ntravel: 18\n'
        "place: 3 Mill Lane\n---\n",
    }
    pages = pages_of(notes)
    words = words_of(pages["trips/bristol.html"])
    assert "Bristol, 16–17 Nov, in 6 days" in words
    assert "One conversation fixed. Three half-days still free" in words
    assert "Letters by 26 Oct has passed Calls by 9 Nov has passed" in words
    assert "10:30 Ruth 3 Mill Lane; leave 10:02" in words
    assert "by evening Thank Ruth" in words
    assert "Overlaps with York" in words
    assert re.search(r"Who else is in town 2 Ana .* Site Two, based in Hull Said yes", words)
    assert re.search(r"By e-mail or video now 1 .* Wei", words)
    assert "Old" not in words.split("Who else")[1].split("Facts")[0].replace("Old.md", "")
    assert "more are not drawn" in words_of(pages["trips/york.html"])
    assert "Bristol and York overlap" in words_of(pages["trips/index.html"])


def test_a_stay_with_days_the_wrong_way_round_still_has_its_page() -> None:
    notes = {"trips/Hull.md": "---\ncity: Hull\nstart: 2026-11-20\nend: 2026-11-19\n---\nOh.\n"}
    words = words_of(pages_of(notes)["trips/hull.html"])
    assert "nothing can be counted from them" in words
    assert "Oh." in words


ADVICE = """## Advice

- [ ] read on
- [x] ring sooner ✅ 2026-10-20
  they answered at once
- [x] walk the river ✅ 2026-10-28
- [x] buy boots
- [-] move away
"""


def test_advice_is_told_once_an_update_follows_its_day() -> None:
    log = "- 2026-10-01 met\n- 2026-10-02 thanks\n- 2026-10-25 update\n"
    page = pages_of({"contacts/Ruth.md": contact(log, body=ADVICE)})["advice.html"]
    words = words_of(page)
    parts = re.split(
        r"(Followed, not told yet|Open|Followed, without a day|Followed, and they know|Let go) 1",
        words,
    )
    found = dict(zip(parts[1::2], parts[2::2], strict=True))
    assert "walk the river" in found["Followed, not told yet"]
    assert "read on" in found["Open"]
    assert "buy boots" in found["Followed, without a day"]
    assert "ring sooner they answered at once" in found["Followed, and they know"]
    assert "told 25 Oct" in found["Followed, and they know"]
    assert "move away" in found["Let go"]
    assert 'href="contacts/ruth.html#draft"' in page


def test_after_landing_those_who_helped_most_are_told_first() -> None:
    met = "- 2026-09-0{} met\n- 2026-09-10 thanks\n"
    notes = {
        "me.md": "---\nlanded: 2026-11-06\n---\n",
        "contacts/Ann.md": contact(met.format(1)),
        "contacts/Ben.md": contact(met.format(2), body=ADVICE),
        "contacts/Cy.md": contact(met.format(3), body="## Leads\n\n- [[Ann]]\n"),
        "contacts/Dee.md": contact(met.format(4) + "- 2026-11-07 thanks\n"),
        "contacts/Eve.md": contact(ASKED),
    }
    words = words_of(pages_of(notes)["advice.html"])
    assert "You landed 6 Nov: still to be told 3" in words
    assert re.findall(r"Tell (\w+) where you landed", words) == ["Ben", "Cy", "Ann"]
    assert "Told: Dee 7 Nov." in words


def test_the_tree_says_what_each_name_may_be_used_for() -> None:
    leads = "## Leads\n\n- [[Ben]]\n- [[Cy]]\n- Dee Dow, prints\n"
    notes = {
        "contacts/Ann.md": contact("- 2026-10-01 feeler: map people in Leeds\n", body=leads),
        "contacts/Ben.md": contact(
            "- 2026-10-05 letter\n- 2026-10-09 met\n", 'referred_by: "[[Ann]]"\nmay_mention: yes'
        ),
        "contacts/Cy.md": contact("- 2026-10-02 permission\n", 'referred_by: "[[Ann]]"'),
    }
    page = pages_of(notes)["referrals.html"]
    words = words_of(page)
    assert "One conversation grew from whom Ann named" in words
    assert "Ann Ben contacts/Ann.md:6 may be named met" in words
    assert "Ann Cy contacts/Ann.md:7 asked, no answer yet to approach" in words
    assert "Ann Dee Dow contacts/Ann.md:8 not asked yet no note yet" in words
    assert page.count('class="twig asked"') == 2  # whoever said yes alone has a solid line
    assert page.count("<text") == 4


def test_four_hundred_people_make_a_picture_that_ends_and_a_table_that_does_not() -> None:
    leads = "## Leads\n\n" + "".join(f"- [[P{n:03d}]]\n" for n in range(400))
    notes = {f"contacts/P{n:03d}.md": contact(ASKED) for n in range(400)}
    notes["contacts/Hub.md"] = contact(body=leads)
    page = pages_of(notes)["referrals.html"]
    assert page.count("<text") == 60
    assert "341 rows more are not drawn" in page
    assert page.count("contacts/Hub.md:") == 400


def test_the_page_for_applying_says_what_was_learned_and_whether_a_cv_went() -> None:
    log = (
        "- 2026-10-05 letter: one page and my CV\n- 2026-10-09 met [[Talk]]\n- 2026-10-10 thanks\n"
    )
    notes = {
        **TERN,
        "contacts/Ruth.md": contact(log, AT_TERN, "## Advice\n\n- [ ] learn to bind\n"),
        "contacts/Wei.md": contact(ASKED, AT_TERN),
        "interviews/Talk.md": '---\ncontact: "[[Ruth]]"\nwhen: 2026-10-09\nstatus: held\n---\n'
        "## New to me\n\n- Atlases sell in spring\n",
    }
    words = words_of(pages_of(notes)["apply.html"])
    assert "1. Tern Press" in words
    assert "Atlases sell in spring new to me, Ruth · interviews/Talk.md:8" in words
    assert "learn to bind advice, Ruth" in words
    assert "CV sent: Ruth, Letter 5 Oct." in words
    assert "in touch; Thank-you 10 Oct" in words


def test_interests_and_places_name_clusters_orphans_and_what_a_journey_costs() -> None:
    notes = {
        "me.md": "---\nfields: [maps]\npositions: [curator]\ncities: [Leeds, Bristol]\n---\n",
        "contacts/Ruth.md": contact(fields="city: Bristol\ninterests: [maps]"),
        "contacts/Wei.md": contact(fields="city: Bristol\ninterests: [rivers]"),
        "contacts/Ana.md": contact(fields="city: Bristol\nprivate: [city]"),
        "companies/Tern Press.md": "---\ncity: [York, Leeds]\ninterests: [maps]\n---\n",
        "trips/Bristol.md": "---\ncity: Bristol\nstart: 2026-09-01\nend: 2026-09-03\n"
        "cost: 86 by rail\n---\n",
    }
    words = words_of(pages_of(notes)["plans.html"])
    assert "Bristol no trip yet Two people still to be met: one day at two talks a day." in words
    assert "Cost: Bristol: 86 by rail" in words
    assert "1. maps York, Leeds One contact, one company" in words
    assert "rivers One contact; not in me.md" in words
    assert "Nobody yet for: curator." in words
    assert "Tied to no interest yet: Ana." in words
    assert "Tern Press: York, Leeds Go for Leeds: ranked first of your cities." in words


def test_where_to_look_for_people_is_ticked_by_their_sources() -> None:
    notes = {
        **TERN,
        "contacts/Ruth.md": contact(fields="source: Alumni list of my college"),
        "contacts/Wei.md": contact(fields="source: LinkedIn\nprivate: [source]"),
        "contacts/Ana.md": contact(fields='referred_by: "[[Ruth]]"'),
    }
    pages = pages_of(notes)
    words = words_of(pages["plans.html"])
    assert "the alumni office and career centre of your school 1 person" in words
    assert "career networks, such as LinkedIn nobody found there yet" in words
    assert "friends, family, teachers, colleagues 1 person" in words
    assert "Nobody there yet. When its own pages name no one" in words_of(
        pages["companies/tern-press.html"]
    )
