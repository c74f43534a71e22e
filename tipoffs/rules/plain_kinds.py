"""The kinds of what may be reported in the words of people who are no experts: what one sees, hears and smells."""

from tipoffs.choices import TipKind

IN_PLAIN_WORDS: dict[str, tuple[str, str]] = {
    TipKind.PRODUCTION: (
        "正在炼“地条钢”",
        "用废钢在中频炉、工频炉里熔化，直接浇成钢坯、钢锭，常在夜间开炉，有火光、烟尘和炉子的嗡嗡声。",
    ),
    TipKind.RELOCATED: (
        "已经取缔的，换个地方又干起来了",
        "以前被拆除、查封的炉子，搬到别处重新安装，或者在原地恢复生产。",
    ),
    TipKind.DISGUISED: (
        "挂着铸造、特钢的牌子炼“地条钢”",
        "对外说做铸件、特种钢、不锈钢，实际出的是螺纹钢、线材的钢坯。",
    ),
    TipKind.FURNACE: (
        "用中（工）频炉炼建筑用钢",
        "用感应炉生产螺纹钢、线材等建筑用钢材，或者把这样的钢坯轧成钢材。",
    ),
    TipKind.EXITED_RESUMED: ("已经退出的产能又恢复了", "已关停、退出的高炉、转炉、电炉、煤矿等又开始生产。"),
    TipKind.NEW_CAPACITY: ("没有批准就新建、扩建产能", "未经批准新上炼钢炼铁设备，或者借改造扩大产能。"),
    TipKind.OTHER: ("说不准是哪一种", "不用自己判断，看到什么写什么，由工作人员判断。"),
}


def plain_words(kind: str) -> str:
    """How the public pages name a kind; the kind's own name where it has none."""
    return IN_PLAIN_WORDS[kind][0] if kind in IN_PLAIN_WORDS else kind
