"""A WSGI app in a thread, on a port of its own; it listens to this machine alone."""

import ipaddress
import threading
from socketserver import ThreadingMixIn
from wsgiref.simple_server import ServerHandler, WSGIRequestHandler, WSGIServer


def check_loopback(host: str) -> None:
    """Raises ValueError for a host that is not this machine by its number: names are asked of somebody else."""
    if not ipaddress.ip_address(host).is_loopback:
        raise ValueError(f"{host} is not this machine")


class Answering(ServerHandler):
    def handle_error(self):
        """An app that breaks off has said nothing, and nothing is said in its place."""
        self.close()

    def log_exception(self, exc_info):
        if not issubclass(exc_info[0], ConnectionError):
            super().log_exception(exc_info)


class Handler(WSGIRequestHandler):
    timeout = 30

    def handle(self):
        """As the parent does, with an answer that may break off."""
        self.raw_requestline = self.rfile.readline(65537)
        if self.raw_requestline and self.parse_request():
            answering = Answering(self.rfile, self.wfile, self.get_stderr(), self.get_environ(), multithread=True)
            answering.request_handler = self
            answering.run(self.server.get_app())

    def log_message(self, *arguments):
        pass


class Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True
    block_on_close = False

    def server_bind(self):
        """Without asking who we are, as the parent does."""
        check_loopback(self.server_address[0])
        self.socket.bind(self.server_address)
        self.server_address = self.socket.getsockname()
        self.server_name, self.server_port = self.server_address
        self.setup_environ()

    def handle_error(self, request, client_address):
        """A client that has gone."""


class Serving:
    """Serves an app from now to `close`. Raises ValueError for a host that is not this machine."""

    def __init__(self, app, host: str = "127.0.0.1"):
        check_loopback(host)
        self.server = Server((host, 0), Handler)
        self.server.set_app(app)
        self.url = f"http://{host}:{self.server.server_port}"
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True)
        self.thread.start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()
