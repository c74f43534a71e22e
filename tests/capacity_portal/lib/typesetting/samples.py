"""A realistic dossier, invented from end to end, as HTML."""

from datetime import UTC, datetime
from pathlib import Path

from django.template import Context, Engine
from django.utils.safestring import mark_safe

from capacity_portal.lib.typesetting import qr_svg

HERE = Path(__file__).resolve().parent
TEMPLATES = HERE.parents[3] / "templates"

KINDS = [
    ("中频炉", "10 t"),
    ("工频炉", "3 t"),
    ("电弧炉", "30 t"),
    ("轧机", "Φ550"),
    ("行车", "20 t"),
    ("变压器", "1 600 kVA"),
]
STATES = ["在用", "停用", "封存", "拆除"]


def dossier_html(
    *, number: str = "〇一", machines: int = 9, events: int = 6, extra: str = "", landscape: bool = False
) -> str:
    """One dossier; ``machines`` rows of equipment and ``events`` decide how many pages it has (about 1, 5, 10)."""
    context = {
        "title": f"演示铸造{number}有限公司",
        "kind": "一企一档",
        "office_name": "演示市化解过剩产能工作领导小组办公室",
        "printed_at": datetime(2026, 4, 8, 2, 30, tzinfo=UTC),
        "qr": mark_safe(qr_svg("https://portal.example/enterprises/1024/")),
        "landscape": landscape,
        "equipment": [_machine(index) for index in range(machines)],
        "events": [_event(index, extra) for index in range(events)],
    }
    return _printed("dossier_sample.html", context)


def list_html(
    rows: range, *, name: str = "演示铸造有限公司", continued: bool = False, more_follows: bool = False
) -> str:
    """One part of a long list."""
    context = {
        "title": "企业台账",
        "kind": "台账",
        "office_name": "演示市办",
        "printed_at": datetime(2026, 4, 8, 2, 30, tzinfo=UTC),
        "rows": rows,
        "name": name,
        "continued": continued,
        "more_follows": more_follows,
    }
    return _printed("list_sample.html", context)


def _printed(template: str, context: dict) -> str:
    return Engine(dirs=[TEMPLATES, HERE]).get_template(template).render(Context(context))


def _machine(index: int) -> dict:
    kind, size = KINDS[index % len(KINDS)]
    return {
        "kind": kind,
        "size": size,
        "count": 1 + index % 3,
        "serial": f"YS-{2009 + index % 12}-{index + 1:03d}",
        "year": 2009 + index % 12,
        "state": STATES[index % len(STATES)],
        "use": "熔炼铸铁，生产球墨铸铁件" if index % 2 else "备用",
    }


def _event(index: int, extra: str) -> dict:
    return {
        "on": f"{2020 + index // 12 % 7}年{1 + index % 12}月{1 + index * 7 % 28}日",
        "what": f"第 {index + 1} 次核查：现场设备与档案一致，未发现新增中频炉；封条完好，用电量与停产状态相符。{extra}",
        "who": "青原区发展和改革委员会 经办",
    }
