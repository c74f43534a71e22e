"""The block of outgoing connections holds, and lets this machine through."""

import socket
import urllib.error
import urllib.request

import pytest

from tests.network import NetworkForbidden, is_local


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.8.8", "::1", "localhost", b"localhost", "", None])
def test_this_machine_is_local(host):
    assert is_local(host) is True


@pytest.mark.parametrize(
    "host", ["192.0.2.1", "2001:db8::1", "example.org", "localhost.example.org", "10.0.0.1"]
)
def test_other_machines_are_not(host):
    assert is_local(host) is False


def test_connecting_to_another_machine_is_refused():
    with socket.socket() as client, pytest.raises(NetworkForbidden):
        client.connect(("192.0.2.1", 80))


def test_looking_up_a_name_is_refused():
    with pytest.raises(NetworkForbidden):
        socket.getaddrinfo("example.org", 80)


def test_libraries_are_refused_too():
    with pytest.raises((NetworkForbidden, urllib.error.URLError)):
        urllib.request.urlopen("http://example.org/")


def test_a_server_on_this_machine_is_reached():
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        with socket.create_connection(("localhost", port)) as client:
            assert client.getpeername()[1] == port


def test_unix_sockets_are_reached(tmp_path):
    path = str(tmp_path / "s")
    with socket.socket(socket.AF_UNIX) as server, socket.socket(socket.AF_UNIX) as client:
        server.bind(path)
        server.listen()
        client.connect(path)
        assert client.getpeername() == path
