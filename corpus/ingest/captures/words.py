"""Words that blog software prints around the names and dates of comments, in some thirty languages.

Verbs, prepositions, labels. They only vote: which lines are a page's author lines is told by
repetition and place, in `layouts`. Buttons and furniture live in `furniture`.
"""

import re

_I = re.IGNORECASE

# "NAME says:". A word ends at a blank; the phrases hold blanks themselves or need none.
_VERBS = (
    "says said wrote writes replied replies responded responds commented comments added asked "
    "answered thinks sagt sagte schreibt schrieb meint meinte kommentiert kommentierte antwortet "
    "antwortete dice dijo escribió escribe comentó respondió diz disse escreveu comentou "
    "respondeu scrive scrisse commenta ha:dit zegt zei schrijft schreef reageerde reageert pisze "
    "napisał napisała mówi powiedział powiedziała skomentował napsal napsala píše říká řekl řekla "
    "hovorí napísal povedal говорит написал написала пишет комментирует сказал сказала ответил "
    "ответила каже сказав сказала написав пише коментує відповів skriver säger sa skrev siger "
    "sagde sier kommenterte kommenterade svarade svarte sanoo sanoi kirjoitti kirjoittaa "
    "kommentoi szerint írta mondta mondja spune λέει είπε έγραψε каза kaže pravi rašo sako saka "
    "ütleb kirjutas viết nói berkata mengatakan menulis yazdı diyor dedi הגיב הגיבה אומר אמר כתב "
    "يقول قال كتب گفت می‌گوید "
)
_VERB_PHRASES = (
    r"hat gesagt|hat geschrieben|hat kommentiert|a dit|a écrit|a commenté|a répondu|dit|"
    r"ha dicho|ha escrito|ha comentado|ha detto|ha scritto|ha commentato|ha risposto|"
    r"heeft gezegd|heeft geschreven|ha dit|a spus|a scris|a zis|dedi ki|diyor ki|şöyle dedi|"
    r"אמר/ה|הגיב/ה|כתב/ה|napisał\(a\)|powiedział\(a\)|skomentował\(a\)|napsal\(a\)|řekl\(a\)|"
    r"написал\(а\)|сказал\(а\)|сказав\(ла\)|กล่าวว่า|พูดว่า|さん|より|님|댓글|表示|说|說|回复|回覆"
)
_UNSPACED = (
    r"さんは書きました|さんのコメント|さんの発言|さんより|より|님의 말|님이 말함|님의 댓글|"
    r"说道|說道|写道|寫道|评论道|กล่าวว่า"
)
_SPACED = "|".join(
    re.escape(word.replace(":", " ")) for word in sorted(set(_VERBS.split()), key=len, reverse=True)
)
VERB_END = re.compile(
    rf"(?:\s+(?:{_VERB_PHRASES}|{_SPACED})|(?<=\S)(?:{_UNSPACED}))"
    r"(?:\s+(?:on|am|le|el|il|em|op|dnia|dne|at|den))?\s*(?:[:：]|\.{2,3}|…|,)*\Z",
    _I,
)
# A line that is a name and a verb: with a colon or dots, which running text seldom has there.
VERB_LINE = re.compile(
    rf"\S(?:\s+(?:{_VERB_PHRASES}|{_SPACED})|(?:{_UNSPACED}))\s*(?:[:：]|\.{{3}}|…)\s*\Z", _I
)
LEADS_ON = (":", "：", "...", "…")
VERB_START = re.compile(r"(?:(?:Blogger|يقول|قال|كتب|Ο χρήστης|Ο/Η|הגיב/ה|מאת)\s+)(?=\S)", _I)

_PING = (
    r"Pingbacks?|Pings?|Track-?backs?|Rétroliens?|Retroenlaces?|Пингбэк|Зворотне посилання|"
    r"פינגבאק|טראקבאק|ピンバック|トラックバック|핑백|트랙백|引用通告|自动引用通知|تنبيه|بازتاب|"
    r"Paluuviite|Takaisinviittaus|Geri izleme|Geri bildirim|Visszajelzés"
)
PING = re.compile(rf"(?:{_PING})(?!\w)", _I)
# A line of its own: "Pingback: Some title".
PING_LINE = re.compile(rf"(?:{_PING})\s?[:：]\s*(?=\S)", _I)
_COMMENT = (
    r"Comment|Reply|Response|Kommentar|Antwort|Commentaire|Réponse|Comentario|Respuesta|"
    r"Comentário|Resposta|Commento|Risposta|Reactie|Komentarz|Komentář|Комментарий|Отзыв|"
    r"Коментар|Yorum|Kommentti|Hozzászólás|Σχόλιο|Comentariu|コメント|评论|댓글|تعليق"
)
BY = (
    r"by|from|von|vom|de|par|por|di|da|van|door|od|от|від|av|af|przez|frá|tarafından|από|מאת|"
    r"kirjoittanut|بواسطة|من"
)
_POSTED = (
    r"posted|submitted|written|published|left|sent|added|created|said|updated|last updated|"
    r"aktualisiert|mis à jour|actualizado|aggiornato|geschrieben|verfasst|"
    r"gepostet|eingetragen|erstellt|veröffentlicht|abgeschickt|hinterlassen|posté|publié|écrit|"
    r"rédigé|envoyé|soumis|déposé|publicado|escrito|enviado|dejado|postado|scritto|postato|"
    r"inviato|pubblicato|lasciato|geplaatst|geschreven|gepost|ingezonden|napisany|napisane|"
    r"dodany|dodane|dodano|opublikowany|opublikowane|vložil|vložil\(a\)|přidal|přidal\(a\)|"
    r"odeslal|napsal|napsal\(a\)|vloženo|опубликовано|опубликовал|написал|написано|оставил|"
    r"отправлено|добавил|добавлено|опубліковано|додав|додано|skriven|skrivet|postat|inlagd|"
    r"publicerad|publicerat|skrevet|postet|oprettet|lähettänyt|kirjoittanut|julkaissut|gönderen|"
    r"yazan|yorumlayan|ekleyen|beküldte|írta|közzétette|publicat|scris|trimis|投稿|发表|發表"
)
# Before a name, surely no part of it: "Comment by NAME", "Posted by: NAME", "Author: NAME".
LEAD = re.compile(
    rf"(?:(?:{_PING}|{_COMMENT})\s+(?:{BY})\b\s*[:：]?\s*"
    rf"|(?:{_POSTED})(?:\s+(?:{BY})\b)\s*[:：]?\s*"
    r"|(?:gönderen|yazan|yorumlayan|ekleyen|beküldte|vložil\(a\)|přidal\(a\)|"
    r"lähettänyt)\s*[:：]?\s+"
    r"|(?:from|author|name|user|username|autor|autor:in|auteur|autore|автор|nom|nombre|nome|naam|"
    r"имя|jméno|namn|navn|nimi|投稿者|作者|评论者|評論者|留言者|名前|お名前|作成者|작성자|"
    r"글쓴이|이름|"
    r"commenter|commenté par|par|by|von|por|door|przez|от|від|av|af)\s*[:：]\s*"
    r"|(?:by|przez|от|від)\s+(?=\S)"
    r")",
    _I,
)
COMMENT_BY = re.compile(rf"(?:{_COMMENT})\s+(?:{BY})\b", _I)
# Behind a date, "par NAME" and the like: no name begins so there.
AFTER_LEAD = re.compile(rf"(?:{BY})\b\s*[:：]?\s*(?=\S)", _I)
# Shared by all lines of a family, these are no part of the names either.
WEAK_LEAD = re.compile(
    rf"(?:(?:{BY}|{_POSTED}|on|at|am|um|le|du|den|el|op|em|il)\b\s*[:：]?\s*)", _I
)
DATE_LABEL = (
    r"(?:(?:date|time|datum|fecha|data|дата|tarih|pvm|日時|投稿日|日付|日期|时间|작성일|"
    r"날짜)\s*[:：]"
    rf"|(?:{_POSTED})(?:\s+(?:on|at|am|um|vom|le|el|il|em|op|dnia|dne|den|в|о|kl|the))?\b\s*[:：]?"
    r"|on|at|am|um|vom|le|du|den|el|il|op|em|dne|dnia|kl|la|the|às|at|于|於)"
)
_BEFORE_DATE = re.compile(rf"\A(?:{DATE_LABEL}[\s,]*)+\Z", _I)
# Between a name and its date.
TAIL = re.compile(
    rf"(?:[\s,;|•·∙‧●⋅@(\[{{<>:：/\\«»~→►▸\-—–‒―]|(?<![^\W\d_])(?:{DATE_LABEL}|в|о|на|à|a|ha|alle|"
    rf"the)"
    r"(?![^\W\d_]))+\Z",
    _I,
)
# After a date: "(UTC)", "said:", "#", ")".
HEAD = re.compile(r"\A[\s,;|•·∙‧●⋅)\]}<>:：/\\«»~→►▸\-—–‒―.#¶]+")
REPLY_TO = re.compile(
    r"(?:in reply to|replying to|reply to|replied to|in response to|als antwort auf|antwort auf|"
    r"en réponse à|répondant à|en respuesta a|em resposta a|in risposta a|als reactie op|"
    r"als antwoord op|w odpowiedzi na|в ответ на|у відповідь на|som svar på|svar til|"
    r"vastauksena|返信先|回复给?|回覆)\s*[:：]?\s*@?(?P<name>\S[^\n]{0,59}?)\s*[:：]?\Z",
    _I,
)
PROSE_END = re.compile(r"[.!?;,。！？、；][\"'”’»)]*\Z")
ARROW = re.compile(r"\s*(?:→|►|▸|➤|⮞|»|>)\s*")


def is_date_label(text: str) -> bool:
    """Say whether nothing but "Date:", "posted on", "am" … stands in a string."""
    bare = text.strip(" \t\xa0([{|•·—–-,*+")
    return not bare or bool(_BEFORE_DATE.match(bare))
