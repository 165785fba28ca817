"""Checks the demo's data by itself: references, citations, tiers, duplicates, and the winners that story.toml expects.

It repeats the lenses in a few lines each, without the sandbox, the store or a server: a second opinion, not the lens library.
Ties by claim id can't be decided here; a winner that hangs on one is reported as an error, so the story never rests on chance.
Run: python3 check.py   (Python 3.11 or newer, nothing else)
"""

import collections
import datetime
import math
import pathlib
import sys
import tomllib

HERE = pathlib.Path(__file__).parent / "data"
TIERS = ["regulatory", "clinical", "observational", "expert", "community", "anecdotal"]
HALF_LIFE_DAYS = [0, 730, 365, 180, 90, 30]
LIFECYCLES = {"proposed", "under-review", "approved", "deprecated", "rejected"}
KINDS = {"invalidate", "refine", "annotate"}
LISTS = ["agents", "sources", "claims", "epochs", "votes", "cosignatures"]


def load():
    data = {name: [] for name in LISTS}
    for path in sorted(HERE.glob("*.toml")):
        if path.name != "story.toml":
            for name, rows in tomllib.loads(path.read_text()).items():
                data[name].extend(dict(row, file=path.name) for row in rows)
    return data, tomllib.loads((HERE / "story.toml").read_text())


def index(rows, key, errors):
    found = {}
    for row in rows:
        if key in row:
            if row[key] in found:
                errors.append(f"{key} {row[key]} appears twice")
            found[row[key]] = row
    return found


def value(claim):
    ((kind, content),) = claim["object"].items()
    return kind, content


def check_claims(data, agents, sources, keys, epochs, errors):
    seen = set()
    for claim in data["claims"]:
        name = f'{claim["file"]}: {claim["agent"]} {claim["subject"]} {claim["predicate"]} {value(claim)[1]}'
        agent, source = agents.get(claim["agent"]), sources.get(claim["source"])
        if not agent or not source:
            errors.append(f"{name}: unknown agent or source")
            continue
        if agent["tier"] != source["tier"]:
            errors.append(f"{name}: the agent's tier differs from the source's")
        if claim["made_up"] != source["made_up"]:
            errors.append(f"{name}: made_up differs from the source's")
        if not 0 <= claim["confidence"] <= 1 or claim["lifecycle"] not in LIFECYCLES:
            errors.append(f"{name}: confidence or lifecycle out of range")
        if claim.get("epoch", next(iter(epochs))) not in epochs:
            errors.append(f"{name}: unknown epoch")
        if claim["valid_time"] < source["date"]:
            errors.append(f"{name}: older than its source")
        parent = keys.get(claim.get("parent"))
        if "parent" in claim:
            same = parent and all(parent[k] == claim[k] for k in ("agent", "subject", "predicate"))
            if not same or parent["valid_time"] >= claim["valid_time"]:
                errors.append(f"{name}: parent missing, of another agent or pair, or not older")
        datetime.date.fromisoformat(claim["valid_time"])
        mark = tuple(str(claim.get(k)) for k in ("agent", "source", "subject", "predicate", "object", "valid_time", "parent"))
        if mark in seen:
            errors.append(f"{name}: stated twice")
        seen.add(mark)


def check_links(data, agents, keys, epochs, errors):
    for source in data["sources"]:
        if source["made_up"] != source["citation"].startswith("[made up] "):
            errors.append(f'source {source["id"]}: made_up and its citation disagree')
        if source["year"] != int(source["date"][:4]):
            errors.append(f'source {source["id"]}: year and date disagree')
    for epoch in data["epochs"]:
        if "supersedes" in epoch and (epoch["supersedes"] not in epochs or epoch["kind"] not in KINDS):
            errors.append(f'epoch {epoch["id"]}: unknown predecessor or kind')
    pairs = set()
    for name in ("votes", "cosignatures"):
        for row in data[name]:
            claim = keys.get(row["claim"])
            if row["agent"] not in agents or not claim or row["valid_time"] < claim["valid_time"]:
                errors.append(f"{name}: {row} refers to nothing, or is older than its claim")
            if not 0 <= row.get("weight", 1) <= 1 or (name, row["agent"], row["claim"]) in pairs:
                errors.append(f"{name}: {row} has a bad weight or stands twice")
            if name == "cosignatures" and claim and claim["agent"] == row["agent"]:
                errors.append(f"{name}: {row} is the author's own")
            pairs.add((name, row["agent"], row["claim"]))


def candidates(data, sources, keys, subject, predicate, as_of, without):
    rows = [c for c in data["claims"] if (c["subject"], c["predicate"]) == (subject, predicate) and c["valid_time"] <= as_of]
    replaced = {id(keys[c["parent"]]) for c in rows if "parent" in c}
    rows = [c for c in rows if id(c) not in replaced and c["source"] != without]
    rows.sort(key=lambda c: c["valid_time"], reverse=True)
    return [dict(c, tier=sources[c["source"]]["tier"], weight=1.0) for c in rows]


def best_value(rows, weigh):
    """The value with the greatest sum; ties go to the value that stands first in row order."""
    sums = collections.defaultdict(float)
    for row in rows:
        sums[value(row)] += weigh(row)
    top = max(sums.values())
    tied = [v for v, total in sums.items() if abs(total - top) < 1e-12]
    first = {v: next(r["valid_time"] for r in rows if value(r) == v) for v in tied}
    if len([v for v in tied if first[v] == max(first.values())]) > 1:
        raise ValueError("the winner hangs on claim ids")
    return max(tied, key=lambda v: first[v]), sums


def best_claim(rows, weigh):
    top = max(map(weigh, rows))
    tied = [r for r in rows if weigh(r) == top]
    newest = [r for r in tied if r["valid_time"] == tied[0]["valid_time"]]
    if len({value(r) for r in newest}) > 1:
        raise ValueError("the winner hangs on claim ids")
    return value(newest[0])


def decayed(rows, as_of):
    now = datetime.date.fromisoformat(as_of)
    for row in rows:
        half = HALF_LIFE_DAYS[row["tier"]]
        age = (now - datetime.date.fromisoformat(row["valid_time"])).days
        row["weight"] = 0.5 ** (age / half) if half else 1.0
    return rows


def current(rows, data, as_of):
    ended = {e["supersedes"] for e in data["epochs"] if e.get("kind") == "invalidate" and e["valid_time"] <= as_of}
    return [r for r in rows if r.get("epoch") not in ended]


def resolve(lens, rows, data, as_of, keys):
    *stages, resolver = lens.split("|")
    for stage in stages:
        rows = {"decay": lambda r: decayed(r, as_of), "epoch-aware": lambda r: current(r, data, as_of)}[stage](rows)
    votes = collections.defaultdict(float)
    for vote in data["votes"]:
        if vote["valid_time"] <= as_of:
            votes[vote["claim"]] += vote["weight"]
    judged = lambda r: r["weight"] * r["confidence"]
    if resolver == "recency":
        return best_claim(rows, lambda r: r["valid_time"]), None
    if resolver in ("confidence", "trust-aware-authority"):
        return best_claim(rows, judged), None
    if resolver == "layered":
        top = min(r["tier"] for r in rows)
        return best_value([r for r in rows if r["tier"] == top], judged)[0], None
    if resolver == "skeptic":
        winner, sums = best_value(rows, judged)
        shares = [s / sum(sums.values()) for s in sums.values()]
        entropy = -sum(s * math.log2(s) for s in shares if s) / math.log2(len(shares)) if len(shares) > 1 else 0.0
        return winner, entropy
    cast = lambda r: votes.get(r.get("key"), 0.0)
    if resolver == "vote-aware-consensus" and any(map(cast, rows)):
        return best_value(rows, lambda r: r["weight"] * cast(r))[0], None
    return best_value(rows, lambda r: r["weight"])[0], None


def check_story(data, story, sources, keys, errors):
    for pair in story["pairs"]:
        without = pair.get("without_source")
        rows = candidates(data, sources, keys, pair["subject"], pair["predicate"], pair["as_of"], without)
        if len(rows) != pair["candidates"]:
            errors.append(f'story {pair["id"]}: {len(rows)} candidates, {pair["candidates"]} expected')
        for expect in pair["expect"]:
            try:
                found, conflict = resolve(expect["lens"], [dict(r) for r in rows], data, pair["as_of"], keys)
            except ValueError as problem:
                found, conflict = (str(problem), None), None
            if found != value({"object": expect["winner"]}):
                errors.append(f'story {pair["id"]}, {expect["lens"]}: found {found}, expected {expect["winner"]}')
            if conflict is not None:
                print(f'  {pair["id"]}: skeptic conflict {conflict:.3f}')
    for part in story["retractions"]:
        count = sum(c["source"] == part["source"] for c in data["claims"])
        if count != part["dependants"]:
            errors.append(f'story: {part["source"]} has {count} dependants, {part["dependants"]} expected')
    for audit in story["audits"]:
        chain, claim = [], keys[audit["claim"]]
        while claim:
            chain.append(claim["lifecycle"])
            claim = keys.get(claim.get("parent"))
        votes = sum(v["claim"] == audit["claim"] for v in data["votes"])
        signers = 1 + sum(v["claim"] == audit["claim"] for v in data["cosignatures"])
        if (chain[::-1], votes, signers) != (audit["lifecycles"], audit["votes"], audit["signatures"]):
            errors.append(f'story: audit of {audit["claim"]} finds {chain[::-1]}, {votes} votes, {signers} signatures')


def main():
    data, story = load()
    errors = []
    agents, sources = index(data["agents"], "id", errors), index(data["sources"], "id", errors)
    keys, epochs = index(data["claims"], "key", errors), index(data["epochs"], "id", errors)
    check_claims(data, agents, sources, keys, epochs, errors)
    check_links(data, agents, keys, epochs, errors)
    check_story(data, story, sources, keys, errors)
    for name, rows in (("agents", data["agents"]), ("sources", data["sources"])):
        if unused := {r["id"] for r in rows} - {c[name[:-1]] for c in data["claims"]}:
            errors.append(f"{name} that no claim uses: {sorted(unused)}")
    tiers = collections.Counter(sources[c["source"]]["tier"] for c in data["claims"])
    pairs = collections.defaultdict(set)
    for claim in data["claims"]:
        pairs[claim["subject"], claim["predicate"]].add(value(claim))
    print(", ".join(f"{len(data[name])} {name}" for name in LISTS))
    print(", ".join(f"tier {t} {TIERS[t]}: {tiers[t]}" for t in range(6)))
    print(f'real: {sum(not c["made_up"] for c in data["claims"])}, made up: {sum(c["made_up"] for c in data["claims"])}')
    print(f"{len(pairs)} pairs, {sum(len(v) > 1 for v in pairs.values())} with more than one value")
    for error in errors:
        print("error:", error)
    return 1 if errors else 0


if __name__ == "__main__":
    sys.exit(main())
