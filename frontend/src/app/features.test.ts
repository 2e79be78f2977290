import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const FEATURES = new URL('../features/', import.meta.url);
const IMPORT = /\b(?:from|import\()\s*'(?:\.\.\/)+(\w+)\//g;

/** Which features each feature imports from. */
function imports(): Map<string, Set<string>> {
  const features = readdirSync(FEATURES);
  const files = (feature: string) => readdirSync(new URL(feature, FEATURES), { recursive: true, encoding: 'utf8' }).filter((file) => /\.tsx?$/.test(file) && !file.endsWith('.test.ts'));
  const named = (feature: string, file: string) => [...readFileSync(new URL(`${feature}/${file}`, FEATURES), 'utf8').matchAll(IMPORT)].map(([, name]) => name ?? '');
  return new Map(features.map((feature) => [feature, new Set(files(feature).flatMap((file) => named(feature, file)).filter((name) => name !== feature && features.includes(name)))]));
}

/** The features in a circle and those that hang on one: what is left when whoever imports nothing that is left is taken away. */
function circle(graph: ReadonlyMap<string, ReadonlySet<string>>): string[] {
  const left = new Set(graph.keys());
  for (let before = -1; before !== left.size; ) {
    before = left.size;
    for (const feature of left) if (![...(graph.get(feature) ?? [])].some((other) => left.has(other))) left.delete(feature);
  }
  return [...left].sort();
}

describe('the features', () => {
  it('import each other in one direction; the app puts together what belongs to two of them', () => {
    const graph = imports();
    expect(graph.get('examination')).toContain('dossiers');
    expect(circle(graph)).toEqual([]);
  });
  it('would be found in a circle', () => {
    const graph = new Map(Object.entries({ a: ['b'], b: ['c'], c: ['b'], d: ['c'], e: [] }).map(([name, others]) => [name, new Set(others)]));
    expect(circle(graph)).toEqual(['a', 'b', 'c', 'd']);
  });
});
