"""The codebook in use as other programs read it."""

from annotations.exports.refi.qdc import codebook_file
from annotations.exports.rows import CodeRow
from annotations.queries import codes_shown
from corpus import privacy


def codebook_as_qdc(corpus_id: int) -> bytes:
    """Return the codes in use as a REFI-QDA codebook; GUIDs are those of the exports."""
    rows = [
        CodeRow(**{name: code.get(name, "") for name in CodeRow._fields})
        for code in codes_shown(corpus_id, archived=False)
    ]
    return codebook_file(rows, privacy.key_of(corpus_id).hex())
