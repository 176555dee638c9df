"""A temporary folder with a home of its own: a project made by the program, Git, and the commands under test."""

import os
import pathlib
import subprocess
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = pathlib.Path(os.environ["NACHWEIS"])
# Evidence that contradicts itself: an error in every phase.
BROKEN = "---\ntask: I-01\ntask: I-01\n---\n# Zweck\n"
WHOLE = "---\ntask: I-01\nstatus: draft\n---\n# Zweck\n"
CASE = "nachweise/idee/anwendungsfall.md"


class Desk:
    def __init__(self):
        self._folder = tempfile.TemporaryDirectory()
        self.folder = pathlib.Path(self._folder.name).resolve()
        self.home = self.folder / "home"
        self.home.mkdir()
        self.bin = self.folder / "bin"
        self.bin.mkdir()
        (self.bin / "nachweis").symlink_to(PROGRAM)
        self.at = self.folder / "bescheide"
        self.at.mkdir()
        # The machine's own settings and the pipeline that runs this test stay outside.
        self.env = {
            "PATH": f"{self.bin}{os.pathsep}{os.environ['PATH']}",
            "HOME": str(self.home),
            "TMPDIR": str(self.folder),
            "LANG": "C.UTF-8",
            "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_AUTHOR_NAME": "Projekt",
            "GIT_AUTHOR_EMAIL": "projekt@behoerde.example",
            "GIT_COMMITTER_NAME": "Projekt",
            "GIT_COMMITTER_EMAIL": "projekt@behoerde.example",
        }

    def close(self):
        self._folder.cleanup()

    def run(self, *command, at=None, code=0, env=None):
        """Runs a command to its end and gives back what it printed."""
        done = subprocess.run(
            [str(word) for word in command],
            cwd=at or self.at,
            env=self.env | (env or {}),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        if done.returncode != code:
            raise AssertionError(f"{command} ended with {done.returncode}, not {code}:\n{done.stdout}")
        return done.stdout

    def git(self, *arguments, **more):
        return self.run("git", *arguments, **more).strip()

    def write(self, name, text):
        path = self.at / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def commit(self, name=None, text=""):
        if name is not None:
            self.write(name, text)
        self.git("add", "--all")
        self.git("commit", "--quiet", "--message", "Stand")

    def project(self, *more):
        """An empty repository with the settings in its first commit."""
        self.git("init", "--quiet", "--initial-branch", "main")
        self.run("nachweis", "init", "--yes", "--fact", "bezugsart=eigenentwicklung", "--fact", "personenbezug=true", *more)
        self.commit()
