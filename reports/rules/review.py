"""Who may review what (两人办理): nobody decides on a document he drafted or sent for review himself."""

OWN = "这份文件由您拟稿，核稿、会签和签发须由其他人员办理。"
SENT = "这份文件由您送审，核稿、会签和签发须由其他人员办理。"


def against_reviewing(*, drafter: int, sender: int | None, person: int) -> str:
    """Why ``person`` may not review it; "" when he may. All are numbers of accounts."""
    if person == drafter:
        return OWN
    return SENT if person == sender else ""
