"""The sample app: it greets, and tells Kubernetes how it is."""

import os
import socket

from flask import Flask

from . import health

GREETING = "Hello from Slipway!"
VERSION = os.environ.get("APP_VERSION") or "1.0.0"


def create_app(config=None):
    app = Flask(__name__, static_folder=None)
    app.config.from_mapping(VERSION=VERSION, DRAIN_FILE="/tmp/drain")
    app.config.from_mapping(config or {})
    app.register_blueprint(health.blueprint)

    @app.get("/")
    def index():
        text = f"{GREETING} Version {app.config['VERSION']}, on {socket.gethostname()}.\n"
        return text, {"Content-Type": "text/plain; charset=utf-8"}

    return app
