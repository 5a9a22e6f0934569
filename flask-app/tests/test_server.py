"""The real gunicorn with the real configuration."""

import http.client
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


class Server:
    def __init__(self, app):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        command = [sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{self.port}", app]
        self.process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)

    def connect(self):
        deadline = time.monotonic() + 10
        while True:
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
            try:
                connection.connect()
                return connection
            except ConnectionRefusedError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.05)

    def get(self, path, agent="test"):
        connection = self.connect()
        connection.request("GET", path, headers={"User-Agent": agent})
        return connection, connection.getresponse()

    def terminate(self):
        """Seconds from SIGTERM to the end, and what was logged."""
        start = time.monotonic()
        self.process.send_signal(signal.SIGTERM)
        log, _ = self.process.communicate(timeout=15)
        return time.monotonic() - start, log


@pytest.fixture
def serve():
    servers = []

    def start(app="app:create_app()"):
        servers.append(Server(app))
        return servers[-1]

    yield start
    for server in servers:
        server.process.kill()
        server.process.wait()


def test_stops_soon_while_a_client_keeps_its_connection(serve):
    def stop():
        server = serve()
        connection, response = server.get("/")
        response.read()
        assert connection.sock is not None

        seconds, _ = server.terminate()

        assert server.process.returncode == 0
        assert connection.sock.recv(1) == b""
        return seconds

    # Half a second on an idle machine. With gunicorn's own patience it is never less than two.
    assert min(stop() for _ in range(3)) < 2


def test_answers_a_busy_client_to_the_last_and_tells_it_to_leave(serve):
    server = serve()
    connection, response = server.get("/")
    response.read()

    server.process.send_signal(signal.SIGTERM)
    while response.headers["Connection"] == "keep-alive":
        connection.request("GET", "/")
        response = connection.getresponse()
        response.read()
        assert response.status == 200

    assert response.headers["Connection"] == "close"


def test_finishes_a_request_in_flight(serve):
    server = serve("tests.slow:create_app()")
    _, response = server.get("/slow")
    assert response.readline() == b"started\n"

    server.terminate()

    assert response.read() == b"finished\n"


def test_logs_requests_but_not_the_probes_that_pass(serve):
    server = serve()
    server.get("/hello-log")[1].read()
    server.get("/health", agent="kube-probe/1.34")[1].read()
    server.get("/missing-probe", agent="kube-probe/1.34")[1].read()

    _, log = server.terminate()

    assert "GET /hello-log" in log
    assert "GET /health" not in log
    assert "GET /missing-probe" in log
