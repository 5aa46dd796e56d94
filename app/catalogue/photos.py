"""Photos of listings: what somebody sends is never kept, only what we draw again from its pixels.

Each has a name that nobody can guess and two files in the instance folder (`photos/ab/abc….webp`, and `-640` for
phones), without metadata. The pixels are counted before anything is decoded, one image at a time in each process.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import re
import secrets
import time
import warnings
from collections.abc import Callable, Collection
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from threading import Lock
from typing import BinaryIO

from flask import current_app
from PIL import Image, ImageOps

#: What may be sent: 8 MB, and as many pixels as a good telephone takes.
MOST_BYTES = 8 * 1024 * 1024
MOST_PIXELS = 25_000_000
LEAST_SIDE, LONGEST_SHAPE = 200, 4
FORMATS = ("JPEG", "PNG", "WEBP")
#: The long side of each file, in pixels, and the bytes it should not pass.
LARGE, SMALL = 1280, 640
WEIGHTS = {LARGE: 220_000, SMALL: 70_000}
QUALITIES = (78, 66, 54, 42)
MIME = "image/webp"
NAME = re.compile(r"([0-9a-f]{32})(-640)?\.webp")
#: A file that nobody names is thrown away after a day: its author may still be writing.
ORPHAN_SECONDS = 24 * 3600

_one_at_a_time = Lock()


class NotAPhoto(ValueError):
    """These bytes cannot be drawn as a photo; `why` is `empty`, `heavy`, `kind`, `pixels`, `small` or `shape`."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True)
class Kept:
    """A photo that was drawn again: its name, and the size of its large file."""

    file: str
    width: int
    height: int


def keep(sent: BinaryIO, owner: str) -> Kept:
    """Draw these bytes again and keep both files. Raises NotAPhoto; nothing is kept then.

    The same bytes sent twice for the same `owner` (a listing) have the same name: a form sent again changes nothing.
    """
    data = sent.read(MOST_BYTES + 1)
    if not data:
        raise NotAPhoto("empty")
    if len(data) > MOST_BYTES:
        raise NotAPhoto("heavy")
    with _one_at_a_time:
        drawn = _drawn(data)
        name = _name(data, owner)
        for side in (SMALL, LARGE):
            _write(path_of(name, side), _encoded(drawn, side))
    width, height = _fitting(drawn.size, LARGE)
    return Kept(name, width, height)


def path_of(name: str, side: int = LARGE) -> Path:
    """Where the file of that photo is, or would be."""
    return _folder() / name[:2] / (f"{name}.webp" if side == LARGE else f"{name}-{SMALL}.webp")


def read_name(text: str) -> tuple[str, int] | None:
    """The photo and the size that an address names; None for anything else."""
    found = NAME.fullmatch(text)
    return (found[1], SMALL if found[2] else LARGE) if found else None


def exists(name: str) -> bool:
    """Whether both files are there."""
    return all(path_of(name, side).is_file() for side in (SMALL, LARGE))


def orphans(named: Collection[str]) -> list[Path]:
    """The files of photos that nothing names and that are more than a day old."""
    limit = time.time() - ORPHAN_SECONDS
    found = [path for path in sorted(_folder().glob("*/*")) if path.is_file()]
    return [path for path in found if path.name[:32] not in named and path.stat().st_mtime < limit]


def data_of(text: str, allowed: Collection[str] | Callable[[str], bool]) -> bytes | None:
    """The file that an address names, if its photo is allowed; None when there is no such file."""
    found = read_name(text)
    if found is None:
        return None
    known = allowed(found[0]) if callable(allowed) else found[0] in allowed
    path = path_of(*found)
    return path.read_bytes() if known and path.is_file() else None


def _name(data: bytes, owner: str) -> str:
    """Nobody can guess it without our key."""
    key = b"photo:" + str(current_app.secret_key).encode()
    return hmac.new(key, owner.encode() + b"\0" + data, hashlib.sha256).hexdigest()[:32]


def _folder() -> Path:
    return Path(current_app.instance_path) / "photos"


def _drawn(data: bytes) -> Image.Image:
    """The pixels alone, upright, on white, no larger than needed."""
    try:
        with warnings.catch_warnings(), Image.open(BytesIO(data), formats=FORMATS) as opened:
            warnings.simplefilter("ignore")
            _measure(opened.size)
            opened.draft("RGB", (LARGE, LARGE))
            upright = ImageOps.exif_transpose(opened)
            upright.thumbnail((LARGE, LARGE), Image.Resampling.LANCZOS)
            return _on_white(upright)
    except NotAPhoto:
        raise
    except Image.DecompressionBombError as fault:
        raise NotAPhoto("pixels") from fault  # Pillow has counted them before us
    except Exception as fault:
        # Pillow says that bytes are no image in many ways (OSError, SyntaxError, struct.error, ValueError…).
        raise NotAPhoto("kind") from fault


def _measure(size: tuple[int, int]) -> None:
    width, height = size
    if width * height > MOST_PIXELS:
        raise NotAPhoto("pixels")
    if min(size) < LEAST_SIDE:
        raise NotAPhoto("small")
    if max(size) > LONGEST_SHAPE * min(size):
        raise NotAPhoto("shape")


def _on_white(image: Image.Image) -> Image.Image:
    clean = Image.new("RGB", image.size, "white")
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        layer = image.convert("RGBA")
        clean.paste(layer, mask=layer.getchannel("A"))
    else:
        clean.paste(image.convert("RGB"))
    return clean


def _fitting(size: tuple[int, int], side: int) -> tuple[int, int]:
    ratio = min(1.0, side / max(size))
    return max(1, round(size[0] * ratio)), max(1, round(size[1] * ratio))


def _encoded(image: Image.Image, side: int) -> bytes:
    """The file of that size, as fine as its weight allows."""
    fitted = image.resize(_fitting(image.size, side), Image.Resampling.LANCZOS)
    for quality in QUALITIES:
        file = BytesIO()
        fitted.save(file, "WEBP", quality=quality, method=4)
        if file.tell() <= WEIGHTS[side]:
            break
    return file.getvalue()


def _write(path: Path, data: bytes) -> None:
    """Whole or not at all, for us alone."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_suffix(f".{secrets.token_hex(4)}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(data)
    draft.replace(path)
