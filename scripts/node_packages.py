"""The front-end packages of package-lock.json, and the font and the map that the site takes from them.

Node comes from the machine when it is recent enough, else from a Python package. Nothing here may stop the site:
without npm it is shown in the fonts of the machine that reads it.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import time
from pathlib import Path

from scripts.common import BUILD, ROOT, hash_of, is_stamped, quietly, say, write_stamp
from scripts.font import RULES, characters, faces
from scripts.python_packages import PYTHON, ensure_node_from_wheel

MODULES = ROOT / "node_modules"
DIST = ROOT / "static" / "dist"
MANIFEST = DIST / "manifest.json"
FONT = MODULES / "@fontsource-variable" / "atkinson-hyperlegible-next"
LEAFLET = MODULES / "leaflet" / "dist"
LIGHTER = ROOT / "scripts" / "lighter_font.py"
FONT_FAILED = BUILD / "font-failed"
#: What html-validate 10 runs on (package.json says the same).
RECENT = ((20, 19), (22, 12))


def ensure_node_packages(*, with_tools: bool) -> str | None:
    """Install the locked packages (`with_tools`: those of the tests too). None, or why it could not be done."""
    lock = [ROOT / "package-lock.json", ROOT / ".npmrc"]
    wanted = hash_of(lock) + (" tools" if with_tools else "")
    stamp = MODULES / ".stamp"
    if is_stamped(stamp, wanted) or is_stamped(stamp, hash_of(lock) + " tools"):
        return None
    folder = node_folder()
    say(
        "J’installe les paquets npm "
        + ("des tests (axe-core, html-validate, vnu)…" if with_tools else "(la police, la carte)…")
    )
    few_tries = ("--fetch-retries=1", "--fetch-timeout=20000")
    command: list[str | Path] = [folder / "npm", "ci", *few_tries, *([] if with_tools else ["--omit=dev"])]
    # Node from a wheel knows only its own certificates: many offices and town halls have theirs.
    trust = {"NODE_USE_SYSTEM_CA": os.environ.get("NODE_USE_SYSTEM_CA") or "1"}
    problem = quietly("npm", command, {**trust, "PATH": f"{folder}{os.pathsep}{os.environ.get('PATH', os.defpath)}"})
    if problem is None:
        write_stamp(stamp, wanted)
    return problem


def node_folder() -> Path:
    """The folder that holds `node` and `npm`."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm and _is_recent(node):
        return Path(npm).parent
    return ensure_node_from_wheel()


def _is_recent(node: str) -> bool:
    said = subprocess.run([node, "--version"], check=False, capture_output=True, text=True).stdout
    found = re.match(r"v(\d+)\.(\d+)", said)
    if not found:
        return False
    version = (int(found[1]), int(found[2]))
    return version[0] > RECENT[-1][0] or any(version[0] == low[0] and version >= low for low in RECENT)


def ensure_front_end() -> None:
    """The font in static/dist, under a hashed name; a sentence when it cannot be had, and no other try that day."""
    wanted = hash_of([ROOT / "package-lock.json", Path(__file__), RULES, LIGHTER])
    stamp = DIST / ".stamp"
    today = f"{wanted} {time.strftime('%F')}"
    if is_stamped(stamp, wanted) or is_stamped(FONT_FAILED, today):
        return
    problem = ensure_node_packages(with_tools=False)
    if problem or not FONT.is_dir():
        say("La police Atkinson Hyperlegible n’a pas pu être installée (voir build/logs/npm.log) :")
        say("le site s’affiche avec les polices de l’appareil. Pour réessayer : make setup")
        write_stamp(FONT_FAILED, today)
        return
    _publish_font()
    write_stamp(stamp, wanted)


def _publish_font() -> None:
    DIST.mkdir(parents=True, exist_ok=True)
    for old in (*DIST.glob("*.woff2"), *DIST.glob("fonts.*.css"), *DIST.glob("faces.*.css")):
        old.unlink()
    source = FONT / "files" / "atkinson-hyperlegible-next-latin-wght-normal.woff2"
    font = _hashed("atkinson-hyperlegible-next", "woff2", _lighter(source))
    sheet = _hashed("faces", "css", faces(font, characters(FONT / "index.css")).encode())
    names = {**_publish_leaflet(), "faces.css": sheet, "font.woff2": font}
    MANIFEST.write_text(json.dumps(names, indent=2) + "\n", encoding="ascii")


def _lighter(source: Path) -> bytes:
    """The font with the weights that are asked for; whole, where fontTools cannot be had."""
    made = DIST / "lighter"
    if quietly("lighter-font", [PYTHON, "-m", "scripts.lighter_font", source, made]):
        return source.read_bytes()
    content = made.read_bytes()
    made.unlink()
    return content


def _publish_leaflet() -> dict[str, str]:
    """The map's program and sheet, for the pages where a family opens it; without them the communes are drawn."""
    for old in DIST.glob("leaflet.*"):
        old.unlink()
    found = [path for path in (LEAFLET / "leaflet.js", LEAFLET / "leaflet.css") if path.is_file()]
    return {path.name: _hashed("leaflet", path.suffix[1:], _without_map(path.read_bytes())) for path in found}


def _without_map(content: bytes) -> bytes:
    """Without the last line that names a file which we do not serve."""
    return re.sub(rb"//# sourceMappingURL=\S+\s*$", b"", content)


def _hashed(stem: str, suffix: str, content: bytes) -> str:
    name = f"{stem}.{hashlib.sha256(content).hexdigest()[:12]}.{suffix}"
    (DIST / name).write_bytes(content)
    return name
