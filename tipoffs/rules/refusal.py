"""What the reporter reads when his tip is not accepted: the reason, and where to turn; never another reporter's number."""

from tipoffs.choices import RefusalReason

_HEADS = {
    RefusalReason.OUT_OF_REMIT: "您反映的情况不属于本办受理范围。",
    RefusalReason.REPEATED: "您反映的情况此前已收到举报，将与在先的举报一并办理，不另行受理。",
    RefusalReason.UNTRACEABLE: "您提供的线索不够具体，无法核查；补充地点、单位名称或时间后，可以再次举报。",
}
ASKS = {
    RefusalReason.OUT_OF_REMIT: "请写明应向哪个单位反映、怎样联系。",
    RefusalReason.REPEATED: "请写明与在先举报相同的地点、单位和事实。",
    RefusalReason.UNTRACEABLE: "请写明缺少哪些线索、已经怎样查找。",
}


def told(reason: str, text: str) -> str:
    """The public sentence; the handler's own words go with it only where they say where to turn."""
    head = _HEADS[RefusalReason(reason)]
    return f"{head}{text}"[:500] if reason == RefusalReason.OUT_OF_REMIT else head
