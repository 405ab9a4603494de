"""The department named by the clerk against the service guide's, in all the ways people name it."""

import pytest

from checker.rules.notice.departments import department_agrees
from checker.rules.notice.talk import plain
from checker.text import fold

SAME = [
    ("县人社局工伤保险科", "到三楼305工伤保险科办。"),
    ("市人力资源和社会保障局工伤保险科", "材料交到305工伤保险科就行。"),
    ("县失业保险中心", "就是我们失业保险科受理。"),
    ("县人社局工伤保险股", "就是我们工伤股办。"),
    ("县社会保险事业管理中心", "归我们社保局管。"),
    ("县社会保险事业管理中心养老保险股", "就是我们养老股受理。"),
    ("县自然资源局不动产登记中心", "到一楼A区12不动产登记中心申请。"),
    ("县民政局社会救助股", "由镇民政办受理，县民政局社会救助科审批。"),
    ("县民政局社会救助股", "就是我们这个救助股。"),
    ("县市场监督管理局登记注册股", "就在我们注册登记科，三楼308。"),
    ("县市场监督管理局登记注册股", "由市监局注册股承办。"),
    ("县教育局基础教育股", "找基教股办。"),
    ("县交通运输局", "由县交通局受理。"),
    ("县劳动人事争议仲裁院", "到仲裁院提出申请。"),
    ("县林业局", "到县林草局资源股申请。"),
    ("户籍所在地村民委员会", "向村委会申报。"),
]
OTHER = [
    ("县人社局工伤保险科", "由县医保局待遇科受理。"),
    ("县失业保险中心", "就是我们养老保险科受理。"),
    ("县民政局社会救助股", "就是我们双拥股受理。"),
    ("县人社局工伤保险科", "到三楼305养老保险科办。"),
    ("县教育局基础教育股", "由教育局职成股办理。"),
    ("县公安局车辆管理所", "找运管所登记。"),
    ("县交通运输局", "由县交警大队受理。"),
]


@pytest.mark.parametrize(("guide", "said"), SAME)
def test_one_department_by_many_names(guide: str, said: str) -> None:
    assert department_agrees(plain(fold(said)), guide)


@pytest.mark.parametrize(("guide", "said"), OTHER)
def test_another_department(guide: str, said: str) -> None:
    assert not department_agrees(plain(fold(said)), guide)
