"""Papers pointed back at: those that the citizen named or handed in, and what an earlier step brings."""

from collections.abc import Sequence
from typing import Any

import pytest

from checker.engine import Checker
from checker.model import Conversation, Matter, Turn
from checker.rules.notice.documents import Documents, Told
from checker.rules.notice.pointed import MOST

POINTED = [
    (
        ("残疾证", "户口簿", "申请表"),
        "残疾证、户口本我都有，怎么申请轮椅？",
        "您刚才说的那两样带来，来了填张申请表。",
        [],
    ),
    (
        ("不动产权证书", "身份证", "申请表"),
        "房本和身份证都在我这儿，还要啥？",
        "你讲的这几样都复印，再填个申请表。",
        [],
    ),
    (("结婚证", "户口簿", "照片"), "结婚证、户口本带来了。", "这两样我收下了，再交两张照片。", []),
    (("营业执照", "身份证", "申请表"), "执照和身份证给您。", "那两个我扫描好了，还您。申请表签个字。", []),
    (("驾驶证", "身份证", "体检证明"), "驾照身份证我手上有。", "您有的那两样都拿来，另外去开个体检证明。", []),
    (
        ("验收合格证书", "登记表"),
        "新锅炉怎么登记？",
        "1、请厂家报特检所，拿到验收合格证书；\n2、填登记表；\n3、交登记表和第1步拿到的那张。",
        [],
    ),
    (("身份证", "户口簿", "照片"), "身份证户口本我都带了。", "你手里这两样够了，照片再补两张。", []),
    (("身份证", "户口簿", "照片"), "身份证户口本我都带了。", "您带的证件我都收了，照片再补两张。", []),
    (("毕业证", "成绩单", "申请表"), "毕业证、成绩单要不要？", "上面您列的都要，申请表来了填。", []),
    (("驾驶证", "行驶证", "照片"), "驾驶证、行驶证我传上来了。", "收到您传的两份，没问题，再传一张照片。", []),
    (("林权证", "身份证", "申请表"), "林权证有，申请表也填好了。", "你手上那两样都拍给我，身份证也发来。", []),
    (("决定书", "出院小结", "申请表"), "决定书、出院小结在我手里。", "您说的这些都用得上，再填申请表。", []),
    (
        ("火化证明", "逝者身份证", "户口簿"),
        "火化证和他的身份证我带着。",
        "这两样我看看……对的，就是这两样。户口本也要。",
        [],
    ),
    # what was not named, what is not there, and what is not asked for
    (("驾驶证", "照片"), "驾驶证我传上来了。", "收到您传的那张，看不清，照片要带。", ["驾驶证"]),
    (
        ("驾驶证", "行驶证", "照片"),
        "驾驶证、行驶证我传上来了。",
        "没收到您传的那两份，照片要带。",
        ["驾驶证", "行驶证"],
    ),
    (
        ("驾驶证", "行驶证", "照片"),
        "驾驶证、行驶证发了。",
        "收到您发的那两份，都不清楚，照片要带。",
        ["驾驶证", "行驶证"],
    ),
    (
        ("残疾证", "户口簿", "申请表"),
        "残疾证我有，怎么申请轮椅？",
        "您刚才说的那样带来，来了填张申请表。",
        ["户口簿"],
    ),
    (
        ("结婚证", "户口簿", "照片"),
        "户口本和身份证有，结婚证丢了。",
        "您说的那两样带来，照片两张。",
        ["结婚证"],
    ),
    (("结婚证", "照片"), "结婚证要不要？", "您说的情况我们看了，照片两张带来。", ["结婚证"]),
    (("营业执照", "照片"), "执照要带吗？", "照片两张。您说的那些到时候再说。", ["营业执照"]),
    (("户口簿", "照片"), "户口本在老家。", "照片两张，这些我记下了。", ["户口簿"]),
    # other verbs than those that ask for papers or take them in, and papers refused
    (("结婚证", "照片"), "他拿着结婚证不还给我。", "您说的这些要去法院解决，照片两张带来。", ["结婚证"]),
    (
        ("结婚证", "户口簿", "照片"),
        "结婚证户口本被老公藏起来了。",
        "这些我都登记了，照片两张带来。",
        ["结婚证", "户口簿"],
    ),
    (
        ("结婚证", "户口簿", "照片"),
        "上次你们窗口说结婚证户口本都得原件，态度很差。",
        "您说的这些问题要核实，照片两张带来。",
        ["结婚证", "户口簿"],
    ),
    (
        ("结婚证", "户口簿", "照片"),
        "结婚证户口本都泡水坏了。",
        "您说的那两样要先补办，照片两张带来。",
        ["结婚证", "户口簿"],
    ),
    (("结婚证", "户口簿", "照片"), "结婚证和户口本。", "您刚说的那两样要不得，照片两张带来。", ["结婚证", "户口簿"]),
    (
        ("结婚证", "户口簿", "照片"),
        "结婚证和户口本。",
        "您带的材料我看不了，去二楼，照片两张带来。",
        ["结婚证", "户口簿"],
    ),
    (
        ("结婚证", "户口簿", "照片"),
        "结婚证、户口本在这里。",
        "这两样我看了，不对，照片两张带来。",
        ["结婚证", "户口簿"],
    ),
    (
        ("结婚证", "户口簿", "照片"),
        "结婚证户口本在这。",
        "那两个我核了，都过期了，照片两张带来。",
        ["结婚证", "户口簿"],
    ),
    (("身份证", "户口簿", "照片"), "身份证和户口本我放家里了。", "您带的收好，照片两张带来。", ["身份证", "户口簿"]),
    (
        ("不动产权证书", "申请表"),
        "房产证办了三年没下来。",
        "你刚才说的那些事要印证一下，申请表填一下。",
        ["不动产权证书"],
    ),
    (
        ("身份证", "不动产权证书", "申请表"),
        "身份证、房产证都带吗？",
        "您说的都要看情况，申请表填一下。",
        ["身份证", "不动产权证书"],
    ),
    (
        ("结婚证", "户口簿", "照片"),
        "结婚证、户口本在这里。",
        "这两样我收了，已经过期，照片两张带来。",
        ["结婚证", "户口簿"],
    ),
    (
        ("结婚证", "户口簿", "照片"),
        "结婚证户口本我放家里了。",
        "您带的东西都复印好了，照片两张带来。",
        ["结婚证", "户口簿"],
    ),
    # papers at home can be asked for
    (("身份证", "户口簿", "照片"), "身份证和户口本我放家里了。", "您说的那两样带来，照片两张。", []),
    (("身份证", "户口簿", "照片"), "身份证、户口本在这里。", "这两样我看过了，没问题，照片两张带来。", []),
]


@pytest.mark.parametrize(("papers", "asked", "said", "left_out"), POINTED)
def test_what_is_pointed_back_at_is_told(
    ruling: Checker, papers: tuple[str, ...], asked: str, said: str, left_out: list[str]
) -> None:
    turns = (Turn(asked, "citizen"), Turn(said, "clerk"))
    matter = Matter(name="测试事项", materials=papers)
    notice = ruling.check(Conversation(turns, channel="window", profile="wenshang", matter=matter)).notice
    assert notice is not None
    assert list(notice.elements["materials"].missing) == left_out


def test_of_many_pointers_few_are_followed(ruling: Checker, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each costs a comparison with the whole guide."""
    compared: list[str] = []
    compare = Documents.compare

    def counted(self: Documents, materials: Sequence[str], text: str, *names: Any) -> list[Told]:
        compared.append(text)
        return compare(self, materials, text, *names)

    monkeypatch.setattr(Documents, "compare", counted)
    turns = [Turn("残疾证、户口本我都有，怎么申请轮椅？", "citizen")]
    for number in range(20):
        turns += [Turn("您刚才说的那两样带来，来了填张申请表。", "clerk"), Turn(f"身份证要{number}份吗？", "citizen")]
    matter = Matter(name="测试事项", materials=("残疾证", "户口簿", "申请表", "照片"))
    report = ruling.check(Conversation(tuple(turns), channel="window", profile="wenshang", matter=matter))
    assert report.notice is not None
    assert 1 < len(compared) <= 1 + MOST
