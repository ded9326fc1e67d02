"""The names of the files that are vaultkit's own, in the vault and in the site."""

# What our files in the top of a site begin with; nobody else's do.
OWN = ".vaultkit-"
MARKER = ".vaultkit-site"
MANIFEST = ".vaultkit-manifest.json"
JOURNAL = ".vaultkit-journal"
CACHE = ".vaultkit-cache"
SITE = "site"
# Holds what writing commands remember: lock, old bytes.
STATE = ".vaultkit"
