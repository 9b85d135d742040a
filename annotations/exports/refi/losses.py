"""What a REFI-QDA file, or the program it is for, cannot carry, in words. Pure Python."""

from collections import Counter
from collections.abc import Mapping, Sequence

from annotations.exports.order import Loss
from annotations.exports.refi.profiles import Profile
from annotations.exports.rows import CodeRow

_NOT_HERE = "They are not in the file."
_BESIDE = "They lie in catena.json, which Catena reads back."
# What is met in every program's file: code, message; {where} says where it went instead.
_ALWAYS = {
    "masked": ("texts_masked", "Posts whose texts were not wanted: an x stands for each of their"
        " characters, so that positions stay right."),
    "orphans": ("orphans_not_placed", "Codings whose passage was lost when a text"
        " changed. {where}"),
    "inferred": ("inferred_links_left_out", "Links between posts that were inferred, not made by"
        " their authors, are no links of the project. {where}"),
    "characters": ("control_characters_replaced", "Characters that XML 1.0 forbids became U+FFFD,"
        " one for one, in texts and quotes."),
    "thread_names": ("thread_names_made_unique", "Threads with a title that another has, or"
        " without one, got a name of their own."),
    "case_names": ("case_names_made_unique", "Participants with a name that another has, or"
        " without one, got a name of their own."),
    "user_names": ("user_names_made_unique", "Coders with a name that another has got their user"
        " name beside it."),
    "merged": ("merged_names_are_one_case", "Names that were merged into another participant have"
        " no case of their own; the names are a variable of that case."),
    "memos_on_people": ("memos_on_cases_are_descriptions", "A case can bear no memo: memos on"
        " participants are its description, and notes that point nowhere."),
    "memos_elsewhere": ("memos_elsewhere", "Memos on what is not in this file were left out."),
    "reply_to_hidden": ("replies_to_hidden_posts", "Replies to posts that are not in the file have"
        " no link."),
}  # fmt: skip
_QUALCODER = {
    "replies": ("replies_not_read", "QualCoder reads no links: who answers whom stands in the line"
        " above each post only."),
    "same_claim": ("same_claim_twice", "QualCoder keeps one coding per code, coder and span: a"
        " claim on a post and one on all its text become one."),
    "whole_spans": ("thread_codes_span_texts", "QualCoder drops codes on documents: they are put"
        " on the whole text of the thread."),
    "notes": ("memos_become_journals", "QualCoder takes memos for journal entries; each says in"
        " its title what it was on."),
    "colours": ("colours_mapped", "QualCoder gives codes the nearest colours of its own palette."),
    "cases_not_coded": ("cases_without_passages", "QualCoder would not come to an end with so many"
        " participants as codes: its cases have no passages."),
}  # fmt: skip


def of_project(met: Counter[str], profile: Profile) -> list[Loss]:
    """Return what was met as losses, in a fixed order."""
    where = _BESIDE if profile.sidecar else _NOT_HERE
    told = {**_ALWAYS, **(_QUALCODER if profile.name == "qualcoder" else {})}
    return [
        Loss(code, met[name], message.format(where=where))
        for name, (code, message) in told.items()
        if met[name] > 0
    ]


def of_codes(codes: Sequence[CodeRow], names: Mapping[int, str], *, sidecar: bool) -> list[Loss]:
    """Return what the codebook loses."""
    found = [
        Loss(
            "code_names_made_unique",
            sum(names[code.id] != code.name for code in codes),
            "Codes with a name that another has bear the name of the code above in brackets.",
        ),
        Loss(
            "code_fields_left_out",
            sum(bool(one.key or one.examples or one.archived or one.locked) for one in codes),
            "Keys, examples and whether a code is archived or locked have no place in REFI-QDA."
            f" {_BESIDE if sidecar else _NOT_HERE}",
        ),
    ]
    return [loss for loss in found if loss.count]
