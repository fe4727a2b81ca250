-- What only an open campaign screen reads: the flow graph, and one page of leads for previews and checks.
CREATE TABLE flow_graph (
    campaign_id TEXT PRIMARY KEY,
    body TEXT NOT NULL,
    seen_at INTEGER NOT NULL
);

CREATE TABLE lead_sample (
    campaign_id TEXT PRIMARY KEY,
    body TEXT NOT NULL,
    seen_at INTEGER NOT NULL
);
