"""A page of the site to one file that needs nothing else: style inside, no script, no way out.

What stands around the page goes, links into the site become words, pictures their description.
The policy of the page allows this one style by its hash, and nothing more.
"""

import base64
import hashlib
import re
from collections.abc import Mapping

_AROUND = re.compile(
    r'<header class="head">.*?</header>|<footer\b.*?</footer>|<a class="skip".*?</a>'
    r"|<script\b.*?</script>",
    re.S,
)
_POLICY = re.compile(r'(<meta http-equiv="Content-Security-Policy" content=")[^"]*(">)')
_STYLE = re.compile(r'<link rel="stylesheet" href="(?:\.\./)*(assets/[^"]+)">')
_LINK = re.compile(r'<a\b[^>]*\bhref="(?!https?:|mailto:|tel:)[^"]*"[^>]*>(.*?)</a>', re.S)
_PICTURE = re.compile(r'<img\b[^>]*\balt="([^"]*)"[^>]*>')


def make_portable(html: str, assets: Mapping[str, bytes]) -> str:
    """The text of one page with the styles it names, from the files of its theme."""
    styles = [assets.get(name, b"").decode("utf-8", "replace") for name in _STYLE.findall(html)]
    style = "\n".join(styles).replace("</style", "<\\/style")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    html = _AROUND.sub("", html)
    html = _POLICY.sub(lambda found: f"{found[1]}{policy}{found[2]}", html)
    html = _LINK.sub(lambda found: found[1], _PICTURE.sub(lambda found: found[1], html))
    put = iter((f"<style>{style}</style>",))
    return _STYLE.sub(lambda _: next(put, ""), html)
