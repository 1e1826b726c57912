"""What was checked, as a table for people or as JSON."""

import json
import time
import traceback


class Report:
    def __init__(self):
        self.rows, self.started = [], time.process_time()

    def run(self, area, name, check, *arguments):
        """One check; what it gives back is shown beside it."""
        try:
            said, ok = check(*arguments) or "", True
        except Exception as error:
            said, ok = f"{type(error).__name__}: {error}", False
            where = traceback.extract_tb(error.__traceback__)[-1]
            said += f" ({where.filename.rsplit('/', 1)[-1]}:{where.lineno})"
        self.rows.append({"area": area, "check": name, "ok": ok, "said": str(said)})
        return ok

    @property
    def ok(self):
        return bool(self.rows) and all(row["ok"] for row in self.rows)

    def table(self):
        widths = [max(len(row[key]) for row in self.rows) for key in ("area", "check")]
        lines = [
            f"{'ok    ' if row['ok'] else 'FAILED'}  {row['area']:{widths[0]}}  "
            f"{row['check']:{widths[1]}}  {row['said']}"
            for row in self.rows
        ]
        bad = sum(not row["ok"] for row in self.rows)
        spent = time.process_time() - self.started
        lines.append(
            f"{len(self.rows) - bad} of {len(self.rows)} checks hold; {spent:.1f} s of processor time"
        )
        return "\n".join(lines)

    def json(self):
        spent = round(time.process_time() - self.started, 3)
        return json.dumps({"ok": self.ok, "cpu_seconds": spent, "checks": self.rows})
