"""The lists of the source documents (norms N1 and N2), as printed: every phrase is found, no polite one faulted."""

from __future__ import annotations

import re
from functools import cache

import pytest

# (phrase, category, document, clause)
FORBIDDEN = [
    ("不知道", "ignorance", "bianmin", "第一篇(三)5"),
    ("不清楚", "ignorance", "bianmin", "第一篇(三)5"),
    ("不能办", "refusal", "bianmin", "第一篇(三)5"),
    ("不归我管", "shirking", "bianmin", "第一篇(三)5"),
    ("不要问我", "shirking", "bianmin", "第一篇(三)5"),
    ("你怎么这样不讲理呀", "scolding", "bianmin", "第一篇(三)5"),
    ("不要烦我了", "impatience", "bianmin", "第一篇(三)5"),
    ("你快走吧", "dismissal", "bianmin", "第一篇(三)5"),
    ("我要下班了", "dismissal", "bianmin", "第一篇(三)5"),
    ("不要和我讲", "impatience", "bianmin", "第一篇(三)5"),
    ("我不管这事", "shirking", "bianmin", "第一篇(三)5"),
    ("刁民", "insult", "bianmin", "第一篇(三)5"),
    ("不知道", "ignorance", "bianmin", "第二篇三7"),
    ("办不了", "refusal", "bianmin", "第二篇三7"),
    ("不知道", "ignorance", "yakeshi", "五 禁忌用语"),
    ("我不管", "shirking", "yakeshi", "五 禁忌用语"),
    ("有牌子，自己看", "impatience", "yakeshi", "五 禁忌用语"),
    ("快点，要下班了", "dismissal", "yakeshi", "五 禁忌用语"),
    ("已经告诉你了，还不懂？", "impatience", "yakeshi", "五 禁忌用语"),
    ("没看见我正忙吗？", "impatience", "yakeshi", "五 禁忌用语"),
    ("有意见找头头去", "arrogance", "yakeshi", "五 禁忌用语"),
    ("不行，重填", "refusal", "yakeshi", "五 禁忌用语"),
    ("有意见找领导去", "arrogance", "wenshang", "七3(1)"),
    ("刚才和你说过了，怎么还问", "impatience", "wenshang", "七3(2)"),
    ("到点了，明天再来", "dismissal", "wenshang", "七3(3)"),
    ("要下班了，明天再来", "dismissal", "wenshang", "七3(3)"),
    ("没看我正忙着吗，急什么急", "impatience", "wenshang", "七3(4)"),
    ("手续不全你来干什么", "scolding", "wenshang", "七3(5)"),
    ("我说了算，还是你说了算", "arrogance", "wenshang", "七3(6)"),
    ("文件上有规定，自己查去", "impatience", "wenshang", "七3(7)"),
    ("不知道，不清楚，问别人去", "ignorance", "wenshang", "七3(8)"),
    ("我不知道", "ignorance", "wenshang", "八1"),
    ("不属于我们窗口办理", "shirking", "wenshang", "八1"),
]

# (phrase, situation, document, clause); a slot of the document (××) is filled in
POLITE = [
    ("您好", "arrival", "bianmin", "第一篇(三)4"),
    ("请进", "arrival", "bianmin", "第一篇(三)4"),
    ("请坐", "arrival", "bianmin", "第一篇(三)4"),
    ("请稍候", "please_wait", "bianmin", "第一篇(三)4"),
    ("请问", "consultation", "bianmin", "第一篇(三)4"),
    ("请讲", "consultation", "bianmin", "第一篇(三)4"),
    ("让您久等了", "long_wait", "bianmin", "第一篇(三)4"),
    ("对不起", "general", "bianmin", "第一篇(三)4"),
    ("请原谅", "dissatisfied", "bianmin", "第一篇(三)4"),
    ("很抱歉", "dissatisfied", "bianmin", "第一篇(三)4"),
    ("没关系", "general", "bianmin", "第一篇(三)4"),
    ("请别客气", "thanked", "bianmin", "第一篇(三)4"),
    ("谢谢", "general", "bianmin", "第一篇(三)4"),
    ("这是我们应该做的", "thanked", "bianmin", "第一篇(三)4"),
    ("再见", "done", "bianmin", "第一篇(三)4"),
    ("请走好", "done", "bianmin", "第一篇(三)4"),
    ("您好", "arrival", "yakeshi", "五 办公用语1"),
    ("请坐", "arrival", "yakeshi", "五 办公用语1"),
    ("请问您要办理什么业务？", "arrival", "yakeshi", "五 办公用语1"),
    ("请您到5号窗口办理，如果有什么问题，可以再找我咨询", "wrong_window", "yakeshi", "五 办公用语2"),
    ("请出示您的身份证证件", "asking_papers", "yakeshi", "五 办公用语3"),
    ("请出示您的户口簿", "asking_papers", "yakeshi", "五 办公用语3"),
    ("请稍侯，我很快就会帮您办理", "please_wait", "yakeshi", "五 办公用语3"),
    ("请签名", "asking_papers", "yakeshi", "五 办公用语3"),
    ("请收好您的单据", "papers_returned", "yakeshi", "五 办公用语3"),
    ("您的出生日期项填写有误，请重新填一下好吗？", "form_wrong", "yakeshi", "五 办公用语4"),
    ("如果有不明白的地方，请您尽管问", "form_wrong", "yakeshi", "五 办公用语4"),
    ("您的手续还缺少照片，请您准备齐全再来", "papers_missing", "yakeshi", "五 办公用语5"),
    ("您的材料还缺少委托书，请您准备齐全再来", "papers_missing", "yakeshi", "五 办公用语5"),
    ("我们将在三个工作日内为您办理完毕", "cannot_finish_now", "yakeshi", "五 办公用语6"),
    ("我们将在明天上午给您答复", "cannot_finish_now", "yakeshi", "五 办公用语6"),
    ("很高兴为您服务", "done", "yakeshi", "五 办公用语7"),
    ("欢迎再来", "done", "yakeshi", "五 办公用语7"),
    ("请慢走", "done", "yakeshi", "五 办公用语7"),
    ("再见", "done", "yakeshi", "五 办公用语7"),
    ("不客气", "thanked", "yakeshi", "五 办公用语8"),
    ("不用谢", "thanked", "yakeshi", "五 办公用语8"),
    ("这是我应该做的", "thanked", "yakeshi", "五 办公用语8"),
    ("很抱歉", "dissatisfied", "yakeshi", "五 办公用语9"),
    ("实在对不起", "dissatisfied", "yakeshi", "五 办公用语9"),
    ("请原谅", "dissatisfied", "yakeshi", "五 办公用语9"),
    ("请别着急", "dissatisfied", "yakeshi", "五 办公用语9"),
    ("请多提宝贵意见", "dissatisfied", "yakeshi", "五 办公用语9"),
    ("谢谢您的意见，我们会尽快研究解决", "dissatisfied", "yakeshi", "五 办公用语9"),
    ("请问您有什么事情需要帮助？", "consultation", "yakeshi", "五 办公用语10"),
    ("有什么需要请讲，我们会尽量帮您", "consultation", "yakeshi", "五 办公用语10"),
    ("请您理解，我们是按照政策办理的", "consultation", "yakeshi", "五 办公用语10"),
    ("您好，这里是牙克石市社保局", "phone_opening", "yakeshi", "五 电话用语1"),
    ("您好，这里是清水县医保中心", "phone_opening", "yakeshi", "五 电话用语1"),
    ("请问", "consultation", "yakeshi", "五 电话用语1"),
    ("您请讲", "phone_opening", "yakeshi", "五 电话用语1"),
    ("请问您找哪一位？", "phone_person_sought", "yakeshi", "五 电话用语2"),
    ("请稍后", "phone_person_sought", "yakeshi", "五 电话用语2"),
    ("对不起，王科长不在，有什么事需要转告吗？", "phone_person_absent", "yakeshi", "五 电话用语2"),
    ("请问您要咨询什么问题？", "phone_consultation", "yakeshi", "五 电话用语3"),
    ("请您慢慢讲，不要着急", "phone_consultation", "yakeshi", "五 电话用语3"),
    ("对不起，我没听清楚，请您重复一遍，好吗？", "phone_unclear", "yakeshi", "五 电话用语3"),
    ("对不起，您咨询的问题由医保窗口负责，请打电话6612345", "phone_other_window", "yakeshi", "五 电话用语3"),
    ("您打错了，这里是牙克石市社保局", "phone_wrong_number", "yakeshi", "五 电话用语4"),
    ("再见", "done", "yakeshi", "五 电话用语4"),
    ("您好，请问是清水县医院单位吗？", "phone_calling_out", "yakeshi", "五 电话用语5"),
    ("请找一下李红女士，谢谢", "phone_calling_out", "yakeshi", "五 电话用语5"),
    ("您好，您需要办理什么业务", "arrival", "wenshang", "七1(1)"),
    ("再见，请慢走", "done", "wenshang", "七1(2)"),
    ("请稍等", "please_wait", "wenshang", "七1(3)"),
    ("对不起，让您久等了", "long_wait", "wenshang", "七1(4)"),
    ("对不起，请到社保窗口办理", "wrong_window", "wenshang", "七1(5)"),
    ("对不起，您填错了，请您重新填一份", "form_wrong", "wenshang", "七1(6)"),
    ("请收好", "papers_returned", "wenshang", "七1(7)"),
    ("请您清点一下", "papers_returned", "wenshang", "七1(7)"),
    ("对不起，请您原谅", "own_error", "wenshang", "七1(8)"),
    ("实在对不起", "dissatisfied", "wenshang", "七1(8)"),
    ("对不起，请自觉排队", "queue_jumping", "wenshang", "七1(9)"),
    ("对不起，有点急事，请您稍等", "called_away", "wenshang", "七1(10)"),
    ("对不起，您的租房合同材料不符合业务要求，请按要求提供", "papers_not_acceptable", "wenshang", "七1(11)"),
    ("实在对不起，您的要求不符合业务办理规定，我们暂时还无法满足你", "cannot_meet", "wenshang", "七1(12)"),
    ("您好，这里是医保窗口，请问有什么可以帮您", "phone_opening", "wenshang", "七2(1)"),
    ("请稍等，我马上转告", "phone_person_sought", "wenshang", "七2(2)"),
    ("王科长不在，若需要帮助，我可以帮您转告", "phone_person_absent", "wenshang", "七2(3)"),
    ("对不起，您打错了，这里是民政局", "phone_wrong_number", "wenshang", "七2(4)"),
    ("您好，我是社保局小李，能否请王经理接个电话，谢谢", "phone_calling_out", "wenshang", "七2(5)"),
    ("请稍等，我帮您查询一下", "phone_other_window", "wenshang", "七2(6)"),
    ("请您拨打医保窗口电话查询一下", "phone_other_window", "wenshang", "七2(6)"),
]

HARMLESS = [
    "您看这样行不行？",
    "您看这样行不行",
    "不知道您带身份证了吗？",
    "不知道您带身份证了吗",
    "您不清楚的地方尽管问。",
    "您不清楚的地方尽管问",
    "办这个不是什么大麻烦。",
    "给您添了大麻烦",
    "祝您生意兴隆、财源滚滚。",
    "祝您财源滚滚",
    "这笔费用不归属借款申请人。",
    "不归属借款申请人",
]

FORMS = ["plain", "in_a_sentence", "without_punctuation", "traditional", "full_width", "spaced"]


@cache
def _traditional():
    return pytest.importorskip("opencc").OpenCC("s2t")


def _form(phrase: str, form: str) -> str:
    """The phrase as it may stand in a text."""
    if form == "in_a_sentence":
        return f"这件事嘛，{phrase.rstrip('？')}，就这样。"
    if form == "without_punctuation":
        return re.sub(r"\W", "", phrase)
    if form == "traditional":
        return _traditional().convert(phrase)
    if form == "full_width":
        return "".join(chr(ord(character) + 0xFEE0) if "!" <= character <= "~" else character for character in phrase)
    return " ".join(phrase) if form == "spaced" else phrase


def _forbidden(report):
    return [finding for finding in report.findings if finding.kind == "forbidden"]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(("phrase", "category", "document", "clause"), FORBIDDEN)
def test_every_forbidden_phrase_is_found_and_cites_its_clause(said, phrase, category, document, clause, form):
    findings = [f for f in _forbidden(said(_form(phrase, form))) if f.category == category and f.status == "violation"]
    assert findings
    assert (document, clause) in {(basis.document, basis.clause) for f in findings for basis in f.basis}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(("phrase", "situation", "document", "clause"), POLITE)
def test_every_polite_phrase_is_found_and_never_faulted(said, phrase, situation, document, clause, form):
    report = said(_form(phrase, form))
    assert not _forbidden(report)
    cited = {(basis.document, basis.clause) for e in report.courtesy.expressions for basis in e.basis}
    assert (document, clause) in cited


@pytest.mark.parametrize("text", HARMLESS)
def test_harmless_longer_words_raise_nothing(said, text):
    assert not _forbidden(said(text))


@pytest.mark.parametrize(
    ("text", "clause"),
    [
        ("请您到3号窗口办理，如果有什么问题，可以再找我咨询", "五 办公用语2"),
        ("请到二十一号窗口办理，如果有什么问题，可以再找我咨询", "五 办公用语2"),
        ("请您到A12号窗口办理，如果有什么问题，可以再找我咨询", "五 办公用语2"),
        ("我们将在4月12日前为您办理完毕", "五 办公用语6"),
        ("我们将在两个小时内给您答复", "五 办公用语6"),
    ],
)
def test_slots_take_real_fillings(said, text, clause):
    assert clause in {basis.clause for e in said(text).courtesy.expressions for basis in e.basis}


def test_the_citizens_words_are_never_a_fault(checker):
    from checker import Conversation, Turn

    turns = [Turn("您好，请讲。", "clerk"), *(Turn(phrase, "citizen") for phrase, *_ in FORBIDDEN)]
    assert not _forbidden(checker.check(Conversation(tuple(turns))))
