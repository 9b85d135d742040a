"""Builds invented mail for the tests."""

from base64 import encodebytes


def message(
    number: int, *, answers: int | None = None, text: str = "", who: str = "Ada", **lines: str
) -> str:
    """Return a message; `lines` are further header lines, `_` for `-`, "" leaves one out."""
    head = {
        "From": f"{who} <{who.lower()}@lamp.example>",
        "To": "talk@lamp.example",
        "Subject": "On lamps" if answers is None else "Re: On lamps",
        "Date": f"Mon, 05 Jan 2015 {10 + number // 60:02}:{number % 60:02}:00 +0100",
        "Message-ID": f"<m{number}@post.example>",
        "In-Reply-To": "" if answers is None else f"<m{answers}@post.example>",
    }
    head |= {name.replace("_", "-"): value for name, value in lines.items()}
    said = "".join(f"{name}: {value}\n" for name, value in head.items() if value)
    return f"{said}\n{text or f'Comment {number}: it was lit.'}\n"


def mbox(*messages: str) -> bytes:
    """Return an mbox of messages."""
    mark = "From ada@lamp.example Mon Jan  5 10:00:00 2015\n"
    return "\n".join(mark + one for one in messages).encode()


def parted(*parts: str, kind: str = "mixed") -> str:
    """Return a message whose text is a multipart of parts, each with its own header lines."""
    inner = "".join(f"--=_edge\n{part}\n" for part in parts)
    kind = f'multipart/{kind}; boundary="=_edge"'
    return message(1, text=f"A preamble.\n{inner}--=_edge--", Content_Type=kind)


def packed(text: str, charset: str) -> str:
    """Return text as base64 of a charset."""
    return encodebytes(text.encode(charset)).decode()


TALK = mbox(
    message(1, text="The lamp was lit at dusk and it shone over the whole long harbour wall."),
    message(
        2,
        answers=1,
        who="Bo",
        text="On Monday Ada wrote:\n> The lamp was lit at dusk and "
        "it shone\n> over the whole long harbour wall.\n\nDid it?\n-- \nBo",
    ),
    message(3, answers=2, X_Originating_IP="[192.0.2.7]"),
    message(4, answers=1, who="Cy"),
    message(5, answers=99, who="Di", text="Comment 5 to something unseen."),
)
