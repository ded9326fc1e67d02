"""Names and addresses to keys: two contacts that share one may be one person in two notes.

Accents, case, hyphens, the order of the words and common short forms of English first names make
no difference.
"""

import re
from collections.abc import Iterator

from vaultkit.names import fold_accents
from vaultkit.notes.contact import Contact

# A phone number has at least so many digits; fewer are an extension or a slip.
PHONE_DIGITS = 7
# In a shorter word one other letter is mostly another name: Anna and Anne, Ruth and Rush.
LONG_WORD = 6
# Short forms and the name they stand for; one that could stand for two is left out.
_FORMS = {
    "abigail": "abby", "alexander": "alex alec sandy", "alfred": "alf alfie", "andrew": "andy drew",
    "anthony": "tony", "barbara": "barb babs", "benjamin": "ben benny", "catherine": "cathy cath",
    "charles": "charlie chuck", "christina": "tina", "christopher": "kit", "daniel": "dan danny",
    "david": "dave davy", "deborah": "deb debbie", "dorothy": "dot dottie", "edward": "ed eddie",
    "elizabeth": "liz lizzie beth betty betsy", "emily": "em", "francis": "frank",
    "frederick": "fred freddie", "gabriel": "gabe", "gerald": "gerry", "gregory": "greg",
    "henry": "harry hank", "isabella": "izzy", "jacob": "jake", "james": "jim jimmy jamie",
    "jennifer": "jen jenny", "jessica": "jess", "john": "jack johnny", "jonathan": "jon",
    "joseph": "joe joey", "joshua": "josh", "katherine": "kate kathy katie kathryn",
    "kenneth": "ken kenny", "lawrence": "larry", "leonard": "len lenny", "louis": "lou",
    "madeleine": "maddie", "margaret": "maggie meg peggy madge", "martin": "marty",
    "matthew": "matt", "maximilian": "max", "michael": "mike mick mickey", "nathaniel": "nat",
    "nicholas": "nick nicky", "oliver": "ollie", "pamela": "pam", "patricia": "tricia patty",
    "patrick": "paddy", "peter": "pete", "philip": "phil", "rachel": "rach", "raymond": "ray",
    "rebecca": "becky becca", "richard": "rick dick richie", "robert": "rob bob bobby robbie",
    "ronald": "ron ronnie", "samuel": "sammy", "stephen": "steve steven", "susan": "sue susie",
    "theodore": "ted teddy", "thomas": "tom tommy", "timothy": "tim timmy", "victoria": "vicky",
    "vincent": "vince", "walter": "walt", "william": "will bill billy liam", "zachary": "zach",
}  # fmt: skip
_LONG = {short: name for name, shorts in _FORMS.items() for short in shorts.split()}


def fold_person(name: str) -> str:
    """A name as it is compared between people: "Dr Pepe GARCÍA" and "@garcia pepe" are one."""
    words = [word for word in _split(name) if word not in _TITLES]
    whole = [word for word in words if len(word) > 1 or word.isdigit()]
    return " ".join(sorted(_LONG.get(word, word) for word in (whole if len(whole) > 1 else words)))


def find_initials(name: str) -> frozenset[str]:
    """The single letters in a name: "Samuel J. Vane" has one."""
    return frozenset(word for word in _split(name) if len(word) == 1 and word.isalpha())


def _split(name: str) -> list[str]:
    return fold_accents(name).replace(",", " ").replace(".", " ").split()


def fold_firm(name: str) -> str:
    """A company's name without its legal form: "Tern Press Ltd." and "tern press" are one."""
    words = [word for word in _split(name) if word not in _FORMS_OF_FIRMS]
    return " ".join(words)


_FORMS_OF_FIRMS = frozenset(
    ("ltd", "limited", "llc", "llp", "plc", "inc", "incorporated", "corp", "corporation", "gmbh",
     "ag", "kg", "ug", "sa", "sas", "sarl", "srl", "spa", "bv", "nv", "oy", "ab", "aps", "as",
     "the")
)  # fmt: skip


def is_slip(name: str, other: str) -> bool:
    """Whether two names differ by one slip of the keyboard, in one longer word of the same start.

    "Zoe Marcheti" may be Zoë Marchetti; Wei and Mei Zhang, or Reader 1 and 2, are two people.
    """
    words, others = (fold_accents(one).split() for one in (name, other))
    if len(words) != len(others) or len(words) < 2:
        return False
    unlike = [(a, b) for a, b in zip(words, others, strict=True) if a != b]
    return len(unlike) == 1 and _is_slipped(*unlike[0])


def _is_slipped(word: str, other: str) -> bool:
    from rapidfuzz.distance import OSA

    is_long = min(len(word), len(other)) >= LONG_WORD and word.isalpha() and other.isalpha()
    return is_long and word[0] == other[0] and OSA.distance(word, other) == 1


_TITLES = frozenset(("dr", "prof", "mr", "mrs", "ms", "mx", "herr", "frau"))


def find_keys(contact: Contact) -> Iterator[tuple[str, str]]:
    """("name" | "email" | "phone", value) under which a contact may stand twice."""
    names = (contact.name, contact.stem, *contact.aliases)
    email, ext = contact.values.text("email") or "", contact.values.text("ext") or ""
    return make_keys(names, email, contact.phone or "", ext)


def make_keys(
    names: tuple[str, ...], email: str = "", phone: str = "", ext: str = ""
) -> Iterator[tuple[str, str]]:
    """The same for somebody who has no note yet; a single word is no name to compare."""
    for folded in sorted({fold_person(name) for name in names}):
        if " " in folded:
            yield "name", folded
    if "@" in email:
        yield "email", email.strip().rpartition("<")[2].rstrip(">").casefold()
    digits = re.sub(r"\D", "", phone)
    if len(digits) >= PHONE_DIGITS:
        yield "phone", f"{digits[-9:]} {ext}".strip()
