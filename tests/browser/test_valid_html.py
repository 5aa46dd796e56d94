"""The W3C’s validator and html-validate find nothing to say about any public page."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest
from flask import Flask, Response
from flask.testing import FlaskClient

from scripts.common import ROOT
from scripts.node_packages import node_folder
from tests.support.chromium import program
from tests.support.closing import not_run
from tests.support.pages import PUBLIC_PAGES

VNU = ROOT / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
HTML_VALIDATE = ROOT / "node_modules" / "html-validate" / "bin" / "html-validate.mjs"
RULES = Path(__file__).with_name("htmlvalidate.json")
pytestmark = pytest.mark.xdist_group("validators")


@pytest.fixture(scope="module")
def saved(app: Flask, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every public page as a file."""
    folder = tmp_path_factory.mktemp("pages")
    client = FlaskClient(app, Response)  # the strict one has its own tests; here the validators speak
    for page in PUBLIC_PAGES:
        (folder / f"{page.name}.html").write_bytes(client.get(page.on(app)).data)
    return folder


def test_the_w3c_validator_finds_nothing(saved: Path):
    java = program("java")
    if not VNU.exists():
        not_run("vnu n’est pas installé (npm)", "make setup")
    command = [java, "-jar", str(VNU), "--format", "json", "--stdout", "--asciiquotes", str(saved)]
    answer = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    said = json.loads(answer.stdout)["messages"]
    assert not [
        f"{Path(each.get('url', '')).name}:{each.get('lastLine')} {each['message']}: {each.get('extract', '')!r}"
        for each in said
        if each["type"] == "error" or each.get("subType") == "warning"
    ]


def test_html_validate_finds_nothing(saved: Path):
    if not HTML_VALIDATE.exists():
        not_run("html-validate n’est pas installé (npm)", "make setup")
    # Node refuses to look for its packages from outside the project: the command runs inside it.
    node = node_folder() / "node"
    command = [str(node), str(HTML_VALIDATE), "--config", str(RULES), "--formatter", "json", f"{saved}/*.html"]
    answer = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False, env={**os.environ, "CI": "1"}
    )
    said = json.loads(answer.stdout or "[]")
    assert answer.returncode in (0, 1), answer.stderr
    assert not [
        f"{Path(file['filePath']).name}:{each['line']} {each['ruleId']}: {each['message']}"
        for file in said
        for each in file["messages"]
    ]
