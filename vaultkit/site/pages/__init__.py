"""The pages of the site, one file a page.

`make_note_page` knows the page of every kind of note; PAGES are those about many notes at once.
A page that is of one note never walks over all of them: then one edit costs one page.
"""

from collections.abc import Callable, Iterable, Mapping

from vaultkit.dates import say_long_day
from vaultkit.diagnostics import Diagnostic, Severity
from vaultkit.notes.company import Company
from vaultkit.notes.contact import Contact
from vaultkit.notes.interview import Interview
from vaultkit.notes.note import Note
from vaultkit.notes.trip import Trip
from vaultkit.site.frame import Page, Ref, Site
from vaultkit.site.pages.advice import advice
from vaultkit.site.pages.apply import apply
from vaultkit.site.pages.companies import companies, company_page
from vaultkit.site.pages.contacts import contact_page, contacts
from vaultkit.site.pages.insights import insights
from vaultkit.site.pages.interviews import interview_page, interviews
from vaultkit.site.pages.log import log
from vaultkit.site.pages.notes import note_page, notes
from vaultkit.site.pages.owed import followups
from vaultkit.site.pages.plans import plans
from vaultkit.site.pages.questions import questions
from vaultkit.site.pages.referrals import referrals
from vaultkit.site.pages.search import search
from vaultkit.site.pages.today import today
from vaultkit.site.pages.trips import trip_page, trips
from vaultkit.site.windows import count

_Makers = tuple[Callable[[Site], Iterable[Page]], ...]
# Lists are gathered: after a change only the rows of notes that changed are made.
# Those which show the same rows stand together: rows are let go when two others have been made.
LISTS: _Makers = (
    today,
    followups,
    log,
    contacts,
    companies,
    interviews,
    trips,
    notes,
    advice,
    apply,
    search,
)
# What is counted and compared over all notes takes longer, and comes after them.
SUMS: _Makers = (questions, referrals, insights, plans)
PAGES = (*LISTS, *SUMS)

NAVIGATION = (
    Ref("Today", "index.html"),
    Ref("Contacts", "contacts/index.html"),
    Ref("Companies", "companies/index.html"),
    Ref("Interviews", "interviews/index.html"),
    Ref("Questions", "questions/index.html"),
    Ref("Trips", "trips/index.html"),
    Ref("Insights", "insights.html"),
    Ref("Notes", "notes/index.html"),
)
# What stands in the foot of each page.
MORE = (
    Ref("Log", "log.html"),
    Ref("Advice", "advice.html"),
    Ref("Who named whom", "referrals.html"),
    Ref("Interests and places", "plans.html"),
    Ref("When I apply", "apply.html"),
    Ref("All notes", "search.html"),
)


def make_note_page(site: Site, note: Note) -> Page:
    """The page of one note, by its kind."""
    match note:
        case Contact():
            return contact_page(site, note)
        case Company():
            return company_page(site, note)
        case Interview():
            return interview_page(site, note)
        case Trip():
            return trip_page(site, note)
        case _:
            return note_page(site, note)


def make_note_frame(site: Site) -> Mapping[str, object]:
    """What stands around the page of a note: nothing that another note could change."""
    return {
        "vault": site.name,
        "navigation": NAVIGATION,
        "more": MORE,
        "counts": "",
        "problems": "Problems",
        "problem_files": "",
        "lost": site.lost,
        "version": site.version,
        "built": site.today.isoformat(),
        "built_words": f"{say_long_day(site.today)} {site.today.year}",
    }


def make_frame(site: Site, problems: tuple[Diagnostic, ...]) -> Mapping[str, object]:
    """What stands around every other page: counts, too."""
    vault = site.vault
    counts = (
        count(len(vault.contacts), "contact", "contacts"),
        count(len(vault.companies), "company", "companies"),
        count(len(vault.interviews), "interview", "interviews"),
    )
    found = count(len(problems), "problem", "problems") if problems else "No problems"
    files = {"counts": ", ".join(counts), "problems": found, "problem_files": _say_files(problems)}
    return {**make_note_frame(site), **files}


def _say_files(problems: tuple[Diagnostic, ...]) -> str:
    """ " in 4 files; one is an error"."""
    if not problems:
        return ""
    errors = sum(one.severity is Severity.ERROR for one in problems)
    words = "; one is an error" if errors == 1 else f"; {errors} are errors" if errors else ""
    return f" in {count(len({one.path for one in problems}), 'file')}{words}"
