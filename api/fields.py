"""Fields that several resources share."""

import re
from collections.abc import Mapping
from typing import Any

from rest_framework import serializers

_NAME = re.compile(r"(?=\S)[^\x00-\x1f\x7f]{1,200}(?<=\S)")
BIGGEST_ID = 2**63 - 1
BIGGEST_INT = 2**31 - 1


class Stamp(serializers.DateTimeField):
    """A time that Catena made: UTC with six decimals and `Z`."""

    def to_representation(self, value: Any) -> str:
        """Write it as PostgreSQL does in the hot lists."""
        return f"{value:%Y-%m-%dT%H:%M:%S.%f}Z"


class IdField(serializers.IntegerField):
    """The id of a row."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(min_value=1, max_value=BIGGEST_ID, **kwargs)


class ExactText(serializers.CharField):
    """Text that is taken as it stands: blanks at its ends belong to it."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(trim_whitespace=False, **kwargs)


class AttributesField(serializers.DictField):
    """Attributes by name: the names stand on one line and have at most 200 characters."""

    def to_internal_value(self, data: Any) -> Any:
        """Refuse names that no column could have; empty values are none."""
        given = super().to_internal_value(data)
        if strange := [name for name in given if not _NAME.fullmatch(name)]:
            raise serializers.ValidationError(
                {name[:40]: ["A name has 1 to 200 characters, on one line."] for name in strange}
            )
        return {name: value for name, value in given.items() if value not in (None, "")}


class Strict(serializers.Serializer[Any]):
    """A body of which no unknown name is passed over: a mistyped one would change what is meant."""

    def to_internal_value(self, data: Any) -> Any:
        """Refuse unknown names (400), then check the known ones."""
        if isinstance(data, Mapping) and (strange := sorted(set(data) - set(self.fields))):
            there = ", ".join(self.fields)
            raise serializers.ValidationError(
                {str(name): [f"There is no {name}; there are {there}."] for name in strange}
            )
        return super().to_internal_value(data)


class Person(serializers.Serializer[Any]):
    """A user as others see one."""

    id = serializers.IntegerField()
    username = serializers.CharField()
    name = serializers.CharField()


class Progress(serializers.Serializer[Any]):
    """How far long work has come."""

    done = serializers.IntegerField()
    total = serializers.IntegerField()
    unit = serializers.CharField()


class ProblemField(serializers.Serializer[Any]):
    """One faulty field of a request."""

    field = serializers.CharField()
    code = serializers.CharField()
    message = serializers.CharField()


class ProblemDocument(serializers.Serializer[Any]):
    """An error (RFC 9457). `code` is stable; `current` comes with 412 and some 409."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField()
    code = serializers.CharField()
    errors = ProblemField(many=True)  # type: ignore[assignment]  # a field of RFC 9457's extension
    current = serializers.JSONField(required=False)


def page_of(
    item: type[serializers.Serializer[Any]], name: str
) -> type[serializers.Serializer[Any]]:
    """Return the schema of a page of `item`."""
    fields = {
        "__doc__": "A page of a list; follow `next` and `previous` as they stand.",
        "next": serializers.URLField(allow_null=True),
        "previous": serializers.URLField(allow_null=True),
        "results": item(many=True),
    }
    return type(f"{name}Page", (serializers.Serializer,), fields)
