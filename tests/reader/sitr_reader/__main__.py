"""`python -m sitr_reader --relay PATH --exporter PATH [--json]`: everything, as a table."""

import argparse
import contextlib
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from . import vectors
from .live import connection, joining, transcript, verbs
from .report import Report

LIVE = {
    "wire": (
        connection.hello,
        connection.versions,
        connection.strange,
        connection.text,
        connection.numbers,
        connection.sizes,
    ),
    "mailbox": (
        verbs.opens,
        verbs.tickets,
        verbs.appends,
        verbs.reads,
        verbs.watches,
        verbs.closes,
        verbs.fills,
        verbs.burns,
        verbs.costs,
        verbs.limits,
        verbs.order,
    ),
    "joining": (joining.invite,),
}
CONFIG = '[tickets]\nkind = "work"\ngate_bits = 8\nargon_kib = 8\nargon_bits = 1\n'


@contextlib.contextmanager
def relay_process(binary):
    """A relay of our own on a free port, and its URL."""
    with tempfile.TemporaryDirectory() as folder:
        config = Path(folder) / "relay.toml"
        config.write_text(CONFIG)
        command = [binary, "--json", "--listen", "127.0.0.1:0", "--data", f"{folder}/relay"]
        with open(Path(folder) / "log", "w") as log:
            process = subprocess.Popen(
                command + ["--config", str(config)], stdout=subprocess.PIPE, stderr=log, text=True
            )
        try:
            line = process.stdout.readline()
            if not line:
                raise RuntimeError("the relay did not start: " + (Path(folder) / "log").read_text())
            yield json.loads(line)["listening"]
        finally:
            process.kill()
            process.wait()


def check_vectors(report):
    def one(name, content):
        verified, spoilt = vectors.check_file(name, content)
        return f"{verified} verified, {spoilt} spoilt and refused"

    def none_is_missing(found):
        missing = sorted(set(vectors.FORMS) - set(found))
        if missing:
            raise vectors.Wrong(f"missing: {', '.join(missing)}")
        strange = {"name": "x", "in": {"more": 1}, "out": {"opens": True}}
        for unknown in (
            lambda: vectors.check_file("tomorrow", {"vectors": [strange]}),
            lambda: vectors.verify(lambda v: v.out.equals("opens", True), strange),
        ):
            try:
                unknown()
            except vectors.Wrong:
                continue
            raise RuntimeError("a file or a field that nobody looked at passes")
        return f"{len(found)} files"

    files = vectors.files()
    report.run("vectors", "all files", none_is_missing, files)
    for name, content in files.items():
        report.run("vectors", name, one, name, content)


def check_room(report, url, exporter):
    def export():
        done = subprocess.run(
            [exporter, url], stdout=subprocess.PIPE, text=True, timeout=300, check=True
        )
        return json.loads(done.stdout)

    lived = {}

    def walk():
        lived["exported"] = export()
        lived["room"] = transcript.Lived(url, lived["exported"])
        return transcript.walked(lived["room"])

    if report.run("room", "walked", walk):
        report.run("room", "forged", transcript.forged, lived["room"])
        report.run("joining", "admitted", joining.admitted, url, lived["room"])
        report.run("joining", "texts", joining.texts, url, lived["exported"])
        report.run("joining", "revoked", joining.revoked, url, lived["exported"])


def main():
    parser = argparse.ArgumentParser(prog="sitr_reader", description=__doc__)
    parser.add_argument(
        "--relay",
        default=os.environ.get("SITR_RELAY_BIN"),
        help="the sitr-relay binary (SITR_RELAY_BIN); without it only the vectors are checked",
    )
    parser.add_argument(
        "--exporter",
        default=os.environ.get("SITR_EXPORT_ROOM_BIN"),
        help="the export_room binary (SITR_EXPORT_ROOM_BIN); without it no room is walked",
    )
    parser.add_argument("--json", action="store_true", help="one JSON object instead of a table")
    arguments = parser.parse_args()
    report = Report()
    check_vectors(report)
    if arguments.relay:
        with relay_process(arguments.relay) as url:
            for area, checks in LIVE.items():
                for check in checks:
                    report.run(area, check.__name__, check, url)
            if arguments.exporter:
                check_room(report, url, arguments.exporter)
    print(report.json() if arguments.json else report.table())
    return 0 if report.ok else 1


if __name__ == "__main__":
    sys.exit(main())
