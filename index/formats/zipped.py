"""Zip archives of files of the other formats. Nothing is ever unpacked to the disk."""

import stat
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import PurePosixPath

from index.errors import ReadError
from index.formats import Draft, Failed, drafts, formats
from index.formats.characters import MEGABYTE

SUFFIXES = (".zip",)
MAX_BYTES = 100 * MEGABYTE
MAX_MEMBERS = 10_000
MAX_UNPACKED = 200 * MEGABYTE  # all members together
MAX_RATIO = 200  # bytes unpacked for one packed; text has about 4, and 20 where it repeats itself
SMALL = 1 * MEGABYTE  # what unpacks to less is no bomb, whatever its ratio


def read(data: bytes, name: str) -> Iterator[Draft | Failed]:  # noqa: ARG001 - every reader is given the name
    """The reports in an archive; a Failed for each member that is not read.

    Raises ReadError where the archive is damaged, or unpacks to too much or to too many files.
    """
    with zipfile.ZipFile(BytesIO(data)) as archive:
        members = [member for member in archive.infolist() if not member.is_dir() and not _is_hidden(member.filename)]
        if len(members) > MAX_MEMBERS:
            raise ReadError(f"holds more than {MAX_MEMBERS} files: unpack it and read the folder.")
        left = MAX_UNPACKED
        for member in members:
            shown = member.filename.encode("utf-8", errors="backslashreplace").decode()
            try:
                unpacked = _unpack(archive, member, left)
                left -= len(unpacked)
                found = drafts(formats()[_suffix(member)], unpacked, PurePosixPath(shown).name)
            except ReadError as error:
                yield Failed(shown, str(error))
                continue
            for part in found:
                yield _placed(part, shown)


def refuse_bomb(data: bytes) -> None:
    """Raises ReadError where bytes are no zip archive, or claim to unpack to far more than a document does."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            sizes = [(member.file_size, member.compress_size) for member in archive.infolist()]
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError, OSError) as error:
        raise ReadError("is damaged: it cannot be unpacked.") from error
    if len(sizes) > MAX_MEMBERS or sum(size for size, _ in sizes) > MAX_UNPACKED:
        raise ReadError("unpacks to more than a document holds; it is not read.")
    if any(size > SMALL and size > MAX_RATIO * packed for size, packed in sizes):
        raise ReadError("is packed far more tightly than text can be; it is not read.")


def _is_hidden(name: str) -> bool:
    return any((part.startswith(".") and part not in (".", "..")) or part == "__MACOSX" for part in name.split("/"))


def _suffix(member: zipfile.ZipInfo) -> str:
    return PurePosixPath(member.filename).suffix.lower()


def _unpack(archive: zipfile.ZipFile, member: zipfile.ZipInfo, left: int) -> bytes:
    """A member's bytes, at most `left` of them. Raises ReadError, with the reason, where they are not to be had."""
    path = PurePosixPath(member.filename.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or ":" in path.parts[0]:
        raise ReadError("has a path that leads out of the archive; it is not read.")
    if stat.S_ISLNK(member.external_attr >> 16):
        raise ReadError("is a symbolic link; it is not read.")
    if member.flag_bits & 1:
        raise ReadError("is protected with a password: unpack it.")
    if _suffix(member) in SUFFIXES:
        raise ReadError("is an archive within the archive: unpack it.")
    if _suffix(member) not in formats():
        raise ReadError("is of a format that is not read.")
    most = min(left, formats()[_suffix(member)].MAX_BYTES)
    if member.file_size > SMALL and member.file_size > MAX_RATIO * member.compress_size:
        raise ReadError("is packed far more tightly than text can be; it is not read.")
    try:
        with archive.open(member) as file:
            data = file.read(most + 1)
    except Exception as error:  # zipfile, zlib, bz2 and lzma each have their own
        raise ReadError("is damaged: it cannot be unpacked.") from error
    if len(data) > most:
        raise ReadError("unpacks to more than is read of one archive or file: unpack it.")
    return data


def _placed(part: Draft | Failed, member: str) -> Draft | Failed:
    if isinstance(part, Failed):
        return Failed(f"{member} {part.where}", part.why)
    place = f"{member} {part.place}".strip()
    return replace(part, place=place, extra={**part.extra, "member": member})
