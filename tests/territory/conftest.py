"""Fixtures of this folder."""

from tests.catalogue.small import small, small_instance

__all__ = ["small", "small_instance"]
