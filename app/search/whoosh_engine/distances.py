"""Straight-line distances, vectorised."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from app.search.query import Point
from app.search.whoosh_engine.arrays import Rows
from app.search.whoosh_engine.columns import Columns
from app.search.whoosh_engine.ranking import NOWHERE

#: Mean radius of the Earth, in metres.
EARTH = 6_371_008.8


def metres(columns: Columns, near: Point, rows: Rows) -> NDArray[np.int64]:
    """Metres from the point to each listing by the haversine formula, rounded; NOWHERE without coordinates."""
    lat, lon = np.radians(columns.lat[rows]), np.radians(columns.lon[rows])
    here_lat, here_lon = np.radians(near.lat), np.radians(near.lon)
    half = np.sin((lat - here_lat) / 2) ** 2 + np.cos(lat) * np.cos(here_lat) * np.sin((lon - here_lon) / 2) ** 2
    distance = np.rint(2 * EARTH * np.arcsin(np.sqrt(np.minimum(half, 1.0))))
    return np.where(np.isnan(distance), NOWHERE, distance).astype(np.int64)
