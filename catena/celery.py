"""The Celery application. Its options, with reasons, are in `settings.py` under CELERY_."""

import os

from celery import Celery

from tasks.sweeper import Sweeper

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "catena.settings")

app = Celery("catena")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.steps["worker"].add(Sweeper)
