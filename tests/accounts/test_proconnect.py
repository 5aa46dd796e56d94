"""ProConnect: says who comes in, never what they may do; whatever it says is verified."""

from __future__ import annotations

import hmac
import json
import re
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from datetime import timedelta
from hashlib import sha256
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from joserfc.jwk import OctKey
from sqlalchemy import func, select

from app.accounts.models import LinkedIdentity, Person, RoleGrant
from app.accounts.operations import disable
from app.accounts.rules import Role, WantedRole
from app.foundation import clock
from app.foundation.actors import SYSTEM
from app.foundation.db import session
from app.foundation.settings import SettingsError
from app.foundation.unit_of_work import unit_of_work
from tests.support import instance
from tests.support.authenticator import written
from tests.support.identity_provider import CLIENT, SECRET, IdentityProvider, identity_provider, new_key
from tests.support.people import Browser, add_person, person

NADIA, CLAIRE = "nadia@agglo.exemple.fr", "claire@agglo.exemple.fr"
BACK = "/connexion/proconnect/retour"


@pytest.fixture
def there() -> Iterator[IdentityProvider]:
    with identity_provider() as running:
        yield running


@pytest.fixture
def site(tmp_path: Path, there: IdentityProvider) -> Iterator[Flask]:
    yield from opened(tmp_path, there)


def opened(folder: Path, there: IdentityProvider, **more: str) -> Iterator[Flask]:
    """The site with this ProConnect, an agent and a reader of the figures."""
    named = {"proconnect_issuer": there.issuer, "proconnect_client_id": CLIENT, "proconnect_client_secret": SECRET}
    app = instance.open_app(instance.copy_of("seeded", folder / "instance"), **named, **more)
    add_person(app, NADIA, WantedRole(Role.CTG), name="Nadia")
    add_person(app, CLAIRE, WantedRole(Role.AGENT), name="Claire")
    yield app
    instance.close(app)


def left(browser: Browser, suite: str = "/compte") -> str:
    """Press the button: the address of ProConnect."""
    page = browser.post("/connexion/proconnect", {"suite": suite})
    assert page.status_code == 200
    found = re.search(r'http-equiv="refresh" content="0; url=([^"]+)"', page.text)
    assert found and f'href="{found[1]}"' in page.text
    return unescape(found[1])


def come_back(browser: Browser, there: IdentityProvider, suite: str = "/compte") -> Any:
    """The whole way, there and back."""
    code, state = there.let_in(left(browser, suite))
    return browser.get(f"{BACK}?code={code}&state={state}")


def test_the_button_is_there_only_when_it_works(site: Flask, own_app: Flask):
    assert "ProConnect" in Browser(site).client.page("/connexion").visible
    assert "ProConnect" not in Browser(own_app).client.page("/connexion").visible
    nobody = Browser(own_app)
    assert nobody.post("/connexion/proconnect").status_code == 404
    assert nobody.get(f"{BACK}?code=x&state=y").status_code == 404


def test_coming_in(site: Flask, there: IdentityProvider):
    nadia = Browser(site)
    assert come_back(nadia, there, "/compte?x=1").location == "/compte?x=1"
    assert nadia.get("/compte").status_code == 200 and nadia.cookie("demande") == ""
    asked, sent = there.asked
    assert set(asked) == {"response_type", "client_id", "redirect_uri", "scope", "state", "nonce"}, (
        "nothing undocumented"
    )
    assert len(asked["state"]) >= 32 and len(asked["nonce"]) >= 32 and asked["state"] != asked["nonce"]
    assert asked["redirect_uri"] == sent["redirect_uri"] == f"http://127.0.0.1:8000{BACK}"
    assert set(sent) == {"grant_type", "client_id", "client_secret", "redirect_uri", "code"}
    with site.app_context():
        assert session().scalar(select(LinkedIdentity.subject)) == there.subject


def test_with_pkce_where_the_operator_says_so(tmp_path: Path, there: IdentityProvider):
    for app in opened(tmp_path, there, proconnect_pkce="1"):
        assert come_back(Browser(app), there).location == "/compte"
    asked, sent = there.asked
    challenge = urlsafe_b64encode(sha256(sent["code_verifier"].encode()).digest()).rstrip(b"=").decode()
    assert asked["code_challenge"] == challenge and asked["code_challenge_method"] == "S256"


def test_an_agent_still_gives_their_second_factor(site: Flask, there: IdentityProvider):
    there.email = "Claire@Agglo.exemple.fr"
    claire = Browser(site)
    assert come_back(claire, there).status_code == 303
    assert claire.get("/moderation").location.startswith("/connexion/verification")


def test_it_creates_neither_account_nor_role(site: Flask, there: IdentityProvider):
    with site.app_context():
        before = counts()
    there.email, there.info_claims = "inconnue@agglo.exemple.fr", {"roles": ["admin"]}
    unknown = come_back(Browser(site), there)
    assert unknown.status_code == 403 and "pas de compte" in unknown.text
    there.email = NADIA
    come_back(Browser(site), there)
    with site.app_context():
        assert counts() == before


def counts() -> list[int | None]:
    return [session().scalar(select(func.count()).select_from(table)) for table in (Person, RoleGrant)]


LIES: dict[str, dict[str, Any]] = {
    "userinfo for another audience": {"info_claims": {"aud": "un-autre-service"}},
    "userinfo of another issuer": {"info_claims": {"iss": "https://evil.example"}},
    "userinfo about somebody else": {"info_claims": {"sub": "quelqu-un-d-autre"}},
    "userinfo without audience": {"info_claims": {"aud": None}},
    "userinfo out of date": {"info_claims": {"exp": 1_000_000}},
    "address not verified": {"info_claims": {"email_verified": False}},
    "address not verified, said as a text": {"info_claims": {"email_verified": "false"}},
    "no address": {"info_claims": {"email": None}},
    "address that is no text": {"info_claims": {"email": ["nadia@agglo.exemple.fr"]}},
    "userinfo that is not signed": {"info_type": "application/json"},
    "wrong nonce": {"id_claims": {"nonce": "n" * 43}},
    "no nonce": {"id_claims": {"nonce": None}},
    "id token for another audience": {"id_claims": {"aud": "un-autre-service"}},
    "id token of another issuer": {"id_claims": {"iss": "https://evil.example"}},
    "id token out of date": {"id_claims": {"exp": 1_000_000}},
    "id token without end": {"id_claims": {"exp": None}},
    "another key under the same name": {"signs_with": new_key("one")},
    "a signature with our shared secret": {"signs_with": OctKey.import_key(SECRET * 2), "algorithm": "HS256"},
    "no signature at all": {"algorithm": "none"},
    "a code that was used": {"token_status": 400},
}


@pytest.mark.parametrize("lie", LIES)
def test_lies_open_nothing(site: Flask, there: IdentityProvider, lie: str):
    for name, value in LIES[lie].items():
        setattr(there, name, value)
    nadia = Browser(site)
    assert come_back(nadia, there).status_code == 403
    assert nadia.cookie() == "" and nadia.get("/compte").status_code == 302


def test_a_public_key_used_as_a_secret_opens_nothing(
    site: Flask, there: IdentityProvider, monkeypatch: pytest.MonkeyPatch
):
    """The classic confusion: HS256 with the text of the key that everybody may read."""

    def confused(more: dict[str, Any]) -> str:
        moment = int(clock.now().timestamp())
        said = {"iss": there.issuer, "aud": CLIENT, "sub": there.subject, "iat": moment, "exp": moment + 60, **more}
        parts = (written(json.dumps(part).encode()) for part in ({"alg": "HS256", "kid": "one"}, said))
        signed = ".".join(parts)
        return f"{signed}.{written(hmac.digest(there.key.as_pem(private=False), signed.encode(), 'sha256'))}"

    monkeypatch.setattr(there, "signed", confused)
    assert come_back(Browser(site), there).status_code == 403


def test_a_state_serves_once_in_the_browser_that_left(site: Flask, there: IdentityProvider):
    nadia, thief = Browser(site), Browser(site)
    code, state = there.let_in(left(nadia))
    left(thief)
    assert thief.get(f"{BACK}?code={code}&state={state}").status_code == 400
    assert nadia.get(f"{BACK}?code={code}&state={state}").status_code == 303
    again, _state = there.let_in(left(nadia))
    assert nadia.get(f"{BACK}?code={again}&state={state}").status_code == 400, "replayed"
    for wrong in ("", "x" * 43, state[:-1]):
        assert nadia.get(f"{BACK}?code={again}&state={wrong}").status_code == 400


def test_a_state_is_over_after_ten_minutes(site: Flask, there: IdentityProvider):
    nadia = Browser(site)
    code, state = there.let_in(left(nadia))
    with clock.freeze(clock.now() + timedelta(minutes=10, seconds=1)):
        assert nadia.get(f"{BACK}?code={code}&state={state}").status_code == 400


def test_a_successor_at_the_same_address_does_not_inherit_the_account(site: Flask, there: IdentityProvider):
    assert come_back(Browser(site), there).status_code == 303
    there.subject = "une-autre-personne"
    assert come_back(Browser(site), there).status_code == 403
    there.subject, there.email = "nadia-chez-proconnect", CLAIRE
    assert come_back(Browser(site), there).status_code == 403, "nor one person two accounts"


def test_a_closed_account_stays_closed(site: Flask, there: IdentityProvider):
    with site.app_context(), unit_of_work():
        disable(person(NADIA), by=SYSTEM)
    assert come_back(Browser(site), there).status_code == 403


def test_down_or_wandering(site: Flask, there: IdentityProvider):
    nadia = Browser(site)
    there.is_down = True
    page = nadia.post("/connexion/proconnect")
    assert page.status_code == 503 and "lien par courriel" in page.text
    there.is_down = False
    code, state = there.let_in(left(nadia))
    there.is_down = True
    assert nadia.get(f"{BACK}?code={code}&state={state}").status_code == 503
    there.is_down, there.token_status = False, 500
    assert come_back(nadia, there).status_code == 503
    assert nadia.cookie() == ""


@pytest.mark.parametrize(
    "discovery",
    [
        {"issuer": "https://evil.example"},
        {"authorization_endpoint": "https://evil.example/authorize"},
        {"authorization_endpoint": None},
    ],
)
def test_addresses_elsewhere_than_its_own_are_not_followed(
    site: Flask, there: IdentityProvider, discovery: dict[str, Any]
):
    there.discovery = discovery
    assert Browser(site).post("/connexion/proconnect").status_code == 503


def test_new_keys_are_learnt(site: Flask, there: IdentityProvider):
    assert come_back(Browser(site), there).status_code == 303
    there.key = new_key("one")
    assert come_back(Browser(site), there).status_code == 303


def test_leaving_too_often_waits(site: Flask):
    with clock.freeze(clock.now()):
        statuses = [Browser(site, strict=False).post("/connexion/proconnect").status_code for _ in range(42)]
    assert statuses[-2:] == [429, 429] and statuses[0] == 200


def test_signing_out_offers_to_leave_there_too(site: Flask, there: IdentityProvider):
    nadia = Browser(site)
    come_back(nadia, there)
    page = nadia.post("/deconnexion")
    assert page.status_code == 200 and f"{there.issuer}/session/end?id_token_hint=" in unescape(page.text)
    assert "post_logout_redirect_uri=http%3A%2F%2F127.0.0.1%3A8000%2Fconnexion" in page.text
    assert nadia.cookie() == "" and nadia.get("/compte").status_code == 302


HALF = {"proconnect_issuer": "https://auth.example.fr/api/v2", "proconnect_client_id": CLIENT}


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (HALF, "PROCONNECT_CLIENT_SECRET"),
        ({"proconnect_client_secret": SECRET}, "PROCONNECT_ISSUER"),
        ({"proconnect_pkce": "1"}, "PROCONNECT_ISSUER"),
        ({**HALF, "proconnect_client_secret": SECRET, "proconnect_issuer": "http://auth.example.fr"}, "https"),
        (
            {**HALF, "proconnect_client_secret": SECRET, "proconnect_issuer": "https://u:p@auth.example.fr"},
            "PROCONNECT_ISSUER",
        ),
    ],
)
def test_half_set_is_refused_at_the_start(tmp_path: Path, given: dict[str, str], said: str):
    with pytest.raises(SettingsError) as refused:
        instance.settings_for(tmp_path, **given)
    assert said in str(refused.value) and SECRET not in str(refused.value)
