"""Every page of accounts registers itself on the blueprint when it is imported."""

from app.accounts.routes import account, invitations, passkeys, people, proconnect, second_factor, sign_in, team

__all__ = ["account", "invitations", "passkeys", "people", "proconnect", "second_factor", "sign_in", "team"]
