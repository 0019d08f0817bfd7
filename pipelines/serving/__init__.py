"""The Dagster UI with its code server and daemon: started, watched, guarded and ended together."""
