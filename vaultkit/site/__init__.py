"""Vault and agenda to pages, and a page with a theme to HTML."""

from vaultkit.site.edition import Basis, Edition, Files

__all__ = ["Basis", "Edition", "Files"]
