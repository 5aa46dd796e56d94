"""The directory kept on a phone: a page that searches without network, its data, and what the browser installs."""

from __future__ import annotations

import json

from flask import Response, current_app, jsonify, render_template, request, url_for

from app.catalogue.queries import catalogue_version
from app.directory.blueprint import page
from app.directory.presenting.offline import offline_data
from app.directory.searching.answers import moment_now
from app.directory.site import NAME
from app.foundation.i18n import current_language, text_direction
from app.foundation.i18n import gettext as _
from app.foundation.static import asset
from app.territory.queries import reference

STYLES = ("css/site.css", "css/rooms/offline.css")
SCRIPTS = ("js/components/offline.js", "js/components/offline-search.js")


@page("/hors-ligne", "offline")
def offline() -> str:
    """How to keep the directory on a device, and the search that works there without network."""
    return render_template("directory/offline.html", kept=url_for("directory.offline_data"))


@page("/hors-ligne/donnees.json", "offline_data")
def offline_file() -> Response:
    """The listings, compact and dated; answered 304 while the catalogue, the territory and the day are the same."""
    known, moment = reference(), moment_now()
    tag = f"{catalogue_version()}-{known.version}-{moment.today.isoformat()}-{current_language()}"
    if tag in request.if_none_match:
        answer = Response(status=304)
    else:
        answer = Response(_file(tag), mimetype="application/json")
    answer.set_etag(tag)
    return answer


def _file(tag: str) -> bytes:
    """One file is kept a language: it is the same for everybody."""
    kept: dict[str, tuple[str, bytes]] = current_app.extensions.setdefault("offline_files", {})
    held = kept.get(current_language())
    if held is None or held[0] != tag:
        held = kept[current_language()] = (tag, offline_data(reference(), moment_now()))
    return held[1]


@page("/service-worker.js", "service_worker")
def service_worker() -> Response:
    """What answers when the network is cut; its scope is the language it was asked in."""
    kept = [url_for("directory.offline"), url_for("directory.offline_data"), *map(asset, (*STYLES, *SCRIPTS))]
    kept.append(asset("img/mark.svg"))
    script = current_app.extensions["assets"].content("js/offline-worker.js").decode()
    head = f"const HOME = {json.dumps(kept[0])};\nconst KEPT = {json.dumps(kept)};\n"
    return Response(head + script, mimetype="text/javascript")


@page("/manifest.webmanifest", "manifest")
def manifest() -> Response:
    """The site as an application of the phone."""
    answer = jsonify(
        {
            "name": f"{NAME}, {reference().full_name}",
            "short_name": NAME,
            "description": _("Les services aux familles, près de chez vous"),
            "lang": current_language(),
            "dir": text_direction(),
            "start_url": url_for("directory.offline"),
            "scope": url_for("directory.home"),
            "display": "standalone",
            "background_color": "#ffffff",
            "theme_color": "#f4c2b1",
            "icons": [
                _icon(192, "any"),
                _icon(512, "any"),
                _icon(512, "maskable"),
            ],
        }
    )
    answer.mimetype = "application/manifest+json"
    return answer


def _icon(size: int, purpose: str) -> dict[str, str]:
    address = asset(f"img/icon-{size}.png")
    return {"src": address, "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose}
