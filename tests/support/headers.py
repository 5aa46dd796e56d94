"""What every answer's headers must say: pages, errors, files and data alike (acceptance T1, T3)."""

from __future__ import annotations

from werkzeug.test import TestResponse

REQUIRED_IN_POLICY = ("default-src 'none'", "base-uri 'none'", "frame-ancestors", "form-action 'self'")
FORBIDDEN_IN_POLICY = ("'unsafe-inline'", "'unsafe-eval'", "http:", "*")


def header_faults(response: TestResponse, *, is_anonymous: bool) -> list[str]:
    """Everything wrong with the headers; empty when all is well."""
    headers = response.headers
    faults = _policy_faults(headers.get("Content-Security-Policy", ""))
    if headers.get("X-Content-Type-Options") != "nosniff":
        faults.append("X-Content-Type-Options is not nosniff")
    if not headers.get("Referrer-Policy"):
        faults.append("no Referrer-Policy")
    if is_anonymous and headers.getlist("Set-Cookie"):
        faults.append(f"a cookie for somebody anonymous: {headers['Set-Cookie']}")
    if (response.mimetype or "").startswith("text/") and "charset=utf-8" not in headers.get("Content-Type", "").lower():
        faults.append("text without its charset")
    return faults


def _policy_faults(policy: str) -> list[str]:
    if not policy:
        return ["no Content-Security-Policy"]
    faults = [f"the policy lacks {wanted}" for wanted in REQUIRED_IN_POLICY if wanted not in policy]
    words = policy.replace(";", " ").split()
    return faults + [f"the policy allows {loose}" for loose in FORBIDDEN_IN_POLICY if loose in words]
