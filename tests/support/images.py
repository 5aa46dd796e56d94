"""Images to send: true ones, and those that only claim to be."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO
from typing import Any

from PIL import Image

#: Where a telephone says it was: south of Toulouse, in the metadata of the JPEG below.
GPS = {1: "N", 2: (43.0, 30.0, 12.0), 3: "E", 4: (1.0, 26.0, 9.0)}


def picture(kind: str = "JPEG", size: tuple[int, int] = (1600, 1200), **options: Any) -> bytes:
    """A photo with stripes, so that it does not compress to nothing."""
    drawn = Image.effect_noise(size, 40).convert("RGB")
    file = BytesIO()
    drawn.save(file, kind, **options)
    return file.getvalue()


def telephone_photo() -> bytes:
    """A JPEG as telephones write them: turned, with its position, its maker and a comment."""
    exif = Image.Exif()
    exif[0x0112], exif[0x010F], exif[0x9286] = 6, "Fabricant secret", "commentaire secret"
    exif.get_ifd(0x8825).update(GPS)
    return picture(exif=exif, comment=b"<script>alert(1)</script>")


def huge_png(width: int = 20_000, height: int = 20_000) -> bytes:
    """A PNG of a few kilobytes that says it holds 400 million pixels."""
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    pixels = zlib.compress(b"\0" * 100_000, 9)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", pixels) + _chunk(b"IEND", b"")


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def impostors() -> dict[str, bytes]:
    """What must never be kept."""
    svg = b'<svg xmlns="http://www.w3.org/2000/svg" width="300" height="300"><script>alert(1)</script></svg>'
    return {
        "svg": svg,
        "svg named jpg": b'<?xml version="1.0"?>' + svg,
        "php": b"<?php system($_GET['c']); ?>",
        "fake magic": b"\xff\xd8\xff\xe0" + b"<?php ?>" * 400,
        "gif": picture("GIF"),
        "pdf": b"%PDF-1.7\n%" + b"0" * 500,
        "cut": picture()[:3000],
        "bomb": huge_png(),
        "tall": picture("PNG", (250, 4000)),
        "tiny": picture("PNG", (40, 40)),
        "empty": b"",
    }
