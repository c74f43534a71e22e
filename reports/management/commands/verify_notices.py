"""``manage.py verify_notices``: every issued document's stored bytes against the digests written down when they were stored."""

from collections.abc import Iterator
from hashlib import sha256

from django.core.management.base import BaseCommand, CommandError

from reports.choices import OUT_STATES
from reports.models import Notice

_CHUNK = 1 << 20


class Command(BaseCommand):
    help = "核对印发件和盖章扫描件的存储内容与登记的摘要是否一致；有不一致的，以错误结束。"

    def handle(self, *args, **options):
        rows = Notice.objects.filter(state__in=OUT_STATES).order_by("id")
        wrong, count = [], 0
        for notice in rows.iterator(chunk_size=500):
            found = list(_objections(notice))
            wrong += found
            count += 1
            for sentence in found:
                self.stdout.write(f"不一致：{sentence}")
        if wrong:
            raise CommandError(f"核对了{count}份印发文件，有{len(wrong)}处不一致。")
        self.stdout.write(f"核对了{count}份印发文件，全部一致。")


def _objections(notice: Notice) -> Iterator[str]:
    number = (notice.frozen or {}).get("number") or notice.title
    if not notice.pdf_sha256:
        yield f"{number}：印发件还没有生成"
    for name, file, digest in (
        ("印发件", notice.pdf, notice.pdf_sha256),
        ("扫描件", notice.scan, notice.scan_sha256),
    ):
        if digest and (why := _against(file, digest)):
            yield f"{number}：{name}{why}"


def _against(file, digest: str) -> str:
    """Why the stored file is not the one with this digest; "" when it is."""
    found = sha256()
    try:
        with file.open("rb") as stored:
            while chunk := stored.read(_CHUNK):
                found.update(chunk)
    except (OSError, ValueError):
        return "在存储中找不到"
    return (
        ""
        if found.hexdigest() == digest
        else f"内容与登记的摘要不同（登记 {digest[:16]}…，现为 {found.hexdigest()[:16]}…）"
    )
