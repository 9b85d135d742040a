"""Asks a running Catena nonsense until time is up: `python -m tests.fuzz.api`.

schemathesis makes requests from api/openapi.yaml, most of them about things that are there, and
holds each answer against it: no 500, no status, media type or content that is not described.
Environment: FUZZ_SECONDS (600), FUZZ_SEED to repeat a run, FUZZ_ONLY a regular expression of
paths. What was found is printed, with a curl command for each.
"""

import json
import os
import random
import subprocess
import sys
from pathlib import Path

from tests.fuzz.site import Ids, Site, running

ROOT = Path(__file__).parents[2]
KEPT = ROOT / "build" / "fuzz-api"
CHECKS = [
    "not_a_server_error", "status_code_conformance", "content_type_conformance",
    "response_headers_conformance", "response_schema_conformance",
]  # fmt: skip
# How often a made-up value gives way to one that means something here.
OFTEN = 0.95
WORDS = {
    "match": ['"1"', "*", '"2"', 'W/"1"'],
    "site": ["https://in.invalid/", "https://in.invalid:8443/x?y=z", "http://127.0.0.1/"],
    "size": [1, 100, 1000],
}
BODIES = {
    "post": "post", "code": "code", "thread": "thread", "parent": "code", "into": "participant",
    "user": "user", "snapshot": "snapshot",
}  # fmt: skip


def configuration(ids: Ids) -> str:
    """Return schemathesis.toml: which parameters take which of the ids."""
    words = {**WORDS, **ids.known}
    lines = []
    for name, values in words.items():
        lines += [f"[dictionaries.{name}]", f"values = {json.dumps(values)}"]
    lines += ["[parameters]"]
    taken = [(f"path.{name}", name) for name in ids.known if not name.startswith("doomed")]
    taken += [("header.If-Match", "match"), ("query.page_size", "size")]
    taken += [(f"body.{name}", word) for name, word in BODIES.items() if word in words]
    lines += [_bound(name, word, OFTEN) for name, word in taken]
    sure = [
        ("DELETE /api/v1/corpora/{corpus}/", "path.corpus", "doomed_corpus"),
        ("DELETE /api/v1/tokens/{id}/", "path.id", "doomed_token"),
        ("POST /api/v1/corpora/{corpus}/webhooks/", "body.url", "site"),
        ("PATCH /api/v1/corpora/{corpus}/webhooks/{webhook}/", "body.url", "site"),
    ]
    for operation, name, word in sure:
        lines += ["[[operations]]", f"include-name = {json.dumps(operation)}"]
        lines += ["[operations.parameters]", _bound(name, word, 1.0)]
    return "\n".join(lines) + "\n"


def _bound(name: str, word: str, probability: float) -> str:
    return (
        f"{json.dumps(name)} = {{ dictionary = {json.dumps(word)}, probability = {probability} }}"
    )


def command(site: Site, *, seconds: int, seed: int, phases: str) -> list[str]:
    """Return the command that asks `site` for so long."""
    only = os.environ.get("FUZZ_ONLY")
    return [
        str(Path(sys.executable).with_name("schemathesis")),
        "--config-file", str(KEPT / "schemathesis.toml"),
        "run", str(ROOT / "api" / "openapi.yaml"),
        "--url", site.url, "--header", f"Authorization: Bearer {site.token}",
        "--checks", ",".join(CHECKS), "--phases", phases, "--max-time", str(seconds),
        "--seed", str(seed), "--no-shrink", "--continue-on-failure", "--warnings", "off",
        "--suppress-health-check", "all", "--request-timeout", "60", "--no-color",
        *(["--include-path-regex", only] if only else []),
    ]  # fmt: skip


def main(seconds: int, seed: int, phases: str = "coverage,fuzzing") -> int:
    """Ask; return 0 when nothing was found."""
    KEPT.mkdir(parents=True, exist_ok=True)
    with running() as site:
        (KEPT / "schemathesis.toml").write_text(configuration(site.ids))
        print(f"FUZZ_SEED={seed}, {seconds} s, {site.url}", flush=True)
        found = subprocess.run(
            command(site, seconds=seconds, seed=seed, phases=phases), cwd=KEPT, check=False
        )
        alive = site.alive()
        (KEPT / "site.log").write_bytes(site.log.read_bytes())
    if not alive:
        print("Catena did not live through it.")
    return found.returncode or (0 if alive else 1)


if __name__ == "__main__":
    chosen = int(os.environ.get("FUZZ_SEED") or random.randrange(2**32))
    sys.exit(main(int(os.environ.get("FUZZ_SECONDS") or 600), chosen))
