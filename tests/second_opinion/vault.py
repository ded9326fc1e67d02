"""A vault as plain data: the second opinion reads this, vaultkit reads the notes made of it."""

from dataclasses import dataclass, field
from datetime import date

# Lines of the note by what stands there; written down when the note is.
Lines = dict[str, int]


@dataclass
class Entry:
    """One line of a log."""

    day: date
    kind: str
    time: str = ""
    link: str = ""
    words: str = ""
    style: int = 0
    line: int = 0

    def text(self) -> str:
        """As it stands in the note."""
        day = f"[[{self.day}]]" if self.style == 1 else str(self.day)
        link = f" [[{self.link}]]" if self.link else ""
        words = f": {self.words}" if self.words else ""
        time = f" {self.time}" if self.time else ""
        return f"{'-*+'[self.style % 3]} {day}{time} {self.kind}{link}{words}"


@dataclass
class Task:
    """A task, with its due mark or the day it was applied."""

    mark: str
    words: str
    due: date | None = None
    applied: date | None = None
    style: int = 0
    line: int = 0

    def text(self) -> str:
        """As it stands in the note."""
        due = ("📅 {}", "[due:: {}]", "due:{}")[self.style].format(self.due) if self.due else ""
        applied = f"✅ {self.applied}" if self.applied else ""
        return " ".join(filter(None, (f"- [{self.mark}]", self.words, due, applied)))


@dataclass
class Lead:
    """One item under Leads."""

    name: str
    is_linked: bool = True
    day: date | None = None
    mark: str = ""
    words: str = ""
    line: int = 0

    def text(self) -> str:
        """As it stands in the note."""
        name = f"[[{self.name}]]" if self.is_linked else self.name
        mark = f"[{self.mark}] " if self.mark else ""
        day = f"{self.day} " if self.day else ""
        return f"- {mark}{day}{name}{self.words}"


@dataclass
class Interview:
    """One interview note; `later` says that a question was left for a letter."""

    file: str
    contact: str
    day: date
    time: str = "14:00"
    gap: str = " "
    status: str = ""
    ready: bool = False
    noted: bool = False
    later: bool = False
    advice: list[Task] = field(default_factory=list)
    leads: list[Lead] = field(default_factory=list)
    tasks: list[Task] = field(default_factory=list)
    lines: Lines = field(default_factory=dict)

    @property
    def path(self) -> str:
        """Where the note stands."""
        return f"interviews/{self.file}.md"


@dataclass
class Contact:
    """One contact; `file` is set where the note is not called as they are."""

    name: str
    file: str = ""
    alias: str = ""
    company: str = ""
    city: str = ""
    referred_by: str = ""
    may_mention: str = ""
    pack: str = ""
    cadence: int = 0
    next: date | None = None
    next_what: str = ""
    mute: list[str] = field(default_factory=list)
    closed: bool = False
    log: list[Entry] = field(default_factory=list)
    advice: list[Task] = field(default_factory=list)
    leads: list[Lead] = field(default_factory=list)
    tasks: list[Task] = field(default_factory=list)
    plans: list[Task] = field(default_factory=list)
    lines: Lines = field(default_factory=dict)

    @property
    def path(self) -> str:
        """Where the note stands."""
        return f"contacts/{self.file or self.name}.md"

    @property
    def called(self) -> set[str]:
        """Every way to name them."""
        return {self.name, self.file, self.alias} - {""}


@dataclass
class Company:
    """One organisation."""

    name: str
    cities: list[str] = field(default_factory=list)
    tasks: list[Task] = field(default_factory=list)

    @property
    def path(self) -> str:
        """Where the note stands."""
        return f"companies/{self.name}.md"


@dataclass
class Trip:
    """A stay in one city."""

    file: str
    city: str
    start: date
    end: date
    lines: Lines = field(default_factory=dict)

    @property
    def path(self) -> str:
        """Where the note stands."""
        return f"trips/{self.file}.md"


@dataclass
class Vault:
    """Everything, and the day it is looked at."""

    today: date
    pack: str = ""
    waits: dict[str, tuple[str, str] | None] = field(default_factory=dict)
    days_off: list[date] = field(default_factory=list)
    country: str = ""
    kinds: dict[str, str] = field(default_factory=dict)
    landed: date | None = None
    contacts: list[Contact] = field(default_factory=list)
    interviews: list[Interview] = field(default_factory=list)
    companies: list[Company] = field(default_factory=list)
    trips: list[Trip] = field(default_factory=list)
    lines: Lines = field(default_factory=dict)
