"""No code is run from input or data, and what lets a reader in stands in nothing that is written or said."""

from __future__ import annotations

import ast
import json
import subprocess
import sys

import pytest
from inputs import ROOT

import forumclean
from forumclean import Options, UsageError
from forumclean.corpus.cleaning import Cleaner
from forumclean.corpus.finding import Inputs
from forumclean.corpus.running import Batch, settings_of
from forumclean.fetching.proxies import proxy_for
from forumclean.fetching.urls import thread_ref

SOURCES = sorted((ROOT / "src").rglob("*.py"))
RUNS_CODE = {
    "eval", "exec", "compile", "__import__", "os.system", "os.popen", "pickle.load", "pickle.loads", "marshal.loads", "marshal.load",
    "shelve.open", "yaml.load", "yaml.unsafe_load", "torch.load", "subprocess.getoutput", "runpy.run_path", "code.interact",
}  # fmt: skip
OWN = {("onray.py", "pickle.loads")}
"""What stands between processes of one run of ours, made by ourselves."""


def called(node: ast.Call) -> str:
    """The dotted name of what is called."""
    return ast.unparse(node.func)


def dangerous(source: str, name: str) -> list[str]:
    found = []
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        words = {word.arg: ast.unparse(word.value) for word in node.keywords}
        if called(node) in RUNS_CODE and (name, called(node)) not in OWN:
            found.append(called(node))
        if called(node).endswith("np.load") and words.get("allow_pickle") != "False":
            found.append("np.load")
        if (
            words.get("shell") == "True"
            or words.get("trust_remote_code") == "True"
            or words.get("resolve_entities") == "True"
        ):
            found.append(f"{called(node)}({words})")
    return found


@pytest.mark.parametrize("path", SOURCES, ids=lambda p: str(p.relative_to(ROOT / "src")))
def test_no_code_is_run_from_input_or_data(path):
    assert dangerous(path.read_text("utf-8"), path.name) == []


@pytest.mark.parametrize(
    "line",
    [
        "pickle.loads(x)",
        "eval(x)",
        "np.load(f)",
        "np.load(f, allow_pickle=True)",
        "subprocess.run(x, shell=True)",
        "yaml.load(x)",
    ],
)
def test_the_scan_sees_what_it_looks_for(line):
    assert dangerous(line, "x.py")


SECRET = "s3cr3t-hunter2"  # noqa: S105 - it opens nothing


def test_an_address_with_a_password_is_refused_without_it():
    with pytest.raises(UsageError) as caught:
        thread_ref(f"http://reader:{SECRET}@bbs.garden.example/thread-77-1-1.html")
    assert SECRET not in str(caught.value)


@pytest.mark.parametrize("proxy", [f"ftp://me:{SECRET}@127.0.0.1:1", f"http://me:{SECRET}@:1", f"me:{SECRET}@[::1:1"])
def test_a_wrong_proxy_is_named_without_its_password(proxy):
    with pytest.raises(UsageError) as caught:
        proxy_for("http://bbs.garden.example/", proxy)
    assert SECRET not in str(caught.value)


@pytest.mark.parametrize(
    ("ranker", "told"),
    [
        (f"http://me:{SECRET}@127.0.0.1:9/v1", "http://127.0.0.1:9/v1"),
        (f"https://models.example/v1?key={SECRET}&model=a", "https://models.example/v1"),
        ("models/fill@mask?", "models/fill@mask?"),
        (None, None),
    ],
)
def test_the_ledger_names_a_ranker_without_its_secrets(ranker, told):
    ledger = forumclean.clean("渡口的水退了。\n堤上的人散了。\n", options=Options(ranker=ranker)).to_ledger()
    assert json.loads(ledger.split("\n")[0])["options"]["ranker"] == told
    assert SECRET not in ledger


def test_a_ranker_of_ones_own_has_a_ledger_too():
    class Own:
        def score(self, gaps):
            return [[0.0] * len(gap.words) for gap in gaps]

    ledger = forumclean.clean("渡口的水退了。\n", options=Options(ranker=Own())).to_ledger()
    assert json.loads(ledger.split("\n")[0])["options"]["ranker"] == "Own"


def test_the_settings_of_a_corpus_hold_no_secret_of_the_rankers(tmp_path):
    ranker = f"http://me:{SECRET}@127.0.0.1:9/v1?key={SECRET}"
    (tmp_path / "a.txt").write_text("渡口的水退了。\n", "utf-8")
    batch = Batch(Inputs((str(tmp_path / "a.txt"),)), tmp_path / "out", cleaner=Cleaner(Options(ranker=ranker)))
    assert settings_of(batch, batch.inputs.survey())["ranker"] == "http://127.0.0.1:9/v1"


def test_cookies_and_headers_stand_in_no_message(tmp_path):
    cookies = tmp_path / "cookies.txt"
    cookies.write_text(
        f"# Netscape HTTP Cookie File\nbbs.garden.example\tFALSE\t/\tFALSE\t0\tauth\t{SECRET}\n", "utf-8"
    )
    command = [sys.executable, "-m", "forumclean", "fetch", "http://127.0.0.1:9/thread-77-1-1.html", "--cookies", str(cookies), "-v",
               "--header", f"Authorization: Bearer {SECRET}", "--proxy", f"http://me:{SECRET}@127.0.0.1:9", "--retries", "0",
               "--store", str(tmp_path / "store")]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode in (2, 4), done.stderr
    assert SECRET not in done.stdout + done.stderr
    written = [path for path in tmp_path.rglob("*") if path.is_file() and path != cookies]
    assert all(SECRET not in path.read_text("utf-8", "replace") and SECRET not in str(path) for path in written)
