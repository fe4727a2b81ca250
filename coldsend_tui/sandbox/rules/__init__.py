"""What the server insists on before and around every operation: keys, scopes, rate limits, wording of refusals, paging."""
