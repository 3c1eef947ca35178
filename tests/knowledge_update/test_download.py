"""Fetching: what a server may do, and what is made of it. The only server is on this machine."""

from __future__ import annotations

import socket

import pytest

from pm_annotate.errors import InputError, UsageError
from pm_annotate.knowledge.sources.download import Limits, download, shown
from tests.knowledge_update.release_files import Answer, server

QUICK = Limits(connect=5, silence=5, pause=0.01)


def test_a_file_comes_with_its_date() -> None:
    headers = {"Last-Modified": "Sat, 21 Nov 2026 08:12:31 GMT"}
    with server({"/a.tsv": Answer(b"x\n", headers=headers)}) as (address, _):
        found = download(f"{address}/a.tsv", QUICK)
    assert found is not None
    assert (found.content, found.last_modified) == (b"x\n", "2026-11-21")


def test_a_file_that_is_not_there_is_none_and_asked_for_once() -> None:
    with server({}) as (address, asked):
        assert download(f"{address}/a.tsv", QUICK) is None
    assert asked == ["/a.tsv"]


def test_a_passing_failure_is_tried_again() -> None:
    with server({"/a": [Answer(status=503), Answer(status=500), Answer(b"x\n")]}) as (address, asked):
        found = download(f"{address}/a", QUICK)
    assert found is not None
    assert (found.content, found.last_modified, len(asked)) == (b"x\n", "", 3)


def test_a_lasting_failure_is_told_with_its_reason_and_what_to_do() -> None:
    with server({"/a": Answer(status=503)}) as (address, asked), pytest.raises(InputError) as told:
        download(f"{address}/a", QUICK)
    assert "status 503; tried 3 times" in str(told.value)
    assert "--from FOLDER" in str(told.value)
    assert len(asked) == 3


def test_a_refusal_is_not_tried_again() -> None:
    with server({"/a": Answer(status=403)}) as (address, asked), pytest.raises(InputError, match="answers 403"):
        download(f"{address}/a", QUICK)
    assert len(asked) == 1


def test_a_connection_that_ends_early_is_no_file() -> None:
    cut = Answer(b"half", headers={"Content-Length": "400"})
    with server({"/a": cut}) as (address, _), pytest.raises(InputError, match="cannot be fetched"):
        download(f"{address}/a", QUICK)


def test_too_much_is_refused() -> None:
    with server({"/a": b"x" * 1001}) as (address, asked), pytest.raises(InputError, match="more than 1,000 bytes"):
        download(f"{address}/a", QUICK._replace(size=1000))
    assert len(asked) == 1


def test_a_file_that_never_ends_is_given_up() -> None:
    with server({"/a": b"x" * 100}) as (address, _), pytest.raises(InputError, match="not whole after -1 seconds"):
        download(f"{address}/a", QUICK._replace(whole=-1))


def test_nobody_answers() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(InputError, match="Connection refused; tried 3 times"):
        download(f"http://127.0.0.1:{port}/a", QUICK)


def test_a_server_that_says_nothing() -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        with pytest.raises(InputError, match="no answer in time"):
            download(f"http://127.0.0.1:{silent.getsockname()[1]}/a", QUICK._replace(silence=0.1, tries=1))


def test_a_host_without_an_address() -> None:
    with pytest.raises(InputError, match="cannot be fetched"):
        download("https://no-such-host.invalid/a", QUICK._replace(tries=1))


def test_moves_are_followed_to_safe_places_only() -> None:
    there = Answer(status=302, headers={"Location": "/b"})
    away = Answer(status=302, headers={"Location": "http://example.org/b"})
    round_about = Answer(status=302, headers={"Location": "/round"})
    with server({"/a": there, "/b": b"x\n", "/away": away, "/round": round_about}) as (address, _):
        found = download(f"{address}/a", QUICK)
        assert found is not None
        assert (found.url, found.content) == (f"{address}/b", b"x\n")
        with pytest.raises(InputError, match="not https"):
            download(f"{address}/away", QUICK)
        with pytest.raises(InputError, match="more than 5 times"):
            download(f"{address}/round", QUICK)


@pytest.mark.parametrize("url", ["http://example.org/a", "ftp://example.org/a", "https:///a", "http://127.0.0.1.example.org/a"])
def test_only_https_is_spoken(url: str) -> None:
    with pytest.raises(UsageError, match="only https"):
        download(url, QUICK)


def test_a_bundle_of_certificates_that_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", "/no/such/bundle.pem")
    with pytest.raises(InputError, match=r"bundle\.pem"):
        download("https://no-such-host.invalid/a", QUICK._replace(tries=1))


def test_passwords_are_not_shown() -> None:
    assert shown("https://me:secret@example.org/a?token=secret") == "https://example.org/a"
