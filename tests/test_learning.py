"""Insights, interests, places, trips, referrals: note text in, counts and findings out."""

from collections.abc import Mapping
from datetime import date

import pytest

from tests.support import contact, read_vault
from vaultkit.insights import (
    Approach,
    Week,
    count_steps,
    count_weeks,
    find_approaches,
    find_spread,
    group_approaches,
    say_shares,
    say_spread,
    say_steps,
    say_weeks,
    say_what_brought,
)
from vaultkit.notes.contact import Contact
from vaultkit.plans import (
    count_interests,
    count_places,
    find_orphans,
    find_spread_places,
    find_vague_feelers,
    nearest_site,
)
from vaultkit.referrals import count_grown, find_branches, grow_tree
from vaultkit.stages import Standing
from vaultkit.standings import make_standings
from vaultkit.stays import (
    find_overlapping,
    find_overlaps,
    find_talks,
    lay_out_days,
    make_stay,
    read_amount,
    sum_costs,
)
from vaultkit.vault import Vault

TODAY = date(2026, 11, 10)
ME = "---\nfields: [map libraries]\npositions: [curator]\ncities: [Leeds, Bristol]\n---\n"


def stand(notes: Mapping[str, str]) -> tuple[Vault, Mapping[str, Standing]]:
    vault, _, _ = read_vault(notes)
    return vault, make_standings(vault, TODAY)


def people(*logs: str) -> Mapping[str, Standing]:
    return stand({f"contacts/P{n:02d}.md": contact(log) for n, log in enumerate(logs)})[1]


def approached(*logs: str) -> tuple[Approach, ...]:
    return find_approaches(people(*logs).values(), TODAY)


def trip(city: str, start: str, end: str, more: str = "") -> str:
    return f"---\ncity: {city}\nstart: {start}\nend: {end}\n{more}---\n"


# -- insights ---------------------------------------------------------------------------------


def test_each_step_of_the_funnel_counts_those_who_came_as_far() -> None:
    found = people(
        "",
        "- 2026-10-01 letter\n",
        "- 2026-10-01 letter\n- 2026-10-05 reply\n",
        "- 2026-10-01 letter\n- 2026-10-05 agreed\n",
        "- 2026-10-01 letter\n- 2026-10-05 met\n- 2026-10-06 thanks\n",
    )
    steps = [step.people for step in count_steps(found.values())]
    assert steps == [5, 4, 3, 2, 1, 1]


def test_open_letters_are_said_and_what_came_back_is_not_open() -> None:
    found = people(
        "- 2026-11-05 letter\n",
        "- 2026-10-01 letter\n",
        "- 2026-10-01 email\n- 2026-10-02 bounced\n",
    )
    approaches = find_approaches(found.values(), TODAY)
    said = say_steps(count_steps(found.values()), approaches)
    assert "Two letters are still open, one of them less than ten days old." in said
    assert "One letter came back." in said


def test_days_run_from_the_first_letter_and_go_on_while_it_is_open() -> None:
    first, second = approached(
        "- 2026-10-01 letter\n- 2026-10-12 call\n- 2026-10-15 agreed\n", "- 2026-11-01 email\n"
    )
    assert (first.days, first.last.kind) == (14, "call")
    assert (second.days, second.answer) == (9, None)


def test_median_and_middle_half_are_those_of_the_answers_only() -> None:
    logs = [f"- 2026-10-01 letter\n- 2026-10-{1 + days:02d} reply\n" for days in (2, 4, 6, 8, 20)]
    approaches = approached(*logs, "- 2026-01-01 letter\n")
    spread = find_spread(approaches)
    assert spread is not None
    assert tuple(spread) == (4.0, 6.0, 8.0)
    assert say_spread(approaches).startswith("Half of the 5 answers came within 6 days")


def test_with_fewer_than_five_answers_nothing_is_told_of_them() -> None:
    said = say_spread(approached("- 2026-10-01 letter\n- 2026-10-03 reply\n"))
    assert said == "One answer so far: too few to tell."


def test_a_group_stands_out_only_when_both_are_large_and_far_apart() -> None:
    yes, no = "- 2026-10-01 {}\n- 2026-10-05 reply\n", "- 2026-10-01 {}\n"
    letters = [yes.format("letter")] * 4 + [no.format("letter")]
    emails = [yes.format("email")] + [no.format("email")] * 4
    shares = group_approaches(approached(*letters, *emails), lambda one: one.first.kind)
    said = say_shares(shares)
    assert said == "Most often answered: letter, 4 of 5; least often: email, 1 of 5."
    few = group_approaches(approached(*letters, *emails[:4]), lambda one: one.first.kind)
    assert "too few to compare" in say_shares(few)


def test_groups_of_one_are_summed_up_when_there_are_several() -> None:
    approaches = approached(*["- 2026-10-01 letter\n"] * 5)
    names = iter("aabcd")
    shares = group_approaches(approaches, lambda one: next(names))
    assert [(share.name, share.people) for share in shares] == [("a", 2), ("others", 3)]


def test_what_brought_the_answer_is_what_went_out_last() -> None:
    said = say_what_brought(
        approached(
            "- 2026-10-01 letter\n- 2026-10-05 reply\n",
            "- 2026-10-01 letter\n- 2026-10-12 voicemail\n- 2026-10-15 reply\n",
            "- 2026-10-01 letter\n- 2026-10-20 email\n- 2026-10-21 reply\n",
        )
    )
    assert said.endswith("the first letter once, a call once, a later letter once.")


def test_weeks_run_from_monday_and_end_with_this_one() -> None:
    weeks = count_weeks(
        people("- 2026-11-08 letter\n- 2026-11-09 call\n- 2026-08-23 letter\n").values(), TODAY
    )
    assert len(weeks) == 12
    assert weeks[-2:] == (Week(date(2026, 11, 2), 1, 0, 0), Week(date(2026, 11, 9), 0, 1, 0))
    assert sum(week.letters for week in weeks) == 1  # 23 August is a Sunday too early
    assert say_weeks(weeks, str) == "One letter, one call and no conversations in twelve weeks."


# -- interests and places ---------------------------------------------------------------------


def test_who_serves_no_interest_is_an_orphan_unless_the_company_does() -> None:
    notes = {
        "me.md": ME,
        "contacts/Ruth.md": contact(fields='company: "[[Tern]]"'),
        "contacts/Omar.md": contact(),
        "contacts/Old.md": contact(fields="closed: true"),
        "companies/Tern.md": "---\ninterests: [map libraries]\n---\n",
        "companies/Bare.md": "---\n---\n",
    }
    vault, _ = stand(notes)
    assert [note.name for note in find_orphans(vault)] == ["Omar", "Bare"]
    first = count_interests(vault)[0]
    assert (first.name, len(first.contacts), len(first.companies)) == ("map libraries", 1, 1)
    del notes["me.md"]
    assert find_orphans(stand(notes)[0]) == ()


@pytest.mark.parametrize(
    ("words", "is_vague"),
    [
        ("", True),
        ("do you know anyone who could help me along?", True),
        ("any map people?", True),
        ("who maps in Leeds?", False),
        ("who keeps the old maps for a county council?", False),
    ],
)
def test_an_ask_without_work_or_place_is_vague(words: str, is_vague: bool) -> None:
    log = f"- 2026-11-01 feeler: {words}\n" if words else "- 2026-11-01 feeler\n"
    vault, _ = stand({"me.md": ME, "contacts/Ruth.md": contact(log)})
    assert bool(find_vague_feelers(vault, TODAY)) is is_vague


def test_the_nearest_site_is_that_of_the_stay_then_the_one_ranked_first() -> None:
    sites = ("York", "Bristol", "Leeds")
    assert nearest_site(sites, ("leeds", "Bristol")) == "Leeds"
    assert nearest_site(sites, ("Leeds", "Bristol"), "york") == "York"
    assert nearest_site(sites, ()) == "York"
    assert nearest_site((), ("Leeds",)) == ""


def test_places_are_ranked_as_in_me_and_count_who_is_still_to_be_met() -> None:
    notes = {
        "me.md": ME,
        "contacts/Ruth.md": contact(fields="city: Bristol"),
        "contacts/Omar.md": contact("- 2026-10-01 letter\n- 2026-10-09 met\n", "city: Bristol"),
        "contacts/Wei.md": contact("- 2026-10-01 letter\n- 2026-10-09 declined\n", "city: York"),
        "contacts/Ana.md": contact(fields='company: "[[Tern]]"'),
        "companies/Tern.md": "---\ncity: [York, bristol]\n---\n",
    }
    vault, standings = stand(notes)
    places = count_places(vault, standings, TODAY)
    assert [place.name for place in places] == ["Leeds", "Bristol", "York"]
    bristol = places[1]
    assert [one.name for one in bristol.open] == ["Ana", "Ruth"]
    assert (bristol.is_cluster, bristol.days, len(bristol.contacts)) == (True, 1, 3)
    assert places[2].open == ()
    assert find_spread_places(places) == ()


def test_plans_in_more_than_three_places_are_flagged() -> None:
    notes = {f"contacts/{city}.md": contact(fields=f"city: {city}") for city in "ABCD"}
    vault, standings = stand(notes)
    assert len(find_spread_places(count_places(vault, standings, TODAY))) == 4


# -- trips ------------------------------------------------------------------------------------


def test_a_stay_is_counted_backwards_and_shows_its_free_half_days() -> None:
    notes = {
        "trips/Bristol.md": trip("Bristol", "2026-11-13", "2026-11-16"),
        "contacts/Ruth.md": contact(),
        "contacts/Wei.md": contact(),
        "interviews/A.md": '---\ncontact: "[[Ruth]]"\nwhen: 2026-11-13 12:30\n---\n',
        "interviews/B.md": '---\ncontact: "[[Wei]]"\nwhen: 2026-11-16\n---\n',
    }
    vault, settings, _ = read_vault(notes)
    stay = make_stay(vault.trips[0])
    assert stay is not None
    assert (stay.letters_by, stay.calls_by) == (date(2026, 10, 23), date(2026, 11, 6))
    talks = find_talks(make_standings(vault, TODAY).values(), stay)
    days = lay_out_days(stay, talks, settings.calendar, TODAY)
    # Friday has a talk before one o'clock, then a weekend, then a talk whose time is open.
    assert [day.free for day in days] == [("afternoon",), (), (), ()]
    assert [len(day.talks) for day in days] == [1, 0, 0, 1]
    assert [one.name for one in days[1].thanks] == ["Ruth"]
    later = lay_out_days(stay, talks, settings.calendar, date(2026, 11, 14))
    assert later[0].free == ()


def test_trips_that_share_more_than_a_day_of_travel_overlap() -> None:
    notes = {
        "trips/A.md": trip("Leeds", "2026-11-10", "2026-11-12"),
        "trips/B.md": trip("York", "2026-11-11", "2026-11-15"),
        "trips/C.md": trip("Bristol", "2026-11-15", "2026-11-16"),
        "trips/D.md": trip("Hull", "2026-11-20", "2026-11-19"),
    }
    vault, _ = stand(notes)
    assert [(one.name, other.name) for one, other in find_overlaps(vault.trips)] == [("A", "B")]
    assert [one.name for one in find_overlapping(vault.trips[1], vault.trips)] == ["A"]


def test_costs_are_added_only_when_they_begin_with_a_number() -> None:
    assert [read_amount(text) for text in ("86 for the train", "£12.50", "a lot", None)] == [
        86.0,
        12.5,
        None,
        None,
    ]
    notes = {
        "trips/A.md": trip("A", "2026-11-10", "2026-11-12", "cost: 86 by rail\n"),
        "trips/B.md": trip("B", "2026-12-10", "2026-12-12", "cost: free\n"),
    }
    assert sum_costs(stand(notes)[0].trips) == (86.0, 1)


# -- who led to whom --------------------------------------------------------------------------


def test_the_tree_names_everyone_once_and_cuts_circles() -> None:
    notes = {
        "contacts/Ann.md": contact(
            "- 2026-10-01 referral [[Ben]]\n", body="## Leads\n\n- [[Ben]]\n- Cy Gone\n"
        ),
        "contacts/Ben.md": contact("- 2026-10-02 referral [[Dee]]\n- 2026-10-09 met\n"),
        "contacts/Dee.md": contact("- 2026-10-03 referral [[Ben]]\n"),
        "contacts/Eve.md": contact(fields='referred_by: "[[Eve]]"'),
        "contacts/Fay.md": contact(fields='referred_by: "[[Dee]]"'),
    }
    vault, standings = stand(notes)
    branches = find_branches(vault, standings)
    leaves = grow_tree(branches)
    assert [(leaf.person.name, leaf.depth, leaf.is_repeat) for leaf in leaves] == [
        ("Ann", 0, False),
        ("Ben", 1, False),
        ("Dee", 2, False),
        ("Ben", 3, True),
        ("Fay", 3, False),
        ("Cy Gone", 1, False),
    ]
    assert leaves[1].branch is not None
    assert leaves[1].branch.day == date(2026, 10, 1)
    grown = {
        person.name: [one.name for one in met] for person, met in count_grown(branches, standings)
    }
    assert grown == {"Ann": ["Ben"], "Dee": ["Ben"], "Ben": []}


def test_a_pure_circle_still_stands_in_the_tree() -> None:
    notes = {
        "contacts/Ann.md": contact("- 2026-10-01 referral [[Ben]]\n"),
        "contacts/Ben.md": contact("- 2026-10-02 referral [[Ann]]\n"),
    }
    vault, standings = stand(notes)
    leaves = grow_tree(find_branches(vault, standings))
    assert [leaf.person.name for leaf in leaves] == ["Ann", "Ben", "Ann"]


def test_a_chain_of_thousands_is_grown_without_falling_over() -> None:
    notes = {
        f"contacts/P{n:04d}.md": contact(f"- 2026-10-01 referral [[P{n + 1:04d}]]\n")
        for n in range(1500)
    }
    vault, standings = stand(notes)
    leaves = grow_tree(find_branches(vault, standings))
    assert len(leaves) == 1501
    assert isinstance(leaves[0].person.contact, Contact)
