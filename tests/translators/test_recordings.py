"""Everything recorded, through guard, faithful fake and restore: no guarded piece is lost."""

import sys
from collections import Counter

import pytest
from fakes.deepl_server import KEY, FakeDeepL
from fakes.recorded import recorded
from translate.costs import cost

from vaultgen.translate.check import damage
from vaultgen.translate.guards import protect
from vaultgen.translate.request import Request, Translated
from vaultgen.translate.translate import translate
from vaultgen.translators.deepl_api import DeepL
from vaultgen.translators.paid_texts import PaidTranslations


def test_every_guarded_piece_of_all_recordings_comes_back(capsys: pytest.CaptureFixture[str]) -> None:
    requests = [Request(text, "zh-Hans") for text in recorded()]
    with FakeDeepL(limit=100_000_000) as deepl, PaidTranslations(":memory:") as paid:
        engine = DeepL(KEY, server_url=deepl.url)
        expected = cost(requests, paid)
        outcome = translate(requests, engine, paid, limit=None)
        engine.close()
        assert (outcome.partial, outcome.pending, outcome.problems) == (0, 0, ())
        assert outcome.billed == deepl.billed <= expected
        assert len(deepl.translations) <= len(requests) // 50 + 2
    pieces: Counter[str] = Counter()
    for request, result in outcome.results.items():
        assert isinstance(result, Translated)
        assert damage(request.text, result.text, "zh-Hans") == ()
        wanted = Counter(piece.source for piece in protect(request.text).guarded)
        assert all(result.text.count(piece) >= count for piece, count in wanted.items())
        pieces.update(str(piece.guard) for piece in protect(request.text).guarded)
    with capsys.disabled():
        sys.stdout.write(
            f"\n{pieces.total()} guarded pieces of {len(requests)} recorded texts came back: {dict(pieces)}\n"
        )
