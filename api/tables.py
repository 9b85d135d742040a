"""The fields of tables and mappings: what columns there are, what they mean, what comes of it."""

from typing import Any

from rest_framework import serializers

from api.fields import Person, Stamp, Strict
from api.previews import FoundCounts, FoundProblem
from corpus.ingest.tables.mapping import DATE_FORMATS, TEXT_AS
from corpus.models import POST_KINDS, POST_STATUSES

ORIGINS = ["given", "remembered", "guessed"]


class MappingDates(serializers.Serializer[Any]):
    """How dates are written; `format` may be a pattern like `%d.%m.%Y %H:%M`."""

    format = serializers.CharField(help_text=f"{', '.join(DATE_FORMATS)}, or a pattern")
    day_first = serializers.BooleanField(allow_null=True)
    timezone = serializers.CharField(allow_null=True)


class MappingAttributes(serializers.Serializer[Any]):
    """Columns that become attributes: the attribute's name, and its column."""

    thread = serializers.DictField(child=serializers.CharField())
    participant = serializers.DictField(child=serializers.CharField())


class TableMapping(serializers.Serializer[Any]):
    """What the columns or paths of a table mean.

    `fields`: field → column. `entry`: `{"where": column, "is": [values]}`, or "first", "own_id",
    "none", "columns". `records`: where the records are; null: found by itself. `nested`: the path
    in a record that holds its answers.
    """

    records = serializers.CharField(allow_null=True)
    sheet = serializers.CharField(allow_null=True)
    header = serializers.BooleanField(allow_null=True)
    delimiter = serializers.CharField(allow_null=True)
    fields = serializers.DictField(child=serializers.CharField())  # type: ignore[assignment]  # the contract's name
    entry = serializers.JSONField()
    nested = serializers.CharField(allow_null=True)
    text_as = serializers.ChoiceField(TEXT_AS)
    dates = MappingDates()
    attributes = MappingAttributes()


class RecordPath(serializers.Serializer[Any]):
    """A place that holds records, and how many of them were seen there."""

    path = serializers.CharField(allow_blank=True)
    count = serializers.IntegerField()


class ColumnSeen(serializers.Serializer[Any]):
    """A column or path with some values; `filled` of the `seen` rows hold something."""

    name = serializers.CharField()
    samples = serializers.ListField(child=serializers.CharField())
    filled = serializers.IntegerField()
    seen = serializers.IntegerField()
    guess = serializers.CharField(allow_null=True)


class DateExample(serializers.Serializer[Any]):
    """A date as it is written, and how it is read."""

    raw = serializers.CharField()
    read = serializers.CharField(allow_null=True)


class DatesSeen(serializers.Serializer[Any]):
    """How the dates of the first rows are read; `ambiguous`: day and month may be either way.

    `zone`: whose clock it is. Seconds since 1970 are "utc", else each date has "stated" it, the
    mapping has "given" it, or it is "missing".
    """

    column = serializers.CharField()
    format = serializers.CharField()
    ambiguous = serializers.BooleanField()
    day_first = serializers.BooleanField(allow_null=True)
    zone = serializers.ChoiceField(["utc", "stated", "given", "missing"])
    examples = DateExample(many=True)


class MappingFault(serializers.Serializer[Any]):
    """What a mapping says that does not fit."""

    field = serializers.CharField()
    code = serializers.CharField()
    message = serializers.CharField()


class TableSeen(serializers.Serializer[Any]):
    """What a table holds, by its first rows (`whole`: by all), and what its columns may mean."""

    format = serializers.CharField()
    signature = serializers.CharField()
    sheets = serializers.ListField(child=serializers.CharField())
    record_paths = RecordPath(many=True)
    fields = ColumnSeen(many=True)  # type: ignore[assignment]  # the contract's name
    rows_seen = serializers.IntegerField()
    whole = serializers.BooleanField()
    mapping = TableMapping()
    origin = serializers.ChoiceField(ORIGINS)
    dates = DatesSeen(allow_null=True)
    faults = MappingFault(many=True)


class TableQuery(serializers.Serializer[Any]):
    """Another structure to look at."""

    records = serializers.CharField(required=False, allow_blank=True, max_length=1000)
    sheet = serializers.CharField(required=False, max_length=255)
    header = serializers.BooleanField(required=False)


class TriedPost(serializers.Serializer[Any]):
    """A post as the mapping reads it; of a long text the beginning."""

    number = serializers.IntegerField()
    parent = serializers.IntegerField(allow_null=True)  # type: ignore[assignment]  # as in api.md
    depth = serializers.IntegerField()
    kind = serializers.ChoiceField(POST_KINDS)
    author = serializers.CharField(allow_null=True)
    written_at = serializers.CharField(allow_null=True)
    written_at_raw = serializers.CharField(allow_null=True)
    status = serializers.ChoiceField(POST_STATUSES)
    text = serializers.CharField()


class TriedThread(serializers.Serializer[Any]):
    """A thread as the mapping reads it, with its first posts."""

    title = serializers.CharField()
    author = serializers.CharField(allow_null=True)
    written_at = serializers.CharField(allow_null=True)
    url = serializers.CharField(allow_null=True)
    attributes = serializers.DictField()
    comments = serializers.IntegerField()
    posts = TriedPost(many=True)


class MappingTried(serializers.Serializer[Any]):
    """The first threads as a mapping reads them; `counts` of the sampled rows only."""

    threads = TriedThread(many=True)
    counts = FoundCounts()
    sampled_rows = serializers.IntegerField()
    whole = serializers.BooleanField()
    dates = DatesSeen(allow_null=True)
    problems = FoundProblem(many=True)


class MappingTrial(Strict):
    """A mapping to try out."""

    mapping = serializers.DictField()


class MappingTrialAsked(serializers.Serializer[Any]):
    """A mapping to try out; what is left out of it has its default."""

    mapping = TableMapping()

    class Meta:
        ref_name = "MappingTrial"


class MappingGiven(MappingTrial):
    """A mapping to read a table with; `remember`: for the next of its structure, too."""

    remember = serializers.BooleanField(required=False, default=False)
    name = serializers.CharField(required=False, max_length=200)


class MappingGivenAsked(MappingTrialAsked):
    """A mapping to read a table with; `remember`: for the next of its structure, too."""

    remember = serializers.BooleanField(required=False, default=False)
    name = serializers.CharField(required=False, max_length=200)

    class Meta:
        ref_name = "MappingGiven"


class SavedMapping(serializers.Serializer[Any]):
    """A mapping that a corpus remembers for tables of one structure."""

    id = serializers.UUIDField()
    corpus = serializers.IntegerField()
    name = serializers.CharField()
    signature = serializers.CharField()
    mapping = TableMapping()
    created_by = Person(allow_null=True)
    created_at = Stamp()
    used_at = Stamp(allow_null=True)
    version = serializers.IntegerField()


class SavedMappingChanges(Strict):
    """What of it changes."""

    name = serializers.CharField(required=False, max_length=200)
    mapping = serializers.DictField(required=False)


class SavedMappingChangesAsked(serializers.Serializer[Any]):
    """What of it changes."""

    name = serializers.CharField(required=False, max_length=200)
    mapping = TableMapping(required=False)

    class Meta:
        ref_name = "SavedMappingChanges"
