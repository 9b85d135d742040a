"""Who takes part in a corpus, and how far each has come."""

import json
from typing import Any

from django.db import transaction
from django.http import HttpResponse
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from annotations.members import list_members, member_json
from api import presence
from api.access import Access, to_corpus
from api.base import View, once
from api.docs import IDEMPOTENCY, MAY_MATCH, PAGING, endpoint
from api.fields import IdField, Person, Stamp, page_of
from api.pages import page_reply, raw_json, require_match
from api.views.accounts import valid
from corpus.errors import ImpossibleError, NotFoundError
from corpus.models import Membership, RestingMembership, User
from corpus.rules import Action, Role
from corpus.services import corpora, members

ROLES = [role.value for role in Role]


class MemberProgress(serializers.Serializer[Any]):
    """How many threads a member has not opened, is reading, has done."""

    new = serializers.IntegerField()
    reading = serializers.IntegerField()
    done = serializers.IntegerField()


class Member(serializers.Serializer[Any]):
    """A person's role in a corpus, and what they have done there.

    `progress` counts threads; `last_active` is their last change, null before any.
    """

    user = Person()
    role = serializers.ChoiceField(ROLES)
    active = serializers.BooleanField()
    progress = MemberProgress()
    annotations = serializers.IntegerField()
    last_active = serializers.CharField(allow_null=True)
    joined_at = Stamp()
    version = serializers.IntegerField()


class MemberRequest(serializers.Serializer[Any]):
    """Who is to take part, by user name or id, and as what."""

    username = serializers.CharField(required=False, max_length=150)
    user = IdField(required=False)
    role = serializers.ChoiceField(ROLES)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Refuse a request that names nobody."""
        if not {"username", "user"} & attrs.keys():
            raise serializers.ValidationError("Give the username or the id of a user.")
        return attrs


class MemberChange(serializers.Serializer[Any]):
    """The new role; whether the member may come in. What is left out stays."""

    role = serializers.ChoiceField(ROLES, required=False)
    active = serializers.BooleanField(required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Refuse a change that changes nothing."""
        if not attrs:
            raise serializers.ValidationError("Give role or active.")
        return attrs


class ResetLink(serializers.Serializer[Any]):
    """A link that works once, shown this once."""

    url = serializers.URLField()
    expires_at = Stamp()


class MembersView(View):
    """The members of a corpus."""

    @endpoint(
        "members", answers={200: page_of(Member, "Member")}, refuses=(404,), parameters=PAGING
    )
    def get(self, request: Request, corpus: int) -> HttpResponse:
        """List them."""
        to_corpus(request, corpus)
        return page_reply(
            request, lambda place, size: list_members(corpus_id=corpus, place=place, size=size)
        )

    @endpoint(
        "add_member", body=MemberRequest, answers={201: Member},
        refuses=(400, 403, 404, 409, 422), parameters=[IDEMPOTENCY],
    )  # fmt: skip
    def post(self, request: Request, corpus: int) -> Any:
        """Add somebody who has an account."""
        access = to_corpus(request, corpus, Action.MANAGE_MEMBERS)

        def add() -> HttpResponse:
            body = valid(MemberRequest(data=request.data))
            user = _account(body)
            corpora.add_member(
                access.corpus, actor=access.user, actor_role=access.role, user=user,
                role=Role(body["role"]),
            )  # fmt: skip
            return _reply(corpus, user.pk, status=201)

        return once(request, add)


class MemberView(View):
    """One member, by the user's id."""

    @endpoint(
        "change_member", body=MemberChange, answers={200: Member},
        refuses=(400, 403, 404, 412, 422), parameters=[MAY_MATCH],
    )  # fmt: skip
    @transaction.atomic
    def patch(self, request: Request, corpus: int, user: int) -> HttpResponse:
        """Give another role; take the way in away (`active: false`) or give it back."""
        access, member = self._matching(request, corpus, user)
        body = valid(MemberChange(data=request.data))
        actor, role = access.user, access.role
        if isinstance(member, RestingMembership) and body.get("active"):
            members.reactivate(member, actor=actor, actor_role=role)
            member = _held(corpus, user)
        if "role" in body:
            if isinstance(member, RestingMembership):
                raise ImpossibleError("Activate this member first.", code="not_active")
            given = Role(body["role"])
            corpora.change_member(member, actor=actor, actor_role=role, role=given)
        if isinstance(member, Membership) and body.get("active") is False:
            members.deactivate(member, actor=actor, actor_role=role)
            presence.tell(corpus, member.user)
        return _reply(corpus, user)

    @endpoint(
        "remove_member", answers={204: None}, refuses=(403, 404, 412, 422),
        parameters=[MAY_MATCH],
    )  # fmt: skip
    @transaction.atomic
    def delete(self, request: Request, corpus: int, user: int) -> Response:
        """End a membership; anybody may end their own."""
        access, member = self._matching(request, corpus, user)
        if isinstance(member, RestingMembership):
            members.remove_resting(member, actor=access.user, actor_role=access.role)
        else:
            corpora.remove_member(member, actor=access.user, actor_role=access.role)
            presence.tell(corpus, member.user)
        return Response(status=204)

    def _matching(
        self, request: Request, corpus: int, user: int
    ) -> tuple[Access, members.AnyMembership]:
        leaving = request.method == "DELETE" and request.user.pk == user
        access = to_corpus(request, corpus, Action.READ if leaving else Action.MANAGE_MEMBERS)
        member = _held(corpus, user)
        # The contract shows no version here, so that none can be demanded; who sends one is heard.
        if "If-Match" in request.headers:
            require_match(request, version=member.version, current=lambda: _shown(corpus, user))
        return access, member


class ResetLinkView(View):
    """POST: a link with which a member sets a new password."""

    @endpoint("member_reset_link", answers={200: ResetLink}, refuses=(403, 404, 422))
    @transaction.atomic
    def post(self, request: Request, corpus: int, user: int) -> Response:
        """Make it; an earlier one stops working.

        Only for somebody in all of whose corpora the caller manages the members, with no lower
        role than theirs: the link opens nothing to its maker that was closed before.
        """
        access = to_corpus(request, corpus, Action.MANAGE_MEMBERS)
        key, ends = members.reset_key(_held(corpus, user), actor=access.user)
        url = request.build_absolute_uri(f"/password/reset?key={key}")
        return Response(ResetLink({"url": url, "expires_at": ends}).data)


def _held(corpus: int, user: int) -> members.AnyMembership:
    member = corpora.hold_members(corpus).get(user) or members.hold_resting(corpus, user)
    if member is None:
        raise NotFoundError(f"There is no member {user} in this corpus.")
    return member


def _account(body: dict[str, Any]) -> User:
    wanted = {"pk": body["user"]} if "user" in body else {"username__iexact": body.get("username")}
    user = User.objects.filter(**wanted, is_active=True).first()
    if user is None:
        raise ImpossibleError(
            "There is no account of that name. Invite the person by a link instead.",
            code="unknown_user",
            fields=[("username", "unknown_user", "Nobody here has this name.")],
        )
    return user


def _shown(corpus: int, user: int) -> dict[str, Any]:
    shown: dict[str, Any] = json.loads(member_json(corpus_id=corpus, user_id=user))
    return shown


def _reply(corpus: int, user: int, *, status: int = 200) -> HttpResponse:
    member = _shown(corpus, user)
    return raw_json(
        json.dumps(member, ensure_ascii=False), status=status, version=member["version"]
    )
