"""Noise planted by the exact rule comes out of every shape of dump, and nothing else does."""

from __future__ import annotations

import random
import time

import pytest
from jammer import collapsed, folded, jammer, joined, kept, nodes, planted, spaced, tight

import forumclean
from forumclean import Options
from forumclean.ledger import edited
from forumclean.strip.noise import denoise_text
from forumclean.strip.runs import evidence, runs_of, stretches

SUBJECTS = [
    "母亲",
    "厂里的会计",
    "那台 386",
    "GPT-4",
    "修车铺",
    "Hugging Face 的人",
    "二楼的租客",
    "老周",
    "Databricks",
    "渡口",
]
VERBS = [
    "把账本摊在桌上",
    "没有回信",
    "算了三遍",
    "说要等到 2024 年",
    "只拿走 13B",
    "在雨里站了很久",
    "从 A 座搬到 B 座",
    "写了 4 行",
]
ENDS = ["。", "！", "，后来谁也没再提。", "，价钱是 1,299 元", "（第 3 页）", "……", "：x1、x2 两种", "，型号 K-7"]


def article(rng: random.Random, count: int) -> list[str]:
    """Lines of prose of our own, with the ends and beginnings that noise is easily mistaken for."""
    return [
        "　　"
        + rng.choice(SUBJECTS)
        + rng.choice(VERBS)
        + "，"
        + rng.choice(SUBJECTS)
        + rng.choice(VERBS)
        + rng.choice(ENDS)
        for _ in range(count)
    ]


def share(make, seeds: range) -> float:
    """Share of paragraphs that come out word for word; no noise may be left."""
    right = total = 0
    for seed in seeds:
        rng = random.Random(seed)
        dump = make(planted(article(rng, 60), rng), rng)
        got = [line.strip() for line in edited(dump.text, denoise_text(dump.text)).split("\n")]
        for line in dump.lines:
            total += 1
            right += line.strip() in got
        left = "\n".join(got)
        assert not any(evidence(left, run) > 4 for run in runs_of(left, stretches(left, [(0, len(left))])))
    return right / total


@pytest.mark.parametrize(
    ("shape", "least"),
    [
        (lambda parts, _: kept(parts), 1.0),
        (lambda parts, _: folded(parts), 1.0),
        (lambda parts, _: spaced(parts), 0.999),
        (lambda parts, _: nodes(parts), 0.999),
        (lambda parts, _: collapsed(parts), 0.99),
        (joined, 0.97),
    ],
    ids=["kept", "folded", "spaced", "nodes", "collapsed", "joined"],
)
def test_paragraphs_come_out_word_for_word(shape, least):
    assert share(shape, range(20)) >= least


CLEAN = [
    "A B C D E F G H",
    "a b c d e f g h i j k",
    "选项：A 苹果 B 梨 C 桃 D 李 E 杏",
    "(x, y, z, u, v, w)",
    "x + y - z * w / v = 0",
    "a | b ; c > d & e",
    "$ x % y * z",
    "e4 e5 d4 d5 c4 c6 b3 b6 a4 a5",
    "4f 8a 1c 9d 0e 7b 3a 2c 5d 6e",
    "0x1 0x2 0x3 0x4 0x5 0x6",
    "甲: 哈 乙: 哈 丙: 哈 丁: 哈",
    "[ ] 买菜 [x] 做饭 [ ] 洗碗 [x] 睡觉",
    "| a | b | c | d | e | f |",
    "+---+---+---+---+---+",
    "/ \\ / \\ / \\ / \\ / \\",
    "^ _ ^ ^ _ ^ ^ _ ^",
    "C G Am F C G Am F",
    "1 A 2 B 3 C 4 D 5 E 6 F",
    "1. A 2. B 3. C 4. D 5. E 6. F",
    "Q: A: Q: A: Q: A:",
    "- a - b - c - d - e - f",
    "i j k l m n o p q r s t",
    "S P A C E D  O U T",
    "for i in a: b = c; d = e",
    "if x > 0 and y < 1 or z == 2: pass",
    "print(a, b, c, d, e, f)",
    "10 % 3 = 1, 9 % 2 = 1",
    "T1 T2 T3 T4 T5 T6 T7",
    "3 M 4 K 5 G 6 T 7 P",
    "x y z w v u t s r q p",
    "K 线 M 线 D 线 W 线",
    "1 a\t2 b\t3 c\t4 d\t5 e",
    "H e l l o w o r l d",
    "他说：“ A 、 B 、 C 、 D 、 E 都行”",
    "A、B、C、D、E、F",
    "N N N N N N N N",
    "# # # # # # # #",
    "* * * * * * *",
    "- - - - - - -",
    "? ? ? ? ? ? ?",
    "1 2 3 4 5 6 7 8 9",
    "7 8 9 a b c d e f",
    "u v w ; x y z",
    "& a & b & c & d & e",
    "( a ( b ( c ( d ( e",
    "V. S. O. P. X. O.",
    "U S A, U K, E U, U N",
    "r e d / b l u e / g r e e n",
    "http://a.example/b c d e f",
    "grep -v a b | sort -k 2 | uniq -c | head -n 5",
    "ls -l -a -h -t -r",
    "tar -x -z -v -f a.tgz",
    "R2 D2 C3 PO",
    "O(n log n) 与 O(n^2)",
    "E = m c ^ 2",
    "∠A = ∠B = ∠C = 60°",
    "a b a b a b a b a b",
    "A: 1 B: 2 C: 3 D: 4 E: 5",
    "A=1 B=2 C=3 D=4 E=5",
    "x1 y1 x2 y2 x3 y3 x4 y4",
    "M 1 L 2 Z m 3 l 4 z",
    "q w e r t y u i o p",
    "Z Z z z Z Z z z",
    "o o o o o o",
    "T T T T T",
    "_ _ _ _ _ _",
    "~ ~ ~ ~ ~ ~",
    "` ` ` ` ` `",
    "{ a { b { c { d } } } }",
    "\\ a \\ b \\ c \\ d \\ e",
    "@ a @ b @ c @ d @ e",
    "1 x 2 x 3 x 4 x 5 x",
    "5 G 4 G 3 G 2 G 1 G",
    "a. b. c. d. e. f. g.",
    "i. e. g. f. n. b.",
    "p q p q p q",
    "No. 1 A, No. 2 B, No. 3 C",
    "9 a. m. 5 p. m. 7 p. m.",
    "s u d o r m - r f",
    "L O V E",
    "w o w , w o w , w o w",
    "k = 1 , k = 2 , k = 3",
    "a ; b ; c ; d ; e ; f",
    "^ a ^ b ^ c ^ d ^ e",
]


@pytest.mark.parametrize("line", CLEAN)
def test_what_looks_like_noise_in_clean_text_stays(line):
    assert denoise_text(f"今天说点别的。\n{line}\n说完了。") == []


def test_clean_text_comes_out_line_for_line():
    text = "\n".join(["夜里浇水有个好处。", "", "　　没有人来问你种的是什么。", *CLEAN, "完。"])
    out = forumclean.clean(text.encode(), options=Options(masks="keep")).to_text()
    assert out.split() == text.split()


@pytest.mark.parametrize(
    ("line", "rest"),
    [
        ("他们只训练到 13B{noise}", "他们只训练到 13B"),
        ("{noise}- Faster startup", "- Faster startup"),
        ("型号写的是 GPT-4{noise}", "型号写的是 GPT-4"),
        ("{noise}Databricks 抓住了这一点", "Databricks 抓住了这一点"),
        ("{noise}1、先看账本", "1、先看账本"),
    ],
)
def test_edges_beside_latin_and_digits(line, rest):
    rng = random.Random(3)
    for _ in range(40):
        around = [
            "江边的风停了。" + jammer(rng),
            "没有人再说话。" + jammer(rng),
            line.format(noise=jammer(rng)),
            "船开了。",
        ]
        text = "\n".join(around)
        assert rest in edited(text, denoise_text(text)).split("\n")


def test_the_tight_form_of_older_versions():
    rng = random.Random(5)
    lines = ["井台别动。", "青石的现在买不到。", "水还是甜的，祖父说。", "三十年没清过。", "下雨天不要下去。"]
    text = "\n".join(line + tight(rng) for line in lines)
    assert edited(text, denoise_text(text)).split("\n") == lines


@pytest.mark.parametrize("line", ["a1b2c3d4e5f6a7b8", "K7-M9-P3-Q5-R1", "md5: 9e107d9d372bb6826bd81d3542a419d6"])
def test_codes_are_not_the_tight_form(line):
    assert denoise_text("\n".join([f"第 {i} 条：{line}" for i in range(6)])) == []


def test_the_word_beside_the_jammer_of_7():
    rng = random.Random(9)
    words = ["bbs.garden.example", "菜畦论坛", "屋顶种植,阳台", ""]
    lines = article(rng, 24)
    text = ""
    for i, line in enumerate(lines):
        word = rng.choice(words)
        text += line + word + jammer(rng) + "\n" if i % 2 else line + "\n" + jammer(rng) + word
    got = edited(text, denoise_text(text)).replace("\n\n", "\n")
    assert [line.strip() for line in got.strip().split("\n")] == [line.strip() for line in lines]


def test_site_phrases_need_company():
    phrase = ". check 1point3acres for more."
    noisy = f"面试问了三题。{phrase}\n第二题没答完{phrase}\n-google 1point3acres第三题是设计。"
    assert edited(noisy, denoise_text(noisy)) == "面试问了三题。\n第二题没答完\n第三题是设计。"
    assert denoise_text("有人说 check 1point3acres for more.\n我没去看。") == []


def test_a_sentence_repeated_at_line_breaks():
    planted_ = "\x07q#本站 www.hewan-bbs.com\x02x"
    lines = ["先清淤。", "再量水位。", "第三天下了雨，停工。", "第四天接着来。", "井壁有一处渗。", "补了。"]
    text = "\n".join(line + planted_ for line in lines)
    assert edited(text, denoise_text(text)).split("\n") == lines
    refrain = "\n".join(f"{line}啊我的河湾啊我的河湾啊" for line in lines)
    assert denoise_text(refrain) == []


def test_characters_without_width():
    text = "夜里\u200b浇水\u2060，没有\ufeff人来。"
    assert edited(text, denoise_text(text)) == "夜里浇水，没有人来。"
    family = "一家人 👨\u200d👩\u200d👧 都来了"
    assert denoise_text(family) == []


@pytest.mark.parametrize(
    "text",
    [
        "( e" * 400_000,
        " a" * 500_000,
        "! a" * 300_000 + "好",
        "(e" * 500_000,
        ("好" + "( e* H8 f6 L1 b") * 60_000,
        "\u200b" * 300_000,
        "-google 1point3acres" * 50_000,
        " " * 1_000_000,
    ],
    ids=["groups", "short groups", "signs", "tight", "joined", "zero width", "phrases", "spaces"],
)
def test_hostile_text_is_linear(text):
    started = time.process_time()
    edits = denoise_text(text)
    assert edited(text, edits) is not None
    assert time.process_time() - started < 12
