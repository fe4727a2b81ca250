"""What people do outside the API: in the platform's dashboard, at their registrar, at their provider. For seeds, scenarios and drills."""

from __future__ import annotations

from .desk import Desk
from .removal import erase_history


class Dashboard(Desk):
    """Changes that no API call makes."""

    def set_sender_status(self, inbox_id: int, status: str) -> None:
        """PENDING, ACTIVE, PAUSED or DISABLED."""
        self.row("inbox", inbox_id)
        with self.writing():
            self.set("inbox", inbox_id, {"overall_status": status, "validated_at": None, "updated_at": self.now})
            self.log("sender_status", inbox=inbox_id, detail=status)

    def tag(self, name: str, group: str | None = None) -> int:
        """The tag of this name, made if there is none."""
        with self.writing(engine=False):
            self.db.execute("INSERT OR IGNORE INTO tag (name, tag_group) VALUES (?, ?)", (name, group))
            return int(self.db.execute("SELECT id FROM tag WHERE name = ?", (name,)).fetchone()["id"])

    def set_category(self, thread_id: int, category: str | None) -> None:
        """Overrule the category that was found for a conversation."""
        self.row("thread", thread_id)
        with self.writing(engine=False):
            self.set("thread", thread_id, {"manual_category": category})

    def set_nameservers(self, domain_id: int, live_at: int | None) -> None:
        """When the owner's nameservers can be seen; None: they were never set."""
        self.row("domain", domain_id)
        with self.writing():
            self.set("domain", domain_id, {"dns_live_at": live_at})

    def set_signing(self, domain_id: int, *, valid: bool) -> None:
        """Whether the domain's mail carries a valid DKIM signature."""
        self.row("domain", domain_id)
        with self.writing():
            self.set("domain", domain_id, {"dkim_ok": int(valid)})
            self.log("domain_signing", detail=f"{domain_id} {'valid' if valid else 'lost'}")

    def set_stalled(self, campaign_id: int, *, stalled: bool) -> None:
        """Whether the platform has forgotten to send a campaign that is ACTIVE."""
        self.row("campaign", campaign_id)
        with self.writing():
            self.set("campaign", campaign_id, {"stalled": int(stalled)})

    def set_remove_me(self, campaign_id: int, variant_name: str, share: float) -> None:
        """How many of the answers to a variant of the first mail ask to be removed, as a fraction: how its words are taken."""
        self.row("campaign", campaign_id)
        with self.writing(engine=False):
            self.db.execute(
                "UPDATE variant SET true_remove_me_share = ? WHERE campaign_id = ? AND variant_name = ? AND sequence_id IS NULL AND NOT retired",
                (share, campaign_id, variant_name),
            )

    def set_credits(self, credits_left: int) -> None:
        """Credits for direct mails."""
        with self.writing(engine=False):
            self.db.execute("UPDATE world SET credits = ?", (credits_left,))

    def set_capacity(self, domain_id: int, max_inboxes: int) -> None:
        """How many inboxes a domain may have."""
        self.row("domain", domain_id)
        with self.writing(engine=False):
            self.set("domain", domain_id, {"max_inboxes": max_inboxes})

    def start_over(self, campaign_id: int) -> None:
        """Begin a campaign anew: its mails, conversations and figures are gone, every lead is PENDING again."""
        self.row("campaign", campaign_id)
        with self.writing():
            erase_history(self.db, campaign_id)
            self.log("campaign_started_over", campaign=campaign_id)
