"""All routes of the REST API; `api.md` names them one by one."""

from django.urls import URLPattern, URLResolver, path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

from api.views import (
    accounts,
    annotations,
    bulk,
    codes,
    corpora,
    exports,
    health,
    history,
    members,
    participants,
    search,
    threads,
    tokens,
    uploads,
)

_C = "corpora/<int:corpus>/"
_U = f"{_C}uploads/<uuid:upload>/"
_E = f"{_C}exports/<uuid:export>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path("schema/", SpectacularAPIView.as_view(), name="schema"),
    path("docs/", SpectacularSwaggerSplitView.as_view(url_name="schema"), name="docs"),
    path("health/", health.HealthView.as_view()),
    path("setup/", accounts.SetUpView.as_view()),
    path("session/", accounts.SessionView.as_view()),
    path("password/", accounts.PasswordView.as_view()),
    path("password/reset/", accounts.PasswordResetView.as_view()),
    path("me/", accounts.MeView.as_view()),
    path("tokens/", tokens.TokensView.as_view()),
    path("tokens/<int:pk>/", tokens.TokenView.as_view()),
    path("corpora/", corpora.CorporaView.as_view()),
    path(_C, corpora.CorpusView.as_view()),
    path(f"{_C}members/", members.MembersView.as_view()),
    path(f"{_C}members/<int:user>/", members.MemberView.as_view()),
    path(f"{_C}invitations/", members.InvitationsView.as_view()),
    path(f"{_C}invitations/<int:pk>/", members.InvitationView.as_view()),
    path("invitations/<str:key>/", members.LetterView.as_view()),
    path("invitations/<str:key>/accept/", members.AcceptView.as_view()),
    path(f"{_C}uploads/", uploads.UploadsView.as_view()),
    path(_U, uploads.UploadView.as_view()),
    path(f"{_U}problems/", uploads.UploadProblemsView.as_view()),
    path(f"{_U}raw/", uploads.UploadRawView.as_view()),
    path(f"{_U}preview/", uploads.UploadPreviewView.as_view()),
    path(f"{_U}confirm/", uploads.UploadConfirmView.as_view()),
    path(f"{_U}cancel/", uploads.UploadCancelView.as_view()),
    path(f"{_C}threads/", threads.ThreadsView.as_view()),
    path("threads/<int:thread>/", threads.ThreadView.as_view()),
    path("threads/<int:thread>/annotations/", threads.ThreadAnnotationsView.as_view()),
    path("threads/<int:thread>/progress/", threads.ThreadProgressView.as_view()),
    path("posts/<int:post>/", threads.PostView.as_view()),
    path(f"{_C}participants/", participants.ParticipantsView.as_view()),
    path("participants/<int:participant>/", participants.ParticipantView.as_view()),
    path(f"{_C}codes/", codes.CodesView.as_view()),
    path("codes/<int:code>/", codes.CodeView.as_view()),
    path(f"{_C}annotations/", annotations.AnnotationsView.as_view()),
    path(f"{_C}annotations/bulk/", bulk.BulkView.as_view()),
    path(f"{_C}annotations/<uuid:annotation>/", annotations.AnnotationOfCorpusView.as_view()),
    path("annotations/<uuid:annotation>/", annotations.AnnotationView.as_view()),
    path(f"{_C}annotations.csv", exports.CsvView.as_view()),
    path(f"{_C}annotations.jsonl", exports.JsonlView.as_view()),
    path(f"{_C}history/", history.HistoryView.as_view()),
    path(f"{_C}search/", search.SearchView.as_view()),
    path(f"{_C}exports/", exports.ExportsView.as_view()),
    path(_E, exports.ExportView.as_view()),
    path(f"{_E}file/", exports.ExportFileView.as_view()),
    path(f"{_E}manifest/", exports.ExportManifestView.as_view()),
]
