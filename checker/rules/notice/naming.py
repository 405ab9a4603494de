"""A paper of a guide known by its head noun and by what tells it from the other papers of the same guide.

Clerks shorten a guide's long names: 可追溯电子信息设备清单 becomes 设备的那张单子, 职称证书补发申请表 the 补发表. A head of the right
family with a word before it that no other paper of the guide has names the paper; so does a bare head (填张表) where the guide has
only one paper of that family. 那张表 names nothing where it could be two.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from checker.deferred import deferred
from checker.rules.notice.described import Head
from checker.rules.notice.fitting import shared, shortened
from checker.rules.notice.heads import HeadNouns, Paper
from checker.rules.notice.needless import RUN_ON
from checker.rules.notice.papers import ASKS, sentences

Place = tuple[int, int]

_PLAIN = deferred(
    r"(?:的|和|跟|与|及|加|还有|那|这|个|张|份|本|些|种|一|两|俩|仨|几|各|写|填|好|了|交|带|拿|附|签|开|具|盖|章|过|要|有|把|是|上|领|给|您|你|恁|俺|咱|再|还|就|先|来|取|在|到|去|"
    r"申请|登记|申报|报名|审批|信息|情况|相关|有关|书面|正式|纸质|空白|个人|提交|提供|准备|递交|出示|复印|上传|需要|只要|手里|自己|帮|替|[他她它]们?|回去|[一两二三四几][块副套]|另外|赶紧)$"
)
"""What may stand between a head and its modifiers, or alone before a head."""
_MADE_INTO = deferred(r"(?:画|绘|写|做|列|打印?|制|编|汇总?|整理|装订|填|拟|印|扫描?|拍)成$")
"""What is drawn or written up is the content of a paper, no other paper: 把走道、出口画成示意图."""
_ITEM = deferred(r"^[，]{0,12}(?:[0-9一二三四五六七八九十]{1,2}[，、.)）]|[①-⒇（(])")
_ASKS_TOO = deferred(
    r"(?:自己|直接)(?:去|来|跟[^，。；]{1,8}|从[^，。；]{1,8}|到[^，。；]{1,8})?(?:查|调|核|比对|看)|签|盖|画|找|翻|[打拉](?:一|个|张|份)|放我|我收|都在|弄丢|没它|缺不得|少不了|离不了|离不开|必须有|得有|装订|别[扔丢]|[去到找][^，。；]{1,8}开|(?:带|拿|交)来(?!不便|的)|[里儿处口厅台上](?:有|发|领|取)(?:[，。；！？]|$)"
)
_OFFICES = deferred(
    r"(?:听取|征求|征询|审查|审核|核对|核查|查看|研究|批准|收到|根据|按照|依据|依照|对照|出台|制定|我们(?:会|就|再)?(?:给[您你]?)?(?:出|发|开|打|做)|"
    r"(?:(?:给|为)[您你](?:出|发|开|打|制|办)|[里局站所科股方中心窗口们]{1,2}(?:会|再|就|来|统一)?(?:出具?|核发|颁发|制作?|发)|核发|换发|颁发?|制发|出具|等[^，。；]{1,8}(?:出|开|发|批)|就(?:开|出|打|发)"
    r"|打印?(?:出|新))(?!的|过的|来的|好的|具|发)|(?:[批查核审章]|通过|公示|登记|合格)[后了完]?，?(?:再|就|最后)?(?:发|开|打|寄)给[您你])[^，。；]{0,6}$"
)
"""What the office does with a paper, or makes: it is not asked for; one that somebody has made (市场给您开的那张) is."""
_HANDED_OUT = deferred(
    r"(?:我们?|窗口)?(?:当场|现场|马上|立刻|随后|当天|就|都|会|再){0,2}(?:打|开|出|发|制|印|寄|送)(?:印|具|放)?(?:出来|好)?给[您你](?![的了])"
)
"""What the office hands out afterwards: 证明当场打给您."""
_OLD_PAPER = deferred(
    r"(?:原(?=[证本卡照])|原来|原先|以前|之前|过去|旧|老|烂|坏|破|撕|过期|到期)[^，。；！？、人户]{0,4}(?:证|本|卡|照|牌|那[本张个])"
)
_OLD = deferred(r"^[原旧老](?!件|因|户(?!口)|业主|单位|房主|产)")
"""A guide's 原行驶证 is the old one, whatever a clerk calls it."""
_RENEWS = deferred(r"换|补|延续|变更|注销|更新|续")
"""A matter of a certificate that there is already: the one certificate of its guide is the old one."""


_FORBIDS = deferred(r"(?:不要|不能|不得|不许|不准|别|莫|禁止|严禁)(?:再|去|乱|随便)?[^带拿交写填报传，。；]$")
"""What must not be done to something is said of no paper: 不要贴那个海绵."""
_POINTING, _POINTED = "那个", 6
"""The loose word that points, and so near what it points to."""
_ENDS = "。！？"
_LIST = 3
"""So many head nouns in one sentence are a list of what is needed, with no word that asks for them."""
_VERBAL = frozenset(
    {"规划", "计划", "方案", "决定", "批准", "许可", "记录", "承诺", "声明", "说明", "委托", "授权", "报告", "意见"}
)
_MODIFIES = deferred(
    r"的(?!复印|原件|扫描|话|钱|那|这|[个张份本页]|正|副|首|签|盖|纸|电子|内容|格式|模板|，|。|；|也|都)[\u4e00-\u9fff]"
)
"""水库在规划的养殖区里: what only describes a thing is no paper."""
_PROVES_THAT = deferred(r"证明(?:是|[您你我他她它]|自己|在|有)(?!的|签)")
"""What proves something is no certificate: 工友证言等证明是本厂职工."""
_CARD = "证"
"""The family of certificates and cards, of which everyone has many."""


_ACTS = "换补退减免缓延转注停复续迁销增调验租借贷"
"""What is done, which tells the forms of one guide apart."""
_SHORT = 4
_WHOLE = 2
"""A head of so many characters (发票), in the name of one paper of the guide alone, is that paper."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A head noun of a paper that is asked for, and its sentence; `item` where that is a numbered item of a list."""

    head: Head
    start: int
    end: int
    item: bool


@dataclass(frozen=True)
class Guide:
    """The papers of one guide, of which each is told from the others; `matter` is the name of the matter."""

    nouns: HeadNouns
    papers: Sequence[Sequence[Paper]]
    matter: str = ""

    def named(self, index: int, paper: Paper, asked: Sequence[Asked]) -> Iterator[Place]:
        """Where the text asks for a paper, one of the names of the guide's material of that index."""
        heads = [each.head for each in asked]
        for head in heads:
            if self._names(index, paper, head) and not self._only_points(head, heads):
                yield max(0, head.start - len(head.before)), head.end  # what is described has a letter more before it

    def _only_points(self, head: Head, heads: Sequence[Head]) -> bool:
        """Whether a loose word only points to the paper that is named right after it: 购置税那个完税的单子, 备案的那张表."""
        if head.word not in self.nouns.loose or head.start == head.end:
            return False
        if _FORBIDS.search(head.before):
            return True
        if any(other.start == head.end < other.end and other.word not in self.nouns.loose for other in heads):
            return True
        after = (other.before for other in heads if other.start - len(other.before) == head.end)
        return head.word == _POINTING and any(0 < len(before) <= _POINTED for before in after)

    def _names(self, index: int, paper: Paper, head: Head) -> bool:
        """Whether a head names a paper: one of its family by what tells it from the others, or bare; a kin one by that alone."""
        said = self.nouns.families_of(head.word)
        families, kin = paper.families & said, paper.families & self.nouns.kin_of(head.word)
        if not families and not kin and head.word not in self.nouns.loose:
            return False
        loose = not families and not kin
        others = (
            self._all_others(index) if loose else self._others(index, paper.families | (said if kin else frozenset()))
        )
        own = paper.pairs.difference(*(other.pairs for other in others))
        modifiers = modifiers_of(head.before)
        if any(pair in head.before for pair in own if families or pair not in self.matter or modifiers.endswith(pair)):
            return True
        if families and _acts_alike(modifiers, paper) and not any(_acts_alike(modifiers, other) for other in others):
            return True
        if _shortened(modifiers, paper) and not any(_shortened(modifiers, other) for other in others):
            return True
        bare = bool(families) and head.word not in self.nouns.wide and self._fits(paper, modifiers)
        return bare and self._only(index, paper, head.word)

    def _only(self, index: int, paper: Paper, word: str) -> bool:
        """Whether a bare head can be no other paper; one that is first of another family is that paper's."""
        said = self.nouns.families_of(word)
        if len(word) >= _WHOLE and paper.name.endswith(word):
            return not any(word in other.name for other in self._all_others(index))
        others = self._others(
            index, paper.families & said if self.nouns.first(said) in paper.families else paper.families | said
        )
        return all(other.proper for other in others) and not (paper.proper and (others or _CARD in paper.families))

    def old_one(self, index: int, text: str) -> Iterator[Place]:
        """Where the text asks for the old paper, if the guide's material of that index is one and no other is."""
        old = [place for place, names in enumerate(self.papers) if any(_OLD.match(paper.name) for paper in names)]
        if not old and _RENEWS.search(self.matter):
            own = (any(_CARD in paper.families and not paper.proper for paper in names) for names in self.papers)
            old = [place for place, is_own in enumerate(own) if is_own]
        if old == [index]:
            yield from (found.span() for found in _OLD_PAPER.finditer(text))

    def left_over(self, told: Sequence[Place | None], asked: Sequence[Asked]) -> Mapping[int, Place]:
        """Papers known by elimination: the one of its family not told, beside the one head of it that names no other."""
        found: dict[int, Place] = {}
        for index, place in enumerate(told):
            families = frozenset().union(*(paper.families for paper in self.papers[index]))
            others = [other for other, _ in enumerate(told) if other != index and self._same_family(other, families)]
            if place or any(not told[other] for other in others) or any(paper.proper for paper in self.papers[index]):
                continue
            taken = [told[other] for other in others]
            free = [
                each.head
                for each in asked
                if self._unclaimed(each, families, taken)
                and _among(each, told)
                and not self._anothers(index, each.head)
            ]
            if len({head.before for head in free}) == 1:
                found[index] = (free[0].start - len(free[0].before), free[0].end)
        return found

    def _anothers(self, index: int, head: Head) -> bool:
        """Whether a head fits another paper better: 戏目单子 is of 演员名单和节目单 before it is of 申请书."""
        words, said = modifiers_of(head.before), self.nouns.families_of(head.word)
        rivals = (
            names
            for place, names in enumerate(self.papers)
            if place != index and any(paper.families & said for paper in names)
        )
        return any(shared(names, words) > shared(self.papers[index], words) for names in rivals)

    def shortened(self, index: int, text: str, asked: Sequence[Place]) -> Iterator[Place]:
        """Where a sentence that asks for papers has a part of a name of the guide's material of that index."""
        others = self._all_others(index)
        for paper in self.papers[index]:
            for start, end in shortened(paper, others, text):
                if any(begin <= start < stop for begin, stop in asked) and not _OFFICES.search(
                    text[max(0, start - 12) : start]
                ):
                    yield start, end

    def contest(self, places: Sequence[Place | None], known: Sequence[bool], text: str) -> Sequence[bool]:
        """Whether each paper keeps its place; one known by its head alone gives way to one that fits the words better."""
        return [
            mine is None
            or known[index]
            or not any(
                its and other != index and self._fits_better((other, its), (index, mine), text, whole=known[other])
                for other, its in enumerate(places)
            )
            for index, mine in enumerate(places)
        ]

    def _fits_better(self, its: tuple[int, Place], mine: tuple[int, Place], text: str, *, whole: bool) -> bool:
        """Whether another paper was found in the same words and has more of them; a whole phrase may name several."""
        (other, there), (index, here) = its, mine
        if here[1] <= there[0] or there[1] <= here[0] or there[1] - there[0] > RUN_ON:
            return False
        letters = shared(self.papers[index], text[slice(*here)])
        rival = shared(self.papers[other], text[slice(*(here if whole else there))])
        return rival > letters and bool(letters or not whole)

    def _same_family(self, index: int, families: frozenset[str]) -> bool:
        return any(paper.families & families for paper in self.papers[index])

    def _unclaimed(self, asked: Asked, families: frozenset[str], taken: Sequence[Place | None]) -> bool:
        """Whether a head of these families, with words of its own before it, names none of the papers told."""
        head = asked.head
        return (
            bool(families & self.nouns.families_of(head.word))
            and head.word not in self.nouns.wide
            and not self.nouns.families_of(head.before)
            and len(modifiers_of(head.before)) > 1
            and not any(place and place[0] <= end <= place[1] for place in taken for end in (head.start, head.end))
        )

    def _all_others(self, index: int) -> list[Paper]:
        """The names of the guide's other papers."""
        return [paper for place, names in enumerate(self.papers) if place != index for paper in names]

    def _others(self, index: int, families: frozenset[str]) -> list[Paper]:
        """The names of the guide's other papers of these families."""
        return [paper for paper in self._all_others(index) if paper.families & families]

    def _fits(self, paper: Paper, modifiers: str) -> bool:
        """Whether nothing stands before the head that would make it another paper."""
        if not modifiers or modifiers.endswith("的"):
            return True
        return any(character in paper.rest or character in self.matter for character in modifiers[-2:])


def asked_heads(nouns: HeadNouns, text: str, told: Sequence[Place | None] = ()) -> list[Asked]:
    """The head nouns of papers that the text asks for: the office neither makes them nor looks into them.

    A sentence in which another paper of the guide is told asks for what else it names.
    """
    heads = [
        each
        for each in nouns.heads(text)
        if not _OFFICES.search(text[max(0, each.start - 12) : each.start])
        and not _HANDED_OUT.match(text, each.end)
        and not (each.word in _VERBAL and _MODIFIES.match(text, each.end))
        and not _PROVES_THAT.match(text, each.start)
    ]
    return [
        Asked(head, start, end, listed and bool(_ITEM.match(text[start:end])))
        for start, end, listed in asked_places(text, told, heads)
        for head in heads
        if start <= head.start < end
    ]


def asked_places(
    text: str, told: Sequence[Place | None] = (), heads: Sequence[Head] = ()
) -> Iterator[tuple[int, int, bool]]:
    """The sentences that ask for papers, each with whether it stands in a list of them."""
    for start, end, listed in sentences(text):
        begin, stop = _whole(text, start, end)
        if (
            listed
            or ASKS.search(text, start, end)
            or _ASKS_TOO.search(text, start, end)
            or any(place and begin <= place[0] < stop for place in told)
            or sum(start <= head.start < end for head in heads) >= _LIST
        ):
            yield start, end, listed


def _whole(text: str, start: int, end: int) -> Place:
    """A sentence with those that only a semicolon parts from it."""
    begin = max(text.rfind(mark, 0, start) for mark in _ENDS) + 1
    return begin, min((place for mark in _ENDS if (place := text.find(mark, end)) >= 0), default=len(text))


def _among(asked: Asked, told: Sequence[Place | None]) -> bool:
    """Whether a head stands in an item of a list, or in one sentence with another paper of the guide."""
    return asked.item or any(place and asked.start <= place[0] < asked.end for place in told)


def modifiers_of(before: str) -> str:
    """The words before a head without those that say nothing; 的 stays at the end where a phrase modifies it."""
    while found := _PLAIN.search(before):
        if found[0] == "的":
            return before
        before = before[: found.start()]
    return "" if _MADE_INTO.search(before) else before


def _acts_alike(modifiers: str, paper: Paper) -> bool:
    """Whether what is done with a form is the same by its first word: 换证的表 is a 换领申请表."""
    act = modifiers[:1]
    return bool(act) and act in _ACTS and len(modifiers) <= _SHORT and act in paper.rest


def _shortened(modifiers: str, paper: Paper) -> bool:
    """Whether the last two characters are a short form of a name: 环评 of 环境影响评价."""
    words = modifiers.removesuffix("的")[-2:]
    letters = iter(paper.rest)
    return len(words) == 2 and all(letter in letters for letter in words)
