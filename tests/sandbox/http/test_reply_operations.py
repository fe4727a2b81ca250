"""The inbox over HTTP."""

import base64
import uuid
from typing import Any

from tests.sandbox.local import LocalSandbox


async def conversations(sandbox: LocalSandbox, **query: Any) -> list[dict[str, Any]]:
    """The rows of the first page."""
    return (await sandbox.get("/replies", limit=200, **query))["conversations"]


async def test_both_filter_styles(sandbox: LocalSandbox) -> None:
    everything = await conversations(sandbox)
    assert everything
    assert [row["last_message_at"] for row in everything] == sorted(
        (row["last_message_at"] for row in everything), reverse=True
    )
    unread = await conversations(sandbox, status="unread")
    assert unread == await conversations(sandbox, is_read=False)
    assert all(not row["is_read"] for row in unread)
    page = await sandbox.get("/replies", limit=1)
    assert (page["total_count"], page["unread_count"]) == (len(everything), len(unread))
    assert (page["page"], page["limit"], page["total_pages"]) == (1, 1, len(everything))
    one = everything[-1]
    assert one in await conversations(sandbox, search=one["lead_email"].upper())
    assert one in await conversations(sandbox, campaign_id=one["campaign_id"])
    for category in {row["category"] for row in everything if row["category"]}:
        assert {row["category"] for row in await conversations(sandbox, category=category)} == {category}


async def test_thread_messages_read_and_star(sandbox: LocalSandbox) -> None:
    row = (await conversations(sandbox, status="unread"))[0]
    path = f"/replies/threads/{row['thread_id']}"
    thread = await sandbox.get(path)
    assert (thread["subject"], thread["lead_email"], thread["inbox_email"]) == (
        row["subject"],
        row["lead_email"],
        row["inbox_email"],
    )
    messages = await sandbox.get(f"{path}/messages")
    assert messages["total_count"] == len(messages["messages"]) >= 1
    assert [message["created_at"] for message in messages["messages"]] == sorted(
        message["created_at"] for message in messages["messages"]
    )
    assert sum(not message["is_outgoing"] for message in messages["messages"]) == row["reply_count"]
    read = (await sandbox.call("PATCH", f"{path}/read", json={})).json()
    assert read["thread_ids"] == [row["thread_id"]]
    assert read["marked_count"] >= 1
    assert (await sandbox.get(path))["is_read"] is True
    assert (await sandbox.call("PATCH", f"{path}/star")).json()["is_starred"] is True
    assert row["thread_id"] in {found["thread_id"] for found in await conversations(sandbox, status="starred")}
    assert (await sandbox.call("PATCH", f"{path}/star")).json()["is_starred"] is False


async def test_an_answer_is_queued_and_shown(sandbox: LocalSandbox) -> None:
    row = (await conversations(sandbox))[0]
    path = f"/replies/threads/{row['thread_id']}"
    file = {
        "filename": "deck.pdf",
        "content_base64": base64.b64encode(b"x" * 100).decode(),
        "content_type": "application/pdf",
    }
    sent = await sandbox.call("POST", f"{path}/reply", json={"body": "Thursday works.", "attachments": [file]})
    assert sent.status_code == 200, sent.text
    assert (sent.json()["from_address"], sent.json()["to_address"]) == (row["inbox_email"], row["lead_email"])
    last = (await sandbox.get(f"{path}/messages"))["messages"][-1]
    assert (last["is_outgoing"], last["body_text"]) == (True, "Thursday works.")
    assert (last["attachments"][0]["filename"], last["attachments"][0]["size_bytes"]) == ("deck.pdf", 100)
    assert (await sandbox.call("POST", f"{path}/reply", json={})).status_code == 422
    assert (
        await sandbox.call("POST", f"{path}/reply", json={"body": "x", "attachments": [file] * 6})
    ).status_code == 422
    heavy = {**file, "content_base64": base64.b64encode(b"x" * 6_000_000).decode()}
    assert (
        await sandbox.call("POST", f"{path}/reply", json={"body": "x", "attachments": [heavy] * 2})
    ).status_code == 400


async def test_unknown_threads(sandbox: LocalSandbox) -> None:
    nobody = f"/replies/threads/{uuid.UUID(int=1)}"
    for method, path in [("GET", ""), ("GET", "/messages"), ("POST", "/reply"), ("PATCH", "/read"), ("PATCH", "/star")]:
        assert (await sandbox.call(method, nobody + path, json={"body": "x"})).status_code == 404
    assert (await sandbox.call("GET", "/replies/threads/7")).status_code == 422
    assert (await sandbox.get("/replies", campaign_id=str(uuid.UUID(int=1))))["conversations"] == []
