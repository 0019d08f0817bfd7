"""Scrapy's item pipelines of a crawl."""

from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured

from spiders.items import Row
from spiders.spider import BoardSpider
from storage.store import PartWriter


class RawTablePipeline:
    """Writes each row to the file of the setting RAW_TABLE, in the columns of its platform's raw table.

    Without the setting it is left out: what `scrapy crawl` brings is kept by Scrapy's feed exports (`-O out.jsonl`).
    """

    def __init__(self, path: str, platform: str) -> None:
        self._writer = PartWriter(path, f"raw_{platform}")

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "RawTablePipeline":
        path = crawler.settings.get("RAW_TABLE")
        if not path:
            raise NotConfigured
        assert isinstance(crawler.spider, BoardSpider)
        return cls(path, crawler.spider.job.platform)

    def process_item(self, item: Row) -> Row:
        self._writer.append(item)
        return item

    def close_spider(self) -> None:
        self._writer.close()
