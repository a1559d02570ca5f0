import pytest

from vaultgen.translate.check import damage

ABSTRACT = "Gradient regularization (GR) is studied. We show that GR improves $10$ tasks by 12\\% at https://a.org/x."
SOUND = "本文研究梯度正则化(GR)。我们证明GR在$10$个任务上提升12%,见https://a.org/x。"


def test_a_sound_translation_has_no_damage() -> None:
    assert damage(ABSTRACT, SOUND, "zh-Hans") == ()


@pytest.mark.parametrize(
    ("spoiled", "told"),
    [
        (SOUND.replace("$10$", "10美元"), "formula $10$ lost"),
        (SOUND.replace("$10$", "$10$$10$"), "formula $10$ 2 of 1 times"),
        (SOUND.replace("证明GR", "证明广义相对论"), "GR 1 of 2 times"),
        (SOUND.replace("12%", "12"), "macro 12\\% lost"),
        (SOUND.replace("https://a.org/x", "此处"), "address https://a.org/x lost"),
        (SOUND + "}", "braces do not match the original"),
        (SOUND + "\\emph", "backslashes do not match the original"),
        (SOUND + "$", "dollars do not match the original"),
        (SOUND + ' <m id="3">', "mark-up was left in the text"),
        (SOUND + "XQ3Z。", "mark-up was left in the text"),
        (SOUND * 5, "characters for"),
        (SOUND.rstrip("。"), "the end is missing"),
        ("  ", "nothing came back"),
        (ABSTRACT, "the original came back untranslated"),
    ],
)
def test_damage_is_named(spoiled: str, told: str) -> None:
    assert any(told in fault for fault in damage(ABSTRACT, spoiled, "zh-Hans"))


def test_a_text_in_the_wrong_script_is_damage() -> None:
    assert damage("Robots learn to walk.", "Los robots aprenden a andar.", "zh-Hans")
    assert damage("Robots learn to walk.", "Los robots aprenden a andar.", "es") == ()


def test_an_acronym_may_be_written_out_as_the_translation_itself_defined_it() -> None:
    source = "Reinforcement learning (RL) works. It beats RL baselines by far."
    assert damage(source, "强化学习(RL)有效。它远胜强化学习基线。", "zh-Hans") == ()
    assert damage(source, "强化学习(RL)有效。它远胜实时学习基线。", "zh-Hans") == ("RL 1 of 2 times",)


def test_so_may_one_in_a_language_of_latin_letters_as_many_words_as_letters() -> None:
    source = "Reinforcement learning (RL) works. It beats RL baselines by far."
    assert damage(source, "Tiefes Lernen (RL) wirkt. Es schlägt tiefes Lernen weit.", "de") == (
        "RL 1 of 2 times",
    )
    assert damage(source, "Tiefes Lernen (RL) wirkt. Es schlägt Tiefes Lernen weit.", "de") == ()


def test_a_definition_must_name_what_it_defines() -> None:
    source = "Under (1) no exoskeleton (No-Exo), they squat."
    assert damage(source, "在(1)无外骨骼(无外骨骼)下,他们深蹲。", "zh-Hans") == ("No-Exo lost",)


def test_a_name_alone_may_stay_as_it_is() -> None:
    assert damage("Dreamer", "Dreamer", "de") == ()


def test_the_plural_of_an_acronym_may_be_lost() -> None:
    assert damage("Large language models (LLMs) help.", "大型语言模型(LLM)有帮助。", "zh-Hans") == ()


def test_words_instead_of_an_address_that_arxiv_lost_are_plain_text() -> None:
    assert damage("Project webpage: this https URL", "项目网页:此 https URL", "zh-Hans") == ()


def test_a_sentence_that_stayed_in_the_original_does_not_make_the_rest_another_language() -> None:
    source = "We learn to walk with the agents of this and that. See the code for our results."
    partial = "We learn to walk with the agents of this and that. 代码见我们的结果。"
    assert damage(source, partial, "zh-Hans") == ()
    other = (
        "Nous montrons que cette méthode est plus rapide que les autres et que les codes sont dans le dépôt."
    )
    assert damage(source, other, "de") == ("not in the language de: words of fr",)


def test_what_an_engine_says_of_itself_is_damage() -> None:
    source = "We learn to walk with the agents of this and that."
    for talk in (
        "Here is the translation: 我们学习与各种智能体一起行走。",
        "以下是翻译:我们学习与各种智能体一起行走。",
    ):
        assert "the engine's own words in the text" in damage(source, talk, "zh-Hans")


@pytest.mark.parametrize(
    ("source", "translation"),
    [
        (r"Over 50% fail ($\lesssim 10$\%) of 55%.", r"超过50%的人失败($\lesssim 10$\%),共55%。"),
        (r"The (H&E)-stained and H\&E images.", r"(H&E)染色图像和H\&E图像。"),
        ("Typica.ai and the set OMCD_Typica.ai_Mix.", "Typica.ai和数据集OMCD_Typica.ai_Mix。"),
        (r"\textit{One}, \textit{\textcolor{blue}{two. ", r"\textit{一}、\textit{\textcolor{blue}{二。 "),
    ],
)
def test_what_prose_or_another_piece_says_too_is_not_a_piece_too_many(source: str, translation: str) -> None:
    assert damage(source, translation, "zh-Hans") == ()


def test_a_piece_that_came_twice_is_damage_also_where_prose_says_it_too() -> None:
    source = r"The (H&E)-stained and H\&E images."
    assert damage(source, r"(H&E)染色图像和H\&E图像,H&E。", "zh-Hans") == (r"macro H\&E 3 of 1 times",)
