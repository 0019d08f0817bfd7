"""Scrapy's item pipelines of a crawl."""

from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured

from spiders.items import Row
from spiders.resume import Keeper
from spiders.spider import BoardSpider


class RawTablePipeline:
    """Writes each row into the job's output folder, in the columns of its platform's raw table (spiders/resume.py).

    Without the setting KEPT_EVERY, the seconds after which what there is is made safe, it is left out: what
    `scrapy crawl` brings is kept by Scrapy's feed exports (`-O out.jsonl`).
    """

    def __init__(self, keeper: Keeper) -> None:
        self._keeper = keeper

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "RawTablePipeline":
        seconds = crawler.settings.get("KEPT_EVERY")
        if seconds is None:
            raise NotConfigured
        spider = crawler.spider
        assert isinstance(spider, BoardSpider)
        return cls(Keeper(spider.job, spider.states, float(seconds)))

    def process_item(self, item: Row) -> Row:
        self._keeper.append(item)
        return item

    def close_spider(self) -> None:
        self._keeper.close()
