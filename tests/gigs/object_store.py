"""A store of objects as S3 is one, on loopback: it can be slow, fail, and be held in the middle of an upload."""

import threading
import time
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, unquote, urlsplit
from xml.sax.saxutils import escape

BUCKET = "cairn-files"
LISTED = "<Contents><Key>{}</Key><Size>{}</Size></Contents>"
LIST = '<?xml version="1.0"?><ListBucketResult><IsTruncated>false</IsTruncated>{}</ListBucketResult>'
SLOW_DOWN = (
    '<?xml version="1.0"?><Error><Code>SlowDown</Code><Message>Please reduce your request rate.</Message></Error>'
)
OLD = formatdate(0, usegmt=True)  # when everything was stored, so that the nightly sweep looks at all of it


class ObjectStore:
    """with ObjectStore() as store: store.objects, and what is to go wrong with it.

    `fails_from` is the number of the request from which on each is refused, counted from 1; `pause` is how many seconds
    each waits; `hold_at` is the number of the upload that is taken in and never answered until `let_go`.
    """

    def __init__(self):
        self.objects: dict[str, bytes] = {}
        self.requests: list[str] = []
        self.lock = threading.Lock()
        self.be_well()

    def be_well(self) -> None:
        """Answer everything at once again, and count anew."""
        self.requests.clear()
        self.fails_from, self.pause, self.hold_at = 0, 0.0, 0
        self.held, self.let_go = threading.Event(), threading.Event()

    def __enter__(self):
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), type("Door", (Door,), {"store": self}))
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, args=[0.05], daemon=True).start()
        return self

    def __exit__(self, *error):
        self.let_go.set()
        self.server.shutdown()
        self.server.server_close()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}"

    @property
    def environment(self) -> dict[str, str]:
        """What the site is told of it."""
        return {
            "S3_BUCKET": BUCKET,
            "S3_ENDPOINT_URL": self.url,
            "S3_REGION": "eu-central-1",
            "S3_ACCESS_KEY": "a-key",
            "S3_SECRET_KEY": "a-secret",
        }

    @property
    def uploads(self) -> int:
        """How many files were brought since it was last well."""
        return sum(one.startswith("PUT") for one in self.requests)

    def comes(self, request: str) -> bool:
        """A request came. Whether it is answered as it should be."""
        with self.lock:
            self.requests.append(request)
            fails = 0 < self.fails_from <= len(self.requests)
            holds = request.startswith("PUT") and self.uploads == self.hold_at
        if holds:
            self.held.set()
            self.let_go.wait(60)
        time.sleep(self.pause)
        return not fails


class Door(BaseHTTPRequestHandler):
    """What boto3 asks of a bucket: put, get, head, delete and list."""

    store: ObjectStore
    protocol_version = "HTTP/1.1"

    def do_PUT(self):
        content = self.rfile.read(int(self.headers["Content-Length"]))
        if self.refused():
            return
        self.store.objects[self.key] = content
        self.answer(200)

    def do_GET(self):
        if self.refused():
            return
        if not self.key:
            return self.list()
        self.show(with_content=True)

    def do_HEAD(self):
        if not self.refused():
            self.show(with_content=False)

    def do_DELETE(self):
        if not self.refused():
            self.store.objects.pop(self.key, None)
            self.answer(204)

    @property
    def key(self) -> str:
        return unquote(urlsplit(self.path).path).removeprefix(f"/{BUCKET}").lstrip("/")

    def refused(self) -> bool:
        if self.store.comes(f"{self.command} {self.key}"):
            return False
        self.answer(503, SLOW_DOWN.encode())
        return True

    def list(self) -> None:
        prefix = parse_qs(urlsplit(self.path).query).get("prefix", [""])[0]
        found = [(key, one) for key, one in self.store.objects.items() if key.startswith(prefix)]
        rows = "".join(LISTED.format(escape(key), len(content)) for key, content in found)
        self.answer(200, LIST.format(rows).encode())

    def show(self, *, with_content: bool) -> None:
        content = self.store.objects.get(self.key)
        if content is None:
            return self.answer(404)
        self.answer(200, content, with_content=with_content)

    def answer(self, status: int, content: bytes = b"", *, with_content: bool = True) -> None:
        try:
            self.send_response(status)
            self.send_header("Content-Length", str(len(content)))
            self.send_header("Last-Modified", OLD)
            self.send_header("ETag", '"0"')
            self.end_headers()
            if with_content and self.command != "HEAD":
                self.wfile.write(content)
        except OSError:
            self.close_connection = True  # whoever asked has given up

    def log_message(self, *what):
        """It says nothing."""
