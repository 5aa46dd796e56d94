"""Loading organizations and listings from a `seed_data` folder."""

from app.catalogue.seed.load import load_catalogue

__all__ = ["load_catalogue"]
