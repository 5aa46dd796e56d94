"""An address as a drawing that telephones read."""

from __future__ import annotations

import segno
from markupsafe import Markup


def qr_code(address: str) -> Markup:
    """The QR code of an address as SVG, black on white in every scheme; decorative: a caption says it."""
    drawn = segno.make(address, error="l", micro=False).svg_inline(
        border=4, dark="#000", light="#fff", omitsize=True, svgclass="qr", lineclass=None
    )
    return Markup(drawn.replace("<svg ", '<svg aria-hidden="true" ', 1))  # noqa: S704  only modules are drawn
