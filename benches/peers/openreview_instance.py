#!/usr/bin/env python3
"""The assignment instances on which OpenReview's MinMax and FairFlow were measured (pip install numpy).

usage: openreview_instance.py FOLDER NOMINATIONS EXPERTS
Writes FOLDER/affinity.csv, FOLDER/conflicts.csv and FOLDER/experts.csv: seed 1, 1 % conflicts, 40 units, the best
100 experts of each nomination and as large a share for each expert. Topics stand in 16 parts; four hot ones have
more nominations than experts. The draws and their order are part of the instance: another order is another one.
"""

import sys

import numpy as np

SEED, TOPICS, HOT, TOP, CONFLICTS, UNITS = 1, 16, 4, 100, 0.01, 40


def directions(draw, weights, number):
    """Points of a Dirichlet distribution, scaled to length 1."""
    points = draw.dirichlet(weights, number)
    return (points / np.linalg.norm(points, axis=1, keepdims=True)).astype(np.float32)


def drawn(nominations, experts):
    """Returns all scores, all conflicts and the unit of each expert."""
    draw = np.random.default_rng([SEED, nominations, experts, 1])
    hot = np.r_[np.full(HOT, 0.35), np.full(TOPICS - HOT, 0.08)]
    asked = directions(draw, hot, nominations)
    known = directions(draw, np.full(TOPICS, 0.15), experts)
    cosines = asked @ known.T
    skill = (0.6 + 0.4 * draw.random(experts)).astype(np.float32)[None]
    noise = draw.normal(0, 0.04, (nominations, experts)).astype(np.float32)
    scores = np.clip(0.15 + 0.85 * cosines**2 * skill + noise, 0.01, 1.0)
    of_nomination = draw.integers(0, UNITS, nominations)
    weights = 1 / np.arange(1, UNITS + 1)
    units = draw.choice(UNITS, experts, p=weights / weights.sum())
    barred = draw.random((nominations, experts)) < CONFLICTS / 2
    same = of_nomination[:, None] == units[None]
    share = min(1, CONFLICTS / 2 / same.mean())
    barred |= same & (draw.random((nominations, experts)) < share)
    return scores, barred, units


def kept(scores, barred):
    """Which pairs are scored: the best of each row and of each column that are not in conflict."""
    nominations, experts = scores.shape
    open_scores = np.where(barred, -1, scores)
    is_kept = np.zeros(scores.shape, bool)
    rows = np.argpartition(-open_scores, TOP, axis=1)[:, :TOP]
    np.put_along_axis(is_kept, rows, True, 1)
    share = max(1, min(nominations - 1, TOP * nominations // experts))
    columns = np.argpartition(-open_scores, share, axis=0)[:share]
    np.put_along_axis(is_kept, columns, True, 0)
    return is_kept


def main():
    folder, nominations, experts = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    scores, barred, units = drawn(nominations, experts)
    is_kept = kept(scores, barred)
    with open(f"{folder}/affinity.csv", "w", encoding="utf-8") as file:
        file.write("nomination_id,expert_id,score\n")
        for row in range(nominations):
            rounded = np.round(scores[row].astype(np.float64), 6)
            places = np.nonzero(is_kept[row])[0]
            file.writelines(f"p{row},r{place},{rounded[place]:.6f}\n" for place in places)
    with open(f"{folder}/conflicts.csv", "w", encoding="utf-8") as file:
        file.write("nomination_id,expert_id\n")
        file.writelines(f"p{row},r{place}\n" for row, place in zip(*np.nonzero(barred)))
    with open(f"{folder}/experts.csv", "w", encoding="utf-8") as file:
        file.write("expert_id,name,unit\n")
        file.writelines(f"r{place},expert {place},unit{unit}\n" for place, unit in enumerate(units))


main()
