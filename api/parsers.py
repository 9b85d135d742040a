"""Reading request bodies: strict UTF-8 JSON without lone surrogates."""

import json
from collections.abc import Mapping
from typing import IO, Any

from rest_framework.exceptions import ParseError
from rest_framework.parsers import JSONParser


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
        """
        try:
            text = stream.read().decode("utf-8")
            body = json.loads(text, parse_constant=_refuse)
        except UnicodeDecodeError as error:
            raise ParseError(f"The body is not UTF-8 at byte {error.start}.") from error
        except ValueError as error:
            raise ParseError(f"The body is not JSON: {error}.") from error
        except RecursionError as error:
            raise ParseError("The body is nested too deeply.") from error
        if "\\u" in text:
            _refuse_surrogates(body)
        return body


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
