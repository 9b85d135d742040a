# Made from catena_client/_async by scripts/make_sync.py: change it there.
"""The synchronous client, made from `_async` by a script."""
