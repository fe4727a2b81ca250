"""Reading, starring, answering and direct mail against a real server: shown, sent once, proven by reading."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coldsend_tui.actions import mails
from coldsend_tui.actions.confirmation import ConfirmationLevel
from coldsend_tui.actions.conversations import plan_read, plan_star
from coldsend_tui.actions.mails import Letter, clean, digest, files_problem, plan_direct, plan_reply
from coldsend_tui.actions.outcome import Fate
from coldsend_tui.actions.record import Record
from coldsend_tui.actions.recovery import unfinished, verify
from coldsend_tui.live.browsing.contacts import reader as contacts_reader
from coldsend_tui.live.browsing.replies import Thread, UnreadFirst, Wanted, read_thread
from coldsend_tui.people import Contact, Conversation
from tests.actions.desk import Desk, desk_over
from tests.sandbox.local import LocalSandbox

TEXT = "Thank you, Tuesday at ten is fine.\n\nBest\nSam"


async def conversations(desk: Desk, **wanted: object) -> list[Conversation]:
    return list((await UnreadFirst(desk.session, Wanted(**wanted))(1, 50)).rows)  # type: ignore[arg-type]


async def answerable(desk: Desk) -> tuple[Conversation, Thread]:
    row = (await conversations(desk))[0]
    return row, await read_thread(desk.session, row.id)


async def people(desk: Desk, **query: object) -> list[Contact]:
    return list((await contacts_reader(desk.session, query)(1, 50)).rows)


async def test_conversations_are_marked_read_and_read_back(sandbox: LocalSandbox) -> None:
    async with desk_over(sandbox) as desk:
        rows = await conversations(desk, unread=True)
        plan = plan_read(rows[:2])
        assert plan.confirmation.level is ConfirmationLevel.NONE
        assert (await desk.run(plan)).ok
        assert {row.id for row in await conversations(desk, unread=True)} == {row.id for row in rows[2:]}
        assert desk.results() == [(rows[0].name, "mark read", "done"), (rows[1].name, "mark read", "done")]
        again = plan_read([rows[0]._replace(read=True)])
        assert again.refusals[0].reason == "it is read already"


async def test_a_star_is_a_toggle_that_is_never_sent_twice(sandbox: LocalSandbox) -> None:
    async with desk_over(sandbox) as desk:
        row = (await conversations(desk))[0]
        sandbox.faults("cut on toggleThreadStar")
        outcome = await desk.run(plan_star(row))
        assert outcome.ok, outcome.lines()
        assert desk.count("PATCH", "/star") == 1
        sandbox.faults("off")
        # By what the console knew it has no star: the toggle would take it off.
        late = await desk.run(plan_star(row))
        assert late.items[0].fate is Fate.REFUSED
        assert "somebody else was faster" in late.summary
        assert desk.count("PATCH", "/star") == 1
        assert (await desk.run(plan_star(row._replace(starred=True)))).ok
        assert (await sandbox.get(f"/replies/threads/{row.id}"))["is_starred"] is False


async def test_a_reply_is_shown_sent_once_and_found_in_the_conversation(sandbox: LocalSandbox, tmp_path: Path) -> None:
    note = tmp_path / "offer.pdf"
    note.write_bytes(b"%PDF" + b"x" * 2_000)
    async with desk_over(sandbox) as desk:
        row, thread = await answerable(desk)
        plan = plan_reply(row, thread, Letter(TEXT, (note,)))
        lines = "\n".join(plan.lines())
        assert row.email in lines and str(row.inbox) in lines and "│ Thank you, Tuesday" in lines
        assert "offer.pdf (2 kB)" in lines
        assert plan.confirmation.level is ConfirmationLevel.BUTTON
        outcome = await desk.run(plan)
        assert outcome.ok, outcome.lines()
        after = await read_thread(desk.session, row.id)
        assert after.messages[-1].text == TEXT
        assert [file.name for file in after.messages[-1].files] == ["offer.pdf"]
        entry = desk.store.journal.entries()[0]
        assert TEXT[:10] not in entry.detail
        twice = await desk.run(plan)
        assert "the very same text was sent already" in twice.summary
        assert desk.count("POST", "/reply") == 1


async def test_a_reply_without_an_answer_is_settled_by_reading(sandbox: LocalSandbox) -> None:
    async with desk_over(sandbox) as desk:
        row, thread = await answerable(desk)
        sandbox.faults("cut on sendReply")
        outcome = await desk.run(plan_reply(row, thread, Letter(TEXT)))
        assert outcome.ok, outcome.lines()
        assert "no answer came, but it reads sent #" in outcome.summary
        sandbox.faults("timeout on sendReply")
        thread = await read_thread(desk.session, row.id)
        lost = await desk.run(plan_reply(row, thread, Letter("Another text.")))
        assert lost.items[0].fate is Fate.UNKNOWN
        assert "look before it is sent again" in lost.summary
        assert desk.count("POST", "/reply") == 2


async def test_whoever_writes_meanwhile_is_read_first(sandbox: LocalSandbox) -> None:
    async with desk_over(sandbox) as desk:
        row, thread = await answerable(desk)
        plan = plan_reply(row, thread, Letter(TEXT))
        db = sandbox.world.db
        thread_id = sandbox.world.find("thread", row.id)
        db.execute(
            "INSERT INTO message (thread_id, is_outgoing, from_email, to_email, subject, body_text, is_read, attachments,"
            " created_at) SELECT thread_id, 0, from_email, to_email, subject, 'One more thing', 0, '[]',"
            " created_at + 99999999 FROM message WHERE thread_id = ? AND NOT is_outgoing LIMIT 1",
            (thread_id,),
        )
        outcome = await desk.run(plan)
        assert "they wrote again meanwhile" in outcome.summary
        assert desk.count("POST", "/reply") == 0


async def test_what_cannot_be_answered_says_why(sandbox: LocalSandbox) -> None:
    async with desk_over(sandbox) as desk:
        row, thread = await answerable(desk)
        assert thread.detail is not None
        archived = thread._replace(detail=thread.detail._replace(archived=True))
        assert "archived" in plan_reply(row, archived, Letter(TEXT)).refusals[0].reason
        external = thread._replace(detail=thread.detail._replace(inbox=None))
        assert "no inbox here" in plan_reply(row, external, Letter(TEXT)).refusals[0].reason
        assert "not been read" in plan_reply(row, None, Letter(TEXT)).refusals[0].reason
        assert "no text" in plan_reply(row, thread, Letter(" \n\x00 ")).refusals[0].reason
        assert "read-only" in plan_reply(row, thread, Letter(TEXT), read_only="read-only").refusals[0].reason


async def test_a_reply_of_a_killed_run_is_found_by_its_digest(sandbox: LocalSandbox, tmp_path: Path) -> None:
    async with desk_over(sandbox, path=tmp_path / "cache.db") as desk:
        row, thread = await answerable(desk)
        plan = plan_reply(row, thread, Letter(TEXT))
        await Record.open(plan, desk.store, desk.clock, profile="test", actor="tester")
        [result] = await verify(unfinished(desk.store), client=desk.client, store=desk.store, clock=desk.clock)
        assert result.fate is Fate.UNKNOWN
        await Record.open(plan, desk.store, desk.clock, profile="test", actor="tester")
        await desk.client.replies.send(row.id, body=TEXT)
        [result] = await verify(unfinished(desk.store), client=desk.client, store=desk.store, clock=desk.clock)
        assert result.fate is Fate.DONE


async def test_direct_mail_costs_a_credit_and_is_sent_once(sandbox: LocalSandbox) -> None:
    async with desk_over(sandbox) as desk:
        await desk.look()
        person = next(row for row in await people(desk, has_replied=False) if not row.suppressed)
        inbox = next(row for row in desk.store.senders() if row.status == "ACTIVE")
        letter = Letter(TEXT, subject="Your question", inbox_id=inbox.id, cc=("a@team.example",))
        plan = plan_direct(person, inbox, letter)
        assert "costs 1 credit" in "\n".join(plan.lines())
        sandbox.faults("cut on sendDirectEmail")
        assert (await desk.run(plan)).ok
        assert desk.count("POST", "/send-email") == 1
        sandbox.faults("off")
        again = await desk.run(plan)
        assert "the very same text" in again.summary
        other = await desk.run(plan_direct(person, inbox, letter._replace(text="Something else.")))
        assert "credits left" in other.summary
        sandbox.world.db.execute("UPDATE world SET credits = 0")
        broke = await desk.run(plan_direct(person, inbox, letter._replace(text="A third one.")))
        assert broke.items[0].fate in (Fate.FAILED, Fate.REFUSED)
        assert "credit" in broke.summary.lower()


async def test_direct_mail_is_refused_in_words(sandbox: LocalSandbox) -> None:
    async with desk_over(sandbox) as desk:
        await desk.look()
        inbox = next(row for row in desk.store.senders() if row.status == "ACTIVE")
        gone = (await people(desk, is_unsubscribed=True))[0]
        letter = Letter(TEXT, subject="Hello", inbox_id=inbox.id)
        assert "suppressed" in plan_direct(gone, inbox, letter).refusals[0].reason
        told = await desk.run(
            plan_direct(gone._replace(suppressed=False, unsubscribed=False, bounced=False), inbox, letter)
        )
        assert told.items[0].fate is Fate.REFUSED
        assert "suppressed" in told.summary
        fine = next(row for row in await people(desk) if not row.suppressed)
        for wrong, reason in (
            (letter._replace(subject=" "), "needs a subject"),
            (letter._replace(subject="x" * 501), "at most 500"),
            (letter._replace(bcc=("nobody",)), "nobody is no address"),
        ):
            assert reason in plan_direct(fine, inbox, wrong).refusals[0].reason
        assert "cannot send" in plan_direct(fine, inbox._replace(status="FAILED"), letter).refusals[0].reason
        assert "choose an inbox" in plan_direct(fine, None, letter).refusals[0].reason


def test_files_are_checked_before_anything_is_sent(tmp_path: Path) -> None:
    files = [tmp_path / f"{at}.bin" for at in range(6)]
    for file in files:
        with file.open("wb") as made:
            made.truncate(4 * 1024 * 1024)
    assert files_problem(files[:2]) == ""
    assert "12.6 MB together" in files_problem(files[:3])
    assert "at most 5 files" in files_problem(files)
    assert "cannot be read" in files_problem([tmp_path / "none"])
    assert "is no file" in files_problem([tmp_path])


@given(st.text())
def test_what_is_sent_has_no_control_characters_and_keeps_its_digest(text: str) -> None:
    sent = clean(text)
    assert not any((ord(char) < 32 and char not in "\n\t") or 0x7F <= ord(char) < 0xA0 for char in sent)
    assert clean(sent) == sent
    assert digest(sent, []) == digest(f"  {sent}\n", [])


@pytest.mark.parametrize(("text", "found"), [("", ()), ("a@x.example; b@x.example,c@x.example d@x.example", 4)])
def test_addresses_are_split(text: str, found: object) -> None:
    made = mails.addresses(text)
    assert made == found or len(made) == found
