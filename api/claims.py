"""The fields of annotations, claims and bulk requests as the API takes and shows them."""

from collections.abc import Mapping
from typing import Any

from rest_framework import serializers

from annotations.claims import Claim
from annotations.models import ANNOTATION_STATES, LEVELS
from api.fields import BIGGEST_INT, ExactText, IdField, Person, Stamp


class AnnotationShown(serializers.Serializer[Any]):
    """One coder's claim that a code applies; `start`/`end` are code points of the post's text."""

    id = serializers.UUIDField()
    corpus = serializers.IntegerField(source="corpus_id")
    thread = serializers.IntegerField(source="thread_id")
    post = serializers.IntegerField(source="post_id", allow_null=True)
    code = serializers.IntegerField(source="code_id")
    level = serializers.ChoiceField(LEVELS)
    start = serializers.IntegerField(allow_null=True)
    end = serializers.IntegerField(allow_null=True)
    quote = ExactText(allow_null=True)
    text_version = serializers.IntegerField(allow_null=True)
    state = serializers.ChoiceField(ANNOTATION_STATES)
    coder = Person()
    memo = ExactText(allow_blank=True)
    # Always there; a client that shows its own claim before it is stored may leave it out.
    reviewed_at = Stamp(allow_null=True, required=False)
    version = serializers.IntegerField()
    created_at = Stamp()
    updated_at = Stamp()

    class Meta:
        ref_name = "Annotation"


class ClaimFields(serializers.Serializer[Any]):
    """What is claimed: a passage (post, start, end, quote), a whole post, or a whole thread."""

    post = IdField(required=False, allow_null=True)
    thread = IdField(required=False, allow_null=True)
    code = IdField()
    start = serializers.IntegerField(
        required=False, allow_null=True, min_value=-BIGGEST_INT, max_value=BIGGEST_INT
    )
    end = serializers.IntegerField(
        required=False, allow_null=True, min_value=-BIGGEST_INT, max_value=BIGGEST_INT
    )
    quote = ExactText(required=False, allow_null=True, allow_blank=True)
    memo = ExactText(required=False, allow_blank=True, max_length=100_000)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Refuse a mixture of levels."""
        span = [name for name in ("start", "end", "quote") if attrs.get(name) is not None]
        on_post, on_thread = attrs.get("post") is not None, attrs.get("thread") is not None
        if on_post == on_thread and not on_post:
            raise serializers.ValidationError("Give a post or a thread.")
        if span and (len(span) < 3 or not on_post):
            raise serializers.ValidationError("A passage has a post, start, end and quote.")
        return attrs


class NewAnnotation(ClaimFields):
    """A claim with an id that the client may bring."""

    id = serializers.UUIDField(required=False)


class AnnotationChanges(serializers.Serializer[Any]):
    """What may change; a moved passage brings start, end and quote together."""

    code = IdField(required=False)
    start = serializers.IntegerField(required=False, min_value=-BIGGEST_INT, max_value=BIGGEST_INT)
    end = serializers.IntegerField(required=False, min_value=-BIGGEST_INT, max_value=BIGGEST_INT)
    quote = ExactText(required=False, allow_blank=True)
    memo = ExactText(required=False, allow_blank=True, max_length=100_000)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Refuse half a move."""
        moved = {"start", "end", "quote"} & attrs.keys()
        if moved and "quote" not in moved:
            raise serializers.ValidationError("A moved passage shows its new quote.")
        return attrs


class OperationHead(serializers.Serializer[Any]):
    """What every step of a bulk request has; the rest is checked by its kind."""

    op = serializers.ChoiceField(["put", "patch", "delete", "review"])
    id = serializers.UUIDField()
    if_match = serializers.IntegerField(required=False)


class OperationFields(OperationHead):
    """One step of a bulk request; a put also has the fields of a claim, a patch of a change."""

    post = IdField(required=False, allow_null=True)
    thread = IdField(required=False, allow_null=True)
    code = IdField(required=False)
    start = serializers.IntegerField(required=False, allow_null=True)
    end = serializers.IntegerField(required=False, allow_null=True)
    quote = ExactText(required=False, allow_null=True, allow_blank=True)
    memo = ExactText(required=False, allow_blank=True)


class BulkRequest(serializers.Serializer[Any]):
    """Up to 1,000 steps; with `atomic` all of them or none."""

    operations = OperationFields(many=True, allow_empty=False)
    atomic = serializers.BooleanField(required=False, default=True)


class BulkHeads(serializers.Serializer[Any]):
    """A bulk request as it is checked at first: its steps' own fields come later, once."""

    operations = OperationHead(many=True, allow_empty=False)
    atomic = serializers.BooleanField(required=False, default=True)


class BulkResult(serializers.Serializer[Any]):
    """What became of one step."""

    id = serializers.UUIDField()
    result = serializers.ChoiceField(["created", "unchanged", "changed", "deleted", "refused"])
    annotation = AnnotationShown(allow_null=True)
    error = serializers.DictField(allow_null=True)


class BulkReply(serializers.Serializer[Any]):
    """What became of each step, in the order of the request."""

    results = BulkResult(many=True)


class AnnotationFilters(serializers.Serializer[Any]):
    """The filters of the list of annotations."""

    thread = serializers.IntegerField(required=False)
    post = serializers.IntegerField(required=False)
    code = serializers.IntegerField(required=False)
    subtree = serializers.IntegerField(required=False)
    coder = serializers.IntegerField(required=False)
    level = serializers.ChoiceField(LEVELS, required=False)
    state = serializers.ChoiceField(ANNOTATION_STATES, required=False)
    outdated = serializers.BooleanField(
        required=False, help_text="Made, or last looked at, before the code's definition changed."
    )
    memo = serializers.BooleanField(required=False, help_text="Has a memo of its own.")
    memo_contains = serializers.CharField(required=False, max_length=200)
    created_after = serializers.DateTimeField(required=False)
    created_before = serializers.DateTimeField(required=False)


def claim_of(corpus: int, body: Mapping[str, Any]) -> Claim:
    """Return the claim that a checked body makes."""
    fields = {name: body.get(name) for name in ("post", "thread", "start", "end", "quote")}
    if fields["post"] is not None:
        fields["thread"] = None
    return Claim(corpus=corpus, code=body["code"], memo=body.get("memo") or "", **fields)
