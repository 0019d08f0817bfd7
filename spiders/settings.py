"""Scrapy's settings for a crawl: polite by default, everything capped, nothing that job boards do not need."""

from typing import Any

from spiders.job import Job
from spiders.platforms import platforms
from spiders.safety import hosts_of

VERSION = "0.1"


def user_agent(contact: str) -> str:
    """An honest name, and whom to write to."""
    return f"rolemeter/{VERSION} (job posting statistics; {f'contact {contact}' if contact else 'no contact set'})"


def settings(job: Job, named: frozenset[str]) -> dict[str, Any]:
    """Settings of one platform's crawl. Hosts that the boards file names with a loopback address get no delay."""
    limits = job.limits
    own = hosts_of(named)
    near = {host for host in own if host in ("localhost", "::1") or host.startswith("127.")}
    return {
        "USER_AGENT": user_agent(job.contact),
        "ROBOTSTXT_OBEY": True,
        "COOKIES_ENABLED": False,
        "TELNETCONSOLE_ENABLED": False,
        "REDIRECT_ENABLED": False,  # each redirect is checked first, see spiders/spider.py
        "METAREFRESH_ENABLED": False,
        "RETRY_ENABLED": False,
        "RETRY_TIMES": limits.retries,
        "LONGEST_WAIT": limits.longest_wait,
        "HTTPERROR_ALLOW_ALL": True,
        "DOWNLOADER_MIDDLEWARES": {
            "spiders.middlewares.RobotsMiddleware": 100,
            "spiders.middlewares.RetryMiddleware": 550,
            "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
            "scrapy.downloadermiddlewares.httpauth.HttpAuthMiddleware": None,
            "scrapy.downloadermiddlewares.httpcache.HttpCacheMiddleware": None,
        },
        "SPIDER_MIDDLEWARES": {
            "scrapy.spidermiddlewares.referer.RefererMiddleware": None,
            "scrapy.spidermiddlewares.urllength.UrlLengthMiddleware": None,
            "scrapy.spidermiddlewares.depth.DepthMiddleware": None,
        },
        "EXTENSIONS": {
            "scrapy.extensions.memusage.MemoryUsage": None,
            "scrapy.extensions.logstats.LogStats": None,
        },
        "TWISTED_DNS_RESOLVER": "spiders.resolver.GuardedResolver",
        "OWN_HOSTS": sorted(own),
        "NEAR_HOSTS": sorted(near),
        "DNS_TIMEOUT": limits.timeout,
        "DOWNLOAD_TIMEOUT": limits.timeout,
        "DOWNLOAD_MAXSIZE": limits.answer_bytes,
        "DOWNLOAD_WARNSIZE": 0,
        "DOWNLOAD_DELAY": max(limits.delay, platforms()[job.platform].pause),
        "CONCURRENT_REQUESTS": 16,
        "CONCURRENT_REQUESTS_PER_DOMAIN": limits.concurrency,
        "DOWNLOAD_SLOTS": {host: {"concurrency": 8, "delay": 0.0} for host in near},
        "CLOSESPIDER_TIMEOUT": limits.crawl_seconds,
        "LOG_LEVEL": "WARNING",
    }
