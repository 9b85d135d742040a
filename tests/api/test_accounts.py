"""First run, signing in and out, passwords, one's own account."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from corpus.models import OneTimeKey, User
from corpus.services.accounts import create_user, new_reset_key, new_setup_key
from tests.api.caller import Caller, refused, said
from tests.factories import person

PASSWORD = "nine green bottles"
pytestmark = pytest.mark.django_db


@pytest.fixture
def ada() -> User:
    return create_user(username="Ada", password=PASSWORD, name="Ada Sorrel")


def signed_in(username: str = "ada", password: str = PASSWORD) -> Caller:
    browser = Caller()
    said(browser.post("session/", {"username": username, "password": password}))
    return browser


class TestSetUp:
    def account(self, key: str | None) -> dict[str, str | None]:
        return {"key": key, "username": "ada", "password": PASSWORD, "name": "Ada Sorrel"}

    def test_the_first_account_is_made_with_the_key_of_the_terminal_and_signed_in(self):
        browser = Caller()
        assert said(browser.get("session/")) == {"user": None, "setup_needed": True}
        reply = said(browser.post("setup/", self.account(new_setup_key())), 201)
        assert reply["user"]["username"] == "ada"
        assert said(browser.get("me/"))["name"] == "Ada Sorrel"

    def test_the_key_works_once(self):
        key = new_setup_key()
        said(Caller().post("setup/", self.account(key)), 201)
        again = {**self.account(key), "username": "eve"}
        refused(Caller().post("setup/", again), 403, "setup_key_invalid")
        assert list(User.objects.values_list("username", flat=True)) == ["ada"]
        assert new_setup_key() is None

    def test_a_later_key_takes_the_place_of_an_earlier_one(self):
        earlier, later = new_setup_key(), new_setup_key()
        refused(Caller().post("setup/", self.account(earlier)), 403, "setup_key_invalid")
        said(Caller().post("setup/", self.account(later)), 201)

    def test_a_weak_password_uses_nothing_up(self):
        key = new_setup_key()
        problem = refused(
            Caller().post("setup/", {**self.account(key), "password": "1234567890"}), 400
        )
        assert problem["errors"][0]["field"] == "password"
        said(Caller().post("setup/", self.account(key)), 201)

    def test_keys_are_kept_only_as_digests(self):
        key = new_setup_key()
        assert key not in str(list(OneTimeKey.objects.values()))


class TestSession:
    def test_user_names_are_the_same_in_any_case_of_letters(self, ada):
        assert said(signed_in("ADA").get("session/"))["user"]["id"] == ada.pk

    def test_signing_out_ends_the_session(self, ada):
        browser = signed_in()
        said(browser.delete("session/"), 204)
        refused(browser.get("me/"), 401)
        assert said(browser.get("session/"))["user"] is None

    def test_without_signing_in_only_the_open_doors_answer(self):
        for path in ("me/", "tokens/", "corpora/", "corpora/1/", "threads/1/"):
            reply = Caller().get(path)
            refused(reply, 401, "not_authenticated")
            assert reply.headers["WWW-Authenticate"].startswith("Bearer")

    def test_a_browser_shows_its_csrf_token_with_every_change(self, ada):
        browser = signed_in()
        said(browser.post("corpora/", {"title": "Hedges"}), 201)
        refused(
            browser.post("corpora/", {"title": "Hedges"}, headers={"X-CSRFToken": "wrong"}), 403
        )
        assert len(said(browser.get("corpora/"))["results"]) == 1

    def test_neither_name_nor_password_is_told_apart_when_they_do_not_fit(self, ada):
        wrong = Caller().post("session/", {"username": "ada", "password": "not this one"})
        unknown = Caller().post("session/", {"username": "eve", "password": "not this one"})
        assert refused(wrong, 401, "wrong_credentials") == refused(unknown, 401)

    def test_whoever_guesses_must_wait_even_with_the_right_password_at_last(self, ada):
        browser = Caller()
        for _ in range(10):
            refused(browser.post("session/", {"username": "ada", "password": "a guess"}), 401)
        reply = browser.post("session/", {"username": "ADA", "password": PASSWORD})
        refused(reply, 429, "too_often")
        assert 0 < int(reply.headers["Retry-After"]) <= 60
        refused(Caller().post("tokens/", {"username": "ada", "password": PASSWORD}), 429)

    def test_one_name_guessed_at_does_not_keep_others_out(self, ada):
        create_user(username="ben", password=PASSWORD)
        for _ in range(11):
            Caller().post("session/", {"username": "ben", "password": "a guess"})
        assert signed_in("ada")

    def test_a_deactivated_person_is_out_at_once(self, ada):
        browser = signed_in()
        User.objects.filter(pk=ada.pk).update(is_active=False)
        refused(browser.get("me/"), 401)
        refused(Caller().post("session/", {"username": "ada", "password": PASSWORD}), 401)


class TestPassword:
    def test_a_new_password_keeps_this_session_and_ends_the_others(self, ada):
        here, elsewhere = signed_in(), signed_in()
        change = {"old_password": PASSWORD, "password": "ten brown bottles"}
        said(here.post("password/", change), 204)
        assert said(here.get("me/"))["id"] == ada.pk
        refused(elsewhere.get("me/"), 401)
        assert signed_in(password="ten brown bottles")

    def test_whoever_changes_it_knows_the_old_one(self, ada):
        change = {"old_password": "a guess", "password": "ten brown bottles"}
        refused(signed_in().post("password/", change), 422, "wrong_password")

    @pytest.mark.parametrize("weak", ["short", "1234567890", "password123"])
    def test_weak_passwords_are_refused(self, ada, weak):
        change = {"old_password": PASSWORD, "password": weak}
        refused(signed_in().post("password/", change), 400, "weak_password")

    def test_blanks_at_the_ends_belong_to_a_password(self, ada):
        said(
            signed_in().post("password/", {"old_password": PASSWORD, "password": " ten bottles "}),
            204,
        )
        assert signed_in(password=" ten bottles ")
        refused(Caller().post("session/", {"username": "ada", "password": "ten bottles"}), 401)

    def test_a_reset_link_sets_a_new_password_once(self, ada):
        key, browser = new_reset_key(ada), Caller()
        body = {"key": key, "password": "ten brown bottles"}
        assert said(browser.post("password/reset/", body))["user"]["id"] == ada.pk
        assert said(browser.get("me/"))["id"] == ada.pk
        refused(Caller().post("password/reset/", body), 403, "reset_key_invalid")

    def test_a_reset_link_ends_after_its_days(self, ada):
        key = new_reset_key(ada)
        OneTimeKey.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
        body = {"key": key, "password": "ten brown bottles"}
        refused(Caller().post("password/reset/", body), 403, "reset_key_invalid")


class TestMe:
    def test_all_that_the_interface_asks_for_can_be_preferred(self):
        me = Caller.of(person())
        wanted = {
            "language": "es", "theme": "light", "keys": {"nextPost": "y"}, "single_keys": False,
            "snap": "word", "colour_by": "top", "renderer": "marks", "presence": False,
            "bindings": {"3": {"1": 57, "2": None}},
        }  # fmt: skip
        assert said(me.patch("me/", {"preferences": wanted}))["preferences"] == wanted
        assert said(me.get("me/"))["preferences"] == wanted

    def test_preferences_are_changed_singly_and_unknown_ones_kept(self):
        me = Caller.of(person())
        said(me.patch("me/", {"preferences": {"theme": "dark", "density": "close"}}))
        after = said(me.patch("me/", {"preferences": {"language": "de"}}))
        assert after["preferences"] == {"theme": "dark", "density": "close", "language": "de"}
        assert said(me.get("me/")) == after

    def test_name_and_address_are_ones_own_to_change_the_user_name_is_not(self):
        me = Caller.of(person("wren"))
        body = {"name": "Jenny Wren", "email": "wren@plot.example", "username": "owl", "id": 1}
        after = said(me.patch("me/", body))
        assert (after["name"], after["email"]) == ("Jenny Wren", "wren@plot.example")
        assert (after["username"], after["id"]) == ("wren", me.id)

    @pytest.mark.parametrize(
        "body",
        [
            {"preferences": ["dark"]},
            {"preferences": "dark"},
            {"preferences": {"theme": "mauve"}},
            {"preferences": {"snap": "page"}},
            {"preferences": {"colour_by": "mood"}},
            {"preferences": {"renderer": "print"}},
            {"preferences": {"presence": "perhaps"}},
            {"preferences": {"keys": {"next": ["j"]}}},
            {"preferences": {"bindings": {"1": 7}}},
            {"preferences": {"notes": "x" * 50_000}},
            {"name": ""},
            {"name": "a\u0000b"},
            {"email": "nobody"},
            ["dark"],
        ],
    )
    def test_what_is_no_preference_name_or_address_is_refused(self, body):
        refused(Caller.of(person()).patch("me/", body), 400)

    def test_a_token_for_reading_changes_nothing_of_the_account(self):
        reader = Caller.of(person(), "read")
        said(reader.get("me/"))
        refused(reader.patch("me/", {"email": "new@plot.example"}), 403, "scope_missing")


class TestWritesThatWaited:
    """A browser keeps what it could not send; by then somebody else may be signed in."""

    def put(self, browser: Caller, meant: int) -> Any:
        claim = {"post": 1, "code": 1}
        path = f"corpora/1/annotations/{uuid4()}/"
        return browser.put(path, claim, headers={"X-Catena-User": str(meant)})

    def test_are_taken_from_the_one_who_made_them(self, ada: User):
        refused(self.put(signed_in(), ada.pk), 404, "not_found")

    def test_are_refused_while_somebody_else_is_signed_in(self, ada: User):
        refused(self.put(signed_in(), ada.pk + 1), 409, "other_user")
