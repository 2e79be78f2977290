#!/usr/bin/env python3
"""The optimum of an assignment instance by OR-tools' min-cost flow (pip install ortools numpy).

usage: ortools_assignment.py FOLDER PER_NOMINATION MAX_LOAD [MAX_PER_UNIT [NOMINATIONS EXPERTS]]
Reads FOLDER/affinity.csv and FOLDER/conflicts.csv, or with the last two numbers FOLDER/scores.i32
(row by row, millionths, little-endian, -1 for none), and FOLDER/experts.csv where MAX_PER_UNIT is
above 0; prints the best total, in millionths.
"""

import csv
import sys

import numpy as np
from ortools.graph.python import min_cost_flow


def read(folder):
    """Returns nominations, expert ids and one (nomination, expert, score in millionths) an open pair."""
    with open(f"{folder}/conflicts.csv", newline="", encoding="utf-8-sig") as file:
        barred = {(row["nomination_id"], row["expert_id"]) for row in csv.DictReader(file)}
    nominations, experts, pairs = {}, {}, []
    with open(f"{folder}/affinity.csv", newline="", encoding="utf-8-sig") as file:
        for row in csv.DictReader(file):
            key = row["nomination_id"], row["expert_id"]
            nomination = nominations.setdefault(key[0], len(nominations))
            expert = experts.setdefault(key[1], len(experts))
            if key not in barred:
                pairs.append((nomination, expert, round(float(row["score"]) * 1e6)))
    return len(nominations), list(experts), np.array(pairs, dtype=np.int64)


def read_matrix(folder, nominations, experts):
    """The same from a matrix; expert ids are r0, r1 and so on."""
    scores = np.fromfile(f"{folder}/scores.i32", dtype="<i4").reshape(nominations, experts)
    rows, columns = np.nonzero(scores >= 0)
    pairs = np.stack([rows, columns, scores[rows, columns]], axis=1).astype(np.int64)
    return nominations, [f"r{number}" for number in range(experts)], pairs


def units(folder, ids):
    """Number of the unit of each expert."""
    with open(f"{folder}/experts.csv", newline="", encoding="utf-8-sig") as file:
        unit_of = {row["expert_id"]: row["unit"] for row in csv.DictReader(file)}
    numbers = {}
    return np.array([numbers.setdefault(unit_of[one], len(numbers)) for one in ids], dtype=np.int64)


def main():
    folder, each, load = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    per_unit = int(sys.argv[4]) if len(sys.argv) > 4 else 0
    if len(sys.argv) > 6:
        nominations, ids, pairs = read_matrix(folder, int(sys.argv[5]), int(sys.argv[6]))
    else:
        nominations, ids, pairs = read(folder)
    experts = len(ids)
    source, sink = nominations + experts, nominations + experts + 1
    flow = min_cost_flow.SimpleMinCostFlow()

    def add(tails, heads, capacity, costs):
        flow.add_arcs_with_capacity_and_unit_cost(
            tails, heads, np.full(len(tails), capacity, dtype=np.int64), costs
        )

    first, second = np.arange(nominations), nominations + np.arange(experts)
    tails = pairs[:, 0]
    if per_unit > 0:
        keys = pairs[:, 0] * (experts + 1) + units(folder, ids)[pairs[:, 1]]
        groups, places = np.unique(keys, return_inverse=True)
        nodes = sink + 1 + np.arange(len(groups))
        add(groups // (experts + 1), nodes, per_unit, np.zeros(len(groups), dtype=np.int64))
        tails = nodes[places]
    add(tails, nominations + pairs[:, 1], 1, -pairs[:, 2])
    add(np.full(nominations, source), first, each, np.zeros(nominations, dtype=np.int64))
    add(second, np.full(experts, sink), load, np.zeros(experts, dtype=np.int64))
    flow.set_node_supply(source, each * nominations)
    flow.set_node_supply(sink, -each * nominations)
    status = flow.solve_max_flow_with_min_cost()
    if status != flow.OPTIMAL:
        sys.exit(f"OR-tools found no optimum (status {status})")
    print(-flow.optimal_cost())


main()
