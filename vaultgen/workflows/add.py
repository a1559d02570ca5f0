"""Notes for papers that the person names, announced today or years ago.

No listing is touched: what a day's listing shows is what was announced on that day. Day and type of such a paper are
inferred from its submission and said to be.
"""

from collections.abc import Sequence

from msgspec import Struct

from vaultgen.errors import Problem
from vaultgen.note.identity import paper_identity
from vaultgen.note.lookup import lost_note_of
from vaultgen.paper.identifier import Identifier
from vaultgen.settings import Settings
from vaultgen.workflows.alone import write_alone
from vaultgen.workflows.day_done import DayDone
from vaultgen.workflows.omissions import Omission, OmissionReason, not_answered, omissions
from vaultgen.workflows.ports import Tools


class Added(Struct, frozen=True):
    """What became of the papers.

    Attributes:
        done: One for each note that was written.
        there: Papers that have a note already.
        problems: Papers that could not be had, each with what to do.
        left_out: The papers for which no note was written.
    """

    done: tuple[DayDone, ...]
    there: tuple[Identifier, ...]
    problems: tuple[Problem, ...]
    left_out: tuple[Omission, ...] = ()


def add(papers: Sequence[Identifier], settings: Settings, tools: Tools) -> Added:
    """Write notes for these papers; one request for each hundred.

    Raises:
        VaultgenError: The vault is not there.
    """
    snapshot = tools.vault.look()
    there = tuple(paper for paper in papers if paper_identity(paper) in snapshot.notes)
    lost = {
        paper: path
        for paper in papers
        if paper not in there and (path := lost_note_of(snapshot, paper_identity(paper))) is not None
    }
    deleted = [
        paper
        for paper in papers
        if paper not in there and paper not in lost and paper_identity(paper) in tools.days.memory(()).written
    ]
    wanted = [paper for paper in dict.fromkeys(papers) if paper not in {*there, *lost, *deleted}]
    told = tools.source.papers(wanted) if wanted else None
    found = told.found if told else {}
    problems = [
        Problem(f"you deleted the note of {one}", f"bring it back: vaultgen restore {one}") for one in deleted
    ]
    problems += [
        Problem(
            f"{path} is the note of {one} and has lost its arxiv_id",
            f'write this line into its properties: arxiv_id: "{one.uri}"',
        )
        for one, path in lost.items()
    ]
    problems += told.problems if told else ()
    if told and not told.problems:
        problems += [
            Problem(f"arXiv knows no paper {one}", "check the identifier")
            for one in wanted
            if one not in found
        ]
    done = tuple(write_alone(found[one], None, settings, tools) for one in wanted if one in found)
    left_out = (
        *omissions(there, OmissionReason.THERE),
        *omissions(deleted, OmissionReason.DELETED),
        *omissions(lost, OmissionReason.LOST),
        *(not_answered([one for one in wanted if one not in found]) if told else ()),
    )
    return Added(done, there, tuple(problems), left_out)
