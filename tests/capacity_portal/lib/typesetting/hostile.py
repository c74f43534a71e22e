"""Ways in which a document can try to reach outside itself, and a server that counts who came."""

import re
import threading
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import quote

CANARY = "canary-7f3a-must-never-be-printed"

# Name -> HTML. {http} is an address on the local server, {file} one of a local file that holds the canary.
OVER_HTTP = {
    "img": '<img src="{http}">',
    "img-upper-case-scheme": '<img src="HTTP{rest}">',
    "picture-style-attribute": '<p style="background-image: url({http})">x</p>',
    "css-background": "<style>p {{ background: url({http}) }}</style><p>x</p>",
    "css-page-background": "<style>@page {{ background: url({http}) }}</style><p>x</p>",
    "css-list-style": "<style>li {{ list-style-image: url({http}) }}</style><ul><li>x</li></ul>",
    "css-content": "<style>p::before {{ content: url({http}) }}</style><p>x</p>",
    "css-border-image": "<style>p {{ border: 2px solid; border-image-source: url({http}) }}</style><p>x</p>",
    "css-margin-box": "<style>@page {{ @top-left {{ content: url({http}) }} }}</style><p>x</p>",
    "css-font-face": "<style>@font-face {{ font-family: f; src: url({http}) }} p {{ font-family: f }}</style><p>x</p>",
    "css-import": '<style>@import "{http}";</style><p>x</p>',
    "css-import-in-data-sheet": '<link rel="stylesheet" href="data:text/css,@import%20%22{http}%22%3B"><p>x</p>',
    "link-stylesheet": '<link rel="stylesheet" href="{http}"><p>x</p>',
    "link-attachment": '<link rel="attachment" href="{http}"><p>x</p>',
    "link-attachment-among-others": '<link rel="nofollow ATTACHMENT" href="{http}"><p>x</p>',
    "a-attachment": '<p><a rel="attachment" href="{http}">x</a></p>',
    "object": '<object data="{http}"></object>',
    "embed": '<embed src="{http}">',
    "iframe": '<iframe src="{http}"></iframe>',
    "svg-image": '<svg width="9" height="9"><image href="{http}" width="9" height="9"/></svg>',
    "svg-use": '<svg width="9" height="9"><use href="{http}#a"/></svg>',
    "svg-in-data-uri": '<img src="data:image/svg+xml,{svg}">',
    "base-and-relative-img": '<base href="{http}"><img src="below">',
    "redirect": '<img src="{http}?redirect">',
    "video-poster": '<video poster="{http}"></video>',
}
FROM_A_FILE = {
    "file-link-attachment": '<link rel="attachment" href="{file}"><p>x</p>',
    "file-a-attachment": '<p><a rel="attachment" href="{file}">x</a></p>',
    "file-a-attachment-in-svg-page": '<p><a download="a.txt" rel="noopener attachment" href="{file}">x</a></p>',
    "file-img": '<img src="{file}">',
    "file-img-upper-case-scheme": '<img src="FILE{file_rest}">',
    "file-object": '<object data="{file}"></object>',
    "file-css-import": '<style>@import "{file}";</style><p>x</p>',
    "file-iframe": '<iframe src="{file}"></iframe>',
    "file-svg-use": '<svg width="9" height="9"><use href="{file}#a"/></svg>',
}


@dataclass(frozen=True)
class Visitors:
    """A local server's address and the paths that were asked of it."""

    address: str
    paths: list[str]


@contextmanager
def local_server() -> Iterator[Visitors]:
    paths: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            paths.append(self.path)
            if self.path.endswith("?redirect"):
                self.send_response(302)
                self.send_header("Location", "/redirected")
            else:
                self.send_response(404)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *args):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield Visitors(f"http://127.0.0.1:{server.server_port}", paths)
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def document(vector: str, name: str, address: str, file_address: str) -> str:
    """The HTML of a vector, asking for ``address``/``name``."""
    http = f"{address}/{name}"
    svg = quote(f'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><image href="{http}"/></svg>')
    return vector.format(http=http, rest=http[4:], file=file_address, file_rest=file_address[4:], svg=svg)


def inside(pdf: bytes) -> str:
    """Everything in a PDF file, streams unpacked, so that embedded files can be searched."""
    streams = re.findall(rb"stream\r?\n(.*?)endstream", pdf, re.DOTALL)
    unpacked = []
    for stream in streams:
        try:
            unpacked.append(zlib.decompressobj().decompress(stream))
        except zlib.error:
            unpacked.append(stream)
    return b"\n".join([pdf, *unpacked]).decode("latin-1")
