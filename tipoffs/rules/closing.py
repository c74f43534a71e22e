"""What must be there before a tip is closed (办结): the sentences the page shows, the same the operation refuses with."""

from dataclasses import dataclass

LEAST_VERIFIERS = 2


@dataclass(frozen=True)
class Case:
    """Counts of this turn; ``objections``, ``extensions``: waiting for a decision."""

    verifiers: int
    dispositions: int
    answers: int
    objections: int = 0
    extensions: int = 0


def blocks(case: Case) -> list[str]:
    """What is still missing, one sentence each; empty when the tip may be closed."""
    found = []
    if not case.verifiers:
        found.append("还没有核查记录：请承办单位登记核查结果。")
    elif case.verifiers < LEAST_VERIFIERS:
        found.append(f"核查人员只有{case.verifiers}人，至少要{LEAST_VERIFIERS}人：请退回重查或补记核查人员。")
    if not case.dispositions:
        found.append("还没有处置情况：请承办单位登记处置，不属实的登记“不属实，无需处理”。")
    if not case.answers:
        found.append("还没有答复举报人：请先答复。")
    if case.objections:
        found.append("举报人的异议还没有决定：请先由负责人决定。")
    if case.extensions:
        found.append("有一份延期申请还没有审批：请先由负责人审批，核查已经完成的选“不批准”。")
    return found
