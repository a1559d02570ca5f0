"""Growing regions: blocks of which each is current or kept by itself, and none is dropped.

A listing's section holds a heading, a sentence where there is no paper, and one list item a paper. People tick
them, move them, write below them. So every block has its own fingerprint (in the begin marker), and a block the
person removed, moved out or indented below their own is theirs: recorded, absent, and never written again.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from vaultgen.document.text import Lines, is_blank
from vaultgen.note.wanted import Block
from vaultgen.paper.identifier import Identifier, InvalidIdentifier, mentioned
from vaultgen.plan.decide import decide
from vaultgen.plan.fingerprint import short_fingerprint
from vaultgen.plan.markers import Begin, decoded, encoded, harmless

HEAD, EMPTY = "head", "empty"
BLOCKS = "blocks"

_HEADING = re.compile(r"#{1,6}(?:[ \t]|$)")
_ITEM = re.compile(r"(?:[-*+]|\d{1,9}[.)])(?:[ \t]|$)")


@dataclass(frozen=True, slots=True)
class KeptBlock:
    """A block that the person edited while its source changed."""

    key: str
    proposal: str


@dataclass(frozen=True, slots=True)
class Grown:
    """What becomes of a growing region.

    Attributes:
        lines: Its body, with line ends.
        blocks: The fingerprints to be recorded, encoded, as the value of `blocks=`.
        kept: Blocks whose new text waits for the person.
        current: Keys of the blocks whose recorded fingerprint is that of the wanted text.
    """

    lines: tuple[str, ...]
    blocks: str
    kept: tuple[KeptBlock, ...] = ()
    current: tuple[str, ...] = ()


@dataclass(slots=True)
class _Piece:
    """A stretch of lines: a block (with its key once that is known), or the blank lines between two."""

    lines: list[str]
    is_block: bool = True
    key: str = ""

    @property
    def text(self) -> str:
        return "".join(self.lines)

    @property
    def is_item(self) -> bool:
        return self.is_block and _ITEM.match(self.lines[0]) is not None

    @property
    def is_heading(self) -> bool:
        return self.is_block and _HEADING.match(self.lines[0]) is not None


def recorded_blocks(begin: Begin) -> dict[str, str]:
    """Key and fingerprint of every block ever written into a region."""
    pairs = (entry.rpartition(":") for entry in (begin.raw(BLOCKS) or "").split(",") if entry)
    return {decoded(key): mark for key, _, mark in pairs}


def recorded_identifiers(begin: Begin) -> tuple[Identifier, ...]:
    """The papers ever listed in a region, in order."""
    found = (_identifier(key) for key in recorded_blocks(begin))
    return tuple(sorted(identifier for identifier in found if identifier is not None))


def written_blocks(marks: Mapping[str, str]) -> str:
    """The value of `blocks=`: heading, empty, then papers in order, whatever was written first."""
    return ",".join(f"{encoded(key)}:{marks[key]}" for key in sorted(marks, key=_order))


def joined_blocks(blocks: Sequence[Block]) -> list[str]:
    """The lines of a region's blocks when they are first written, without line ends."""
    lines: list[str] = []
    is_after_item = False
    for block in blocks:
        written = harmless(block.text).strip("\n").split("\n")
        is_item = _ITEM.match(written[0]) is not None
        if lines and not (is_item and is_after_item):
            lines.append("")
        lines += written
        is_after_item = is_item
    return lines


def block_text(
    body: Sequence[str], recorded: Mapping[str, str], wanted: Sequence[Block], key: str
) -> str | None:
    """What stands for a block; None where nothing does.

    Args:
        body: Lines between the markers.
        recorded: Fingerprints of the blocks ever written there.
        wanted: The blocks we would like.
        key: Of the block asked for.
    """
    pieces = _pieces(body)
    _name(pieces, recorded, {block.key: harmless(block.text) for block in wanted})
    return next((piece.text for piece in pieces if piece.key == key), None)


def grow(
    body: Sequence[str],
    recorded: Mapping[str, str],
    wanted: Sequence[Block],
    bases: Mapping[str, str],
    note: Lines,
) -> Grown:
    """The region with its wanted blocks in it.

    Args:
        body: Lines between the markers.
        recorded: Fingerprints of the blocks ever written there.
        wanted: The blocks, in order.
        bases: By key, the text last generated, where it is remembered.
        note: The note, for its line ends.
    """
    pieces = _pieces(body)
    marks = dict(recorded)
    wanted = [Block(block.key, harmless(block.text)) for block in wanted]
    _name(pieces, marks, {block.key: block.text for block in wanted})
    answers_less = any(key not in {block.key for block in wanted} for key in marks if _identifier(key))
    kept: list[KeptBlock] = []
    for block in wanted:
        piece = next((piece for piece in pieces if piece.key == block.key), None)
        if block.key == HEAD and answers_less:
            continue  # its count is of less than what stands here
        if piece is not None:
            verdict = decide(
                piece.text, block.text, marks.get(block.key), bases.get(block.key), short_fingerprint
            )
            if verdict.text is not None:
                piece.lines = _written(verdict.text, note)
            if verdict.mark is not None:
                marks[block.key] = verdict.mark
            if verdict.is_kept and block.key in marks:
                kept.append(KeptBlock(block.key, block.text))
        elif block.key not in marks and not (block.key == EMPTY and any(map(_identifier, marks))):
            _insert(pieces, block, note)
            marks[block.key] = short_fingerprint(block.text)
    _drop_empty(pieces, marks)
    current = tuple(b.key for b in wanted if marks.get(b.key) == short_fingerprint(b.text))
    lines = tuple(line for piece in pieces for line in piece.lines)
    return Grown(lines, written_blocks(marks), tuple(kept), current)


def _pieces(body: Sequence[str]) -> list[_Piece]:
    """The body, cut where blocks begin; blank lines belong to an item only if it goes on below them."""
    pieces: list[_Piece] = []
    blanks: list[str] = []
    for line in body:
        if is_blank(line):
            blanks.append(line)
            continue
        is_start = _ITEM.match(line) or _HEADING.match(line)
        is_inside = bool(pieces) and pieces[-1].is_item and line.startswith(("  ", "\t"))
        follows = bool(pieces) and pieces[-1].is_block and not pieces[-1].is_heading and not blanks
        goes_on = not is_start and (is_inside or follows)
        if goes_on:
            pieces[-1].lines += [*blanks, line]
        else:
            if blanks:
                pieces.append(_Piece(blanks, is_block=False))
            pieces.append(_Piece([line]))
        blanks = []
    if blanks:
        pieces.append(_Piece(blanks, is_block=False))
    return pieces


def _name(pieces: Sequence[_Piece], marks: Mapping[str, str], wanted: Mapping[str, str]) -> None:
    """Say which piece is which block: of several the untouched one, else the first."""
    candidates: dict[str, list[_Piece]] = {}
    for piece in pieces:
        if not piece.is_block:
            continue
        if piece.is_item:
            key = _key_of(piece, marks, wanted)
        elif piece.is_heading:
            key = HEAD
        else:
            key = EMPTY if short_fingerprint(piece.text) == marks.get(EMPTY) else ""
        if key:
            candidates.setdefault(key, []).append(piece)
    for key, alike in candidates.items():
        ours = {marks.get(key), short_fingerprint(wanted[key]) if key in wanted else None}
        untouched = [piece for piece in alike if short_fingerprint(piece.text) in ours]
        (untouched or alike)[0].key = key


def _key_of(item: _Piece, marks: Mapping[str, str], wanted: Mapping[str, str]) -> str:
    """The paper of a list item; a title may mention other papers, so what we know of goes first."""
    named = [str(identifier) for identifier in mentioned(item.text)]
    untouched = [key for key in named if marks.get(key) == short_fingerprint(item.text)]
    known = [key for key in named if key in marks or key in wanted]
    return next(iter((*untouched, *known, *named)), "")


def _written(text: str, note: Lines) -> list[str]:
    return list(note.ended(text.strip("\n").split("\n")))


def _insert(pieces: list[_Piece], block: Block, note: Lines) -> None:
    """Put a block at its place: papers by identifier, the heading first."""
    piece = _Piece(_written(block.text, note), key=block.key)
    at = _place(pieces, block.key)
    before, after = pieces[:at], pieces[at:]
    blank = _Piece([note.newline], is_block=False)
    needs_blank_before = bool(before) and before[-1].is_block and not (before[-1].is_item and piece.is_item)
    needs_blank_after = bool(after) and after[0].is_block and not (after[0].is_item and piece.is_item)
    pieces[at:at] = [
        *([blank] if needs_blank_before else []),
        piece,
        *([blank] if needs_blank_after else []),
    ]


def _place(pieces: Sequence[_Piece], key: str) -> int:
    """Index in front of which a block belongs: beside its neighbours, else below everything that stands there."""
    if key == HEAD:
        return 0
    known = {piece.key: at for at, piece in enumerate(pieces) if piece.key and piece.key != HEAD}
    before = [other for other in known if _order(other) < _order(key)]
    if before:
        return known[max(before, key=_order)] + 1
    after = [other for other in known if _order(other) > _order(key)]
    if after:
        return known[min(after, key=_order)]
    return max((at + 1 for at, piece in enumerate(pieces) if piece.is_block), default=0)


def _drop_empty(pieces: list[_Piece], marks: dict[str, str]) -> None:
    """Once papers are there, the sentence that there are none goes; an edited one has no key and stays."""
    at = next((at for at, piece in enumerate(pieces) if piece.key == EMPTY), None)
    if at is None or EMPTY not in marks or not any(map(_identifier, marks)):
        return
    del marks[EMPTY]
    follows_gap = at > 0 and not pieces[at - 1].is_block
    precedes_gap = at + 1 < len(pieces) and not pieces[at + 1].is_block
    del pieces[at - 1 if follows_gap and precedes_gap else at : at + 1]


def _identifier(key: str) -> Identifier | None:
    try:
        return Identifier.parse(key)
    except InvalidIdentifier:
        return None


def _order(key: str) -> tuple[int, Identifier | str]:
    identifier = _identifier(key)
    if identifier is None:
        return (0, "") if key == HEAD else (1, key)
    return 2, identifier
