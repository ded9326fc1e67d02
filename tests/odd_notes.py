"""Contacts' notes as people, editors and other tools leave them: a name and the bytes of each.

In every one a log entry can be added in its place, a field set, and all of it taken back.
"""

HEAD = "---\nname: Ruth Okafor\n---\n"
LOG = "## Log\n\n- 2026-09-01 letter\n- 2026-10-01 call: spoke of maps\n"
BODY = "Met at a fair.\n\n" + LOG


def _crlf(text: str) -> bytes:
    return text.replace("\n", "\r\n").encode()


FRONT = {
    "plain": HEAD,
    "no-space-between": "---\n---\n",
    "comment": "---\n# who\nname: Ruth Okafor   # as she signs\n\n# end\n---\n",
    "quoted": "---\nname: \"Ruth 'Ru' Okafor\"\nrole: 'it''s hers'\n---\n",
    "blank-values": "---\nname: Ruth\nnext:\nnext_what:   # what\nemail: ~\nphone: null\n---\n",
    "next-empty-quotes": "---\nnext: \"\"\nnext_what: ''\n---\n",
    "next-set": '---\nnext: 2026-12-01 # after the fair\nnext_what: "ask: why"\n---\n',
    "flow-list": "---\ntags: [a, 'b, c', \"d\"]   # three\nin_common: [\n  x,\n  y ]\n---\n",
    "block-list": "---\ntags:\n  - a\n  - b\naliases:\n- Ru\n- R. O.\n---\n",
    "block-text": "---\nwhy: |\n  She maps\n\n  rivers.\nrole: >-\n  one\n  two\n---\n",
    "plain-on-two-lines": "---\nwhy: she maps\n  rivers and seas\n---\n",
    "other-tools": "---\ncssclasses: [wide]\nkanban-plugin: basic\nUUID: 0123\nA Key: yes\n---\n",
    "nested": "---\nmeta:\n  a: 1\n  b: [2, 3]\n---\n",
    "odd-order": "---\ntags: []\nname: Ruth\ntype: contact\n---\n",
    "spaces-at-ends": "---  \nname: Ruth   \nrole:   Editor  \n---   \n",
    "emoji": '---\nname: Zoë 😀 Núñez\nrole: "👩‍🔬"\n---\n',
    "decomposed": "---\nname: Jose\u0301\n---\n",
    "unquoted-link": "---\ncompany: [[Tern Press]]\n---\n",
    "indented": "---\n  name: Ruth\n  role: Editor\n---\n",
    "key-in-quotes": "---\n\"name\": Ruth\n'next': 2026-11-30\n---\n",
    "colon-in-value": "---\nname: Ruth\nwebsite: https://tern.example:8080/a#b\n---\n",
    "leading-zero": "---\nphone: 0113 496 0100\next: 007\nwhen: 14:30\nok: no\n---\n",
    "broken-part": "---\nname: Ruth\nrole: a: b\nemail: r@tern.example\n---\n",
    "tab-after-colon": "---\nname:\tRuth\n---\n",
    "very-long": f"---\nwhy: {'word ' * 60}end\n---\n",
}
LOGS = {
    "usual": LOG,
    "empty-tight": "## Log\n## Notes\n\nx\n",
    "empty-one-blank": "## Log\n\n## Notes\n",
    "empty-two-blanks": "## Log\n\n\n## Notes\n",
    "empty-at-end": "## Log\n",
    "empty-at-end-blank": "## Log\n\n",
    "none": "Only prose.\n",
    "none-blank-tail": "Only prose.\n\n\n",
    "nothing": "",
    "none-but-fence": "```\n## Log\n- 2026-01-01 call\n```\n",
    "none-but-comment": "<!--\n## Log\n-->\n",
    "none-open-fence": "Words.\n\n```\n## Log\n",
    "none-fence-in-list": "- a\n- ```\n  code\n",
    "none-fence-opens-last": "Words.\n\n```",
    "newest-first": "## Log\n- 2026-10-01 call\n- 2026-09-20 voicemail\n- 2026-09-01 letter\n",
    "newest-first-same-day": "## Log\n- 2026-10-01 reply\n- 2026-10-01 call\n- 2026-09-01 email\n",
    "below": "## Log\n- 2026-09-01 letter\n  two\n\n  and a card\n- 2026-10-01 call\n    deep\n",
    "below-tab": "## Log\n- 2026-09-01 letter\n\tby post\n- 2026-10-01 call\n\n\tlater\n",
    "nested-list": "## Log\n- 2026-09-01 letter\n  - cv\n    - two\n- 2026-10-01 call\n  * a\n",
    "fence-below": "## Log\n- 2026-09-01 letter\n  ```\n  - 2026-09-09 call\n  ```\n  end\n",
    "fence-after": "## Log\n- 2026-09-01 letter\n\n```\n- 2026-12-01 call\n```\n\n## Notes\n",
    "comment-after": "## Log\n- 2026-09-01 letter\n%% - 2026-12-01 call %%\n- 2026-10-01 call\n",
    "comment-first": "## Log\n<!-- newest below -->\n- 2026-09-01 letter\n",
    "lazy": "## Log\n- 2026-09-01 letter\nand more of it\n- 2026-10-01 call\n",
    "prose-around": "## Log\n\nAll of it.\n\n- 2026-09-01 letter\n\nA word after.\n",
    "loose": "## Log\n\n- 2026-09-01 letter\n\n- 2026-09-20 call\n\n- 2026-10-01 reply\n\n",
    "star": "## Log\n* 2026-09-01 letter\n* 2026-10-01 call\n",
    "plus-wide": "## Log\n+   2026-09-01 letter\n    below\n+   2026-10-01 call\n",
    "tab-bullet": "## Log\n-\t2026-09-01 letter\n-\t2026-10-01 call\n",
    "indented-1": "## Log\n - 2026-09-01 letter\n - 2026-10-01 call\n",
    "indented-3": "## Log\n   - 2026-09-01 letter\n   - 2026-10-01 call\n",
    "mixed-indent": "## Log\n- 2026-09-01 letter\n - 2026-10-01 call\n",
    "ordered": "## Log\n1. 2026-09-01 letter\n2. 2026-10-01 call\n",
    "tasks": "## Log\n- [ ] write 📅 2026-12-01\n- 2026-09-01 letter\n- [ ] call her\n",
    "only-tasks": "## Log\n- [ ] write to her\n",
    "unsorted": "## Log\n- 2026-10-01 call\n- 2026-08-01 email\n- 2026-09-01 letter\n",
    "times": "## Log\n- 2026-10-01 09:40 no-answer\n- 2026-10-01 14:00 call\n",
    "wiki-dates": "## Log\n- [[2026-09-01]] letter\n- [[2026-10-01]] call: [[Wei Zhang]]\n",
    "bad-lines": "## Log\n- one day\n- 2026-13-01 call\n- 2026-09-01 letter\n- 2026-10-01 leter\n",
    "two-logs": "## Log\n- 2026-09-01 letter\n\n## Notes\nx\n\n## Log\n- 2026-10-01 call\n",
    "two-logs-first-empty": "## Log\n\n## Research\n- a\n\n## LOG\n- 2026-10-01 call\n",
    "log-in-fence-first": "```md\n## Log\n- 2026-01-01 call\n```\n\n" + LOG,
    "log-in-quote": "> ## Log\n> - 2026-01-01 call\n\n" + LOG,
    "log-level-3": "### Log\n- 2026-01-01 x\n\n" + LOG,
    "closing-hashes": "## Log ##\n- 2026-09-01 letter\n",
    "indented-heading": "   ## Log\n- 2026-09-01 letter\n",
    "groups": "## Log\n### 2025\n- 2025-12-01 letter\n\n### 2026\n- 2026-09-01 call\n",
    "title-after": LOG + "\n# Other\n- x\n",
    "advice-after": LOG + "\n## Advice\n- [ ] Learn the tides\n- [x] Walk ✅ 2026-10-02 ^walk\n",
    "rule-after": LOG + "\n---\n\nFoot.\n",
    "table-after": LOG + "\n| a | b |\n|---|---|\n| 1 | 2 |\n",
    "emoji": "## Log\n- 2026-09-01 letter: 😀 «ü» 👩‍🔬\n- 2026-10-01 call: مرحبا\n",
    "line-separators": "## Log\n- 2026-09-01 letter: a\u2028b\x0cc\x85d\n- 2026-10-01 call\n",
    "no-break-space": "## Log\n- 2026-09-01 letter\u00a0\n\u00a0\n- 2026-10-01 call\n",
    "trailing-spaces": "## Log   \n- 2026-09-01 letter  \n- 2026-10-01 call: x   \n   \n",
}


def odd_notes() -> dict[str, bytes]:
    """Every note by a name that says what is odd about it."""
    found = {f"front-{name}": (head + BODY).encode() for name, head in FRONT.items()}
    found |= {f"log-{name}": (HEAD + log).encode() for name, log in LOGS.items()}
    for name in ("usual", "below", "none", "newest-first", "nothing", "empty-at-end", "loose"):
        text = HEAD + LOGS[name]
        found[f"crlf-{name}"] = _crlf(text)
        found[f"cr-{name}"] = text.replace("\n", "\r").encode()
        found[f"bom-{name}"] = ("\ufeff" + text).encode()
        found[f"cut-{name}"] = text.rstrip("\n").encode()
        found[f"crlf-cut-bom-{name}"] = b"\xef\xbb\xbf" + _crlf(text.rstrip("\n"))
    found["mixed-ends"] = b"---\r\nname: Ruth\n---\r\nA\n\n## Log\r\n- 2026-09-01 letter\n"
    return found


# Notes that no command may touch, and what is said of each.
REFUSED = {
    "latin-1": (b"---\nname: Jos\xe9\n---\n## Log\n", ":2:10:"),
    "utf-16": ("---\nname: A\n---\n## Log\n".encode("utf-16"), ":1:1:"),
    "conflict": (
        b"---\nname: A\n---\n## Log\n<<<<<<< HEAD\n- 2026-09-01 call\n=======\n>>>>>>> b\n",
        ":5:1:",
    ),
    "unclosed": (b"---\nname: A\n\n## Log\n- 2026-09-01 call\n", ":1:1:"),
}
