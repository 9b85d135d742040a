"""The fields of a preview (what was found in an upload, before it is loaded) and its figures."""

from typing import Any

from rest_framework import serializers

from api.fields import Person, Stamp
from corpus.models import POST_KINDS, POST_STATUSES, PRECISIONS


class Detected(serializers.Serializer[Any]):
    """What the file was taken for, how surely, and why; `format` and `name` are the same."""

    format = serializers.CharField()
    name = serializers.CharField()
    confidence = serializers.FloatField()
    reason = serializers.CharField()


class FoundWritten(serializers.Serializer[Any]):
    """When something was written, as far as the source says."""

    written_at = serializers.CharField(allow_null=True)
    written_at_raw = serializers.CharField(allow_null=True)
    written_at_precision = serializers.ChoiceField(PRECISIONS)


class PostQuestion(serializers.Serializer[Any]):
    """What a reader is not sure of; `start`/`end` are code points of the decoded file."""

    code = serializers.CharField()
    message = serializers.CharField()
    start = serializers.IntegerField(allow_null=True)
    end = serializers.IntegerField(allow_null=True)


class FoundQuestion(PostQuestion):
    """A question with the thread (its place in `threads`) and the post's number in it."""

    thread = serializers.IntegerField(allow_null=True)
    post = serializers.IntegerField(allow_null=True)


class CorrectionShown(serializers.Serializer[Any]):
    """Something that a person said of a reading; `id` is its number in the upload."""

    id = serializers.IntegerField()
    operation = serializers.DictField()
    by = Person(allow_null=True)
    at = Stamp()

    class Meta:
        ref_name = "Correction"


class FoundPost(FoundWritten):
    """A post that was found, in brief: `first` are its first words, `parent` a number.

    A mark is `[what, start, end]`: where its number, author or date stands. `confidence` is from
    0 to 1; what a person corrected is sure.
    """

    number = serializers.IntegerField()
    kind = serializers.ChoiceField(POST_KINDS)
    author = serializers.CharField(allow_null=True)
    is_entry_author = serializers.BooleanField()
    depth = serializers.IntegerField()
    parent = serializers.IntegerField(allow_null=True)  # type: ignore[assignment]  # as in api.md
    status = serializers.ChoiceField(POST_STATUSES)
    start = serializers.IntegerField(allow_null=True)
    end = serializers.IntegerField(allow_null=True)
    first = serializers.CharField()
    words = serializers.IntegerField()
    flags = serializers.ListField(child=serializers.CharField())
    marks = serializers.ListField(child=serializers.ListField())
    confidence = serializers.FloatField()
    questions = PostQuestion(many=True)


class FoundThread(FoundWritten):
    """A thread that was found."""

    title = serializers.CharField()
    site = serializers.CharField(allow_null=True)
    url = serializers.CharField(allow_null=True)
    author = serializers.CharField(allow_null=True)
    language = serializers.CharField(allow_null=True)
    categories = serializers.ListField(child=serializers.CharField())
    declared = serializers.IntegerField(allow_null=True)
    start = serializers.IntegerField(allow_null=True)
    end = serializers.IntegerField(allow_null=True)
    comments = serializers.IntegerField()
    posts = FoundPost(many=True)


class FoundProblem(serializers.Serializer[Any]):
    """Something a reading noticed; `start`/`end` are code points of the decoded file."""

    code = serializers.CharField()
    severity = serializers.ChoiceField(["info", "warning", "error"])
    message = serializers.CharField()
    hint = serializers.CharField()
    item = serializers.CharField()
    start = serializers.IntegerField(allow_null=True)
    end = serializers.IntegerField(allow_null=True)

    class Meta:
        ref_name = "UploadProblem"


class FoundCounts(serializers.Serializer[Any]):
    """What was found; `found = imported + skipped + failed`."""

    threads = serializers.IntegerField()
    entries = serializers.IntegerField()
    comments = serializers.IntegerField()
    other = serializers.IntegerField()
    found = serializers.IntegerField()
    imported = serializers.IntegerField()
    skipped = serializers.IntegerField()
    failed = serializers.IntegerField()
    declared = serializers.IntegerField(allow_null=True)

    class Meta:
        ref_name = "UploadCounts"


class RevisedCounts(serializers.Serializer[Any]):
    """What an upload changed in threads that the corpus had already."""

    threads = serializers.IntegerField()
    posts_same = serializers.IntegerField()
    posts_changed = serializers.IntegerField()
    posts_new = serializers.IntegerField()
    posts_missing = serializers.IntegerField()


class UploadFigures(FoundCounts):
    """Counts of what was found, and of what it changed."""

    revised = RevisedCounts()

    class Meta:
        ref_name = "UploadFigures"


class UploadProblems(serializers.Serializer[Any]):
    """How many problems of which kind, and the first five."""

    total = serializers.IntegerField()
    by_code = serializers.DictField(child=serializers.IntegerField())
    first = FoundProblem(many=True)


class MemberCounts(serializers.Serializer[Any]):
    """How many files an archive held, and what became of them."""

    total = serializers.IntegerField()
    done = serializers.IntegerField()
    review = serializers.IntegerField()
    failed = serializers.IntegerField()


class Preview(serializers.Serializer[Any]):
    """What an upload holds: the first threads, the most serious problems, spans of its text.

    `left_out` counts the threads that are not shown; `faults` say what is not accounted for,
    `doubts` why somebody should look, and `questions` where. A tile is `[kind, start, end, post,
    thread]`: the last two are a post's number and its thread's place, null for what is no post's.
    `excerpt`: a large export, of which only the first threads were read again; the figures are
    those of its import. All is shown with the `corrections`.
    """

    format = Detected()
    problems = FoundProblem(many=True)
    problems_by_code = serializers.DictField(child=serializers.IntegerField())
    faults = serializers.ListField(child=serializers.CharField())
    doubts = serializers.ListField(child=serializers.CharField())
    accounted = serializers.BooleanField()
    sure = serializers.BooleanField()
    counts = FoundCounts()
    questions = FoundQuestion(many=True)
    threads = FoundThread(many=True)
    left_out = serializers.IntegerField()
    tiles = serializers.ListField(child=serializers.ListField())
    text = serializers.CharField(allow_null=True)
    text_cut = serializers.BooleanField()
    excerpt = serializers.BooleanField()
    corrections = CorrectionShown(many=True)
