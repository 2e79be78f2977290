import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { beyond, countCharacters } from './counting';

const read = (path: string) => readFileSync(fileURLToPath(new URL(`../../../../${path}`, import.meta.url)), 'utf8');
const SAMPLES = JSON.parse(read('rules/forms/counting.json')) as [string, number][];
/** Texts of everything that joins its neighbours, with the counts of the server: a snapshot of its test. */
const SNAPSHOT = read('src/nominations/forms/snapshots/laurel__nominations__forms__counting__tests__texts_of_every_kind.snap');

describe('counting', () => {
  it('counts every sample as the server does', () => {
    expect(SAMPLES.length).toBeGreaterThan(20);
    for (const [text, count] of SAMPLES) expect([text, countCharacters(text)]).toEqual([text, count]);
  });
  it('counts two thousand texts of every kind as the server does', () => {
    const lines = SNAPSHOT.split('\n').filter((line) => line.startsWith('['));
    expect(lines.length).toBe(2_000);
    const texts = lines.map((line) => JSON.parse(line) as [string, number]);
    const told = ([text, count]: [string, number]) => `${[...text].map((one) => one.codePointAt(0)?.toString(16)).join(' ')}: ${count}`;
    expect(texts.map(([text]) => told([text, countCharacters(text)]))).toEqual(texts.map(told));
    // What is beyond a limit begins where the count passes it.
    for (const [text, count] of texts) {
      expect(beyond(text, count)).toBe('');
      if (count > 0) expect(countCharacters(beyond(text, count - 1))).toBe(1);
    }
  });
  it('tells what stands beyond the limit, white space not counted', () => {
    expect(beyond('国 家科学', 3)).toBe('学');
    expect(beyond('国家👩‍🔬!', 3)).toBe('!');
    expect(beyond('国家  ', 2)).toBe('');
    expect(beyond('', 0)).toBe('');
  });
});
