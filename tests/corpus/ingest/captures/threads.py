"""Invented threads with bodies that try a reader: lists, dates, names, quotations, many scripts."""

import random
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

NAMES = (
    "Ada Quill", "Bo Reed", "J. R. Vane Jr", "keeper", "Tam Oke", "Edda Moss", "Ø. Bø-Lund", "Зоя",
    "花子", "the one who waits", "m17", "Lin", "O’Dell", "נועה", "Rune Aa", "tide_watcher",
    "Dr. Ebb", "Sal & Pip", "Ann Marie de la Mar", "quay99", "Ω", "Ulf", "May", "Mr Brine",
    "Anonymous",
)  # fmt: skip
SHORT = (
    "Yes.",
    "+1",
    "ok",
    "No!",
    "?",
    "Thanks 🙂",
    "So true.",
    "Hm…",
    "First!",
    "Danke dir!",
    "はい",
)
PLAIN = (
    "The rope held longer than anybody had thought, and the boats came home.",
    "I doubt it. Whoever has seen the pier at low tide will not say so again.",
    "We tried it with tar and without; without was better in winter.",
    "Nobody asked the keeper, which is a pity, for he knows every stone of it.",
    "Ich habe das anders in Erinnerung: Das Tau riss erst am Abend.",
    "Le phare n’était pas allumé ce soir-là, je m’en souviens très bien.",
    "潮が満ちるまで待つべきだと思います。縄は濡れると重くなるから。",
    "Канат был старый, и никто не хотел его менять до осени.",
    "הגאות הגיעה מוקדם מן הצפוי, והסירות נשארו על החוף.",
    "كان الحبل قديما ولم يرد أحد أن يغيره قبل الخريف.",
)
NASTY = (
    "1. Coil the rope.", "2. Wet it.", "3. Hang it up in the boathouse until spring.",
    "“1. Never whistle on deck.", "As Edda said: never trust a wet knot.",
    "Somebody says the tide was late; I say it was early.",
    "On July 30, 2013 at 2:33 pm the lamp went out, and nobody knows why it did so.",
    "It was 2 weeks ago that we spoke of this, or 3 months ago, I forget.",
    "@Tam: see https://tide.example/2013/07/30/ropes?x=1&y=2#comment-12, it is all there.",
    "> The rope held longer than anybody had thought", "Reply all, that is what I always say.",
    "👍👍👍 🙂", "The table says 14:05 for high water and 20:17 for low water.",
    "— and that was that.", "* salt", "* tar", "• hemp", "Posted by the door was a list of boats.",
    "See comment by Bo above.", "5 comments so far and no answer to my question?",
    "In 2011 there were 12 boats; in 2012 only 9.", "\"Says who?\" asked the keeper.",
    "tide@harbour.example is where to write, before 1 March please.", "Like a bell it was.",
    "##", "...", "Share and share alike, my mother used to say.",
)  # fmt: skip
LONG = " ".join(PLAIN[:4])
THINGS = (
    "rope", "tide", "lamp", "boat", "pier", "bell", "storm", "gull", "chart", "anchor", "mast",
    "harbour", "oar", "net", "fog", "quay", "buoy", "keel", "sail", "cask", "shoal", "winch",
)  # fmt: skip


def sentence(dice):
    """Make a sentence that hardly comes twice."""
    one, two, three = dice.sample(THINGS, 3)
    number = dice.randint(2, 99)
    return dice.choice(
        (
            f"Whoever lost the {one} should look behind the {two} before the {three} is sold.",
            f"My {one} never met a {two} that it did not like, save for {number} of {three}.",
            f"A {one} is no {two}; ask the {three}.",
            f"I had {number} of them, each with a {one}, and the {two} took all but the {three}",
            f"No {one} without {two}, they say, and no {three} at all!",
        )
    )


@dataclass
class Comment:
    """A comment as it stands on a page; `answers` stand below it."""

    author: str
    at: datetime
    paragraphs: list[str]
    answers: list["Comment"] = field(default_factory=list)


@dataclass
class Thread:
    """An entry and its comments."""

    title: str
    author: str
    at: datetime
    paragraphs: list[str]
    comments: list[Comment]

    def in_order(self):
        """Return all comments as they follow one another on the page."""

        def walk(comments):
            for each in comments:
                yield each
                yield from walk(each.answers)

        return list(walk(self.comments))


def paragraphs(dice, nasty):
    kind = dice.random()
    if kind < 0.2:
        return [dice.choice(SHORT)]
    if kind < 0.3:
        return [" ".join([LONG] * dice.randint(1, 4)), dice.choice(PLAIN)]
    pool = PLAIN + NASTY * 2 if nasty else PLAIN
    return [
        sentence(dice) if dice.random() < 0.4 else dice.choice(pool)
        for _ in range(dice.randint(1, 5))
    ]


def thread(seed, *, least=3, most=12, nested=True, nasty=True):
    """Make a thread; the same seed makes the same one."""
    dice = random.Random(seed)
    start = datetime(
        dice.randint(2004, 2025), dice.randint(1, 12), dice.randint(1, 28), dice.randint(0, 23),
        dice.randint(0, 59), tzinfo=UTC,
    ).replace(tzinfo=None)  # fmt: skip
    names = dice.sample(NAMES, dice.randint(3, 8))
    at = start
    made = []
    for _ in range(dice.randint(least, most)):
        at += timedelta(minutes=dice.choice((3, 17, 61, 240, 1441, 5003, 20011)))
        made.append(Comment(dice.choice(names), at, paragraphs(dice, nasty)))
    tops = []
    for comment in made:
        older = [each for each in tops if nested] and dice.random() < 0.35 and dice.choice(tops)
        if older:
            below = dice.choice([older, *older.answers]) if dice.random() < 0.3 else older
            below.answers.append(comment)
        else:
            tops.append(comment)
    entry = [sentence(dice) + " " + dice.choice(PLAIN) for _ in range(dice.randint(1, 5))]
    return Thread("On ropes and tides", "Marten Holm", start, entry, tops)
