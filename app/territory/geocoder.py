"""An optional national geocoder (Géoplateforme): asked only when the operator says so, and never waited for.

Whatever goes wrong, the answer is None, as when no geocoder is set: the page answers without it. What families type is
never logged. One process asks at most `PER_MINUTE` times a minute and `AT_ONCE` at once; after `FAILURES` failures in
a row it asks nothing for `REST_SECONDS`.
"""

from __future__ import annotations

import math
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from threading import BoundedSemaphore, Lock, Thread
from typing import Any
from urllib.parse import urlencode

import structlog

from app.foundation.fetching import FetchFailed, JsonFetcher
from app.foundation.limits import Window
from app.foundation.text import fold
from app.territory.reference import Reference

log = structlog.get_logger()

SECONDS = 2.0
FAILURES, REST_SECONDS = 3, 60.0
KEPT, AT_ONCE, PER_MINUTE = 512, 4, 60
#: The geocoder's own trust in its answer, from 0 to 1.
SURE_ENOUGH = 0.5
LONGEST_LABEL = 120
SHORTEST, LONGEST = 4, 120
#: A commune is smaller than this: a position further from its town hall is a mistake.
FARTHEST_DEGREES = 0.3

Fetch = Callable[[str], Any]


@dataclass(frozen=True)
class Geocoded:
    """A position in one of the territory's communes, and how the geocoder calls it."""

    lat: float
    lon: float
    label: str
    commune: str


class Breaker:
    """Opens after `FAILURES` failures in a row, for `REST_SECONDS`; then lets one try through."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock, self._failures, self._until = clock, 0, 0.0
        self._lock = Lock()

    def allows(self) -> bool:
        """Whether asking is worth it now."""
        with self._lock:
            if self._failures < FAILURES:
                return True
            if self._clock() < self._until:
                return False
            self._until = self._clock() + REST_SECONDS  # the others wait for this one
            return True

    def note(self, *, success: bool) -> None:
        """What came of it."""
        with self._lock:
            self._failures = 0 if success else self._failures + 1
            if self._failures >= FAILURES:
                self._until = self._clock() + REST_SECONDS


@dataclass
class Geocoder:
    """The client of one process. Without `url` it knows nothing."""

    url: str
    fetch: Fetch
    breaker: Breaker = field(default_factory=Breaker)
    window: Window = field(default_factory=lambda: Window(PER_MINUTE))
    _kept: OrderedDict[tuple[int, str], Geocoded | None] = field(default_factory=OrderedDict)
    _lock: Lock = field(default_factory=Lock)
    _free: BoundedSemaphore = field(default_factory=lambda: BoundedSemaphore(AT_ONCE))

    @classmethod
    def at(cls, url: str, seconds: float = SECONDS) -> Geocoder:
        """The geocoder of this address; '' for none."""
        return cls(url, JsonFetcher(seconds).fetch)

    def find(self, text: str, known: Reference) -> Geocoded | None:
        """The position of that address in the territory; None when it is unknown, refused, late or broken."""
        key = (known.version, fold(text))
        if not self.url or not SHORTEST <= len(key[1]) <= LONGEST:
            return None
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        if not self.breaker.allows() or self.window.refused_for("all"):
            return None
        return self._ask(key, text, known)

    def _ask(self, key: tuple[int, str], text: str, known: Reference) -> Geocoded | None:
        try:
            answer = self._in_time(self._address(text, known))
            found = _read(answer, known)
        except FetchFailed as failure:
            self.breaker.note(success=False)
            log.warning("geocoder_failed", reason=failure.reason)
            return None
        self.breaker.note(success=True)
        with self._lock:
            self._kept[key] = found
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        return found

    def _address(self, text: str, known: Reference) -> str:
        communes = known.communes.values()
        lat = sum(one.lat for one in communes) / max(len(communes), 1)
        lon = sum(one.lon for one in communes) / max(len(communes), 1)
        asked = {"q": text.strip(), "limit": "1", "lat": f"{lat:.2f}", "lon": f"{lon:.2f}"}
        return f"{self.url}?{urlencode(asked)}"

    def _in_time(self, address: str) -> Any:
        """The answer within `SECONDS`, name look-up included: the thread that is late is left to its own end."""
        if not self._free.acquire(blocking=False):
            raise FetchFailed("too many at once")
        came: list[Any] = []
        failed: list[FetchFailed] = []

        def work() -> None:
            try:
                came.append(self.fetch(address))
            except FetchFailed as failure:
                failed.append(failure)
            finally:
                self._free.release()

        worker = Thread(target=work, daemon=True, name="geocoder")
        worker.start()
        worker.join(SECONDS + 0.2)
        if came:
            return came[0]
        raise failed[0] if failed else FetchFailed("late")


def _read(answer: Any, known: Reference) -> Geocoded | None:
    """The first feature, when it is in one of our communes. Raises FetchFailed on anything that is no answer."""
    if not isinstance(answer, Mapping) or not isinstance(answer.get("features"), list):
        raise FetchFailed("not a feature collection")
    if not answer["features"]:
        return None
    try:
        feature = answer["features"][0]
        told = feature["properties"]
        lon, lat = (float(value) for value in feature["geometry"]["coordinates"][:2])
        score, insee, label = float(told["score"]), str(told["citycode"]), str(told["label"])
    except (KeyError, TypeError, ValueError, IndexError):
        raise FetchFailed("not a feature") from None
    commune = known.communes.get(insee)
    if commune is None or not score >= SURE_ENOUGH or not math.isfinite(lat + lon):
        return None
    if max(abs(lat - commune.lat), abs(lon - commune.lon)) > FARTHEST_DEGREES:
        return None
    clean = " ".join("".join(char if char.isprintable() else " " for char in label).split())
    return Geocoded(round(lat, 5), round(lon, 5), clean[:LONGEST_LABEL] or commune.name, insee)
