"""Reading the lists in fixtures/."""

import pytest

from capacity_portal.organization import sheets


def written(tmp_path, content: bytes):
    path = tmp_path / "list.csv"
    path.write_bytes(content)
    return path


def test_rows_with_and_without_a_mark(tmp_path):
    for content in (
        "level,code,name\ncounty,360802,吉州区\n".encode(),
        "level,code,name\r\ncounty,360802,吉州区".encode("utf-8-sig"),
    ):
        assert sheets.read_rows(written(tmp_path, content), sheets.DIVISIONS) == [
            {"level": "county", "code": "360802", "name": "吉州区"}
        ]


def test_missing_and_surplus_cells(tmp_path):
    content = b"level,code,name,kind\ncounty,360802\ncounty,360803,x,y,z\n"
    rows = sheets.read_rows(written(tmp_path, content), sheets.DIVISIONS)
    assert rows[0] == {"level": "county", "code": "360802", "name": "", "kind": ""}
    assert rows[1] == {"level": "county", "code": "360803", "name": "x", "kind": "y"}


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"level,code\n", "缺少列：name"),
        (b"", "缺少列：code、level、name"),
        ("level,code,name\n县,1,吉".encode("gb18030"), "不是 UTF-8 编码"),
    ],
)
def test_files_that_cannot_be_read(tmp_path, content, sentence):
    with pytest.raises(sheets.SheetError, match=sentence):
        sheets.read_rows(written(tmp_path, content), sheets.DIVISIONS)


def test_missing_and_huge_files(tmp_path, monkeypatch):
    with pytest.raises(sheets.SheetError, match="读不到文件"):
        sheets.read_rows(tmp_path / "none.csv", sheets.DIVISIONS)
    monkeypatch.setattr(sheets, "LARGEST", 1)
    with pytest.raises(sheets.SheetError, match="超过"):
        sheets.read_rows(written(tmp_path, b"level,code,name\n"), sheets.DIVISIONS)
