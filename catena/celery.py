"""The Celery application. Its options, with reasons, are in `settings.py` under CELERY_."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "catena.settings")

app = Celery("catena")
app.config_from_object("django.conf:settings", namespace="CELERY")
# By name: the steps need Django, which is set up only when a worker starts.
app.steps["worker"].add("tasks.sweeper:Sweeper")
app.steps["worker"].add("tasks.teller:Teller")
