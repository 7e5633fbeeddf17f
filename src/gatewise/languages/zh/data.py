"""Chinese for what `data` says."""

from __future__ import annotations

MESSAGES: dict[str, str] = {
    # problems
    ", ": "、",
    "row {row}": "第 {row} 行",
    "rows {rows}": "第 {rows} 行",
    "file {name}": "文件 {name}",
    "files {names}": "文件 {names}",
    "rows {rows} and {more} more": "第 {rows} 行及另外 {more} 行",
    "files {names} and {more} more": "文件 {names} 及另外 {more} 个文件",
    "{told} and {more} more": "{told}，另有 {more} 项",
    "{n} row": "{n} 行",
    "{n} bad row": "{n} 行坏数据",
    "{n} empty row": "{n} 个空行",
    "{n} blank line": "{n} 个空行",
    "{n} text": "{n} 条文本",
    "{n} empty text": "{n} 条空文本",
    "{n} label": "{n} 个标签",
    "{n} class": "{n} 个类别",
    "{n} field": "{n} 个字段",
    "{n} file": "{n} 个文件",
    "{remedy} To drop and count such rows, give --skip-bad-rows.": (
        "{remedy}若要丢弃这类行并计数，请加 --skip-bad-rows。"
    ),
    "{where} ({what})": "{where}（{what}）",
    "Dropped {rows}: {told}.": "已丢弃 {rows}：{told}。",
    "Passed over {lines} ({places}).": "已略过 {lines}（{places}）。",
    # read
    "--label-separator is empty; expected what stands between the labels of a row, as ;. Give it, "
    "or leave the option out.": (
        "--label-separator 为空；应为一行中各标签之间的分隔符，例如 ;。请给出分隔符，或去掉此选项。"
    ),
    "every weight in column {column} is 0": "列 {column} 的权重全为 0",
    "Correct them, or name another column with --weight.": ("请改正，或用 --weight 指定另一列。"),
    "a weight above 0 in some row": "至少一行的权重大于 0",
    # weights
    "a number of at least 0 as weight": "不小于 0 的数作为权重",
    "Correct it, or name another column with --weight.": (
        "请改正这一行，或用 --weight 指定另一列。"
    ),
    "no weight": "没有权重",
    "the weight {weight}": "权重 {weight}",
    "{kind} as weight": "权重的类型是“{kind}”",
    # label_notes
    "Several labels a row (multi-label): {mean} on average, at most {most}.": (
        "每行可有多个标签（多标签）：平均 {mean} 个，最多 {most} 个。"
    ),
    "Rows that carry no label: {n} ({where}).": "没有标签的行：{n} 行（{where}）。",
    "Each list of labels holds one, so this is taken as one label a row (multi-class).": (
        "每个标签列表都只有一个标签，因此按每行一个标签（多类别）处理。"
    ),
    "Split at {separator}, each row has one label, so this is taken as one label a row "
    "(multi-class).": "按 {separator} 切分后每行只有一个标签，因此按每行一个标签（多类别）处理。",
    "Labels such as {label} look like several in one, and each is taken whole; --label-separator "
    '"{separator}" would split them.': (
        "{label} 这样的标签看似由多个标签连成，现按整体处理；"
        '加 --label-separator "{separator}" 可将其切分。'
    ),
    "Labels named twice in a row and merged: {n}.": "同一行中重复、已合并的标签：{n} 个。",
    "Blank parts between separators, left out: {n}.": "分隔符之间为空、已略去的部分：{n} 处。",
    "Labels outside of lists, each taken as a list of one: {n}.": (
        "不在列表中、按单个标签的列表处理的标签：{n} 个。"
    ),
    # split
    "{count} folds; expected from 2 to {different}, the number of different texts. Correct the "
    "number of folds.": "折数为 {count}；应在 2 到 {different}（不同文本的个数）之间。请改正折数。",
    # classes
    "not one of {rows} rows carries a label": "{rows} 行中没有一行带标签",
    "the only label of {rows} rows is {label}": "{rows} 行中只有一个标签 {label}",
    "all {rows} have the label {label!r}": "全部 {rows}的标签都是 {label!r}",
    "there are no labels": "没有标签",
    "Name their column with --label.": "请用 --label 指定标签列。",
    "a label in each row": "每行一个标签",
    "each of the {n} labels in column {column!r} occurs once": (
        "列 {column!r} 的 {n} 个标签各只出现一次"
    ),
    "Add rows, or name another column with --label.": "请增加行，或用 --label 指定另一列。",
    "several rows of a class": "同一类别的多行数据",
    "Add rows of another class, or name another column with --label.": (
        "请增加其他类别的行，或用 --label 指定另一列。"
    ),
    "at least two classes": "至少两个类别",
    "{label!r} ({place})": "{label!r}（{place}）",
    "{classes} with one row, kept for training, never measured: {told}.": (
        "{classes}只有一行，留作训练，不参与评测：{told}。"
    ),
    # columns
    "Columns: {columns}.": "列：{columns}。",
    "; ": "；",
    "text is column {name!r}, by its name": "文本取自列 {name!r}（依列名）",
    "text is column {name!r}, by content": "文本取自列 {name!r}（依内容）",
    "label is column {name!r}, by its name": "标签取自列 {name!r}（依列名）",
    "label is column {name!r}, by content": "标签取自列 {name!r}（依内容）",
    "column {name!r} was asked for twice": "列 {name!r} 指定了两次",
    "Correct --text, --label and --weight.": "请更正 --text、--label 和 --weight。",
    "Correct --text and --label.": "请更正 --text 和 --label。",
    "Correct {flag}.": "请更正 {flag}。",
    "different columns": "互不相同的列",
    "columns {names} are all called {name!r}": "{names} 这几列都可称为 {name!r}",
    "columns {names} could each be the text": "{names} 这几列都可能是文本列",
    "columns {names} could each be the label": "{names} 这几列都可能是标签列",
    "one clear choice": "唯一明确的一列",
    "Say which with {flag}; the columns are {names}.": "请用 {flag} 指明；现有的列为 {names}。",
    "there is no column {name!r}": "没有列 {name!r}",
    "one of {names}": "{names} 之一",
    "no label column found among {names}": "在 {names} 中找不到标签列",
    "a column called label, class, category, 标签 …, or one of short, repeating values": (
        "名为 label、class、category、标签等的列，或取值简短而重复的列"
    ),
    "Name it with --label.": "请用 --label 指定。",
    "no text column found among {names}": "在 {names} 中找不到文本列",
    "a column called text, content, title, 标题, 内容 …, or one of long strings": (
        "名为 text、content、title、标题、内容等的列，或内容为长字符串的列"
    ),
    "Name it with --text.": "请用 --text 指定。",
    # header
    "there are no rows": "没有任何行",
    "Give a file with one labelled text a row.": "请给出每行一条带标签文本的文件。",
    "rows of text": "若干行文本",
    "No header: row {row} is data, so 1 column is called {name}.": (
        "没有表头：第 {row} 行已是数据，因此把唯一的列称为 {name}。"
    ),
    "No header: row {row} is data, so {n} columns are called {names}.": (
        "没有表头：第 {row} 行已是数据，因此把 {n} 列依次称为 {names}。"
    ),
    "two columns are called {name!r}": "有两列都叫 {name!r}",
    "a name of its own for each column": "互不相同的列名",
    "Rename one of them in the header.": "请在表头中改掉其中一个。",
    # cells, texts and labels
    "a truth value": "布尔值",
    "a list": "列表",
    "an object": "对象",
    "binary data": "二进制数据",
    "the column name {name!r} holds a NUL or broken bytes": "列名 {name!r} 含有 NUL 或损坏的字节",
    "a NUL or broken bytes": "含有 NUL 或损坏的字节",
    "text": "文本",
    "Repair the header.": "请修复表头。",
    "Repair that row.": "请修复该行。",
    "{kind} as text": "文本的类型是“{kind}”",
    "a string": "字符串",
    "Choose another --text column.": "请用 --text 另选一列。",
    "no text": "没有文本",
    "a text in each row": "每行一条文本",
    "Add it, or take the row out.": "请补上，或去掉该行。",
    "{kind} as label": "标签的类型是“{kind}”",
    "a string or a number": "字符串或数值",
    "Choose another --label column.": "请用 --label 另选一列。",
    "Labels are numbers ({shown}), each taken as the name of a class.": (
        "标签是数字（{shown}），每个数字都当作类别的名称。"
    ),
    "{labels} that were no strings are taken as they are written.": (
        "{labels}不是字符串，按其写法使用。"
    ),
    "White space around {labels} was taken off.": "已去掉 {labels}首尾的空白。",
    "{texts} ({where}), kept as empty.": "{texts}（{where}），按空文本保留。",
    "{texts} lack one of the columns ({where}).": "{texts}缺少其中一列（{where}）。",
    "there are no usable rows": "没有可用的行",
    "none of {rows} can be used": "{rows}中没有一行可用",
    "Leave out --skip-bad-rows to see the first reason.": (
        "去掉 --skip-bad-rows 即可看到第一个原因。"
    ),
    "rows with a text and a label": "带有文本和标签的行",
    "Labels are left aside, for want of one in {places}.": "{places}没有标签，因此不使用标签。",
    # CSV and TSV
    "Fields are separated by tabs.": "字段以制表符分隔。",
    "Fields are separated by semicolons.": "字段以分号分隔。",
    "Double quotes enclose {fields} and were taken off.": "{fields}带有双引号，已将引号去掉。",
    "Double quotes are read as they stand: not every opened one is closed.": (
        "双引号按原样读取：并非每个都成对。"
    ),
    "{rows} with line breaks inside quotes ({places}): rows are numbered by the line they begin "
    "on.": "{rows}的引号内有换行（{places}）：行号以该行开始之处为准。",
    "{fields}, as in the first row": "与第一行相同的 {fields}",
    "Check for a missing comma, or for one inside a text: such a text needs double quotes around "
    "it.": "请检查是否缺少逗号，或文本中含有逗号：这样的文本须用双引号括起来。",
    "Check for a missing semicolon, or for one inside a text: such a text needs double quotes "
    "around it.": "请检查是否缺少分号，或文本中含有分号：这样的文本须用双引号括起来。",
    "Check for a missing tab, or for one inside a text.": (
        "请检查是否缺少制表符，或文本中含有制表符。"
    ),
    "a double quote that is never closed": "双引号没有闭合",
    "a closing quote": "结尾的引号",
    "text right after a closing quote": "结尾的引号之后紧跟着文字",
    "a separator or the end of the row": "分隔符或行尾",
    "a carriage return outside quotes": "引号之外有回车符",
    "rows that end in LF or CRLF": "以 LF 或 CRLF 结尾的行",
    "broken CSV ({reason})": "CSV 格式有误（{reason}）",
    "well-formed CSV": "格式正确的 CSV",
    'Write a quote inside a quoted field twice ("").': '引号内的引号请连写两个（""）。',
    # encodings
    "Encoding: {name}, recognised.": "编码：{name}（自动识别）。",
    "Encoding: {name}, as asked.": "编码：{name}（按指定）。",
    "UTF-8 with a byte order mark": "带字节顺序标记的 UTF-8",
    "byte 0x{byte:02X} is not {encoding} text": "字节 0x{byte:02X} 不是 {encoding} 文本",
    "one encoding throughout (recognised: UTF-8, UTF-16 with its mark, GB18030, Big5)": (
        "全文统一的编码（可自动识别 UTF-8、带标记的 UTF-16、GB18030 和 Big5）"
    ),
    "Repair that row, or name the file's encoding, for example --encoding latin-1.": (
        "请修复该行，或指定文件的编码，例如 --encoding latin-1。"
    ),
    "a NUL byte": "含有一个 NUL 字节",
    "Repair that row; if this is UTF-16 without its mark, give --encoding utf-16-le.": (
        "请修复该行；如果文件是不带标记的 UTF-16，请加 --encoding utf-16-le。"
    ),
    "unknown encoding {name!r}": "未知的编码 {name!r}",
    "a name such as utf-8, gb18030, big5, utf-16, latin-1, cp1252, shift-jis": (
        "utf-8、gb18030、big5、utf-16、latin-1、cp1252、shift-jis 一类的名称"
    ),
    "Correct --encoding, or leave it out to have the encoding recognised.": (
        "请更正 --encoding，或去掉它以自动识别编码。"
    ),
    # fastText, JSON Lines, Parquet, Excel
    "no line begins with {mark}": "没有一行以 {mark} 开头",
    "a line without {mark}": "该行没有 {mark}",
    "{mark}NAME, a blank, then the text": "{mark}名称、空格，然后是文本",
    "Put the label before each text, or give the rows as CSV.": (
        "请在每条文本之前写上标签，或改用 CSV。"
    ),
    "Each line is read as a text without a label.": "每行按一条没有标签的文本读取。",
    "Label that line or take it out.": "请为该行补上标签，或去掉该行。",
    "the file is one JSON array": "整个文件是一个 JSON 数组",
    "one JSON object a line": "每行一个 JSON 对象",
    "Write each object on a line of its own.": "请让每个对象各占一行。",
    "JSON nested too deeply": "JSON 嵌套过深",
    "Flatten that row.": "请减少该行的嵌套层数。",
    "broken JSON ({reason} at character {position})": (
        "JSON 格式有误（第 {position} 个字符处：{reason}）"
    ),
    "Repair that line.": "请修复该行。",
    "JSON that cannot be read ({reason})": "JSON 无法读取（{reason}）",
    "Repair it.": "请修复。",
    "a JSON {kind}": "该行是 JSON 的 {kind}",
    'Write rows as {{"text": …, "label": …}}.': '每行请写作 {{"text": …, "label": …}}。',
    "the key {name!r} stands there twice": "键 {name!r} 出现了两次",
    "a broken Parquet file ({reason})": "Parquet 文件已损坏（{reason}）",
    "a complete Parquet file": "完整的 Parquet 文件",
    "Write or fetch the file once more.": "请重新写出或获取该文件。",
    "Reading {source}": "读取 {source}",
    "a broken Excel workbook ({reason})": "Excel 工作簿已损坏（{reason}）",
    "a workbook (.xlsx)": "工作簿（.xlsx）",
    "Save it once more as .xlsx, without a password.": "请重新存为 .xlsx，不要设密码。",
    "Read the first sheet, {first!r}; left aside: {others}.": (
        "已读取第一张工作表 {first!r}；未读取：{others}。"
    ),
    # folders
    "one sub-folder a class with a file a text": "每个类别一个子文件夹、每条文本一个文件",
    "no text in a class folder, but {files} beside them": (
        "类别文件夹中没有文本，其外却有 {files}"
    ),
    "Put the texts into {folder}/NAME/, or give a single file.": (
        "请把文本放入 {folder}/类别名/，或给出单个文件。"
    ),
    "undecodable": "无法解码",
    "cannot be listed ({reason})": "无法列出其中的文件（{reason}）",
    "holds a folder ({name})": "其中还有文件夹（{name}）",
    "If its folders are the classes, give {folder} itself.": (
        "如果其中的文件夹就是类别，请给出 {folder} 本身。"
    ),
    "Left out {files} outside of class folders: {told}.": (
        "已略去类别文件夹之外的 {files}：{told}。"
    ),
    "Class folders without a file: {names}.": "没有文件的类别文件夹：{names}。",
    # source
    "{scheme}:// sources are not supported by this version yet": (
        "本版本尚不支持 {scheme}:// 来源"
    ),
    "{formats} (text also as .gz or .zst), or a folder with one sub-folder a class": (
        "{formats} 文件（文本格式也可压缩为 .gz 或 .zst），或每个类别一个子文件夹的文件夹"
    ),
    "one of {formats} (text also as .gz or .zst), or a folder with one sub-folder a class": (
        "以 {formats} 之一结尾的名称（文本格式也可压缩为 .gz 或 .zst），"
        "或每个类别一个子文件夹的文件夹"
    ),
    "Save the rows to one of these files and give its path.": (
        "请把数据存为其中一种文件，并给出其路径。"
    ),
    "a name ending in {ending!r}": "名称以 {ending!r} 结尾",
    "a name without an ending": "名称没有扩展名",
    "Rename or convert the file.": "请改名，或转换该文件。",
    "cannot be read ({reason})": "无法读取（{reason}）",
    "a readable file": "可读取的文件",
    "Check its rights.": "请检查其权限。",
    "the file is empty": "文件是空的",
    "the content is {what}, not text": "内容是{what}，不是文本",
    "a zip archive or an Excel workbook (.xlsx)": " zip 压缩包或 Excel 工作簿（.xlsx）",
    "an old Excel workbook (.xls)": "旧版 Excel 工作簿（.xls）",
    "a Parquet file (.parquet)": " Parquet 文件（.parquet）",
    "gzip data (.gz)": " gzip 数据（.gz）",
    "Zstandard data (.zst)": " Zstandard 数据（.zst）",
    "a PDF": " PDF",
    "a text file, as its name says": "与名称相符的文本文件",
    "Give the file the ending of what it is, or save it as CSV.": (
        "请按实际格式更改扩展名，或存为 CSV。"
    ),
    "there is no such file": "没有这个文件",
    "a file or a folder": "文件或文件夹",
    "Check the path.": "请检查路径。",
    "a broken {ending} archive ({reason})": "{ending} 压缩文件已损坏（{reason}）",
    "a complete archive": "完整的压缩文件",
    "Fetch or pack the file once more.": "请重新获取或压缩该文件。",
    # parts
    "split shares name {names}; expected train first, then any of select, calibrate, test. "
    "Correct the names.": (
        "划分比例的名称为 {names}；应以 train 开头，其后可有 select、calibrate、test。请更正名称。"
    ),
    "nothing": "无",
    "split shares {shares} add up to {total:g}; expected fractions of at least 0 that add up to 1. "
    "Correct the sizes of the parts.": (
        "划分比例 {shares} 之和为 {total:g}；应为不小于 0 且总和为 1 的小数。请更正各部分的比例。"
    ),
    "Too few rows for the part {name}.": "行数太少，分不出 {name} 部分。",
    "Too few rows for the parts {names}.": "行数太少，分不出 {names} 这几部分。",
    "{rows} repeat an earlier text and stay on its side.": (
        "{rows}与前面的文本重复，已与其分在同一部分。"
    ),
    "The file is sorted by label, so a cut in file order keeps whole classes out of training: "
    "leave out --no-shuffle.": (
        "文件按标签排序，按文件顺序切分会使某些类别完全不参与训练：请去掉 --no-shuffle。"
    ),
    "{rows} outside training repeat a training text.": "训练部分之外有 {rows}与训练文本重复。",
}
