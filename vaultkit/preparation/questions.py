"""Which questions to ask: the chosen ones in their order, and what the bank would add."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from vaultkit.items import Item
from vaultkit.notes.interview import Interview
from vaultkit.notes.note import Question
from vaultkit.preparation.coverage import (
    MARKED,
    SETTLED,
    Coverage,
    Use,
    cover_bank,
    find_colleague_answers,
    find_reason,
)
from vaultkit.preparation.times import MOST_CLOSING, room_for
from vaultkit.settings import Settings
from vaultkit.vault import Vault

SUBJECTS = ("company", "person", "chances")
CLOSING = "closing"
_ID = re.compile(r"(?:^|\s)\^([A-Za-z0-9-]+)$")


class Pick(NamedTuple):
    """A question of the bank: proposed, or left out, and why; `answers` so far, from anyone."""

    question: Question
    why: str
    answers: int


class Picks(NamedTuple):
    """What the bank would add to the chosen questions, and what it leaves out."""

    proposed: tuple[Pick, ...]
    left_out: tuple[Pick, ...]


def subject_of(question: Question, settings: Settings) -> str:
    """company, person, chances or closing, by its heading or flag; "" for none of them."""
    for subject in (*SUBJECTS, CLOSING):
        if settings.section_word(subject) in question.group:
            return subject
    return CLOSING if CLOSING in question.flags else ""


def in_order(questions: Iterable[Question]) -> tuple[Question, ...]:
    """Must first, then as written; what one looks up oneself is never asked (SPEC 3)."""
    asked = [one for one in questions if "lookup" not in one.flags and not find_reason(one)]
    return tuple(sorted(asked, key=lambda one: "must" not in one.flags))


def reason_for(interview: Interview, subject: str) -> str:
    """Why an interview asks nothing about a subject, "" when it does not say."""
    word = interview.settings.section_word(subject)
    reasons = (find_reason(one) for one in interview.questions if word in one.group)
    return next((reason for reason in reasons if reason), "")


def find_late(interview: Interview) -> frozenset[int]:
    """Lines of the open questions that the time they give has no room for (R79).

    First the must ones, then the first of each subject, then as written.
    """
    settings = interview.settings
    seen: set[str] = set()
    ranked: list[tuple[int, int]] = []
    for question in in_order(interview.questions):
        subject = subject_of(question, settings)
        if not question.is_open or subject == CLOSING:
            continue
        rank = 0 if "must" in question.flags else 1 if subject not in seen else 2
        seen.add(subject)
        ranked.append((rank, question.line))
    return frozenset(line for _, line in sorted(ranked)[room_for(interview) :])


def pick_questions(vault: Vault, interview: Interview, settings: Settings) -> Picks:
    """The bank less what is settled, to fill the room the talk has.

    First what a subject lacks, then must, then what nobody answered yet, then as in the bank.
    """
    chosen = _chosen(interview)
    known = find_settled_ids(vault, interview)
    proposed: list[Pick] = []
    left_out: list[Pick] = []
    for found in cover_bank(vault):
        question = found.question
        if "lookup" in question.flags or _is_chosen(question, chosen):
            continue
        if why := _why_not(vault, interview, found, known):
            left_out.append(Pick(question, why, len(found.answers)))
        else:
            proposed.append(Pick(question, _why(vault, interview, found), len(found.answers)))
    return Picks(_fill(interview, settings, proposed), tuple(left_out))


def find_lookups(vault: Vault, interview: Interview) -> tuple[Question, ...]:
    """What to find out oneself before the talk: `#lookup` questions research has not answered."""
    known = find_settled_ids(vault, interview)
    every = [question for bank in vault.banks for question in bank.questions]
    every += interview.questions
    asked = [one for one in every if "lookup" in one.flags and one.is_open]
    return tuple(one for one in asked if not one.id or one.id not in known)


def _chosen(interview: Interview) -> set[str]:
    return {key for one in interview.questions for key in (one.id, one.words.casefold()) if key}


def _is_chosen(question: Question, chosen: set[str]) -> bool:
    return bool({question.id, question.words.casefold()} & chosen)


def find_settled_ids(vault: Vault, interview: Interview) -> frozenset[str]:
    """The ids of bank questions that a finding answers: it ends in the same `^id` (R63)."""
    contact = vault.contact_of(interview)
    company = vault.company_of(contact) if contact else None
    items: list[Item] = [*interview.research, *(contact.research if contact else ())]
    items += company.research if company else ()
    found = (_ID.search(item.text) for item in items)
    return frozenset(one[1] for one in found if one)


def _why_not(vault: Vault, interview: Interview, found: Coverage, known: frozenset[str]) -> str:
    question, contact = found.question, vault.contact_of(interview)
    if question.id in known:
        return "your research answers it"
    if "sensitive" in question.flags:
        return "sensitive: add it yourself if you want it"
    mine = [use for use in found.answers if contact and vault.contact_of(use.interview) is contact]
    if mine:
        return "they answered it before"
    if question.group != CLOSING and len(found.answers) >= SETTLED:
        return f"{len(found.answers)} answers settled it"
    return ""


def _why(vault: Vault, interview: Interview, found: Coverage) -> str:
    if found.question.group == CLOSING:
        return "to close"
    must = "must, " if "must" in found.question.flags else ""
    if mark := say_colleagues(vault, interview, found):
        return must + mark
    count = len(found.answers)
    answers = "nobody answered it yet" if not count else "one answer so far"
    return must + (answers if count < MARKED else f"{count} answers so far")


def say_colleagues(vault: Vault, interview: Interview, found: Coverage) -> str:
    """The mark of a question that two others at the same company answered; "" without it."""
    colleagues = find_colleague_answers(vault, interview, found)
    if len(colleagues) < MARKED or found.question.group == CLOSING:
        return ""
    return f"answered there by {say_names(vault, colleagues)}"


def _fill(interview: Interview, settings: Settings, picks: list[Pick]) -> tuple[Pick, ...]:
    chosen = [one for one in in_order(interview.questions) if one.is_open]
    subjects = [subject_of(one, settings) for one in chosen]
    ranked = sorted(picks, key=lambda pick: ("must" not in pick.question.flags, pick.answers))
    asked = [pick for pick in ranked if pick.question.group != CLOSING]
    wanted: list[Pick] = []
    for subject in SUBJECTS:
        if subject not in subjects and not reason_for(interview, subject):
            wanted += [pick for pick in asked if pick.question.group == subject][:1]
    room = room_for(interview) - sum(subject != CLOSING for subject in subjects)
    rest = [pick for pick in asked if pick not in wanted]
    closing = [pick for pick in picks if pick.question.group == CLOSING]
    more = closing[: max(0, MOST_CLOSING - subjects.count(CLOSING))]
    filled = (*wanted, *rest[: max(0, room - len(wanted))], *more)
    order = {subject: number for number, subject in enumerate((*SUBJECTS, CLOSING))}
    return tuple(sorted(filled, key=lambda pick: order[pick.question.group]))


def say_names(vault: Vault, uses: Iterable[Use]) -> str:
    """The people behind some answers: "Farid Nasser and Wen Li"."""
    contacts = (vault.contact_of(use.interview) for use in uses)
    names = [contact.name for contact in contacts if contact]
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
