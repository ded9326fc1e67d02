"""A draft as an address that opens a mail program; apart from mail, whose imports take 10 ms."""

from urllib.parse import quote

from vaultkit.drafts.draft import Draft

# Longer addresses are cut by some mail programs.
LONGEST_MAILTO = 2000


def make_mailto(draft: Draft, with_text: bool = True) -> str:
    """A draft as an address that opens a mail program with everything filled in."""
    email = (draft.to.values.text("email") if draft.to else None) or ""
    parts = {"subject": draft.subject, "body": draft.text if with_text else ""}
    typed = [f"{name}={_quote(text)}" for name, text in parts.items() if text]
    whom = quote("".join(email.split()), safe="@+.-_")  # a line end in it would begin a header
    return f"mailto:{whom}{'?' if typed else ''}{'&'.join(typed)}"


def _quote(text: str) -> str:
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return quote("\r\n".join(lines).encode("utf-8", "replace"), safe="")
