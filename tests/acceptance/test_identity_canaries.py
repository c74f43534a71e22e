"""200 identity canaries through a whole life of tips: found nowhere but, sealed, in the sealed records. A planted one is found."""

import base64
import io
import json
import logging
import tempfile
import zipfile
from pathlib import Path

import pytest
import time_machine
from django.core import mail
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.utils.log import AdminEmailHandler
from PIL import Image

from capacity_portal.lib.sealing import boxes
from tests.acceptance import canaries
from tests.acceptance.canaries import canary, in_cache, in_database, in_folder, leaks
from tests.clients import signed_in
from tests.makers import NOON, PASSWORD, make_office, make_officer, make_region
from tests.tip_makers import PASSPHRASES, make_tip
from tests.tipoffs.custodians import founded
from tests.tipoffs.lives import Life, people
from tests.tipoffs.views.intake_walk import filled, started, submitted
from tipoffs.models import SealedIdentity, Tip
from tipoffs.operations import originals
from tipoffs.operations.custody_keys import opened_private
from tipoffs.operations.identities import about
from tipoffs.operations.receiving import receive_tip
from tipoffs.rules.report import LONGEST_IDENTITY, Identity, TipReport

pytestmark = pytest.mark.django_db(transaction=True)
BY_FORM, ALL = 2, 33
CONTACT = {"named": "named"}


class Scene:
    """Where traces could lie, and what happened there."""

    def __init__(self, folder: Path):
        self.media, self.temporary, self.log = folder / "media", folder / "tmp", folder / "portal.log"
        self.folder = folder
        self.answers: list[tuple[str, bytes]] = []

    def places(self):
        yield from in_database(self.folder)
        yield from in_folder(self.media)
        yield from in_folder(self.temporary)
        yield from in_cache()
        yield "log", self.log.read_bytes()
        yield from ((f"mail {sent.subject}", str(sent.message()).encode()) for sent in mail.outbox)
        yield from ((f"mail {sent.subject}", sent.body.encode()) for sent in mail.outbox)
        yield from self.answers

    def ask(self, client: Client, url: str, **params) -> None:
        """A page that somebody without an open identity sees."""
        response = client.get(url, params)
        content = b"".join(response.streaming_content) if response.streaming else response.content
        assert response.status_code == 200, (url, response.status_code)
        self.answers.append((f"answer {url}", content))


@pytest.fixture
def scene(tmp_path, settings, monkeypatch):
    scene = Scene(tmp_path)
    scene.media.mkdir()
    scene.temporary.mkdir()
    settings.MEDIA_ROOT, settings.TIPOFF_LIMITER = scene.media, False
    settings.ADMINS = [("值班", "zhiban@example.org")]
    monkeypatch.setattr(tempfile, "tempdir", str(scene.temporary))
    handler = logging.FileHandler(scene.log, encoding="utf-8")
    root, quiet = logging.getLogger(), logging.getLogger("django")
    level, silence = root.level, quiet.level
    mails = AdminEmailHandler(
        include_html=True
    )  # as an office may have it: the whole report, with local variables
    mails.setLevel(logging.ERROR)
    root.addHandler(handler)
    root.addHandler(mails)
    root.setLevel(logging.INFO)
    quiet.setLevel(logging.INFO)
    make_region("360802")
    make_office()
    with time_machine.travel(NOON, tick=True):
        yield scene
    root.setLevel(level)
    quiet.setLevel(silence)
    root.removeHandler(handler)
    root.removeHandler(mails)
    handler.close()


def identity_of(number: int) -> dict[str, str]:
    """Six canaries of the tip ``number``."""
    return {name: canary(number * 6 + at) for at, name in enumerate(LONGEST_IDENTITY)}


def photo(number: int) -> bytes:
    """A photo that names its author, and says it again behind its end."""
    exif, out = Image.Exif(), io.BytesIO()
    exif[0x013B] = canary(number)
    Image.new("RGB", (16, 12), (number, 90, 40)).save(out, "JPEG", exif=exif)
    return out.getvalue() + canary(number).encode()


def received(world) -> list[Tip]:
    """By the form with a photo each; the others by the operation behind it."""
    for number in range(BY_FORM):
        client = filled(CONTACT | identity_of(number))
        file = SimpleUploadedFile(f"{canary(198 + number)}.jpg", photo(198 + number))
        assert client.post("/tipoffs/new/evidence/", {"file": file}).status_code == 302
        assert submitted(client).status_code == 200
    for number in range(BY_FORM, ALL):
        report = TipReport(
            "production", f"第{number}件", place_text="旧砖瓦厂", identity=Identity(**identity_of(number))
        )
        receive_tip(report=report, secret=f"{number:040d}", at=NOON)
    return list(Tip.objects.order_by("number"))


def handled(scene: Scene, world, tip: Tip) -> Life:
    """From acceptance to the end, with the pages and papers of everybody on the way."""
    life = Life.__new__(Life)
    life.who, life.tip, life.at = people(), tip, NOON
    life.go("accept", "hand_over", "begin")
    handler, county = signed_in(life.who.handler), signed_in(life.who.county)
    for client in (handler, county, signed_in(world.leader)):
        scene.ask(client, f"/tipoffs/{tip.pk}/")
        scene.ask(client, "/desk/")
    scene.ask(county, f"/tipoffs/{tip.pk}/sheet.pdf")
    life.go("verify", "deal", "answer", "close")
    scene.ask(handler, "/tipoffs/queue/")
    scene.ask(handler, "/tipoffs/figures/")
    return life


def opened_lawfully(scene: Scene, world, tip: Tip) -> None:
    client = signed_in(world.first)
    url = client.post(f"/tipoffs/{tip.pk}/request-opening/", {"reason": "核对收款人"}).url
    decided = {"answer": "approve", "decision": "", "password": PASSWORD}
    signed_in(world.leader).post(f"{url}decide/", decided)
    signed_in(world.second).post(f"{url}join/", {"is_same": "on", "passphrase": PASSPHRASES[1]})
    assert client.post(f"{url}open/", {"passphrase": PASSPHRASES[0]}).status_code == 302
    page = client.get(url).content
    assert len(canaries.found_in(page)) == len(LONGEST_IDENTITY)
    file = tip.files.get()
    assert canary(198).encode() in client.get(f"{url}files/{file.uuid}/").content
    for officer in (world.second, world.leader, make_officer("auditor")):
        scene.ask(signed_in(officer), url)
        scene.ask(signed_in(officer), "/tipoffs/openings/")


def broken_while_typing(scene: Scene, monkeypatch) -> None:
    """The portal fails while a name is on its way: the page of the error, the log and the mail to the administrators."""

    def fail(**given):
        raise RuntimeError("broken")

    with monkeypatch.context() as patched:
        client = started()
        client.raise_request_exception = False
        patched.setattr("tipoffs.views.intake_steps.save_step", fail)
        response = client.post("/tipoffs/new/contact/", CONTACT | identity_of(0))
    assert response.status_code == 500
    scene.answers.append(("page of the error", response.content))
    assert mail.outbox


def looked_at_by_all(scene: Scene) -> None:
    for role, url in [
        ("auditor", "/journal/"), ("auditor", "/tipoffs/reads/"), ("tipoff_handler", "/tipoffs/custody/"), ("office_leader", "/tipoffs/rewards/"),
    ]:  # fmt: skip
        scene.ask(signed_in(make_officer(role)), url)


def lived(scene: Scene, monkeypatch):
    world = founded(NOON)
    tips = received(world)
    handled(scene, world, tips[0])
    opened_lawfully(scene, world, tips[0])
    broken_while_typing(scene, monkeypatch)
    looked_at_by_all(scene)
    return world


def test_200_identity_canaries_are_found_nowhere_but_sealed(scene, monkeypatch):
    world = lived(scene, monkeypatch)
    assert leaks(scene.places()) == []
    private = opened_private(key=world.key, old=PASSPHRASES, by=world.first, at=NOON)
    sealed = [boxes.unseal(row.sealed, private, about(row.tip_id)) for row in SealedIdentity.objects.all()]
    told = {value for one in sealed for value in json.loads(one).values() if value.startswith(canaries.MARK)}
    photos = [originals.original_of(file, private) for tip in Tip.objects.all() for file in tip.files.all()]
    told |= {text for content in photos for text in canaries.found_in(content)}
    assert told == {canary(number) for number in range(200)}


def _in_table(scene: Scene) -> None:
    Tip.objects.update(summary=f"联系{canary(7)}")


def _in_session(scene: Scene) -> None:
    client = signed_in(make_officer("tipoff_handler"))
    session = client.session
    session["planted"] = canary(7)
    session.save()


PLANTS = {
    "table": _in_table,
    "session": _in_session,
    "cache": lambda scene: cache.set("planted", canary(7)),
    "log": lambda scene: logging.getLogger("planted").warning("wrote %s", canary(7)),
    "mail": lambda scene: mail.mail_admins("planted", canary(7)),
    "media": lambda scene: (scene.media / "planted.bin").write_bytes(canary(7).encode("utf-16-le")),
    "name of a file": lambda scene: (scene.temporary / canary(7)).write_bytes(b""),
    "archive": lambda scene: _archive(scene.media / "planted.xlsx"),
    "answer": lambda scene: scene.answers.append(("answer", canary(7).encode().hex().encode())),
}


def _archive(path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("sheet.xml", canary(7))


EXPECTED = {
    "table tipoffs_tip", "session", "cache :1:planted", "log", "mail [Django] planted", "file planted.bin",
    f"file {canary(7)}", "file planted.xlsx", "answer",
}  # fmt: skip


def test_a_planted_canary_is_found_wherever_it_lies(scene):
    make_tip("accepted")
    scene.log.touch()
    assert leaks(scene.places()) == []
    for plant in PLANTS.values():
        plant(scene)
    found = {name for name, _ in leaks(scene.places())}
    assert found >= EXPECTED
    assert connection.vendor != "sqlite" or found >= {"copy", "backup"}
    assert connection.vendor != "sqlite" or any("sqlite3" in name for name in found)


@pytest.mark.parametrize(
    "form",
    [
        lambda t: t.encode(),
        lambda t: t.encode("utf-16-le"),
        lambda t: t.encode().hex().encode(),
        lambda t: base64.b64encode(b"ab" + t.encode()),
    ],
)
def test_the_look_knows_the_forms(form):
    assert canaries.found_in(b"..." + form(canary(42)) + b"...") != []
    assert canaries.found_in(form("ZQXJKWXX042")) == []
