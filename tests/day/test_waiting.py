"""What waits for a translation is finished, whatever a person made of its note; what is damaged is tried again."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from day.conftest import PAPERS, Vaultgen, configure
from day.passages import passage
from day.trees import texts
from fakes import answers
from fakes.arxiv_server import ArxivServer, FakePaper
from fakes.deepl_server import FakeDeepL

POLICIES = "arXiv/Papers/2602.18291 Efficient Multi-Agent Diffusion Policies.md"
WALKING = "arXiv/Papers/2602.17680 Reinforcement-Learning-Based Walking A Study.md"
TUESDAY = FakePaper(
    identifier="2602.19999",
    title="Reinforcement Learning on Tuesday",
    abstract="On Tuesday we learn $x$ by reinforcement. It works well.",
    categories=("cs.LG",),
)

PENDING = "尚未翻译。之后的运行会补上译文。"

Morning = Callable[[str], None]


@pytest.fixture
def morning(arxiv: ArxivServer, monkeypatch: pytest.MonkeyPatch) -> Morning:
    """It is afternoon in Shanghai on this day, and its announcement is in the feeds."""

    def begin(day: str) -> None:
        arxiv.announce(date.fromisoformat(day), (TUESDAY,) if day == "2026-02-24" else ())
        monkeypatch.setenv("VAULTGEN_NOW", f"{day}T15:00:00+08:00")

    return begin


def change(vault: Path, note: str, pattern: str, new: str) -> None:
    path = vault / note
    text = path.read_text(encoding="utf-8")
    changed, count = re.subn(
        pattern, new.replace("\\", "\\\\"), text, count=1, flags=re.MULTILINE | re.DOTALL
    )
    assert count == 1, pattern
    path.write_text(changed, encoding="utf-8")


def region(vault: Path, note: str, name: str = "translation") -> str:
    text = (vault / note).read_text(encoding="utf-8")
    return passage(text, name)


@pytest.mark.parametrize(
    ("pattern", "mine", "day"),
    [
        (r"^translation: 'pending'", "translation: 'to read'", "2026-02-23"),
        (r"^translation: 'pending'\n", "", "2026-02-24"),
        (r"^announced: 2026-02-23", "announced: 2026-02-01", "2026-02-24"),
        (r"^announced: 2026-02-23", "announced: 'last week'", "2026-02-23"),
        (r"^announced: 2026-02-23\n", "", "2026-02-24"),
        (
            r"^announced: 2026-02-23(.*)^translation: 'pending'",
            "announced: 2020-01-01\ntranslation: 'done'",
            "2026-02-24",
        ),
    ],
)
def test_a_property_that_the_person_changed_does_not_stop_the_translation(
    pattern: str, mine: str, day: str, vault: Path, deepl: FakeDeepL, vaultgen: Vaultgen, morning: Morning
) -> None:
    vaultgen("today", "--vault", vault, "--no-translate")
    change(vault, POLICIES, pattern, mine)
    morning(day)

    vaultgen("today", "--vault", vault)

    assert "$10$" in region(vault, POLICIES)
    assert region(vault, POLICIES, "title-translated")
    assert set(mine.splitlines()) <= set((vault / POLICIES).read_text(encoding="utf-8").splitlines())
    asked = len(deepl.seen)
    assert vaultgen("today", "--vault", vault, "--json").report["requests"] == {"arxiv": 0, "deepl": 0}
    assert len(deepl.seen) == asked
    assert vaultgen("status", "--vault", vault, "--json").report["pending"] == 0


def test_a_text_that_the_person_wrote_where_one_was_waited_for_is_not_waited_for(
    vault: Path, deepl: FakeDeepL, vaultgen: Vaultgen, morning: Morning
) -> None:
    vaultgen("today", "--vault", vault, "--no-translate")
    for note in (POLICIES, WALKING):
        change(vault, note, PENDING, "我的译文。")
        change(vault, note, r"^arxiv_id:", "title_translated: 我的标题\narxiv_id:")
    morning("2026-02-24")
    vaultgen("today", "--vault", vault)
    assert region(vault, POLICIES) == "我的译文。"
    assert [text for text in deepl.sent if "Diffusion" in text or "walk" in text] == []
    assert vaultgen("today", "--vault", vault, "--json").report["requests"] == {"arxiv": 0, "deepl": 0}


@pytest.mark.parametrize("copy", ["Another name.md", POLICIES.replace(".md", " (conflicted copy).md")])
def test_a_paper_with_two_notes_opens_no_day_again_and_is_paid_for_once_at_most(
    copy: str, vault: Path, arxiv: ArxivServer, deepl: FakeDeepL, vaultgen: Vaultgen, morning: Morning
) -> None:
    vaultgen("today", "--vault", vault, "--no-translate")
    (vault / copy).write_bytes((vault / POLICIES).read_bytes())
    morning("2026-02-24")
    vaultgen("today", "--vault", vault)
    asked, sent = len(arxiv.asked()), list(deepl.sent)
    for _ in range(3):
        vaultgen("today", "--vault", vault)
    assert (len(arxiv.asked()), deepl.sent) == (asked, sent)
    assert len(sent) == len(set(sent))
    is_plain = copy == "Another name.md"
    assert (region(vault, POLICIES) == PENDING) is is_plain


def test_what_came_damaged_is_finished_by_a_later_days_run_and_no_sound_text_is_paid_for_twice(
    vault: Path, arxiv: ArxivServer, deepl: FakeDeepL, vaultgen: Vaultgen, morning: Morning
) -> None:
    deepl.spoil = answers.drop
    vaultgen("today", "--vault", vault)
    for note in (POLICIES, WALKING):
        assert "translation: 'partial'" in (vault / note).read_text(encoding="utf-8")
    assert [region(vault, POLICIES).count(piece) for piece in ("$10$", "5\\%")] == [1, 0]
    first = list(deepl.sent)
    assert vaultgen("today", "--vault", vault, "--json").report["requests"] == {"arxiv": 0, "deepl": 0}

    deepl.spoil = None
    morning("2026-02-24")
    said = vaultgen("today", "--vault", vault, "--json")

    assert said.report["translation"]["partial"] == 0
    for note in (POLICIES, WALKING):
        assert "translation: 'done'" in (vault / note).read_text(encoding="utf-8")
    assert region(vault, POLICIES).count("$10$") == 1
    later = [text for text in deepl.sent[len(first) :] if "Tuesday" not in text]
    assert len(later) == 2, "of either abstract the damaged sentence; not the titles, which were sound"
    assert not [text for text in later if "for code" in text]
    assert vaultgen("today", "--vault", vault, "--json").report["requests"] == {"arxiv": 0, "deepl": 0}


def test_what_is_damaged_always_costs_six_tries_and_no_more(
    vault: Path, arxiv: ArxivServer, deepl: FakeDeepL, vaultgen: Vaultgen, monkeypatch: pytest.MonkeyPatch
) -> None:
    deepl.spoil = answers.drop
    vaultgen("today", "--vault", vault)
    before, once = texts(vault), deepl.billed
    days = []
    for passed in (*range(1, 10), 20, 38, 39, 70, 200):
        monkeypatch.setenv("VAULTGEN_NOW", f"{date(2026, 2, 23) + timedelta(days=passed)}T15:00:00+08:00")
        billed = deepl.billed
        vaultgen("today", "--vault", vault)
        days += [passed] if deepl.billed > billed else []
    assert days == [1, 8, 38]
    assert deepl.billed <= 2 * once
    after = texts(vault)
    assert [after[path] for path in (POLICIES, WALKING)] == [before[path] for path in (POLICIES, WALKING)]


def test_on_request_what_came_damaged_is_tried_at_once(
    vault: Path,
    arxiv: ArxivServer,
    deepl: FakeDeepL,
    vaultgen: Vaultgen,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    deepl.spoil = lambda text: answers.drop(text) if "$\\pi" in text or "XQ" in text else text
    vaultgen("today", "--vault", vault)
    partial = region(vault, WALKING)
    assert "$\\pi_\\theta$" in partial
    deepl.spoil = None
    sent = len(deepl.sent)
    monkeypatch.setenv("VAULTGEN_STATE_DIR", str(tmp_path / "another device"))

    vaultgen("refresh", "--vault", vault)

    assert "translation: 'done'" in (vault / WALKING).read_text(encoding="utf-8")
    again = deepl.sent[sent:]
    assert len(again) == 1, "the damaged sentence alone, although no store of paid translations was there"
    assert "https" not in again[0]
    assert region(vault, WALKING).split(". ")[1:] == partial.split(". ")[1:]


def test_an_edited_text_that_came_damaged_is_the_persons_and_is_not_tried_again(
    vault: Path, deepl: FakeDeepL, vaultgen: Vaultgen, morning: Morning
) -> None:
    deepl.spoil = answers.drop
    vaultgen("today", "--vault", vault)
    for note in (POLICIES, WALKING):
        change(vault, note, r"(?<=## 译文\n\n).*(?=\n\n<!-- vaultgen )", "我改的。")
    deepl.spoil = None
    morning("2026-02-24")
    sent = len(deepl.sent)
    vaultgen("today", "--vault", vault)
    assert [t for t in deepl.sent[sent:] if "Tuesday" not in t] == []
    assert region(vault, POLICIES) == "我改的。"
    assert vaultgen("today", "--vault", vault, "--json").report["requests"] == {"arxiv": 0, "deepl": 0}


def test_what_another_device_made_whole_is_not_tried_again(
    vault: Path,
    deepl: FakeDeepL,
    vaultgen: Vaultgen,
    morning: Morning,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    deepl.spoil = answers.drop
    vaultgen("today", "--vault", vault)
    deepl.spoil = None
    with monkeypatch.context() as device:
        device.setenv("VAULTGEN_STATE_DIR", str(tmp_path / "another device"))
        vaultgen("refresh", "--vault", vault)
    whole = region(vault, POLICIES)
    morning("2026-02-24")
    sent = len(deepl.sent)
    vaultgen("today", "--vault", vault)
    assert all("Tuesday" in text for text in deepl.sent[sent:])
    assert region(vault, POLICIES) == whole


def test_while_the_quota_is_used_up_arxiv_is_asked_about_one_day_at_most(
    vault: Path, arxiv: ArxivServer, deepl: FakeDeepL, vaultgen: Vaultgen, morning: Morning
) -> None:
    deepl.limit = 0
    vaultgen("today", "--vault", vault)
    morning("2026-02-24")
    vaultgen("today", "--vault", vault)
    said = vaultgen("today", "--vault", vault, "--json")
    assert said.report["requests"]["arxiv"] <= 1
    deepl.limit = 500_000
    assert vaultgen("today", "--vault", vault, "--json").report["translation"]["pending"] == 0
    assert vaultgen("status", "--vault", vault, "--json").report["pending"] == 0


def test_with_the_limit_short_the_newest_day_comes_first_and_its_titles_before_its_abstracts(
    vault: Path, arxiv: ArxivServer, deepl: FakeDeepL, vaultgen: Vaultgen, morning: Morning
) -> None:
    vaultgen("today", "--vault", vault, "--no-translate")
    titles = sum(len(paper.title) for paper in (*PAPERS[:2], TUESDAY))
    configure(vault, f"[translation]\ncharacters_per_month = {titles}\n")
    morning("2026-02-24")
    vaultgen("today", "--vault", vault)
    assert "Tuesday" in deepl.sent[0]
    assert deepl.billed <= titles
    assert "title_translated" in (
        vault / "arXiv/Papers/2602.19999 Reinforcement Learning on Tuesday.md"
    ).read_text(encoding="utf-8")


def test_after_missed_days_with_little_left_the_newest_day_is_translated_first_and_each_day_is_told_once(
    vault: Path, arxiv: ArxivServer, deepl: FakeDeepL, vaultgen: Vaultgen, morning: Morning
) -> None:
    vaultgen("today", "--vault", vault)
    wednesday = replace(TUESDAY, identifier="2602.20001", title="Reinforcement Learning on Wednesday")
    configure(vault, "[translation]\ncharacters_per_month = 1000\n")
    morning("2026-02-24")
    morning("2026-02-25")
    arxiv.announce(date(2026, 2, 25), (wednesday,))
    sent = len(deepl.sent)

    said = vaultgen("today", "--vault", vault, "--json")

    assert ["Wednesday" in text for text in deepl.sent[sent:]] == [True, False, False, False][
        : len(deepl.sent) - sent
    ]
    assert [day["day"] for day in said.report["days"]] == ["2026-02-24", "2026-02-25"]
    assert said.report["translation"]["pending"] == 0


def test_a_dry_run_counts_what_waits_on_other_days_too_and_what_the_limit_has_left(
    vault: Path, arxiv: ArxivServer, deepl: FakeDeepL, vaultgen: Vaultgen, morning: Morning
) -> None:
    vaultgen("today", "--vault", vault, "--no-translate")
    morning("2026-02-24")
    vaultgen("today", "--vault", vault, "--no-translate")

    said = vaultgen("today", "--vault", vault, "--dry-run", "--json")

    wanted = said.report["translation"]["would_send_characters"]
    assert deepl.seen == []
    configure(vault, "[translation]\ncharacters_per_month = 100\n")
    assert re.search(
        r"^\d+ characters would be sent to be translated, \d+ at most if texts come back damaged; this month's limit has 100 left, the rest would wait$",
        vaultgen("today", "--vault", vault, "--dry-run").out,
        re.MULTILINE,
    )
    configure(vault)
    first = re.search(r"(\d+) characters would be sent", vaultgen("today", "--vault", vault, "--dry-run").out)
    assert first is not None
    vaultgen("today", "--vault", vault)
    assert deepl.billed <= int(first[1]) < wanted


@pytest.mark.parametrize("spoil", [answers.drop, answers.half, lambda _: ""])
def test_the_price_that_a_dry_run_names_is_not_exceeded_where_every_text_comes_back_damaged(
    spoil: Callable[[str], str], vault: Path, arxiv: ArxivServer, deepl: FakeDeepL, vaultgen: Vaultgen
) -> None:
    price = vaultgen("today", "--vault", vault, "--dry-run", "--json").report["translation"]
    deepl.spoil = spoil
    said = vaultgen("today", "--vault", vault, "--json").report["translation"]
    assert 0 < said["billed_characters"] == deepl.billed <= price["would_send_characters"]


def test_a_limit_that_is_reached_is_told_once_with_what_to_do(
    vault: Path, arxiv: ArxivServer, deepl: FakeDeepL, vaultgen: Vaultgen
) -> None:
    configure(vault, "[translation]\ncharacters_per_month = 50\n")
    said = vaultgen("today", "--vault", vault)
    assert said.status == 0
    assert said.err.splitlines()[-2:] == [
        "vaultgen: this month's limit of characters is reached: what is left waits in the original",
        "  raise translation.characters_per_month in vaultgen.toml, or wait (vaultgen status shows the days)",
    ]
    assert deepl.billed <= 50


@pytest.mark.parametrize(
    ("limit", "script", "status", "told"), [(0, [], 0, "quota"), (9999, [403], 1, "refuses the key")]
)
def test_what_keeps_texts_waiting_is_told_on_every_run_and_not_only_on_the_first(
    limit: int,
    script: list[int | str],
    status: int,
    told: str,
    vault: Path,
    arxiv: ArxivServer,
    deepl: FakeDeepL,
    vaultgen: Vaultgen,
) -> None:
    deepl.limit = limit
    for _ in range(3):
        deepl.script[:] = script
        said = vaultgen("today", "--vault", vault)
        assert said.status == status
        assert told in said.err


@pytest.mark.parametrize("fields", ['["title"]', '["title", "abstract"]'])
def test_a_title_that_stays_in_the_original_is_not_written_a_second_time(
    fields: str,
    vault: Path,
    deepl: FakeDeepL,
    vaultgen: Vaultgen,
    morning: Morning,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    configure(vault, f"[translation]\nfields = {fields}\n")
    deepl.spoil = answers.source
    vaultgen("today", "--vault", vault)
    before, note = texts(vault), (vault / POLICIES).read_text(encoding="utf-8")
    assert "translation: 'partial'" in note
    assert "title_translated:" not in note
    assert "\nEfficient Multi-Agent Diffusion Policies\n" not in note
    listing = next((vault / "arXiv/Daily").iterdir()).read_text(encoding="utf-8")
    assert listing.count("Reinforcement-Learning-Based Walking: A Study") == 1
    billed = deepl.billed

    assert vaultgen("today", "--vault", vault).status == 0
    assert vaultgen("doctor", "--offline", "--vault", vault).status == 0
    with monkeypatch.context() as elsewhere:
        elsewhere.setenv("VAULTGEN_STATE_DIR", str(tmp_path / "another device"))
        vaultgen("today", "--vault", vault)
        vaultgen("today", "--day", "2026-02-23", "--vault", vault)
    assert texts(vault) == before
    assert deepl.billed == billed

    deepl.spoil = None
    morning("2026-02-24")
    vaultgen("today", "--vault", vault)
    after = (vault / POLICIES).read_text(encoding="utf-8")
    assert "translation: 'done'" in after
    translation = re.search(r"^title_translated: '(.*)'$", after, re.MULTILINE)
    assert translation is not None
    assert f"\n\n{translation[1]}\n\n" in after
