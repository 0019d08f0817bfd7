"""The assets, each named like its table."""
