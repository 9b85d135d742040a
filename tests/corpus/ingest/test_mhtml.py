"""A page that a browser saved as MHTML is handed out as the page it was, with address and time."""

import quopri
from pathlib import Path

from corpus.ingest.archives import is_archive
from corpus.ingest.html.looks import sniff as sniff_html
from corpus.ingest.mail.reader import sniff as sniff_mail
from tests.corpus.ingest.mail.messages import parted
from tests.corpus.ingest.test_web_archives import Walked

PAGE = (
    "<!DOCTYPE html><html><body><p>Die Lampe schien schön über den ganzen Hafen.</p></body></html>"
)


def saved(body: str = "", *, how: str = "quoted-printable") -> bytes:
    """Return a page as Chromium saves it."""
    page = body or quopri.encodestring(PAGE.encode()).decode()
    return (
        "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://lamp.example/one\r\n"
        "Subject: =?utf-8?Q?On=20lamps?=\r\nDate: Mon, 30 Nov 2026 18:30:00 -0000\r\n"
        'MIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\ttype="text/html";\r\n'
        '\tboundary="----Edge--x----"\r\n\r\n\r\n------Edge--x----\r\nContent-Type: text/html\r\n'
        f"Content-ID: <frame@mhtml.blink>\r\nContent-Transfer-Encoding: {how}\r\n"
        f"Content-Location: https://lamp.example/one\r\n\r\n{page}\r\n------Edge--x----\r\n"
        "Content-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n"
        "Content-Location: https://lamp.example/a.png\r\n\r\niVBORw0K\r\n------Edge--x----\r\n"
        "Content-Type: text/html\r\nContent-Location: https://other.example/frame\r\n\r\n<p>Ad.\r\n"
        "------Edge--x------\r\n"
    ).encode()


def test_the_page_is_handed_out_with_its_address_and_the_moment_of_its_saving(
    tmp_path: Path,
) -> None:
    assert is_archive(saved()) == "mhtml"
    walked = Walked(tmp_path, saved())
    (member,) = walked.members
    assert walked.bytes[0].decode().strip() == PAGE
    assert member.said == {
        "url": "https://lamp.example/one", "captured": "2026-11-30T18:30:00+00:00",
    }  # fmt: skip
    assert walked.left == {"saved_with": 2}
    assert not walked.broken


def test_a_saved_page_that_was_cut_gives_what_there_is_and_says_so(tmp_path: Path) -> None:
    data = saved()
    for cut in range(400, len(data), 53):
        walked = Walked(tmp_path, data[:cut])
        if walked.members and not walked.bytes[0].endswith(b"</html>\r\n"):
            assert [one.code for one in walked.broken] == ["damaged_archive"]


def test_mail_with_pictures_is_mail_and_a_saved_page_is_none() -> None:
    mail = parted("Content-Type: text/html\n\n<p>A<p>B", kind="related").encode()
    assert is_archive(mail) is None
    assert sniff_mail(mail, "").confidence > 0.9
    assert sniff_html(mail, "").confidence < 0.7
    assert sniff_mail(saved(), "").confidence == 0
