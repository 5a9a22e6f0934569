"""The app with one slow page, for test_server.py."""

import time

import app


def create_app():
    slow = app.create_app()

    @slow.get("/slow")
    def page():
        yield "started\n"
        time.sleep(1)
        yield "finished\n"

    return slow
