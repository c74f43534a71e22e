"""Words and uploaded files of documents: what says it is secret is not kept (涉密不上网)."""

import json
from collections.abc import Mapping

from django.core.exceptions import ValidationError

from capacity_portal.lib import typesetting
from capacity_portal.lib.uploads import Upload, UploadRefused
from reports.rules.secrecy import refusal

_UNREAD = "这份 PDF 的文字现在不能检查，没有保存。请稍后再传；多次失败的，请用“打印为 PDF”重新生成后上传。"


def insist_not_secret(upload: Upload) -> Upload:
    """``upload`` unless its name or text layer bears a 密级 mark. Raises UploadRefused.

    A picture, and a scan without a text layer, is judged by its name alone: the pages say so.
    """
    if sentence := refusal(f"文件名“{upload.original_name[:60]}”", upload.original_name):
        raise UploadRefused(sentence)
    if upload.content_type == "application/pdf":
        try:
            text = typesetting.text_of(upload.content)
        except typesetting.RenderFailed:
            raise UploadRefused(_UNREAD) from None
        if sentence := refusal(f"文件“{upload.original_name[:60]}”的内容", text):
            raise UploadRefused(sentence)
    return upload


def insist_unmarked(values: Mapping[str, object]) -> None:
    """Raise ValidationError by field where words, also those in lists and dictionaries, bear a 密级 mark; what holds none is passed over."""
    wrong = {name: said for name, value in values.items() if (said := refusal("文字", _words_of(value)))}
    if wrong:
        raise ValidationError(wrong)


def _words_of(value: object) -> str:
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False, default=str)
    return value if isinstance(value, str) else ""
