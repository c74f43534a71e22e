"""Titles in lines that read well: no word torn, 的 never first, shaped as a trapezium or a lozenge (GB/T 9704-2012 7.3.1)."""

import re
from collections.abc import Iterable
from functools import cache, lru_cache
from itertools import combinations, pairwise

from capacity_portal.lib.typesetting.official import widths
from capacity_portal.lib.typesetting.official.breaking import NO_END, NO_START
from capacity_portal.lib.typesetting.official.paper import SIZE_2, TYPE_WIDTH

MEASURE = TYPE_WIDTH / SIZE_2
MOST_LINES = 5
# Words that titles of this field are made of, longest first in matching; two characters that are no word may part.
WORDS = """
地条钢 死灰复燃 钢铁煤炭 钢铁 煤炭 水泥 焦化 产能 过剩产能 落后产能 化解 淘汰 退出 置换 脱困 发展 行业 企业 生产 违法
违规 建设 项目 排查 核查 检查 督查 督导 抽查 自查 巡查 整治 整改 取缔 打击 严防 防范 防止 专项 行动 举报 线索
核实 查处 处理 处置 移交 交办 情况 问题 工作 任务 责任 目标 措施 方案 计划 规划 要点 安排 意见 通知 通报 通告
公告 决定 决议 请示 报告 批复 函 纪要 命令 办法 规定 细则 制度 机制 标准 目录 名单 清单 台账 印发 转发 批转 发布
公布 召开 开展 组织 实施 贯彻 落实 执行 推进 推动 做好 加强 进一步 切实 关于 有关 相关 若干 全面 深入 继续 严格
规范 完善 建立 健全 调整 成立 启用 撤销 废止 修订 征求 报送 填报 上报 统计 数据 信息 材料 总结 评估 自评 考核
验收 评价 结果 年度 半年 季度 上半年 下半年 月份 全年 全省 全市 全县 全区 会议 联席会议 部际 省级 市级 县级
领导小组 领导 小组 办公室 人民政府 政府 委员会 发展和改革委员会 改革 发展改革委 工业和信息化 工业 信息化
市场监督管理局 市场监管 监督 管理 生态环境 环境 保护 自然资源 应急管理 安全生产 安全 财政 税务 统计局 公安 供电
用电 电力 电量 能源 金融 审计 纪检 监察 宣传 舆论 人员 干部 职工 单位 部门 机关 各县 各区 各乡镇 街道 经济
开发区 园区 社会 群众 服务 资金 补助 奖励 奖补 申请 申报 审核 审批 备案 登记 公示 督办 催办 约谈 限期 提醒 建议
答复 回复 复函 重点 难点 风险 隐患 事故 紧急 实现 供给侧 结构性 高质量 中央 国务院 国家 环保 督察 巡视 反馈
违法违规 生产销售 违法行为 限期整改 会议精神 电视电话会议 自评报告 意见书
常态化 长效 机构 职责 分工 会同 联合 协同 配合 座谈 培训 学习
"""
_NOT_FIRST = frozenset("的地得了着等和与及或之者们号年月日")
_NOT_LAST = frozenset("第和与及或各对向把将被由为在从以不未所")
_LINKS = ("关于", "对", "和", "与", "及", "以及", "并")
# Words that belong to what follows them, and words that belong to what stands before
_FORWARD = (
    "进一步",
    "切实",
    "深入",
    "全面",
    "严格",
    "继续",
    "做好",
    "加强",
    "开展",
    "印发",
    "转发",
    "有关",
    "相关",
    "全国",
    "化解",
    "严防",
    "防范",
    "打击",
    "整治",
    "查处",
    "生产",
    "涉嫌",
)
_BACKWARD = (
    "行业",
    "企业",
    "工作",
    "问题",
    "情况",
    "精神",
    "行动",
    "任务",
    "方案",
    "办公室",
    "领导小组",
    "有限",
)
_NEVER = float("inf")
_RUN = re.compile(r"[0-9A-Za-z.\-/]+|[“‘《〔（【][^”’》〕）】]{0,8}[”’》〕）】]")
_DATE = re.compile(r"[0-9]+(?:年度?|月份?|日|号|项|条|家|万|亿|吨|[．.])+")


def title_lines(title: str, known: Iterable[str] = (), measure: float = MEASURE) -> list[str]:
    """The lines of ``title``, each at most ``measure`` em long. A line break in it is kept; ``known`` names stay whole."""
    parts = [part.strip() for part in title.split("\n") if part.strip()]
    return [line for part in parts for line in _broken(part, tuple(known), measure)]


@lru_cache(maxsize=200)
def _broken(text: str, known: tuple[str, ...], measure: float) -> tuple[str, ...]:
    if widths.length(text, widths.BIAO) <= measure:
        return (text,)
    costs = _costs(text, known)
    ems = [0.0]
    for em in widths.widths(text, widths.BIAO):
        ems.append(ems[-1] + em)
    places = sorted((place for place in costs if costs[place] < _NEVER), key=costs.get)[:24]
    least = int(-(-ems[-1] // measure))
    for lines in range(least, MOST_LINES + 1):
        found = [
            (
                _cost([ems[end] - ems[start] for start, end in pairwise(edges)], measure)
                + sum(map(costs.get, cuts)),
                edges,
            )
            for cuts in combinations(sorted(places), lines - 1)
            for edges in [(0, *cuts, len(text))]
        ]
        cost, edges = min(found, default=(_NEVER, ()))
        if cost < _NEVER:
            return tuple(text[start:end].strip() for start, end in pairwise(edges))
    return _filled(text, ems, measure)


def _cost(lengths: list[float], measure: float) -> float:
    """How far the lines are from a good shape: over-long, uneven, an hourglass, or a rectangle."""
    if max(lengths) > measure + 1e-6:
        return _NEVER
    spread = max(lengths) - min(lengths)
    uneven = max(0.0, spread - 6) * 2 + (4 if spread < 0.5 else 0)
    narrow = 8 * max(0.0, 5 - min(lengths))
    inner = lengths[1:-1]
    waist = 6 * sum(length < min(lengths[0], lengths[-1]) for length in inner)
    return uneven + narrow + waist


def _costs(text: str, known: tuple[str, ...]) -> dict[int, float]:
    """What it costs to begin a line at each character: _NEVER within words and where marks forbid it."""
    costs = {place: _cost_at(text, place) for place in range(1, len(text))}
    for start, end in _whole(text, known):
        for place in range(start + 1, end):
            costs[place] = _NEVER
        for place in (start, end):
            if place in costs and costs[place] < _NEVER:
                costs[place] -= 2
    return costs


def _cost_at(text: str, place: int) -> float:
    before, after = text[place - 1], text[place]
    if after in NO_START or before in NO_END or after in _NOT_FIRST or before in _NOT_LAST:
        return _NEVER
    if any(text.endswith(link, 0, place) for link in _LINKS):
        return 20
    if any(text.startswith(link, place) for link in ("关于", "印发", "转发")):
        return -6
    if any(text.endswith(word, 0, place) for word in _FORWARD):
        return 12
    if any(text.startswith(word, place) for word in _BACKWARD):
        return 8
    if before == " " or before in "，；：、":
        return -5 if before != "、" else 0
    return 1 if before == "的" else 2


def _whole(text: str, known: tuple[str, ...]) -> list[tuple[int, int]]:
    """Stretches of the text that stay on one line: names, words, numbers, short quotations."""
    found = [match.span() for pattern in (_RUN, _DATE) for match in pattern.finditer(text)]
    found += [
        match.span()
        for name in known
        if name and len(name) < MEASURE - 2
        for match in re.finditer(re.escape(name), text)
    ]
    return found + [match.span() for match in _vocabulary().finditer(text)]


@cache
def _vocabulary() -> re.Pattern[str]:
    return re.compile("|".join(sorted(map(re.escape, WORDS.split()), key=len, reverse=True)))


def _filled(text: str, ems: list[float], measure: float) -> tuple[str, ...]:
    """Where there is no good place at all: lines that are full."""
    lines, start = [], 0
    for place in range(1, len(text) + 1):
        if ems[place] - ems[start] > measure:
            lines.append(text[start : place - 1])
            start = place - 1
    return (*lines, text[start:])
