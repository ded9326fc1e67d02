"""The meeting: what each interview that stands asks for, before and after (SPEC 2)."""

from collections.abc import Iterator

from vaultkit.followups.followup import Case, Followup
from vaultkit.meetings import Meeting

LEFT_OVER = ">"


def meeting_rules(case: Case) -> Iterator[Followup | None]:
    """All that the meetings of one contact ask for."""
    for meeting in case.standing.ahead:
        yield prepare(case, meeting)
        yield confirm(case, meeting)
        yield meet(case, meeting)
    for meeting in case.standing.held:
        yield write_up(case, meeting)
        yield left_over_questions(case, meeting)


def prepare(case: Case, meeting: Meeting) -> Followup | None:
    """A week before to the day before, while one of the six things is missing."""
    if meeting.interview is None:
        return None
    from vaultkit.preparation import check_readiness  # only where a meeting is ahead

    parts = check_readiness(case.vault, meeting.interview, case.settings)
    missing = [part.remedy for part in parts if not part.is_ready]
    if not missing:
        return None
    more = f", and {len(missing) - 1} more" if len(missing) > 1 else ""
    booked = meeting.booking.day if meeting.booking else None
    return case.make(
        "prepare",
        "prepare",
        meeting.place,
        case.window("prepare", meeting.day, exact=True, after=booked),
        f"Prepare for {case.name}",
        f"you meet on {case.say(meeting.day)}; {missing[0]}{more}",
    )


def confirm(case: Case, meeting: Meeting) -> Followup | None:
    """The day before at the latest, while the interview is only planned."""
    if meeting.interview is None or meeting.interview.status != "planned":
        return None
    booked = meeting.booking.day if meeting.booking else None
    return case.make(
        "confirm",
        "confirm",
        meeting.place,
        case.window("confirm", meeting.day, after=booked),
        f"Confirm the meeting with {case.name}",
        f"you meet on {case.say(meeting.day)}, and it is only planned so far",
    )


def meet(case: Case, meeting: Meeting) -> Followup | None:
    """The day itself."""
    interview = meeting.interview
    time = interview.when.time if interview and interview.when else None
    at = f" at {time:%H:%M}" if time else ""
    where = f", {interview.place}" if interview and interview.place else ""
    return case.make(
        "meet",
        "meet",
        meeting.place,
        case.window("meet", meeting.day, exact=True),
        f"Meet {case.name}",
        f"{case.say(meeting.day)}{at}{where}",
    )


def write_up(case: Case, meeting: Meeting) -> Followup | None:
    """Notes are written up by the next day, while they are fresh."""
    if meeting.interview is None or meeting.interview.has_notes:
        return None
    return case.make(
        "write-up",
        "write-up",
        meeting.place,
        case.window("write_up", meeting.day, exact=True),
        f"Write up the talk with {case.name}",
        f"you met on {case.say(meeting.day)} and its Notes are still empty",
    )


def left_over_questions(case: Case, meeting: Meeting) -> Followup | None:
    """Questions kept for later go out within three working days."""
    interview = meeting.interview
    if interview is None or f"[{LEFT_OVER}]" not in interview.document.text:
        return None
    left = [question for question in interview.questions if question.mark == LEFT_OVER]
    if not left or case.standing.has_since(frozenset(("questions",)), meeting.day):
        return None
    count = "one question was" if len(left) == 1 else f"{len(left)} questions were"
    return case.make(
        "questions",
        "left-over-questions",
        meeting.place,
        case.window("left_over_questions", meeting.day),
        f"Send {case.name} the remaining questions",
        f"you met on {case.say(meeting.day)} and {count} left for later",
    )
