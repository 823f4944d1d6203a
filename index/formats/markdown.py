"""Markdown with front matter: the only file that imports frontmatter and yaml."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from index.formats import Draft, Failed
from index.formats.characters import MEGABYTE, decode
from index.formats.rows import draft_of

SUFFIXES = (".md", ".markdown")
MAX_BYTES = 50 * MEGABYTE
LONGEST_FRONT = 50_000  # characters of front matter; YAML's own reader is slow

_FRONT = re.compile(r"\A\s*---[ \t]*\n(.*?)\n---[ \t]*(?:\n|\Z)", re.DOTALL)
_KEY = re.compile(r"(\w[\w -]{0,40})\s*:\s*(.*)")
_COMMENTS = re.compile(r"<!--(?:(?!<!--).)*?-->", re.DOTALL)
_IMAGE = re.compile(r"!\[([^\[\]\n]{0,500})\]\([^()\n]{0,2000}\)")
_LINK = re.compile(r"\[([^\[\]\n]{1,500})\]\((?:https?:|mailto:|/|#|\.)[^()\s]{0,2000}(?: \"[^\"\n]{0,500}\")?\)")
_HEADING = re.compile(r"^ {0,3}#{1,6}[ \t]+(\S.*?)[ \t]*#*[ \t]*$", re.MULTILINE)
_STRONG = re.compile(r"(?<!\w)(\*\*|__|\*)(?=\S)([^*_\n]{1,1000})(?<=\S)\1(?!\w)")
_QUOTED = re.compile(r"^ {0,3}>[ \t]?", re.MULTILINE)
_RULE = re.compile(r"^ {0,3}(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})$", re.MULTILINE)


def read(data: bytes, name: str) -> Iterator[Draft | Failed]:  # noqa: ARG001 - every reader is given the name
    """The one report that a Markdown file holds, its marks taken out of the text."""
    text = decode(data).replace("\r\n", "\n")
    front = _FRONT.match(text[: LONGEST_FRONT + 10])
    body = text[front.end() :] if front else text
    yield draft_of(_front_matter(front) if front else {}, _plain(body))


def _front_matter(front: re.Match[str]) -> Mapping[str, Any]:
    """What the front matter says, every value as it is written; line by line where it is not YAML."""
    import frontmatter
    import yaml  # type: ignore[import-untyped,unused-ignore]
    from frontmatter.default_handlers import YAMLHandler

    class AsWritten(YAMLHandler):
        def load(self, fm: str, **_: object) -> Any:
            # BaseLoader leaves dates, numbers and "no" as they stand, and knows no merge keys, which can explode.
            return yaml.load(fm, Loader=yaml.BaseLoader)  # noqa: S506 - it makes only strings, lists and mappings

    try:
        return frontmatter.loads(front.group(), handler=AsWritten()).metadata
    except (yaml.YAMLError, RecursionError, ValueError, TypeError):
        lines = (_KEY.fullmatch(line.strip()) for line in front.group(1).split("\n"))
        return {line.group(1): line.group(2).strip("\"' ") for line in lines if line}


def _plain(text: str) -> str:
    text = _COMMENTS.sub("", text)
    text = _LINK.sub(r"\1", _IMAGE.sub("", text))
    text = _RULE.sub("", _QUOTED.sub("", _HEADING.sub(r"\1", text)))
    return _STRONG.sub(r"\2", text)
