"""A collection worked on: the same bytes in every place, nothing lost, nothing twice."""

import contextlib
import json
import os
import signal
import sqlite3
import subprocess
import time
from pathlib import Path

import pytest

import corpora
import mutations
from corpora import here, made, run
from tahqiq.corpus.answers import unpacked
from tahqiq.corpus.bench import Asked, Bench, batches
from tahqiq.corpus.stores import Document, documents, listed, store
from tahqiq.corpus.watching import Watch
from tahqiq.corpus.works import Work
from tahqiq.errors import UsageError
from tahqiq.gate import Plan
from tahqiq.gate.process import Process


@pytest.fixture(scope="module")
def rules(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write rules that never end on poison."""
    return corpora.rules(tmp_path_factory.mktemp("rules"))


@pytest.fixture(scope="module")
def collection(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write a collection of forty documents."""
    return corpora.write(tmp_path_factory.mktemp("مجموعة"), 40)


@pytest.fixture(scope="module")
def serial(collection: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Return what the work in one process makes of the collection."""
    out = tmp_path_factory.mktemp("serial")
    run("validate", collection, "-o", out, "--jobs", 0)
    return made(out)


def rows(out: Path, kind: str = "validate") -> list[tuple[str, str, int]]:
    """Return key, status and times of every document in the manifest."""
    with contextlib.closing(sqlite3.connect(out / f".tahqiq-corpus/{kind}.sqlite")) as base:
        return base.execute("SELECT key, status, times FROM documents ORDER BY key").fetchall()


def asked(*paths: Path) -> list[Asked]:
    """Return documents to be worked on."""
    return [Asked(one) for one in documents([str(path) for path in paths])]


def test_every_document_is_accounted_for(serial: dict[str, bytes]) -> None:
    """Forty documents have forty lines, in the order of their keys; the faulty are found."""
    lines = [json.loads(line) for line in serial["documents.jsonl"].splitlines()]
    keys = [line["document"] for line in lines]
    found = [json.loads(line) for line in serial["findings.jsonl"].splitlines()]
    broken = {one["file"][-6:-4] for one in found if one["code"] == "XML001"}
    assert (len(keys), keys, broken) == (40, sorted(keys), {"07", "27"})


def test_processes_give_the_same_bytes(
    collection: Path, serial: dict[str, bytes], tmp_path: Path
) -> None:
    """Two processes make what one makes."""
    run("validate", collection, "-o", tmp_path, "--jobs", 2)
    assert made(tmp_path) == serial


def test_only_what_changed_is_done_again(tmp_path: Path) -> None:
    """Of six documents one is altered, one touched and one removed: one alone is done again."""
    folder, out = corpora.write(tmp_path / "in", 6), tmp_path / "out"
    run("export", folder, "-o", out)
    paths = sorted(folder.rglob("*.xml"))
    paths[0].write_text(
        paths[0].read_text("utf-8").replace("</body>", "<p>جديد</p></body>"), "utf-8"
    )
    paths[1].touch()
    paths[2].unlink()
    gone = paths[2].relative_to(folder) / "mentions.jsonl"
    log = tmp_path / "log.jsonl"
    run("export", folder, "-o", out, "--log", log)
    events = [json.loads(line) for line in log.read_text("utf-8").splitlines()]
    done = [one["status"] for one in events if one["event"] == "document"]
    assert (sorted(done), (out / gone).exists()) == (["made", "same"], False)


def test_a_file_that_was_lost_is_made_again(tmp_path: Path) -> None:
    """An output that somebody removed is there after the next run."""
    folder, out = corpora.write(tmp_path / "in", 2), tmp_path / "out"
    here("build", folder, "-o", out)
    before = made(out)
    next(out.rglob("*.txt")).unlink()
    here("build", folder, "-o", out)
    assert made(out) == before


def test_another_schema_does_everything_again(tmp_path: Path, rules: Path) -> None:
    """What was judged by other rules is judged anew, once."""
    folder, out = corpora.write(tmp_path / "in", 4), tmp_path / "out"
    here("validate", folder, "-o", out)
    here("validate", folder, "-o", out, "--rules", rules)
    summary = json.loads((out / "summary.json").read_text("utf-8"))
    assert summary["findings"]["SCH R2"] == 1
    assert [times for _, _, times in rows(out)] == [1, 1, 1, 1]


def test_a_driver_that_is_killed_is_gone_on_with(
    collection: Path, serial: dict[str, bytes], tmp_path: Path
) -> None:
    """After kill -9 in the middle, --resume makes the same bytes and does nothing twice."""
    log = tmp_path / "log.jsonl"
    arguments = ("validate", collection, "-o", tmp_path / "out", "--log", log, "--resume")
    process = subprocess.Popen(corpora.command(*arguments), stderr=subprocess.DEVNULL)
    while not log.exists() or log.read_text("utf-8").count('"document"') < 5:
        time.sleep(0.01)
    process.kill()
    process.wait()
    run(*arguments)
    assert made(tmp_path / "out") == serial
    assert {times for _, _, times in rows(tmp_path / "out")} == {1}


def test_a_bystander_is_not_blamed(
    collection: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A process that somebody kills over a document costs that document nothing, nor the next."""
    real = Process.give

    def killing(process: Process, number: int, line: str, size: int) -> None:
        real(process, number, line, size)
        os.kill(process.pid, signal.SIGKILL)
        monkeypatch.undo()

    monkeypatch.setattr(Process, "give", killing)
    bench = Bench(Work("validate", Plan()), str(tmp_path))
    said = "".join(unpacked(answer["said"]) for _, answer in bench.map(asked(collection)[:3]))
    bench.close()
    assert ("TQ340" in said, "TQ332" in said) == (True, False)


def test_whoever_waits_is_told_how_long(
    collection: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While no document is done yet the progress goes on."""
    told: list[str] = []
    now = time.monotonic()
    watch = Watch(told.append, told.append)
    watch.begun(3, 0)
    monkeypatch.setattr(time, "monotonic", lambda: now + 75.5)
    watch.beat()
    monkeypatch.undo()
    beats: list[float] = []
    work = Work("validate", Plan())
    bench = Bench(work, str(tmp_path), beat=lambda: beats.append(time.monotonic()))
    answers = [*bench.map(asked(collection)[:1])]
    bench.close()
    assert (told, len(answers), beats != []) == (["0 of 3 documents after 00:01:15"], 1, True)


def test_two_runs_do_not_write_to_one_place(collection: Path, tmp_path: Path) -> None:
    """A second run into the same folder is refused while the first goes on."""
    from tahqiq.corpus.ledger import Ledger

    ledger = Ledger(tmp_path / ".tahqiq-corpus/validate.sqlite")
    refused = run("validate", collection, "-o", tmp_path)
    ledger.close()
    assert (refused.returncode, "another run" in refused.stderr) == (2, True)


def test_keys_of_several_paths_do_not_mix(tmp_path: Path) -> None:
    """Keys of several folders begin with the folder; two folders of one name are refused."""
    for name in ("أ/نصوص", "ب/نصوص", "ج"):
        corpora.write(tmp_path / name, 1)
    found = [one.key for one in documents([str(tmp_path / "أ/نصوص"), str(tmp_path / "ج")])]
    assert [key.split("/")[0] for key in found] == ["نصوص", "ج"]
    with pytest.raises(UsageError, match="نصوص"):
        list(documents([str(tmp_path / "أ/نصوص"), str(tmp_path / "ب/نصوص")]))


def test_a_list_names_documents(tmp_path: Path) -> None:
    """A list of paths, one a line, is the documents that it names."""
    corpora.write(tmp_path / "in", 3)
    paths = sorted((tmp_path / "in").rglob("*.xml"))[:2]
    (tmp_path / "list.txt").write_text("# مختارات\n" + "\n".join(map(str, paths)), "utf-8")
    assert [one.name for one in listed(str(tmp_path / "list.txt"))] == [one.name for one in paths]


def test_batches_are_of_a_size() -> None:
    """A large document is a batch of its own; small ones share one."""
    sizes = [10, 10, 500, 10, 10, 10, 10]
    found = batches((Asked(Document(str(n), "", "", n, "")) for n in sizes), lambda given: 3, 100)
    assert [[one.document.size for one in batch] for batch in found] == [
        [10, 10], [500], [10, 10, 10], [10],
    ]  # fmt: skip


def test_a_put_is_seen_whole_or_not_at_all(tmp_path: Path) -> None:
    """A put to a folder replaces the file in one step and leaves nothing else."""
    held = store(str(tmp_path))
    held.put("مجلد/نص.txt", "أول".encode())
    held.put("مجلد/نص.txt", "ثان".encode())
    assert made(tmp_path) == {"مجلد/نص.txt": "ثان".encode()}


def test_wrong_usage_is_one_line(tmp_path: Path) -> None:
    """A folder that is not there, or nothing at all, ends with 2 and one line."""
    found = [
        run("validate", *paths, "-o", tmp_path / "out") for paths in ([], [tmp_path / "لا شيء"])
    ]
    assert [one.returncode for one in found] == [2, 2]
    assert [len(one.stderr.splitlines()) for one in found] == [1, 1]


def test_what_is_passed_over_or_fails_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The summary says why documents were passed over or failed, and nothing made is no success."""
    box = tmp_path / "box"
    box.mkdir()
    (box / "jats.xml").write_text("<article><p/></article>", "utf-8")
    alone = here("build", box, "-o", tmp_path / "one")
    (box / "رسالة.xml").write_text(f"<TEI xmlns='{mutations.TEI}'/>", "utf-8")
    both = here("build", box, "-o", tmp_path / "two")
    said = capsys.readouterr().err
    summary = json.loads((tmp_path / "two/summary.json").read_text("utf-8"))
    assert (alone, both, summary["skipped"]) == (2, 2, {"not-tei": 1})
    assert "skipped: 1, which are not TEI" in said
    assert "failed: 1, has no teiHeader" in said


def test_a_build_speaks_the_language_that_is_asked(tmp_path: Path) -> None:
    """With --lang en the labels of a text are English, and English is no foreign run in it."""
    box = tmp_path / "letter.xml"
    head = "<fileDesc><titleStmt><title>A letter</title></titleStmt><publicationStmt><p/>"
    box.write_text(
        f"<TEI xmlns='{mutations.TEI}'><teiHeader>{head}</publicationStmt><sourceDesc><p/></sourceDesc>"
        "</fileDesc></teiHeader><text><body><p>Now is the winter.</p></body></text></TEI>",
        "utf-8",
    )
    here("build", box, "-o", tmp_path / "out", "--lang", "en", "-f", "text")
    made = (tmp_path / "out/letter.xml/text/letter.txt").read_text("utf-8")
    assert made.startswith("A letter\n")
    assert "Now is the winter." in made.splitlines()
    assert not any("\u0600" <= letter <= "\u06ff" for letter in made)
