"""What the component page shows: every component filled with invented values; nothing here touches the database."""

from datetime import date, datetime, timedelta, timezone
from types import SimpleNamespace as Sample

from django import forms

_BEIJING = timezone(timedelta(hours=8))


class SampleForm(forms.Form):
    """One field of every kind, bound with faults so that the refused state shows."""

    name = forms.CharField(label="企业名称", help_text="与营业执照一致")
    credit_code = forms.CharField(
        label="统一社会信用代码", help_text="18位，不含字母I、O、Z、S、V", max_length=18
    )
    founded_on = forms.DateField(
        label="成立日期", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    employees = forms.IntegerField(label="从业人数", required=False)
    status = forms.ChoiceField(label="运行状态", choices=[("", "请选择"), ("on", "在产"), ("off", "停产")])
    is_key = forms.BooleanField(label="列入重点监管", required=False, help_text="列入后每月至少检查一次")
    furnaces = forms.MultipleChoiceField(
        label="现有设备",
        required=False,
        choices=[("mf", "中频炉"), ("eaf", "电弧炉"), ("mill", "轧机")],
        widget=forms.CheckboxSelectMultiple,
    )
    found = forms.ChoiceField(
        label="现场是否发现冶炼行为",
        help_text="以现场看到的为准",
        choices=[("yes", "发现"), ("no", "未发现"), ("unclear", "无法判断")],
        widget=forms.RadioSelect,
    )
    remarks = forms.CharField(
        label="情况说明", required=False, widget=forms.Textarea(attrs={"rows": 4, "data-count": "500"})
    )
    photo = forms.FileField(label="现场照片", required=False, help_text="JPG或PNG，每张不超过10兆字节")


class SampleFilterForm(forms.Form):
    q = forms.CharField(label="查找企业", required=False)
    region = forms.ChoiceField(label="县市区", required=False, choices=[("", "全部"), ("360802", "吉州区")])
    status = forms.ChoiceField(label="运行状态", required=False, choices=[("", "全部"), ("on", "在产")])
    kind = forms.ChoiceField(label="设备类型", required=False, choices=[("", "全部"), ("mf", "中频炉")])
    updated_before = forms.DateField(
        label="最近更新早于", required=False, widget=forms.DateInput(attrs={"type": "date"})
    )


def _faulty_form() -> SampleForm:
    return SampleForm(
        {"name": "演示铸造〇一有限公司", "credit_code": "9136080O", "status": "on", "remarks": "厂区北侧车间"}
    )


def _duties() -> list[Sample]:
    return [
        Sample(
            title="吉州区12月份零报告",
            detail="应查37家，已查35家",
            url="#duties",
            state_label="填报中",
            state_kind="running",
            due_on=date(2026, 12, 5),
            due_label="还有3天",
            is_overdue=False,
            count=2,
            unit="家",
        ),
        Sample(
            title="超过180天未确认的档案",
            detail="逐份核对，没有变化的可一次确认",
            url="#duties",
            state_label="已逾期",
            state_kind="bad",
            due_on=date(2026, 11, 30),
            due_label="逾期2天",
            is_overdue=True,
            count=13,
            unit="份",
        ),
        Sample(
            title="市办退回的档案",
            detail="演示轧钢〇七：变压器容量与供电数据不符",
            url="#duties",
            state_label="已退回",
            state_kind="warn",
            due_on=None,
            due_label="",
            is_overdue=False,
            count=1,
            unit="份",
        ),
    ]


def _events() -> list[Sample]:
    return [
        Sample(
            at=datetime(2026, 11, 18, 15, 42, tzinfo=_BEIJING),
            who="张演示（吉州区经办）",
            title="修改设备",
            kind="running",
            note="现场核对铭牌后更正。",
            url="",
            changes=[
                Sample(label="额定容量", before="3吨", after="5吨"),
                Sample(label="安放位置", before="", after="北侧二号车间"),
            ],
        ),
        Sample(
            at=datetime(2026, 11, 12, 9, 5, tzinfo=_BEIJING),
            who="李演示（市办经办）",
            title="退回",
            kind="warn",
            note="请补充变压器容量的证明材料。",
            url="",
            changes=[],
        ),
        Sample(
            at=datetime(2026, 11, 3, 10, 20, tzinfo=_BEIJING),
            who="张演示（吉州区经办）",
            title="建立档案",
            kind="good",
            note="",
            url="",
            changes=[],
        ),
    ]


def _conflict() -> Sample:
    return Sample(
        who="李演示（市办经办）",
        at=datetime(2026, 11, 18, 15, 42, tzinfo=_BEIJING),
        rows=[
            Sample(label="法定代表人", opened="王某", saved="王某", typed="王某", differs=False),
            Sample(
                label="生产地址",
                opened="吉州区演示路1号",
                saved="吉州区演示路1号北门",
                typed="吉州区演示路3号",
                differs=True,
            ),
            Sample(label="从业人数", opened="", saved="46", typed="48", differs=True),
        ],
    )


def _rows() -> list[Sample]:
    names = ["演示铸造〇一有限公司", "演示轧钢〇七有限公司", "演示金属制品三十二厂"]
    states = [("在产", "running"), ("停产", "warn"), ("已取缔", "closed")]
    return [
        Sample(
            number=number,
            name=name,
            code=f"91360800MADEMO{number:03}X",
            region="吉州区",
            state=label,
            kind=kind,
            furnaces=number + 1,
            capacity=f"{number * 3}.5",
            confirmed_on=date(2026, 6, number + 3),
        )
        for number, (name, (label, kind)) in enumerate(zip(names, states, strict=True), start=1)
    ]


def specimens() -> dict:
    """Everything that templates/components.html shows."""
    form = _faulty_form()
    return {
        "sample_form": form,
        "basics": [form["name"], form["credit_code"], form["founded_on"], form["employees"]],
        "filter_form": SampleFilterForm({"filter-region": "360802"}, prefix="filter"),
        "applied": [("县市区：吉州区", "#filters"), ("运行状态：在产", "#filters")],
        "crumbs": [("我的工作", "/desk/"), ("企业台账", "/enterprises/"), ("演示铸造〇一有限公司", "")],
        "duties": _duties(),
        "events": _events(),
        "changes": _events()[0].changes,
        "conflict": _conflict(),
        "rows": _rows(),
        "facts": [
            ("统一社会信用代码", "91360800MADEMO001X"),
            ("法定代表人", "王某"),
            ("监管类别", "具有中（工）频炉"),
            ("变压器容量", "1 250 千伏安"),
            ("生产地址", "吉州区演示工业园一号路1号"),
            ("用电户号", ""),
        ],
        "counts": [
            Sample(label="全部", count=128, url="#status", is_current=True),
            Sample(label="在产", count=85, url="#status", is_current=False),
            Sample(label="停产", count=31, url="#status", is_current=False),
            Sample(label="已退出", count=12, url="#status", is_current=False),
        ],
        "tabs": [
            Sample(label="待办", url="#tabs", is_current=True, count=3),
            Sample(label="已办", url="#tabs", is_current=False, count=41),
            Sample(label="导入结果", url="#tabs", is_current=False, count=None),
        ],
        "steps": ["在哪里", "看到什么", "证据", "联系方式", "核对提交"],
        "batch": {
            "refused": 1,
            "summary": "已催办1件，1件没有处理。",
            "rows": [
                {"name": "举报〔2026〕000012号", "done": True, "message": "已记入办理记录", "url": "#batch"},
                {"name": "举报〔2026〕000015号", "done": False, "message": "已经反馈，不必催办"},
            ],
            "letters": ["吉州区：举报〔2026〕000012号已逾期2个工作日，请立即反馈。"],
        },
        "batch_actions": [("assign", "指定监管责任人"), ("key", "列入重点监管"), ("print", "打印档案")],
        "sections": [
            Sample(anchor=anchor, label=label, count=None)
            for anchor, label in [
                ("heading", "页面标题"),
                ("colours", "颜色与文字"),
                ("buttons", "按钮"),
                ("notices", "提示"),
                ("status", "状态"),
                ("duties", "待办"),
                ("forms", "表单"),
                ("filters", "筛选"),
                ("tables", "表格"),
                ("facts", "档案条目"),
                ("history", "流转记录"),
                ("batch", "批量结果"),
                ("conflict", "保存冲突"),
                ("progress", "进度"),
                ("tabs", "分页与步骤"),
                ("empty", "空白"),
            ]
        ],
    }
