"""Letters of citizens, which the ledger keeps as they arrive."""
