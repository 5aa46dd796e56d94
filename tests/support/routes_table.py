"""Every address of the site with its publics, as docs/routes.md shows them."""

from __future__ import annotations

from flask import Flask

from app.accounts.gate import audiences_of
from scripts.common import ROOT

DOCUMENT = ROOT / "docs" / "routes.md"
HEAD = """# Adresses du site

Fichier produit par `.venv/bin/pytest tests/house/test_doors.py --update-docs` : ne le modifiez pas à la main.

Une adresse marquée « toutes » existe aussi en `/en/…`, `/es/…`, `/pt/…` et `/ar/…`, avec les mêmes mots et les mêmes
paramètres en français ; les autres ne parlent que français (voir `docs/decisions/languages.md`).

| Adresse | Verbes | Pour qui | Langues | Ce que c’est |
|---|---|---|---|---|
"""


def routes_table(app: Flask) -> str:
    """The Markdown document."""
    rows = []
    for rule in app.url_map.iter_rules():
        view = app.view_functions[rule.endpoint]
        verbs = ", ".join(sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}))
        public = ", ".join(sorted(audiences_of(view))) or "**personne**"
        spoken = "toutes" if getattr(view, "in_every_language", False) else "fr"
        said = (view.__doc__ or "").strip().partition("\n")[0]
        rows.append(f"| `{rule.rule}` | {verbs} | {public} | {spoken} | {said} |")
    return HEAD + "\n".join(sorted(rows)) + "\n"
