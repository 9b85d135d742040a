"""Files that are not UTF-8 in the code pages that Windows used in Europe, told by their letters."""

import pytest

from corpus.ingest.code_pages import likely_code_page
from corpus.ingest.encoding import decode

TOLD = {
    "French": ("cp1252", "La lampe à pétrole s'éteignait déjà; ça brûle, dit-elle… C’est là."),
    "German": ("cp1252", "Größere Öllampe fürs Café, übrigens Straße „heißt“ – ja"),
    "Spanish": ("cp1252", "¿Cómo está la lámpara? ¡Qué corazón!"),
    "Portuguese": ("cp1252", "A lâmpada não está acesa; coração, você, pães e limões à noite."),
    "Italian": ("cp1252", "La città è già più buia, perché la lanterna è spenta. Però, è là."),
    "Finnish": ("cp1252", "Lamppu on sytytetty; meri on jäässä, yö pitkä, päivä lyhyt, työ ääni."),
    "Danish": ("cp1252", "Lampen på fyret er tændt; båden sejler hjem. Æblegrød og øl."),
    "Icelandic": ("cp1252", "Lampinn logar, sagði vörðurinn. Það er kyrrt, kvöld. Ég sá þig."),
    "Estonian": ("cp1252", "Lamp põleb, ütles vaht. Meri on vaikne, õhtu läheb, öö tuleb. Põõsas."),
    "Czech": ("cp1250", "Lampa svítí příliš žlutě, řekl hlídač majáku. Čas běží."),
    "Hungarian": ("cp1250", "A lámpa fényes, mondta az őr. Az idő múlik. Szűk ösvény, erdő, tűz."),
    "Polish": ("cp1250", "Lampa świeci żółto, powiedział latarnik. Łąka, ćma, źródło."),
    "Romanian": ("cp1250", "Lampa luminează, spuse paznicul. Marea e liniştită, ţărm. Întâi."),
    "Croatian": ("cp1250", "Svjetiljka svijetli, reče čuvar. Čaša, ćup, đak, šuma, život."),
    "Turkish": ("cp1254", "Lamba ışıldıyor, dedi bekçi. Deniz sakin, şimdi geç. Ağaç, güneş."),
    "Lithuanian": ("cp1257", "Lempa šviečia geltonai, sakė prižiūrėtojas. Žuvys, ąžuolas, ūkas."),
}  # fmt: skip


@pytest.mark.parametrize(("page", "text"), TOLD.values(), ids=TOLD)
def test_a_text_saved_by_an_old_program_is_read_with_its_own_letters(page: str, text: str) -> None:
    read = decode(f"id;text\n1;{text}\n".encode(page))
    assert read.text == f"id;text\n1;{text}\n"
    assert [note.code for note in read.noted] == ["encoding_guessed"]


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("cp1251", "Лампа горит, сказал смотритель. Море спокойно."),
        ("cp1253", "Η λάμπα καίει, είπε ο φύλακας."),
        ("koi8-r", "Лампа горит, сказал смотритель."),
        ("gbk", "灯亮了，守卫说。海很平静。"),
        ("cp932", "灯台のランプが光る、と番人が言った。"),
        ("euc_kr", "등대의 등불이 켜졌다"),
    ],
)
def test_other_scripts_are_left_to_a_general_guess(encoding: str, text: str) -> None:
    assert likely_code_page(text.encode(encoding)) is None


def test_one_name_from_elsewhere_changes_nothing() -> None:
    text = "Die Flamme brannte über Nacht, schön und groß für José und Zoë."
    assert likely_code_page(text.encode("cp1252")) == "cp1252"


def test_utf_8_with_a_fault_is_no_code_page() -> None:
    assert likely_code_page("déjà été à la fête".encode() + b"\xff") is None
    assert likely_code_page(b"plain") is None
