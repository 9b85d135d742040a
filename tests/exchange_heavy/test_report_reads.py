"""Reports opened by LibreOffice: every passage of the nasty corpus is on its pages."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from annotations.models import Annotation
from tests.exchange.conftest import committed, corpus, export  # noqa: F401 - fixtures

pytestmark = pytest.mark.django_db
OFFICE = shutil.which("soffice")


def words(text: str) -> str:
    """A text without what a program may set differently: white space and replaced characters."""
    return re.sub(r"[\s\x00-\x20\x85\u2028\ufffd\ufffe\u202a-\u202e]+", "", text)


@pytest.mark.skipif(OFFICE is None, reason="LibreOffice Writer is not installed")
@pytest.mark.parametrize("form", ["docx", "odt"])
def test_libreoffice_reads_every_passage(corpus, export, form, tmp_path):  # noqa: F811 - fixtures
    file = export(form)
    home = f"-env:UserInstallation=file://{tmp_path}/profile"
    wanted = ["--convert-to", "txt:Text (encoded):UTF8", "--outdir", str(tmp_path)]
    command = [str(OFFICE), "--headless", home, *wanted, str(file.path)]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    text = words(Path(tmp_path / f"{file.path.stem}.txt").read_text("utf-8-sig"))
    passages = Annotation.objects.filter(pk__in=corpus.all, level="passage")
    missing = [one.quote for one in passages if words(one.quote) not in text]
    assert missing == []
    assert words(corpus.corpus.title) in text
