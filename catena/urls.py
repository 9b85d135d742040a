"""Where requests go: `/api/v1/` to the API, all else to the front end."""

from django.urls import include, path, re_path

from catena import pages

urlpatterns = [
    path("api/v1/", include("api.urls")),
    re_path(r"^(?!api/|live/|static/).*$", pages.front_end),
]

handler400 = "api.problems.bad_request"
handler404 = "api.problems.not_found"
handler500 = "api.problems.server_error"
