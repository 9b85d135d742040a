"""Is everything there? Open to all, so that proxies and scripts can ask."""

from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.utils import InterfaceError
from redis import Redis, RedisError
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from api.docs import endpoint
from corpus.jobs import workers_alive
from corpus.version import VERSION

ANSWER_WITHIN_SECONDS = 1.0


class Health(serializers.Serializer[Any]):
    """`ok`: all answer; `degraded`: the database does; `down`: it does not."""

    status = serializers.ChoiceField(["ok", "degraded", "down"])
    database = serializers.BooleanField()
    broker = serializers.BooleanField()
    workers = serializers.IntegerField()
    version = serializers.CharField()


class HealthView(APIView):
    """GET: ask database, broker and workers."""

    authentication_classes = ()
    permission_classes = ()

    @endpoint("health", answers={200: Health, 503: Health})
    def get(self, request: Request) -> Response:
        """Answer 503 only when the database is away."""
        database, broker = _database_answers(), _broker_answers()
        workers = workers_alive() if database else 0
        status = "ok" if database and broker and workers else "degraded" if database else "down"
        return Response(
            {
                "status": status,
                "database": database,
                "broker": broker,
                "workers": workers,
                "version": VERSION,
            },
            status=200 if database else 503,
        )


def _database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM corpus_corpus LIMIT 1")
    except (DatabaseError, InterfaceError):
        connection.close()
        return False
    return True


def _broker_answers() -> bool:
    try:
        with Redis.from_url(
            settings.REDIS_URL,
            socket_timeout=ANSWER_WITHIN_SECONDS,
            socket_connect_timeout=ANSWER_WITHIN_SECONDS,
        ) as broker:
            return bool(broker.ping())
    except (RedisError, OSError):
        return False
