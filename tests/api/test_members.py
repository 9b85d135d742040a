"""Members and invitations: who joins, who gives which role, and that somebody stays owner."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from corpus.models import Invitation, Membership
from corpus.rules import RANK, Role
from tests.api.caller import Caller, refused, said
from tests.api.conftest import Team
from tests.factories import person

pytestmark = pytest.mark.django_db
ACCOUNT = {"username": "newcomer", "password": "nine green bottles", "name": "New Comer"}
MANAGERS = ["owner", "manager"]


def invite(team: Team, role: str = "coder") -> str:
    body = {"role": role, "note": "for Rosalba"}
    return said(team.owner.post(f"{team.path}invitations/", body), 201)["key"]


def role_of(team: Team, caller: Caller) -> str | None:
    found = Membership.objects.filter(corpus=team.corpus, user=caller.id).first()
    return found.role if found else None


class TestInvitations:
    def test_somebody_without_an_account_joins_by_a_link(self, team):
        key = invite(team)
        letter = said(Caller().get(f"invitations/{key}/"))
        assert (letter["corpus"], letter["role"]) == ("Allotments", "coder")
        joined = said(Caller().post(f"invitations/{key}/accept/", ACCOUNT))
        browser = Caller()
        said(browser.post("session/", {k: ACCOUNT[k] for k in ("username", "password")}))
        me = said(browser.get("me/"))
        assert [one["id"] for one in me["corpora"]] == [joined["corpus"]] == [team.corpus.pk]
        assert me["corpora"][0]["role"] == "coder"

    def test_somebody_signed_in_joins_as_who_they_are(self, team):
        me = Caller.of(person())
        said(me.post(f"invitations/{invite(team, 'reader')}/accept/", {}))
        assert role_of(team, me) == "reader"

    def test_a_link_works_once(self, team):
        key = invite(team)
        said(Caller.of(person()).post(f"invitations/{key}/accept/", {}))
        refused(Caller.of(person()).post(f"invitations/{key}/accept/", {}), 404)
        refused(Caller().get(f"invitations/{key}/"), 404, "invitation_invalid")

    def test_a_link_ends_after_fourteen_days_or_when_it_is_withdrawn(self, team):
        old, withdrawn = invite(team), invite(team)
        newest, older = said(team.owner.get(f"{team.path}invitations/"))["results"]
        Invitation.objects.filter(pk=older["id"]).update(expires_at=timezone.now() - timedelta(1))
        said(team.owner.delete(f"{team.path}invitations/{newest['id']}/"), 204)
        for key in (old, withdrawn):
            refused(Caller.of(person()).post(f"invitations/{key}/accept/", {}), 404)
        assert said(team.owner.get(f"{team.path}invitations/"))["results"] == []

    def test_what_cannot_be_accepted_does_not_use_the_link_up(self, team):
        key = invite(team)
        path = f"invitations/{key}/accept/"
        refused(Caller().post(path, {}), 403)
        refused(Caller().post(path, {**ACCOUNT, "password": "short"}), 400, "weak_password")
        refused(Caller().post(path, {"username": "half"}), 400)
        refused(team.owner.post(path, {}), 409, "already_member")
        said(Caller().post(path, ACCOUNT))

    def test_a_token_for_reading_joins_nothing(self, team):
        path = f"invitations/{invite(team)}/accept/"
        refused(Caller.of(person(), "read").post(path, {}), 403, "scope_missing")

    def test_keys_are_neither_kept_nor_listed(self, team):
        key = invite(team)
        assert key not in str(list(Invitation.objects.values()))
        assert key not in str(said(team.owner.get(f"{team.path}invitations/")))

    def test_nobody_invites_to_a_role_above_their_own(self, team):
        path = f"{team.path}invitations/"
        said(team.manager.post(path, {"role": "manager"}), 201)
        refused(team.manager.post(path, {"role": "owner"}), 403)


class TestMembers:
    def test_a_member_is_added_by_user_name_and_sees_the_corpus(self, team):
        wren = Caller.of(person("Wren"))
        path = f"{team.path}members/"
        made = said(team.manager.post(path, {"username": "wren", "role": "coder"}), 201)
        assert made["user"] == {"id": wren.id, "username": "Wren", "name": "Wren"}
        assert said(wren.get(team.path))["role"] == "coder"
        again = {"username": "WREN", "role": "reader"}
        refused(team.manager.post(path, again), 409, "already_member")

    def test_a_member_who_does_not_exist_or_is_not_named_cannot_be_added(self, team):
        path = f"{team.path}members/"
        refused(team.owner.post(path, {"username": "nobody", "role": "coder"}), 422, "unknown_user")
        refused(team.owner.post(path, {"role": "coder"}), 400)

    @pytest.mark.parametrize("given", list(Role))
    @pytest.mark.parametrize("role", MANAGERS)
    def test_nobody_gives_a_role_above_their_own(self, team, role, given):
        caller, other = team.caller(role), team.another("reader")
        reply = caller.patch(f"{team.path}members/{other.id}/", {"role": given}, match=1)
        fits = RANK[given] <= RANK[Role(role)]
        assert reply.status_code == (200 if fits else 403)
        assert role_of(team, other) == (given if fits else "reader")

    @pytest.mark.parametrize("role", list(Role))
    def test_nobody_changes_or_removes_who_ranks_above_them(self, team, role):
        other = team.another(role)
        path = f"{team.path}members/{other.id}/"
        fits = RANK[role] <= RANK[Role.MANAGER]
        changed = team.manager.patch(path, {"role": "reader"}, match=1)
        assert changed.status_code == (200 if fits else 403)
        removed = team.manager.delete(path, match=2 if fits else 1)
        assert removed.status_code == (204 if fits else 403)
        assert role_of(team, other) == (None if fits else role)

    def test_a_corpus_keeps_an_owner(self, team):
        path = f"{team.path}members/{team.owner.id}/"
        refused(team.owner.patch(path, {"role": "coder"}, match=1), 422, "last_owner")
        refused(team.owner.delete(path, match=1), 422, "last_owner")
        team.another("owner")
        said(team.owner.delete(path, match=1), 204)
        refused(team.owner.get(team.path), 404)

    def test_anybody_may_leave_and_what_they_coded_stays(self, team):
        team.annotate(team.coder)
        said(team.coder.delete(f"{team.path}members/{team.coder.id}/", match=1), 204)
        refused(team.coder.get(team.path), 404)
        (left,) = said(team.owner.get(f"{team.path}annotations/"))["results"]
        assert left["coder"]["id"] == team.coder.id

    def test_each_change_is_told_in_the_history(self, team):
        other = team.another("reader")
        path = f"{team.path}members/{other.id}/"
        said(team.owner.patch(path, {"role": "coder"}, match=1))
        said(team.owner.delete(path, match=2), 204)
        changed, removed = team.events()[-2:]
        assert (changed["action"], removed["action"]) == ("member.changed", "member.removed")
        roles = changed["before"]["role"], changed["after"]["role"]
        assert (roles, removed["after"]) == (("reader", "coder"), None)


@pytest.mark.django_db(transaction=True)
def test_two_owners_who_leave_at_once_leave_one(team):
    second = team.another("owner")

    def leave(caller: Caller) -> int:
        try:
            return caller.delete(f"{team.path}members/{caller.id}/", match=1).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(leave, [team.owner, second])) == [204, 422]


@pytest.mark.django_db(transaction=True)
def test_a_link_opened_by_two_at_once_lets_one_in(team):
    key, both = invite(team), [Caller.of(person()), Caller.of(person())]

    def accept(caller: Caller) -> int:
        try:
            return caller.post(f"invitations/{key}/accept/", {}).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(accept, both)) == [200, 404]
