"""A way to a server that can be cut, or go silent without a word, as networks and frozen machines do."""

import contextlib
import socket
import threading


class Proxy:
    """Forwards TCP connections to `target`, a (host, port) or the path of a unix socket."""

    def __init__(self, target):
        self.target = target
        self.links = []
        self.listener = self.listen(0)
        self.port = self.listener.getsockname()[1]
        self.flows = threading.Event()  # of the connections made from now on
        self.flows.set()

    def listen(self, port: int) -> socket.socket:
        listener = socket.create_server(("127.0.0.1", port))
        threading.Thread(target=self.accept, args=[listener], daemon=True).start()
        return listener

    def accept(self, listener) -> None:
        with contextlib.suppress(OSError):
            while True:
                near, _ = listener.accept()
                threading.Thread(target=self.link, args=[near, self.flows], daemon=True).start()

    def link(self, near, flows) -> None:
        with contextlib.suppress(OSError):
            far = self.connect()
            self.links.append((near, far))
            for one, other in ((near, far), (far, near)):
                threading.Thread(target=pump, args=[one, other, flows], daemon=True).start()

    def connect(self) -> socket.socket:
        if isinstance(self.target, tuple):
            return socket.create_connection(self.target)
        far = socket.socket(socket.AF_UNIX)
        far.connect(str(self.target))
        return far

    # What goes wrong

    def refuse(self) -> None:
        """The server is gone: what is open breaks, and nobody listens."""
        with contextlib.suppress(OSError):
            self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()
        self.cut()

    def accept_again(self) -> None:
        self.listener = self.listen(self.port)

    def silence(self) -> None:
        """Everything stays open, and nothing gets through, for new connections neither."""
        self.flows.clear()

    def speak(self) -> None:
        self.flows.set()

    def strand(self) -> None:
        """The server has moved: what is open stays silent for ever, new connections work."""
        self.flows.clear()
        self.flows = threading.Event()
        self.flows.set()

    def cut(self) -> None:
        for link in self.links:
            for end in link:
                with contextlib.suppress(OSError):
                    end.shutdown(socket.SHUT_RDWR)
                end.close()
        self.links.clear()


def pump(one, other, flows) -> None:
    with contextlib.suppress(OSError):
        while data := one.recv(65536):
            flows.wait()
            other.sendall(data)
    for end in (one, other):
        with contextlib.suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)
