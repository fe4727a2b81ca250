"""The tab that follows leads to replies: of the workspace, or of a campaign with its clicks and branches."""
