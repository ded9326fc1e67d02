"""Question ids: given twice in the bank, or used for a question the bank does not hold."""

from collections.abc import Iterator

from vaultkit.checks.scene import Scene
from vaultkit.diagnostics import Diagnostic, find_nearest, make_diagnostic
from vaultkit.notes.interview import Interview
from vaultkit.notes.note import Note, Question, fold


def check_bank(scene: Scene) -> Iterator[Diagnostic]:
    """Two questions of the bank with one id, or one question twice."""
    first: dict[str, Question] = {}
    words: dict[str, Question] = {}
    for bank in scene.vault.banks:
        for question in bank.questions:
            twin = words.setdefault(fold(question.words), question)
            if twin is not question:
                message = f"the same question stands at {twin.path}:{twin.line}; take one out"
                yield make_diagnostic("question-twice", question.path, question.line, 1, message)
            other = first.setdefault(question.id, question) if question.id else question
            if other is not question:
                message = (
                    f"^{question.id} is the id of another question at {other.path}:{other.line}; "
                    "give this one its own"
                )
                place = (question.path, question.line, 1)
                yield make_diagnostic("question-id-twice", *place, message)


def check_ids(scene: Scene, note: Note) -> Iterator[Diagnostic]:
    """An id in an interview that no bank knows; a question of the bank asked without its id."""
    if not isinstance(note, Interview) or not scene.vault.banks:
        return
    known = {one.id: one for bank in scene.vault.banks for one in bank.questions if one.id}
    by_words = {fold(one.words): one.id for one in known.values()}
    for question in note.questions if known else ():
        place = (note.path, question.line, 1)
        if question.id and question.id not in known:
            near = find_nearest(question.id, known)
            hint = f'; nearest is "^{near}"' if near else "; add it to the bank or take it out"
            message = f'no question "^{question.id}" in the bank{hint}'
            yield make_diagnostic("question-id-missing", *place, message)
        elif not question.id and (id_ := by_words.get(fold(question.words))):
            message = f"this question stands in the bank as ^{id_}; write ^{id_} behind it"
            yield make_diagnostic("question-id-unused", *place, message)
