"""Everything a response says, as text: headers, cookies, HTML, JSON, CSV, workbooks unzipped, PDFs read page by page."""

import io
import re
import zipfile
from html import unescape

import pypdfium2

_VOLATILE = re.compile(
    r'(name="(?:csrfmiddlewaretoken|once|opened|secret|stamp|next_secret|(?:\w+-)?client_id)" value=")[^"]*|("token": ")\w+'
    r'|(cursor=)[^"&]+|(<dcterms:\w+ [^>]*>)[^<]*'
    r"|(\nExpires: )[^\n]*|(Set-Cookie: (?:csrf|sid|messages)=)[^\n]*|((?:Location: URL|/enterprises/(?:export|batch)/))[\w-]{12}(?=/)"
)

_STREAM = re.compile(rb"stream\r?\n.*?endstream", re.DOTALL)


def content_of(response) -> bytes:
    """The bytes of a response, streamed or not; the test client closes a streamed one that is used up."""
    return b"".join(response.streaming_content) if response.streaming else response.content


def text_of(response) -> str:
    """Headers and body of a response as one text."""
    headers = "\n".join(f"{name}: {value}" for name, value in response.headers.items())
    cookies = "\n".join(str(morsel) for morsel in response.cookies.values())
    return "\n".join((headers, cookies, *messages_of(response), body_of(content_of(response))))


def messages_of(response) -> list[str]:
    """What the next page will say; in the cookie it is packed."""
    storage = getattr(response.wsgi_request, "_messages", None)
    return [str(message) for message in storage._queued_messages] if storage else []


def body_of(content: bytes) -> str:
    """The text inside; files inside files too."""
    if content.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return "\n".join(f"{name}\n{body_of(archive.read(name))}" for name in archive.namelist())
    if content.startswith(b"%PDF"):
        return pdf_text(content) + _STREAM.sub(_readable, content).decode("latin-1")
    return unescape(content.decode(errors="replace"))


def _readable(stream: re.Match[bytes]) -> bytes:
    """A stream of text (metadata) as it is, none of a packed one: chance digits in it are no numbers of records."""
    try:
        stream[0].decode()
    except UnicodeDecodeError:
        return b""
    return stream[0]


def pdf_text(content: bytes) -> str:
    """The words of a PDF without the breaks that lines and cells put into them; none of one without pages."""
    try:
        with pypdfium2.PdfDocument(content) as document:
            pages = [page.get_textpage().get_text_range() for page in document]
    except pypdfium2.PdfiumError:
        return ""
    return re.sub(r"[\s\u200b\ufffe\xad-]+", "", "".join(pages))


def steady(text: str) -> str:
    """``text`` without what differs between two answers to the same request.

    A workbook carries its moment, packed: its length may differ by a byte. All that is in it is compared anyway.
    """
    if "<dcterms:" in text:
        text = re.sub(r"Content-Length: \d+", "Content-Length:", text)
    return _VOLATILE.sub(lambda found: "".join(filter(None, found.groups())), text)
