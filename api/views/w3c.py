"""The corpus' annotations as a W3C Web Annotation Protocol container, and each of them.

The protocol (Recommendation of 23 February 2017) on top of our own resources: the same rows,
roles and versions, told in its terms.
"""

import re
import uuid
from contextlib import suppress
from typing import Any
from uuid import UUID

import orjson
from django.conf import settings
from django.db import transaction
from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from rest_framework.request import Request
from rest_framework.response import Response

from annotations import services, w3c, w3c_claims
from annotations.exports.w3c_rows import CONTEXT, Site
from annotations.models import Annotation
from annotations.w3c_claims import Wanted
from api.access import Access, to_corpus
from api.base import View
from api.claims import AnnotationChanges, ClaimFields, claim_of
from api.docs import IF_MATCH, endpoint, query
from api.pages import require_match
from api.parsers import StrictJSONParser
from api.views.accounts import valid
from corpus.errors import ImpossibleError, MalformedError, NotFoundError
from corpus.models import Post
from corpus.post_texts import text_version
from corpus.rules import Action

MEDIA_TYPE = 'application/ld+json; profile="http://www.w3.org/ns/anno.jsonld"'
_LD_JSON = "application/ld+json"
_LDP = "http://www.w3.org/ns/ldp#"
_PREFER = re.compile(r'return=representation\s*;\s*include="([^"]*)"', re.IGNORECASE)
_SHOWN = {(200, _LD_JSON): OpenApiTypes.OBJECT}
_BODY = {_LD_JSON: OpenApiTypes.OBJECT}


class LdJsonParser(StrictJSONParser):
    """JSON-LD is read as the JSON that it is."""

    media_type = _LD_JSON


class W3cView(View):
    """What both resources share: their form, and the headers that the protocol asks for."""

    write_scope = "annotate"
    parser_classes = (LdJsonParser, StrictJSONParser)
    links: tuple[str, ...] = (f'<{_LDP}Resource>; rel="type"',)

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        """Add what every answer of the resource carries."""
        finished = super().finalize_response(request, response, *args, **kwargs)
        finished["Link"] = ", ".join(self.links)
        finished["Vary"] = "Accept, Prefer"
        if "POST" in self.allowed_methods:
            finished["Accept-Post"] = f"{MEDIA_TYPE}, application/json"
        return finished

    def options(self, request: Any, *args: Any, **kwargs: Any) -> Response:
        """Say which methods there are."""
        to_corpus(request, kwargs["corpus"])
        return Response(status=204)


class ContainerView(W3cView):
    """All annotations of a corpus as an annotation container."""

    links = (
        f'<{_LDP}BasicContainer>; rel="type"',
        f'<{_LDP}Resource>; rel="type"',
        f'<http://www.w3.org/TR/annotation-protocol/>; rel="{_LDP}constrainedBy"',
    )

    @endpoint(
        "w3c_annotations", answers=_SHOWN, refuses=(400, 404),
        parameters=[
            query("page", OpenApiTypes.INT, "The number of a page, from 0."),
            query("iris", OpenApiTypes.INT, "1: the annotations' addresses only."),
        ],
    )  # fmt: skip
    def get(self, request: Request, corpus: int) -> HttpResponse:
        """Send the collection with its first page, or a page. `Prefer` is heeded."""
        access = to_corpus(request, corpus)
        prefers = _preferred(request)
        iris = _number(request, "iris", 1)
        number = _number(request, "page", 2**31)
        bare = prefers == "iris" if iris is None else iris == 1
        container = w3c.Container(_site(corpus), w3c.state(corpus), access.corpus.title, bare=bare)
        if number is None:
            body = container.says(minimal=prefers == "minimal")
        elif number <= container.state.last:
            body = container.page(number)
        else:
            raise NotFoundError(f"There is no page {number}.")
        state = f"{container.state.seq}-{int(bare)}-{number}-{prefers}"
        reply = _reply({"@context": w3c.CONTEXT, **body}, tag=state)
        reply["Content-Location"] = body["id"]
        if prefers and iris is None:
            reply["Preference-Applied"] = "return=representation"
        return reply

    @endpoint(
        "create_w3c_annotation", body=_BODY, answers={(201, _LD_JSON): OpenApiTypes.OBJECT,
        **_SHOWN}, refuses=(400, 403, 404, 409, 422),
    )  # fmt: skip
    def post(self, request: Request, corpus: int) -> HttpResponse:
        """Create one; a UUID as `Slug` becomes its id. `Location` says where it is."""
        access = to_corpus(request, corpus, Action.CODE)
        wanted = w3c_claims.wanted(request.data, bases=_bases(request))
        claim = claim_of(corpus, valid(ClaimFields(data=_claim(access, wanted))))
        given = _slug(request) or uuid.uuid4()
        _, new = services.create_annotation(claim, annotation_id=given, coder=access.user)
        reply = _shown(_site(corpus), given, status=201 if new else 200)
        reply["Location"] = _site(corpus).annotation(given)
        return reply


class W3cAnnotationView(W3cView):
    """One annotation of a corpus."""

    @endpoint("w3c_annotation", answers=_SHOWN, refuses=(404,))
    def get(self, request: Request, corpus: int, annotation: UUID) -> HttpResponse:
        """Send it."""
        to_corpus(request, corpus)
        return _shown(_site(corpus), annotation)

    @endpoint(
        "replace_w3c_annotation", body=_BODY, answers=_SHOWN,
        refuses=(400, 403, 404, 409, 412, 422, 428), parameters=[IF_MATCH],
    )  # fmt: skip
    @transaction.atomic
    def put(self, request: Request, corpus: int, annotation: UUID) -> HttpResponse:
        """Change its code, passage or memo to what it says now."""
        found, access = _held(request, corpus, annotation)
        wanted = w3c_claims.wanted(request.data, bases=_bases(request))
        changes = _changes(found, wanted, access)
        if changes:
            services.change_annotation(found, actor=access.user, role=access.role, changes=changes)
        return _shown(_site(corpus), annotation)

    @endpoint(
        "remove_w3c_annotation", answers={204: None}, refuses=(403, 404, 412, 428),
        parameters=[IF_MATCH],
    )  # fmt: skip
    @transaction.atomic
    def delete(self, request: Request, corpus: int, annotation: UUID) -> Response:
        """Take it back; its history stays."""
        found, access = _held(request, corpus, annotation)
        services.remove_annotation(found, actor=access.user, role=access.role)
        return Response(status=204)


def _site(corpus: int) -> Site:
    return Site(settings.SITE_URL, corpus)


def _bases(request: Request) -> tuple[str, str]:
    """Return the addresses under which this site is known to the caller."""
    return settings.SITE_URL, request.build_absolute_uri("/").rstrip("/")


def _reply(body: dict[str, Any], *, tag: str, status: int = 200) -> HttpResponse:
    return HttpResponse(
        orjson.dumps(body), status=status, content_type=MEDIA_TYPE, headers={"ETag": f'"{tag}"'}
    )


def _shown(site: Site, annotation: UUID, *, status: int = 200) -> HttpResponse:
    there = Annotation.objects.filter(pk=annotation, corpus=site.corpus)
    version = there.values_list("version", flat=True).first()
    found = w3c.described(site, [annotation])
    if not found:
        raise _unknown(annotation)
    return _reply({"@context": CONTEXT, **found[0]}, tag=str(version), status=status)


def _held(request: Request, corpus: int, annotation: UUID) -> tuple[Annotation, Access]:
    """Return an annotation, locked, as the caller saw it."""
    access = to_corpus(request, corpus, Action.CODE)
    rows = Annotation.objects.filter(corpus=corpus, deleted_at=None, thread__deleted_at=None)
    found = rows.select_for_update(no_key=True, of=("self",)).filter(pk=annotation).first()
    if found is None:
        raise _unknown(annotation)
    require_match(
        request,
        version=found.version,
        current=lambda: orjson.loads(_shown(_site(corpus), annotation).content),
    )
    return found, access


def _claim(access: Access, wanted: Wanted) -> dict[str, Any]:
    """Return a claim in the API's own fields."""
    fields: dict[str, Any] = {"code": wanted.code, "memo": wanted.memo}
    if wanted.post is None:
        return {**fields, "thread": wanted.thread}
    if not wanted.is_passage:
        return {**fields, "post": wanted.post}
    text = text_version(wanted.post) if _is_here(access, wanted.post) else None
    if text is not None and wanted.version not in (None, text.number):
        message = f"The text was corrected: it is at version {text.number} now."
        raise ImpossibleError(
            message, code="text_superseded", fields=[("target", "text_superseded", message)]
        )
    start, end, quote = w3c_claims.placed(wanted, text.text) if text else (0, 1, "?")
    return {**fields, "post": wanted.post, "start": start, "end": end, "quote": quote}


def _is_here(access: Access, post: int) -> bool:
    """Say whether a post is of the corpus; another's text must not be looked into."""
    there = Post.objects.filter(pk=post, corpus=access.corpus, thread__deleted_at=None)
    return there.exists()


def _changes(found: Annotation, wanted: Wanted, access: Access) -> dict[str, Any]:
    """Return what a new state of an annotation says otherwise than the present one."""
    thread = None if found.post_id else found.thread_id
    if (wanted.post, wanted.thread) != (found.post_id, thread) or wanted.is_passage != (
        found.level == "passage"
    ):
        message = "An annotation stays with its post or thread: make a new one."
        raise ImpossibleError(
            message,
            code="unsupported_annotation",
            fields=[("target", "unsupported_annotation", message)],
        )
    same_place = (
        wanted.version in (None, found.text_version)
        and wanted.span == (found.start, found.end)
        and wanted.exact in (None, found.quote)
    )
    if same_place or not wanted.is_passage:
        said = {"code": wanted.code, "memo": wanted.memo}
    else:
        said = _claim(access, wanted)
    before = {name: getattr(found, name) for name in ("start", "end", "quote", "memo")}
    before["code"] = found.code_id
    new = {name: value for name, value in said.items() if name != "post" and before[name] != value}
    if {"start", "end", "quote"} & new.keys():
        new |= {name: said[name] for name in ("start", "end", "quote")}
    return dict(valid(AnnotationChanges(data=new)))


def _preferred(request: Request) -> str:
    """Return what `Prefer` asks for: `minimal`, `iris` or nothing; both kinds are none."""
    said = _PREFER.search(request.headers.get("Prefer", ""))
    named = set(said[1].split()) if said else set()
    if f"{_LDP}PreferMinimalContainer" in named:
        return "minimal"
    iris, whole = (f"http://www.w3.org/ns/oa#PreferContained{n}" for n in ("IRIs", "Descriptions"))
    if iris in named and whole not in named:
        return "iris"
    return "descriptions" if whole in named and iris not in named else ""


def _number(request: Request, name: str, most: int) -> int | None:
    given = request.query_params.get(name)
    if given is None:
        return None
    if not re.fullmatch("[0-9]{1,10}", given, re.ASCII) or int(given) > most:
        raise MalformedError(f"{name} is a number.", fields=[(name, "invalid", "Give a number.")])
    return int(given)


def _slug(request: Request) -> UUID | None:
    """Return the id that the client would like, if it can be one."""
    with suppress(ValueError):
        return UUID(request.headers.get("Slug", ""))
    return None


def _unknown(annotation: UUID) -> NotFoundError:
    return NotFoundError(f"There is no annotation {annotation} in this corpus.")
