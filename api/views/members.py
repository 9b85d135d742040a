"""Who takes part in a corpus: members and invitations."""

from typing import Any

from django.db import transaction
from django.http import HttpResponse
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from api import presence
from api.access import Access, to_corpus
from api.base import HasScope, View, once
from api.docs import IDEMPOTENCY, MAY_MATCH, PAGING, endpoint
from api.fields import ExactText, IdField, Person, Stamp, page_of
from api.pages import page_reply, require_match
from api.views.accounts import OpenView, valid
from corpus.errors import ImpossibleError, MalformedError, NotFoundError
from corpus.models import Invitation, Membership, User
from corpus.queries import list_invitations, list_members
from corpus.rules import Action, Role
from corpus.services import corpora

ROLES = [role.value for role in Role]


class Member(serializers.Serializer[Any]):
    """A person's role in a corpus."""

    user = Person()
    role = serializers.ChoiceField(ROLES)
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


class RoleChange(serializers.Serializer[Any]):
    """The new role."""

    role = serializers.ChoiceField(ROLES)


class InvitationShown(serializers.Serializer[Any]):
    """An open invitation, without its key."""

    id = serializers.IntegerField()
    role = serializers.ChoiceField(ROLES)
    note = serializers.CharField()
    created_at = Stamp()
    expires_at = Stamp()


class NewInvitation(InvitationShown):
    """An invitation just made; `key` and `url` are shown this once."""

    key = serializers.CharField()
    url = serializers.URLField()


class InvitationRequest(serializers.Serializer[Any]):
    """As what the invited person will take part; the note tells whom it is for."""

    role = serializers.ChoiceField(ROLES)
    note = serializers.CharField(required=False, allow_blank=True, default="", max_length=200)


class InvitationLetter(serializers.Serializer[Any]):
    """What an invited person sees before accepting."""

    corpus = serializers.CharField()
    role = serializers.ChoiceField(ROLES)
    invited_by = serializers.CharField()
    expires_at = Stamp()


class Acceptance(serializers.Serializer[Any]):
    """The new account; nothing at all for somebody who is signed in."""

    username = serializers.CharField(required=False, max_length=150)
    password = ExactText(required=False, max_length=1000)
    name = serializers.CharField(required=False, max_length=200)
    email = serializers.EmailField(required=False, allow_blank=True)


class Accepted(serializers.Serializer[Any]):
    """Which corpus one takes part in now."""

    corpus = serializers.IntegerField()
    user = Person()


def person(user: User) -> dict[str, Any]:
    """Return a user as others see one."""
    return {"id": user.pk, "username": user.username, "name": user.name}


def shown(member: Membership) -> dict[str, Any]:
    """Return a member."""
    return {
        "user": person(member.user),
        "role": member.role,
        "joined_at": Stamp().to_representation(member.created_at),
        "version": member.version,
    }


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

        def add() -> Response:
            body = valid(MemberRequest(data=request.data))
            user = _account(body)
            corpora.add_member(
                access.corpus, actor=access.user, actor_role=access.role, user=user,
                role=Role(body["role"]),
            )  # fmt: skip
            member = Membership.objects.select_related("user").get(corpus=corpus, user=user)
            return _reply(member, status=201)

        return once(request, add)


class MemberView(View):
    """One member, by the user's id."""

    @endpoint(
        "change_member", body=RoleChange, answers={200: Member},
        refuses=(400, 403, 404, 412, 422), parameters=[MAY_MATCH],
    )  # fmt: skip
    @transaction.atomic
    def patch(self, request: Request, corpus: int, user: int) -> Response:
        """Give another role."""
        access, member = self._matching(request, corpus, user)
        role = Role(valid(RoleChange(data=request.data))["role"])
        corpora.change_member(member, actor=access.user, actor_role=access.role, role=role)
        return _reply(member)

    @endpoint(
        "remove_member", answers={204: None}, refuses=(403, 404, 412, 422),
        parameters=[MAY_MATCH],
    )  # fmt: skip
    @transaction.atomic
    def delete(self, request: Request, corpus: int, user: int) -> Response:
        """End a membership; anybody may end their own."""
        access, member = self._matching(request, corpus, user)
        corpora.remove_member(member, actor=access.user, actor_role=access.role)
        presence.tell(corpus, member.user)
        return Response(status=204)

    def _matching(self, request: Request, corpus: int, user: int) -> tuple[Access, Membership]:
        leaving = request.method == "DELETE" and request.user.pk == user
        access = to_corpus(request, corpus, Action.READ if leaving else Action.MANAGE_MEMBERS)
        member = corpora.hold_members(corpus).get(user)
        if member is None:
            raise NotFoundError(f"There is no member {user} in this corpus.")
        # The contract shows no version here, so that none can be demanded; who sends one is heard.
        if "If-Match" in request.headers:
            require_match(request, version=member.version, current=lambda: shown(member))
        return access, member


class InvitationsView(View):
    """The open invitations of a corpus."""

    @endpoint(
        "invitations", answers={200: page_of(InvitationShown, "Invitation")},
        refuses=(403, 404), parameters=PAGING,
    )  # fmt: skip
    def get(self, request: Request, corpus: int) -> HttpResponse:
        """List them, newest first."""
        to_corpus(request, corpus, Action.MANAGE_MEMBERS)
        return page_reply(
            request, lambda place, size: list_invitations(corpus_id=corpus, place=place, size=size)
        )

    @endpoint(
        "invite", body=InvitationRequest, answers={201: NewInvitation}, refuses=(400, 403, 404)
    )
    def post(self, request: Request, corpus: int) -> Response:
        """Make a link that works once, for fourteen days."""
        access = to_corpus(request, corpus, Action.MANAGE_MEMBERS)
        body = valid(InvitationRequest(data=request.data))
        invitation, key = corpora.invite(
            access.corpus, actor=access.user, actor_role=access.role, role=Role(body["role"]),
            note=body["note"],
        )  # fmt: skip
        invitation.refresh_from_db()
        url = request.build_absolute_uri(f"/invitation/{key}")
        return Response({**InvitationShown(invitation).data, "key": key, "url": url}, status=201)


class InvitationView(View):
    """One open invitation, by its id."""

    @endpoint("withdraw_invitation", answers={204: None}, refuses=(403, 404))
    def delete(self, request: Request, corpus: int, pk: int) -> Response:
        """Make its link useless."""
        to_corpus(request, corpus, Action.MANAGE_MEMBERS)
        gone, _ = Invitation.objects.filter(corpus=corpus, pk=pk, accepted_at=None).delete()
        if not gone:
            raise NotFoundError(f"There is no open invitation {pk} in this corpus.")
        return Response(status=204)


class LetterView(OpenView):
    """An invitation as its bearer sees it."""

    @endpoint("invitation", answers={200: InvitationLetter}, refuses=(404,))
    def get(self, request: Request, key: str) -> Response:
        """Say who invites to what."""
        found = corpora.find_invitation(key)
        letter = {
            "corpus": found.corpus.title,
            "role": found.role,
            "invited_by": found.created_by.name,
            "expires_at": found.expires_at,
        }
        return Response(InvitationLetter(letter).data)


class AcceptView(OpenView):
    """POST: join by a link. Who comes with a token has its scope checked all the same."""

    permission_classes = (HasScope,)

    @endpoint(
        "accept_invitation", body=Acceptance, answers={200: Accepted}, refuses=(400, 403, 404, 409)
    )
    def post(self, request: Request, key: str) -> Response:
        """Join as whoever is signed in, or with a new account."""
        body = valid(Acceptance(data=request.data))
        if body and not {"username", "password"} <= body.keys():
            raise MalformedError("A new account needs username and password.")
        user = request.user if isinstance(request.user, User) and not body else None
        user, corpus = corpora.accept_invitation(key=key, user=user, account=body or None)
        return Response({"corpus": corpus.pk, "user": person(user)})


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


def _reply(member: Membership, *, status: int = 200) -> Response:
    return Response(shown(member), status=status, headers={"ETag": f'"{member.version}"'})
