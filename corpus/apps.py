"""Django's handle on the corpus package."""

from django.apps import AppConfig


class CorpusConfig(AppConfig):
    """What was collected."""

    name = "corpus"
    default_auto_field = "django.db.models.BigAutoField"
