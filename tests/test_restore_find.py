"""Masks are told from all other asterisks: positives of every kind, negatives of every kind, time in proportion."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from forumclean.masks import find_masks

SHARED = Path(__file__).parents[2] / "shared"

# Every mask is written as 〔*〕: what is in the brackets must be found, and nothing else.
MASKS = {
    "ordinal in front of a noun": "他家是本地〔*〕品牌，老街坊都认。",
    "ordinal in front of a measure": "这是我〔*〕次去海边。",
    "bare 最": "从车站走过去〔*〕快，十分钟就到。",
    "one for a superlative": "全城〔*〕的面馆在河东。",
    "at the end of a clause": "论手艺，老李〔*〕，没人不服。",
    "at the end of a sentence": "这几年销量一直〔*〕。",
    "in front of a question mark": "哪一种〔*〕？没有人答得上来。",
    "at the start of a sentence": "好茶要等。〔*〕的那一泡在后头。",
    "at the start of a line": "〔*〕名是隔壁村的阿强。\n大家都去贺他。",
    "at the end of a line that wants one more": "村里的收成一直保持〔*〕\n明年再看。",
    "the forum's default": "这台机器是业内〔**〕的，〔**〕没有第二台。",
    "three, several lines": "修车的手艺〔***〕的数老周。\n隔壁那位也算〔***〕的了。",
    "by hand, lengths mixed": "不是花样〔*〕的那家，也不是价钱〔**〕的那家，\n要由店里〔***〕的师傅来做。",
    "between quote marks": "招牌上写着“〔*〕”，进门却冷清。",
    "in front of a quoted name": "号称“〔*〕面馆”，其实一般。",
    "behind Latin": "那年的AI〔*〕应用就是它。",
    "behind Latin and a space": "用 Python 〔*〕的办法写出来。",
    "in front of Latin": "他们有〔*〕AI团队。",
    "in front of a figure with a unit": "这只基金涨了〔*〕7.4个百分点。",
    "in front of a figure and a Latin unit": "这块屏支持〔*〕4K的画面。",
    "two in one clause": "从〔*〕的一家做到〔*〕的一家。",
    "list marker in front": "1、〔*〕的办法是早睡。\n2、其次是少吃。",
    "in brackets with what goes on": "老张（〔*〕的一位）也来了，说这才是〔*〕的。",
    "behind a list comma": "又快、又稳、〔*〕的车。",
    "behind a dash": "我们的目标——〔*〕的服务。",
    "year in front": "拿下2024〔*〕厨艺奖的是她。",
    "traditional": "這是全臺〔*〕的咖啡館，沒有之一。",
    "a title": "县城里〔*〕的书店关门了",
    "hidden word and its noun": "〔*〕权威的说法：茶要淡。",
    "in a line beside a product": "面积是 3*4 米，算〔*〕的一间了。",
    "among emphasis of another length": "**开头**先说结论：这是〔*〕的一年。\n**结尾**再说一遍：这是〔*〕的一年。",
    "extension B character": "𠮷野家是那条街〔*〕的店。",
    "in front of a colon": "说起来只有一样〔*〕：水。",
    "behind a full stop in half width": "这话不假.〔*〕的总在后面。",
    "space set apart on a masked page": "没有人敢说做到 〔*〕 安全。这是今年〔*〕的教训。",
    "name and figure on a masked page": "换上 K7〔*〕的一代以后，这是〔*〕的体验。",
    "first word behind a colon": "道理有两条：〔**〕，锅要热；其次，油要少。\n这是〔**〕的一条。",
    "in front of a figure and its noun": "今年〔*〕150多只白鹭飞到河口。",
    "in front of a figure and a measure": "那天一共产生〔*〕4枚金牌。",
    "in front of a figure and a letter": "县里的湖被评为〔*〕5A景区。",
    "behind a sum": "收入=工资＋〔*〕税费，算来不多。",
    "behind an equation in the text": "窗口开到k=3时取得了〔*〕平衡。",
    "behind a slash": "河东/〔*〕两家联手，找最大/〔*〕值就靠它。",
    "in front of a slash": "他们建了一支在〔**〕/ML方面都强的队伍。",
    "in a quotation of a forum": "正文这么说：\n>〔*〕我相信河水会清。",
    "between straight quote marks": '从"跟跑者"到"〔*〕"，走了十年。这是〔*〕的路。',
    "behind a middle dot": "展出的是非遗·〔*〕·剪纸三样。",
    "behind a year and a dot": "五月办了5·19〔*〕旅游日，这是〔*〕的一次。",
    "behind a per cent sign": "靠那款面占了70%〔*〕市场。",
    "behind an announced bet": "他们正在押注〔*〕。",
    "in a table": "| 牌子 | 价钱 |\n| 〔**〕10斤装 | 三十 |\n这是〔**〕的一家，也是全村〔**〕的。",
    "set apart behind a verb": "这条路的方向是 〔*〕 正确的。",
    "set apart at the end of a clause": "占的股份提高到 〔*〕，后来没再动。",
    "traditional, many in a line": "這是全縣〔**〕的，也是〔**〕個；說起來〔**〕屆的那次，〔**〕後來了，還是〔**〕們好。",
    "where a line was broken": "那些机器还做不到 〔*〕\n放心，这是〔*〕的难处。",
    "cut out of a Latin word": "镇上引进了Open〔*〕 的机器，是全县〔*〕的。",
    "three, at the start of lines": "〔***〕，水要开。\n茶叶要选〔***〕的。\n〔***〕一步是闻香。",
    "three, on one line": "论远近，东街〔***〕；论价钱，西街〔***〕，南街〔***〕的是那碗汤。",
    "many in one paragraph": "村口，〔**〕三毛来了；东头，〔**〕的牛也来了，他说〔**〕，那天〔**〕的人，都不如〔**〕的。",
    "two side by side": "又〔****〕公司，\n这是〔**〕的铺子，也是〔**〕的铺子。\n老李〔**〕，老王〔**〕的多。\n说是〔**〕。",
    "a name in brackets on a masked page": "人造的脑子（〔*〕）来了，这是〔*〕的事。",
    "note-like words inside a sentence": "这里是县里〔*〕版权保护的一家，公司 〔*〕 所有者是老王，全县〔*〕。",
    "with a unit that begins a word": "这是〔***〕期货市场的老人，\n也是〔***〕元首见过的人，\n大家都说〔***〕的。",
    "a line of tildes is no fence": "~~~哈哈哈\n这是全城〔*〕的面馆。\n~~~又来了",
}

OTHERS = {
    "bold": "记住**这一条**，别的都好说。\n还有**那一条**也是。",
    "bold, a whole line": "**第一步**\n先洗锅。\n**第二步**\n再烧水。",
    "bold, glued": "这**非常重要**的一点是**不要着急**。",
    "bold with a colon": "**问：**几点开门？\n**答：**八点。",
    "bold, two glued": "**问：几点？****答：八点。**",
    "italic": "他说 *慢慢来* 就好，*不急*。",
    "bold italic": "***千万小心***，水是烫的。",
    "bullets": "* 一斤面粉\n* 两个鸡蛋\n* 半杯牛奶",
    "bullets, indented": "  * 面粉\n  * 鸡蛋\n    * 土鸡蛋更好",
    "bullets in a quote": "> * 面粉\n> * 鸡蛋",
    "bullet on the same line": "东西备齐。* 面粉 * 鸡蛋",
    "rule": "上半部分\n***\n下半部分",
    "rule with spaces": "上半部分\n* * *\n下半部分",
    "long rule": "上半部分\n**********\n下半部分",
    "rule around a title": "******公告******\n明天停水",
    "escaped": "写成 \\*这样\\* 就不会变斜。",
    "footnote at the start": "*注：以上价格不含运费。",
    "footnote, this text": "*本文首发于作者的小站。",
    "footnote, picture": "*图片来源：自己拍的",
    "footnote, two": "**注：含税。",
    "footnote in brackets": "一共三百（*含税）。",
    "footnote and its note": "船名：白浪渔家号*\n产地：舟山\n*白浪渔家号取自一首老歌。",
    "mark behind a word": "价格*\n（单位：元）",
    "mark behind a label": "姓名*\n电话*\n地址*",
    "see the note": "详见注*。",
    "required fields": "带*的为必填项。",
    "marked rows": "打*的是会员，标*号的不考。",
    "the sign by its name": "星号*和井号#都行，通配符*也认。",
    "the sign in quotes": "按“*”键返回。",
    "the sign in brackets": "末尾打（*）的要自备工具。",
    "product of figures": "宽3*4米，高2*2米。",
    "resolution": "屏幕1920*1080，够用了。",
    "product of letters": "结果是a*b再加c*d。",
    "product with spaces": "总价是 3 * 4 = 12 元。",
    "product in words": "单价*数量=总价",
    "product in words, right": "面积＝长*宽",
    "sizes in words": "按长*宽*高算体积。",
    "product in words, spaced": "长 * 宽",
    "pieces": "苹果*3，梨*5，一起带走。",
    "pieces with their measure": "清单：鸡蛋*3个，牛奶*2瓶，盐*1包",
    "power": "算的是2**10的值。",
    "glob": "把*.txt都删了，*.jpg留着。",
    "glob in a path": "路径写src/**/*.py就行。",
    "domain": "证书签给*.example.com就够了。",
    "C comment": "/* 这里读文件 */ 后面再写。",
    "Javadoc": "/**\n * 读取一行\n * 返回文本\n */",
    "pointer": "形参写成char *名字就行。",
    "SQL": "执行select * from 用户表就看到了。",
    "SQL, count": "用COUNT(*)数一数行数。",
    "import": "别写from 模块 import *，难查。",
    "inline code": "命令是`rm *`，小心用。",
    "fenced code": "照抄：\n```\n甲 = 乙 * 丙\n列表 = [*甲]\n```\n完。",
    "address": "打开http://a.example/*/b看看。",
    "regular expression": "模式写 .*?号 就能匹配。",
    "algebra": "今天讲C*代数，下周讲A*算法。",
    "star's name": "黑洞M87*的照片出来了。",
    "cron": "0 3 * * * 每天三点备份",
    "phone": "手机号138****1234的同学请联系我。",
    "identity number": "身份证110***********0021的失主请来。",
    "bank card": "卡号**** **** **** 1234已到账。",
    "account": "账号***已登录，不是我。",
    "password": "密码：******，自己改。",
    "rating": "味道：****\n环境：***",
    "rating at the end": "推荐指数***",
    "rating in stars": "味道★★★☆☆ 服务***",
    "price": "原价*元，现价**元。",
    "figures hidden": "额度只有***，逾期***天。",
    "name, middle": "中奖者：王*明、李*强。",
    "name, end": "业主张**先生反映停水了。",
    "names in a list": "名单：刘**、陈**、周**。",
    "swear word, he": "真他*的热。",
    "swear word, Latin": "什么f**k玩意，sh*t。",
    "swear word, T": "这T*M*D也行？",
    "swear word, stupid": "别当傻*。",
    "swear word, bull": "这也太牛*了吧。",
    "hidden message": "**** Hidden Message *****",
    "hidden message, Chinese": "**** 本内容被作者隐藏 ****",
    "list number": "1*先开盖\n2*再加水",
    "emoticon": "谢谢大家*^_^*",
    "emoticon in brackets": "来啦(*^▽^*)",
    "emoticon, shy": "人家不好意思嘛*_*",
    "time": "小明 *小时前 发表于 水区\n阿强 *分钟前 发表于 水区",
    "share under warning": "停牌的有*ST长河等三家。",
    "enumeration marked": "选考：政治*、物理*、化学*、生物。",
    "exclaimed action": "*摸摸头*\n*递茶*",
    "legend": "*表示必修课，**表示选修课。",
    "legend of a form": "注意：*为必填，**为选填",
    "legend behind a verb": "打*号者为重点，*号为选做题。",
    "legend of a statistic": "水平：*p<0.05，**p<0.01，***p<0.001",
    "scale": "注：*、**、***分别表示三档。",
    "significance": "相关系数0.56**，另一个0.31***。",
    "fields of a form": "姓名*：\n电话*：\n住址*：",
    "end of a cell": "| 项目 | 单价* |\n| 苹果* | 3元 |",
    "tastes": "甜度*，酸度**，苦度***",
    "key of a telephone": "按*键转人工，拨号盘上的*和#键常用。",
    "service code": "拨打*#06#查串号，再拨*139#查余额。",
    "variable": "求得最优解x*，代入得y*，设z*为共轭。",
    "variable with a noun": "L*值与a*值均下降，b*值升高。",
    "gene": "查出HLA-B*27阳性，基因型是*1/*3。",
    "firms by letters": "N*公司和C*公司都没来。",
    "product of nouns": "单价*数量",
    "product of three nouns": "基数*系数*天数",
    "product in numerals": "三行*四列的矩阵",
    "product with measures": "地毯3米*4米，选8核*2路的机器。",
    "pieces in packs": "矿泉水*24瓶装，阿司匹林*1盒",
    "weight": "鸡胸肉*500g，300ml*6瓶",
    "sum of products": "税额＝收入*税率-扣除数，得分=难度*完成度。",
    "order of growth": "复杂度是O(n*m)或O(n*log n)。",
    "class in a pattern": "用[^*]*匹配，或写[a-z]*。",
    "arguments": "说说*args和**kwargs的区别。",
    "spread arguments": "打开写成print(*列表)或f(**字典)。",
    "pointer at a line's start": "int *p; 指针变量",
    "address in a list": "允许来源：*",
    "robots": "User-agent: * 所有爬虫都看",
    "network": "来自 218.4.*.* 的网友说",
    "licence plate": "车牌京A***88的车主请挪车",
    "tail of a card": "尾号**88和尾号****8888的请来",
    "house": "住在某小区*栋***室，原先是*号楼*单元。",
    "prize": "张*三中奖了，恭喜王**获得一等奖。",
    "complaint": "业主赵**反映，患者刘*，男。",
    "buyer": "买家：a***b说好，t**8（匿名）也说好。",
    "swear word, go": "去你*的，这*蛋游戏，什么**玩意。",
    "swear word, line": "*你大爷",
    "note of a shop": "*本活动解释权归主办方\n*价格随行情变动\n*具体以实物为准",
    "note behind spaces": "说完了。 *更多内容见后",
    "numbered items, marked": "*1. 选择题\n*2、填空题\n选做第3题*，第5题*",
    "share, spaced": "简称改为*ST 河西，由*ST 东山接手。",
    "figures all over": "我***号借的，***月***日还，扣了***次，\n到***号还差***元，本来是***额度。",
    "prices hidden": "售价***、原价***，我可以先还***吗",
    "three lines of ratings": "味道：** 环境：***\n服务：**",
    "bold that ends its clause badly": "**这一步**：先洗。\n**那一步**：再切。\n**级别的差错**：别犯。",
    "bold over a sentence": "**先洗锅。再烧水。**\n**别着急。慢慢来。**",
    "one slip in a bold text": "**一**：洗。\n" * 10 + "到了**这里忘了收。",
    "comment banner": "/************ 配置 ************/\n# ***** 参数设置 *****",
    "bullets without a space": "*河东面馆降价了\n*老街粥铺重开\n*新桥通车",
    "every character apart": "配 置 * * * 我 都 知 道 ， 就 是 * * * 。",
    "the sign in quotes, of those marked": "注：标“*”者已在镇上注册。",
    "no Chinese at all": "a * b and *c* are fine",
    "divider": "春 * 夏 * 秋 * 冬",
    "ornament": "*☆*★*☆*★ 新春快乐 ★*☆*★*☆*",
    "crowd": "中*" * 200,
    "no asterisk": "今天没有什么好说的。",
}


def unbracketed(text: str) -> tuple[str, list[tuple[int, int]]]:
    """The text without 〔〕, and where the brackets' contents stand in it."""
    wanted: list[tuple[int, int]] = []
    plain = ""
    for part in text.split("〔"):
        inner, closed, rest = part.partition("〕")
        if closed:
            wanted.append((len(plain), len(plain) + len(inner)))
        plain += inner + rest
    return plain, wanted


@pytest.mark.parametrize("text", MASKS.values(), ids=MASKS)
def test_finds_masks_and_nothing_else(text: str) -> None:
    plain, wanted = unbracketed(text)
    assert wanted
    assert find_masks(plain) == wanted


@pytest.mark.parametrize("text", OTHERS.values(), ids=OTHERS)
def test_takes_no_other_asterisk(text: str) -> None:
    assert find_masks(text) == []


@pytest.mark.parametrize("text", OTHERS.values(), ids=OTHERS)
def test_takes_no_other_asterisk_on_a_page_of_prose(text: str) -> None:
    assert find_masks(f"昨天去了趟镇上，人很多。\n{text}\n晚上坐末班车回来的。") == []


def test_there_are_enough_negatives() -> None:
    assert len(OTHERS) >= 120


def test_literal_ranges_hide_nothing() -> None:
    text = "这是全城*的面馆"
    assert find_masks(text) == [(4, 5)]
    assert find_masks(text, [(3, 6)]) == []


def test_a_fence_that_is_never_closed_is_no_code() -> None:
    assert find_masks("```\n这是全城*的面馆") == [(8, 9)]


def test_markdown_elsewhere_does_not_hide_single_masks() -> None:
    text = "# 标题\n\n**重点**在这里。\n**还有**这里。\n这是今年*的一场雨，也是*的一夜。"
    assert [text[s:e] for s, e in find_masks(text)] == ["*", "*"]


HOSTILE = {
    "asterisks": "*" * 2_000_000,
    "asterisks inside Chinese": "中" + "*" * 2_000_000 + "国",
    "asterisk and Chinese in turn": "中*" * 1_000_000,
    "asterisk and space in turn": "中 * " * 300_000,
    "sparse asterisks on one line": "这是全城里*的面馆，" * 50_000,
    "spaces around one asterisk": "中" + " " * 1_000_000 + "*" + " " * 1_000_000 + "文",
    "indents in front of an asterisk": (" " * 1000 + "*文\n") * 1000,
    "backticks": "`" * 1_000_000 + "中*文",
    "addresses": "http://*中 " * 100_000,
    "one address": "中http://" + "a" * 1_000_000 + "*",
    "fences": "```\n*中\n" * 50_000,
    "links": "](http" * 150_000 + "*中",
    "notes, alike": "白浪渔家号*\n" * 25_000 + "*白浪渔家号取自老歌\n" * 25_000,
    "bold": "**中文**" * 150_000,
    "brackets": "（*" * 300_000 + "中",
    "colons": "：" * 1_000_000 + "**中",
    "cells": "| *" * 300_000 + "中",
    "products of nouns": "单价*" * 250_000,
    "products of nouns, lines": ("单价*数量" + " " * 95 + "\n") * 10_000,
    "marks of quoted lines": ("> " * 400 + "*中\n") * 1_000,
    "classes": "中[^*" * 250_000,
    "scales": "*、**、***" * 100_000 + "中",
    "addresses hidden": "*栋" * 300_000,
    "tildes": ("~~~*中" + "~" * 95 + "\n") * 10_000,
    "equals signs": ("中*" + "字" * 16) * 20_000,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_time_stays_in_proportion(text: str) -> None:
    find_masks("这是全城*的面馆")  # the tables are loaded
    begun = time.process_time()
    find_masks(text)
    assert time.process_time() - begun < 4  # about 2 at most where it was written, alone


def test_text_without_asterisks_costs_next_to_nothing() -> None:
    text = "今天没有什么好说的，明天再来。\n" * 200_000
    begun = time.process_time()
    assert find_masks(text) == []
    assert time.process_time() - begun < 0.1


def masked() -> Iterator[tuple[str, list[tuple[int, int]]]]:
    for row in map(json.loads, (SHARED / "masks" / "docs_dev.jsonl").read_text("utf-8").splitlines()):
        yield row["text"], [(m["start"], m["start"] + len(m["mask"])) for m in row["masks"]]


@pytest.mark.skipif(not (SHARED / "masks").is_dir(), reason="the labelled documents beside the checkout are not here")
def test_floors_on_labelled_documents() -> None:
    found = wanted = wrong = 0
    for text, masks in masked():
        taken = find_masks(text)
        wanted += len(masks)
        found += sum(any(s <= start and end <= e for s, e in taken) for start, end in masks)
        wrong += sum(not any(s <= start and end <= e for start, end in masks) for s, e in taken)
    assert wanted > 2000
    assert found / wanted >= 0.99
    assert wrong <= 2
