"""Personal data is masked, character for character; amounts, dates, numbers of laws and offices' own numbers are not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker import CheckerError
from checker.masking import Masker, mask, masker, neutral_cell
from checker.masking.numbers import is_bank_card, is_identity

MASKED = [
    # identity cards: 18 digits with checksum, 15 digits, spaced, full width, with a wrong checksum behind 身份证
    ("身份证11010519491231002X。", "身份证110***********002X。"),
    ("11010519491231002X", "110***********002X"),
    ("110105 19491231 002X", "110*** ******** 002X"),
    ("１１０１０５１９４９１２３１００２Ｘ", "１１０***********００２Ｘ"),
    ("一一零一零五一九四九一二三一零零二X", "一一零***********零零二X"),
    ("老身份证110105491231002", "老身份证110********1002"),
    ("身份证号是110105194912310021", "身份证号是1101**********0021"),
    # mobile telephones
    ("打13800138000", "打138****8000"),
    ("138-0013-8000", "138-****-8000"),
    ("138 0013 8000", "138 **** 8000"),
    ("+86 13800138000", "+86 138****8000"),
    ("8613800138000", "86138****8000"),
    ("１３８００１３８０００", "１３８****８０００"),
    ("一三八零零一三八零零零", "一三八****八零零零"),
    ("幺三八，零零幺三，八零零零", "幺三八，****，八零零零"),
    ("1 3 8 0 0 1 3 8 0 0 0", "1 3 8 * * * * 8 0 0 0"),
    ("13800138000、13900139000", "138****8000、139****9000"),
    ("13800138000 13900139000", "138****8000 139****9000"),
    # landlines of persons
    ("家里座机0731-88881234", "家里座机0731-******34"),
    ("我家电话62123456", "我家电话62****56"),
    # bank cards by Luhn; other account numbers behind 卡号
    ("6222021234567894", "6222********7894"),
    ("6222 0212 3456 7894", "6222 **** **** 7894"),
    ("卡号622202123456789012", "卡号6222**********9012"),
    # names
    ("我叫张伟来办社保", "我叫张*来办社保"),
    ("姓名：欧阳小锋", "姓名：欧***"),
    ("姓名王小明，", "姓名王**，"),
    ("我是李梅，", "我是李*，"),
    ("申请人：赵六 事项", "申请人：赵* 事项"),
    ("我爱人叫刘小芳，在医院", "我爱人叫刘**，在医院"),
    ("姓名：阿依古丽·买买提", "姓名：****·***"),
    # addresses and plates
    ("我住幸福路18号3栋2单元501室", "我住***************"),
    ("地址北京市海淀区中关村大街27号1101室", "地址北京市海淀区*************"),
    ("阳光花园3栋501，", "*********，"),
    ("家住李家村三组12号", "家住********"),
    ("湘A12345停在门口", "湘A***45停在门口"),
    ("京AD12345", "京A****45"),
    ("粤B·6K9T1", "粤B·***T1"),
]
KEPT = [
    "一共13800138000元",
    "缴了1,380,013,800.00元",
    "2026-11-21 09:30:00 来的",
    "2026年11月21日至2027年11月21日",
    "(2026)湘0422民初1234号",
    "国发〔2026〕12号、人社部发〔2026〕1234567号",
    "请打12345或者12333",
    "咨询电话0734-6212345",
    "监督电话是0734-6212345",
    "客服热线400-820-8820",
    "受理号13812345678",
    "订单6222021234567894",
    "社会信用代码914304220000000000",
    "15 30 45 60 120",
    "一、二、三、四、五、六、七、八、九、十、十一、十二",
    "6222021234567895",
    "110105194913310021",
    "您到人民路8号政务服务中心3号窗口",
    "到二楼5号窗口，工号017",
    "我叫车来的，我叫你等着，我叫张主任来",
    "我是高中老师，我是党员，我是原告。",
    "姓名和身份证要一致，姓名栏写错了，曾用名也要写",
    "申请人应当本人到场，本人签名",
    "免贵姓王",
    "我叫什么名字你不知道？",
    "新冠疫苗A12接种点",
    "",
]
HOSTILE = [
    "1" * 20_000,
    "一" * 20_000,
    "我叫" * 5_000,
    "路1号" * 5_000,
    "1 " * 20_000,
    "中" * 20_000 + "路",
    "3栋" * 7_000,
]


@pytest.mark.parametrize(("text", "expected"), MASKED)
def test_personal_data_is_masked(text, expected):
    assert mask(text) == expected


@pytest.mark.parametrize("text", KEPT)
def test_what_is_not_personal_stays(text):
    assert mask(text) == text


PIECES = st.sampled_from([text for text, _ in MASKED] + KEPT + [expected for _, expected in MASKED])
LETTERS = st.text(alphabet="0123456789零一二三幺八九十Xx*我叫姓名是：，。- 张王路号栋单元室村湘A·住", max_size=60)
TEXTS = st.lists(st.one_of(PIECES, LETTERS, st.text(max_size=12)), max_size=6).map("".join)


@given(TEXTS)
def test_length_holds_and_masking_twice_is_masking_once(text):
    masked = mask(text)
    assert len(masked) == len(text)
    assert mask(masked) == masked
    assert all(one in ("*", other) for one, other in zip(masked, text, strict=True))


@given(st.lists(TEXTS, max_size=8))
def test_many_at_once_are_as_one_by_one(texts):
    assert masker().mask_all(texts) == [mask(text) for text in texts]


@pytest.mark.parametrize("text", HOSTILE, ids=len)
def test_hostile_text_ends(text):
    assert len(mask(text)) == len(text)


def test_fields_are_known_by_their_names():
    given = {"姓名": "张伟", "phone": "13800138000", "手机": 13800138000, "标签": ["我叫张伟，", {"name": "张伟"}],
             "queue": 12, "rate": 1.5, "vip": True, "none": None, "身份证号": "110105194912310021"}  # fmt: skip
    assert masker().mask_value(given) == {
        "姓名": "张*", "phone": "138****8000", "手机": "138****8000", "标签": ["我叫张*，", {"name": "张*"}],
        "queue": 12, "rate": 1.5, "vip": True, "none": None, "身份证号": "1101**********0021",
    }  # fmt: skip


@pytest.mark.parametrize(("label", "expected"), [("张伟", "张*"), ("13800138000", "138****8000"), ("客A1", "客A1")])
def test_labels_that_are_names(label, expected):
    assert masker().mask_name(label) == expected


def test_an_agency_adds_words(tmp_path):
    (tmp_path / "masking.toml").write_text('name_cues = ["社员"]\n', encoding="utf-8")
    assert Masker([tmp_path]).mask("社员王小明，") == "社员王**，"
    (tmp_path / "masking.toml").write_text("name_cue = []\n", encoding="utf-8")
    with pytest.raises(CheckerError, match="name_cue"):
        Masker([tmp_path])


@given(st.integers(0, 10**14))
def test_luhn_finds_every_single_wrong_digit(number):
    digits = next(card for check in range(10) if is_bank_card(card := f"6{number:014}{check}"))
    wrong = [digits[:1] + str((int(digits[1]) + step) % 10) + digits[2:] for step in range(1, 10)]
    assert not any(map(is_bank_card, wrong))


@pytest.mark.parametrize(
    "digits", ["110105194902310021", "990105194912310021", "11010519491231002", "1" * 18, "1x" * 9]
)
def test_numbers_that_are_no_identity(digits):
    assert not is_identity(digits)


@pytest.mark.parametrize("text", ["=1+1", "+86", "-1", "@a", "\t=1", "\r=1", "＝1"])
def test_cells_that_begin_like_formulas_are_neutralised(text):
    assert neutral_cell(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "您好", "1+1=2", "a@b"])
def test_other_cells_stay(text):
    assert neutral_cell(text) == text
