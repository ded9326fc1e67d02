"""What to take along and what to wear, from how and where you meet."""

from typing import NamedTuple

from vaultkit.notes.interview import Interview
from vaultkit.notes.tasks import strip_marks

_CV = "two CVs, even if you sent one"
# SPEC 3, in its words; the dress stands apart, as it is chosen the evening before.
_OFFICE = (_CV, "cards", "notebook", "pen", "watch")
_MONEY = "money for the drinks: you pay"
_CALL = ("headset", "notes, this sheet", "quiet room", "time zones of both")
HEADINGS = {
    "office": "Bring to an office",
    "cafe": "Bring to a caf\u00e9",
    "other": "Bring",
    "phone": "At hand for the call",
    "video": "At hand for the call",
}


class Packing(NamedTuple):
    """What one kind of meeting asks for; `dress` is "" for a call by phone."""

    setting: str
    things: tuple[str, ...]
    dress: str

    @property
    def heading(self) -> str:
        """What stands above the list."""
        return HEADINGS[self.setting]


# By kind of meeting; a setting of neither kind is outside the workplace (R80).
PACKING = {
    "office": Packing("office", _OFFICE, "professional dress"),
    "cafe": Packing("cafe", (*_OFFICE, _MONEY), "business casual"),
    "other": Packing("other", _OFFICE, "business casual"),
    "phone": Packing("phone", ("the number", *_CALL), ""),
    "video": Packing("video", ("the link, tried the day before", *_CALL), "professional dress"),
}


def find_packing(interview: Interview) -> Packing:
    """What this meeting asks for; an office unless the note says otherwise."""
    if interview.mode in ("phone", "video"):
        return PACKING[interview.mode]
    return PACKING[interview.setting or "office"]


def find_other_packing(interview: Interview) -> tuple[Packing, ...]:
    """What it would ask for if the place changed."""
    here = find_packing(interview)
    return tuple(one for one in PACKING.values() if one is not here and one.setting != "other")


def own_things(interview: Interview) -> tuple[str, ...]:
    """The items of its own under Bring."""
    items = interview.document.items(interview.settings.section_word("bring"))
    return tuple(strip_marks(item.text) for item in items if item.level == 0 and item.text)


def bring_list(interview: Interview) -> tuple[str, ...]:
    """All of it in one list: the things, the dress, what the note adds."""
    packing = find_packing(interview)
    dress = (packing.dress,) if packing.dress else ()
    return (*packing.things, *dress, *own_things(interview))
