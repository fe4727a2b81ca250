"""What a campaign says: variants of its first mail and of its follow-ups, and the follow-up steps themselves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from sqlite3 import Connection
from typing import TYPE_CHECKING, Any

from ..problems import Refused

if TYPE_CHECKING:
    from ..world import World

MAX_VARIANTS = 4  # [docs: /campaigns/variants]
LAST_STEP = 11  # behaviour.md §19.1: docs say steps 2-4, the newer client 2-11; the wider range is taken
DAY = 86400


def replace_variants(
    db: Connection, campaign_id: int, sequence_id: int | None, variants: Sequence[Mapping[str, Any]]
) -> None:
    """Put these variants in the place of what is there (DRAFT)."""
    check_variants(variants)
    db.execute("DELETE FROM variant WHERE campaign_id = ? AND sequence_id IS ?", (campaign_id, sequence_id))
    _insert(db, campaign_id, sequence_id, variants)


def merge_variants(
    db: Connection, campaign_id: int, sequence_id: int | None, variants: Sequence[Mapping[str, Any]]
) -> None:
    """Update by name, add new names, keep the others (PAUSED). Words that were sent stay with the mails that carried them."""
    kept = {
        row["variant_name"]: dict(row)
        for row in db.execute(
            "SELECT * FROM variant WHERE campaign_id = ? AND sequence_id IS ? AND retired = 0",
            (campaign_id, sequence_id),
        )
    }
    merged: dict[str, Mapping[str, Any]] = dict(kept)
    for variant in variants:
        name = _name(variant)
        merged[name] = {**kept.get(name, {}), **variant, "variant_name": name}
    check_variants(list(merged.values()))
    db.execute("UPDATE variant SET retired = 1 WHERE campaign_id = ? AND sequence_id IS ?", (campaign_id, sequence_id))
    _insert(db, campaign_id, sequence_id, list(merged.values()))


def check_variants(variants: Sequence[Mapping[str, Any]]) -> None:
    """Raise Refused unless names are unique, there are at most four, and their shares make exactly 100."""
    names = [_name(variant) for variant in variants]
    if len(set(names)) != len(names):
        raise Refused("Variant names must be unique")
    if len(names) > MAX_VARIANTS:
        raise Refused(f"At most {MAX_VARIANTS} variants are allowed, got {len(names)}")
    total = sum(variant.get("distribution_percent", 100) for variant in variants)
    if total != 100:
        raise Refused(f"Variant distribution must total 100, got {total}")


def replace_sequences(db: Connection, campaign_id: int, sequences: Sequence[Mapping[str, Any]]) -> None:
    """Put this MAIN chain in the place of the one that is there (DRAFT)."""
    numbers = [sequence["step_number"] for sequence in sequences]
    if len(set(numbers)) != len(numbers):
        raise Refused("Step numbers must be unique")
    db.execute("DELETE FROM variant WHERE campaign_id = ? AND sequence_id IS NOT NULL", (campaign_id,))
    db.execute("DELETE FROM sequence WHERE campaign_id = ?", (campaign_id,))
    for sequence in sorted(sequences, key=lambda s: s["step_number"]):
        add_sequence(db, campaign_id, sequence)


def add_sequence(db: Connection, campaign_id: int, sequence: Mapping[str, Any]) -> int:
    """One more follow-up step."""
    if not 2 <= sequence["step_number"] <= LAST_STEP:
        raise Refused(f"Follow-up steps are numbered 2 to {LAST_STEP}")
    check_variants(sequence["variants"])
    sequence_id = db.execute(
        "INSERT INTO sequence (campaign_id, step_number, trigger_type, wait_days, enable_unsubscribe) VALUES (?, ?, ?, ?, ?)",
        (
            campaign_id,
            sequence["step_number"],
            sequence["trigger_type"],
            sequence["wait_days"],
            sequence.get("enable_unsubscribe"),
        ),
    ).lastrowid
    assert sequence_id is not None
    _insert(db, campaign_id, sequence_id, sequence["variants"])
    return sequence_id


def edit_sequences(world: World, campaign_id: int, edits: Sequence[Mapping[str, Any]]) -> None:
    """Add, edit or delete steps of a PAUSED campaign, in the order given."""
    for edit in edits:
        action = edit["action"]
        if action == "add":
            _add(world, campaign_id, edit)
            continue
        sequence_id = world.rowid("sequence", str(edit.get("sequence_id", "")))
        row = world.db.execute(
            "SELECT * FROM sequence WHERE id = ? AND campaign_id = ? AND retired = 0", (sequence_id, campaign_id)
        ).fetchone()
        if row is None:
            raise Refused(f"sequence_edits: {action} needs the sequence_id of a step of this campaign")
        if action == "delete":
            world.db.execute("UPDATE sequence SET retired = 1 WHERE id = ?", (sequence_id,))
            world.db.execute("UPDATE variant SET retired = 1 WHERE sequence_id = ?", (sequence_id,))
            continue
        changes = {name: edit[name] for name in ("wait_days", "trigger_type", "enable_unsubscribe") if name in edit}
        for name, value in changes.items():
            world.db.execute(f"UPDATE sequence SET {name} = ? WHERE id = ?", (value, sequence_id))
        if edit.get("variants"):
            merge_variants(world.db, campaign_id, sequence_id, edit["variants"])


def _add(world: World, campaign_id: int, edit: Mapping[str, Any]) -> None:
    missing = [name for name in ("step_number", "trigger_type", "wait_days", "variants") if edit.get(name) is None]
    if missing:
        raise Refused(f"sequence_edits: add needs {', '.join(missing)}")
    number = edit["step_number"]
    if world.db.execute(
        "SELECT 1 FROM sequence WHERE campaign_id = ? AND step_number = ? AND retired = 0", (campaign_id, number)
    ).fetchone():
        raise Refused(f"Step {number} exists already; edit it or choose another number")
    add_sequence(world.db, campaign_id, edit)
    # Leads that had come to the end of the chain before get the new step as well.
    waiting = world.db.execute(
        "UPDATE lead SET next_due_at = max(last_contacted_at + ?, ?) WHERE campaign_id = ? AND status IN ('SENT', 'OPENED') "
        "AND next_due_at IS NULL AND node_id IS NULL AND unsubscribed = 0 AND replied_at IS NULL AND sequence_step < ?",
        (edit["wait_days"] * DAY, world.now, campaign_id, number),
    ).rowcount
    world.db.execute("UPDATE campaign SET due_count = due_count + ? WHERE id = ?", (waiting, campaign_id))


def _insert(db: Connection, campaign_id: int, sequence_id: int | None, variants: Sequence[Mapping[str, Any]]) -> None:
    db.executemany(
        "INSERT INTO variant (campaign_id, sequence_id, variant_name, variant_label, subject_template, email_content, content_type, "
        "distribution_percent) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (
                campaign_id, sequence_id, _name(v), v.get("variant_label"), v.get("subject_template"), v["email_content"],
                v.get("content_type") or "plaintext", v.get("distribution_percent", 100),
            )
            for v in variants
        ],
    )  # fmt: skip


def _name(variant: Mapping[str, Any]) -> str:
    return str(variant.get("variant_name") or "A").upper()
