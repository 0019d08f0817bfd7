"""The market's postings in the words of every platform: one entry of a table each, as spiders/platforms has a module.

The everyday market (`rolemeter run`, small or full) speaks the five MAJOR dialects. Each platform is crawled by a
process of its own that takes seconds of CPU to start, so that speaking all of them would cost more than the crawl
itself; and feeds cut texts, number jobs by position or know remote work alone, so that figures would no longer be those
of the reference. A market of every platform (`build(..., every=True)`) speaks all: it is what the fault run crawls.
"""

from spiders.market.dialects.base import Dialect
from spiders.market.dialects.drafts import Draft, draft, plain
from spiders.market.dialects.enterprise import ENTERPRISE
from spiders.market.dialects.feeds import GLOBAL
from spiders.market.dialects.hosts import SMALLER
from spiders.market.dialects.major import MAJOR, greenhouse, job_posting, lever
from spiders.market.dialects.older import OLDER
from spiders.market.dialects.regional import NATIONAL, REGIONAL

# Whose boards hold one employer each, the MAJOR ones aside; and those of many employers.
HOSTS: dict[str, Dialect] = {**SMALLER, **ENTERPRISE, **REGIONAL, **OLDER}
FEEDS: dict[str, Dialect] = {**GLOBAL, **NATIONAL}
DIALECTS: dict[str, Dialect] = {**MAJOR, **HOSTS, **FEEDS}

__all__ = [
    "DIALECTS",
    "FEEDS",
    "HOSTS",
    "MAJOR",
    "Dialect",
    "Draft",
    "draft",
    "greenhouse",
    "job_posting",
    "lever",
    "plain",
]
