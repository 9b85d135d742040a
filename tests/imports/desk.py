"""A researcher's desk: uploads through the API, the real job functions, and looks at the result."""

import json
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from django.http import HttpResponse
from django.test import Client

from corpus.models import Corpus, CorpusCounter, Job, Membership, Upload, User
from tasks import index, ingest

TASKS = {"ingest": ingest.run, "index": index.run}
MOST_TURNS = 60


class Named(BytesIO):
    """A file part with its name."""

    def __init__(self, data: bytes, name: str) -> None:
        super().__init__(data)
        self.name = name


def work() -> None:
    """Do what workers do until no job is left, in this process."""
    for _ in range(MOST_TURNS):
        job = Job.objects.filter(status__in=["queued", "running"]).order_by("pk").first()
        if job is None:
            return
        TASKS[job.kind](job_id=job.pk)
    raise AssertionError(f"job {job} does not end: {job.status}, {job.attempts} attempts")


@dataclass
class Desk:
    """One team's corpus with its owner signed in."""

    corpus: Corpus
    owner: User
    client: Client = field(default_factory=Client)

    @classmethod
    def new(cls, title: str = "Allotments", name: str = "ada", **settings: Any) -> "Desk":
        corpus = Corpus.objects.create(title=title, **settings)
        CorpusCounter.objects.create(corpus=corpus)
        owner = User.objects.create(username=name, name=name.title())
        Membership.objects.create(corpus=corpus, user=owner, role="owner")
        desk = cls(corpus, owner)
        desk.client.force_login(owner)
        return desk

    @property
    def url(self) -> str:
        return f"/api/v1/corpora/{self.corpus.pk}/"

    def post(self, *parts: tuple[str, bytes], **options: Any) -> HttpResponse:
        form: dict[str, Any] = {"file": [Named(data, name) for name, data in parts]}
        if options:
            form["options"] = json.dumps(options)
        return self.client.post(f"{self.url}uploads/", form)

    def upload(self, data: bytes | str, name: str = "capture.txt", **options: Any) -> dict:
        """Send one file; returns the upload as the answer shows it."""
        data = data.encode() if isinstance(data, str) else data
        reply = self.post((name, data), **options)
        assert reply.status_code == 202, reply.content
        (made,) = reply.json()["results"]
        return made

    def imported(self, data: bytes | str, name: str = "capture.txt", **options: Any) -> dict:
        """Send one file, let workers do all they can, return what became of it."""
        made = self.upload(data, name, **options)
        work()
        return self.shown(made)

    def shown(self, upload: dict) -> dict:
        return self.get(f"uploads/{upload['id']}/")

    def get(self, path: str) -> Any:
        reply = self.client.get(self.url + path)
        assert reply.status_code == 200, (path, reply.content)
        return reply.json()

    def act(self, upload: dict, what: str) -> HttpResponse:
        return self.client.post(f"{self.url}uploads/{upload['id']}/{what}/")

    def delete(self, upload: dict) -> None:
        assert self.client.delete(f"{self.url}uploads/{upload['id']}/").status_code == 204

    def problems(self, upload: dict) -> list[dict]:
        return self.get(f"uploads/{upload['id']}/problems/")["results"]

    def threads(self, upload: dict | None = None) -> list[dict]:
        """The whole threads, in the order of their ids."""
        query = f"?upload={upload['id']}" if upload else ""
        found = self.get(f"threads/{query}")["results"]
        return [self.thread(one["id"]) for one in sorted(found, key=lambda one: one["id"])]

    def thread(self, number: int) -> dict:
        reply = self.client.get(f"/api/v1/threads/{number}/")
        assert reply.status_code == 200, reply.content
        return reply.json()

    def counts(self) -> dict[str, int]:
        return self.get("")["counts"]

    def annotate(self, uuid: str, body: dict) -> HttpResponse:
        url = f"{self.url}annotations/{uuid}/"
        return self.client.put(url, json.dumps(body), content_type="application/json")

    def raw(self, upload: dict) -> bytes:
        reply = self.client.get(f"{self.url}uploads/{upload['id']}/raw/")
        return b"".join(reply.streaming_content)


def lines(*threads: dict | str) -> bytes:
    """Write threads JSONL; a string stands as it is."""
    return "".join(
        (one if isinstance(one, str) else json.dumps(one, ensure_ascii=False)) + "\n"
        for one in threads
    ).encode()


def stored(upload: dict) -> Upload:
    return Upload.objects.get(pk=upload["id"])
