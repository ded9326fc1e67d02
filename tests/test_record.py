"""The page of a talk that is over: note text in, what a reader sees out."""

from tests.support import contact
from tests.test_learning_pages import pages_of, words_of

ADDRESS = "interviews/ruth.html"
HEAD = '---\ncontact: "[[Ruth Okafor]]"\nwhen: 2026-11-09 10:00\n---\n'
ASKED = """## Questions

### Company

- [x] Who works closely with whom? #must
    Two desks,
    one kettle.
- [ ] What is changing here?
- [ ] How many people work here? #lookup

### Person

- [>] What do you read?

### Chances

- [-] none: they are no archivist
"""


def record(body: str, log: str = "") -> str:
    notes = {"contacts/Ruth Okafor.md": contact(log), "interviews/Ruth.md": f"{HEAD}{body}"}
    return pages_of(notes)[ADDRESS]


def test_each_question_stands_under_what_became_of_it() -> None:
    words = words_of(record(ASKED))
    assert "1 of 3 questions asked, 2 left over." in words
    assert "Left over 2" in words and "What do you read? What is changing here?" in words
    assert "Answered 1 Who works closely with whom? Two desks, one kettle." in words
    assert "Not asked 1 Chances: they are no archivist" in words
    assert "Find out yourself 1 How many people work here?" in words
    assert "#must" not in words and "#lookup" not in words


def test_an_answer_deep_below_its_question_is_words_not_code() -> None:
    page = record(f"{ASKED}\n## Advice\n\n- [x] Scan a day ✅ 2026-11-10\n    Stayed until six.\n")
    assert "<pre" not in page
    assert "Stayed until six." in page


def test_whom_to_thank_stands_before_what_is_left_over() -> None:
    words = words_of(record(ASKED, "- 2026-11-09 met [[Ruth]]\n"))
    assert words.index("Thank Ruth Okafor") < words.index("Left over 2")


def test_an_older_talk_keeps_what_it_still_asks_for_and_its_own_notes() -> None:
    notes = {
        "contacts/Ruth Okafor.md": contact("- 2026-11-02 met [[Old]]\n- 2026-11-09 met [[Ruth]]"),
        "interviews/Old.md": HEAD.replace("11-09", "11-02") + ASKED,
        "interviews/Ruth.md": f"{HEAD}## Notes\nKind.\n",
    }
    pages = pages_of(notes)
    words = words_of(pages["interviews/old.html"])
    assert "Write up the talk with Ruth Okafor" in words
    assert "Send Ruth Okafor the remaining questions" in words
    assert "Thank Ruth Okafor" not in words
    assert '<a href="interviews/old.html">Your notes</a>' in pages["index.html"]


def test_the_line_for_the_log_waits_until_a_question_is_kept_for_later() -> None:
    kept, hint = "vaultkit log 'Ruth Okafor' questions", "[&gt;] to send it by mail"
    assert kept in words_of(record(ASKED)) and hint in record(ASKED)
    assert kept not in words_of(record(ASKED.replace("[>]", "[x]")))


def test_the_page_of_questions_tells_open_ones_from_those_nobody_chose() -> None:
    bank = "---\n---\n## Company\n\n- [ ] What is changing here?\n- [ ] Which tools do you use?\n"
    notes = {
        "contacts/Ruth Okafor.md": contact(""),
        "interviews/Ruth.md": f"{HEAD}{ASKED}",
        "questions/Bank.md": bank,
    }
    words = words_of(pages_of(notes)["questions/index.html"])
    assert "What is changing here? never asked chosen, and left open" in words
    assert "Which tools do you use? never asked not chosen yet" in words
    assert "How many people work here? lookup never asked find out yourself" in words
    assert "no archivist" not in words
