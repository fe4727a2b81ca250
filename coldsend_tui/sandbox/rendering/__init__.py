"""Templates as the platform renders them: variables, fallbacks, spintax, conditionals, computed dates."""
