"""What a page says of its number of comments: headings, counters, pagination, closed lists.

"35 Comments »", "5 thoughts on “X”", "{ 38 comments… read them below }", "댓글 3개". The words are
looked up in the languages of `words`.
"""

import re
from dataclasses import dataclass

_FIGURES = ("n", "m", "m2", "q", "t", "d")

_NOUNS = (
    r"comments?|responses?|repl(?:y|ies)|thoughts?|reactions?|opinions?|discussions?|notes?|"
    r"kommentare?n?|antworten?|gedanken?|meinung(?:en)?|reaktion(?:en)?|rückmeldung(?:en)?|"
    r"commentaires?|réponses?|réflexions?|réactions?|avis|"
    r"comentarios?|respuestas?|pensamientos?|opiniones|ideas?|reacciones|"
    r"comentários?|respostas?|pensamentos?|opiniões|reações|"
    r"commento|commenti|rispost[ae]|pensier[io]|opinioni|reazioni|"
    r"reacties?|gedachten?|antwoord(?:en)?|"
    r"komentarz[ey]?|komentarzy|odpowiedzi|odpowiedź|myśli|przemyśle\w+|"
    r"komentář[eiůů]*|komentár\w*|odpověd[iíě]|reakc[eií]|názor\w*|myšlen\w+|"
    r"комментари\w+|коментар\w*|отзыв\w*|ответ\w*|мысл\w+|мнени\w+|відгук\w*|відповід\w*|думк\w+|"
    r"думок|"
    r"kommentar(?:er)?|svar|tankar|tanker|tanke|reaktioner|reaksjoner|innlegg|inlägg|"
    r"kommentti?a?|kommentit|vastaus(?:ta)?|vastausta|ajatus(?:ta)?|ajatusta|"
    r"yorum(?:lar)?|düşünce|cevap|yanıt|"
    r"hozzászólás(?:ok)?|vélemény|gondolat|válasz|σχόλι[οα]|σκέψ\w+|απαντήσ\w+|απάντηση|"
    r"comentarii|comentariu|comentaris|comentari|răspunsuri|gânduri|коментара?|мисли|коментари|odgovora?|komentara?|"
    r"komentari|"
    r"bình luận|phản hồi|tanggapan|komentar|ความคิดเห็น|"
    r"تعليقات?|تعليق|آراء|ردود|تعليقاً|نظر|دیدگاه|תגובות|תגובה|מחשבות|"
)[:-1]
_CJK = (
    r"この記事へのコメント|コメント一覧|件のコメント|件のフィードバック|コメント|"
    r"评论列表|댓글 목록|条评论|條評論|条留言|則留言|条回复|則回應|"
    r"則迴響|个评论|個評論|"
    r"条想法|个想法|条|评论|評論|留言|回應|迴響|댓글|개의 댓글|개의 생각|의견"
)
_ONE = (
    r"one|an?|ein|eine|un|une|una|uno|um|uma|een|één|jeden|jedna|jedno|один|одна|одне|en|ett|et|"
    r"éin|"
    r"yksi|bir|egy|ένα|μία"
)
_NONE = (
    r"no|zero|keine?|noch keine|aucun|aucune|pas de|pas encore de|sin|ningún|no hay|nenhum|sem|"
    r"nessun|nessuna|"
    r"nessun|ancora nessun|geen|nog geen|brak|žádn[éýá]|нет|без|немає|inga|ingen|ei|henüz|nincs|"
    r"нема|"
    r"0"
)
_ON = (
    r"to|on|for|zu|zum|auf|über|à|sur|pour|a|en|in|sobre|em|su|op|over|do|na|na temat|nt\.|k|u|к|"
    r"на|до|о|"
    r"على|حول|לפוסט|על|عن|در|برای|पर|"
    r"σχετικά με|till|på|om|til|artikkeliin|üzerine|at|la|για|στο"
)
_QUOTED = r"[“”\"«»„‟‘’「『《〈][^\n]{0,300}"
_N = r"\d{1,3}(?:[.,  ]\d{3})+|\d{1,6}"
_MORE = (
    r"\s*(?:[»:：↓▼)\]}→.…–—-]|so far|bisher|hasta ahora|jusqu[’']ici|tot nu toe|yet\b|ainda\b|"
    r"todavía\b|read them below.{0,30}|add (?:one|yours|your own).{0,30}|posted|"
    r"and \d{1,5} (?:pingbacks?|trackbacks?)|,|\||/|&|-|•)"
)
HEADING = re.compile(
    rf"(?:[{{*#•●§+(\[⋆✎✉]|rss|feed|(?:there (?:are|is)|es gibt|il y a|hay|ci sono|er "
    rf"zijn|showing|"
    rf"viewing|displaying|discussion|reader|user|visitor|member|leser|besucher|"
    rf"this (?:post|entry|article) has|read|view|all|alle|"
    rf"has|有|共有|共))?\s*"
    rf"(?:(?:(?P<n>{_N})|(?P<one>{_ONE})|(?P<none>{_NONE}))\s*(?:new|neue|user|reader|visitor|"
    rf"leser|"
    rf"responses? / )?\s*(?:(?:{_NOUNS})\b(?!\w)|(?:{_CJK}))"
    rf"(?:\s*(?P<on>\b(?:{_ON})\b.{{0,320}}|{_QUOTED})|"
    rf"(?P<more>(?:{_MORE}).{{0,80}})?)"
    rf"|(?:(?:{_NOUNS})\b|(?:{_CJK}))\s*(?:[(\[【（]?\s*(?P<m>{_N})\s*[)\]】）개件条]?|"
    rf"[:：–-]\s*(?P<m2>{_N}))(?P<more2>\s*[»:：|↓].{{0,80}})?"
    rf"|(?P<d>{_N})\scomments?\s.{{1,120}}\blogin\b.{{0,60}}"
    rf"|[“”\"«»„「『《〈在].{{1,300}}[“”\"«»」』》〉].{{0,12}}?(?P<q>{_N})\s*(?:{_CJK}|"
    rf"{_NOUNS})"
    r".{0,30}"
    rf"|[^\n:]{{1,200}}:\s(?P<t>{_N})\s(?:{_NOUNS})"
    rf"|(?P<bare>(?:{_NOUNS}|{_CJK})\s*[:：»↓]?))\s*[)\]}}]?\s*$",
)
# "Displaying 1-20 of 43 comments", "(of 32 total)".
_OF_TOTAL = re.compile(
    rf"(?:showing|viewing|displaying)?\s*\d{{1,6}}\s*(?:[-–—]|to|"
    rf"through)\s*\d{{1,6}}"
    rf"\s+(?:of|von|sur|de|di|van)\s+(?P<n>{_N})\b.{{0,60}}$",
)
_TITLE = re.compile(r"[“”\"«»„‟「『《〈‘](?P<title>[^\n]+?)[“”\"«»」』》〉’]?\s*\Z")
PAGES = re.compile(
    r"(?:(?:[«‹←<]{1,2}\s*)?(?:older comments|newer comments|previous comments|next "
    r"comments|ältere kommentare|"
    r"neuere kommentare|commentaires (?:plus )?(?:anciens|récents|précédents|suivants)|comentarios "
    r"(?:más )?(?:antiguos|recientes|anteriores|siguientes)|"
    r"comentários (?:mais )?(?:antigos|recentes|anteriores)|commenti (?:più )?(?:vecchi|recenti|"
    r"precedenti)|"
    r"oudere reacties|nieuwere reacties|starsze komentarze|nowsze komentarze|starší komentáře|"
    r"novější komentáře|"
    r"предыдущие комментарии|следующие комментарии|старые комментарии|попередні коментарі|äldre "
    r"kommentarer|nyare kommentarer|"
    r"ældre kommentarer|eldre kommentarer|vanhemmat kommentit|önceki yorumlar|"
    r"eski yorumlar|古いコメント|"
    r"新しいコメント|较早评论|更早的评论|이전 댓글|"
    r"load more(?: comments)?|show more comments|view all (?:\d+ )?comments|more comments|mehr "
    r"kommentare(?: laden)?|weitere kommentare|"
    r"plus de commentaires|cargar más|ver más comentarios|carica altri|meer reacties).{0,40}"
    r"|(?:[«‹←<]{1,2}|1|page|seite)\s+(?:\d{1,4}[^\s\n|.…]*){1,12}\s*(?:…|"
    r"\.\.\.)?\s*(?:\d{1,4})?\s*[»›→>]{1,2}"
    r"|(?:page|seite|página|pagina|strona|stránka)\s+\d{1,4}\s+(?:of|von|sur|de|di|van|"
    r"z)\s+\d{1,4})\s*$",
)


@dataclass(frozen=True, slots=True)
class Heading:
    """A line that names the comments: the number and the title that it states."""

    declared: int | None
    title: str | None

    @property
    def bare(self) -> bool:
        """Whether it states no number ("Comments")."""
        return self.declared is None


def heading_of(text: str, low: str) -> Heading | None:
    """Read a line as the heading of a page's comments; `low` is the line in lower case."""
    found = HEADING.match(low)
    if found is None:
        found = _OF_TOTAL.match(low) if low[0].isdigit() or low[0] in "svd" else None
        return Heading(_number(found["n"]), None) if found else None
    if found["more"] and low[-1] in "?？":
        return None
    figure = next((found[group] for group in _FIGURES if found[group]), None)
    declared = _number(figure) if figure else None
    if found["one"]:
        declared = 1
    elif found["none"]:
        declared = 0
    title = _TITLE.search(text, found.start("on")) if found["on"] else None
    return Heading(declared, " ".join(title["title"].split()) if title else None)


def _number(figure: str) -> int:
    return int(re.sub(r"\D", "", figure))


def is_pagination(low: str) -> bool:
    """Say whether a line in lower case links to older or newer comments."""
    return PAGES.match(low) is not None
