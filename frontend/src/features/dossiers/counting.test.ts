import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { beyond, countCharacters } from './counting';

const SAMPLES = JSON.parse(readFileSync(fileURLToPath(new URL('../../../../rules/forms/counting.json', import.meta.url)), 'utf8')) as [string, number][];

describe('counting', () => {
  it('counts every sample as the server does', () => {
    expect(SAMPLES.length).toBeGreaterThan(20);
    for (const [text, count] of SAMPLES) expect([text, countCharacters(text)]).toEqual([text, count]);
  });
  it('tells what stands beyond the limit, white space not counted', () => {
    expect(beyond('国 家科学', 3)).toBe('学');
    expect(beyond('国家👩‍🔬!', 3)).toBe('!');
    expect(beyond('国家  ', 2)).toBe('');
    expect(beyond('', 0)).toBe('');
  });
});
