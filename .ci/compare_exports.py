#!/usr/bin/env python3
"""Runs the SQL that this program writes for models in DuckDB and SQLite, and compares it with the models' own answers.

  compare_exports.py PROGRAM WORK    WORK gets the model, the table and the statements

The model and the table are made here, and so are the expected decisions, by the plain rule of a card: a constant, and
for each attribute the points of the first bin whose cut the value does not pass, of the level, of the unknown, or of
the missing. Neighbouring bins lie far enough apart that none are merged. A wallet model and a model of what is owned next
are fitted by the program, and their statements must give what its commands gave for the same rows. Spark and T-SQL have no engine here; their
statements are parsed by sqlglot where that is installed. Needs duckdb; without it the run fails.
"""

import csv
import json
import math
import pathlib
import random
import sqlite3
import subprocess
import sys
import time

try:
    import duckdb
except ImportError:
    duckdb = None
try:
    import sqlglot
except ImportError:
    sqlglot = None

ROWS = 5_000
MANY_ROWS = 1_000_000
CLOSE = 1e-9
LEVELS = ["Legal", "legal", "x'; DROP TABLE customers; --", 'a"b', "小売業", "back\\", "50%_*?", "`]"]
NUMBERS = ["Employees", 'Revenue "net"; --', "Seats]`"]
WORD = "Industry'"


def make_model(draw: random.Random) -> dict:
    """A card of three numbers, one word and a pair."""
    attributes = []
    for name, count in zip(NUMBERS, (60, 3, 1)):
        cuts = [draw.random() / 3 + at for at in range(count)]
        points = [draw.uniform(0.02, 1) * (-1) ** at for at in range(count + 2)]
        attributes.append({"name": name, "bins": {"numbers": {"cuts": cuts, "missing": True}}, "points": points,
                           "errors": [0.1] * (count + 2), "rows": [5] * (count + 2), "unknown": 0.0})
    points = [draw.gauss(0, 1) for _ in range(len(LEVELS) + 1)]
    attributes.append({"name": WORD, "bins": {"words": {"levels": LEVELS, "missing": True}}, "points": points,
                       "errors": [0.1] * len(points), "rows": [5] * len(points), "unknown": -0.25})
    pair = {"first": 0, "second": 3, "first_coarse": [at % 4 for at in range(62)],
            "second_coarse": [at % 2 for at in range(9)], "width": 2, "points": [draw.gauss(0, 1) for _ in range(8)]}
    return {"format": "propensity-desk scorecard", "version": 1, "base": -2.5, "average": -2.0, "origin": "owners",
            "attributes": attributes, "pairs": [pair]}


def code_of(attribute: dict, value) -> int | None:
    """The bin of a value; None where the card has none."""
    bins = attribute["bins"]
    if "words" in bins:
        levels = bins["words"]["levels"]
        return len(levels) if value is None else levels.index(value) if value in levels else None
    cuts = bins["numbers"]["cuts"]
    if value is None or not math.isfinite(value):
        return len(cuts) + 1
    return next((at for at, cut in enumerate(cuts) if value <= cut), len(cuts))


def decision(model: dict, row: list) -> float:
    """What the card says of a row, counted from the average."""
    codes = [code_of(attribute, value) for attribute, value in zip(model["attributes"], row)]
    total = model["base"] - model["average"]
    for attribute, code in zip(model["attributes"], codes):
        total += attribute["unknown"] if code is None else attribute["points"][code]
    for pair in model["pairs"]:
        first, second = codes[pair["first"]], codes[pair["second"]]
        if first is not None and second is not None:
            total += pair["points"][pair["first_coarse"][first] * pair["width"] + pair["second_coarse"][second]]
    return total


def make_rows(model: dict, draw: random.Random) -> list:
    """Values on the cuts, between them, far out, unknown and missing."""
    rows = []
    for _ in range(ROWS):
        row = []
        for attribute in model["attributes"][:3]:
            cuts = attribute["bins"]["numbers"]["cuts"]
            row.append(draw.choice([None, draw.choice(cuts), draw.uniform(-5, 70), -1e300, math.nextafter(cuts[0], 9)]))
        row.append(draw.choice([None, "Nobody's", *LEVELS]))
        rows.append(row)
    return rows


def quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def compare(engine: str, found: list, expected: list) -> str | None:
    """What is wrong, if anything."""
    if len(found) != len(expected):
        return f"{engine}: {len(found)} rows of {len(expected)}"
    worst = max(abs(one - other) if one is not None else math.inf for one, other in zip(found, expected))
    print(f"exports: {engine}: largest difference {worst:.1e} over {len(found)} rows", flush=True)
    return None if worst <= CLOSE else f"{engine}: differs by {worst}"


def run(program: pathlib.Path, *arguments) -> None:
    subprocess.run([program, *arguments], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def answers(engine: str, csv_file: pathlib.Path, query: str) -> list:
    """The rows of a query over a table `customers` with the fields of a file, all of them text."""
    query = query.rstrip().rstrip(";")
    with open(csv_file, encoding="utf-8-sig", newline="") as file:
        header, *rows = csv.reader(file)
    if engine == "sqlite":
        base = sqlite3.connect(":memory:")
        base.execute(f"CREATE TABLE customers ({', '.join(quoted(name) + ' TEXT' for name in header)})")
        marks = ", ".join("?" for _ in header)
        base.executemany(f"INSERT INTO customers VALUES ({marks})", [[value or None for value in row] for row in rows])
        return base.execute(query).fetchall()
    lake = duckdb.connect()
    lake.execute("CREATE TABLE customers AS SELECT * FROM read_csv(?, header=true, all_varchar=true)", [str(csv_file)])
    return lake.execute(query).fetchall()


def close(one: float, other: float) -> bool:
    return abs(one - other) <= CLOSE * max(1.0, abs(one), abs(other))


def compare_wallet(program: pathlib.Path, work: pathlib.Path, draw: random.Random) -> list:
    """A model of spending: its quantiles by SQL against those of the command."""
    train, model, out = work / "spend.csv", work / "wallet.json", work / "wallets.csv"
    with open(train, "w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["id", "heads", 'seats "net"', "industry", "spend"])
        for at in range(600):
            heads = round(math.exp(draw.uniform(0, 6)))
            industry = draw.choice(["Legal", "x'; --", "小売業", ""])
            spend = 90 * heads * (1.5 if industry == "Legal" else 1) * math.exp(draw.gauss(0, 0.2 + heads / 900))
            seats = draw.choice(["", str(round(heads * draw.random()))])
            rows.writerow([at, heads if draw.random() > 0.05 else "", seats, industry, round(spend, 2)])
        rows.writerow([600, 9_000_000, "3", "Nobody's", ""])
    run(program, "wallet", "--train", train, "--target", "spend", "--id", "id", "--predict", train, "--model", model,
        "-o", out)
    with open(out, encoding="utf-8-sig", newline="") as file:
        known = {row["id"]: [float(row[name]) for name in ("q10", "q50", "q80", "q90", "mean")]
                 for row in csv.DictReader(file)}
    problems = []
    for dialect in ("sqlite", "duckdb"):
        target = work / f"wallet-{dialect}.sql"
        run(program, "export-sql", model, "-o", target, "--dialect", dialect)
        names = ", ".join(f"propensity_desk_{name}" for name in ("q10", "q50", "q80", "q90", "mean"))
        query = target.read_text(encoding="utf-8").rstrip().rstrip(";")
        found = answers(dialect, train, f"SELECT id, {names} FROM ({query}) AS s")
        wrong = [row[0] for row in found if not all(close(*pair) for pair in zip(row[1:], known[row[0]]))]
        print(f"exports: wallet in {dialect}: {len(found)} rows, {len(wrong)} differ", flush=True)
        problems.append(f"wallet in {dialect}: {wrong[:5]}" if wrong or len(found) != len(known) else None)
    return problems


def compare_next(program: pathlib.Path, work: pathlib.Path, draw: random.Random, by_weights: bool) -> list:
    """A model of what is owned next: its ranks by SQL against those of the command."""
    name = "next" if by_weights else "popular"
    owned, model, out = work / f"{name}.csv", work / f"{name}.json", work / f"{name}-out.csv"
    items = ["Azure Monitor", "Microsoft Sentinel", "Storage", "SQL'; --", "バックアップ", "Virtual Machines", "Bastion"]
    with open(owned, "w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["customer_id", "item"])
        for customer in range(400 if by_weights else 9):
            taste = draw.randrange(3)
            for at, item in enumerate(items):
                if draw.random() < (0.7 if at % 3 == taste else 0.15):
                    rows.writerow([f"C{customer:03}", item])
    run(program, "next", "--ownership", owned, "--id", "customer_id", "--model", model, "-o", out)
    with open(out, encoding="utf-8-sig", newline="") as file:
        known = {(row["id"], row["item"]): (int(row["rank"]), float(row["score"])) for row in csv.DictReader(file)}
    is_weighted = bool(json.loads(model.read_text(encoding="utf-8"))["weights"])
    if is_weighted != by_weights:
        return [f"{name}: the model is of the other kind"]
    problems = []
    for dialect in ("sqlite", "duckdb"):
        target = work / f"{name}-{dialect}.sql"
        run(program, "export-sql", model, "-o", target, "--dialect", dialect)
        found = {(row[0], row[2]): (row[1], row[3])
                 for row in answers(dialect, owned, target.read_text(encoding="utf-8"))}
        wrong = [key for key in known if key not in found or not close(known[key][1], found[key][1])]
        # Sums of the same weights in another order may tie in one program and not in the other.
        moved = [key for key in known if key not in wrong and known[key][0] != found[key][0]]
        print(f"exports: {name} in {dialect}: {len(found)} rows, {len(wrong)} differ, {len(moved)} rank otherwise")
        is_right = not wrong and len(found) == len(known) and len(moved) <= len(known) // 100
        problems.append(None if is_right else f"{name} in {dialect}: {(wrong or moved)[:5]}")
    return problems


def main() -> int:
    if len(sys.argv) != 3:
        print(__doc__)
        return 2
    if duckdb is None:
        print("exports: duckdb is not installed (pip install duckdb)\nexports: 0 passed, 1 failed")
        return 1
    program, work = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve()
    draw = random.Random(7)
    model = make_model(draw)
    rows = make_rows(model, draw)
    expected = [decision(model, row) for row in rows]
    (work / "model.json").write_text(json.dumps(model), encoding="utf-8")
    names = [*NUMBERS, WORD]
    with open(work / "rows.csv", "w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([["id", *names], *([at, *row] for at, row in enumerate(rows))])
    statements = {}
    for dialect in ("sqlite", "duckdb", "generic", "spark", "fabric"):
        target = work / f"score-{dialect}.sql"
        subprocess.run([program, "export-sql", work / "model.json", "-o", target, "--dialect", dialect], check=True,
                       stdout=subprocess.DEVNULL)
        statements[dialect] = target.read_text(encoding="utf-8")
    problems = []

    base = sqlite3.connect(":memory:")
    columns = ", ".join(f"{quoted(name)} {kind}" for name, kind in zip(["id", *names], ["INT", *["REAL"] * 3, "TEXT"]))
    base.execute(f"CREATE TABLE customers ({columns})")
    base.executemany("INSERT INTO customers VALUES (?, ?, ?, ?, ?)", [[at, *row] for at, row in enumerate(rows)])
    for dialect in ("sqlite", "generic"):
        query = statements[dialect].rstrip().rstrip(";")
        answer = base.execute(f"SELECT propensity_desk_decision FROM ({query}) ORDER BY id").fetchall()
        problems.append(compare(f"{dialect} in SQLite", [row[0] for row in answer], expected))

    lake = duckdb.connect()
    lake.execute("CREATE TABLE customers AS SELECT * FROM read_csv(?, header=true, all_varchar=true)",
                 [str(work / "rows.csv")])
    query = statements["duckdb"].rstrip().rstrip(";")
    answer = lake.execute(f"SELECT propensity_desk_decision FROM ({query}) ORDER BY CAST(id AS INT)").fetchall()
    problems.append(compare("DuckDB, all columns text", [row[0] for row in answer], expected))
    typed = ", ".join(f"CAST({quoted(name)} AS DOUBLE) AS {quoted(name)}" for name in NUMBERS)
    lake.execute(f"CREATE OR REPLACE TABLE customers AS SELECT id, {typed}, {quoted(WORD)} FROM customers")
    lake.execute(f"UPDATE customers SET {quoted(NUMBERS[0])} = 'NaN'::DOUBLE WHERE {quoted(NUMBERS[0])} IS NULL")
    for dialect in ("duckdb", "generic"):
        if dialect == "generic":
            lake.execute(f"UPDATE customers SET {quoted(NUMBERS[0])} = NULL WHERE isnan({quoted(NUMBERS[0])})")
        query = statements[dialect].rstrip().rstrip(";")
        answer = lake.execute(f"SELECT propensity_desk_decision FROM ({query}) ORDER BY CAST(id AS INT)").fetchall()
        problems.append(compare(f"{dialect} in DuckDB", [row[0] for row in answer], expected))
    lake.execute(f"CREATE OR REPLACE TABLE customers AS SELECT c.* FROM customers c, range({MANY_ROWS // ROWS})")
    start = time.monotonic()
    lake.execute(f"SELECT sum(propensity_desk_fit) FROM ({statements['duckdb'].rstrip().rstrip(';')})").fetchall()
    print(f"exports: DuckDB scores {MANY_ROWS} rows in {time.monotonic() - start:.1f} s", flush=True)

    if sqlglot:
        for dialect, reader in (("spark", "spark"), ("fabric", "tsql"), ("duckdb", "duckdb")):
            try:
                sqlglot.parse_one(statements[dialect], read=reader)
            except sqlglot.errors.SqlglotError as error:
                problems.append(f"{dialect} is no SQL: {error}")
    else:
        print("exports: sqlglot is not installed, so the statements for Spark and T-SQL were not parsed")
    problems += compare_wallet(program, work, draw)
    problems += compare_next(program, work, draw, True) + compare_next(program, work, draw, False)
    if sqlglot:
        for name in ("wallet", "next"):
            for dialect, reader in (("spark", "spark"), ("fabric", "tsql")):
                target = work / f"{name}-{dialect}.sql"
                run(program, "export-sql", work / f"{name}.json", "-o", target, "--dialect", dialect)
                try:
                    sqlglot.parse_one(target.read_text(encoding="utf-8"), read=reader)
                except sqlglot.errors.SqlglotError as error:
                    problems.append(f"{name} for {dialect} is no SQL: {error}")
    count = len(problems)
    problems = [problem for problem in problems if problem]
    for problem in problems:
        print(f"exports: {problem}")
    print(f"exports: {count - len(problems)} passed, {len(problems)} failed", flush=True)
    return int(bool(problems))


if __name__ == "__main__":
    sys.exit(main())
