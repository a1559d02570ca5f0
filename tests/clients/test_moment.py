"""Moment itself, which Obsidian uses, spells dates as we do."""

import json
import random
from datetime import date, timedelta

import pytest
from clients.programs import node, node_programs

from vaultgen.render.moment import spelled

pytestmark = [pytest.mark.clients, node_programs]

_WORDS = """
YYYY YY Y YYY yyyy yy y yyy yo Q Qo M Mo MM MMM MMMM D Do DD DDD DDDo DDDD d do dd ddd dddd e E w wo ww W Wo WW
gggg gg GGGG GG [W] [de] - / \\ [ ] | o . \\Y \\M [_ [y] _
"""
TOKENS = (*_WORDS.split(), " ")


def test_moment_spells_every_day_as_we_do() -> None:
    throw = random.Random(6)
    asked = [
        (
            (date(1990, 1, 1) + timedelta(days=throw.randrange(30_000))).isoformat(),
            "".join(throw.choice(TOKENS) for _ in range(throw.randint(1, 6))),
            throw.randrange(7),
        )
        for _ in range(10_000)
    ]

    said = node("spell_dates.js", json.dumps(asked))

    pairs = [
        (one, spelled(date.fromisoformat(one[0]), one[1], one[2]), theirs)
        for one, theirs in zip(asked, said, strict=True)
    ]
    known = [
        pair for pair in pairs if pair[1] is not None
    ]  # chance makes tokens, such as `ggggg`, that are not
    assert len(known) > 9_000
    assert [pair for pair in known if pair[1] != pair[2]] == []
