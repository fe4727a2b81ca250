"""Request bodies, one module per resource: field limits of the contract, checked before any state is looked at."""
