"""What the browser has to fetch, and Lighthouse's scores for a phone."""
import json
import os
import subprocess

import data
import footprint
from machine import ROOT, Server

BARS = [("performance", 90), ("accessibility", 100), ("practices", 100)]


def measure(report, binary, folder, dist):
    url = footprint.database(binary, folder, "web.sqlite")
    data.into_sqlite(os.path.join(folder, "web.sqlite"), 100)
    with Server(binary, url, folder, PITLANE__WEB__DIR=dist) as server:
        landing = lighthouse(server.base + "/")
        fetched = [item for item in landing["fetched"] if not item["path"].startswith("/api/")]
        total = sum(item["bytes"] for item in fetched) / 1024
        report.add("web app, first load compressed", f"{total:.0f} KiB", peer=f"{len(fetched)} files", bar="<= 450 KiB",
                   met=total <= 450)
        scores(report, "/", landing)
        dashboard = lighthouse(server.base + "/dashboard", data.refresh_token(0))
        if dashboard["at"].endswith("/dashboard"):
            scores(report, "dashboard", dashboard)
        else:
            report.skipped("Lighthouse, dashboard", f"the browser ended at {dashboard['at']}")


def scores(report, page, result):
    for category, bar in BARS:
        measured = result[category]
        sign = "=" if bar == 100 else ">="
        report.add(f"Lighthouse mobile, {page}, {category}", str(measured), bar=f"{sign} {bar}", met=measured >= bar)
    if any(result[category] < bar for category, bar in BARS):
        print(f"    below 0.9: {'; '.join(result['failed'])}", flush=True)


def lighthouse(address, *token):
    script = os.path.join(os.path.dirname(__file__), "lighthouse.mjs")
    result = subprocess.run(["node", script, address, *token], cwd=ROOT, stdout=subprocess.PIPE, check=True, timeout=180)
    return json.loads(result.stdout.splitlines()[-1])
