"""Members and invitations: who joins, who gives which role, and that somebody stays owner."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from corpus.models import Invitation, Membership
from corpus.rules import RANK, Role
from tests.api.caller import Caller, every, refused, said
from tests.api.conftest import Team
from tests.factories import load, member, person, thread_line

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


class TestWhatMembersDid:
    def test_each_shows_their_own_progress_annotations_and_last_change(self, team):
        other = load(team.corpus, thread_line("More.")).threads[0]
        load(team.corpus, thread_line("Still more."))
        coder, reader = team.coder, team.reader
        team.annotate(coder)
        said(coder.put(f"threads/{team.thread}/progress/", {"state": "done"}))
        said(coder.put(f"threads/{other}/progress/", {"seen": [[0, 1]]}))
        shown = {one["user"]["id"]: one for one in every(team.owner, f"{team.path}members/")}
        mine = shown[coder.id]
        assert mine["progress"] == {"new": 1, "reading": 1, "done": 1}
        assert (mine["annotations"], mine["active"]) == (1, True)
        assert mine["last_active"] == team.events()[-1]["at"]
        theirs = shown[reader.id]
        assert theirs["progress"] == {"new": 3, "reading": 0, "done": 0}
        assert (theirs["annotations"], theirs["last_active"]) == (0, None)

    def test_what_was_taken_away_counts_no_more(self, team):
        team.annotate(team.owner)
        said(team.owner.put(f"threads/{team.thread}/progress/", {"state": "done"}))
        version = said(team.owner.get(f"threads/{team.thread}/"))["version"]
        said(team.owner.delete(f"threads/{team.thread}/", match=version), 204)
        (me,) = every(team.owner, f"{team.path}members/")
        assert (me["progress"], me["annotations"]) == ({"new": 0, "reading": 0, "done": 0}, 0)


class TestDeactivation:
    def switch(self, team: Team, member: Caller, *, active: bool, caller: Caller | None = None):
        path = f"{team.path}members/{member.id}/"
        return (caller or team.owner).patch(path, {"active": active})

    def test_the_way_in_is_gone_and_what_was_coded_stays(self, team):
        coded = team.annotate()
        shown = said(self.switch(team, team.coder, active=False))
        assert (shown["active"], shown["role"], shown["annotations"]) == (False, "coder", 1)
        refused(team.coder.get(team.path), 404)
        refused(team.coder.get(f"annotations/{coded['id']}/"), 404)
        assert said(team.coder.get("me/"))["corpora"] == []
        kept = said(team.owner.get(f"annotations/{coded['id']}/"))
        assert kept["coder"]["id"] == team.coder.id
        listed = {one["user"]["id"]: one for one in every(team.owner, f"{team.path}members/")}
        assert listed[team.coder.id] == shown

    def test_it_is_given_back_as_it_was(self, team):
        before = said(self.switch(team, team.coder, active=True))
        off = said(self.switch(team, team.coder, active=False))
        assert said(self.switch(team, team.coder, active=False)) == off
        after = said(self.switch(team, team.coder, active=True))
        assert after == before | {"version": before["version"] + 2}
        said(team.coder.get(team.path))
        told = [(one["before"]["active"], one["after"]["active"]) for one in team.events()[-2:]]
        assert told == [(True, False), (False, True)]

    def test_nobody_does_so_to_who_ranks_above_them_or_to_themselves(self, team):
        refused(self.switch(team, team.owner, active=False, caller=team.manager), 403)
        refused(self.switch(team, team.owner, active=False), 422, "own_membership")
        refused(self.switch(team, team.reader, active=False, caller=team.coder), 403)
        second = team.another("owner")
        said(self.switch(team, second, active=False))
        refused(self.switch(team, second, active=True, caller=team.manager), 403)
        refused(team.manager.delete(f"{team.path}members/{second.id}/"), 403)

    def test_a_role_is_not_changed_while_it_rests(self, team):
        said(self.switch(team, team.coder, active=False))
        path = f"{team.path}members/{team.coder.id}/"
        refused(team.owner.patch(path, {"role": "reader"}), 422, "not_active")
        shown = said(team.owner.patch(path, {"role": "reader", "active": True}))
        assert (shown["role"], shown["active"]) == ("reader", True)
        refused(team.owner.patch(path, {}), 400)

    def test_who_is_deactivated_can_be_removed_or_invited_anew(self, team):
        said(self.switch(team, team.coder, active=False))
        said(team.coder.post(f"invitations/{invite(team, 'reader')}/accept/", {}))
        assert role_of(team, team.coder) == "reader"
        said(self.switch(team, team.coder, active=False))
        said(team.owner.delete(f"{team.path}members/{team.coder.id}/"), 204)
        assert [one["role"] for one in every(team.owner, f"{team.path}members/")] == ["owner"]


class TestResetLink:
    def link(self, team: Team, member: Caller, caller: Caller | None = None):
        return (caller or team.owner).post(f"{team.path}members/{member.id}/reset-link/")

    def test_a_manager_makes_a_link_and_the_coder_comes_in_with_a_new_password(self, team):
        made = said(self.link(team, team.coder, team.manager))
        key = made["url"].partition("/password/reset?key=")[2]
        body = {"key": key, "password": "ten brown bottles"}
        assert said(Caller().post("password/reset/", body))["user"]["id"] == team.coder.id
        refused(Caller().post("password/reset/", body), 403, "reset_key_invalid")
        event = team.events()[-1]
        assert (event["action"], event["actor"]["id"]) == ("member.reset_link", team.manager.id)
        assert key not in str(event)

    def test_never_for_somebody_above_oneself_or_for_oneself(self, team):
        refused(self.link(team, team.owner, team.manager), 403, "reset_not_allowed")
        refused(self.link(team, team.owner), 422, "own_password")
        refused(self.link(team, team.reader, team.coder), 403, "forbidden")

    def test_never_for_somebody_with_a_corpus_that_one_does_not_manage(self, team, others):
        member(others.corpus, "reader", team.coder.user)
        problem = refused(self.link(team, team.coder), 403, "reset_not_allowed")
        assert "Strangers" not in str(problem)
        member(others.corpus, "coder", team.owner.user)
        refused(self.link(team, team.coder), 403, "reset_not_allowed")
        Membership.objects.filter(user=team.owner.id).update(role="manager")
        said(self.link(team, team.coder))

    def test_a_membership_that_rests_elsewhere_counts_too(self, team, others):
        member(others.corpus, "reader", team.coder.user)
        said(others.owner.patch(f"{others.path}members/{team.coder.id}/", {"active": False}))
        refused(self.link(team, team.coder), 403, "reset_not_allowed")
