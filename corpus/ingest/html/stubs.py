"""Tells what is left of a removed comment ("This comment has been removed by the author.")."""

import re

_LONGEST = 160
_STUB = re.compile(
    r"\A\W*(?:\[?(?:deleted|removed|gelöscht|supprimé|eliminado|rimosso|verwijderd)\]?\W*\Z"
    r"|(?:this|the|a)\s+(?:comment|post|message|reply)\s+(?:has\s+been|was|is)\s+(?:\w+\s+)?"
    r"(?:removed|deleted)\b"
    r"|comment\s+(?:removed|deleted)\b"
    r"|(?:dieser|der)\s+kommentar\s+wurde\s+(?:\S+\s+){0,5}(?:entfernt|gelöscht)"
    r"|(?:este|el)\s+comentario\s+(?:ha\s+sido|fue)\s+(?:eliminado|borrado|suprimido)"
    r"|(?:este|o)\s+comentário\s+foi\s+(?:removido|eliminado|apagado|excluído)"
    r"|(?:este|o)\s+comentario\s+foi\s+eliminado"
    r"|ce\s+commentaire\s+a\s+été\s+(?:supprimé|retiré|effacé)"
    r"|questo\s+commento\s+è\s+stato\s+(?:eliminato|rimosso|cancellato)"
    r"|(?:deze\s+reactie|dit\s+bericht|deze\s+opmerking)\s+(?:is|werd)\s+(?:\S+\s+){0,5}verwijderd"
    r"|(?:den\s+här|denna|denne|dette)\s+\w+\s+(?:har|er|är|blev)\s+(?:\S+\s+){0,5}"
    r"(?:tagits\s+bort|borttagen|fjernet|slettet|raderats)"
    r"|(?:ten|tento|tento)\s+(?:komentarz|komentář|komentár)\s+(?:został|byl|bol)\s+\S*"
    r"(?:usunięty|odstraněn|odstránený|smazán)"
    r"|(?:этот\s+)?комментарий\s+(?:был\s+)?удал[её]н"
    r"|kirjoittaja\s+on\s+poistanut|tämä\s+kommentti\s+on\s+poistettu"
    r"|bu\s+yorum\s+\S*\s*(?:\S+\s+){0,3}(?:kaldırıldı|silindi)"
    r"|(?:このコメント|この投稿)は\S*削除|此評論已|此评论已|此留言已"
    r")",
    re.IGNORECASE,
)


def is_stub(text: str) -> bool:
    """Say whether a comment's text is only the notice that it was removed, in many languages."""
    return len(text) <= _LONGEST and _STUB.match(text) is not None
