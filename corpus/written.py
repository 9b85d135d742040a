"""How times are shown, mostly as SQL: ours in UTC, the source's as far as it gave them."""

from datetime import datetime

# A moment that Catena made.
STAMP = """to_char({} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')"""

# When something was written: the source's clock, its offset if it gave one. {0}: the table.
WRITTEN = """
    to_char({0}.written_at AT TIME ZONE 'UTC'
        + make_interval(mins => coalesce({0}.written_offset, 0)),
        'YYYY-MM-DD"T"HH24:MI:SS')
    || CASE WHEN {0}.written_offset IS NULL THEN '' WHEN {0}.written_offset = 0 THEN 'Z'
       ELSE CASE WHEN {0}.written_offset < 0 THEN '-' ELSE '+' END
         || to_char(make_interval(mins => abs({0}.written_offset)), 'HH24:MI') END
"""


def stamp(moment: datetime) -> str:
    """Show a moment that Catena made, in UTC, as `STAMP` does."""
    return f"{moment:%Y-%m-%dT%H:%M:%S.%f}Z"
