"""Boards files that are right, and those that are refused with their line."""

from pathlib import Path

import pytest

from spiders.boards import BoardsFileError, read_boards
from spiders.platform import Board

HEADER = "platform,board,company,base_url"


def written(folder: Path, *lines: str, encoding: str = "utf-8") -> Path:
    path = folder / "boards.csv"
    path.write_bytes("\n".join([*lines, ""]).encode(encoding))
    return path


def test_a_board_a_row(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        HEADER,
        'greenhouse,bakery,"Bakery, Ltd",',
        "",
        " lever , mill , Mühle , http://127.0.0.1:9/lever ",
        "jsonld,https://jobs.example/sitemap.xml,Oven,",
    )
    assert read_boards(path) == [
        Board("greenhouse", "bakery", "Bakery, Ltd", ""),
        Board("lever", "mill", "Mühle", "http://127.0.0.1:9/lever"),
        Board("jsonld", "https://jobs.example/sitemap.xml", "Oven", ""),
    ]


def test_columns_may_stand_in_any_order_and_others_beside_them(tmp_path: Path) -> None:
    path = written(tmp_path, "note,company,board,platform,base_url", "good bread,Bakery,bakery,ashby,")
    assert read_boards(path) == [Board("ashby", "bakery", "Bakery", "")]


def test_a_mark_before_the_header_is_no_part_of_it(tmp_path: Path) -> None:
    assert len(read_boards(written(tmp_path, HEADER, "ashby,bakery,Bakery,", encoding="utf-8-sig"))) == 1


def test_a_removed_board_is_kept_for_the_record_and_not_asked(tmp_path: Path) -> None:
    path = written(
        tmp_path, HEADER + ",removed,reason", "ashby,old,Old,,2026-10-01,closed", "ashby,new,New,,,", "ashby,old,Old,,,"
    )
    assert [board.board for board in read_boards(path)] == ["new", "old"]


@pytest.mark.parametrize(
    ("lines", "line", "says"),
    [
        (["platform,board,company", "ashby,a,A"], 1, "missing column base_url"),
        (["a,b"], 1, "missing column platform, board, company, base_url"),
        ([HEADER, "ashby,a,A,", "bread,b,B,"], 3, "unknown platform 'bread'"),
        ([HEADER, "ashby,a,A,", "lever,a,A,", "ashby,a,Other,"], 4, "is on line 2 already"),
        ([HEADER, "ashby,,A,"], 2, "board is empty"),
        ([HEADER, "ashby,a,A,ftp://files.example"], 2, "no http or https address"),
        ([HEADER, "ashby,a,A,jobs.example"], 2, "no http or https address"),
    ],
)
def test_a_bad_row_is_refused_with_file_and_line(tmp_path: Path, lines: list[str], line: int, says: str) -> None:
    path = written(tmp_path, *lines)
    with pytest.raises(BoardsFileError) as caught:
        read_boards(path)
    assert str(caught.value).startswith(f"{path}, line {line}: ") and says in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_file_without_boards_or_text_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BoardsFileError, match="no board in it"):
        read_boards(written(tmp_path, HEADER))
    with pytest.raises(BoardsFileError, match="UTF-8"):
        read_boards(written(tmp_path, HEADER, "ashby,a,Bäckerei,", encoding="latin-1"))
    with pytest.raises(BoardsFileError):
        read_boards(written(tmp_path, ""))
