"""What is said of an ability that a watcher lost, on the terminal and on pages."""

# What of it the built pages say; the rest is for when none can be built.
ON_PAGES = ("hints", "untold")
NO_HINTS = "The system cannot watch this vault ({}); changes are looked for every few seconds."
UNTOLD = "The system does not tell of every change in this vault; pages may be seconds late."
NOT_ALL = "The system watches only a part of this vault (its limit is reached); pages may be late."
AWAY = "The vault is not at {}; waiting for it to come back."
BROKEN = "The site could not be brought up to date: {}"
