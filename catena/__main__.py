"""Lets `python -m catena` be the same as `catena`."""

from catena.cli import main

raise SystemExit(main())
