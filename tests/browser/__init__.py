"""Tests in a real browser: `pytest -m browser`. `make screenshots` keeps a picture of every page in docs/screenshots/."""
