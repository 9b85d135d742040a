"""What api/openapi.yaml promises, held against every reply that a test gets."""

import re
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from jsonschema import Draft202012Validator, FormatChecker

PROBLEM = "application/problem+json"
# What any endpoint may answer before it is reached: method, media types, size.
ALWAYS_POSSIBLE = {405, 406, 413, 415}
# RFC 9457 lets a problem carry more; preferences keep what they do not know.
OPEN = {"ProblemDocument", "Preferences"}
_DOCUMENT = Path(__file__).parents[2] / "api" / "openapi.yaml"


@cache
def document() -> dict[str, Any]:
    """The checked-in description, as JSON Schema understands it: closed objects, null as a type."""
    plain = yaml.load(_DOCUMENT.read_text(), yaml.CSafeLoader)
    schemas = plain["components"]["schemas"]
    for name, schema in schemas.items():
        if name in OPEN:
            schema["additionalProperties"] = True
    return {**plain, "components": {"schemas": {n: _closed(s) for n, s in schemas.items()}}}


def _closed(schema: Any) -> Any:
    if isinstance(schema, list):
        return [_closed(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    nullable = schema.get("nullable") is True
    plain = {key: _closed(value) for key, value in schema.items() if key != "nullable"}
    if isinstance(plain.get("properties"), dict):
        plain.setdefault("additionalProperties", False)
    return {"anyOf": [{"type": "null"}, plain]} if nullable else plain


@cache
def _templates() -> list[tuple[re.Pattern[str], str]]:
    paths = sorted(document()["paths"], key=lambda path: path.count("{"))
    return [(re.compile(re.sub(r"\{[^}]+\}", "[^/]+", path) + r"\Z"), path) for path in paths]


def template_of(path: str) -> str | None:
    """Return the described path that an address is an instance of."""
    return next((template for regex, template in _templates() if regex.match(path)), None)


@cache
def _validator(template: str, method: str, status: int, media: str) -> Draft202012Validator | None:
    described = document()["paths"][template][method]["responses"].get(str(status))
    assert described, f"{method} {template} does not describe {status}"
    content = described.get("content")
    if not content:
        return None
    assert media in content, f"{method} {template} {status} describes {list(content)}, not {media}"
    schema = {**_closed(content[media]["schema"]), "components": document()["components"]}
    return Draft202012Validator(schema, format_checker=FormatChecker())


@cache
def _problem() -> Draft202012Validator:
    schema = {"$ref": "#/components/schemas/ProblemDocument"}
    return Draft202012Validator({**schema, "components": document()["components"]})


def check(method: str, path: str, response: Any) -> None:
    """Hold one reply against the description."""
    status, media = response.status_code, response.headers.get("Content-Type", "").split(";")[0]
    assert status < 500 or status == 503, f"{method} {path}: {status}"
    if status >= 400:
        assert media == PROBLEM, f"{method} {path}: {status} as {media}"
        body = response.json()
        _problem().validate(body)
        assert body["status"] == status
        assert body["type"].endswith(body["code"])
    template = template_of(path)
    if template is None or status in ALWAYS_POSSIBLE:
        assert status >= 400, f"{path} is not described"
        return
    validator = _validator(template, method.lower(), status, media)
    if validator is None:
        assert not response.content
    elif media.endswith("/json"):
        validator.validate(response.json())
