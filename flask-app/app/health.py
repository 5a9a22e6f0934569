"""What the probes of Kubernetes ask."""

from pathlib import Path

from flask import Blueprint, current_app

blueprint = Blueprint("health", __name__)


@blueprint.get("/health")
def ready():
    """Readiness: `touch /tmp/drain` in the Pod takes it out of its Service, and it keeps running."""
    version = current_app.config["VERSION"]
    if Path(current_app.config["DRAIN_FILE"]).exists():
        return {"status": "draining", "version": version}, 503
    return {"status": "ready", "version": version}


@blueprint.get("/live")
def live():
    """Liveness: it depends on nothing else, because a 'no' here restarts the container."""
    return {"status": "alive"}
