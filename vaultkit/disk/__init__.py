"""The only package that touches files: a folder to bytes, pages to a folder, each write whole."""

from vaultkit.disk.cache import Cache
from vaultkit.disk.folder import (
    Folder,
    find_root,
    list_notes,
    read_file,
    read_folder,
    read_forms,
    read_settings_text,
    read_some,
)
from vaultkit.disk.git import is_in_repository, start_repository
from vaultkit.disk.last import Last, Look, find_last, look_around, recall, tell_last, tell_vault
from vaultkit.disk.look import find_modes, find_pages, read_text
from vaultkit.disk.manifest import Records, find_folders, find_links, read_manifest, read_page
from vaultkit.disk.names import MANIFEST, MARKER, SITE, STATE, find_real
from vaultkit.disk.output import Written, hold_site, settle_site, write_pages, write_site
from vaultkit.disk.shipped import (
    Start,
    create_whole,
    find_any_case,
    find_shipped,
    find_theme,
    read_files,
    read_form,
    write_new_folder,
    write_start,
)
from vaultkit.disk.target import check_output, is_ours, lock_building
from vaultkit.disk.whole import write_whole
from vaultkit.settings import FILE_NAME

__all__ = [
    "FILE_NAME",
    "MANIFEST",
    "MARKER",
    "SITE",
    "STATE",
    "Cache",
    "Folder",
    "Last",
    "Look",
    "Records",
    "Start",
    "Written",
    "check_output",
    "create_whole",
    "find_any_case",
    "find_folders",
    "find_last",
    "find_links",
    "find_modes",
    "find_pages",
    "find_real",
    "find_root",
    "find_shipped",
    "find_theme",
    "hold_site",
    "is_in_repository",
    "is_ours",
    "list_notes",
    "lock_building",
    "look_around",
    "read_file",
    "read_files",
    "read_folder",
    "read_form",
    "read_forms",
    "read_manifest",
    "read_page",
    "read_settings_text",
    "read_some",
    "read_text",
    "recall",
    "settle_site",
    "start_repository",
    "tell_last",
    "tell_vault",
    "write_new_folder",
    "write_pages",
    "write_site",
    "write_start",
    "write_whole",
]
