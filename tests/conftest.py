"""What holds for all tests."""

from hypothesis import settings

# No wall-clock limit on single examples: a machine that does something else for a moment is no failure.
settings.register_profile("rolemeter", deadline=None)
settings.load_profile("rolemeter")
