from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from gatewise.report.markup import Html, element, items, name, plot, table
from report.samples import HOSTILE, read


def test_text_is_escaped_and_markup_is_not() -> None:
    inner = element("b", "1 < 2")
    assert element("p", "a & ", inner, class_="x", aria_label='"', id=None) == (
        '<p class="x" aria-label="&quot;">a &amp; <b>1 &lt; 2</b></p>'
    )


def test_formatting_markup_loses_the_trust() -> None:
    assert element("p", f"{Html('<b>')}") == "<p>&lt;b&gt;</p>"


@given(st.text(alphabet=st.characters(exclude_categories=["Cc"])))
def test_a_text_comes_back_as_it_was(text: str) -> None:
    page = element("p", text)
    expected = text.encode("utf-8", "replace").decode()
    assert "".join(read(page).texts["p"]) == expected


def test_half_a_surrogate_pair_can_be_written() -> None:
    assert element("p", "\ud83d").encode() == b"<p>?</p>"


def test_long_names_break_at_their_joints() -> None:
    assert name("card_payment<") == "<bdi>card_<wbr>payment&lt;</bdi>"
    assert len(name("x" * 1000)) < 150


def test_a_number_keeps_its_sign() -> None:
    assert items(["95 % of <b>"]) == "<ul><li>95&nbsp;% of &lt;b&gt;</li></ul>"


def test_tables_name_their_rows_and_columns() -> None:
    whole = table("What", ("Name", "Value"), [("a", "1"), ("b", "2")])
    document = read(whole)
    assert document.tables["What"] == [["Name", "Value"], ["a", "1"], ["b", "2"]]
    scopes = [value for tag, name, value in document.attributes if (tag, name) == ("th", "scope")]
    assert scopes == ["col", "col", "row", "row"]
    assert ("div", "tabindex", "0") in document.attributes


def test_no_string_ends_the_figure() -> None:
    figure = {"data": [{"name": HOSTILE + "<!--\u2028"}], "layout": {}}
    made = plot("key", "Title", figure, "summary", "numbers")
    script = made[made.index("<script") : made.index("</script>")]
    assert made.count("<script") == made.count("</script>") == 1
    assert not set("<>&\u2028") & set(script[script.index(">") + 1 :])
