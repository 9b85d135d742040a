"""The asynchronous client. The synchronous one in `_sync` is made from it by a script."""
