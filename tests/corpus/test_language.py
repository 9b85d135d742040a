"""Which language a thread is in, and which comments are clearly in another."""

from corpus.language import languages

ENGLISH = (
    "The lamp was lit again last night, and the keeper wrote down what the wind had done to the "
    "glass. It will have to be mended before the winter comes."
)
GERMAN = (
    "Ich finde, dass der Leuchtturm auch im Winter geöffnet sein sollte, denn die meisten Leute "
    "haben im Sommer gar keine Zeit."
)


def test_a_thread_has_the_language_of_its_posts() -> None:
    labels = languages([ENGLISH, "It was a fine light, I have to say, and it is still burning."])
    assert labels.thread == "en"
    assert labels.share > 0.9
    assert labels.posts == (None, None)


def test_a_long_comment_in_another_language_is_told() -> None:
    assert languages([ENGLISH, GERMAN, "Well said."]).posts == (None, "de", None)


def test_a_short_comment_has_the_language_of_its_thread() -> None:
    assert languages([ENGLISH, "Sehr schön!"]).posts == (None, None)


def test_addresses_and_quoted_lines_say_nothing() -> None:
    quoted = "> " + GERMAN + "\nhttps://leuchtturm.example/der-alte-leuchtturm-am-meer"
    assert languages([ENGLISH, quoted]).posts == (None, None)


def test_only_declared_languages_are_considered() -> None:
    assert languages([GERMAN], ["en", "fr-CA", "xx"]).thread in {"en", "fr"}
    assert languages([ENGLISH, GERMAN], ["en"]) == languages(["a", "b"], ["en"])


def test_what_the_source_states_is_taken() -> None:
    assert languages([ENGLISH], stated="gsw").thread == "gsw"


def test_a_thread_without_words_has_no_language() -> None:
    assert languages(["", "!? 12"]).thread is None
    assert languages([]).thread is None
