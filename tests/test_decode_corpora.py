"""Files of many records, given as if each were one text."""

from __future__ import annotations

import io
import tarfile

import pytest

from forumclean import Options, Source, clean
from forumclean.decode import decode
from forumclean.errors import InputError

ROW = '{"url":"http://bbs.example/thread-5-1-1.html","text":"槐树下的茶摊"}\n'
WARC = "WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 3\r\n\r\n槐\r\n\r\n"


def tar(name: str, data: bytes) -> bytes:
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w") as archive:
        member = tarfile.TarInfo(name)
        member.size = len(data)
        archive.addfile(member, io.BytesIO(data))
    return file.getvalue()


@pytest.mark.parametrize(
    ("data", "advice"),
    [
        (ROW * 2, "forumclean batch"),
        ("\ufeff" + ROW * 2, "forumclean batch"),
        (ROW + "\r\n\n  " + ROW, "forumclean batch"),
        (WARC, "forumclean batch"),
        (WARC.replace("\r", "").replace("1.0", "1.1"), "forumclean batch"),
        ('{"document": "forumclean.ledger/1"}\n{"start": 0}\n', "forumclean rebuild"),
        ('{"schema":"forumclean.article/1"}\n' * 2, "made of"),
    ],
)
def test_records_are_refused_with_what_to_do(data: str, advice: str):
    with pytest.raises(InputError, match=advice):
        clean(data.encode(), name="槐.jsonl")


def test_an_archive_of_texts_is_no_text():
    # Its heads are the only controls in it: it read as a text with some of them.
    with pytest.raises(InputError, match="tar archive"):
        clean(tar("槐.txt", "槐树下的茶摊，坐满了人。\n".encode() * 3000))


@pytest.mark.parametrize(
    "text",
    [
        '{"a": 1}\n这一行是接口给的回答。\n',
        "WARC/1.0\n这是存档的格式。\n",
        '{ h\' k$ 2 Q\n{"a": 1}\n',
        "怎么存成这样？\n" + ROW * 2,
        "user@ustar\n",
    ],
)
def test_a_text_about_records_stays(text: str):
    assert decode(Source("槐.txt", text.encode()), Options()).text == text


def test_records_are_a_text_where_the_reader_says_so():
    assert decode(Source("槐.txt", (ROW * 2).encode()), Options(input="text")).text == ROW * 2
