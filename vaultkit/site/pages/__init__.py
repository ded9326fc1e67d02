"""The pages of the site, one file a page; PAGES says in which order they are made."""

from collections.abc import Callable, Iterable, Mapping

from vaultkit.dates import say_long_day
from vaultkit.diagnostics import Diagnostic
from vaultkit.site.frame import Page, Ref, Site
from vaultkit.site.pages.advice import advice
from vaultkit.site.pages.companies import companies
from vaultkit.site.pages.contacts import contacts
from vaultkit.site.pages.insights import insights
from vaultkit.site.pages.interviews import interviews
from vaultkit.site.pages.log import log
from vaultkit.site.pages.notes import notes
from vaultkit.site.pages.questions import questions
from vaultkit.site.pages.referrals import referrals
from vaultkit.site.pages.search import search
from vaultkit.site.pages.today import today
from vaultkit.site.pages.trips import trips

PAGES: tuple[Callable[[Site], Iterable[Page]], ...] = (
    today,
    contacts,
    companies,
    interviews,
    questions,
    trips,
    notes,
    advice,
    referrals,
    insights,
    log,
    search,
)

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
    Ref("All notes", "search.html"),
)


def make_frame(site: Site, problems: tuple[Diagnostic, ...]) -> Mapping[str, object]:
    """What stands around every page."""
    vault = site.vault
    counts = (
        _count(len(vault.contacts), "contact", "contacts"),
        _count(len(vault.companies), "company", "companies"),
        _count(len(vault.interviews), "interview", "interviews"),
    )
    return {
        "vault": site.name,
        "navigation": NAVIGATION,
        "more": MORE,
        "counts": ", ".join(counts),
        "problems": _count(len(problems), "problem", "problems") if problems else "",
        "version": site.version,
        "built": site.today.isoformat(),
        "built_words": f"{say_long_day(site.today)} {site.today.year}",
    }


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"
