"""Judges `propensity-desk next` by one hidden item a customer, against popularity, and prints both.

    python3 -m venv target/judges && target/judges/bin/pip install numpy
    target/judges/bin/python benches/scoring/next.py target/release/propensity-desk

Data: generated. Customers have one of several tastes, which make some items likelier; `tastes = 1` has no structure at all,
where nothing can beat popularity. Measure: NDCG@5 of the hidden item among all that the customer does not own.
"""
import collections
import csv
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np

ITEMS, HIDDEN_SEED = 40, 7


def owned_items(customers, tastes, random):
    common = 0.02 + 0.25 * random.random(ITEMS) ** 2
    likelier = np.array([np.where(np.arange(ITEMS) % tastes == taste, 3.0, 0.6) for taste in range(tastes)])
    chances = np.clip(common * (likelier if tastes > 1 else np.ones((1, ITEMS))), 0, 0.9)
    own = random.random((customers, ITEMS)) < chances[random.integers(tastes, size=customers)]
    return [np.flatnonzero(row).tolist() for row in own]


def gain(ranked, hidden):
    return 1 / np.log2(2 + ranked.index(hidden)) if hidden in ranked[:5] else 0.0


def judge(program, customers, tastes):
    random = np.random.default_rng(HIDDEN_SEED)
    hidden, rest = {}, {}
    for customer, items in enumerate(owned_items(customers, tastes, random)):
        if len(items) > 1:
            hidden[customer] = items.pop(int(random.integers(len(items))))
        rest[customer] = items
    with tempfile.TemporaryDirectory() as folder:
        table, out = Path(folder) / "owned.csv", Path(folder) / "next.csv"
        rows = [f"C{customer},item {item:02}" for customer, items in rest.items() for item in items]
        table.write_text("\n".join(["id,item", *rows]) + "\n")
        command = [program, "next", "--ownership", table, "--id", "id", "-o", out]
        told = subprocess.run(command, check=True, capture_output=True, text=True).stderr.strip()
        ranked = collections.defaultdict(list)
        with out.open(newline="") as lines:
            for line in csv.DictReader(lines):
                ranked[int(line["id"][1:])].append(int(line["item"][5:]))
    owners = collections.Counter(item for items in rest.values() for item in items)
    popular = sorted(range(ITEMS), key=lambda item: (-owners[item], item))
    judged = [customer for customer in hidden if rest[customer]]
    ours = np.mean([gain(ranked[customer], hidden[customer]) for customer in judged])
    others = np.mean([gain([i for i in popular if i not in rest[customer]], hidden[customer]) for customer in judged])
    print(f"{customers:>9} customers, {tastes} tastes: NDCG@5 {ours:.4f}, popularity {others:.4f}   {told}")


if __name__ == "__main__":
    for customers, tastes in [(25, 4), (100, 4), (1_000, 4), (20_000, 4), (1_000, 1), (20_000, 1)]:
        judge(sys.argv[1] if len(sys.argv) > 1 else "target/release/propensity-desk", customers, tastes)
