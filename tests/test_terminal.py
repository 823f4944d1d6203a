"""Answers on a terminal, and conversations there."""

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from index.store import Store
from qa.assistant import Assistant
from qa.terminal import show

QUESTION = "Were the North Korean troops withdrawn from the Kursk front?"


def run(home: Path, *arguments: str, given: str = "", **more: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "qa.cli", *arguments]
    environment = {**os.environ, "DATELINE_HOME": str(home), **more}
    return subprocess.run(command, input=given, capture_output=True, text=True, env=environment, check=False)


def test_an_answer_is_coloured_on_a_terminal_and_plain_elsewhere(
    seeded: Store, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A terminal gets colours and a table; a file or a pipe gets the same words and nothing else."""
    answer = Assistant(seeded).ask(QUESTION)
    assert answer.disagreements
    show(answer)
    plain = capsys.readouterr().out
    monkeypatch.setenv("FORCE_COLOR", "1")
    show(answer)
    coloured = capsys.readouterr().out
    assert "\x1b[" in coloured
    assert "\x1b" not in plain
    for words in (answer.claims[0].text.split()[0], answer.disagreements[0].positions[0].value, "[1]"):
        assert words in plain
        assert words in coloured


def test_words_of_a_report_steer_neither_terminal_nor_markup(
    seeded: Store, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Escape sequences are left out, and what looks like markup is shown as it stands."""
    answer = replace(Assistant(seeded).ask(QUESTION), text="> \x1b]0;owned\x07 [bold red]calm[/] [link=x]y", notes=())
    monkeypatch.setenv("FORCE_COLOR", "1")
    show(answer)
    shown = capsys.readouterr().out
    assert "\x1b]" not in shown
    assert "\x07" not in shown
    assert "[bold red]calm[/] [link=x]y" in shown


def test_asking_without_a_question_is_a_conversation(seeded_home: Path) -> None:
    """Each line is a question, a follow-up is understood from those before, and a bad one does not end it."""
    done = run(seeded_home, "ask", given=f"{QUESTION}\n{'x' * 100_000}\nWho said that?\nquit\nnever asked\n")
    assert done.returncode == 0
    assert done.stdout.startswith(("“", "Newsweek"))
    assert done.stdout.count("Understood as: Who said that") == 1
    assert "never asked" not in done.stdout
    assert "at most" in done.stderr


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_shells_can_complete(seeded_home: Path, shell: str) -> None:
    """`dateline completion` prints what a shell needs, and ids of reports are completed."""
    assert "_DATELINE_COMPLETE" in run(seeded_home, "completion", shell).stdout
    if shell == "bash":
        words = {"_DATELINE_COMPLETE": "bash_complete", "COMP_WORDS": "dateline show 00", "COMP_CWORD": "2"}
        assert run(seeded_home, **words).stdout.count("plain,00") == 5
