"""What bears a 密级 mark is refused with the mark and the remedy."""

from reports.rules.secrecy import refusal


def test_a_mark_is_refused_by_name():
    assert refusal("正文", "【机密】通知") == (
        "正文带有密级标志“【机密】”：涉密文件不得在本系统起草、登记、上传或传递，请立即移出，按保密规定另行办理。"
    )


def test_words_that_only_speak_of_secrets_are_not_refused():
    assert refusal("正文", "为举报人保守秘密") == ""
