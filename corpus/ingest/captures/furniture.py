"""Lines of a page that nobody wrote: buttons, votes, badges, avatars, forms, lists of other pages.

Each function looks at one line. Where furniture begins and ends on a page is told elsewhere.
"""

import re
from functools import lru_cache

_I = re.IGNORECASE
_REMEMBERED = 8_192
_TAIL = 60

_REPLY = (
    "Reply|Replies|Antworten|Antwort|Répondre|Responder|Rispondi|Replica|Beantwoorden|Reageren|"
    "Reageer|Odpowiedz|Odpowiedź|Odpovědět|Odpovedať|Reagovat|Ответить|Відповісти|Отговор|Svara|"
    "Svar|Besvar|Vastaa|Yanıtla|Cevapla|Válasz|Απάντηση|Răspunde|Odgovori|Trả lời|Balas|پاسخ|رد|"
    "הגב|השב|返信|返信する|回复|回覆|답글|답글 달기|댓글 달기|Respon|Vasta|Atsakyti|Atbildēt|Vasta"
)
_DO = (
    "Delete|Löschen|Supprimer|Eliminar|Elimina|Excluir|Apagar|Verwijderen|Usuń|Odstranit|Удалить|"
    "Видалити|Ta bort|Slet|Slett|Poista|Sil|削除|删除|刪除|삭제|신고|"
    "댓글쓰기|수정/삭제|举报|檢舉|通報|通報する|返信する|حذف|מחק|מחיקה|Törlés|"
    "Edit|Bearbeiten|Modifier|Editar|Modifica|Bewerken|Edytuj|Upravit|Изменить|Редактировать|"
    "Redigera|Rediger|Muokkaa|Düzenle|編集|编辑|수정|"
    "Like|Likes|Liked|Unlike|Dislike|Gefällt mir|J’aime|J'aime|Me gusta|Curtir|Gosto|Mi piace|"
    "Vind ik leuk|Lubię to|To se mi líbí|Нравится|Мне нравится|Подобається|Gilla|Synes godt om|"
    "Liker|Tykkää|Beğen|いいね|いいね!|喜欢|赞|讚|좋아요|Upvote|Downvote|Vote|Vote up|Vote down|"
    "Recommend|Share|Teilen|Partager|Compartir|Compartilhar|Condividi|Delen|Udostępnij|Sdílet|"
    "Поделиться|Dela|Del|Jaa|Paylaş|共有|分享|공유|Tweet|Facebook|Twitter|Email|Save|"
    "Follow|Bookmark|"
    "Quote|Zitieren|Zitat|Citer|Citar|Cita|Citeren|Cytuj|Цитата|Цитировать|Citera|引用|"
    "Report|Report abuse|Report comment|Report this comment|Melden|Signaler|Reportar|Denunciar|"
    "Segnala|Rapporteren|Rapporteer|Zgłoś|Nahlásit|Пожаловаться|Anmäl|Flag|Flag as inappropriate|"
    "Spam|Abuse|Report post|Ignore|Block|Hide|Collapse|Expand|Show|More|More options|Show more|"
    "Show less|Read more|See more|Mehr anzeigen|Expand full comment|Show more replies|"
    "Permalink|Permanent link|Perma-link|Lien permanent|Enlace permanente|Link permanente|Link|"
    "Direct link|Direktlink|Thread|Parent|Parent comment|Freeze|Screen|Track this|Unscreen|"
    "Log in to Reply|Log in to reply|Login to reply|Login or register to post comments|"
    "Log in or register to post comments|Zum Antworten anmelden|Anmelden um zu antworten|"
    "Anmelden, um zu antworten|Connectez-vous pour répondre|Accede para responder|"
    "Inicia sesión para responder|Faça login para responder|Accedi per rispondere|"
    "Login om te reageren|Zaloguj się, aby odpowiedzieć|Войдите, чтобы ответить|"
    "Logga in för att svara|Log ind for at svare|Logg inn for å svare|Reply with quote|"
    "Reply to this|Reply to this comment|Answer this|Click to reply|Loading|Loading...|Loading…|"
    "Rate This|Rate|View replies|View reply|Hide replies|View all replies|Add reply|Comment|"
    "Load more replies|Show replies|Mark as spam|Award|Give Award|Copy link|Get link|Helpful|"
    "up|down|top|nach oben|zum Seitenanfang|Back to top|reply|respond|Gift|Restack|Author pick|"
    "Sort by|Sort by Best|Newest First|Oldest First|Newest|Oldest|Best|Most liked|Most recent|"
    "Login|"
    "Log in|1 Login|Recommend this discussion|Top comments|Sort|Sign in to reply|Quick reply|"
    "Multiquote|Multi-Quote|PM|WWW|Website|Homepage|Profile|Offline|"
    "Online|Permalien|Mit Zitat antworten|Répondre en citant|Responder citando|Rispondi citando|"
    "Ответить с цитированием|Odpowiedz cytując|next|prev|root|context|embed|give award|"
    "full comments|source|Most relevant|All comments|Most Liked|Least Liked|"
    "Ordenar por|Trier par|Sortieren nach|Order by|Ordina per|Sorteer op|"
    "Preview|Latest|Restacks|Respostas|Respuestas|Réponses|Risposte|Ответы|Odpowiedzi|默认|最新|最热|"
    "按时间|按热度|공유하기|공감|이웃추가|Svara på kommentar|Comentar|Hide comments"
)  # fmt: skip
_COUNTED = (
    r"(?:replies|reply|antworten|respuestas?|réponses?|respostas?|risposte|risposta|reacties|"
    r"ответ(?:а|ов)?|likes?|votes?|points?|claps?|odpowiedzi|odpowiedź|odpověd[ií]|svar|vastausta|"
    r"yanıt|shares?|more replies|(?:more )?comments? hidden)"
)
_BUTTONS = "|".join(
    re.escape(word) for word in sorted({*_REPLY.split("|"), *_DO.split("|")}, key=len, reverse=True)
)
_DELETE = "Löschen|Supprimer|Eliminar|Elimina|Excluir|Verwijderen|Usuń|Odstranit|Удалить|Видалити"
_BUTTON_LINE = re.compile(
    rf"(?:(?<=\d)\s{_COUNTED}(?!\w)|[\s\d|•·∙●⋅,/()\[\]{{}}›»«‹:→↓↑△▽▲▼⇧⇩♥❤☆★👍👎⚑#¶+_=<>…✓×−–—-]"
    rf"|(?<!\w)(?:{_BUTTONS})(?:Delete|Edit|Share|{_DELETE})?(?!\w)"
    r"|Like\s?Liked by \d+ (?:people|person)|Liked by (?:you|\d+ (?:people|person|others))"
    r"|(?:(?:hide|show|view|expand|load|see) )\d+ (?:more )?(?:comments?|replies|reply)"
    r"|\d+ (?:replies|reply) by \S.{0,40}"
    r"|Gefällt \d+ Personen|(?<!\w)\d+ (?:people|person) (?:like|likes) this"
    r")++\Z",
    _I,
)
_REPLY_TO_BUTTON = re.compile(
    r"(?:Reply to|Répondre à|Responder a|Rispondi a|Svara på|Svar til|Ответить)\s+"
    r"[^\s.!?,;:][^\n.!?,;:]{0,50}\Z"
    r"|(?:Auf\s+\S[^\n]{0,60}?\s+antworten|\S[^\n]{0,60}?\s+antworten)\Z"
)
_WORD = re.compile(r"[^\W\d_]")
_REPLY_ONLY = re.compile(rf"(?:{_REPLY})(?:\s*(?:[↓›»(]|\d|Delete|Share).*)?\Z", _I)
_DELETE = "Delete|Löschen|Supprimer|Eliminar|Elimina|Excluir|Verwijderen"
# How any text begins and ends that `_GLUED_START` and `_GLUED_END` can match.
_GLUED_STARTS = tuple(_REPLY.split("|"))
_GLUED_ENDS = (*_GLUED_STARTS, *_DELETE.split("|"))
_GLUED_END = re.compile(
    rf"(?<=[^\s\w])(?:{_REPLY})(?:{_DELETE})?\Z"
    rf"|(?<=\w)(?:{_REPLY})(?:{_DELETE})\Z"
    r"|(?<=[a-zà-öø-ÿ0-9])(?:Reply|Antworten|Répondre|Responder|Rispondi|Beantwoorden)\Z"
)
_GLUED_START = re.compile(
    rf"(?:{_REPLY})(?:{_DELETE})"
    r"(?:Replies|Antworten|Réponses|Respuestas|Risposte|Respostas|Reacties)?(?:Reply)?(?=\S)"
)
_AVATAR = re.compile(
    r"(?:\[[^\]\s]{1,40}\]|\(?(?:User |Default |Image of |Photo of |Picture of )?"
    r"(?:gr)?avatar(?: image| photo)?(?: (?:for|of|by|von|de) .{1,60})?\)?|.{1,60}[’']s? "
    r"(?:gr)?avatar"
    r"(?: image)?|(?:profile|user) (?:picture|image|photo|icon)(?: (?:for|of) .{1,60})?|"
    r".{1,60}[’']s? (?:profile )?(?:picture|photo)|\[info\]|\[image\]|\(BUTTON\).*|"
    r"(?:Avatar|Gravatar|Bild|Photo|Foto|Imagen?|Profilbild|アバター|头像|"
    r"아바타)(?: (?:von|de|di|van|av) "
    r".{1,60})?)\Z",
    _I,
)
_BADGE = re.compile(
    r"(?:display comments as|ansicht der kommentare)\b.{0,60}\Z|"
    r"\[?\(?(?:post author|author|autor|auteur|autore|beitragsautor|artikelautor|auteur de "
    r"l.article|autor de la entrada|"
    r"autor do post|autore articolo|op|original poster|mod|moderator|admin|administrator|staff|"
    r"member|members?|senior member|junior member|new member|well-known member|active member|"
    r"registered|registered user|registered member|verified|paid member|free member|guest|"
    r"gast|invité|invitado|visitor|"
    r"besucher|unregistered|premium|subscriber|paid|founding member|pro|top contributor|blogger|"
    r"site admin|super moderator|newbie|regular|edited|bearbeitet|modifié|editado|modificato|"
    r"블로그주인|nouveau membre|membre|erfahrener benutzer|neuer benutzer|benutzer|"
    r"modérateur|modératrice|moderador|moderatore|moderátor|forfatter|författare|"
    r"автор|гость|модератор|администратор|作者|博主|投稿者|글쓴이|author of the post|pinned|"
    r"liked by .{1,60}|highlighted|featured|selected as best answer|team|editor|"
    r"redaktion)\)?\]?[:.]?\Z",
    _I,
)
_FORUM = re.compile(
    r"(?:join date|joined|registered(?: on)?|member since|posts?|threads?|location|reputation|"
    r"rep power|likes received|messages|reaction score|points|trophy points|gender|age|karma|"
    r"thanks|thanked|topics|registriert(?: seit)?|beiträge|beitrag|wohnort|ort|inscription|inscrit|"
    r"localisation|mensajes|registrado|messaggi|iscritto|geregistreerd|berichten|posty|dołączył|"
    r"skąd|сообщения|сообщений|регистрация|откуда|inlägg|indlæg|viestit)\s*[:：].{0,60}\Z",
    _I,
)
PENDING = re.compile(
    r"(?:your comment is awaiting moderation|comment awaiting moderation|awaiting moderation|this "
    r"comment is awaiting|"
    r"(?:dein|ihr) kommentar (?:wartet|muss noch|ist noch nicht)|votre commentaire est en attente|"
    r"tu comentario está pendiente|seu comentário está aguardando|o seu comentário aguarda|"
    r"il tuo commento è in attesa|je reactie wacht|twój komentarz oczekuje|váš komentář čeká|"
    r"ваш комментарий ожидает|ваш коментар очікує|din kommentar (?:inväntar|väntar|afventer|"
    r"venter)|"
    r"kommenttisi odottaa|yorumunuz (?:denetim|onay)|コメントは承認待ちです|您的评论正在等待审核)",
    _I,
)
REMOVED = re.compile(
    r"(?:this comment has been (?:removed|deleted)(?: by (?:the author|a blog administrator|a "
    r"moderator))?|"
    r"this (?:comment|post) was (?:removed|deleted).{0,40}|comment (?:removed|deleted)(?: by "
    r"(?:the )?\w+)?|"
    r"\[?(?:deleted|removed)\]?|[\[(](?:deleted|removed|screened|suspended)(?: comment)?[\])]|"
    r"\[flagged\]|\[dead\]|"
    r"(?:der|dieser) kommentar wurde (?:vom|von) .{1,40} (?:gelöscht|entfernt)|dieser kommentar "
    r"wurde (?:gelöscht|entfernt)|"
    r"ce commentaire a été supprimé.{0,40}|(?:este )?comentario ha sido (?:eliminado|"
    r"suprimido).{0,40}|este comentario ha sido eliminado.{0,40}|"
    r"este comentário foi (?:removido|excluído|eliminado).{0,40}|questo commento è stato "
    r"eliminato.{0,40}|"
    r"(?:deze reactie|dit bericht) is verwijderd.{0,40}|ten komentarz został usunięty.{0,40}|"
    r"tento komentář byl odstraněn.{0,40}|этот комментарий был удал[её]н.{0,40}|комментарий "
    r"удал[её]н.{0,40}|"
    r"kommentaren har tagits bort.{0,40}|denne kommentar(?:en)? (?:er|har) .{0,40}|"
    r"このコメントは投稿者によって削除されました。?|此评论已由作者删除。?|"
    r"作者已經移除這則留言。?|작성자가 댓글을 삭제했습니다\.?)[.!]?\Z",
    _I,
)
TRUNCATED = re.compile(
    r"(?:Expand full comment|Show more|Read more|See more|… ?more|\.\.\. ?more|…\s*mehr|Mehr "
    r"anzeigen|"
    r"Read More|(?:… )?See More)\Z",
    _I,
)


@lru_cache(maxsize=_REMEMBERED)
def is_button(line: str) -> bool:
    """Say whether a line holds nothing but buttons and votes ("Reply · 3 likes · Share")."""
    if len(line) > 120:
        return False
    if not _WORD.search(line):
        return bool(_NUMBERS.match(line) or _LIST_NUMBER.match(line))
    return bool(_BUTTON_LINE.match(line) or _REPLY_TO_BUTTON.match(line))


_LIST_NUMBER = re.compile(r"(?:\d{1,6}[.)]|#\s?\d{1,6}\.?)\Z")
_NUMBERS = re.compile(r"(?:\(?[-+]?\d{1,5}\)?|[|•·∙●⋅,/()\[\]›»«‹→↓↑△▽▲▼⇧⇩♥❤☆★👍👎⚑#¶×−–—\s-])+\Z")


def is_reply_button(line: str) -> bool:
    """Say whether a line is the button that answers one comment."""
    return len(line) <= 80 and bool(_REPLY_ONLY.match(line) or _REPLY_TO_BUTTON.match(line))


def is_closing_button(line: str) -> bool:
    """Say whether a line is a row of buttons that may end a comment: with a word, not a count."""
    return len(line) <= 80 and bool(_WORD.search(line)) and is_button(line)


def is_badge(line: str) -> bool:
    """Say whether a line only describes a comment's author: role, avatar, post count."""
    return len(line) <= 100 and bool(
        _BADGE.match(line) or _AVATAR.match(line) or _FORUM.match(line)
    )


_ARROWS = frozenset("➤↪⮞►▸↳")
_ADDRESSEE = re.compile(r"[➤↪⮞►▸↳]\ufe0f?\s*(?P<name>[^\W_][^\n]{0,58})\Z")


def addressee(line: str) -> str | None:
    """Return whom a comment answers where a line says only that ("➤ NAME")."""
    if line[:1] not in _ARROWS or len(line) > 60:
        return None
    found = _ADDRESSEE.match(line)
    return found["name"] if found else None


def is_waiting(line: str) -> bool:
    """Say whether a line says that a comment waits for a moderator."""
    return len(line) <= 120 and bool(PENDING.match(line))


def is_member_field(line: str) -> bool:
    """Say whether a line tells of a forum's member: "Posts: 12", "Joined: May 2010"."""
    return len(line) <= 100 and bool(_FORUM.match(line))


def is_marks(line: str) -> bool:
    """Say whether a line holds no letter and no figure: bullets, rules, arrows."""
    return not any(mark.isalnum() for mark in line)


def glued_end(text: str) -> re.Match[str] | None:
    """Find the button that the copying glued to the end of words; it counts from their tail."""
    return _GLUED_END.search(text[-_TAIL:]) if text.endswith(_GLUED_ENDS) else None


def glued_start(text: str) -> re.Match[str] | None:
    """Find the buttons that the copying glued to the beginning of words."""
    return _GLUED_START.match(text) if text.startswith(_GLUED_STARTS) else None
