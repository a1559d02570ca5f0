"""What the environment says, and what of it is refused."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from vaultgen.config import environment
from vaultgen.errors import ConfigurationError

CWD = Path(__file__).parent


def problem_of(**environ: str) -> tuple[str, str]:
    with pytest.raises(ConfigurationError) as caught:
        environment.read(environ, cwd=CWD)
    [problem] = caught.value.problems
    return problem.problem, problem.hint


def test_without_variables_everything_is_arxivs_and_the_clock_is_real():
    found = environment.read({"VAULTGEN_NOW": "", "DEEPL_SERVER_URL": " "}, cwd=CWD)
    assert found.feed_url == "https://rss.arxiv.org/rss"
    assert found.api_url == "https://export.arxiv.org/api/query"
    assert found.oai_url == "https://oaipmh.arxiv.org/oai"
    assert (found.delay, found.deepl_server_url, found.fixed_now) == (3.0, None, None)
    assert found.state_folder.is_absolute()
    before = datetime.now(UTC)
    assert before <= found.now() <= datetime.now(UTC)


def test_the_clock_can_be_fixed():
    found = environment.read({"VAULTGEN_NOW": "2026-02-23T09:00:00+08:00"}, cwd=CWD)
    assert found.now() == datetime(2026, 2, 23, 1, tzinfo=UTC)
    assert found.now() == found.now()


@pytest.mark.parametrize("text", ["2026-02-23T09:00:00", "2026-02-23"])
def test_a_time_without_zone_is_refused(text):
    problem, hint = problem_of(VAULTGEN_NOW=text)
    assert problem == f'VAULTGEN_NOW: "{text}" has no zone'
    assert hint == "for example 2026-02-23T09:00:00+08:00"


@pytest.mark.parametrize("text", ["yesterday", "0001-01-01T00:00:00+14:00", "9999-12-31T23:00:00Z"])
def test_what_is_no_time_of_arxivs_is_refused(text):
    assert problem_of(VAULTGEN_NOW=text)[0] == f'VAULTGEN_NOW: "{text}" is not an ISO time'


def test_state_lies_where_it_is_said_relative_to_the_current_folder(tmp_path):
    assert environment.read({"VAULTGEN_STATE_DIR": "s"}, cwd=tmp_path).state_folder == tmp_path / "s"
    home = {"VAULTGEN_STATE_DIR": "~/s", "HOME": str(tmp_path)}
    assert environment.read(home, cwd=CWD).state_folder == tmp_path / "s"


def test_addresses_lose_or_gain_the_slash_their_clients_need():
    urls = {
        "VAULTGEN_ARXIV_FEED_URL": "http://127.0.0.1:1/rss/",
        "DEEPL_SERVER_URL": "http://localhost:2/deepl",
    }
    found = environment.read(urls, cwd=CWD)
    assert (found.feed_url, found.deepl_server_url) == ("http://127.0.0.1:1/rss", "http://localhost:2/deepl/")


@pytest.mark.parametrize(
    "url",
    [
        "ftp://x.org",
        "arxiv.org",
        "http://",
        "http://x:99999/",
        "http://me:pw@x.org",
        "http://x y.org",
        "http://ü.org",
    ],
)
def test_what_is_no_web_address_is_refused(url):
    problem, hint = problem_of(VAULTGEN_ARXIV_API_URL=url)
    assert problem == f'VAULTGEN_ARXIV_API_URL: "{url}" is not a web address'
    assert hint.endswith("https://export.arxiv.org/api/query")


def test_the_key_is_never_sent_unencrypted():
    problem, hint = problem_of(DEEPL_SERVER_URL="http://deepl.example.org")
    assert "unencrypted" in problem
    assert hint == "write https:// instead"


def test_less_than_three_seconds_are_for_this_machine_only():
    urls = {"VAULTGEN_ARXIV_FEED_URL": "http://127.0.0.1:1/rss", "VAULTGEN_ARXIV_DELAY": "0"}
    found = environment.read(urls, cwd=CWD)
    assert found.delay_for(found.feed_url) == 0
    assert found.delay_for(found.api_url) == 3
    problem, hint = problem_of(VAULTGEN_ARXIV_DELAY="1")
    assert problem == "VAULTGEN_ARXIV_DELAY: 1 is less than arXiv asks for"
    assert hint.startswith("write 3 or more")


@pytest.mark.parametrize("text", ["soon", "-1", "nan", "inf"])
def test_what_is_no_number_of_seconds_is_refused(text):
    assert (
        problem_of(VAULTGEN_ARXIV_DELAY=text)[0]
        == f'VAULTGEN_ARXIV_DELAY: "{text}" is not a number of seconds'
    )


def test_problems_of_the_environment_come_all_at_once():
    with pytest.raises(ConfigurationError) as caught:
        environment.read({"VAULTGEN_NOW": "x", "VAULTGEN_ARXIV_DELAY": "x", "DEEPL_SERVER_URL": "x"}, cwd=CWD)
    assert caught.value.problem.problem == "3 problems in the environment"


@pytest.mark.parametrize(
    ("url", "is_it"),
    [
        ("http://localhost/x", True),
        ("http://127.9.9.9:80", True),
        ("http://[::1]:80/", True),
        ("http://localhost.evil.org", False),
        ("http://127.0.0.1.evil.org", False),
        ("http://10.0.0.1", False),
    ],
)
def test_only_this_machine_is_a_loopback_address(url, is_it):
    assert environment.is_loopback(url) is is_it
