"""Performance figures as ratios, each with its baseline measured in the same run: ``make bench``, ``make bench FULL=1``."""
