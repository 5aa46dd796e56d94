"""`flask errands …`: what leaves after the commit, and the loop that catches up."""

from __future__ import annotations

import signal
import threading

import click
import structlog
from flask import Flask, current_app
from flask.cli import AppGroup

from app.foundation import errands

log = structlog.get_logger()

#: Seconds between two looks at the table when nothing is due.
REST = 5.0

errands_cli = AppGroup("errands", help="Ce qui part après l’enregistrement : index, courriels.")


@errands_cli.command("run")
@click.option("--loop", is_flag=True, help="Recommencer jusqu’à l’arrêt (SIGTERM ou Ctrl+C).")
@click.option("--rest", default=REST, show_default=True, type=click.FloatRange(0.05), help="Secondes entre deux tours.")
def run(*, loop: bool, rest: float) -> None:
    """Faire ce qui attend. Sans --loop : une fois, puis dire ce qui reste."""
    if not loop:
        done = _drain(threading.Event(), long_apart=False)
        click.echo(f"{done} essais, {errands.pending()} courses en attente.")
        return
    stop = _stop_on_signals()
    click.echo("J’attends ce qui doit partir (Ctrl+C pour arrêter).")
    while not stop.is_set():
        _round(stop)
        stop.wait(rest)
    click.echo("Arrêté proprement.")


def _round(stop: threading.Event) -> None:
    # A context of its own, so that each round reads the territory and the database as they are now.
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    try:
        with app.app_context():
            _drain(stop, long_apart=True)
    except Exception as failure:
        log.error("errands_round_failed", error=type(failure).__name__)


def _drain(stop: threading.Event, *, long_apart: bool) -> int:
    total = 0
    while not stop.is_set() and (done := errands.run_all(long_apart=long_apart)):
        total += done
    return total


def _stop_on_signals() -> threading.Event:
    # The errand under way ends first: a handler interrupted in the middle would keep its claim for ten minutes.
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    return stop
