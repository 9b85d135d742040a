"""Who may listen to a corpus, and for how long."""

import pytest

from corpus.models import ApiToken, Membership, RestingMembership, User
from corpus.rules import Role
from corpus.services import corpora, members
from tests.api.live.site import Site, database, eventually, member

pytestmark = pytest.mark.django_db(transaction=True)


def test_strangers_are_told_to_sign_in(site: Site) -> None:
    expired = site.token(site.owner)
    ApiToken.objects.update(expires_at="2001-01-01T00:00:00Z")
    revoked = site.token(site.owner)
    ApiToken.objects.filter(expires_at=None).update(revoked_at="2001-01-01T00:00:00Z")
    assert site.refused({}) == (401, "not_authenticated")
    assert site.refused({"Cookie": "sessionid=nonsense"}) == (401, "not_authenticated")
    assert site.refused({"Authorization": "Bearer nonsense"}) == (401, "not_authenticated")
    assert site.refused(expired) == (401, "not_authenticated")
    assert site.refused(revoked) == (401, "not_authenticated")


def test_a_new_password_ends_old_sessions(site: Site) -> None:
    headers = site.session(site.owner)
    site.owner.set_password("a longer secret than before")
    site.owner.save()
    assert site.refused(headers) == (401, "not_authenticated")


def test_to_others_the_corpus_does_not_exist(site: Site) -> None:
    stranger = User.objects.create(username="eve", name="Eve")
    assert site.refused(site.session(stranger)) == (404, "not_found")
    assert site.refused(site.token(stranger)) == (404, "not_found")
    site.corpus.deleted_at = "2001-01-01T00:00:00Z"
    site.corpus.save()
    assert site.refused(site.session(site.owner)) == (404, "not_found")


def test_a_token_needs_the_scope_to_read(site: Site) -> None:
    headers = site.token(site.owner, scopes=("export",))
    assert site.refused(headers) == (403, "scope_missing")


def test_a_position_that_is_no_number_is_refused(site: Site) -> None:
    assert site.refused(site.session(site.owner), "?after=yesterday") == (400, "malformed")


def test_a_removed_member_hears_no_more(site: Site) -> None:
    guest = member(site.corpus, "grace")
    removed = site.listen("", site.session(guest)).opened()
    staying = site.listen().opened()
    writer = site.writer()
    writer.write()
    removed.receives([1])
    membership = Membership.objects.get(user=guest)
    corpora.remove_member(membership, actor=site.owner, actor_role=Role.OWNER)
    writer.write()
    staying.receives([1, 2, 3])
    eventually(lambda: not removed.is_alive(), "the removed member's stream to end")
    assert removed.seqs == [1]
    assert removed.ended_cleanly


def test_with_the_corpus_its_streams_end(site: Site) -> None:
    listener = site.listen().opened()
    corpora.delete_corpus(site.corpus, actor=site.owner)
    eventually(lambda: not listener.is_alive(), "the stream to end")
    assert listener.ended_cleanly


@pytest.mark.parametrize("how", ["signed out", "revoked", "deactivated"])
def test_whoever_is_signed_out_hears_no_more(site: Site, quick: None, how: str) -> None:
    headers = site.session(site.owner) if how == "signed out" else site.token(site.owner)
    listener = site.listen("", headers).opened()
    with database() as connection:
        if how == "signed out":
            connection.execute("DELETE FROM django_session")
        elif how == "revoked":
            connection.execute("UPDATE corpus_apitoken SET revoked_at = now()")
        else:
            connection.execute("UPDATE corpus_user SET is_active = false")
    eventually(lambda: not listener.is_alive(), "the stream to end")
    assert listener.ended_cleanly


def test_whoever_is_deactivated_hears_no_more_until_activated_again(site: Site) -> None:
    bo = member(site.corpus, "bo")
    headers = site.session(bo)
    listener = site.listen("", headers).opened()
    membership = Membership.objects.get(user=bo)
    members.deactivate(membership, actor=site.owner, actor_role=Role.OWNER)
    eventually(lambda: not listener.is_alive(), "the stream to end")
    assert listener.ended_cleanly
    assert listener.seqs == []
    assert site.refused(headers) == (404, "not_found")
    resting = RestingMembership.objects.get(user=bo)
    members.reactivate(resting, actor=site.owner, actor_role=Role.OWNER)
    site.listen("", headers).opened()
