"""For which program a project is written, and the habits of each. Pure Python.

The habits were measured on files of these programs and read in their sources (docs/exchange.md);
the standard itself is: code points, LF, no BOM.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Profile:
    """How a program wants it.

    `crlf`: lines end with CR LF, both counted. `utf16`: positions count UTF-16 units. `bom`: texts
    begin with a byte order mark, not counted. `whole_spans`: a code on a thread is put on its whole
    text. `case_codes`: a case is a code, too, so that its passages arrive. `journals`: memos on
    sources stand alone. `sidecar`: `catena.json` may lie in the file. `fractions`: of seconds.
    """

    name: str
    crlf: bool = False
    utf16: bool = False
    bom: bool = False
    lower_guids: bool = False
    whole_spans: bool = False
    case_codes: bool = False
    journals: bool = False
    sidecar: bool = False
    fractions: bool = False

    def moment(self, stamp: str) -> str:
        """Return a UTC time in the API's form as this program gets it."""
        return stamp if self.fractions else f"{stamp[:19]}Z"

    def written(self, text: str) -> bytes:
        """Return a text's bytes in a file of its own."""
        lines = text.replace("\n", "\r\n") if self.crlf else text
        return lines.encode("utf-8-sig" if self.bom else "utf-8")


PROFILES = {
    one.name: one
    for one in (
        Profile("standard", sidecar=True, fractions=True),
        Profile("qualcoder", whole_spans=True, case_codes=True, journals=True, sidecar=True),
        Profile("nvivo", crlf=True, utf16=True, bom=True, lower_guids=True),
        Profile("maxqda", crlf=True),
        Profile("atlasti"),
    )
}
