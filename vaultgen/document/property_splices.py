"""Where a property's new value goes: into its own lines, as few of them as possible.

The person's style is kept where it can be: flow lists stay flow lists, items keep their indentation and quotes,
remarks stay behind what they are about. A place where a remark would be lost is not written.
"""

from collections.abc import Sequence

from vaultgen.document.front_matter import Node, ParsedProperty
from vaultgen.document.text import Lines, Splice, content, line_end
from vaultgen.document.yaml_block import entry, quoted, scalar
from vaultgen.note.desired import Property


def scalar_splice(note: Lines, there: ParsedProperty, own: Property) -> Splice | None:
    """Return how to write another value: alone where it is on one line, so that a remark behind it stays.

    None where a remark of the person would be lost.
    """
    node = there.node
    if _is_on_one_line(node) and not isinstance(own.value, tuple):
        return _within_line(note, there, node, scalar(own.value))
    return whole_splice(note, there, entry(there.name, own.value))


def list_splice(note: Lines, there: ParsedProperty, name: str, elements: Sequence[str]) -> Splice | None:
    """Return how to write other elements into a list, in the person's style; None where a remark would be lost."""
    node = there.node
    if node.id == "sequence" and elements and node.value:
        if node.flow_style and node.start_mark.line == node.end_mark.line:
            return _within_line(note, there, node, f"[{', '.join(_spelled(note, there, elements))}]")
        if not node.flow_style and all(map(_is_on_one_line, node.value)):
            return _items_splice(note, there, elements)
    return whole_splice(note, there, entry(name, tuple(elements)))


def remarked(note: Lines, there: ParsedProperty) -> tuple[str, ...]:
    """Return the elements of a block list behind which the person wrote a remark."""
    node = there.node
    if node.id != "sequence" or node.flow_style:
        return ()
    return tuple(
        each.value
        for each in node.value
        if _is_on_one_line(each)
        and "#" in note.lines[each.start_mark.line + there.offset][each.end_mark.column :]
    )


def _is_on_one_line(node: Node) -> bool:
    return (
        node.id == "scalar"
        and node.style not in {"|", ">"}
        and node.start_mark.line == node.end_mark.line
        and node.start_mark.column < node.end_mark.column
    )


def _within_line(note: Lines, there: ParsedProperty, node: Node, text: str) -> Splice:
    at = node.start_mark.line + there.offset
    line = note.lines[at]
    changed = line[: node.start_mark.column] + text + line[node.end_mark.column :]
    return Splice(at, at + 1, (changed,))


def _spelled(note: Lines, there: ParsedProperty, elements: Sequence[str]) -> list[str]:
    """Return elements as the person spelled them; new ones quoted."""
    spelled = {}
    for node in there.node.value:
        if _is_on_one_line(node):
            line = note.lines[node.start_mark.line + there.offset]
            spelled[node.value] = line[node.start_mark.column : node.end_mark.column]
    return [spelled.get(element) or quoted(element) for element in elements]


def _items_splice(note: Lines, there: ParsedProperty, elements: Sequence[str]) -> Splice | None:
    """Return how to insert and remove lines of a block list; lines of elements that stay keep every byte."""
    nodes = there.node.value
    first = nodes[0].start_mark.line + there.offset
    dash = note.lines[first][: nodes[0].start_mark.column]
    if dash.strip() != "-" or len({node.start_mark.line for node in nodes}) < len(nodes):
        return None
    lines: list[str] = []
    pending = list(elements)
    for index, node in enumerate(nodes):
        at = node.start_mark.line + there.offset
        end = nodes[index + 1].start_mark.line + there.offset if index + 1 < len(nodes) else there.last
        if node.value in pending:
            new = pending[: pending.index(node.value)]
            lines += note.ended(f"{dash}{quoted(element)}" for element in new)
            del pending[: len(new) + 1]
            lines.append(note.lines[at])
        lines += note.lines[at + 1 : end]
    lines += note.ended(f"{dash}{quoted(element)}" for element in pending)
    return Splice(first, there.last, tuple(lines))


def whole_splice(note: Lines, there: ParsedProperty, lines: Sequence[str]) -> Splice | None:
    """Return how to write a property again, or take it out for no lines; None where a remark is among its lines."""
    if _has_remark(note, there):
        return None
    if not lines:
        return Splice(there.first, there.last, ())
    ended = note.ended(lines)
    last_end = line_end(note.lines[there.last - 1])
    return Splice(there.first, there.last, (*ended[:-1], content(ended[-1]) + last_end))


def _has_remark(note: Lines, there: ParsedProperty) -> bool:
    """Return whether a `#` is anywhere but within a value."""
    lines = [content(line) for line in note.lines[there.first : there.last]]
    for node in _leaves(there.node):
        start, end = node.start_mark, node.end_mark
        is_block = node.style in {"|", ">"}  # the line of `>` itself may have a remark
        for at in range(start.line + is_block, end.line + 1):
            index = at + there.offset - there.first
            if 0 <= index < len(lines):
                left = start.column if at == start.line else 0
                right = end.column if at == end.line and not is_block else len(lines[index])
                lines[index] = lines[index][:left] + " " * (right - left) + lines[index][right:]
    return any("#" in line for line in lines)


def _leaves(node: Node) -> list[Node]:
    if node.id == "scalar":
        return [node]
    pairs = [(each,) for each in node.value] if node.id == "sequence" else node.value
    return [leaf for pair in pairs for each in pair for leaf in _leaves(each)]
