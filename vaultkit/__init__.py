"""vaultkit: who is owed what, by when and why, from a folder of Markdown notes."""

__version__ = "0.1.0"
