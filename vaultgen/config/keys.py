"""Every setting of `vaultgen.toml`, as data: checks, suggestions and `docs/configuration.md` are made from it."""

from collections.abc import Iterator

from vaultgen.config.setting import Form, Setting
from vaultgen.paper.paper import AnnounceType
from vaultgen.settings import ABSTRACTS, AT_END, COMPACT, PER_INTEREST, STANDARD, TOGETHER

_TYPES = tuple(AnnounceType)
_AS = ("notes", "links", "text")
_MORE = 1_000_000_000

SETTINGS: tuple[Setting, ...] = (
    Setting(
        "categories",
        Form.TEXTS,
        "The arXiv categories to follow.",
        example='["cs.LG", "cs.AI", "cs.RO"]',
    ),
    Setting(
        "keywords",
        Form.TEXTS,
        "The short form of interests: phrases to look for in title and abstract, in this order.",
        example='["reinforcement learning", "diffusion policy"]',
    ),
    Setting(
        "exclude",
        Form.TEXTS,
        "Phrases that no interest wants: a paper with one of them in title or abstract is not shown.",
        example='["survey"]',
    ),
    Setting(
        "language",
        Form.TEXT,
        "The language to translate titles and abstracts into, as a BCP 47 tag; leave it out for no translation.",
        example='"zh-Hans"',
    ),
    Setting(
        "listing",
        Form.TEXT,
        "What a listing shows of each paper: two lines, two quoted sentences among the rest, or the abstract folded in a "
        "callout.",
        choices=(COMPACT, STANDARD, ABSTRACTS),
    ),
    Setting(
        "timezone",
        Form.TEXT,
        "Your time zone, shown beside US Eastern; by default the machine's.",
        example='"Asia/Shanghai"',
    ),
    Setting("interests.name", Form.TEXT, "The heading above its papers.", example='"offline RL"'),
    Setting(
        "interests.query",
        Form.TEXT,
        "Phrases, `AND`, `OR`, `ANDNOT`, parentheses and arXiv's prefixes `ti: abs: au: cat: co: jr: all:`.",
        example='\'"offline reinforcement learning" OR ti:"offline RL"\'',
    ),
    Setting(
        "announcements.include",
        Form.TEXTS,
        "Which kinds of announcements to include.",
        choices=_TYPES,
    ),
    Setting(
        "announcements.replacements",
        Form.TEXT,
        "Where a listing has replacements, if they are included: among the other papers, in a section below each "
        "interest, or in one at the end.",
        choices=(TOGETHER, PER_INTEREST, AT_END),
    ),
    Setting(
        "announcements.catch_up_days",
        Form.NUMBER,
        "How many days back to catch up on missed announcements.",
        limits=(0, 365),
    ),
    Setting(
        "vault.path",
        Form.TEXT,
        "The vault, relative to this file; only needed if this file is not in it.",
        example='"~/Notes"',
    ),
    Setting(
        "vault.folder",
        Form.TEXT,
        "The folder of the vault for everything generated.",
    ),
    Setting(
        "vault.authors",
        Form.TEXT,
        "What an author's name becomes: a link to a note of ours, a link, or text.",
        choices=_AS,
    ),
    Setting(
        "vault.author_note_from",
        Form.NUMBER,
        "How many papers an author needs to get a note; below that there is only a link.",
        limits=(1, _MORE),
    ),
    Setting(
        "vault.subjects",
        Form.TEXT,
        "What a subject's name becomes: a link to a note of ours, a link, or text.",
        choices=_AS,
    ),
    Setting(
        "vault.links",
        Form.TEXT,
        "How links are written; by default as in `.obsidian/app.json`.",
        example='"wiki"',
        choices=("wiki", "markdown"),
    ),
    Setting(
        "vault.daily_note",
        Form.YES_NO,
        "Whether to add a link to the listing to your own daily note.",
    ),
    Setting(
        "vault.trends",
        Form.YES_NO,
        "Whether to keep a note with charts of papers per week.",
    ),
    Setting(
        "vault.templates",
        Form.TEXT,
        "The folder of the vault with your own templates.",
    ),
    Setting(
        "translation.engine",
        Form.TEXT,
        "Who translates: DeepL, any endpoint with OpenAI's chat completions (such as Ollama on this machine), a "
        "program of yours, or nobody.",
        choices=("deepl", "openai", "command", "off"),
    ),
    Setting(
        "translation.base_url",
        Form.TEXT,
        'For the engine "openai": the address of the endpoint.',
        example='"http://localhost:11434/v1"',
    ),
    Setting(
        "translation.model",
        Form.TEXT,
        'For the engine "openai": the model, as the endpoint calls it.',
        example='"gpt-5-mini"',
    ),
    Setting(
        "translation.tokens_per_request",
        Form.NUMBER,
        'For the engine "openai": tokens of text per request; fewer for a model with a small context.',
        limits=(200, 100_000),
    ),
    Setting(
        "translation.price",
        Form.TEXT,
        'For the engine "openai": the price of a million tokens, so that a run can say what it cost.',
        example='"0.60 USD"',
    ),
    Setting(
        "translation.command",
        Form.TEXTS,
        'For the engine "command": the program and its arguments; text in, text out.',
        example='["apertium", "-u", "eng-spa"]',
    ),
    Setting(
        "translation.fields",
        Form.TEXTS,
        "What to translate.",
        choices=("title", "abstract"),
    ),
    Setting(
        "translation.characters_per_month",
        Form.NUMBER,
        'For the engine "deepl": characters per month; 0 for no limit.',
        limits=(0, _MORE),
    ),
    Setting(
        "translation.texts_per_month",
        Form.NUMBER,
        'For the engine "openai": texts per month, counting titles, abstracts and retries; 0 for no limit. By default '
        "2000, and no limit for an endpoint on your machine or in your own network.",
        example="5000",
        limits=(0, _MORE),
    ),
    Setting(
        "translation.glossary",
        Form.TEXT,
        "A CSV file of terms, relative to this file: `source,target` per line, a term with a comma in quotes.",
        example='"glossary.csv"',
    ),
    Setting(
        "translation.formality",
        Form.TEXT,
        "How formal the translation is, if DeepL supports it.",
        choices=("default", "more", "less", "prefer_more", "prefer_less"),
    ),
    Setting(
        "reading.rank",
        Form.YES_NO,
        "Whether papers stand best first, once five papers of the vault count as read; else by identifier.",
    ),
    Setting(
        "reading.near",
        Form.NUMBER,
        "At most so many papers a day that no interest matches and that are near what you read, in a section of their own.",
        limits=(0, 10),
    ),
    Setting(
        "reading.quotes",
        Form.NUMBER,
        "How many sentences of each abstract a listing quotes: what the paper does, and what came out.",
        limits=(0, 2),
    ),
    Setting(
        "reading.library",
        Form.TEXTS,
        "Your own BibTeX files in the vault; their citekeys take precedence.",
        example='["library.bib"]',
    ),
    Setting(
        "properties.show",
        Form.CHOICE_OR_TEXTS,
        "The properties of a paper note: all, few (abstract first), or a list of names in order.",
        choices=("full", "short"),
    ),
    Setting(
        "properties.rename",
        Form.NAMES,
        "Your own names for properties.",
        example='{ announced = "date" }',
    ),
    Setting(
        "properties.seed",
        Form.PROPERTIES,
        "Properties of your own, written once into each new paper note and never changed afterwards.",
        example="{ read = false }",
    ),
    Setting(
        "bibliography.file",
        Form.TEXT,
        'The bibliography of the vault\'s papers, in the folder; "" for none.',
    ),
    Setting(
        "bibliography.citekey",
        Form.TEXT,
        "What a paper's citekey is made of: `{author}`, `{year}`, `{word}` (the first significant word of the title), `{id}`; "
        'a key never changes once written; "" for none.',
    ),
)

TABLES = ("announcements", "vault", "translation", "reading", "properties", "bibliography")
"""Tables of the file, written `[vault]`."""

LISTED = "interests"
"""The one table of which there may be several, written `[[interests]]`."""


def settings_of(table: str) -> Iterator[Setting]:
    """Return the settings that are directly in a table; those at the top for an empty name."""
    return (setting for setting in SETTINGS if setting.table == table)
