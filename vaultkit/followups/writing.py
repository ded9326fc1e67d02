"""Before the first letter: leave to name the referrer, then the letter itself (SPEC 2)."""

from datetime import date
from typing import NamedTuple

from vaultkit.contact_log import LogEntry
from vaultkit.followups.followup import Case, Followup
from vaultkit.notes.note import fold
from vaultkit.notes.trip import Trip
from vaultkit.vault import Naming, first_dated


def before_writing(case: Case) -> Followup | None:
    """Leave first where a referrer could be named, then the letter."""
    match find_leave(case):
        case "open":
            return ask_permission(case)
        case "asked":
            return permission_nudge(case)
        case _:
            return write_first(case)


def find_leave(case: Case) -> str:
    """Leave to name the referrer: none (nobody to ask), open, asked, given, refused, unanswered."""
    contact = case.contact
    if contact.referred_by is None:
        return "none"
    if contact.may_mention in ("yes", "no"):
        return "given" if contact.may_mention == "yes" else "refused"
    asked = len(_permissions(case))
    if asked > 1:
        return "unanswered"
    return "asked" if asked or contact.may_mention == "asked" else "open"


def _permissions(case: Case) -> tuple[LogEntry, ...]:
    return tuple(entry for entry in case.standing.entries if entry.kind == "permission")


def _referrer_name(case: Case) -> str:
    referrer = case.vault.referrer_of(case.contact)
    if referrer:
        return referrer.name
    link = case.contact.referred_by
    return link.shown or link.target if link else ""


def ask_permission(case: Case) -> Followup | None:
    """Before the letter, the referrer is asked whether they may be named."""
    naming = _first_naming(case)
    referrer = _referrer_name(case)
    place = (case.contact.path, case.contact.values.line("referred_by"))
    said = f"{_say_naming(case, naming)}; " if naming else ""
    return case.make(
        "permission",
        "ask-permission",
        (naming.path, naming.line) if naming else place,
        case.window("ask_permission", naming.day if naming else None),
        f"Ask {referrer} whether you may mention them to {case.name}",
        f"{said}the letter may name {referrer} only with their leave",
    )


def permission_nudge(case: Case) -> Followup | None:
    """No word from the referrer: asked once more, or the letter goes without the name."""
    asked = _permissions(case)
    place = (case.contact.path, case.contact.values.line("may_mention"))
    when = f" on {case.say(asked[-1].day)}" if asked else ""
    referrer = _referrer_name(case)
    return case.make(
        "permission",
        "permission-nudge",
        asked[-1].place if asked else place,
        case.window("permission_nudge", asked[-1].day if asked else None),
        f"Ask {referrer} once more, or write without the name",
        f"you asked {referrer}{when} for leave to name them; the letter waits for it",
    )


class _Start(NamedTuple):
    """What a first letter waits for: the place it counts from, the day, the reason."""

    place: tuple[str, int]
    due: date | None
    reason: str


def write_first(case: Case) -> Followup | None:
    """The letter comes first: three weeks before a trip, a week after they were named."""
    asked = _permissions(case)
    leave = asked[-1].day if asked else None
    starts = [start for start in (_from_trip(case, leave), _from_naming(case, leave)) if start]
    if case.waits.get("write_first") is None:
        return None
    start = min(starts, key=lambda found: found.due or date.max, default=None)
    if start is None:
        place, reason = (case.contact.path, 1), _say_why(case)
        window: tuple[date | None, date | None] = (None, None)
    else:
        place, reason, window = start.place, start.reason, (None, start.due)
    return case.make("write", "write-first", place, window, f"Write to {case.name}", reason)


def _say_why(case: Case) -> str:
    why = case.contact.values.text("why")
    return f"no letter yet; {_uncapital(why)}" if why else "no letter yet; writing comes first"


def _uncapital(text: str) -> str:
    head, _, rest = text.rstrip(".").partition(" ")
    return f"{head[:1].lower()}{head[1:]} {rest}" if head.istitle() and len(head) > 1 else text


def find_trip(case: Case) -> Trip | None:
    """The first trip to where the contact or their company is that starts today or later."""
    cities = {fold(city) for city in _cities(case)}
    trips = [
        trip
        for trip in case.vault.trips
        if trip.start and trip.start >= case.today and trip.city and fold(trip.city) in cities
    ]
    return min(trips, key=lambda trip: (trip.start or date.max, trip.path), default=None)


def _cities(case: Case) -> tuple[str, ...]:
    company = case.vault.company_of(case.contact)
    own = (case.contact.city,) if case.contact.city else ()
    return (*own, *(company.cities if company else ()))


def _from_trip(case: Case, leave: date | None) -> _Start | None:
    trip = find_trip(case)
    window = case.window("write_first_trip", trip.start, after=leave) if trip else None
    if trip is None or trip.start is None or window is None:
        return None
    stay = f"you are in {trip.city} from {case.say(trip.start)}"
    usual, other = "letters go three weeks before", "letters go out well before"
    reason = f"{stay}; {case.words('write_first_trip', usual, other)}"
    if window[1] and window[1] < case.today:
        reason = f"{stay}; a letter and a call no longer fit, so send an e-mail or offer video"
    return _Start((trip.path, trip.values.line("start")), window[1], reason)


def _from_naming(case: Case, leave: date | None) -> _Start | None:
    """A lead is written to within a week of the leave, else of the day they were first named."""
    naming = _first_naming(case)
    if naming is None:
        return None
    asked = _permissions(case)
    window = case.window("write_first", leave or naming.day, after=leave)
    place = asked[-1].place if asked else (naming.path, naming.line)
    said = f"you asked for leave on {case.say(leave)}" if leave else _say_naming(case, naming)
    soon = case.words("write_first", "write within a week", "write while it is fresh")
    return _Start(place, window[1] if window else None, f"{said}; {soon}")


def _first_naming(case: Case) -> Naming | None:
    namings = case.standing.namings
    day = first_dated(namings)
    return next((naming for naming in namings if naming.day == day), None)


def _say_naming(case: Case, naming: Naming) -> str:
    when = f" on {case.say(naming.day)}" if naming.day else ""
    return f"{naming.namer.name} named them{when}"
