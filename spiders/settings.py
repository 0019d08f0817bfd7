"""Scrapy's settings for crawls: polite by default, everything capped, nothing that job boards do not need.

The capitals are those of every crawl, found through scrapy.cfg; `job_settings` adds what depends on the boards.
"""

from importlib.metadata import version
from typing import Any

from spiders.job import Job
from spiders.platforms import platforms
from spiders.safety import hosts_of, named_hosts

BOT_NAME = "rolemeter"
SPIDER_MODULES = ["spiders.spider"]
ROBOTSTXT_OBEY = True
COOKIES_ENABLED = False
TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False  # it would run the code that whoever finds its port and token sends
REDIRECT_ENABLED = False  # each redirect is checked first, see spiders/spider.py
METAREFRESH_ENABLED = False
RETRY_ENABLED = False
HTTPERROR_ALLOW_ALL = True
CONCURRENT_REQUESTS = 16  # of a crawl of few hosts; job_settings makes it as many as politeness allows all hosts
DOWNLOAD_WARNSIZE = 0
TWISTED_DNS_RESOLVER = "spiders.resolver.GuardedResolver"
LOG_LEVEL = "INFO"
DOWNLOADER_MIDDLEWARES = {
    "spiders.middlewares.RobotsMiddleware": 100,
    "spiders.middlewares.RetryMiddleware": 550,
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    "scrapy.downloadermiddlewares.httpauth.HttpAuthMiddleware": None,
    "scrapy.downloadermiddlewares.httpcache.HttpCacheMiddleware": None,
}
SPIDER_MIDDLEWARES = {
    "scrapy.spidermiddlewares.referer.RefererMiddleware": None,
    "scrapy.spidermiddlewares.urllength.UrlLengthMiddleware": None,
    "scrapy.spidermiddlewares.depth.DepthMiddleware": None,
}
ITEM_PIPELINES = {"spiders.pipelines.RawTablePipeline": 300}
EXTENSIONS = {
    "spiders.extensions.LogRedaction": 0,
    "scrapy.extensions.memusage.MemoryUsage": None,
    "scrapy.extensions.logstats.LogStats": None,
}


def user_agent(contact: str) -> str:
    """An honest name with the installed version, and whom to write to."""
    whom = f"contact {contact}" if contact else "no contact set"
    return f"{BOT_NAME}/{version(BOT_NAME)} (job posting statistics; {whom})"


USER_AGENT = user_agent("")
MOST_AT_ONCE = 1000  # requests under way: each holds a socket


def _hosts(job: Job) -> frozenset[str]:
    """The hosts of a job's boards; of a board that is no address, nothing."""
    platform = platforms()[job.platform]
    return hosts_of(named_hosts([platform.address(board) for board in job.boards]))


def job_settings(job: Job, named: frozenset[str]) -> dict[str, Any]:
    """What a job's boards and limits set. Hosts that the boards file names with a loopback address get no delay."""
    limits = job.limits
    near = {host for host in hosts_of(named) if host in ("localhost", "::1") or host.startswith("127.")}
    near = near if limits.near_at_once else set()
    return {
        # Each host's own limit is what makes a crawl polite; a common one below their sum only makes it slow.
        "CONCURRENT_REQUESTS": min(MOST_AT_ONCE, max(CONCURRENT_REQUESTS, len(_hosts(job)) * limits.concurrency)),
        "USER_AGENT": user_agent(job.contact),
        "RETRY_TIMES": limits.retries,
        "LONGEST_WAIT": limits.longest_wait,
        "NEAR_HOSTS": sorted(near),
        "DNS_TIMEOUT": limits.timeout,
        "DOWNLOAD_TIMEOUT": limits.timeout,
        "DOWNLOAD_MAXSIZE": limits.answer_bytes,
        "DOWNLOAD_DELAY": max(limits.delay, platforms()[job.platform].pause),
        "CONCURRENT_REQUESTS_PER_DOMAIN": limits.concurrency,
        "DOWNLOAD_SLOTS": {host: {"concurrency": 8, "delay": 0.0} for host in near},
        "CLOSESPIDER_TIMEOUT": limits.crawl_seconds,
    }
