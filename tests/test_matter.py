"""Service guides: imported from exports, written as TOML, found by what is said, rendered as one-time notices."""

import csv
import json
from pathlib import Path

import pytest

from checker.engine import Checker
from checker.errors import LexiconError, SourceError
from checker.matters import MatterIndex, import_guides, load_matters, require, toml_of
from checker.matters.finding import sure
from checker.model import Conversation, Matter, Turn
from checker.reports.sheet import sheet_from, sheet_of, text_of, write_docx

RECORD = {
    "id": "1",
    "fields": {
        "TASK_NAME": "河道采砂许可", "DEPT_NAME": "清河县水务局", "handle_location": "办理地点：清河路1号",
        "handle_time_limit": "7(工作日)", "handle_time": "20(工作日)", "consult_phone": "0000-8210001",
        "materials": ["申请书", "身份证"],
    },
}  # fmt: skip


@pytest.fixture(scope="module")
def shipped() -> MatterIndex:
    return MatterIndex(load_matters())


def test_shipped_guides_are_complete(shipped: MatterIndex) -> None:
    assert len(shipped.matters) >= 12
    for matter in shipped.matters.values():
        assert matter.materials and matter.time_limit and matter.department and matter.basis and matter.aliases
        assert not sheet_of(matter).lacking


def test_json_lines(tmp_path: Path) -> None:
    path = tmp_path / "guides.jsonl"
    path.write_text("\n".join([json.dumps(RECORD, ensure_ascii=False), "{broken", json.dumps({"fields": {}})]), "utf-8")
    imported = import_guides(path)
    (matter,) = imported.matters
    assert (matter.name, matter.time_limit, matter.place) == ("河道采砂许可", "7个工作日", "清河路1号")
    assert matter.materials == ("申请书", "身份证")
    assert imported.rows == 3
    assert [problem.line for problem in imported.problems] == [2, 3]


def test_csv_and_envelope(tmp_path: Path) -> None:
    table = tmp_path / "guides.csv"
    with table.open("w", encoding="gb18030", newline="") as file:
        csv.writer(file).writerows(
            [["事项名称", "申请材料", "承诺时限"], ["取水许可", "1. 申请书\n2. 位置说明", "45日"]]
        )
    (matter,) = import_guides(table).matters
    assert matter == Matter("取水许可", materials=("申请书", "位置说明"), time_limit="45日")
    envelope = tmp_path / "guides.json"
    envelope.write_text(json.dumps({"data": {"list": [RECORD]}}, ensure_ascii=False), "utf-8")
    assert import_guides(envelope).matters[0].name == "河道采砂许可"


def test_xlsx(tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    for row in (
        ["清河县办事指南"],
        ["事项名称", "所需材料", "联系电话"],
        ["林木采伐", "申请表；林权证", "0000-8210002"],
    ):
        book.active.append(row)
    book.save(tmp_path / "guides.xlsx")
    (matter,) = import_guides(tmp_path / "guides.xlsx").matters
    assert (matter.name, matter.materials) == ("林木采伐", ("申请表", "林权证"))


def test_same_name_is_kept_apart(tmp_path: Path) -> None:
    other = {"fields": {**RECORD["fields"], "DEPT_NAME": "清河市水务局"}}  # type: ignore[dict-item]
    path = tmp_path / "guides.jsonl"
    path.write_text("\n".join(json.dumps(each, ensure_ascii=False) for each in (RECORD, RECORD, other)), "utf-8")
    imported = import_guides(path)
    assert [matter.name for matter in imported.matters] == ["河道采砂许可", "河道采砂许可（清河市水务局）"]
    assert len(imported.problems) == 1


def test_toml_round_trip(tmp_path: Path, shipped: MatterIndex) -> None:
    (tmp_path / "matters").mkdir()
    (tmp_path / "matters" / "own.toml").write_text(toml_of(list(shipped.matters.values())), "utf-8")
    assert load_matters([tmp_path], own=True) == dict(shipped.matters)


def test_faults_are_reported_with_their_line(tmp_path: Path) -> None:
    (tmp_path / "matters").mkdir()
    (tmp_path / "matters" / "own.toml").write_text('[[entry]]\nname = "甲"\nmaterial = ["身份证"]\n', "utf-8")
    with pytest.raises(LexiconError, match=r"own\.toml:3.*是不是 materials"):
        load_matters([tmp_path])


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("补办社保卡", "社会保障卡补领"),
        ("社保卡丢了怎么补", "社会保障卡补领"),
        ("我妈今年八十了，高龄津贴怎么申请？", "高龄津贴申领"),
        ("失业登记现在怎么弄", "就业创业证申领"),
    ],
)
def test_found_and_sure(shipped: MatterIndex, said: str, name: str) -> None:
    meant = sure(shipped.find(said))
    assert meant is not None
    assert meant.name == name


@pytest.mark.parametrize("said", ["孩子上户口", "居住证签注", "工伤医疗费用报销", "灵活就业社保补贴", ""])
def test_not_sure(shipped: MatterIndex, said: str) -> None:
    assert sure(shipped.find(said)) is None


def test_unknown_matter_names_the_nearest(shipped: MatterIndex) -> None:
    with pytest.raises(SourceError, match="工伤认定"):
        require("工伤医疗费用报销", shipped)


def test_named_matter_is_looked_up() -> None:
    turns = (Turn("社保卡怎么补？", "citizen"), Turn("带身份证来，20个工作日拿卡。", "clerk"))
    report = Checker(detecting=False).check(Conversation(turns, profile="wenshang", matter=Matter("社会保障卡补领")))
    assert report.notice is not None
    assert report.notice.elements["time_limit"].status == "wrong"
    assert report.notice.elements["materials"].status == "told"


def test_own_matter_is_found_and_said(tmp_path: Path) -> None:
    (tmp_path / "matters").mkdir()
    own = Matter("河道采砂许可", materials=("申请书",), time_limit="7个工作日", aliases=("采砂许可",))
    (tmp_path / "matters" / "own.toml").write_text(toml_of([own]), "utf-8")
    turns = (Turn("河道采砂许可怎么办？", "citizen"), Turn("带申请书来，9个工作日办结。", "clerk"))
    report = Checker([tmp_path], detecting=False).check(Conversation(turns, profile="wenshang"))
    assert any("河道采砂许可" in note for note in report.notes)
    assert report.notice is not None
    assert report.notice.elements["time_limit"].status == "wrong"


def test_conditional_material_counts_only_in_its_case(shipped: MatterIndex) -> None:
    checker = Checker(detecting=False)
    matter = shipped.matters["社会保障卡补领"]

    def missing(ask: str) -> tuple[str, ...]:
        turns = (Turn(ask, "citizen"), Turn("带身份证来，当场办结。", "clerk"))
        report = checker.check(Conversation(turns, profile="wenshang", matter=matter))
        assert report.notice is not None
        return report.notice.elements["materials"].missing

    assert missing("社保卡怎么补？") == ()
    assert missing("我想委托别人代办，社保卡怎么补？") == ("委托书和代办人身份证",)


def test_sheet_of_a_conversation_marks_what_was_not_told(shipped: MatterIndex) -> None:
    checker = Checker(detecting=False)
    turns = (Turn("居住证怎么办？", "citizen"), Turn("带身份证来就行。", "clerk"))
    conversation = Conversation(turns, profile="wenshang", matter=shipped.matters["居住证申领"])
    sheet = sheet_from(conversation, checker.check(conversation), {})
    assert set(sheet.lacking) >= {"办理时限", "所需材料"}
    assert "还要告知：一寸白底照片" in text_of(sheet)
    assert "指南：15日" in text_of(sheet)


def test_docx(tmp_path: Path, shipped: MatterIndex) -> None:
    docx = pytest.importorskip("docx")
    path = tmp_path / "notice.docx"
    write_docx(sheet_of(shipped.matters["工伤认定"]), path)
    (table,) = docx.Document(str(path)).tables
    cells = {row.cells[0].text: row.cells[1].text for row in table.rows}
    assert cells["办理时限"] == "60日"
    assert "1. 工伤认定申请表" in cells["所需材料"]
