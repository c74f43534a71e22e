"""Who may review what (两人办理): nobody decides on a document he drafted, worked on or sent for review himself."""

from collections.abc import Collection

OWN = "这份文件由您拟稿，核稿、会签和签发须由其他人员办理。"
SENT = "这份文件由您送审，核稿、会签和签发须由其他人员办理。"
WORKED_ON = "这份文件的文稿、收文单位或反馈要求由您改过，核稿、会签和签发须由其他人员办理。"
CHECKED = "这一轮由您核稿，签发须由其他负责人办理；请转告其他负责人签发。"
KEEPS_SIGNATURE = "这份文件只有您能签发，核稿请由其他人员办理；核稿同意后由您签发。"


def against_reviewing(*, drafter: int, sender: int | None, writers: Collection[int], person: int) -> str:
    """Why ``person`` may not review it; "" when he may. All are numbers of accounts; ``writers``: who saved its words or set its recipients."""
    if person == drafter:
        return OWN
    if person == sender:
        return SENT
    return WORKED_ON if person in writers else ""
