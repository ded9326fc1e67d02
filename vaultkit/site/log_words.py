"""What the words of a log are called on the site: alone, and before a name."""

# By kind of entry: its label, and how a line about somebody begins.
WORDS = {
    "letter": ("Letter", "Letter to"),
    "email": ("E-mail", "E-mail to"),
    "message": ("Message", "Message to"),
    "questions": ("Questions", "Questions to"),
    "thanks": ("Thank-you", "Thank-you to"),
    "update": ("Update", "Update to"),
    "call": ("Call", "Call with"),
    "voicemail": ("Voicemail", "Voicemail for"),
    "relayed": ("Message left", "Message left for"),
    "no-answer": ("No answer", "No answer from"),
    "feeler": ("Asked for leads", "Asked for leads:"),
    "permission": ("Asked for leave", "Asked for leave to name someone to"),
    "reply": ("Reply", "Reply from"),
    "wrote": ("They wrote", "Word from"),
    "agreed": ("Said yes", "Yes from"),
    "booked": ("Day fixed", "Day fixed with"),
    "declined": ("Said no", "No from"),
    "later": ("Said later", "Later, says"),
    "bounced": ("Came back", "Came back from"),
    "met": ("Interview", "Interview with"),
    "cancelled": ("Called off", "Called off with"),
    "missed": ("Missed", "Missed meeting with"),
    "referral": ("Named someone", "A name from"),
    "snafu": ("Snafu", "Snafu with"),
    "note": ("Note", "Note on"),
}


def label_of(kind: str, word: str) -> str:
    """What an entry is called; a word that the vault teaches stands as it is."""
    return WORDS[kind][0] if word == kind and kind in WORDS else word.capitalize()


def begin_of(kind: str, word: str) -> str:
    """How a line about an entry begins, before the name."""
    return WORDS[kind][1] if word == kind and kind in WORDS else f"{word.capitalize()}:"
