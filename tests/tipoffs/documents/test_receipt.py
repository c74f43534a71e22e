"""The printed receipt: number, code and days, and nothing else; the QR code never holds the code."""

import pytest

from capacity_portal.lib import typesetting
from tests.tip_makers import make_tip
from tipoffs.documents import receipt

pytestmark = pytest.mark.django_db
CODE = "ABCDEFGH12345678"


def test_says_number_code_and_days_and_nothing_of_the_report():
    tip = make_tip(text="金丝雀一", place_text="金丝雀二", firm_name="金丝雀三")
    html = receipt.receipt_html(tip, CODE)
    assert all(
        text in html
        for text in (tip.label, "ABCD-EFGH-1234-5678", "2026年3月2日", "2026年3月3日", "2026年3月17日")
    )
    assert "2026年3月3日以前（含当日）" in html
    assert "除您本人到窗口领取奖励外，任何人在电话、网上向您要查询码的，都是骗子" in html
    assert "金丝雀" not in html


def test_qr_code_has_address_and_number_alone(monkeypatch):
    asked = []
    monkeypatch.setattr(typesetting, "qr_svg", lambda text: asked.append(text) or "")
    tip = make_tip()
    receipt.receipt_html(tip, CODE)
    assert asked == [f"http://localhost:8000/tipoffs/track/#2026-{tip.number:06d}"]


def test_the_finished_file_is_not_kept():
    tip = make_tip()
    first, second = receipt.receipt_pdf(tip, CODE), receipt.receipt_pdf(tip, CODE)
    assert first.pages == 1
    assert first is not second
    html = receipt.receipt_html(tip, CODE)
    assert typesetting.render_pdf(html) is typesetting.render_pdf(
        html
    )  # control: what is kept is the same object


def test_file_name_tells_nothing():
    tip = make_tip()
    assert receipt.file_name(tip) == f"回执2026{tip.number:06d}.pdf"
