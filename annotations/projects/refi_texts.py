"""The texts of a REFI-QDA project: files of the package, or content inside the XML."""

import re
from urllib.parse import unquote

from annotations.projects.model import ProjectIn
from annotations.projects.package import Package
from annotations.projects.refi_xml import Node, first
from corpus.errors import UnreadableError
from corpus.ingest.archives.kinds import leaves_archive
from corpus.ingest.encoding import mark_of

_SCHEME = re.compile(r"^(internal|relative|absolute|file)\s*:/{0,3}", re.IGNORECASE)
Text = tuple[str, bool]


class Texts:
    """Finds texts in a package; what cannot be found is counted in the project's losses."""

    def __init__(self, package: Package, project: ProjectIn) -> None:
        self._package, self._project = package, project
        self._by_base: dict[str, str] = {}
        for name in package.names:
            self._by_base.setdefault(name.rpartition("/")[2].casefold(), name)

    def of(self, node: Node) -> Text | None:
        """Return the text of a source or note as it stands, and whether it began with a BOM.

        Raises:
            UnreadableError: `path_escape`, a path leads out of the package; and as `Package`.
        """
        path = node.get("plainTextPath", "").strip()
        if path:
            name = self._find(path)
            if name is not None:
                return self._decoded(self._package.read(name))
            self._project.lose(
                "text_missing",
                f"Texts that are not in the file, such as “{path[-80:]}”: without them their"
                " passages cannot be loaded.",
            )
            return None
        content = first(node, "PlainTextContent")
        if content is not None:
            text = "".join(content.itertext())
            return text.removeprefix("\ufeff"), text.startswith("\ufeff")
        if node.get("richTextPath"):
            self._project.lose("rich_text_only", "Texts without a plain version are left out.")
        return None

    def _find(self, path: str) -> str | None:
        plain = unquote(_SCHEME.sub("", path)).replace("\\", "/")
        is_internal = path.casefold().startswith("internal:")
        if is_internal and leaves_archive(plain):
            raise UnreadableError(
                f"A text's path, “{path[:80]}”, leads out of the file. No program writes that;"
                " nothing was taken in.",
                code="path_escape",
            )
        for folder in ("sources/", ""):
            if (name := self._package.find(folder + plain)) is not None:
                return name
        return self._by_base.get(plain.rpartition("/")[2].casefold())

    def _decoded(self, data: bytes) -> Text:
        if marked := mark_of(data):
            mark, encoding = marked
            return data[len(mark) :].decode(encoding, "replace"), True
        try:
            return data.decode("utf-8"), False
        except UnicodeDecodeError:
            self._project.lose(
                "encoding_guessed", "Texts that are not UTF-8 were read as Windows-1252."
            )
            return data.decode("cp1252", "replace"), False
