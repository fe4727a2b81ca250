"""The step graph and its branches (behaviour.md §16)."""

from __future__ import annotations

from coldsend_tui.sandbox.answers import flow
from coldsend_tui.sandbox.answers.acknowledgement import Ack, ack
from coldsend_tui.sandbox.bodies.leads import MoveToSubsequence
from coldsend_tui.sandbox.bodies.subsequences import SubsequenceCreate, SubsequenceUpdate
from coldsend_tui.sandbox.problems import Refused
from coldsend_tui.sandbox.rules.lookups import Here, KnownBranch, KnownCampaign, KnownLead
from coldsend_tui.sandbox.rules.routing import operation


@operation("getFlow")
async def get_flow(world: Here, campaign: KnownCampaign) -> flow.FlowGraph:
    """Step graph: nodes, edges, branch switch."""
    return flow.graph(world.reads.flow(campaign))


@operation("createSubsequence")
async def create_subsequence(world: Here, campaign: KnownCampaign, body: SubsequenceCreate) -> flow.Subsequence:
    """Create a branch."""
    return flow.branch(world.reads.branch(world.branches.create(campaign, body.sent())))


@operation("updateSubsequence")
async def update_subsequence(
    world: Here, campaign: KnownCampaign, branch: KnownBranch, body: SubsequenceUpdate
) -> flow.Subsequence:
    """Change a branch partially."""
    fields = body.sent()
    if not fields:
        raise Refused("No fields to update")
    world.branches.update(campaign, branch, fields)
    return flow.branch(world.reads.branch(branch))


@operation("deleteSubsequence")
async def delete_subsequence(world: Here, campaign: KnownCampaign, branch: KnownBranch) -> Ack:
    """Delete a branch and its steps."""
    world.branches.delete(campaign, branch)
    return ack("Subsequence deleted successfully")


@operation("moveLeadsToSubsequence")
async def move_leads_to_subsequence(world: Here, campaign: KnownCampaign, body: MoveToSubsequence) -> flow.MoveResult:
    """Put leads into a branch by hand."""
    enrolled, skipped = world.branches.move(campaign, body.lead_ids, body.target_subsequence_node_id)
    return flow.moved(world, body.target_subsequence_node_id, enrolled, skipped)


@operation("getLeadJourney")
async def get_lead_journey(world: Here, lead: KnownLead) -> flow.LeadJourney:
    """Full path of one lead, branch emails included."""
    return flow.journey(world.reads.journey(lead))
