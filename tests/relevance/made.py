"""Makes papers of four topics out of word lists, always the same ones, and a table of words made of them."""

import random
from collections.abc import Sequence
from datetime import date, timedelta

from bench.words import table_of
from vaultgen.relevance.profile import ReadPaper
from vaultgen.relevance.vector import WordTable, counted_text, vector_of

TOPICS = {
    "robots": "robot arm grasp policy manipulation gripper torque contact pose actuator joint dexterous",
    "galaxies": "galaxy redshift halo stellar cluster quasar lensing survey photometry spectra dust cosmic",
    "proofs": "lemma theorem manifold bundle cohomology sheaf group algebra module morphism scheme torsion",
    "speech": "speech phoneme acoustic speaker prosody transcription audio vocoder accent utterance pitch voice",
}
EVERYWHERE = [
    "we",
    "propose",
    "method",
    "results",
    "data",
    "model",
    "analysis",
    "approach",
    "show",
    "paper",
    "new",
    "study",
    "learning",
    "based",
]
BEGIN = date(2026, 1, 5)
OF_A_TOPIC = 60


def texts() -> Sequence[tuple[str, str, str]]:
    """Topic, title and abstract of 240 papers, topic after topic."""
    chance = random.Random(5)
    return [
        (topic, " ".join(chance.choices(words.split(), k=4)), _abstract(chance, words.split()))
        for topic, words in TOPICS.items()
        for _ in range(OF_A_TOPIC)
    ]


def table() -> WordTable:
    return table_of((title, abstract) for _, title, abstract in texts())


def papers(known: WordTable) -> dict[str, list[ReadPaper]]:
    """By topic, its papers, a day apart; keys in the order of announcement."""
    made: dict[str, list[ReadPaper]] = {topic: [] for topic in TOPICS}
    for number, (topic, title, abstract) in enumerate(texts()):
        day = BEGIN + timedelta(days=number % OF_A_TOPIC)
        vector = vector_of(counted_text(title, abstract), known)
        made[topic].append(ReadPaper(day, f"2601.{number:05}", vector))
    return made


def _abstract(chance: random.Random, words: Sequence[str]) -> str:
    return " ".join(chance.choices(words, k=25) + chance.choices(EVERYWHERE, k=30))
