from __future__ import annotations

import pytest

from coldsend_tui.ops.domain_setup import PIPELINE, activation, stage


@pytest.mark.parametrize("status", [*PIPELINE, "FAILED", "MOVED", ""])
def test_activation_is_offered_from_dns_pending_and_as_a_retry(status: str) -> None:
    move = activation(status)
    assert move.legal is (status in ("DNS_PENDING", "FAILED"))
    assert bool(move.reason) is not move.legal


def test_a_failed_domain_is_retried() -> None:
    assert activation("FAILED").label == "retry activation"


def test_stages_follow_the_pipeline() -> None:
    assert [stage(status) for status in PIPELINE] == [0, 1, 2, 3, 4]
    assert stage("FAILED") is None
    assert stage("MOVED") is None
