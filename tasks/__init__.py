"""Celery tasks, three to eight lines each."""
