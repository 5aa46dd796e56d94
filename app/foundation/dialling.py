"""Connecting to a host that somebody named: looked up once, public or refused, cut off in time.

What the link checker and the fetcher of the operator's services have in common, so that a hole mended for one is
mended for both.
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from threading import Timer

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
#: IPv6 addresses that carry an IPv4 one, which a translator of the network would reach.
_TRANSLATED = (ipaddress.ip_network("64:ff9b::/96"), ipaddress.ip_network("64:ff9b:1::/48"))


def is_public(address: Address) -> bool:
    """Whether it belongs to the open Internet, itself and any address that it carries."""
    if isinstance(address, ipaddress.IPv6Address):
        carried = address.ipv4_mapped or address.sixtofour or (address.teredo or (None, None))[1]
        if carried is not None or any(address in network for network in _TRANSLATED):
            return False
    return address.is_global and not address.is_multicast and not address.is_reserved


def resolved(host: str, port: int) -> list[str]:
    """Every address of a name, as the system knows them; it also reads the odd spellings of numbers."""
    return [str(entry[4][0]) for entry in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


def parsed(address: str) -> Address:
    """The number that a text says, without the interface it may name. Raises ValueError."""
    return ipaddress.ip_address(address.partition("%")[0])


def connected(addresses: Iterable[str], port: int, seconds: float) -> socket.socket:
    """The first of these very addresses that answers, each within so many seconds. Raises OSError."""
    failed: OSError = OSError("no address")
    for address in addresses:
        try:
            return socket.create_connection((address, port), timeout=seconds)
        except OSError as failure:
            failed = failure
    raise failed


@contextmanager
def cut_after(seconds: float, opened: socket.socket) -> Iterator[None]:
    """Cut the line after so many seconds: a server that sends a byte now and then never lets a socket time out."""
    cut = Timer(max(0.01, seconds), _cut_off, [opened])
    cut.daemon = True
    cut.start()
    try:
        yield
    finally:
        cut.cancel()


def _cut_off(opened: socket.socket) -> None:
    with suppress(OSError):
        opened.shutdown(socket.SHUT_RDWR)
