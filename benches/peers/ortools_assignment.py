#!/usr/bin/env python3
"""The optimum of an assignment instance by OR-tools' min-cost flow (pip install ortools numpy).

usage: ortools_assignment.py FOLDER PER_NOMINATION MAX_LOAD
Reads FOLDER/affinity.csv and FOLDER/conflicts.csv; prints the best total, in millionths.
"""

import csv
import sys

import numpy as np
from ortools.graph.python import min_cost_flow


def read(folder):
    """Returns nominations, experts and one (nomination, expert, score in millionths) an open pair."""
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
    return len(nominations), len(experts), np.array(pairs, dtype=np.int64)


def main():
    folder, each, load = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    nominations, experts, pairs = read(folder)
    source, sink = nominations + experts, nominations + experts + 1
    flow = min_cost_flow.SimpleMinCostFlow()

    def add(tails, heads, capacity, costs):
        flow.add_arcs_with_capacity_and_unit_cost(
            tails, heads, np.full(len(tails), capacity, dtype=np.int64), costs
        )

    first, second = np.arange(nominations), nominations + np.arange(experts)
    add(pairs[:, 0], nominations + pairs[:, 1], 1, -pairs[:, 2])
    add(np.full(nominations, source), first, each, np.zeros(nominations, dtype=np.int64))
    add(second, np.full(experts, sink), load, np.zeros(experts, dtype=np.int64))
    flow.set_node_supply(source, each * nominations)
    flow.set_node_supply(sink, -each * nominations)
    status = flow.solve_max_flow_with_min_cost()
    if status != flow.OPTIMAL:
        sys.exit(f"OR-tools found no optimum (status {status})")
    print(-flow.optimal_cost())


main()
