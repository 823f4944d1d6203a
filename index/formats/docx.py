"""Word documents: the only file that imports docx."""

from collections.abc import Iterator
from io import BytesIO

from index.errors import ReadError
from index.formats import Draft, Failed
from index.formats.characters import MEGABYTE
from index.formats.zipped import refuse_bomb

SUFFIXES = (".docx",)
MAX_BYTES = 50 * MEGABYTE

_OLD_OFFICE = b"\xd0\xcf\x11\xe0"  # what protected .docx files begin with, too


def read(data: bytes, name: str) -> Iterator[Draft | Failed]:  # noqa: ARG001 - every reader is given the name
    """The report that a document holds, its tables row by row.

    Raises ReadError where it is protected, not a document, or unpacks to too much.
    """
    from docx import Document
    from docx.table import Table

    if data.startswith(_OLD_OFFICE):
        raise ReadError("is protected with a password, or an old .doc file: save it as a plain .docx.")
    refuse_bomb(data)
    document = Document(BytesIO(data))
    title = ""
    blocks: list[str] = []
    for block in document.iter_inner_content():
        if isinstance(block, Table):
            blocks += (" | ".join(cell.text.strip() for cell in row.cells) for row in block.rows)
            continue
        style = block.style.name if block.style is not None else ""
        if style == "Title" and not title:
            title = block.text
        else:
            blocks.append(block.text)
    yield Draft(text="\n\n".join(blocks), title=title)
