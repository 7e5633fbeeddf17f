"""Small files for tests: realistic rows, and writers for the formats that need more than text."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape

__all__ = ["CHINESE", "ROWS", "TRADITIONAL", "Case", "delimited", "text_file", "xlsx"]


@dataclass(frozen=True)
class Case:
    """One input as a user would give it, and what the answer has to say.

    Attributes:
        name: What is special about it; the test's name.
        make: Writes it below a folder and returns what the user would type.
        says: Fragments of the message or of a note.
        text: `--text`.
        label: `--label`.
        label_separator: `--label-separator`.
        weight: `--weight`.
        encoding: `--encoding`.
        skip_bad_rows: `--skip-bad-rows`.
    """

    name: str
    make: Callable[[Path], Path | str]
    says: tuple[str, ...]
    text: tuple[str, ...] = ()
    label: str | None = None
    label_separator: str | None = None
    weight: str | None = None
    encoding: str | None = None
    skip_bad_rows: bool = False

    def flags(self) -> list[str]:
        """The options as on the command line."""
        flags = ["--text", ",".join(self.text)] if self.text else []
        flags += ["--label", self.label] if self.label is not None else []
        flags += ["--label-separator", self.label_separator] if self.label_separator else []
        flags += ["--weight", self.weight] if self.weight is not None else []
        flags += ["--encoding", self.encoding] if self.encoding is not None else []
        return [*flags, "--skip-bad-rows"] if self.skip_bad_rows else flags


_OPINIONS = (
    ("good", "a warm and funny film with a fine cast"),
    ("bad", "dull from the first minute to the last"),
    ("good", "the kitchen is quick and the soup is hot"),
    ("bad", "cold noodles, and the driver came an hour late"),
)
# Forty different texts of two classes: enough to train on.
ROWS = [(label, f"{text}, says guest {i}") for i in range(10) for label, text in _OPINIONS]
CHINESE = [
    ("好评", "包装很精细，送货很快，味道也不错"),
    ("差评", "等了一个多小时才送到，菜都凉了，不会再来"),
    ("好评", "房间干净，服务员态度很好，早餐也丰富"),
    ("差评", "屏幕有坏点，客服一直不回话，很失望"),
] * 10
TRADITIONAL = [
    ("好評", "包裝很精細，送貨很快，味道也不錯"),
    ("差評", "等了一個多小時才送到，菜都涼了，不會再來"),
    ("好評", "房間乾淨，服務員態度很好，早餐也豐富"),
    ("差評", "螢幕有壞點，客服一直不回話，很失望"),
] * 10


def text_file(name: str, content: str | bytes, encoding: str = "utf-8") -> Callable[[Path], Path]:
    """A maker of one file with this content."""

    def make(folder: Path) -> Path:
        path = folder / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
        return path

    return make


def delimited(
    rows: Iterable[Sequence[str]], separator: str = ",", header: str | None = "label,text"
) -> str:
    """Rows as they are, under a header (given with commas); nothing is quoted."""
    lines = [separator.join(row) for row in rows]
    head = [header.replace(",", separator)] if header is not None else []
    return "\n".join([*head, *lines]) + "\n"


def xlsx(path: Path, rows: Sequence[Sequence[object]], *sheets: str) -> Path:
    """Write a minimal workbook: the rows on the first sheet, nothing on the others."""
    names = sheets or ("Sheet1",)
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    numbers = range(1, len(names) + 1)
    entries = "".join(
        f'<sheet name="{name}" sheetId="{n}" r:id="r{n}"/>'
        for n, name in zip(numbers, names, strict=True)
    )
    links = "".join(
        f'<Relationship Id="r{n}" Type="{kind}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n in numbers
    )
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    with zipfile.ZipFile(path, "w") as book:
        book.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{package}"><Relationship Id="r1" '
            f'Type="{kind}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        )
        book.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{main}" xmlns:r="{kind}"><sheets>{entries}</sheets></workbook>',
        )
        book.writestr(
            "xl/_rels/workbook.xml.rels",
            f'<Relationships xmlns="{package}">{links}</Relationships>',
        )
        for n in numbers:
            cells = _cells(rows) if n == 1 else ""
            book.writestr(
                f"xl/worksheets/sheet{n}.xml",
                f'<worksheet xmlns="{main}"><sheetData>{cells}</sheetData></worksheet>',
            )
    return path


def _cells(rows: Sequence[Sequence[object]]) -> str:
    out = []
    for number, row in enumerate(rows, 1):
        out.append(f'<row r="{number}">')
        for letter, value in zip("ABCDEFGH", row, strict=False):
            if isinstance(value, str):
                content = f"<is><t>{escape(value)}</t></is>"
                out.append(f'<c r="{letter}{number}" t="inlineStr">{content}</c>')
            elif value is not None:
                out.append(f'<c r="{letter}{number}"><v>{value}</v></c>')
        out.append("</row>")
    return "".join(out)
