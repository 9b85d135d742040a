"""A JSON-LD processor without a network: pyld, and the one context that our files may name."""

import json
from pathlib import Path
from typing import Any

from pyld import jsonld

ANNO = "http://www.w3.org/ns/anno.jsonld"
CONTEXT = json.loads((Path(__file__).parents[1] / "data" / "w3c" / "anno.jsonld").read_text())


def offline(url: str, options: Any) -> dict[str, Any]:
    assert url == ANNO, f"a file of ours sends its readers to {url}"
    return {"contextUrl": None, "documentUrl": url, "document": CONTEXT, "contentType": None}


def expanded(document: Any) -> Any:
    return jsonld.expand(document, {"documentLoader": offline})


def leaves(value: Any) -> list[str]:
    """Every plain value of a document, without regard to keys and order."""
    if isinstance(value, dict):
        return sorted(leaf for key, v in value.items() if key != "@context" for leaf in leaves(v))
    if isinstance(value, list):
        return sorted(leaf for one in value for leaf in leaves(one))
    return [str(value)]


def there_and_back(document: dict[str, Any]) -> Any:
    """Expand a document and compact it by its own context."""
    return jsonld.compact(expanded(document), document["@context"], {"documentLoader": offline})
