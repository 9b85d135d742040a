"""Archives: each file is handed out, left out with a reason or broken; bombs are inert."""

import bz2
import gzip
import io
import lzma
import stat
import struct
import tarfile
import tempfile
import tracemalloc
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.errors import UnreadableError
from corpus.ingest.archives import Broken, LeftOut, Limits, Member, is_archive, members

PAGE = b"<html><title>Of lamps</title><p>The lamp was lit.</p></html>"
FILES = {"one.html": PAGE, "two/three.txt": b"The oil came late.\n" * 40, "four.json": b"[]"}


def zipped(files: dict[str, bytes], **options: int) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression=zipfile.ZIP_DEFLATED, **options) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def tarred(files: dict[str, bytes], mode: str = "w", kind: int = tarfile.PAX_FORMAT) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode=mode, format=kind) as archive:
        for name, data in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return buffer.getvalue()


class Walked:
    """What a walk gave: contents by name, faults by name, what was left out by reason."""

    def __init__(self, data: bytes, name: str = "archive", limits: Limits | None = None) -> None:
        self.read: list[tuple[str, bytes]] = []
        self.broken: list[tuple[str, str]] = []
        self.left: dict[str, int] = {}
        self.notes: list[str] = []
        self.ordinals: list[int] = []
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "kept"
            path.write_bytes(data)
            for part in members(path, limits or Limits(), name=name):
                self._take(part)

    def _take(self, part: object) -> None:
        match part:
            case Member():
                self.notes += [note.code for note in part.notes]
                self.ordinals.append(part.ordinal)
                try:
                    self.read.append((part.name, part.open().read()))
                except UnreadableError as error:
                    self.broken.append((part.name, error.code))
            case Broken():
                self.broken.append((part.name, part.code))
            case LeftOut():
                self.left[part.code] = part.count


ARCHIVES = {
    "zip": zipped(FILES),
    "tar": tarred(FILES),
    "tar with GNU names": tarred(FILES, kind=tarfile.GNU_FORMAT),
    "tar.gz": tarred(FILES, "w:gz"),
    "tar.bz2": tarred(FILES, "w:bz2"),
    "tar.xz": tarred(FILES, "w:xz"),
    "zip in front of which something stands": b"PK00" + zipped(FILES),
}


@pytest.mark.parametrize("data", ARCHIVES.values(), ids=ARCHIVES)
def test_every_file_of_an_archive_comes_out_whole(data: bytes) -> None:
    walked = Walked(data)
    assert walked.read == list(FILES.items())
    assert (walked.broken, walked.left) == ([], {})


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress])
def test_a_single_compressed_export_is_one_file_named_without_its_ending(pack) -> None:
    data = pack(PAGE)
    assert is_archive(data[:300])
    assert Walked(data, "site.xml.gz").read == [("site.xml", PAGE)]


def test_two_streams_in_one_compressed_file_are_read_on() -> None:
    for pack in (gzip.compress, bz2.compress, lzma.compress):
        assert Walked(pack(b"one ") + pack(b"two")).read[0][1] == b"one two"


def test_a_text_or_a_document_is_no_archive() -> None:
    assert is_archive(b"PK is a text that begins oddly") is None
    assert is_archive(zipped({"[Content_Types].xml": b"<x/>"})[:300]) is None
    assert is_archive(zipped({"mimetype": b"application/epub+zip"})[:300]) is None
    assert is_archive(b"") is None
    assert is_archive(b"BZhow to write") is None


def test_what_surrounds_a_saved_page_is_left_out_and_counted() -> None:
    files = {
        "page.html": PAGE,
        "page_files/a.css": b"p{}",
        "page_files/jquery.js.download": b"x()",
        "page_files/style.css?ver=6.1": b"p{}",
        "page_files/avatar": b"\x89PNG\r\n\x1a\n....",
        "page_files/frame.html": PAGE,
        "__MACOSX/._page.html": b"\0\5\x16\7",
        ".DS_Store": b"x",
        "sub/Thumbs.db": b"x",
        "empty.txt": b"",
        "sub/": b"",
    }
    walked = Walked(zipped(files))
    assert [name for name, _ in walked.read] == ["page.html", "page_files/frame.html"]
    assert walked.left == {"asset": 4, "system_file": 3, "empty_file": 1, "directory": 1}
    assert walked.ordinals == [0, 5]


def test_what_was_left_out_is_told_with_examples(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(zipped({f"{number}.png": b"x" for number in range(30)}))
    (left,) = members(path)
    assert isinstance(left, LeftOut)
    assert (left.code, left.count, left.examples[0]) == ("asset", 30, "0.png")
    assert len(left.examples) == 5


ESCAPES = ["../../etc/passwd", "/etc/passwd", "C:\\Windows\\x.txt", "..\\..\\x.txt", "a/../../b"]


@pytest.mark.parametrize("name", ESCAPES)
def test_a_name_that_leads_out_of_the_archive_is_a_label_only(name: str, tmp_path: Path) -> None:
    for data in (zipped({name: PAGE}), tarred({name: PAGE})):
        walked = Walked(data)
        assert walked.read == [(name.replace("\\", "/"), PAGE)]
        assert walked.notes == ["unsafe_name"]
    assert list(tmp_path.iterdir()) == []


def test_a_name_cannot_hide_its_ending_or_break_a_line() -> None:
    ((name, _),) = Walked(tarred({"a\u202egpj.\nhtml": PAGE})).read
    assert name == "a\ufffdgpj.\ufffdhtml"


def test_two_files_of_one_name_are_both_read() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("a.txt", b"first")
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("a.txt", b"second")
    walked = Walked(buffer.getvalue())
    assert walked.read == [("a.txt", b"first"), ("a.txt", b"second")]
    assert walked.notes == ["duplicate_name"]


def test_links_and_devices_are_not_followed() -> None:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        for name, kind in (("s", tarfile.SYMTYPE), ("h", tarfile.LNKTYPE), ("d", tarfile.CHRTYPE)):
            info = tarfile.TarInfo(name)
            info.type, info.linkname = kind, "/etc/passwd"
            archive.addfile(info)
    assert Walked(buffer.getvalue()).left == {"link": 2, "device": 1}
    info = zipfile.ZipInfo("link")
    info.create_system, info.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as zipping:
        zipping.writestr(info, "/etc/passwd")
    walked = Walked(buffer.getvalue())
    assert (walked.left, walked.read) == ({"link": 1}, [])


def test_names_are_read_as_utf_8_where_they_are_that() -> None:
    data = zipped({"\u00e4.txt": PAGE})
    at = data.rfind(b"PK\x01\x02")
    unsaid = bytearray(data)
    for place in (6, at + 8):
        unsaid[place + 1] &= ~8
    assert Walked(data).read[0][0] == Walked(bytes(unsaid)).read[0][0] == "\u00e4.txt"
    old = data.replace("\u00e4".encode(), b"\x84x").replace(b"x.txt", b".htxt")
    assert old != data
    plain = zipped({"z.txt": PAGE}).replace(b"z.txt", b"\x84.txt")
    assert Walked(plain).read[0][0] == "\u00e4.txt"


def encrypted(data: bytes) -> bytes:
    changed = bytearray(data)
    changed[6] |= 1
    changed[data.find(b"PK\x01\x02") + 8] |= 1
    return bytes(changed)


def test_an_encrypted_file_is_named_and_the_others_are_read() -> None:
    walked = Walked(encrypted(zipped(FILES)))
    assert walked.broken == [("one.html", "encrypted")]
    assert walked.read == list(FILES.items())[1:]


def test_a_wrong_check_sum_costs_its_file_only() -> None:
    data = bytearray(zipped(FILES))
    data[data.find(b"PK\x01\x02") + 16] ^= 1
    walked = Walked(bytes(data))
    assert walked.broken == [("one.html", "damaged_member")]
    assert walked.read == list(FILES.items())[1:]


def test_a_method_that_cannot_be_unpacked_safely_is_named() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression=zipfile.ZIP_BZIP2) as archive:
        archive.writestr("a.txt", b"x" * 500)
    assert Walked(buffer.getvalue()).broken == [("a.txt", "unknown_compression")]


def test_archives_in_an_archive_are_opened_to_depth_two() -> None:
    inner = zipped({"b.txt": b"inner"})
    data = tarred({"a.zip": inner, "c.tar.gz": tarred({"d.zip": inner, "e.txt": b"e"}, "w:gz")})
    walked = Walked(data)
    assert walked.read == [("a.zip/b.txt", b"inner"), ("c.tar.gz/e.txt", b"e")]
    assert walked.broken == [("c.tar.gz/d.zip", "too_deep")]


def test_a_damaged_archive_inside_costs_itself_only() -> None:
    inner = zipped(FILES)
    walked = Walked(zipped({"a.zip": inner[:60], "b.txt": b"b"}))
    assert walked.read[-1] == ("b.txt", b"b")
    assert ("a.zip", "damaged_archive") in walked.broken


def streamed(files: dict[str, bytes]) -> bytes:
    """Return a ZIP written to a pipe: sizes stand after the data."""

    class Pipe(io.RawIOBase):
        def __init__(self) -> None:
            self.parts: list[bytes] = []

        def writable(self) -> bool:
            return True

        def write(self, data) -> int:
            self.parts.append(bytes(data))
            return len(data)

    pipe = Pipe()
    with zipfile.ZipFile(pipe, "w", compression=zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return b"".join(pipe.parts)


CUT = {**ARCHIVES, "zip written to a pipe": streamed(FILES)}
CUT.pop("tar.bz2")  # One block holds all of it: a cut takes everything, rightly.
CUT.pop("tar.xz")
CUT.pop("tar.gz")


@pytest.mark.parametrize("data", CUT.values(), ids=CUT)
def test_cut_at_any_byte_what_stands_before_is_read(data: bytes) -> None:
    places = [data.find(content[:30]) for content in FILES.values()]
    for stop in range(1, len(data), 7):
        if is_archive(data[:stop]) is None:
            continue
        walked = Walked(data[:stop])
        assert walked.read == list(FILES.items())[: len(walked.read)]
        whole = [end for end in _ends(data) if end <= stop]
        assert len(walked.read) >= len(whole), (stop, places)
        told = walked.read or walked.broken
        assert told or not whole


def _ends(data: bytes) -> list[int]:
    """Return where each file's data ends for sure: at the next header, or the directory."""
    sign = b"PK\x03\x04" if data[:2] == b"PK" else b"ustar"
    begins = [at for at in range(len(data)) if data.startswith(sign, at)]
    end = data.find(b"PK\x01\x02") if data[:2] == b"PK" else begins[-1] + 1024
    return [*begins[1:], end][-len(FILES) :] if data[:2] == b"PK" else [*begins[1:], end]


def test_a_cut_archive_says_so() -> None:
    data = zipped(FILES)
    walked = Walked(data[: data.find(b"PK\x01\x02")])
    assert walked.read == list(FILES.items())
    assert walked.broken == [("", "damaged_archive")]
    walked = Walked(tarred(FILES)[:1500])
    assert walked.broken[-1] == ("", "damaged_archive")
    walked = Walked(gzip.compress(PAGE * 9)[:-9], "a.xml.gz")
    assert walked.broken[0] == ("a.xml", "damaged_member")


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(list(ARCHIVES.values())), st.data())
def test_no_damage_raises(data: bytes, draw) -> None:
    changed = bytearray(data)
    for _ in range(draw.draw(st.integers(1, 6))):
        changed[draw.draw(st.integers(0, len(data) - 1))] = draw.draw(st.integers(0, 255))
    if is_archive(bytes(changed)) is not None:
        Walked(bytes(changed))


def test_a_bomb_is_stopped_while_it_unpacks() -> None:
    zeros = bytes(20 * 1024**2)
    limits = Limits(ratio_from=1024**2)
    for data in (
        zipped({"bomb.txt": zeros, "a.txt": b"a"}),
        tarred({"bomb.txt": zeros, "a.txt": b"a"}, "w:gz"),
        tarred({"bomb.txt": zeros, "a.txt": b"a"}, "w:xz"),
        bz2.compress(zeros),
    ):
        tracemalloc.start()
        try:
            walked = Walked(data, limits=limits)
            peak = tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()
        assert "archive_limit" in {code for _, code in walked.broken}
        assert len(walked.read) <= 1
        assert peak < 24 * 1024**2  # The decoder of xz takes 8 MiB for itself, that of bzip2 4.


def test_files_that_share_their_bytes_are_one_bomb_together() -> None:
    """Many entries of the directory point to one piece of data, each modestly packed."""
    once = zipped({"a.txt": bytes(900_000)})
    at = once.find(b"PK\x01\x02")
    entry = once[at : once.find(b"PK\x05\x06")]
    directory = entry * 300
    end = struct.pack("<4sHHHHIIH", b"PK\5\6", 0, 0, 300, 300, len(directory), at, 0)
    walked = Walked(once[:at] + directory + end)
    assert walked.broken[-1] == ("", "archive_limit")
    assert sum(len(data) for _, data in walked.read) < 20_000_000


def test_an_archive_that_holds_itself_over_and_over_ends() -> None:
    data = zipped({"a.txt": b"x" * 100_000})
    for _ in range(6):
        data = zipped({f"{number}.zip": data for number in range(10)})
    walked = Walked(data)
    assert {code for _, code in walked.broken} == {"too_deep"}


def test_limits_are_kept_and_named() -> None:
    many = {f"{number}.txt": b"x" for number in range(12)}
    for data in (zipped(many), tarred(many)):
        walked = Walked(data, limits=Limits(members=10))
        assert (len(walked.read), walked.broken) == (10, [("", "archive_limit")])
        walked = Walked(data, limits=Limits(entries=10))
        assert walked.broken == [("", "archive_limit")]
        walked = Walked(data, limits=Limits(total=5))
        assert len(walked.read) <= 12
    big = {"a.txt": b"x" * 5_000, "b.txt": b"b"}
    for data in (zipped(big), tarred(big), tarred(big, "w:gz")):
        walked = Walked(data, limits=Limits(member=4_000))
        assert walked.broken == [("a.txt", "too_large")]
        assert walked.read == [("b.txt", b"b")]
    assert Walked(zipped(big), limits=Limits(total=100)).broken[-1] == ("", "archive_limit")


def test_a_size_that_the_archive_states_falsely_is_not_believed() -> None:
    data = bytearray(zipped({"a.txt": b"x" * 50_000}))
    data[22:26] = data[data.find(b"PK\x01\x02") + 24 :][:4] = struct.pack("<I", 10)
    at = bytes(data).find(b"PK\x01\x02")
    data[at + 24 : at + 28] = struct.pack("<I", 10)
    walked = Walked(bytes(data), limits=Limits(member=4_000))
    assert walked.broken == [("a.txt", "too_large")]


def test_a_header_as_large_as_a_bomb_is_refused() -> None:
    info = tarfile.TarInfo("././@PaxHeader")
    info.type, info.size = tarfile.XHDTYPE, 50_000_000
    data = gzip.compress(info.tobuf() + bytes(50_000_000) + tarred(FILES))
    tracemalloc.start()
    try:
        walked = Walked(data)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert walked.broken == [("", "damaged_archive")]
    assert peak < 8 * 1024**2


def test_a_sparse_file_is_named_and_the_next_one_read() -> None:
    info = tarfile.TarInfo("holes.txt")
    info.size = 700
    sparse = bytearray(info.tobuf(tarfile.GNU_FORMAT))
    sparse[156:157] = tarfile.GNUTYPE_SPARSE
    sparse[148:156] = b"        "
    sparse[148:156] = b"%06o\0 " % sum(sparse)
    data = bytes(sparse) + bytes(1024) + tarred({"a.txt": b"a"})
    walked = Walked(data)
    assert walked.broken == [("holes.txt", "sparse_file")]
    assert walked.read == [("a.txt", b"a")]


def test_a_long_name_of_either_kind_is_kept() -> None:
    name = "folder/" * 30 + "\u00fcber.txt"
    for kind in (tarfile.PAX_FORMAT, tarfile.GNU_FORMAT):
        ((read, _),) = Walked(tarred({name: PAGE}, kind=kind)).read
        assert read == name


def test_the_limits_hold_over_all_walks_of_one_archive(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(zipped(FILES))
    parts = list(members(path, Limits(total=1_000), spent=990))
    assert [type(part) for part in parts] == [Broken, Broken]
    assert {part.code for part in parts if isinstance(part, Broken)} == {"archive_limit"}


def test_a_member_that_is_not_read_does_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "a"
    for data in ARCHIVES.values():
        path.write_bytes(data)
        assert [part.name for part in members(path) if isinstance(part, Member)] == list(FILES)


def test_a_file_without_a_name_is_read_and_called_something() -> None:
    # Readers of directories end a name at a NUL: nothing is left of this one.
    data = zipped({"~": PAGE}).replace(b"~", b"\0")
    ((name, content),) = Walked(data).read
    assert name
    assert content == PAGE


def test_damage_in_an_archive_that_lost_its_directory_ends_it_in_words() -> None:
    data = streamed(FILES)
    data = data[: data.find(b"PK\x01\x02")]
    at = data.rfind(b"PK\x03\x04") + 30 + len("four.json")
    walked = Walked(data[:at] + b"\xff" * 8 + data[at + 8 :])
    assert walked.read == list(FILES.items())[:2]
    assert walked.broken == [("four.json", "damaged_member"), ("", "damaged_archive")]


def test_what_is_no_archive_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(b"just a text")
    with pytest.raises(UnreadableError, match="no archive"):
        list(members(path))
