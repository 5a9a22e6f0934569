import socket

import pytest

from app import GREETING, create_app


@pytest.fixture
def drain_file(tmp_path):
    return tmp_path / "drain"


@pytest.fixture
def client(drain_file):
    return create_app({"VERSION": "9.9.9", "DRAIN_FILE": str(drain_file)}).test_client()


def test_index_greets_with_version_and_host(client):
    response = client.get("/")

    assert response.status_code == 200
    assert response.mimetype == "text/plain"
    assert response.text == f"{GREETING} Version 9.9.9, on {socket.gethostname()}.\n"


def test_health_is_ready(client):
    response = client.get("/health")

    assert response.status_code == 200
    assert response.json == {"status": "ready", "version": "9.9.9"}


def test_health_says_no_while_draining_and_recovers(client, drain_file):
    drain_file.touch()
    assert client.get("/health").status_code == 503
    assert client.get("/health").json["status"] == "draining"

    drain_file.unlink()
    assert client.get("/health").status_code == 200


def test_live_is_alive_even_while_draining(client, drain_file):
    drain_file.touch()

    assert client.get("/live").status_code == 200


def test_an_unknown_path_is_404(client):
    assert client.get("/nowhere").status_code == 404
