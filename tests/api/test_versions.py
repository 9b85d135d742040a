"""Changes name the version that they are meant for."""

from typing import Any

import pytest

from tests.api.caller import refused, said
from tests.api.conftest import Team

pytestmark = pytest.mark.django_db


def versioned(team: Team) -> list[tuple[str, dict[str, Any]]]:
    """Every resource with a version, and a change that it takes."""
    member = team.another("reader")
    return [
        (team.path, {"title": "Back gardens"}),
        (f"{team.path}members/{member.id}/", {"role": "coder"}),
        (f"codes/{team.code}/", {"definition": "Cold nights."}),
        (f"annotations/{team.annotate(team.owner)['id']}/", {"memo": "early"}),
    ]


def test_a_change_without_a_version_is_refused(team):
    for path, change in versioned(team):
        if "members/" in path:
            continue
        refused(team.owner.patch(path, change), 428, "precondition_required")
        refused(team.owner.delete(path), 428, "precondition_required")


def test_a_members_role_may_change_without_naming_a_version(team):
    member = team.another("reader")
    path = f"{team.path}members/{member.id}/"
    assert said(team.owner.patch(path, {"role": "coder"}))["role"] == "coder"
    said(team.owner.delete(path), 204)


def test_a_stale_change_is_refused_and_shows_what_there_is(team):
    for path, change in versioned(team):
        after = said(team.owner.patch(path, change, match=1))
        assert after["version"] == 2
        assert refused(team.owner.patch(path, change, match=1), 412, "stale")["current"] == after
        assert refused(team.owner.delete(path, match=1), 412, "stale")["current"] == after
        assert all(after[name] == value for name, value in change.items())


@pytest.mark.parametrize(
    ("header", "fits"),
    [
        ('"1"', True),
        ('W/"1"', True),
        ("*", True),
        ('"7", "1"', True),
        ('W/"7", W/"1"', True),
        ('"7","1"', True),
        ('"2"', False),
        ('W/"2"', False),
        ('"11"', False),
        ('"7", "8"', False),
        ("nonsense", False),
        ('""', False),
    ],
)
def test_tags_compare_weakly_and_may_be_a_list(team, header, fits):
    for path, change in ((team.path, {"title": "Gardens"}), (f"codes/{team.code}/", {"key": "f"})):
        reply = team.owner.patch(path, change, match=header)
        assert reply.status_code == (200 if fits else 412), (path, header)


def test_every_resource_with_a_version_sends_it_as_etag(team):
    paths = [path for path, _ in versioned(team) if "members" not in path]
    participant = said(team.owner.get(f"{team.path}participants/"))["results"][0]["id"]
    paths += [f"threads/{team.thread}/", f"posts/{team.posts[0]}/"]
    paths.append(f"participants/{participant}/")
    for path in paths:
        reply = team.owner.get(path)
        assert reply.headers["ETag"] == f'"{said(reply)["version"]}"', path
