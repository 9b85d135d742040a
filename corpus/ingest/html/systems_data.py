"""How vocabularies (microdata, RDFa, microformats) mark comments on elements. See `systems`."""

from corpus.ingest.html.systems import System

MICRODATA = System(
    name="microdata",
    sign=("schema.org/Comment", "schema.org/UserComments", "itemprop"),
    item="[itemtype=http://schema.org/Comment], [itemtype=https://schema.org/Comment], "
    "[itemtype=http://schema.org/UserComments], [itemtype=https://schema.org/UserComments], "
    "[itemprop=comment][itemscope], [itemprop=comments][itemscope]",
    body="[itemprop=text], [itemprop=commentText], [itemprop=articleBody], [itemprop=description], "
    "[itemprop=reviewBody]",
    author="[itemprop=author] [itemprop=name], [itemprop=creator] [itemprop=name], "
    "[itemprop=author], [itemprop=creator]",
    date="[itemprop=dateCreated], [itemprop=datePublished], [itemprop=commentTime], time",
    number=r"(?:\A|[#_-]|comment|post|answer|reply|c)(\d{1,19}|[0-9a-f]{12,40})\Z",
    answers="[itemprop=parentItem], [itemprop=replyToUrl]",
    parent=r"#[a-z_-]*?-?(\d{1,19}|[0-9a-f]{12,40})\Z",
    count="[itemprop=commentCount], [itemprop=interactionCount]",
    confidence=0.9,
)
RDFA = System(
    name="RDFa",
    sign=("sioc:Post", "schema:Comment", "sioct:Comment"),
    item="[typeof=schema:Comment], [typeof=Comment], [typeof=sioct:Comment]",
    body="[property=schema:text], [property=text], [property=content:encoded]",
    author="[property=schema:author], [property=author], [property=foaf:name], [property=name]",
    date="[property=schema:dateCreated], [property=dateCreated], [property=dc:created], time",
    number=r"(?:\A|[#_-]|comment|c)(\d{1,19})\Z",
    confidence=0.88,
)
MICROFORMATS = System(
    name="microformats",
    item=".u-comment, .p-comment",
    body=".e-content, .p-content, .p-summary, .p-name",
    author=".p-author .p-name, .p-author, .u-author, .h-card",
    date=".dt-published, time",
    number=r"(?:\A|[#_-]|comment|c)(\d{1,19})\Z",
    confidence=0.9,
)

SYSTEMS = (MICRODATA, RDFA, MICROFORMATS)
