"""Mail and letters: the writer's own words, without the letter that is answered and without the signature."""

from __future__ import annotations

import pytest
from format_files import REPLY, letter

from checker.sources import read_bytes
from checker.sources.html_text import html_to_text
from checker.sources.letters import own_words

QUOTED = [
    "> 我要投诉\n> 没人管",
    "-----Original Message-----\nFrom: li\n我要投诉",
    '------------------ 原始邮件 ------------------\n发件人: "李" <li@example.com>;\n我要投诉',
    "---- 回复的原邮件 ----\n| 发件人 | 李 |\n我要投诉",
    "发件人：李\n发送时间：2024年5月5日 10:00\n收件人：王\n主题：投诉\n\n我要投诉",
    "*From:* Li\n*Sent:* Monday\n我要投诉",
    "在 2024年5月5日，李 <li@example.com> 写道：\n> 我要投诉",
    "On Mon, May 6, 2024 at 9:30 AM Li <li@example.com> wrote:\n我要投诉",
    "2024年5月5日 10:00，李 <li@example.com> 写道：\n我要投诉",
    "-- \n王芳\n某局",
    "发自我的iPhone",
    "Sent from my iPhone",
]


@pytest.mark.parametrize("quoted", QUOTED)
def test_quoted_letters_and_signatures_are_left_out(quoted):
    assert own_words(f"{REPLY}\n\n{quoted}\n") == REPLY


OWN = [
    "您好！\n发件人：我们已经查到了。\n请放心。",
    "您在信中写道的问题，我们已经处理。",
    "办理时间：9:00—17:00\n电话：12345",
    "——某市人社局\n2024年5月6日",
    "关于原始邮件丢失一事，我们深表歉意。",
]


@pytest.mark.parametrize("text", OWN)
def test_a_writers_own_words_stay(text):
    assert own_words(text) == text


def test_an_answer_below_the_quoted_letter():
    assert own_words(f"> 我要投诉\n\n{REPLY}") == REPLY


def test_what_a_mail_tells_besides():
    (record,) = read_bytes(letter(REPLY), "答复.eml")
    conversation = record.conversation
    assert (conversation.id, conversation.clerk, conversation.time) == (
        "m1@example.com",
        "王芳",
        "2024-05-06T09:30:00+08:00",
    )
    assert conversation.metadata == {"subject": "关于社保卡补领的答复"}


CHARSETS = [
    ("gb2312", "base64"),
    ("gbk", "quoted-printable"),
    ("utf-8", "8bit"),
    ("gb18030", "base64"),
    ("big5", "base64"),
]


@pytest.mark.parametrize(("charset", "encoding"), CHARSETS)
def test_encodings_of_mail(charset, encoding):
    text = "您好，您的材料已收到，三日內答覆您。" if charset == "big5" else REPLY
    text = text.replace("您", "你") if charset == "big5" else text
    (record,) = read_bytes(letter(text, charset=charset, encoding=encoding), "x")
    assert record.conversation.turns[0].text == text


def test_a_charset_that_does_not_hold_its_text():
    """㎡ and 囍 stand in GBK and not in GB 2312, by which such mail calls itself."""
    data = letter("面积㎡囍", charset="gbk").replace(b'charset="gbk"', b'charset="gb2312"')
    (record,) = read_bytes(data, "x")
    assert record.conversation.turns[0].text == "面积㎡囍"


def test_headers_in_bare_gbk():
    data = (
        b"From: "
        + "王芳".encode("gbk")
        + b" <w@example.com>\nTo: a@example.com\nSubject: "
        + "关于补卡的答复".encode("gbk")
    )
    (record,) = read_bytes(data + b"\n\n" + REPLY.encode("gbk"), "x")
    assert (record.conversation.clerk, record.conversation.metadata["subject"]) == ("王芳", "关于补卡的答复")
    assert record.conversation.turns[0].text == REPLY


def test_plain_text_goes_before_html_and_attachments_are_named():
    from email import message_from_bytes
    from email.message import EmailMessage
    from email.policy import default

    message = message_from_bytes(letter(REPLY, html="<p>别的</p>"), policy=default)
    assert isinstance(message, EmailMessage)
    message.add_attachment(b"x", maintype="application", subtype="pdf", filename="附件.pdf")
    (record,) = read_bytes(message.as_bytes(), "x")
    assert record.conversation.turns[0].text == REPLY
    assert record.conversation.metadata["attachments"] == ["附件.pdf"]


def test_a_mail_without_words_of_its_own_is_refused():
    (record,) = read_bytes(letter("> 只有来信"), "x")
    assert record.problems[0].message == "只有引用的来信，没有自己的正文"


def test_a_mailbox_gives_each_message_with_its_line():
    line = b"From a@example.com Mon May  6 09:30:00 2024\n"
    first = letter(REPLY)
    records = list(
        read_bytes(line + first + b"\n" + line + letter("再见。") + b"\n" + line + letter("> 引"), "信.mbox")
    )
    assert [record.conversation is not None for record in records] == [True, True, False]
    assert records[1].line == 1 + 1 + first.count(b"\n") + 1
    assert records[1].conversation.turns[0].text == "再见。"


HTML = [
    ("<p>一</p><div>二<br>三</div>", "一\n二\n三"),
    ("<style>p{}</style><script>x<y</script>一&nbsp;&lt;二&gt;", "一 <二>"),
    ("一<blockquote>引<blockquote>深</blockquote>用</blockquote>二", "一二"),
    ('一<div class="gmail_quote">引<div>用</div></div><p>二</p>', "一\n二"),
    ("一<!-- 注 -->二<!-- 没完", "一二"),
    ("1 < 2，<b>三</b>", "1 < 2，三"),
]


@pytest.mark.parametrize(("html", "text"), HTML)
def test_html_to_text(html, text):
    assert html_to_text(html) == text
