"""The sample market: a generated, seeded job market whose truth is known, served in the platforms' own dialects.

    market = build("small", date(2026, 11, 23))
    url, stop = serve(market)

`python -m spiders.market --help` serves one from the command line.
"""

from spiders.market.generate import Life, Market, MarketBoard, Truth, build
from spiders.market.server import serve

__all__ = ["Life", "Market", "MarketBoard", "Truth", "build", "serve"]
