"""Papers that are named and not asked for: where money goes, what is written in a paper or done by it, whose paper it is."""

import pytest

from checker.engine import Checker
from checker.model import Conversation, Matter, Turn

LEFT_OUT = [
    # where the money goes
    (("身份证", "银行卡"), "身份证带来，补助发到您的银行卡。", ["银行卡"]),
    (("身份证", "惠农一卡通"), "身份证复印一张，钱直接打进一卡通，月底到账。", ["惠农一卡通"]),
    (("身份证", "存折"), "身份证拿来，养老金每月打到老人的存折上。", ["存折"]),
    (("身份证", "银行卡"), "身份证带来，钱打到银行卡，卡号报给我。", []),
    (("身份证", "银行卡"), "身份证、银行卡带来，钱打到卡上。", []),
    (("身份证", "社会保障卡"), "身份证。你自己的社保卡，钱打那里头。", []),
    (("身份证", "社会保障卡"), "身份证带来。报销的钱会进您社保卡账户。", ["社会保障卡"]),
    (("身份证", "银行卡"), "身份证。津贴次月发放至本人银行卡。", ["银行卡"]),
    # written in a paper, done by it
    (("申请书", "公司章程"), "申请书盖章。这项业务要先写进公司章程。", ["公司章程"]),
    (("申请书", "应急预案"), "申请书交来，我们到场抽查工人按预案演练的情况。", ["应急预案"]),
    (("申请书", "物业合同"), "申请书。物业按合同约定维修。", ["物业合同"]),
    (("申请书", "公司章程"), "申请书。章程里没有这项的要先改。", ["公司章程"]),
    (("申请书", "安全管理制度"), "申请书。我们会检查安全管理制度落实情况。", ["安全管理制度"]),
    (("申请表", "营业执照"), "申请表一份。已经领了营业执照满一年的才能报。", ["营业执照"]),
    (("申请书", "公司章程"), "申请书、章程各一份，业务要写进章程里。", []),
    (("申请书", "应急预案"), "申请书，应急预案打印一份。", []),
    (("申请表", "劳动合同"), "申请表，劳动合同满一年的那份拿来。", []),
    (("申请书", "安全管理制度"), "申请书，安全管理制度要上墙，再打印一份给我。", []),
    (("申请书", "公司章程"), "申请书；公司章程（载明劳务派遣业务）。", []),
    # what the office hands out
    (("身份证", "邻居同意的书面证明"), "身份证带来，我录系统，证明当场打给您。", ["邻居同意的书面证明"]),
    # a question about what stands there
    (("身份证", "户口簿"), "身份证带上。户口本上孩子名字上了吧？没上系统过不去。", ["户口簿"]),
    (("身份证", "户口簿"), "身份证带上。户口本上有孩子名字吧？把户口本带来。", []),
    # whose it is
    (("法定代表人身份证明", "营业执照"), "执照，经办人的身份证。", ["法定代表人身份证明"]),
    (("负责人身份证", "营业执照"), "执照，还有来办事的人的身份证。", ["负责人身份证"]),
    (("法定代表人身份证明", "营业执照"), "执照，法人和经办人的身份证。", []),
    (("经办人身份证", "营业执照"), "执照，经办人的身份证。", []),
    (("法定代表人或经办人身份证", "营业执照"), "执照，经办人的身份证。", []),
]


@pytest.mark.parametrize(("papers", "said", "left_out"), LEFT_OUT)
def test_what_is_named_and_not_asked_for_is_left_out(
    ruling: Checker, papers: tuple[str, ...], said: str, left_out: list[str]
) -> None:
    turns = (Turn("请问怎么办，要带什么？", "citizen"), Turn(said, "clerk"))
    matter = Matter(name="测试事项", materials=papers)
    notice = ruling.check(Conversation(turns, channel="window", profile="wenshang", matter=matter)).notice
    assert notice is not None
    assert list(notice.elements["materials"].missing) == left_out
