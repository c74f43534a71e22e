import pytest

from capacity_portal.lib.typesetting.official.numbering import numbered
from capacity_portal.lib.typesetting.official.outline import Attachment, Paragraph, Section
from capacity_portal.lib.typesetting.official.plain import blocks_text, to_text
from tests.capacity_portal.lib.typesetting.official.outlines import full, short


def test_full_document():
    assert to_text(full()).split("\n") == [
        "000001",
        "秘密★1年",
        "特急",
        "示例市化解办、示例市工信局文件",
        "示化解办〔2026〕1号",
        "签发人：某甲　某乙",
        "关于做好严防“地条钢”死灰复燃有关工作的通知",
        "各县（市、区）人民政府：",
        "现将有关工作通知如下：",
        "一、提高认识",
        "（一）总体要求",
        "1.压实责任。各地要压实责任。",
        "（1）到村",
        "（2）到户",
        "2.加强督查",
        "二、抓好落实",
        "1.按月报送",
        "企业名单",
        "序号\t企业",
        "1\t甲公司",
        "2\t乙公司",
        "特此通知。",
        "联系人：市发改委工业处，电话：0000-12345678。",
        "附件：1.名单",
        "2.说明",
        "出席：某甲、某乙",
        "示例市化解办",
        "示例市工信局（代章）",
        "2026年2月8日",
        "（此件公开发布）",
        "附件1",
        "名单",
        "企业名单",
        "序号\t企业",
        "1\t甲公司",
        "2\t乙公司",
        "附件2",
        "说明",
        "无。",
        "抄送：省化解办，市政府办公室。",
        "示例市化解办 2026年2月9日印发",
    ]


def test_short_document_has_no_empty_lines():
    assert to_text(short(attachments=(Attachment("名单"),))) == (
        "示例市化解办文件\n关于开展自查的通知\n请于月底前报送。\n附件：名单\n附件\n名单"
    )


def test_numbers_begin_anew_below_a_higher_heading():
    levels = [1, 3, 3, 2, 3, 1, 2, 4, 4, 2]
    marks = [mark for mark, _ in numbered(Section(level, "") for level in levels)]
    assert marks == ["一、", "1.", "2.", "（一）", "1.", "二、", "（一）", "（1）", "（2）", "（二）"]


def test_a_level_that_does_not_exist_is_refused():
    with pytest.raises(ValueError, match="标题级别应为1至4级，现为5级。"):
        list(numbered([Section(5, "甲")]))


def test_blocks_alone():
    assert blocks_text([Section(1, "甲"), Paragraph("乙")]) == "一、甲\n乙"
