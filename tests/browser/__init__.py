"""Tests in a real browser: `pytest -m browser`. Pictures of every page go to docs/screenshots/."""
