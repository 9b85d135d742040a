"""All comment systems whose markup is written down, as families."""

from corpus.ingest.html import systems_blogs, systems_data, systems_forums, systems_services
from corpus.ingest.html.items import Family
from corpus.ingest.html.systems import family

FAMILIES: tuple[Family, ...] = tuple(
    family(system)
    for table in (systems_services, systems_blogs, systems_forums, systems_data)
    for system in table.SYSTEMS
)
