"""A database with data, as the first version left it, is brought up to date with nothing lost."""

from __future__ import annotations

from pathlib import Path

from tests.catena.fresh import fresh

# As the first version's tables stood; written without our models on purpose.
OLD = """
INSERT INTO corpus_user (id, password, username, name, email, preferences, is_active)
    VALUES (1, '!', 'ada', 'Ada', '', '{}', true);
INSERT INTO corpus_corpus (id, title, description, languages, timezone, licence, ethics_note,
    coders_create_codes, version) VALUES (1, 'Piers', '', '{en}', '', '', '', true, 1);
INSERT INTO corpus_corpuscounter VALUES (1, 0, 1, 1, 2, 1, 1, 1, 1);
INSERT INTO corpus_membership (corpus_id, user_id, role, version) VALUES (1, 1, 'owner', 1);
INSERT INTO corpus_upload (id, corpus_id, name, size, sha256, options, status, format_name,
    format_reason, encoding, counts, problem_counts, accounted, version)
    VALUES ('018f0000-0000-7000-8000-000000000001', 1, 'piers.jsonl', 9, repeat('0', 64), '{}',
    'done', 'threads-jsonl', '', 'utf-8', '{"imported": 2}', '{}', true, 1);
INSERT INTO corpus_participant (id, corpus_id, key, name, sites, attributes, version)
    VALUES (1, 1, 'pier.example' || chr(10) || 'bo', 'Bo', '{pier.example}', '{}', 1);
INSERT INTO corpus_thread (id, corpus_id, upload_id, key, title, site, url, external_id, language,
    categories, attributes, comments, words, version, written_raw, written_precision)
    VALUES (1, 1, '018f0000-0000-7000-8000-000000000001', 'k', 'Wind', 'pier.example', '', '', 'en',
    '{}', '{}', 1, 4, 1, '', 'none');
INSERT INTO corpus_post (id, corpus_id, thread_id, kind, number, depth, author_id, is_entry_author,
    url, external_id, status, text, text_version, text_sha256, words, flags, version, written_raw,
    written_precision)
    VALUES (1, 1, 1, 'entry', 0, 0, NULL, false, '', '', 'approved', 'It blew.', 1,
    repeat('1', 64), 2, '{}', 1, '', 'none'),
    (2, 1, 1, 'comment', 1, 0, 1, false, '', '', 'approved', 'And how!', 1, repeat('2', 64), 2,
    '{}', 1, '', 'none');
INSERT INTO annotations_code (id, corpus_id, name, colour, definition, include, exclude, examples,
    key, levels, position, archived, version)
    VALUES (1, 1, 'Weather', 'lapis', '', '', '', '{}', '', '{passage}', 0, false, 1);
INSERT INTO annotations_annotation (id, corpus_id, thread_id, post_id, code_id, coder_id, level,
    start, "end", quote, text_version, state, memo, version, created_as)
    VALUES ('018f0000-0000-7000-8000-000000000002', 1, 1, 2, 1, 1, 'passage', 0, 3, 'And', 1,
    'live', '', 1, repeat('3', 64));
"""
READ = """
import django; django.setup()
from annotations.threads import thread_json
print(thread_json(thread_id=1, user_id=1))
"""


def test_texts_and_codes_of_the_first_version_are_there_after_an_upgrade(tmp_path: Path) -> None:
    settings = {"DJANGO_SETTINGS_MODULE": "catena.settings"}
    with fresh(tmp_path) as old:
        for app, name in (("corpus", "0002"), ("annotations", "0001")):
            back = old.python("-m", "django", "migrate", app, name, **settings)
            assert back.returncode == 0, back.stderr
        old.run(OLD)
        done = old.catena("migrate")
        assert done.returncode == 0, done.stderr
        read = old.python("-c", READ, **settings)
        assert read.returncode == 0, read.stderr
        assert '"text":"And how!"' in read.stdout
        assert old.rows("SELECT quote, state FROM annotations_annotation") == [("And", "live")]
        assert old.catena("doctor").returncode in {0, 1}
        checked = old.python("-m", "django", "migrate", "--check", **settings)
        assert checked.returncode == 0, checked.stdout
