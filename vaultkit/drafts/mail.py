"""A draft as a message that a mail program opens and sends."""

from collections.abc import Mapping
from datetime import date
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from hashlib import sha256
from mimetypes import guess_type

from vaultkit.drafts.draft import Draft
from vaultkit.drafts.review import Remark
from vaultkit.notes.note import Note
from vaultkit.notes.profile import Profile


def make_message(
    draft: Draft, me: Profile | None, today: date, files: Mapping[str, bytes]
) -> tuple[bytes, tuple[Remark, ...]]:
    """A draft as an RFC 5322 message, to be opened, read and sent by a mail program.

    `files` are the enclosures by their path. The same draft gives the same bytes.
    """
    message = EmailMessage(policy=SMTP)
    message["X-Unsent"] = "1"
    message["Date"] = f"{today:%a, %d %b %Y} 12:00:00 +0000"
    remarks: list[Remark] = []
    for header, note in (("From", me), ("To", draft.to)):
        address, remark = _make_address(header, note)
        if address:
            message[header] = address
        remarks += [remark] if remark else []
    message["Subject"] = draft.subject
    message.set_content(f"{draft.text}\n", charset="utf-8", cte="quoted-printable")
    for path, data in files.items():
        main, _, sub = (guess_type(path)[0] or "application/octet-stream").partition("/")
        name = path.rpartition("/")[2]
        message.add_attachment(data, maintype=main, subtype=sub, filename=name)
    if files:
        digest = sha256(b"".join((draft.text.encode(), *files.values()))).hexdigest()
        message.set_boundary(f"vaultkit-{digest[:32]}")
    return message.as_bytes(), tuple(remarks)


def _make_address(header: str, note: Note | None) -> tuple[Address | None, Remark | None]:
    email = note.values.text("email") if note else None
    path = note.path if note else "me.md" if header == "From" else ""
    if note is None or not email:
        return None, Remark(
            f"no {header}: write it in {path or 'a note of theirs'}, email", path, 1
        )
    line = note.values.line("email")
    try:
        local, _, domain = email.strip().rpartition("@")
        spec = f"{local}@{domain.encode('idna').decode('ascii')}"
        return Address(display_name=" ".join(note.name.split()), addr_spec=spec), None
    except (ValueError, MessageError, IndexError):
        return None, Remark(f'no {header}: "{email}" is no e-mail address', path, line)
