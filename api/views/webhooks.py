"""Webhooks of a corpus: who outside is told of events, what was sent, and what came back."""

import json
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import HttpResponse
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from api.access import Access, to_corpus
from api.base import View, once
from api.docs import IDEMPOTENCY, IF_MATCH, PAGING, endpoint
from api.fields import Person, Stamp, page_of
from api.pages import page_reply, raw_json, require_match
from api.views.accounts import valid
from corpus.hooks import DELIVERY_STATUSES
from corpus.models import Webhook
from corpus.rules import Action
from corpus.telling import webhooks
from corpus.telling.addresses import MOST_CHARACTERS
from corpus.telling.sending import shown_secret


class WebhookFields(serializers.Serializer[Any]):
    """What a person says of a webhook; no `events`: all of them."""

    url = serializers.CharField(max_length=MOST_CHARACTERS)
    description = serializers.CharField(max_length=200, required=False, allow_blank=True)
    events = serializers.ListField(
        child=serializers.RegexField(r"^[a-z]{1,19}\.[a-z_]{1,20}\Z"), required=False, max_length=60
    )

    class Meta:
        ref_name = "NewWebhook"


class WebhookChanges(WebhookFields):
    """What of it changes."""

    url = serializers.CharField(max_length=MOST_CHARACTERS, required=False)
    active = serializers.BooleanField(required=False)

    class Meta:
        ref_name = "WebhookChanges"


class WebhookShown(serializers.Serializer[Any]):
    """A webhook; `seq` is the last event it was or will be told of."""

    id = serializers.UUIDField()
    corpus = serializers.IntegerField()
    url = serializers.CharField()
    description = serializers.CharField()
    events = serializers.ListField(child=serializers.CharField())
    active = serializers.BooleanField()
    disabled_reason = serializers.CharField()
    seq = serializers.IntegerField()
    created_by = Person(allow_null=True)
    created_at = Stamp()
    version = serializers.IntegerField()

    class Meta:
        ref_name = "Webhook"


class WebhookSecret(WebhookShown):
    """A webhook with the secret that signs what it is sent; shown this once."""

    secret = serializers.CharField()

    class Meta:
        ref_name = "WebhookSecret"


class DeliveryShown(serializers.Serializer[Any]):
    """One event for one webhook; `response` is the beginning of the answer, or why there is none.

    `seq` is null of a test.
    """

    id = serializers.UUIDField()
    seq = serializers.IntegerField(allow_null=True)
    action = serializers.CharField()
    status = serializers.ChoiceField(DELIVERY_STATUSES)
    attempts = serializers.IntegerField()
    next_at = Stamp(allow_null=True)
    response_status = serializers.IntegerField(allow_null=True)
    response = serializers.CharField()
    body = serializers.DictField()
    created_at = Stamp()
    finished_at = Stamp(allow_null=True)

    class Meta:
        ref_name = "WebhookDelivery"


class DeliveryFilters(serializers.Serializer[Any]):
    """The filters of the deliveries."""

    status = serializers.ChoiceField(DELIVERY_STATUSES, required=False)


class HookView(View):
    """What all views of webhooks share: addresses and answers may be secrets of their own."""

    read_scope = "manage"

    def held(
        self, request: Request, corpus: int, webhook: UUID, *, lock: bool = False
    ) -> tuple[Webhook, Access]:
        """Return a webhook of a corpus that the caller manages."""
        access = to_corpus(request, corpus, Action.MANAGE_CORPUS)
        return webhooks.held_webhook(access.corpus, webhook, lock=lock), access


class WebhooksView(HookView):
    """The webhooks of a corpus."""

    @endpoint(
        "webhooks", answers={200: page_of(WebhookShown, "Webhook")}, refuses=(404,),
        parameters=PAGING,
    )  # fmt: skip
    def get(self, request: Request, corpus: int) -> HttpResponse:
        """List them, newest first."""
        to_corpus(request, corpus, Action.MANAGE_CORPUS)
        return page_reply(
            request,
            lambda place, size: webhooks.list_webhooks(corpus_id=corpus, place=place, size=size),
        )

    @endpoint(
        "create_webhook", body=WebhookFields, answers={201: WebhookSecret},
        refuses=(400, 403, 404, 409, 422), parameters=[],
    )  # fmt: skip
    def post(self, request: Request, corpus: int) -> HttpResponse:
        """Make one; the answer is the only place where its secret is shown."""
        access = to_corpus(request, corpus, Action.MANAGE_CORPUS)
        fields = valid(WebhookFields(data=request.data))
        made = webhooks.create_webhook(access.corpus, actor=access.user, fields=fields)
        return _with_secret(made, status=201)


class WebhookView(HookView):
    """One webhook."""

    @endpoint("webhook", answers={200: WebhookShown}, refuses=(404,))
    def get(self, request: Request, corpus: int, webhook: UUID) -> HttpResponse:
        """Show it."""
        found, _ = self.held(request, corpus, webhook)
        return raw_json(webhooks.webhook_json(found.pk), version=found.version)

    @endpoint(
        "change_webhook", body=WebhookChanges, answers={200: WebhookShown},
        refuses=(400, 403, 404, 412, 422, 428), parameters=[IF_MATCH],
    )  # fmt: skip
    @transaction.atomic
    def patch(self, request: Request, corpus: int, webhook: UUID) -> HttpResponse:
        """Change it; `active` switches it on or off."""
        found, access = self._matching(request, corpus, webhook)
        changes = valid(WebhookChanges(data=request.data))
        webhooks.change_webhook(found, actor=access.user, changes=changes)
        return raw_json(webhooks.webhook_json(found.pk), version=found.version)

    @endpoint(
        "remove_webhook", answers={204: None}, refuses=(403, 404, 412, 428), parameters=[IF_MATCH]
    )
    @transaction.atomic
    def delete(self, request: Request, corpus: int, webhook: UUID) -> Response:
        """Remove it with its deliveries."""
        found, access = self._matching(request, corpus, webhook)
        webhooks.delete_webhook(found, actor=access.user)
        return Response(status=204)

    def _matching(self, request: Request, corpus: int, webhook: UUID) -> tuple[Webhook, Access]:
        found, access = self.held(request, corpus, webhook, lock=True)
        require_match(
            request,
            version=found.version,
            current=lambda: json.loads(webhooks.webhook_json(found.pk)),
        )
        return found, access


class WebhookSecretView(HookView):
    """POST: a new secret."""

    @endpoint("rotate_webhook_secret", answers={200: WebhookSecret}, refuses=(403, 404))
    @transaction.atomic
    def post(self, request: Request, corpus: int, webhook: UUID) -> HttpResponse:
        """Make one and show it; the old one signs nothing from now on."""
        found, access = self.held(request, corpus, webhook, lock=True)
        webhooks.rotate_secret(found, actor=access.user)
        return _with_secret(found, status=200)


class WebhookTestView(HookView):
    """POST: see whether it arrives."""

    @endpoint(
        "test_webhook", answers={202: DeliveryShown}, refuses=(403, 404), parameters=[IDEMPOTENCY]
    )
    def post(self, request: Request, corpus: int, webhook: UUID) -> Any:
        """Have a message sent, once, that says nothing; look at the delivery for what came back."""
        found, _ = self.held(request, corpus, webhook)

        def order() -> HttpResponse:
            made = webhooks.order_test(found)
            return raw_json(webhooks.delivery_json(found, made), status=202)

        return once(request, order)


class DeliveriesView(HookView):
    """What a webhook was sent."""

    @endpoint(
        "webhook_deliveries", answers={200: page_of(DeliveryShown, "WebhookDelivery")},
        refuses=(400, 404), parameters=[*PAGING, DeliveryFilters],
    )  # fmt: skip
    def get(self, request: Request, corpus: int, webhook: UUID) -> HttpResponse:
        """List it, newest first; what ended is kept for 14 days."""
        found, _ = self.held(request, corpus, webhook)
        status = valid(DeliveryFilters(data=request.query_params.dict())).get("status")
        return page_reply(
            request,
            lambda place, size: webhooks.list_deliveries(
                webhook_id=found.pk, status=status, place=place, size=size
            ),
        )


class DeliveryView(HookView):
    """One delivery."""

    @endpoint("webhook_delivery", answers={200: DeliveryShown}, refuses=(404,))
    def get(self, request: Request, corpus: int, webhook: UUID, delivery: UUID) -> HttpResponse:
        """Show it."""
        found, _ = self.held(request, corpus, webhook)
        return raw_json(webhooks.delivery_json(found, delivery))


class DeliveryAgainView(HookView):
    """POST: send it again."""

    @endpoint("repeat_webhook_delivery", answers={202: DeliveryShown}, refuses=(403, 404, 409))
    def post(self, request: Request, corpus: int, webhook: UUID, delivery: UUID) -> HttpResponse:
        """Have a delivery that ended sent once more, under its id."""
        found, _ = self.held(request, corpus, webhook)
        webhooks.send_again(found, delivery)
        return raw_json(webhooks.delivery_json(found, delivery), status=202)


def _with_secret(webhook: Webhook, *, status: int) -> HttpResponse:
    shown = json.loads(webhooks.webhook_json(webhook.pk))
    shown["secret"] = shown_secret(bytes(webhook.secret))
    text = json.dumps(shown, ensure_ascii=False)
    return raw_json(text, status=status, version=webhook.version)
