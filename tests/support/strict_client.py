"""A client that refuses ill-made answers: whatever a test opens, its page must be valid, accessible and sober."""

from __future__ import annotations

from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.support.headers import header_faults
from tests.support.page import Page
from tests.support.page_faults import page_faults

_seen: set[int] = set()


class IllMade(AssertionError):
    """An answer that must not reach anybody; says every fault at once."""


class StrictClient(FlaskClient):
    """Flask's test client, with an eye.

    `refuses_ill_made_pages = False` for a test that needs a bad page; `is_anonymous = False` once someone signs in.
    """

    refuses_ill_made_pages = True
    is_anonymous = True

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        """Send the request, then look at the answer."""
        response = super().open(*args, **kwargs)
        if self.refuses_ill_made_pages:
            self._refuse(response)
        return response

    def page(self, address: str, status: int = 200) -> Page:
        """Open an address that must answer a page, and read it."""
        response = self.get(address)
        assert response.status_code == status, f"{address} answers {response.status}, not {status}"
        return Page(response.get_data(as_text=True), address)

    def _refuse(self, response: TestResponse) -> None:
        address = response.request.full_path.rstrip("?")
        faults = header_faults(response, is_anonymous=self.is_anonymous)
        is_page = response.mimetype == "text/html" and response.request.method != "HEAD" and response.data
        if is_page and response.status_code not in (301, 302, 303, 307, 308):
            faults += self._page_faults(response, address)
        if faults:
            raise IllMade(f"{address} ({response.status_code}):\n" + "\n".join(f"  - {fault}" for fault in faults))

    def _page_faults(self, response: TestResponse, address: str) -> list[str]:
        text = response.get_data(as_text=True)
        known = hash((id(self.application), address, text))
        if known in _seen:
            return []
        faults = page_faults(Page(text, address), self.application)
        if not faults:
            _seen.add(known)
        return faults
