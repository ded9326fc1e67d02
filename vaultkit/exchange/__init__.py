"""A vault to what other programs read, and back: one module a format.

ics: calendar. vcf: address books, both ways. spreadsheet: CSV out. tables: CSV in (LinkedIn,
Google, any). whole: JSON, both ways. `matching` finds who of a file is already here.
"""

# The formats `export` writes, each with what it is for; `import` tells a file by what it holds.
FORMATS = {
    "ics": "follow-ups and meetings, for a calendar",
    "vcf": "contacts, for an address book",
    "csv": "every table, for a spreadsheet",
    "json": "the whole vault, note by note",
    "eml": "one draft, for a mail program",
}
