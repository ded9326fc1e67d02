"""The long proofs: `make torture` runs them, `make test` does not."""
