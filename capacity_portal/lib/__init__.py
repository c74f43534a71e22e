"""Helpers named for one thing each. No models, and nothing here knows the apps above."""
