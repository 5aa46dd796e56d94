"""Style sheets, icons, fonts and scripts, under addresses that change with their content.

The address holds one fingerprint for the whole tree (`/static/<fingerprint>/css/base.css`), so that files that name
each other by relative addresses always match, and browsers may keep them for a year.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import mimetypes
import time
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock

from flask import Blueprint, Flask, Response, abort, current_app, request, url_for

from app.foundation.actors import Audience, audience
from app.foundation.compression import accepts_gzip, is_worth_it
from app.foundation.settings import PROJECT_ROOT, Environment, Settings
from app.foundation.stylesheet import PARTS, SHEET, bundled, has_parts

FOLDER = PROJECT_ROOT / "static"
FOREVER = "public, max-age=31536000, immutable"
#: While people write style sheets, changes are looked for this often.
LOOK_AGAIN_SECONDS = 1.0
mimetypes.add_type("font/woff2", ".woff2")
mimetypes.add_type("text/javascript", ".js")
mimetypes.add_type("application/manifest+json", ".webmanifest")
blueprint = Blueprint("assets", __name__)


@dataclass
class Assets:
    """The files of one folder: their fingerprint, and their small compressed copies kept in memory."""

    folder: Path
    changes: bool
    _fingerprint: str = ""
    _looked: float = 0.0
    _state: tuple[tuple[str, int, int], ...] = ()
    _files: dict[str, Path] = field(default_factory=dict)
    _built: dict[str, str] = field(default_factory=dict)
    _packed: dict[str, bytes] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def __post_init__(self) -> None:
        self._read()

    def _read(self) -> None:
        files = _listed(self.folder)
        self._state = _state(files)
        digest = hashlib.sha256()
        for name, path in files.items():
            digest.update(f"{name}\0".encode() + hashlib.sha256(path.read_bytes()).digest())
        manifest = files.get("dist/manifest.json")
        self._built = json.loads(manifest.read_text(encoding="utf-8")) if manifest else {}
        if has_parts(self.folder):
            files[SHEET] = files[PARTS[0]]  # made of several files: see `content`
        self._files, self._fingerprint, self._packed = files, digest.hexdigest()[:12], {}

    @property
    def fingerprint(self) -> str:
        """Twelve characters that change whenever a file does."""
        if self.changes and time.monotonic() - self._looked >= LOOK_AGAIN_SECONDS:
            with self._lock:
                self._looked = time.monotonic()
                if _state(_listed(self.folder)) != self._state:
                    self._read()
        return self._fingerprint

    def name_of(self, wanted: str) -> str | None:
        """The file that answers to this name: itself, or the one that set-up built under a hashed name."""
        built = f"dist/{self._built[wanted]}" if wanted in self._built else wanted
        return built if built in self._files else None

    def content(self, name: str) -> bytes:
        """The bytes of one file. The sheet of the pages brings the rules of the font, where set-up found it."""
        if name != SHEET:
            return self._files[name].read_bytes()
        font = self.name_of("faces.css")
        return bundled(self.folder) + (b"\n" + self._files[font].read_bytes() if font else b"")

    def packed(self, name: str) -> bytes:
        """The content, compressed once."""
        if name not in self._packed:
            self._packed[name] = gzip.compress(self.content(name), 9, mtime=0)
        return self._packed[name]


def _listed(folder: Path) -> dict[str, Path]:
    found = {path.relative_to(folder).as_posix(): path for path in sorted(folder.rglob("*")) if path.is_file()}
    return {name: path for name, path in found.items() if not any(part[0] == "." for part in name.split("/"))}


def _state(files: dict[str, Path]) -> tuple[tuple[str, int, int], ...]:
    return tuple((name, (found := path.stat()).st_mtime_ns, found.st_size) for name, path in files.items())


def _assets() -> Assets:
    found: Assets = current_app.extensions["assets"]
    return found


def has_asset(name: str) -> bool:
    """Whether the file is there: fonts are an enhancement that set-up may not have fetched."""
    return _assets().name_of(name) is not None


def asset(name: str) -> str:
    """The address of a file of `static/` (`css/base.css`) or built by set-up (`leaflet.css`).

    Raises LookupError when it does not exist, except in production: a missing icon must not break a page.
    """
    fingerprint = _assets().fingerprint
    found = _assets().name_of(name)
    if found is None and not current_app.extensions["assets_lenient"]:
        raise LookupError(f"static/{name}")
    return url_for("assets.file", fingerprint=fingerprint, name=found or name)


@blueprint.get("/static/<fingerprint>/<path:name>")
@audience(Audience.PUBLIC)
def file(fingerprint: str, name: str) -> Response:
    """One file. An old fingerprint still answers, but is not to be kept."""
    assets = _assets()
    current = assets.fingerprint
    if assets.name_of(name) != name:
        abort(404)
    mimetype = mimetypes.guess_type(name)[0] or "application/octet-stream"
    worth = is_worth_it(mimetype)
    packed = worth and accepts_gzip(request)
    response = Response(assets.packed(name) if packed else assets.content(name), mimetype=mimetype)
    if packed:
        response.headers["Content-Encoding"] = "gzip"
    if worth:
        response.vary.add("Accept-Encoding")
    response.headers["Cache-Control"] = FOREVER if fingerprint == current else "no-cache"
    response.set_etag(f"{current}-{'gzip' if packed else 'plain'}")
    response.make_conditional(request, accept_ranges=not packed, complete_length=len(response.get_data()))
    return response


def init_app(app: Flask, settings: Settings, folder: Path = FOLDER) -> None:
    """Serve `static/`; give templates `asset()` and `has_asset()`."""
    folder.mkdir(exist_ok=True)
    app.extensions["assets"] = Assets(folder, changes=settings.environment is Environment.DEVELOPMENT)
    app.extensions["assets_lenient"] = settings.is_production
    app.register_blueprint(blueprint)
    app.jinja_env.globals.update(asset=asset, has_asset=has_asset)
