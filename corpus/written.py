"""The SQL that shows when something was written; {0} is the table's alias."""

# When something was written, as the API shows it: the source's clock, its offset if it gave one.
WRITTEN = """
    to_char({0}.written_at AT TIME ZONE 'UTC'
        + make_interval(mins => coalesce({0}.written_offset, 0)),
        'YYYY-MM-DD"T"HH24:MI:SS')
    || CASE WHEN {0}.written_offset IS NULL THEN '' WHEN {0}.written_offset = 0 THEN 'Z'
       ELSE CASE WHEN {0}.written_offset < 0 THEN '-' ELSE '+' END
         || to_char(make_interval(mins => abs({0}.written_offset)), 'HH24:MI') END
"""
