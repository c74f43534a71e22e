"""Lists, pages, papers, versions, remarks and pasting of documents: who sees what, and what is logged."""

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse

from capacity_portal.journal.models import Entry
from capacity_portal.lib.typesetting import RenderedPdf, RenderFailed
from reports.models import Notice, NoticeComment, NoticeVersion
from reports.operations.commenting import comment
from reports.views.notice_of import short
from tests.clients import signed_in
from tests.makers import make_finding, make_office, make_officer, make_region
from tests.report_makers import MORNING, WORDS, an_officer, make_notice, make_recipient, make_template
from tests.tip_makers import make_tip

pytestmark = pytest.mark.django_db
PNG = b"\x89PNG"


@pytest.fixture(autouse=True)
def office():
    return make_office(make_region("3608"), telephone="0796-8220000")


@pytest.fixture
def client():
    return signed_in(an_officer())


@pytest.fixture(autouse=True)
def printer(monkeypatch):
    """Documents that were printed, without a child process."""
    printed = []

    def print_document(document, **options):
        printed.append(document)
        return RenderedPdf(b"%PDF-", 2)

    for module in ("notice_papers", "notice_live"):
        monkeypatch.setattr(f"reports.views.{module}.print_document", print_document)
        monkeypatch.setattr(
            f"reports.views.{module}.typesetting.pages_as_png",
            lambda pdf, dpi, first, last: [PNG] if first <= 2 else [],
        )
    return printed


def to(name: str, notice, *more) -> str:
    return reverse(f"reports:{name}", args=[notice.pk, *more])


def issued(**values) -> Notice:
    return make_notice(
        "issued", frozen=WORDS | {"issuers": ["演示办公室"], "number": "吉〔2026〕6号"}, **values
    )


# --- list
def test_tabs_filters_and_search(client):
    (
        make_notice(title="关于甲的通知", search_text="关于甲的通知"),
        make_notice("reviewing", title="关于乙的通知"),
        issued(title="关于丙的通报", kind="circular"),
    )
    address = reverse("reports:notices")
    for query, shown in (("", "甲乙丙"), ("?tab=draft", "甲"), ("?tab=reviewing", "乙"), ("?tab=issued&year=2026", "丙"), ("?kind=circular", "丙"),
                         ("?text=关于甲", "甲"), ("?year=2020", ""), ("?tab=x&year=99999&kind=x&cursor=x", "甲乙丙")):  # fmt: skip
        page = client.get(address + query).content.decode()
        assert [name for name in "甲乙丙" if f"关于{name}的" in page] == list(shown), query


def test_the_list_costs_the_same_with_more_rows(client, django_assert_max_num_queries):
    make_notice()
    address = reverse("reports:notices")
    with django_assert_max_num_queries(30) as few:
        client.get(address)
    make_notice(), issued()
    with django_assert_max_num_queries(len(few)):
        client.get(address)


def test_a_county_sees_what_was_issued_to_it():
    county = signed_in(an_officer("county_staff", make_region("360802")))
    mine, other = issued(title="发给本县"), issued(title="发给外县")
    (
        make_recipient(mine, "360802"),
        make_recipient(other, "360803"),
        make_recipient(make_notice(title="草稿"), "360802"),
    )
    page = county.get(reverse("reports:notices")).content.decode()
    assert ("发给本县" in page, "发给外县" in page, "草稿" in page, "新建公文" in page) == (
        True,
        False,
        False,
        False,
    )
    assert county.get(to("notice", mine)).status_code == 200
    for name in ("notice", "notice-pdf", "notice-docx"):
        assert county.get(to(name, other)).status_code == 404
    assert county.get(to("notice-versions", mine)).status_code == 404
    assert county.get(to("notice-compare", mine)).status_code == 404


# --- page and papers
def test_a_draft_shows_neither_number_nor_head_and_is_logged():
    notice, leader = make_notice(), an_officer("office_leader")
    client = signed_in(leader)
    answer = client.get(to("notice", notice))
    page = answer.content.decode()
    assert "一、提高思想认识" in page.replace("</strong>", "").replace("<strong>", "")
    assert "no-store" in answer["Cache-Control"]
    client.get(to("notice", notice))
    assert list(Entry.objects.filter(subject="notice", step="read").values_list("note", "by")) == [
        ("正文", leader.pk)
    ]


def test_the_writer_is_not_logged_and_issued_documents_neither(client):
    client.get(to("notice", make_notice()))
    client.get(to("notice", issued()))
    assert Entry.objects.filter(step="read").count() == 0


def test_a_draft_that_cannot_be_read_says_so(client):
    notice = make_notice(content={"blocks": [{"kind": "picture"}]})
    assert "文稿读不出来" in client.get(to("notice", notice)).content.decode()
    assert client.get(to("notice-pdf", notice)).status_code == 404


def test_papers_of_a_draft_carry_the_viewer_and_no_number(client, printer):
    notice = make_notice()
    answer = client.get(to("notice-pdf", notice))
    assert (answer.content, answer["Content-Type"]) == (b"%PDF-", "application/pdf")
    assert "no-store" in answer["Cache-Control"]
    assert "%E8%8D%89%E7%A8%BF" in answer["Content-Disposition"]
    (document,) = printer
    assert (document.draft.viewer, document.number, document.verify_code) == (an_officer().name, "", "")
    assert client.get(to("notice-preview", notice, 1)).content == PNG
    assert client.get(to("notice-preview", notice, 3)).status_code == 404
    assert client.get(to("notice-preview", notice, 0)).status_code == 404


def test_frozen_bytes_are_served_as_stored(client, printer):
    notice = issued()
    notice.pdf.save("x.pdf", ContentFile(b"%PDF-frozen"))
    assert b"".join(client.get(to("notice-pdf", notice)).streaming_content) == b"%PDF-frozen"
    assert client.get(to("notice-preview", notice, 1)).content == PNG
    notice.pdf.storage.delete(notice.pdf.name)
    assert client.get(to("notice-preview", notice, 1)).status_code == 404
    assert printer == []


def test_a_printer_that_fails(client, monkeypatch):
    def fails(document):
        raise RenderFailed

    monkeypatch.setattr("reports.views.notice_papers.print_document", fails)
    notice = make_notice()
    assert client.get(to("notice-pdf", notice))["Location"] == to("notice", notice)
    assert client.get(to("notice-preview", notice, 1)).status_code == 404


def test_docx(client):
    answer = client.get(to("notice-docx", make_notice()))
    assert answer.content[:2] == b"PK"
    assert answer["Content-Disposition"].startswith("attachment")


# --- live
def test_live_pages_of_what_is_typed(client, printer):
    notice = make_notice()
    typed = {
        "title": "未保存的标题",
        "form": "letter",
        "direction": "down",
        "signing": "sealed",
        "b.0.kind": "paragraph",
        "b.0.text": "{企业名称}未保存。",
        "page": "9",
    }
    answer = client.post(to("notice-live", notice), typed, headers={"Accept": "application/json"})
    assert (answer.json()["page"], answer.json()["pages"], answer.json()["image"]) == (2, 2, "iVBORw==")
    assert any("{企业名称}" in problem["sentence"] for problem in answer.json()["problems"])
    assert "no-store" in answer["Cache-Control"]
    assert (printer[0].title, printer[0].form, printer[0].draft.viewer) == (
        "未保存的标题",
        "letter",
        an_officer().name,
    )
    assert client.post(to("notice-live", notice), typed).content == b"%PDF-"
    assert Notice.objects.get(pk=notice.pk).title == WORDS["title"]
    assert client.get(to("notice-live", notice)).status_code == 405


def test_live_refuses_what_is_too_long_with_a_sentence(client):
    notice = make_notice()
    typed = (
        {"title": "标题"}
        | {f"b.{n}.kind": "paragraph" for n in range(4)}
        | {f"b.{n}.text": "长" * 19_000 for n in range(4)}
    )
    assert (
        "6万字"
        in client.post(to("notice-live", notice), typed, headers={"Accept": "application/json"}).json()[
            "fault"
        ]
    )
    answer = client.post(to("notice-live", notice), typed)
    assert (answer.status_code, "没有生成预览" in answer.content.decode()) == (422, True)


# --- versions
def test_two_versions_side_by_side(client):
    notice = make_notice()
    content = WORDS | {
        "blocks": [{"kind": "paragraph", "text": "现将有关重要事项通知如下："}, *WORDS["blocks"][1:]]
    }
    NoticeVersion.objects.create(
        notice=notice, number=2, title="新标题", content=content, saved_at=MORNING, saved_by=an_officer()
    )
    assert "第2版" in client.get(to("notice-versions", notice)).content.decode()
    page = client.get(to("notice-compare", notice)).content.decode()
    assert '<ins><span class="visually-hidden">〔加：</span>重要<span' in page
    assert "<del>" in page
    assert client.get(to("notice-compare", notice) + "?older=1&newer=1").status_code == 200
    assert client.get(to("notice-compare", notice) + "?older=1&newer=77").status_code == 404
    assert client.get(to("notice-compare", notice) + f"?older={'9' * 5000}&newer=x").status_code == 200


# --- remarks
def test_a_remark_is_made_and_settled(client):
    notice, leader = make_notice(), an_officer("office_leader")
    chief = signed_in(leader)
    assert chief.get(to("comment-add", notice) + "?place=正文第3段").status_code == 200
    assert chief.post(to("comment-add", notice), {"place": "正文第3段", "text": "写明期限"})[
        "Location"
    ].endswith("#comments")
    remark = NoticeComment.objects.get()
    assert (remark.place, remark.number, remark.written_by) == ("正文第3段", 1, leader)
    assert "写明期限" in client.get(to("notice", notice)).content.decode()
    assert "写明期限" in client.get(to("notice-edit", notice)).content.decode()
    assert "待处理的修改意见" in client.get(reverse("dashboards:desk")).content.decode()
    settle = reverse("reports:comment-settle", args=[remark.pk])
    assert "请填写处理情况" in client.post(settle, {"text": ""}).content.decode()
    client.post(settle, {"text": "已采纳"})
    remark.refresh_from_db()
    assert (remark.settled_by, remark.settled_text) == (an_officer(), "已采纳")
    assert "已经处理过" in client.post(settle, {"text": "再处理"}).content.decode()


@pytest.mark.parametrize(
    "typed", [{"text": ""}, {"text": "长" * 1001}, {"text": "机密★1年"}, {"place": "别处", "text": "x"}]
)
def test_refused_remarks(client, typed):
    assert client.post(to("comment-add", make_notice()), typed).status_code == 200
    assert NoticeComment.objects.count() == 0


def test_remarks_end_with_the_issue(client):
    assert "不再提修改意见" in client.post(to("comment-add", issued()), {"text": "晚了"}).content.decode()


def test_a_handler_settles_nobody_elses_remark():
    notice = make_notice("reviewing", tip=make_tip())
    remark = comment(notice=notice, place="", text="x", by=an_officer("office_leader"), at=MORNING)
    handler = signed_in(an_officer("tipoff_handler"))
    assert handler.post(reverse("reports:comment-settle", args=[remark.pk]), {"text": "y"}).status_code == 404


# --- pasting
def test_pasted_text_is_looked_at_before_it_is_taken(client):
    notice = make_notice()
    address = to("notice-paste", notice)
    page = client.post(address, {"text": '一、提高认识\n各地要高度重视"全覆盖"。'}).content.decode()
    assert "英文引号" in page
    assert Notice.objects.get(pk=notice.pk).version == 1
    taken = {"text": "一、提高认识\n各地要高度重视。", "version": "1"}
    assert client.post(address, taken | {"take": "instead"})["Location"] == to("notice-edit", notice)
    notice.refresh_from_db()
    assert [block["kind"] for block in notice.content["blocks"]] == ["section", "paragraph"]
    client.post(address, {"text": "又一段。", "take": "after", "version": "2"})
    notice.refresh_from_db()
    assert [block["kind"] for block in notice.content["blocks"]] == ["section", "paragraph", "paragraph"]


@pytest.mark.parametrize(
    "typed",
    [
        {"text": ""},
        {"text": "机密★1年", "take": "after", "version": "1"},
        {"text": "晚到。", "take": "after", "version": "0"},
    ],
)
def test_pasting_refused(client, typed):
    notice = make_notice()
    assert client.post(to("notice-paste", notice), typed).status_code == 200
    assert Notice.objects.get(pk=notice.pk).version == 1
    assert client.get(to("notice-paste", make_notice("issued")))["Location"]


# --- beginning
def test_a_document_begun_from_a_finding(client, office):
    finding = make_finding(description="中频炉未拆除\n变压器在用")
    firm = finding.enterprise
    template = make_template("rectification", kind="rectification", subject="finding",
                             content={"title": "关于{企业名称}限期整改的意见", "blocks": [{"kind": "paragraph", "text": "{问题}。请在{整改期限}前整改，联系{办公室}{办公电话}。"}]})  # fmt: skip
    address = f"{reverse('reports:notice-new')}?finding={finding.pk}"
    assert (
        "演示轧钢厂" in client.get(address).content.decode()
        or finding.number in client.get(address).content.decode()
    )
    client.post(address, {"template": template.pk})
    notice = Notice.objects.get()
    assert (notice.title, notice.finding, notice.enterprise) == (
        f"关于{firm.name}限期整改的意见",
        finding,
        firm,
    )
    assert "中频炉未拆除；变压器在用。" in notice.content["blocks"][0]["text"]
    assert "0796-8220000" in notice.content["blocks"][0]["text"]


def test_of_a_tip_only_number_and_summary_are_filled_in():
    tip = make_tip(
        "accepted", text="举报人原话原话", summary="城北厂房疑似夜间炼钢。", firm_name="某某轧钢厂"
    )
    make_template(
        "handover",
        kind="handover",
        subject="tip",
        content={"title": "关于{举报编号}的交办单", "blocks": [{"kind": "paragraph", "text": "{线索摘要}"}]},
    )
    address = f"{reverse('reports:notice-new')}?tip={tip.pk}"
    handler = signed_in(an_officer("tipoff_handler"))
    page = handler.get(address).content.decode()
    handler.post(address, {"template": Notice._meta.get_field("template").related_model.objects.get().pk})
    notice = Notice.objects.get()
    assert (notice.tip, notice.content["blocks"][0]["text"]) == (tip, "城北厂房疑似夜间炼钢。")
    for secret in ("举报人原话", "某某轧钢厂"):
        assert secret not in page + str(notice.content)
    assert signed_in(an_officer()).get(address).status_code == 404
    assert signed_in(an_officer()).get(to("notice", notice)).status_code == 404


@pytest.mark.parametrize(
    "query", ["enterprise=999", "finding=x", "visit=-1", "tip=1", "notice=" + "9" * 5000]
)
def test_what_one_does_not_see_is_nothing_to_write_about(client, query):
    assert client.get(f"{reverse('reports:notice-new')}?{query}").status_code == 404


def test_templates_and_beginning_without_a_subject(client):
    template = make_template(is_active=True)
    make_template("old", name="停用模板", is_active=False)
    page = client.get(reverse("reports:templates")).content.decode()
    assert ("停用模板" in page, f"?template={template.code}" in page) == (False, True)
    assert "请选择模板" in client.post(reverse("reports:notice-new"), {}).content.decode()
    client.post(reverse("reports:notice-new"), {"template": template.pk})
    assert Notice.objects.get().title == WORDS["title"]


def test_other_pages_lead_to_a_new_document(client):
    finding = make_finding()
    firm = finding.enterprise
    make_notice(enterprise=firm, finding=finding, title="关于这家企业的意见")
    for address in (
        reverse("enterprises:dossier", args=[firm.pk]),
        reverse("inspections:finding", args=[finding.pk]),
    ):
        page = client.get(address).content.decode()
        assert "关于这家企业的意见" in page
        assert reverse("reports:notice-new") in page
    tip = make_tip("accepted", summary="摘要。")
    page = signed_in(an_officer("tipoff_handler")).get(reverse("tipoffs:tip", args=[tip.pk])).content.decode()
    assert f"{reverse('reports:notice-new')}?tip={tip.pk}" in page
    county = signed_in(make_officer("county_staff", "360802"))
    assert (
        reverse("reports:notice-new")
        not in county.get(reverse("inspections:finding", args=[finding.pk])).content.decode()
    )


def test_what_a_document_is_about_is_named_to_those_who_see_it():
    about = issued(title="关于演示事项的通知")
    notice = issued(about=about)
    make_recipient(notice, "360802")
    county = signed_in(an_officer("county_staff", "360802"))
    assert "关于演示事项的通知" not in county.get(to("notice", notice)).content.decode()
    make_recipient(about, "360802")
    assert "关于演示事项的通知" in county.get(to("notice", notice)).content.decode()


def test_a_document_begun_from_a_tip_document_stays_with_the_tip():
    handler = an_officer("tipoff_handler")
    about = issued(tip=make_tip(), drafted_by=handler, title="涉举报的督办单")
    template = make_template("reminder", subject="notice", content=WORDS | {"title": "催办《{文件标题}》"})
    address = f"{reverse('reports:notice-new')}?notice={about.pk}"
    signed_in(handler).post(address, {"template": template.pk})
    draft = Notice.objects.exclude(pk=about.pk).get()
    assert draft.tip == about.tip
    assert signed_in(an_officer()).get(to("notice", draft)).status_code == 404


def test_a_cut_title_in_the_breadcrumb_ends_in_an_ellipsis():
    assert (short("字" * 24), short("字" * 25)) == ("字" * 24, "字" * 23 + "…")
