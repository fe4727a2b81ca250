"""`replies`, `contacts` and `lists` from outside, against a sandbox in a process of its own."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.test_writing import Server, server

__all__ = ["server"]


def asked(server: Server, *words: str) -> Any:
    """What a command prints as JSON."""
    done = server.run(*words, "--json")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def done(server: Server, *words: str, status: int = 0) -> str:
    """All that a command says; it must end with `status`."""
    ended = server.run(*words)
    assert ended.returncode == status, ended.stdout + ended.stderr
    return ended.stdout + ended.stderr


def test_conversations_are_listed_shown_read_and_starred(server: Server) -> None:
    rows = asked(server, "replies", "list", "unread", "--limit", "3")
    assert [row["read"] for row in rows] == [False] * 3
    id = rows[0]["id"]
    listed = done(server, "replies", "list", "--limit", "3")
    assert id in listed and "3 of " in listed
    assert rows[0]["email"] in done(server, "replies", "show", id)
    assert asked(server, "replies", "show", id)["messages"][0]["id"]
    for unknown in ("nosuch", "00000000-0000-4000-8000-000000000000"):
        for words in (("show", unknown), ("read", unknown, "--yes"), ("star", unknown, "--yes")):
            refused = server.run("replies", *words)
            assert (refused.returncode, refused.stdout) == (2, "")
            assert f'There is no conversation "{unknown}"' in refused.stderr and "GET" not in refused.stderr
    assert "unread → read" in done(server, "replies", "read", id, "--dry-run")
    assert asked(server, "replies", "list", "unread", "--limit", "1")[0]["id"] == id
    assert "done, unread → read" in done(server, "replies", "read", id)
    assert "it is read already" in done(server, "replies", "read", id, status=1)
    assert "Starred" in done(server, "replies", "star", id)
    assert [row["id"] for row in asked(server, "replies", "list", "starred")] == [id]
    assert "Took the star off" in done(server, "replies", "star", id)
    assert "read-only" in done(server, "replies", "star", id, "--read-only", status=1)
    assert "Did you mean category?" in done(server, "replies", "list", "categry:x", status=2)


def test_a_conversation_is_answered_with_a_file(server: Server, tmp_path: Path) -> None:
    text = tmp_path / "answer.txt"
    text.write_text("Thank you, \x00Tuesday.\n")
    row = asked(server, "replies", "list", "--limit", "1")[0]
    words = ("replies", "reply", row["id"], "--text", str(text), "--attach", str(text))
    assert "│ Thank you, Tuesday." in done(server, *words, "--dry-run")
    assert "has to be confirmed" in done(server, *words, status=2)
    assert "done, not sent → sent #" in done(server, *words, "--yes")
    assert "the very same text was sent already" in done(server, *words, "--yes", status=1)
    last = asked(server, "replies", "show", row["id"])["messages"][-1]
    assert (last["text"], last["files"][0]["name"]) == ("Thank you, Tuesday.", "answer.txt")
    assert "cannot be read" in done(server, "replies", "reply", row["id"], "--text", "/none", "--yes", status=2)


def test_contacts_are_searched_shown_edited_and_mailed(server: Server, tmp_path: Path) -> None:
    query = "unsubscribed:no bounced:no replied:no"
    row = asked(server, "contacts", "search", query, "--limit", "1")[0]
    assert row["email"] in done(server, "contacts", "search", query, "--limit", "2")
    words = ("contacts", "edit", row["email"], "--set", "company=Umbrella", "--set", "plan=gold")
    assert "→ Umbrella" in done(server, *words, "--dry-run")
    assert "Edited" in done(server, *words, "--yes")
    shown = done(server, "contacts", "show", row["id"])
    assert "Umbrella" in shown and "plan: gold" in shown
    assert "Pinned" in done(server, "contacts", "signal", "hot", row["id"], "--yes")
    assert asked(server, "contacts", "show", row["email"])["contact"]["pinned"] is True
    assert "Unpinned" in done(server, "contacts", "signal", "none", row["id"], "--yes")
    text = tmp_path / "mail.txt"
    text.write_text("Hello")
    inboxes = server.ask("/sender-accounts?limit=100")["sender_accounts"]
    inbox = next(one["email_address"] for one in inboxes if one["overall_status"] == "ACTIVE")
    words = ("contacts", "mail", row["id"], "--from", inbox, "--subject", "A question", "--text", str(text))
    assert "costs 1 credit" in done(server, *words, "--dry-run")
    assert "credits left" in done(server, *words, "--yes")
    gone = asked(server, "contacts", "search", "bounced:yes", "--limit", "1")[0]["id"]
    assert "suppressed" in done(server, "contacts", "mail", gone, *words[3:], "--yes", status=1)


def test_people_are_imported_put_enrolled_and_deleted(server: Server, tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text("Mail,Given name\n" + "".join(f"p{at}@shell.example,P{at}\n" for at in range(12)))
    assert "Created list Shell" in done(server, "lists", "create", "Shell", "--yes")
    words = ("contacts", "import", str(path), "--list", "Shell", "--map", "company=Given name")
    assert "company       ← Given name" in done(server, *words, "--dry-run")
    assert "12 new" in done(server, *words[:5], "--yes")
    assert "12 people" in done(server, "lists", "show", "shell")
    assert asked(server, "lists", "preview", "shell.example")["total"] == 12
    campaign = next(id for id, state in server.states().items() if state == "PAUSED")
    assert "1 changed" in done(server, "contacts", "enrol", campaign, "p0@shell.example", "--yes")
    many = ("contacts", "delete", "--where", "shell.example")
    assert "does not confirm" in done(server, *many, "--yes", "11", status=2)
    assert "11 deleted, 1 kept by the platform" in done(server, *many, "--yes", "12")
    assert "Who?" in done(server, "contacts", "delete", status=2)
    assert "There is no contact" in done(server, "contacts", "delete", "x@none.example", status=2)
    assert "no tag" in done(server, "contacts", "tag", "Nobody knows", "p0@shell.example", status=2).lower()
    assert "Put into the list" in done(server, "contacts", "put", "Shell", "p0@shell.example", "--yes")


def test_lists_are_made_changed_and_deleted(server: Server) -> None:
    assert "has_replied" in done(server, "lists", "create", "Warm", "--filter", "replied:yes", "--dry-run")
    assert "Created list Warm" in done(server, "lists", "create", "Warm", "--filter", "replied:yes", "--yes")
    assert "exists already" in done(server, "lists", "create", "Warm", "--filter", "replied:yes", "--yes", status=1)
    assert "Edited list" in done(
        server, "lists", "edit", "Warm", "--rename", "Warmer", "--filter", "signal:hot,engaged", "--yes"
    )
    made = next(row for row in asked(server, "lists", "list") if row["name"] == "Warmer")
    assert made["filter"] == {"signal": ["HOT_LEAD", "ENGAGED"]}
    assert "Warmer" in done(server, "lists", "list")
    assert "its people stay" in done(server, "lists", "delete", "Warmer", "--dry-run")
    assert "Deleted list" in done(server, "lists", "delete", "Warmer", "--yes", "Warmer")
    assert "There is no list" in done(server, "lists", "show", "Warmer", status=2)


@pytest.mark.parametrize("group", ["replies", "contacts", "lists"])
def test_help_names_every_command(server: Server, group: str) -> None:
    told = done(server, group, "--help")
    for word in {"replies": ("reply", "star"), "contacts": ("import", "enrol", "mail"), "lists": ("create", "preview")}[
        group
    ]:
        assert word in told
