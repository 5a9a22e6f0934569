from gunicorn.workers import gthread

wsgi_app = "app:create_app()"
bind = "0.0.0.0:8000"

# One worker: replicas do the scaling, and once it answers it also heeds SIGTERM. A second one, still
# starting at that moment, would miss the signal and hold the stop for all of graceful_timeout.
workers = 1
threads = 8
preload_app = True  # a broken import ends the process at once, with its traceback as the last words

# On SIGTERM a request in flight is finished, and an idle connection is left open a moment longer for
# a request that may be on its way. Gunicorn's moment, for which it has no setting, is two seconds.
graceful_timeout = 8
keepalive = 2
gthread.STOP_KEEPALIVE_LINGER = 0.25

# The root file system is read-only.
worker_tmp_dir = "/dev/shm"
control_socket_disable = True

accesslog = "-"


def on_starting(server):
    """Keep the probes that pass out of the access log: there is one every second."""

    def worth_a_line(record):
        return "kube-probe" not in record.args["a"] or record.args["s"] != "200"

    server.log.access_log.addFilter(worth_a_line)
