"""Notes for papers that the person names, announced today or years ago.

No listing is touched: what a day's listing shows is what was announced on that day. Day and type of such a paper are
inferred from its submission and said to be.
"""

from collections.abc import Sequence

from vaultgen.errors import Problem
from vaultgen.note.identity import paper_identity
from vaultgen.note.lookup import lost_note_of
from vaultgen.note.snapshot import Snapshot
from vaultgen.paper.identifier import Identifier
from vaultgen.paper.listing import PapersFound
from vaultgen.settings import Settings
from vaultgen.workflows.alone import bring_alone, unfinished
from vaultgen.workflows.omissions import OmissionReason, not_answered, omissions
from vaultgen.workflows.ports import Tools
from vaultgen.workflows.update import Agenda, RunNotices


def add(papers: Sequence[Identifier], snapshot: Snapshot, settings: Settings, tools: Tools) -> Agenda:
    """Yield what is due for these papers; send one request per hundred."""
    begun, papers = unfinished(tools.days), tuple(dict.fromkeys(papers))
    there = tuple(
        paper for paper in papers if paper_identity(paper) in snapshot.notes and str(paper) not in begun
    )
    lost = {
        paper: path
        for paper in papers
        if paper not in there and (path := lost_note_of(snapshot, paper_identity(paper))) is not None
    }
    deleted = [
        paper
        for paper in papers
        if paper_identity(paper) not in snapshot.notes
        and paper not in lost
        and paper_identity(paper) in tools.days.memory(()).written
    ]
    wanted = [paper for paper in papers if paper not in {*there, *lost, *deleted}]
    told = tools.source.papers(wanted) if wanted else PapersFound()
    for paper in wanted:
        if paper in told.found:
            done, _ = yield from bring_alone(told.found[paper], None, settings, tools)
            yield done
    missing = [paper for paper in wanted if paper not in told.found]
    unknown = [] if told.problems else missing
    return RunNotices(
        problems=(
            *(
                Problem(f"you deleted the note of {one}", f"bring it back: vaultgen restore {one}")
                for one in deleted
            ),
            *(
                Problem(
                    f"{path} is the note of {one} and has lost its arxiv_id",
                    f'write this line into its properties: arxiv_id: "{one.uri}"',
                )
                for one, path in lost.items()
            ),
            *told.problems,
            *(Problem(f"arXiv knows no paper {one}", "check the identifier") for one in unknown),
        ),
        left_out=(
            *omissions(there, OmissionReason.THERE),
            *omissions(deleted, OmissionReason.DELETED),
            *omissions(lost, OmissionReason.LOST),
            *not_answered(missing),
        ),
        there=tuple(map(str, there)),
    )
