"""Answers on a terminal, and conversations there."""

import os
import re
import shutil
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


@pytest.mark.skipif(shutil.which("bash") is None, reason="bash is not installed")
def test_bash_completes_commands_and_ids(seeded_home: Path) -> None:
    """In a real bash the printed function completes a command's name and a report's id."""
    script = (
        f'eval "$({sys.executable} -m qa.cli completion bash)"\n'
        "COMP_WORDS=(dateline sh); COMP_CWORD=1; _dateline_completion dateline; echo ${COMPREPLY[@]}\n"
        "COMPREPLY=()\n"
        "COMP_WORDS=(dateline show 004); COMP_CWORD=2; _dateline_completion dateline; echo ${COMPREPLY[@]}\n"
    )
    programs = Path(sys.executable).parent
    environment = {**os.environ, "DATELINE_HOME": str(seeded_home), "PATH": f"{programs}:{os.environ['PATH']}"}
    done = subprocess.run(["bash", "-c", script], capture_output=True, text=True, env=environment, check=True)
    command, id = done.stdout.split()
    assert command == "show"
    assert id.startswith("004-back-in-smaller-units-")


def test_no_colour_and_a_narrow_terminal_are_kept_to(
    seeded: Store, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """NO_COLOR takes the colours away, and a line is no longer than the terminal is wide."""
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "40")
    show(Assistant(seeded).ask(QUESTION))
    shown = capsys.readouterr().out
    assert not re.search(r"\x1b\[[\d;]*3\dm", shown)
    assert max(len(re.sub(r"\x1b\[[\d;]*m", "", line)) for line in shown.splitlines()) <= 40
