"""The photo of a listing: drawn again, described, decided by an agent, shown with its credit, taken back (T25, T26)."""

from __future__ import annotations

import hashlib
import os
import re
import time
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from PIL import Image
from werkzeug.test import TestResponse

from app.catalogue.facts import PhotoFacts
from app.catalogue.photos import MOST_BYTES, _name
from tests.contribution.conftest import Open
from tests.contribution.support import INES, SONIA, accept, fields_of, live, page_of, proposals, save, send
from tests.support.images import huge_png, impostors, picture, telephone_photo
from tests.support.instance import command
from tests.support.people import Browser

ALT = "L’entrée du centre, une porte verte et trois marches"


def address(uuid: UUID) -> str:
    return f"/espace/fiches/{uuid}/modifier/photo"


def upload(browser: Browser, uuid: UUID, data: bytes | None, name: str = "photo.jpg", **typed: Any) -> TestResponse:
    """Choose a file, describe it, tick the right, press “Relire avant d’envoyer”."""
    sent = fields_of(page_of(browser.get(address(uuid))), "/modifier/photo")
    sent.pop("csrf_token", None)
    sent.pop("image", None)
    file = {"image": (BytesIO(data), name)} if data is not None else {}
    told = {"alt": ALT, "credit": "Karim", "agreed": "oui", **typed}
    return browser.post(address(uuid), {**sent, **file, **told}, content_type="multipart/form-data")


def published(app: Flask, karim: Browser, nadia: Browser, uuid: UUID, data: bytes | None = None) -> PhotoFacts:
    """A photo sent by Karim and accepted by Nadia."""
    answer = send(karim, upload(karim, uuid, data or telephone_photo()).location)
    assert answer.status_code == 303
    assert accept(nadia, proposals(app)[-1].uuid).status_code == 303
    photo = live(app, uuid).photo
    assert photo is not None
    return photo


def files(app: Flask) -> list[Path]:
    return [path for path in Path(app.instance_path).glob("photos/*/*") if path.is_file()]


def image_of(page: Any) -> Any:
    return next(each for each in page.all("img") if each.get("alt") == ALT)


def test_a_photo_is_described_decided_and_shown(cast: Flask, karim: Browser, nadia: Browser, platanes: UUID):
    review = upload(karim, platanes, telephone_photo()).location
    page = page_of(karim.get(review))
    assert ALT in page.visible and "Pas de photo" in page.visible
    waiting = image_of(page).get("src")
    assert karim.get(waiting).mimetype == "image/webp"
    send(karim, review)
    slug = _public(cast, platanes)
    assert "<img" not in nadia.get(slug).get_data(as_text=True), "nothing is public before a decision"

    proposal = proposals(cast)[-1]
    desk = page_of(nadia.get(f"/moderation/propositions/{proposal.uuid}"))
    assert nadia.get(image_of(desk).get("src")).status_code == 200
    assert accept(nadia, proposal.uuid).status_code == 303

    shown = page_of(Browser(cast).get(slug))
    image = image_of(shown)
    assert "Photo\u00a0: Karim" in shown.visible and image.get("loading") == "lazy"
    assert (image.get("width"), image.get("height")) == ("960", "1280"), "turned upright, its room is kept"
    served = Browser(cast).get(image.get("src"))
    assert served.mimetype == "image/webp" and served.headers["X-Content-Type-Options"] == "nosniff"
    assert "immutable" in served.headers["Cache-Control"] and "max-age=31536000" in served.headers["Cache-Control"]
    assert re.fullmatch(r"/photos/[0-9a-f]{32}-640\.webp", image.get("src"))
    assert len(served.data) <= 90_000


def test_what_the_telephone_wrote_is_gone(cast: Flask, karim: Browser, platanes: UUID):
    sent = telephone_photo()
    assert b"Fabricant secret" in sent and b"<script>" in sent
    upload(karim, platanes, sent)
    kept = files(cast)
    assert len(kept) == 2
    for path in kept:
        data = path.read_bytes()
        with Image.open(BytesIO(data)) as drawn:
            assert drawn.format == "WEBP" and not drawn.getexif() and "icc_profile" not in drawn.info
            assert max(drawn.size) in (640, 1280)
        assert b"secret" not in data and b"script" not in data and b"EXIF" not in data
        assert oct(path.stat().st_mode)[-3:] == "600"


@pytest.mark.parametrize("kind", impostors())
def test_what_is_no_photo_is_refused(cast: Flask, karim: Browser, platanes: UUID, kind: str):
    page = page_of(upload(karim, platanes, impostors()[kind], "photo.php.jpg"), 400)
    assert page.title.startswith("Erreur") and "#image" in page.links()
    assert ALT in [each.get("value") for each in page.all("input")], "what was typed is kept"
    assert files(cast) == [] and proposals(cast) == []


@pytest.mark.parametrize("side", [20_000, 6_000])
def test_too_many_pixels_are_counted_before_they_are_decoded(cast: Flask, karim: Browser, platanes: UUID, side: int):
    """A few kilobytes that say 400 million pixels; and 36 million, which the library of images itself would decode."""
    page = page_of(upload(karim, platanes, huge_png(side, side)), 400)
    assert "de points au plus" in page.visible and files(cast) == []


def test_a_polyglot_only_leaves_its_pixels(cast: Flask, karim: Browser, platanes: UUID):
    """A true JPEG that is also a script: what is served is drawn from its pixels, under our name and our type."""
    upload(karim, platanes, picture() + b"<script>alert(1)</script><?php system('id'); ?>", "x.php.jpg")
    assert files(cast)
    for path in files(cast):
        assert b"script" not in path.read_bytes() and b"php" not in path.read_bytes()
        assert re.fullmatch(r"[0-9a-f]{32}(-640)?\.webp", path.name)


def test_nobody_guesses_the_name_of_a_photo(cast: Flask, karim: Browser, platanes: UUID):
    """Neither the name that was sent nor the bytes say it: whoever has the same picture cannot look whether it was sent."""
    sent = picture()
    upload(karim, platanes, sent, "../../x.php.jpg")
    (name,) = {path.name[:32] for path in files(cast)}
    known = [sent, str(platanes).encode() + b"\0" + sent]
    assert name not in {hashlib.new(kind, one).hexdigest()[:32] for kind in ("md5", "sha1", "sha256") for one in known}
    with cast.app_context():
        assert name != _name(sent, "another listing")


def test_too_heavy_says_so_and_keeps_what_was_typed(cast: Flask, karim: Browser, platanes: UUID):
    page = page_of(upload(karim, platanes, picture("PNG") + b"\0" * MOST_BYTES), 400)
    assert "8 Mo" in page.visible
    assert ALT in [each.get("value") for each in page.all("input")] and files(cast) == []


def test_a_body_of_100_megabytes_is_not_read(karim: Browser, platanes: UUID):
    class Endless:
        """A body that must not be read to its end."""

        taken = 0

        def read(self, size: int = -1) -> bytes:
            self.taken += max(size, 0)
            assert size >= 0 and self.taken < 1_000_000, "read before it was refused"
            return b"x" * size

    body = Endless()
    began = time.perf_counter()
    kind = {"CONTENT_LENGTH": "100000000", "CONTENT_TYPE": "multipart/form-data; boundary=x"}
    answer = karim.client.post(address(platanes), environ_overrides={"wsgi.input": body, **kind})
    assert answer.status_code == 413 and "8 Mo" in answer.get_data(as_text=True)
    assert time.perf_counter() - began < 2 and body.taken == 0


def test_the_other_fields_keep_their_bound(karim: Browser, platanes: UUID):
    assert upload(karim, platanes, None, alt="x" * 400_000).status_code == 413


def test_a_photo_is_kept_while_the_rest_is_mended(cast: Flask, karim: Browser, platanes: UUID):
    page = page_of(upload(karim, platanes, picture(), alt="", agreed=""), 400)
    assert "#alt" in page.links() and "#agreed" in page.links() and "bien arrivée" in page.visible
    sent = fields_of(page, "/modifier/photo")
    sent.pop("csrf_token"), sent.pop("image", None)
    answer = karim.post(address(platanes), {**sent, "alt": ALT, "agreed": "oui"}, content_type="multipart/form-data")
    assert answer.status_code == 303 and image_of(page_of(karim.get(answer.location))) is not None


@pytest.mark.parametrize("alt", ["IMG_2043.jpg", "photo", "Photo 12", "court"])
def test_a_description_that_says_nothing_is_asked_again(karim: Browser, platanes: UUID, alt: str):
    assert "#alt" in page_of(upload(karim, platanes, picture(), alt=alt), 400).links()


def test_the_receipt_of_another_listing_is_worth_nothing(cast: Flask, karim: Browser, enter: Open, platanes: UUID):
    page = page_of(upload(karim, platanes, picture(), agreed=""), 400)
    receipt = fields_of(page, "/modifier/photo")["received"]
    ines = enter(INES)
    hers = next(link for link in page_of(ines.get("/espace")).links() if link.startswith("/espace/fiches/"))
    uuid = UUID(hers.rpartition("/")[2])
    upload(ines, uuid, None, received=receipt)
    assert proposals(cast) == []


def test_nobody_else_sees_a_photo_that_waits(
    cast: Flask, karim: Browser, enter: Open, enter_agent: Open, platanes: UUID
):
    review = upload(karim, platanes, picture()).location
    mine = image_of(page_of(karim.get(review))).get("src")
    name = mine.rpartition("/")[2]
    send(karim, review)
    proposal = proposals(cast)[-1].uuid
    assert karim.get(f"/espace/propositions/{proposal}/photo/{name}").status_code == 200
    assert enter(INES).get(mine).status_code == 404
    assert enter(INES).get(f"/espace/propositions/{proposal}/photo/{name}").status_code == 404
    assert enter_agent(SONIA).get(f"/moderation/propositions/{proposal}/photo/{name}").status_code == 403
    assert Browser(cast).get(f"/photos/{name}").status_code == 404


@pytest.mark.parametrize("name", ["../../secret_key", "..%2f..%2fsecret_key", "%00.webp", "a" * 32 + ".php",
                                  "A" * 32 + ".webp", "a" * 32 + "-1280.webp", "a" * 32 + ".webp"])  # fmt: skip
def test_no_other_file_is_ever_served(cast: Flask, karim: Browser, platanes: UUID, name: str):
    for before in ("/photos/", f"/espace/fiches/{platanes}/photo/"):
        assert karim.get(before + name).status_code in (400, 404)


def test_a_listing_that_is_hidden_hides_its_photo(cast: Flask, karim: Browser, nadia: Browser, platanes: UUID):
    photo = published(cast, karim, nadia, platanes)
    public = f"/photos/{photo.file}.webp"
    assert Browser(cast).get(public).status_code == 200
    nadia.post(f"/moderation/fiches/{platanes}/etat", {"etat": "closed", "motif": "Travaux"})
    assert Browser(cast).get(public).status_code == 404


def test_a_photo_never_betrays_a_secret_address(cast: Flask, karim: Browser, nadia: Browser, platanes: UUID):
    photo = published(cast, karim, nadia, platanes)
    send(karim, save(karim, f"/espace/fiches/{platanes}/modifier/lieu", address_is_private="oui").location)
    accept(nadia, proposals(cast)[-1].uuid)
    assert Browser(cast).get(f"/photos/{photo.file}.webp").status_code == 404
    assert "<img" not in Browser(cast).get(_public(cast, platanes)).get_data(as_text=True)
    assert "trahirait" in page_of(upload(karim, platanes, picture()), 400).visible


def test_an_agent_takes_it_away_and_brings_it_back(cast: Flask, karim: Browser, nadia: Browser, platanes: UUID):
    photo = published(cast, karim, nadia, platanes)
    remove = f"/moderation/fiches/{platanes}/photo/retirer"
    assert nadia.post(remove).status_code == 400 and live(cast, platanes).photo == photo
    assert nadia.post(remove, {"motif": "Une famille le demande"}).status_code == 303
    assert live(cast, platanes).photo is None
    page = page_of(nadia.get(f"/moderation/fiches/{platanes}/versions"))
    numbers = [link.rpartition("/")[2] for link in page.links() if f"{platanes}/versions/" in link]
    nadia.post(f"/moderation/fiches/{platanes}/revenir", {"numero": numbers[1], "motif": "C’était une erreur"})
    assert live(cast, platanes).photo == photo
    assert Browser(cast).get(f"/photos/{photo.file}.webp").status_code == 200


def test_the_structure_takes_it_away_through_the_same_path(cast: Flask, karim: Browser, nadia: Browser, platanes: UUID):
    published(cast, karim, nadia, platanes)
    send(karim, upload(karim, platanes, None, removed="oui").location)
    assert live(cast, platanes).photo is not None
    accept(nadia, proposals(cast)[-1].uuid)
    assert live(cast, platanes).photo is None


def test_an_agent_mends_the_words_only(cast: Flask, karim: Browser, nadia: Browser, platanes: UUID):
    send(karim, upload(karim, platanes, picture()).location)
    accept(
        nadia, proposals(cast)[-1].uuid, decision__photo="corriger", **{"valeur-photo-alt": "La porte verte du centre"}
    )
    photo = live(cast, platanes).photo
    assert photo is not None and photo.alt == "La porte verte du centre" and photo.credit == "Karim"


def test_the_same_form_sent_twice_changes_nothing_more(cast: Flask, karim: Browser, platanes: UUID):
    sent = fields_of(page_of(karim.get(address(platanes))), "/modifier/photo")
    sent.pop("csrf_token"), sent.pop("image", None)
    data = picture()
    for _each in range(2):
        form = {**sent, "alt": ALT, "agreed": "oui", "image": (BytesIO(data), "a.jpg")}
        assert karim.post(address(platanes), form, content_type="multipart/form-data").status_code == 303
    assert len(files(cast)) == 2 and len(proposals(cast)) == 1


def test_files_that_nothing_names_are_cleaned(cast: Flask, karim: Browser, nadia: Browser, platanes: UUID):
    photo = published(cast, karim, nadia, platanes)
    upload(karim, platanes, picture())  # in the draft
    upload(karim, platanes, picture("PNG"), agreed="")  # received, never sent
    assert len(files(cast)) == 6
    assert "effacés : 0" in command(cast, "photos", "clean")
    for path in files(cast):
        os.utime(path, (time.time() - 90_000,) * 2)
    assert "effacés : 2" in command(cast, "photos", "clean")
    assert Browser(cast).get(f"/photos/{photo.file}.webp").status_code == 200


def test_a_photo_is_erased_for_good(cast: Flask, karim: Browser, nadia: Browser, platanes: UUID):
    photo = published(cast, karim, nadia, platanes)
    assert cast.test_cli_runner().invoke(args=["photos", "erase", photo.file]).exit_code == 1
    nadia.post(f"/moderation/fiches/{platanes}/photo/retirer", {"motif": "Droit à l’image"})
    command(cast, "photos", "erase", photo.file)
    assert files(cast) == []


def _public(app: Flask, uuid: UUID) -> str:
    from app.catalogue.queries import service_by_uuid

    with app.app_context():
        service = service_by_uuid(uuid)
        assert service is not None
        return f"/services/{service.slug}"
