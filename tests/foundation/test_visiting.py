"""A web address somebody typed leads our server nowhere inside (T30). Loopback is only open to these tests, by name."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from ipaddress import ip_address

import pytest

from app.foundation.dialling import is_public
from app.foundation.visiting import Outcome, Visit, Visitor, Why

INSIDE = [
    "127.0.0.1", "127.8.8.8", "::1", "169.254.169.254", "10.1.2.3", "172.16.0.1", "192.168.1.1", "100.64.0.1", "0.0.0.0",
    "255.255.255.255", "224.0.0.1", "fe80::1", "fc00::1", "fd12::1", "::", "::ffff:127.0.0.1", "::ffff:10.0.0.1",
    "64:ff9b::7f00:1", "64:ff9b:1::1", "2002:7f00:1::", "2001:0:4136:e378:8000:63bf:80ff:fffe", "ff02::1", "192.0.2.1",
    "198.18.0.1", "240.0.0.1",
]  # fmt: skip


class Server:
    """Answers each connection with these bytes, and counts them."""

    def __init__(self, family: int, host: str, port: int = 0) -> None:
        self.socket = socket.socket(family, socket.SOCK_STREAM)
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.socket.bind((host, port))
        self.socket.listen()
        self.port: int = self.socket.getsockname()[1]
        self.answers: dict[str, bytes] = {}
        self.seen: list[str] = []
        self.drip = b""
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                one, _who = self.socket.accept()
            except OSError:
                return
            threading.Thread(target=self._answer, args=(one,), daemon=True).start()

    def _answer(self, one: socket.socket) -> None:
        with closing(one):
            asked = one.recv(4096).decode("latin-1")
            self.seen.append(asked)
            path = asked.split(" ")[1] if " " in asked else "/"
            try:
                one.sendall(self.answers.get(path, b"HTTP/1.1 200 OK\r\n\r\n"))
                while self.drip:
                    one.sendall(self.drip)
                    time.sleep(0.02)
            except OSError:
                return


@contextmanager
def serving(family: int = socket.AF_INET, host: str = "127.0.0.1", port: int = 0) -> Iterator[Server]:
    server = Server(family, host, port)
    try:
        yield server
    finally:
        server.socket.close()


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as made:
        yield made


def open_to(server: Server, *, names: tuple[str, ...] = ("site.exemple",), seconds: float = 3.0) -> Visitor:
    """A visitor for whom that loopback server is the Internet; every other name is what the system says."""

    def resolve(host: str, port: int) -> list[str]:
        if host in names:
            return ["127.0.0.1"]
        return [str(entry[4][0]) for entry in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]

    public = ip_address("127.0.0.1")
    return Visitor(seconds, frozenset({server.port}), lambda one: one == public, resolve)


@pytest.mark.parametrize("address", INSIDE)
def test_what_is_inside(address: str):
    assert not is_public(ip_address(address))


@pytest.mark.parametrize("address", ["212.27.48.10", "2a01:e0c:1::1", "8.8.8.8"])
def test_what_is_outside(address: str):
    assert is_public(ip_address(address))


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "[::1]", "localhost", "127.1", "0177.0.0.1", "0x7f.0.0.1", "2130706433", "0x7f000001", "017700000001",
     "[::ffff:127.0.0.1]", "127.0.0.1.", "①②⑦.0.0.1", "0.0.0.0", "[::]"],
)  # fmt: skip
def test_no_spelling_of_this_machine_is_connected_to(host: str):
    with serving() as four, serving(socket.AF_INET6, "::1", four.port) as six:
        said = Visitor(2.0, frozenset({four.port})).visit(f"http://{host}:{four.port}/")
        assert said.outcome in (Outcome.REFUSED, Outcome.GONE), said
        assert (four.seen, six.seen) == ([], [])


@pytest.mark.parametrize(
    "address",
    ["file:///etc/passwd", "ftp://site.exemple/", "gopher://site.exemple:80/", "http://site.exemple:22/",
     "https://site.exemple:8443/", "javascript:alert(1)", "http://moi:secret@site.exemple/", "http://site.exemple\\@a.fr/",
     "//site.exemple/", "", "http://", "http://site.exemple:99999/", "http://site.exemple/\r\nHost: x"],
)  # fmt: skip
def test_only_web_addresses_on_their_own_ports(address: str):
    asked: list[str] = []

    def resolve(host: str, _port: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"]

    visitor = Visitor(resolve=resolve)
    assert visitor.visit(address) == Visit(Outcome.REFUSED, Why.FORBIDDEN)
    assert asked == [], "not even its name is looked up"


@pytest.mark.parametrize("found", [["10.0.0.7"], ["169.254.169.254"], ["8.8.8.8", "127.0.0.1"], ["fd00::1"], []])
def test_a_name_that_leads_inside_is_refused_even_in_part(found: list[str], monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(socket, "create_connection", lambda *_args, **_more: pytest.fail("connected"))
    assert Visitor(resolve=lambda _host, _port: found).visit("https://site.exemple/").outcome is Outcome.REFUSED


def test_a_name_that_changes_after_it_was_looked_at_changes_nothing(server: Server):
    """DNS rebinding: the first answer is public, every later one is this machine's."""
    answers = [["127.0.0.2"]]

    def rebinding(_host: str, _port: int) -> list[str]:
        return answers.pop(0) if answers else ["127.0.0.1"]

    public = ip_address("127.0.0.2")
    with serving(host="127.0.0.2", port=server.port) as outside:
        visitor = Visitor(3.0, frozenset({server.port}), lambda one: one == public, rebinding)
        assert visitor.visit(f"http://site.exemple:{server.port}/").outcome is Outcome.ANSWERS
        assert len(outside.seen) == 1 and server.seen == []
        assert visitor.visit(f"http://site.exemple:{server.port}/").outcome is Outcome.REFUSED
        assert server.seen == []


@pytest.mark.parametrize(
    "onward",
    ["http://127.0.0.2:{port}/", "http://[::1]:{port}/", "http://2130706434:{port}/", "http://site.exemple:22/",
     "file:///etc/passwd", "//127.0.0.2:{port}/", "http://169.254.169.254/latest/meta-data/", "http://x@site.exemple:{port}/"],
)  # fmt: skip
def test_each_redirect_is_looked_at_as_the_first_address_was(server: Server, onward: str):
    with serving(host="127.0.0.2", port=server.port) as inside:
        place = onward.format(port=server.port)
        server.answers["/"] = f"HTTP/1.1 302 Found\r\nLocation: {place}\r\n\r\n".encode()
        said = open_to(server).visit(f"http://site.exemple:{server.port}/")
        assert said.outcome is Outcome.REFUSED and inside.seen == []
        assert len(server.seen) == 1


def test_a_redirect_to_a_public_page_is_followed_and_one_that_turns_round_is_left(server: Server):
    server.answers["/"] = b"HTTP/1.1 301 Moved\r\nLocation: /ici\r\n\r\n"
    server.answers["/rond"] = b"HTTP/1.1 302 Found\r\nLocation: /rond\r\n\r\n"
    visitor = open_to(server)
    assert visitor.visit(f"http://site.exemple:{server.port}/") == Visit(Outcome.ANSWERS, status=200)
    assert visitor.visit(f"http://site.exemple:{server.port}/rond") == Visit(Outcome.SILENT, Why.ROUND)
    assert len(server.seen) <= 2 + 6


@pytest.mark.parametrize(
    ("status", "outcome"),
    [(200, Outcome.ANSWERS), (204, Outcome.ANSWERS), (404, Outcome.GONE), (410, Outcome.GONE), (500, Outcome.SILENT),
     (503, Outcome.SILENT), (403, Outcome.ANSWERS), (429, Outcome.ANSWERS), (400, Outcome.SILENT)],
)  # fmt: skip
def test_what_an_answer_means(server: Server, status: int, outcome: Outcome):
    server.answers["/"] = f"HTTP/1.1 {status} X\r\n\r\n".encode()
    said = open_to(server).visit(f"http://site.exemple:{server.port}/")
    assert (said.outcome, said.status) == (outcome, status)


def test_a_name_nobody_has_and_a_port_nobody_listens_to(server: Server):
    def unknown(_host: str, _port: int) -> list[str]:
        raise socket.gaierror(socket.EAI_NONAME, "no")

    assert Visitor(resolve=unknown).visit("http://site.exemple/") == Visit(Outcome.GONE, Why.NO_NAME)
    with closing(socket.socket()) as nobody:
        nobody.bind(("127.0.0.1", 0))
        server.port = nobody.getsockname()[1]
    said = open_to(server).visit(f"http://site.exemple:{server.port}/")
    assert said == Visit(Outcome.SILENT, Why.NO_ANSWER)


@pytest.mark.parametrize("head", [b"", b"HTTP/1.1 2", b"HTTP/1.1 200 OK\r\nX: "])
def test_a_server_that_drips_is_cut_off(server: Server, head: bytes):
    server.answers["/"], server.drip = head, b"a"
    begun = time.monotonic()
    said = open_to(server, seconds=0.6).visit(f"http://site.exemple:{server.port}/")
    assert time.monotonic() - begun < 2
    assert said.outcome is (Outcome.ANSWERS if b"200" in head else Outcome.SILENT)


def test_a_page_without_end_is_not_read(server: Server):
    server.answers["/"], server.drip = b"HTTP/1.1 200 OK\r\n\r\n", b"x" * 100_000
    begun = time.monotonic()
    assert open_to(server).visit(f"http://site.exemple:{server.port}/").outcome is Outcome.ANSWERS
    assert time.monotonic() - begun < 1
    server.drip = b""


def test_heads_without_end_are_refused(server: Server):
    server.answers["/"] = b"HTTP/1.1 200 OK\r\n" + b"".join(b"X-%d: a\r\n" % rank for rank in range(500)) + b"\r\n"
    server.answers["/long"] = b"HTTP/1.1 200 OK\r\nX: " + b"a" * 200_000 + b"\r\n\r\n"
    for path in ("/", "/long"):
        assert open_to(server).visit(f"http://site.exemple:{server.port}{path}").outcome is Outcome.SILENT


def test_no_proxy_is_asked_and_nothing_of_ours_is_sent(server: Server, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("http_proxy", "http://127.0.0.9:1")
    open_to(server).visit(f"http://site.exemple:{server.port}/é?q=à&b=1#ancre")
    (asked,) = server.seen
    assert asked.startswith("GET /%C3%A9?q=%C3%A0&b=1 HTTP/1.1\r\n")
    assert "Cookie" not in asked and "Referer" not in asked and "Authorization" not in asked


def test_a_certificate_that_is_not_the_right_one_is_said(server: Server):
    server.answers["/"] = b"plain"
    said = open_to(server, seconds=1).visit(f"https://site.exemple:{server.port}/")
    assert said.outcome is Outcome.SILENT
