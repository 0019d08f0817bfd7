"""What Next.js writes into the pages that it serves: the data of a page as JSON, in a script of its own. Pure."""

import json
import re
from typing import Any

from spiders.http import BoardError

_DATA = re.compile(r"""<script[^>]*\bid=["']?__NEXT_DATA__["']?[^>]*>(.*?)</script""", re.DOTALL)


def page_props(page: str) -> dict[str, Any]:
    """`props.pageProps` of a page. Raises BoardError for a page without them."""
    found = _DATA.search(page)
    try:
        data = json.loads(found[1]) if found else None
    except (ValueError, RecursionError) as error:
        raise BoardError("the page's data (__NEXT_DATA__) cannot be read") from error
    props = data.get("props") if isinstance(data, dict) else None
    told = props.get("pageProps") if isinstance(props, dict) else None
    if not isinstance(told, dict):
        raise BoardError("a page without the data (__NEXT_DATA__) that was expected")
    return told
