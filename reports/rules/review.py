"""Who may review what (两人办理): nobody decides on a document he drafted or sent for review himself."""

from reports.choices import ReviewStage

OWN = "这份文件由您拟稿，核稿、会签和签发须由其他人员办理。"
SENT = "这份文件由您送审，核稿、会签和签发须由其他人员办理。"
OTHER_UNIT = "这份文件没有请您的单位会签。"
DONE = "您的单位已经会签。"


def against_reviewing(*, drafter: int, sender: int | None, person: int) -> str:
    """Why ``person`` may not review it; "" when he may. All are numbers of accounts."""
    if person == drafter:
        return OWN
    return SENT if person == sender else ""


def order_of(stage: str) -> int:
    """The place of a stage in the chain, 1 to 3."""
    return list(ReviewStage).index(ReviewStage(stage)) + 1
