"""Numbers and the things they count, in words."""

_NUMBERS = (
    "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
    "twelve",
)  # fmt: skip


def count_of(number: int, word: str, many: str = "") -> str:
    """ "1 day", "3 days", "2 people"."""
    return f"{number} {word if number == 1 else many or word + 's'}"


def count_in_words(number: int, word: str, many: str = "") -> str:
    """ "one day", "three days"; digits above twelve, "no" for nothing."""
    return f"{say_number(number)} {word if number == 1 else many or word + 's'}"


def say_number(number: int) -> str:
    """ "three", "13"."""
    return _NUMBERS[number] if 0 <= number < len(_NUMBERS) else str(number)


def start_sentence(text: str) -> str:
    """The first letter in capital, the others as they are."""
    return text[:1].upper() + text[1:]
