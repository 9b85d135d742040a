"""The names by which columns of tables go, in several languages, for guessing what they mean."""

# Of each field the names by which it goes, best first; words joined by blanks, lower case.
NAMES: dict[str, tuple[str, ...]] = {
    "text": (
        "text", "body", "comment text", "comment body", "comment content", "content", "message",
        "comment", "post text", "selftext", "body text", "text original", "text display",
        "full text", "post", "description", "kommentar", "kommentartext", "inhalt", "nachricht",
        "beitrag", "texto",
        "contenido", "comentario", "mensaje", "texte", "contenu", "commentaire", "testo",
        "commento", "tekst", "treść", "текст", "комментарий", "本文", "内容", "コメント",
        "texto comentario",
    ),
    "author": (
        "author", "author name", "user name", "username", "user", "name", "screen name",
        "display name", "commenter", "poster", "from", "nick", "nickname", "speaker", "writer",
        "comment author", "posted by", "creator", "autor", "autorin", "verfasser", "benutzer",
        "benutzername", "nutzer", "nutzername", "usuario", "nombre", "auteur", "utilisateur",
        "pseudo", "autore", "utente", "gebruiker", "użytkownik", "автор", "作者", "名前", "by",
    ),
    "thread": (
        "thread id", "thread", "topic id", "topic", "conversation id", "conversation", "post id",
        "article id", "story id", "link id", "video id", "discussion id", "discussion", "root id",
        "comment post id", "entry id", "submission id", "page id", "thema", "themen id", "faden",
        "hilo", "tema", "fil", "sujet", "discussione", "wątek", "тема",
    ),
    "id": ("id", "comment id", "message id", "cid", "uid", "guid", "key", "nr", "identifier"),
    "parent": (
        "parent id", "parent", "reply to", "in reply to", "reply to id", "in reply to id",
        "replied to", "comment parent", "parent comment id", "parent comment", "reply id",
        "in reply to status id", "answer to", "antwort auf", "bezug", "respuesta a",
        "en réponse à", "risposta a", "odpowiedź na", "ответ на",
    ),
    "written_at": (
        "written at", "created at", "created utc", "created", "timestamp", "date", "datetime",
        "published at", "published", "posted at", "posted", "post date", "comment date", "time",
        "date time", "ts", "date posted", "creation date", "unix timestamp", "pub date", "datum",
        "zeit", "erstellt", "erstellt am", "zeitstempel", "veröffentlicht", "fecha", "hora",
        "creado", "publicado", "date de publication", "data", "ora", "дата", "日時", "日期", "时间",
    ),
    "title": (
        "title", "subject", "thread title", "topic title", "headline", "post title",
        "article title", "video title", "titel", "betreff", "überschrift", "título", "titulo",
        "asunto", "titre", "objet", "titolo", "oggetto", "tytuł", "заголовок", "标题",
    ),
    "url": ("url", "permalink", "link", "href", "address", "uri", "comment url", "enlace"),
    "site": ("site", "blog", "domain", "host", "subreddit", "forum", "source", "website", "seite"),
    "kind": ("kind", "type", "post type", "item type", "comment type", "art", "typ", "tipo"),
    "status": ("status", "state", "approved", "comment approved", "zustand", "estado"),
    "language": ("language", "lang", "sprache", "idioma", "langue", "lingua", "язык"),
    "number": ("number", "no", "position", "index", "order", "seq", "floor", "nummer", "número"),
    "account": (
        "author id", "user id", "account", "account id", "author channel id", "member id",
        "from id", "benutzer id",
    ),
    "author_url": ("author url", "user url", "author channel url", "profile", "profile url",
                   "author website", "comment author url"),
    "email": ("email", "e mail", "mail", "author email", "comment author email", "correo"),
    "ip": ("ip", "ip address", "author ip", "comment author ip", "remote addr"),
}  # fmt: skip
BY_NAME = {name: (field, rank) for field, names in NAMES.items() for rank, name in enumerate(names)}
