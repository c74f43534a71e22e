"""Uploaded files of documents: one that says it is secret is not kept (涉密不上网)."""

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
