"""Scrapy's extensions of a crawl."""

import logging
from collections.abc import Collection

from scrapy.crawler import Crawler

from spiders.rows import without
from spiders.spider import BoardSpider


class SecretsFilter(logging.Filter):
    """Keeps keys out of the log."""

    def __init__(self, secrets: Collection[str]) -> None:
        super().__init__()
        self._secrets = secrets

    def filter(self, record: logging.LogRecord) -> bool:
        if self._secrets:
            record.msg, record.args = without(record.getMessage(), self._secrets), ()
            record.exc_info = None  # a traceback may quote an address with its keys
        return True


class LogRedaction:
    """Filters the keys of the spider's platform out of all that is logged."""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "LogRedaction":
        if isinstance(crawler.spider, BoardSpider):
            for handler in logging.getLogger().handlers:
                handler.addFilter(SecretsFilter(crawler.spider.secrets))
        return cls()
