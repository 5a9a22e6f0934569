import importlib
import re

import pytest

import app


@pytest.fixture
def version(monkeypatch):
    def with_environment(value):
        monkeypatch.setenv("APP_VERSION", value)
        return importlib.reload(app).VERSION

    yield with_environment
    monkeypatch.undo()
    importlib.reload(app)


def test_the_build_argument_decides(version):
    assert version("2.3.4") == "2.3.4"


def test_an_empty_build_argument_leaves_the_constant(version):
    assert re.fullmatch(r"\d+\.\d+\.\d+", version(""))
