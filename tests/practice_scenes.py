"""What the tests of practice share: one Practice on the shipped scenarios, and a small scenario of their own."""

from __future__ import annotations

from functools import cache

from checker.practice.session import Practice

SCENARIO = """course = "试课"

[[entry]]
id = "own-window"
title = "问路"
situation = "wrong_window"
level = 1
setting = "医保在二楼6号窗口。"
basis = [{ document = "yakeshi", clause = "五 办公用语2" }]
  [[entry.step]]
  id = "ask"
  citizen = "住院的票在这儿报不？"
  require = [{ kind = "say", name = "referral", words = ["{二|2}楼"] }, { kind = "say", name = "apology" }]
  react = [
    { when = "fault", citizen = "你什么态度！", goto = "end" },
    { when = "missed", of = ["referral"], citizen = "那上哪儿报？", goto = "again" },
    { when = "met", citizen = "好。" },
  ]
  model = "对不起，请您到二楼6号窗口。"
    [[entry.step.forbid]]
    id = "sigh"
    words = ["烦死"]
    title = "不叹气"
    why = "不给人脸色"
    say_instead = ["您慢慢说。"]
    basis = [{ document = "renshe", clause = "一(三)" }]
  [[entry.step]]
  id = "close"
  citizen = "谢谢啊。"
  require = [{ kind = "point", name = "thanks_response" }]
  model = "不客气，请慢走。"
  [[entry.bad]]
  step = "ask"
  text = "对不起，这个您得找有关部门。"
  fails = "referral"
"""


@cache
def practice() -> Practice:
    """The shipped scenarios, loaded once a test run."""
    return Practice()
