"""The pages of administration."""

from app.administration.routes import calendars, history, home, lines, lists, records, vocabulary

__all__ = ["calendars", "history", "home", "lines", "lists", "records", "vocabulary"]
