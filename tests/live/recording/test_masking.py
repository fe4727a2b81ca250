"""A masked copy plays like the original and names nobody."""

from __future__ import annotations

import gzip
import json
import re
import string
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coldsend_tui.details import (
    AssignedInbox,
    CampaignSettings,
    DnsRecord,
    DomainSetup,
    InboxQuota,
    SequenceStep,
    Variant,
)
from coldsend_tui.errors import RecordingError
from coldsend_tui.live import judgement
from coldsend_tui.live.recording.lines import Begin, Line, Moment, write
from coldsend_tui.live.recording.masking import Masker, export
from coldsend_tui.live.recording.masks import Masks
from coldsend_tui.live.recording.playback import Playback
from coldsend_tui.live.recording.reading import read
from coldsend_tui.store import Store
from coldsend_tui.store.refresh import DomainRows, QuotaRows, SenderRows
from coldsend_tui.store.schema import SCHEMA_VERSION
from tests.live.recording.taped import Taped, rows_of
from tests.live.recording.test_recorder import an_incident, place_it
from tests.store.rows import T0, campaign, domain, figures, refresh, sender

if TYPE_CHECKING:
    from tests.sandbox.local import LocalSandbox

# No word that a name is made of here is one of the file's own: those end in a vowel or are capitals.
WORD = st.text("bcdfghjklmnpqrstvwxz", min_size=7, max_size=12).map(lambda word: "q" + word)
PERSON = st.tuples(WORD, WORD).map(lambda pair: f"{pair[0].capitalize()} {pair[1].upper()}")
HOST = st.tuples(WORD, st.sampled_from(["example", "co.example", "xn--p1ai"])).map(".".join)
EMAIL = st.tuples(WORD, HOST).map("@".join)
FOREIGN = st.text("абвгдежзиклмнопрстуфхцчшщ東京大阪名古屋ऋतुका", min_size=6, max_size=12)
ANYBODY = st.one_of(WORD, PERSON, HOST, EMAIL, FOREIGN)


@given(names=st.lists(ANYBODY, min_size=18, max_size=18, unique=True), address=EMAIL, host=HOST)
def test_nothing_that_names_somebody_is_left(names: list[str], address: str, host: str) -> None:
    """Whatever stands in any column of text, and in any place of a text, is not in the copy."""
    some = iter(names)
    store = Store.open(None)
    store.store(figures(campaign(1, name=next(some)), campaign(2, name="twice")))
    store.store(figures(campaign(1, name=next(some)), campaign(2, name=f"{next(some)}, {next(some)}"), seconds=5))
    store.store(refresh(SenderRows([sender(1, email=address, display_name=next(some), domain=host)])))
    store.store(refresh(DomainRows([domain(1, name=host)])))
    inbox = AssignedInbox("sender-1", address, "COLDSEND", "ACTIVE", 50)
    variant = Variant(next(some), f"Hi {{{{{next(some)}}}}}, {next(some)}!", f"<p>Call {next(some)} at {host}</p>", 100)
    settings = CampaignSettings(
        "campaign-1",
        timezone="Europe/Berlin",
        inboxes=(inbox,),
        variants=(variant,),
        steps=(SequenceStep(2, "NOT_REPLIED", 3, (variant,)),),
        missing_requirements=(next(some),),
    )
    setup = DomainSetup(
        "domain-1",
        (f"ns1.{host}",),
        (DnsRecord("TXT", f"_dmarc.{host}", next(some), None, True),),
        50,
        next(some),
        next(some),
    )
    quota = InboxQuota("sender-1", address, 1, 2, 3, 4, None, None, None)
    store.store(refresh(settings, setup, QuotaRows("campaign-1", [quota]), feed="campaign:campaign-1"))
    store.note_failure("domains", T0, f"{next(some)} did not answer for {address}")
    store.note_missing_requirements("campaign-1", (next(some),))
    store.findings.snooze("campaign.bounce", "campaign-1", T0, next(some))
    watch = store.watch_rows(T0)
    session = Begin(T0, SCHEMA_VERSION, watch.tables)
    said = Line("offline", T0, "Server", f"{next(some)} says no")
    rows = watch.look()
    moment = Moment(T0, T0, {"campaign:campaign-1": "new"}, rows, line=said)
    masked = write(Masker().moment(session, moment))
    text = masked.decode()
    for name in (*names[:18], address, address.partition("@")[2], host):
        assert name not in text, name
        assert name.casefold() not in text.casefold(), name
        for word in re.split(r"[\s@]+", name):
            assert word.casefold() not in text.casefold(), word
    assert "campaign-1" not in text
    # What is wrong stays to be seen: states, counts, structure.
    assert "NOT_REPLIED" in text
    assert "Europe/Berlin" in text
    assert [len(found) for found in json.loads(masked)["rows"].values()] == [len(found) for found in rows.rows.values()]
    store.close()


async def test_the_copy_plays_like_the_original(sandbox: LocalSandbox, tmp_path: Path) -> None:
    taped = Taped(sandbox)
    taped.record(tmp_path / "rec")
    moments = await an_incident(taped)
    taped.recorder.close()
    recording = read(tmp_path / "rec")
    export(recording, tmp_path / "masked")
    text = gzip.decompress((tmp_path / "masked").read_bytes()).decode()
    workspace = taped.store.workspace()
    telling = {row.name for row in workspace.campaigns} | {row.id for row in workspace.campaigns}
    for row in workspace.senders:
        telling |= {row.id, row.email, row.email.partition("@")[2], row.display_name}
    for found in workspace.domains:
        telling |= {found.id, found.name}
    for settings in workspace.settings.values():
        for variant in settings.variants or ():
            telling |= {variant.body} | ({variant.subject} if variant.subject else set())
    assert len(telling) > 40
    assert {name for name in telling if name and name in text} == set()
    copy = read(tmp_path / "masked")
    assert (copy.head.masked, copy.head.profile, copy.head.workspace) == (True, "masked", "")
    playback = Playback(copy)
    for known in moments:
        place_it(playback, known)
        verdict = judgement.look(playback.store, playback.clock, remember=False).verdict
        assert (verdict.level, verdict.crit, verdict.warn) == (
            known.verdict.level,
            known.verdict.crit,
            known.verdict.warn,
        )
        for name, rows in rows_of(playback.store).items():
            numbers = sorted([[value for value in row if not isinstance(value, str)] for row in rows], key=repr)
            assert numbers == sorted(
                [[value for value in row if not isinstance(value, str)] for row in known.rows[name]], key=repr
            )
    assert playback.store.journal.verify() == 2
    entry = playback.store.journal.entries()[0]
    assert (entry.profile, entry.action, entry.before, entry.after, entry.result) == (
        "masked",
        "pause",
        "ACTIVE",
        "PAUSED",
        "done",
    )
    assert playback.store.campaign(entry.object_id) is not None
    settings = next(iter(playback.store.workspace().settings.values()))
    senders = {row.email for row in playback.store.senders()}
    assert {inbox.email for inbox in settings.inboxes or ()} <= senders
    with pytest.raises(RecordingError, match="exists already"):
        export(recording, tmp_path / "masked")


def test_equal_things_stay_equal_and_no_two_copies_agree() -> None:
    one, other = Masks(), Masks()
    assert one.email("Sam@Acme.example") == one.email("sam@acme.example")
    assert one.email("sam@acme.example").endswith("@" + one.host("acme.example"))
    assert one.text("write to sam@acme.example, soon").count(one.email("sam@acme.example")) == 1
    assert one.name("Campaign")("Q4") != other.name("Campaign")("Q4")
    assert one.feed("campaign:abc") == f"campaign:{one.id('abc')}"
    assert one.feed("timeline:90") == "timeline:90"
    assert one.text("12/200 6.0 % of 1,204 (503)") != ""
    assert re.sub(r"\d", "", one.text("503: 12/200 6.0 %")) == re.sub(r"\d", "", "503: 12/200 6.0 %")
    assert one.text("+49 1701234567").startswith("+49 ")
    assert "1701234567" not in one.text("+49 1701234567")
    assert one.keep("GOOGLE_WORKSPACE") == "GOOGLE_WORKSPACE"
    assert one.zone("Europe/Acme") != "Europe/Acme"


@given(text=st.text(max_size=60))
def test_only_punctuation_and_short_numbers_come_through(text: str) -> None:
    kept = set(string.punctuation + string.whitespace + string.digits + "\x00")
    masked = Masks().text(text)
    assert all(char in kept or char.isspace() or ord(char) < 128 for char in masked)
