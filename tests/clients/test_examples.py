"""What the client's README and its notebook show is what happens."""

import json
import os
import re
import shutil
import subprocess
import sys

import pandas
from catena_client import Catena

from tests.clients.test_client import CLIENT, folder_of_threads

NOTEBOOK = CLIENT / "notebooks" / "from_folder_to_plot.ipynb"
EXECUTE = """
import sys, nbclient, nbformat
book = nbformat.read(sys.argv[1], as_version=4)
nbclient.NotebookClient(book, timeout=300, kernel_name="python3").execute()
nbformat.write(book, sys.argv[2])
"""


def test_the_examples_of_the_readme_run_one_after_another(tmp_path, monkeypatch, address, token):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CATENA_URL", address)
    monkeypatch.setenv("CATENA_TOKEN", token)
    folder_of_threads(tmp_path / "threads")
    blocks = re.findall(r"```python\n(.*?)```", (CLIENT / "README.md").read_text(), re.DOTALL)
    names: dict = {}
    for block in blocks:
        exec(compile(block, "README.md", "exec"), names)  # noqa: S102 - our own README
    assert names["refused"] == []
    assert names["passages"]["quote"].to_list() == ["?"] * 4
    assert len(pandas.read_csv("annotations.csv")) == 4 + 4  # passages and whole posts
    assert [one["user"]["username"] for one in names["members"]] == ["keeper"]


def test_the_notebook_is_kept_without_results_and_without_paths():
    text = NOTEBOOK.read_text()
    cells = [cell for cell in json.loads(text)["cells"] if cell["cell_type"] == "code"]
    assert cells
    assert all(not cell["outputs"] and cell["execution_count"] is None for cell in cells)
    assert not re.search(r"/(home|root|work|tmp|Users)/", text)


def test_the_notebook_runs_in_a_fresh_environment(tmp_path, address, token):
    uv = [sys.executable, "-m", "uv", "--quiet"]
    python = tmp_path / "venv" / "bin" / "python"
    subprocess.run([*uv, "venv", "--python", sys.executable, tmp_path / "venv"], check=True)
    source = shutil.copytree(CLIENT, tmp_path / "source")  # building writes beside the source
    wanted = [f"{source}[pandas]", "nbclient", "ipykernel", "matplotlib"]
    subprocess.run([*uv, "pip", "install", "--python", python, *wanted], check=True)
    surroundings = {
        "PATH": os.environ["PATH"],
        "HOME": str(tmp_path),
        "LANG": "C.UTF-8",
        "CATENA_URL": address,
        "CATENA_TOKEN": token,
    }
    done = tmp_path / "done.ipynb"
    command = [python, "-c", EXECUTE, NOTEBOOK, done]
    subprocess.run(command, check=True, cwd=tmp_path, env=surroundings)
    outputs = [
        {kind: "".join(lines) for kind, lines in output["data"].items()}
        for cell in json.loads(done.read_text())["cells"]
        for output in cell.get("outputs", [])
        if "data" in output
    ]
    assert outputs[0]["text/plain"] == "6"  # files
    assert any(one["text/plain"] == "13" for one in outputs)  # questions
    assert "image/png" in outputs[-1]
    with Catena(address, token) as catena:
        corpus = next(one for one in catena.corpora() if one.shown["title"] == "The pond")
        frame = corpus.annotations.to_pandas()
        posts = {post["id"]: post for post in corpus.posts.all()}
    assert len(frame) == 13
    assert set(frame["code"]) == {"Question"}
    for row in frame.itertuples():
        assert row.quote == posts[row.post_id]["text"][row.start : row.end]
        assert row.quote.endswith("?")
