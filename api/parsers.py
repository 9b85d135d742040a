"""Reading request bodies: strict UTF-8 JSON without lone surrogates."""

import json
import math
from collections.abc import Mapping
from typing import IO, Any

from django.conf import settings
from rest_framework.exceptions import ParseError
from rest_framework.parsers import JSONParser

from corpus.errors import TooLargeError


class StrictJSONParser(JSONParser):
    """JSON as RFC 8259 means it. A lone surrogate cannot be stored, so it is refused."""

    def parse(
        self,
        stream: IO[Any],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:
        """Return the parsed body.

        Raises:
            ParseError: not UTF-8, not JSON, NaN or Infinity, or half a surrogate pair.
            TooLargeError: more than a body that is held in memory may be.
        """
        limit = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        sent = stream.read(limit + 1)
        if len(sent) > limit:
            raise TooLargeError(f"A JSON body has at most {limit:,} bytes; send files as a form.")
        return strict_json(sent)


def strict_json(sent: bytes) -> Any:
    """Return what JSON says; raises as the parser does."""
    try:
        text = sent.decode("utf-8")
        body = json.loads(text, parse_constant=_refuse, parse_float=_finite)
    except UnicodeDecodeError as error:
        raise ParseError(f"The body is not UTF-8 at byte {error.start}.") from error
    except ValueError as error:
        raise ParseError(f"The body is not JSON: {error}.") from error
    except RecursionError as error:
        raise ParseError("The body is nested too deeply.") from error
    if "\\u" in text:
        _refuse_surrogates(body)
    return body


def _finite(digits: str) -> float:
    number = float(digits)
    if math.isinf(number):
        raise ValueError(f"{digits[:20]} is out of range")
    return number


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is no JSON value")


def _refuse_surrogates(body: Any) -> None:
    try:
        json.dumps(body, ensure_ascii=False).encode("utf-8")
    except UnicodeEncodeError as error:
        raise ParseError(
            "The body holds half of a surrogate pair. Cut texts between characters, not inside "
            "one: an emoji takes two UTF-16 units.",
            "lone_surrogate",
        ) from error
