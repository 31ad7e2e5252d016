"""The table of what was measured, each value beside its bar."""
import json
import os
import time


class Report:
    def __init__(self):
        self.rows = []

    def add(self, what, measured, peer="", ratio="", bar="", met=None):
        """`met` is None where there is no bar."""
        verdict = "" if met is None else ("met" if met else "NOT MET")
        self.rows.append([what, measured, peer, ratio, bar, verdict])
        print("  " + " · ".join(part for part in self.rows[-1] if part), flush=True)

    def skipped(self, what, why):
        why = why[:100]
        self.rows.append([what, f"not measured: {why}", "", "", "", "NOT MET"])
        print(f"  {what}: not measured: {why}", flush=True)

    def table(self):
        head = ["what", "measured", "peer", "ratio", "bar", "met"]
        lines = [head, *self.rows]
        # a long reason may run over the columns behind it
        widths = [max(len(line[i]) for line in lines if not line[1].startswith("not measured")) for i in range(6)]
        widths[0] = max(len(line[0]) for line in lines)
        for number, line in enumerate(lines):
            print("  ".join(cell.ljust(width) for cell, width in zip(line, widths)).rstrip())
            if number == 0:
                print("  ".join("-" * width for width in widths))
        met = sum(row[5] == "met" for row in self.rows)
        bars = sum(row[5] != "" for row in self.rows)
        print(f"\n{met} of {bars} bars met")

    def save(self, folder, about):
        os.makedirs(folder, exist_ok=True)
        names = ["what", "measured", "peer", "ratio", "bar", "met"]
        document = {"at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()), **about,
                    "rows": [dict(zip(names, row)) for row in self.rows]}
        with open(os.path.join(folder, "latest.json"), "w") as file:
            json.dump(document, file, indent=2)
