"""Somebody is told, by log and webhook: once when a night goes wrong, and once more when that is over."""
