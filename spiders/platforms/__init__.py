"""The platforms, found by their modules: adding a module adds a platform."""

import functools
import importlib
import inspect
import pkgutil
from collections.abc import Mapping

from spiders.platform import Platform


@functools.cache
def platforms() -> Mapping[str, Platform]:
    """Every platform by its id, in the order of the ids."""
    found: dict[str, Platform] = {}
    for module in pkgutil.iter_modules(__path__):
        members = vars(importlib.import_module(f"{__name__}.{module.name}")).values()
        for member in members:
            if inspect.isclass(member) and issubclass(member, Platform) and not inspect.isabstract(member):
                found[member.id] = member()
    return dict(sorted(found.items()))
