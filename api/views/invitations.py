"""Links that let somebody join a corpus."""

from typing import Any

from django.http import HttpResponse
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from api.access import to_corpus
from api.base import HasScope, View
from api.docs import PAGING, endpoint
from api.fields import ExactText, Person, Stamp, page_of
from api.pages import page_reply
from api.views.accounts import OpenView, valid
from api.views.members import ROLES
from corpus.errors import MalformedError, NotFoundError
from corpus.models import Invitation, User
from corpus.queries import list_invitations
from corpus.rules import Action, Role
from corpus.services import corpora


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
