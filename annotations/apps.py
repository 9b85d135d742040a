"""Django's handle on the annotations package."""

from django.apps import AppConfig


class AnnotationsConfig(AppConfig):
    """What researchers say about the corpus."""

    name = "annotations"
    default_auto_field = "django.db.models.BigAutoField"
