"""The names of the files that are vaultkit's own, in the vault and in the site."""

MARKER = ".vaultkit-site"
MANIFEST = ".vaultkit-manifest.json"
SITE = "site"
