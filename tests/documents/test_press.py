"""The press itself: nothing is fetched, no box is empty, equal input gives equal bytes."""

import socket
import threading

import pytest

from app.web import pdf
from app.web.pdf import RenderFailed, probe, qr, render_html, render_pdf
from tests.documents.examples import EXAMPLES, example
from tests.documents.pages import CREATED, drawn_qr_codes, fonts, pdf_of, printed, text_of

HOSTILE = (
    '<script>alert(1)</script><img src="http://192.0.2.1/a.png"><link rel=attachment'
    ' href="file:///etc/hostname">{{7*7}}${x.__class__}@import url(//192.0.2.1/x.css);&#60;b&#62;'
)


@pytest.fixture
def no_network(monkeypatch):
    def refuse(*_args, **_kwargs):
        raise AssertionError("a document opened a socket")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)


def _poisoned(value):
    if isinstance(value, dict):
        return {
            key: value[key] if key in {"paper", "kind", "verdict", "moment"} else _poisoned(item)
            for key, item in value.items()
        }
    if isinstance(value, list):
        return [_poisoned(item) for item in value]
    return value + HOSTILE if isinstance(value, str) and _is_text(value) else value


def _is_text(value: str) -> bool:
    return any("\u4e00" <= sign <= "\u9fff" for sign in value)


def test_probe_prints_every_character():
    probe()


def test_probe_refuses_empty_boxes(monkeypatch):
    monkeypatch.setattr(pdf, "_PROBE", "<p>示范市\U000e1234</p>")

    with pytest.raises(RenderFailed, match=r"U\+E1234"):
        probe()


@pytest.mark.parametrize("template", EXAMPLES)
def test_document_is_complete(template):
    reader = printed(template)

    assert reader.metadata.title == EXAMPLES[template][0]
    assert reader.metadata.author == "示范市民政局"
    assert reader.metadata["/CreationDate"] == "D:20261201000000+00'00"
    assert reader.trailer["/Root"]["/Lang"] == "zh-CN"
    assert all({"/FontFile2", "/FontFile3"} & set(font) for _name, font in fonts(reader))


@pytest.mark.parametrize("template", EXAMPLES)
def test_every_page_carries_number_code_and_count(template):
    reader = printed(template)
    paper = EXAMPLES[template][1]["paper"]

    for number, page in enumerate(reader.pages, start=1):
        text = "".join(page.extract_text().split())
        assert f"第{number}页共{len(reader.pages)}页" in text
        assert f"{paper['number_label']}：{paper['number']}" in text
        assert f"校验码：{paper['check_code']}" in text


@pytest.mark.parametrize("template", EXAMPLES)
def test_equal_input_gives_equal_bytes(template):
    title, context = example(template)

    assert render_pdf(template, context, title=title, created=CREATED) == pdf_of(template)


@pytest.mark.parametrize("template", EXAMPLES)
def test_hostile_text_is_printed_and_opens_nothing(template, no_network):
    title, context = example(template)

    html = render_html(template, _poisoned(context), title=title)
    content = render_pdf(template, _poisoned(context), title=title)

    assert "<script" not in html
    assert "<img" not in html
    assert "<link" not in html
    assert "{{7*7}}" in html
    assert b"/EmbeddedFile" not in content
    assert b"/URI" not in content


@pytest.mark.usefixtures("no_network")
def test_hostile_text_stands_on_the_paper_as_typed():
    reader = printed("award.html", organisation=f"某中心{HOSTILE}", project=HOSTILE)

    assert "".join(HOSTILE.split()) in text_of(reader)


@pytest.mark.parametrize("template", EXAMPLES)
def test_missing_key_is_refused(template):
    title, context = example(template)
    key = next(name for name in context if name not in {"paper", "docno"})

    with pytest.raises(RenderFailed, match="undefined"):
        render_pdf(template, {k: v for k, v in context.items() if k != key}, title=title)


@pytest.mark.parametrize(
    "markup",
    [
        pytest.param('<img src="http://192.0.2.1/a.png">', id="image"),
        pytest.param('<link rel="stylesheet" href="https://192.0.2.1/a.css">', id="sheet"),
        pytest.param('<link rel="attachment" href="file:///etc/hostname">', id="attachment"),
        pytest.param('<object data="file:///etc/hostname"></object>', id="object"),
        pytest.param('<svg><image href="file:///etc/hostname"/></svg>', id="image in a drawing"),
        pytest.param("<style>@import 'http://192.0.2.1/a.css'</style>", id="import"),
        pytest.param(
            "<style>@font-face{font-family:x;src:url(http://192.0.2.1/x.ttf)}</style>", id="font"
        ),
    ],
)
@pytest.mark.usefixtures("no_network")
def test_an_address_in_a_template_stops_the_document(markup):
    with pytest.raises(RenderFailed, match="Nothing may be fetched"):
        pdf._paint("bad.html", f"<p>文书</p>{markup}")


@pytest.mark.filterwarnings("ignore")
def test_character_without_a_glyph_is_named_in_a_quotation():
    assert "〔U+1FAE8〕守望" in text_of(printed("receipt.html", project="\U0001fae8守望"))


def test_character_without_a_glyph_is_refused_in_an_official_document():
    with pytest.raises(RenderFailed, match=r"U\+1FAE8"):
        printed("award.html", project="\U0001fae8守望")


def test_rare_characters_of_names_are_printed():
    assert "李𬭎㐂" in text_of(printed("award.html", organisation="李𬭎㐂"))


def test_preview_says_so_and_has_no_qr_code():
    title, context = example("contract.html")
    context["paper"] |= {"number": "", "check_code": "", "check_url": ""}

    html = render_html("contract.html", context, title=title)

    assert drawn_qr_codes(html) == 0
    assert "预览件，未签发" in html


@pytest.mark.parametrize("template", EXAMPLES)
def test_one_qr_code_with_attributes_only(template):
    title, context = example(template)

    html = render_html(template, context, title=title)

    drawings = html.count("<svg")
    assert drawings == drawn_qr_codes(html) == 1
    assert "style=" not in html


def test_qr_code_is_drawn_with_strokes():
    assert 'stroke="#000"' in qr("https://suyi.example.org/check/P3WD-8HJ2-6VRN")


def test_two_threads_print_the_same():
    title, context = example("payment.html")
    results: list[bytes] = []

    def work() -> None:
        results.append(render_pdf("payment.html", context, title=title, created=CREATED))

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(results) == 4
    assert len(set(results)) == 1
