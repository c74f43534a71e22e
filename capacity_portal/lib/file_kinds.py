"""What a file is by its first bytes, and what to advise the person who sent one that is not taken."""

import re

JPEG, PNG, WEBP, PDF = "JPEG", "PNG", "WEBP", "PDF"

_SIGNATURES = (
    (JPEG, re.compile(rb"\xff\xd8\xff")),
    (PNG, re.compile(rb"\x89PNG\r\n\x1a\n")),
    (WEBP, re.compile(rb"RIFF....WEBP", re.DOTALL)),
    (PDF, re.compile(rb"%PDF-[0-9]")),
    ("HEIC", re.compile(rb"....ftyp(?:heic|heix|hevc|hevx|heim|heis|mif1|msf1|avif|avis)", re.DOTALL)),
    (
        "VIDEO",
        re.compile(rb"....ftyp|\x1a\x45\xdf\xa3|RIFF....AVI |\x00\x00\x01[\xba\xb3]|FLV\x01", re.DOTALL),
    ),
    ("GIF", re.compile(rb"GIF8[79]a")),
    ("TIFF", re.compile(rb"II[*+]\x00|MM\x00[*+]")),
    ("BMP", re.compile(rb"BM.{4}\x00\x00\x00\x00", re.DOTALL)),
    ("EPS", re.compile(rb"%!PS|\xc5\xd0\xd3\xc6|\x04%!PS")),
    ("SVG", re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:\?xml|!--|!DOCTYPE|svg)", re.IGNORECASE)),
    ("HTML", re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:html|head|body|script|!doctype html)", re.IGNORECASE)),
    ("ZIP", re.compile(rb"PK(?:\x03\x04|\x05\x06|\x07\x08)|Rar!|7z\xbc\xaf|\x1f\x8b|BZh|\xfd7zXZ")),
    ("OFFICE", re.compile(rb"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1|\{\\rtf")),
    ("PROGRAM", re.compile(rb"MZ|\x7fELF|#!|\xca\xfe\xba\xbe")),
)

ADVICE = {
    "HEIC": (
        "这是苹果手机的 HEIC 照片，暂不能接收。"
        "请在手机“设置—相机—格式”中选“兼容性最佳”后重拍，或先转为 JPG 再上传。"
    ),
    "VIDEO": "这是视频文件，这里只接收照片和 PDF，请截取关键画面保存为 JPG 后上传。",
    "GIF": "这是 GIF 图片，不能接收，请另存为 JPG 或 PNG 后上传。",
    "TIFF": "这是 TIFF 图片，不能接收，请另存为 JPG 或 PNG 后上传。",
    "BMP": "这是 BMP 图片，不能接收，请另存为 JPG 或 PNG 后上传。",
    "EPS": "这是 EPS（PostScript）文件，不能接收，请另存为 PDF 或 JPG 后上传。",
    "SVG": "这是 SVG 矢量图或 XML 文件，可能含有脚本，不能接收，请另存为 PNG 后上传。",
    "HTML": "这是网页文件，可能含有脚本，不能接收，请打印为 PDF 后上传。",
    "ZIP": "这是压缩包或 Office 文档，这里不能接收，请解压后逐个上传，文档请另存为 PDF。",
    "OFFICE": "这是 Office 文档，这里不能接收，请另存为 PDF 后上传。",
    "PROGRAM": "这是程序文件，不能接收。",
}
UNKNOWN = "无法识别这个文件，只接收 JPG、PNG、WEBP 照片和 PDF 文档。"


def kind_of(content: bytes) -> str:
    """Return JPEG, PNG, WEBP, PDF or a key of ADVICE; ``""`` when unknown."""
    head = content[:512]
    return next((kind for kind, signature in _SIGNATURES if signature.match(head)), "")
