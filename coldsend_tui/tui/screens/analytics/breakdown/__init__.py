"""The tab that ranks campaigns, inboxes and domains by what came of their mails."""
