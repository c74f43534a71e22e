"""The three counters by which the database knows that a tip may be closed (办结须有两人核查、处置和答复).

Nothing else sets them: they are counted from the records of this turn, never added to.
"""

from tipoffs.models import Tip, Verifier


def recount(tip: Tip) -> None:
    """Set people of the current verification, measures and answers of this turn on a locked tip.

    Called within ``door.stepping`` (or right before it), which stores them with the state they belong to, and whose journal
    entry says what they became.
    """
    people = Verifier.objects.filter(
        verification__tip=tip, verification__turn=tip.turn, verification__replaced_at=None
    )
    tip.verifiers = people.count()
    tip.dispositions = tip.measures.filter(turn=tip.turn).count()
    tip.answers = tip.replies.filter(turn=tip.turn).count()
