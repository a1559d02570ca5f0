"""A vault as any client sees it: names, properties, links, anchors. Knows nothing of vaultgen.

The rules are Obsidian's (help pages, "Internal links" and "Properties"): a link names a file by its name where that
is unique, else by its path from the vault's root; `.md` may be left out; names are compared in NFC and without regard
to case; aliases do not resolve. Links count in properties too. Behind `#` stands a heading or, behind `^`, a block;
of a base it is the name of a view.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import unquote

import yaml

_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_CODE = re.compile(r"```.*?```|`[^`\n]+`", re.DOTALL)
_WIKILINK = re.compile(
    r"(?<!\\)(?P<embed>!?)\[\[(?P<target>[^\[\]|#]*)(?:#(?P<anchor>[^\[\]|]*))?(?:\|(?P<shown>[^\[\]]*))?\]\]"
)
_MARKDOWN = re.compile(r"(?<!\\)(?P<embed>!?)\[(?P<shown>(?:\\.|[^\]\\])*)\]\((?P<target>[^()\s]+)\)")
_HEADING = re.compile(r"^#{1,6}[ \t]+(.*?)[ \t]*$", re.MULTILINE)
_BLOCK = re.compile(r"(?:^|\s)\^([A-Za-z0-9-]+)$", re.MULTILINE)
_FRONT_MATTER = re.compile(r"\A---\n(.*?)^---\n", re.DOTALL | re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Link:
    """A link as it is written; `where` is `body` or the name of a property."""

    source: PurePosixPath
    where: str
    target: str
    anchor: str = ""
    shown: str = ""
    is_embed: bool = False
    is_markdown: bool = False


@dataclass(frozen=True, slots=True)
class File:
    """What links need of a file."""

    path: PurePosixPath
    properties: Mapping[str, Any] = field(default_factory=dict)
    links: tuple[Link, ...] = ()
    anchors: frozenset[str] = frozenset()
    body: str = ""


class Vault:
    """Every file of a folder, dot-folders excepted, as they are now."""

    def __init__(self, root: Path) -> None:
        self.files: dict[PurePosixPath, File] = {}
        self._by_name: dict[str, list[PurePosixPath]] = defaultdict(list)
        for path in sorted(root.rglob("*")):
            relative = PurePosixPath(path.relative_to(root).as_posix())
            if path.is_file() and not any(part.startswith(".") for part in relative.parts):
                self.files[relative] = _read(relative, path.read_text(encoding="utf-8"))
                self._by_name[folded(relative.name)].append(relative)

    @property
    def links(self) -> Iterator[Link]:
        for file in self.files.values():
            yield from file.links

    @property
    def shared_names(self) -> dict[str, list[PurePosixPath]]:
        """Names that more than one file bears."""
        return {name: paths for name, paths in self._by_name.items() if len(paths) > 1}

    def resolve(self, link: Link) -> PurePosixPath | None:
        """The one file that a link leads to; None where there is none, or more than one."""
        if link.is_markdown:
            return self._by_path(_joined(link.source.parent, unquote(link.target)))
        found = self._by_path(PurePosixPath(link.target))
        if found is not None or "/" in link.target:
            return found
        for name in (link.target, f"{link.target}.md"):
            paths = self._by_name.get(folded(name), [])
            if paths:
                return paths[0] if len(paths) == 1 else None
        return None

    def has_anchor(self, link: Link) -> bool:
        """Whether the heading, the block or the view that a link names is there."""
        path = self.resolve(link)
        return path is not None and (not link.anchor or _bare(link.anchor) in self.files[path].anchors)

    @cached_property
    def dead(self) -> list[Link]:
        """Links that lead nowhere, or to a place in a note that is not there."""
        return [link for link in self.links if not self.has_anchor(link)]

    def backlinks(self, path: PurePosixPath, where: str = "") -> set[PurePosixPath]:
        """The files that link to a file; with `where`, those that do so in that property."""
        return {link.source for link in self._links_to.get(path, ()) if where in {"", link.where}}

    @cached_property
    def _links_to(self) -> Mapping[PurePosixPath, list[Link]]:
        found: dict[PurePosixPath, list[Link]] = defaultdict(list)
        for link in self.links:
            if (path := self.resolve(link)) is not None:
                found[path].append(link)
        return found

    def _by_path(self, path: PurePosixPath) -> PurePosixPath | None:
        wanted = folded(str(path))
        names = self._by_name.get(wanted.rsplit("/", 1)[-1], []) + self._by_name.get(
            f"{wanted.rsplit('/', 1)[-1]}.md", []
        )
        found = [each for each in names if folded(str(each)) in {wanted, f"{wanted}.md"}]
        return found[0] if found else None


def folded(name: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


def _read(path: PurePosixPath, text: str) -> File:
    if path.suffix == ".base":
        views = yaml.safe_load(text).get("views", [])
        return File(path, anchors=frozenset(_bare(view["name"]) for view in views))
    if path.suffix != ".md":
        return File(path)
    head = _FRONT_MATTER.match(text)
    properties = yaml.safe_load(head[1]) if head else {}
    body = _COMMENT.sub("", text[head.end() :] if head else text)
    plain = _CODE.sub("", body)
    links = [*_in_properties(path, properties), *_in_text(path, "body", plain)]
    anchors = {_bare(heading) for heading in _HEADING.findall(plain)}
    anchors |= {f"^{block}" for block in _BLOCK.findall(plain)}
    return File(path, properties, tuple(links), frozenset(anchors), body)


def _in_properties(path: PurePosixPath, properties: Mapping[str, Any]) -> Iterator[Link]:
    for name, value in properties.items():
        for element in value if isinstance(value, list) else [value]:
            if isinstance(element, str) and (match := _WIKILINK.fullmatch(element)):
                yield _link(path, name, match)


def _in_text(path: PurePosixPath, where: str, text: str) -> Iterator[Link]:
    for match in _WIKILINK.finditer(text):
        yield _link(path, where, match)
    for match in _MARKDOWN.finditer(_WIKILINK.sub("", text)):
        if "://" not in match["target"]:
            target, _, anchor = match["target"].partition("#")
            yield Link(path, where, target, anchor, match["shown"], bool(match["embed"]), is_markdown=True)


def _link(path: PurePosixPath, where: str, match: re.Match[str]) -> Link:
    return Link(
        path, where, match["target"], match["anchor"] or "", match["shown"] or "", bool(match["embed"])
    )


def _bare(heading: str) -> str:
    """Headings are compared without the characters that mean something in a link."""
    if heading.startswith("^"):
        return heading
    return " ".join(re.sub(r"[#^\[\]|:\\%]", " ", folded(heading)).split())


def _joined(folder: PurePosixPath, target: str) -> PurePosixPath:
    parts: list[str] = list(folder.parts)
    for part in target.split("/"):
        if part == "..":
            parts.pop()
        elif part not in {".", ""}:
            parts.append(part)
    return PurePosixPath(*parts)
