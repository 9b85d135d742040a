"""Django's settings: everything from the environment, safe without any.

`catena up` sets DATABASE_URL and REDIS_URL to the embedded servers when they are not given.
"""

import contextlib
import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import dj_database_url
from csp.constants import NONE, SELF

from catena.places import front_end


def _home() -> Path:
    given = os.environ.get("CATENA_HOME")
    if given:
        return Path(given).expanduser().resolve()
    data = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    return Path(data) / "catena"


CATENA_HOME = _home()
BLOBS = CATENA_HOME / "blobs"
EXPORTS = CATENA_HOME / "exports"
FRONTEND = front_end()
PUBLIC_URL = os.environ.get("CATENA_PUBLIC_URL", "").rstrip("/")
# The site's address in what leaves it, where nobody asked by HTTP.
SITE_URL = PUBLIC_URL or f"http://127.0.0.1:{os.environ.get('CATENA_PORT') or '8000'}"
HOST = os.environ.get("CATENA_HOST", "127.0.0.1")
PORT = int(os.environ.get("CATENA_PORT", "8000"))


def _secret_key() -> str:
    """Take the key from the environment, else from a file of ours, made at the first start."""
    if given := os.environ.get("CATENA_SECRET_KEY"):
        return given
    file = CATENA_HOME / "secret.key"
    if not file.exists():
        CATENA_HOME.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = file.with_name(f"secret.key.{os.getpid()}")
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(50))
        # A link fails if another process was faster: whoever came first has named the key.
        with contextlib.suppress(FileExistsError):
            os.link(draft, file)
        draft.unlink()
    return file.read_text()


SECRET_KEY = _secret_key()
DEBUG = False
_host = urlsplit(PUBLIC_URL)
ALLOWED_HOSTS = [_host.hostname] if _host.hostname else []
ALLOWED_HOSTS += ["localhost", "127.0.0.1", "[::1]"]
if HOST not in {"0.0.0.0", "::"}:  # noqa: S104 - compared with, not bound to
    ALLOWED_HOSTS.append(HOST)
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL] if PUBLIC_URL else []
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _host.scheme == "https"
if _host.scheme == "https":
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 60 * 60 * 24 * 30
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "csp",
    "corpus",
    "annotations",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "api.problems.DatabaseAwayMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
]
ROOT_URLCONF = "catena.urls"
TEMPLATES = [{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}]
STATIC_URL = "/static/"

_database = os.environ.get("DATABASE_URL", "postgresql://localhost/catena")
DATABASES: dict[str, Any] = {
    "default": {
        **dj_database_url.parse(_database, conn_max_age=None, conn_health_checks=True),
        "DISABLE_SERVER_SIDE_CURSORS": False,
    }
}
REDIS_URL = os.environ.get("REDIS_URL", "redis://localhost:6379/0")

AUTH_USER_MODEL = "corpus.User"
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
TIME_ZONE = "UTC"
USE_I18N = False

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "font-src": [SELF],
        "img-src": [SELF, "data:"],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "api.auth.BearerAuthentication",
        "api.auth.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["api.parsers.StrictJSONParser"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "api.problems.handler",
    "URL_FORMAT_OVERRIDE": None,
    "UNAUTHENTICATED_USER": None,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Catena",
    "VERSION": "1",
    "DESCRIPTION": "Upload, read, code and export online conversations.",
    "COMPONENT_SPLIT_REQUEST": True,
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PERMISSIONS": ["rest_framework.permissions.AllowAny"],
    "SERVE_AUTHENTICATION": [],
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
    "SCHEMA_PATH_PREFIX": r"/api/v1",
    "ENUM_NAME_OVERRIDES": {
        "LevelEnum": "annotations.models.LEVELS",
        "ProgressStateEnum": "annotations.models.PROGRESS_STATES",
        "AnnotationStateEnum": "annotations.models.ANNOTATION_STATES",
        "UploadStatusEnum": "corpus.models.UPLOAD_STATUSES",
        "PostStatusEnum": "corpus.models.POST_STATUSES",
        "PostKindEnum": "corpus.models.POST_KINDS",
        "AttributeKindEnum": "corpus.arriving.ATTRIBUTE_KINDS",
        "AttributeOwnerEnum": "corpus.arriving.ATTRIBUTE_OWNERS",
        "ExportedEnum": "annotations.models.WHATS",
        "DeliveryStatusEnum": "corpus.hooks.DELIVERY_STATUSES",
        "WorkStatusEnum": "annotations.exchange.WORK_STATUSES",
        "ProjectStatusEnum": "annotations.exchange.PROJECT_STATUSES",
    },
}

# Uploads are read from disk; only small bodies are ever held in memory.
DATA_UPLOAD_MAX_MEMORY_SIZE = 32 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
UPLOAD_LIMIT = int(os.environ.get("CATENA_UPLOAD_LIMIT", str(2 * 1024**3)))
# Bytes that one corpus' files may take, where it has no limit of its own; 0: as many as they like.
STORAGE_LIMIT = int(os.environ.get("CATENA_STORAGE_LIMIT", "0"))
# Days after which a file that was sent in part only is given up.
UNFINISHED_DAYS = int(os.environ.get("CATENA_UNFINISHED_DAYS", "7"))
# Requests a minute: of one token or signed-in person, and of one address without sign-in.
RATE_LIMIT = int(os.environ.get("CATENA_RATE_LIMIT", "12000"))
RATE_LIMIT_ADDRESS = int(os.environ.get("CATENA_RATE_LIMIT_ADDRESS", "1200"))
# Webhooks go to public https addresses only; an operator may let them go anywhere.
WEBHOOK_PRIVATE = os.environ.get("CATENA_WEBHOOK_PRIVATE") == "1"

# Celery. The broker only wakes workers up; the job rows in PostgreSQL are the truth.
CELERY_BROKER_URL = REDIS_URL.replace("unix://", "redis+socket://", 1)
CELERY_IMPORTS = ["tasks.ingest", "tasks.index", "tasks.export", "tasks.snapshot", "tasks.project"]
CELERY_TASK_IGNORE_RESULT = True
# A killed worker's message comes back; tasks are idempotent by job and chunk.
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
# A chunk takes seconds: what runs longer is stuck.
CELERY_TASK_SOFT_TIME_LIMIT = 90
CELERY_TASK_TIME_LIMIT = 120
# Language models and large pages leave a child big; a fresh one takes its place.
CELERY_WORKER_MAX_MEMORY_PER_CHILD = 100_000
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 120,
    "unacked_restore_interval": 1,
    "unacked_restore_throttle": 1,
    "unacked_mutex_expire": 10,
    # Writers never wait for the broker: a lost wake-up is found by the sweep.
    "socket_connect_timeout": 1,
    "max_retries": 0,
}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_WORKER_HIJACK_ROOT_LOGGER = False

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    # A refused request is the caller's news, told in its answer; ours are the failures.
    "loggers": {"django.request": {"level": "ERROR"}},
}
