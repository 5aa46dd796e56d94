"""Straight-line distances, vectorised."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from app.search.query import Point
from app.search.ranking import NOWHERE
from app.search.whoosh_engine.arrays import Rows
from app.search.whoosh_engine.columns import on_sphere
from app.search.whoosh_engine.snapshot import Snapshot

#: Mean radius of the Earth, in metres.
EARTH = 6_371_008.8


def metres(snapshot: Snapshot, near: Point, rows: Rows) -> NDArray[np.int64]:
    """Metres along a great circle, rounded, from the chord (exact when it is short); NOWHERE without coordinates."""
    x, y, z = snapshot.column("sphere")
    here_x, here_y, here_z = on_sphere(near.lat, near.lon)
    chord = np.sqrt((x[rows] - here_x) ** 2 + (y[rows] - here_y) ** 2 + (z[rows] - here_z) ** 2)
    distance = np.rint(2 * EARTH * np.arcsin(np.minimum(chord / 2, 1.0)))
    return np.where(np.isnan(distance), NOWHERE, distance).astype(np.int64)
