import { describe, expect, it } from 'vitest';
import { BOX, layersOf, layout, wrap } from './graph';

const node = (key: string, kind = 'person', label = key) => ({ key, kind, label });

describe('wrap', () => {
  it('breaks Chinese at the width and keeps Latin words whole', () => {
    expect(wrap('南京理工大学', 3)).toEqual(['南京理', '工大学']);
    expect(wrap('graph neural networks', 7)).toEqual(['graph neural', 'networks']);
  });
  it('says with dots that there is more', () => {
    expect(wrap('一二三四五六七', 2, 2)).toEqual(['一二', '三…']);
  });
  it('breaks a word that is longer than a line', () => {
    expect(wrap('abcdefgh', 2).every((line) => line.length <= 4)).toBe(true);
    expect(wrap('abcdefgh', 2, 9).join('')).toBe('abcdefgh');
  });
  it('has no line for nothing', () => {
    expect(wrap('', 9)).toEqual([]);
  });
});

describe('layout', () => {
  const nodes = [node('expert'), node('paper'), node('grant'), node('completer'), node('nomination')];
  const edges = [
    { from: 'expert', to: 'paper' },
    { from: 'expert', to: 'grant' },
    { from: 'completer', to: 'paper' },
    { from: 'completer', to: 'grant' },
    { from: 'completer', to: 'nomination' },
  ];
  it('counts the steps from the expert whichever way a line points', () => {
    expect([...layersOf(nodes, edges)]).toEqual([
      ['expert', 0],
      ['paper', 1],
      ['grant', 1],
      ['completer', 2],
      ['nomination', 3],
    ]);
  });
  it('lets nothing overlap, along and down', () => {
    for (const isDown of [false, true]) {
      const { placed, width, height } = layout(nodes, edges, isDown);
      for (const one of placed) {
        expect(one.x >= 0 && one.y >= 0 && one.x + one.width <= width && one.y + one.height <= height).toBe(true);
        for (const other of placed) {
          if (one === other) continue;
          const isApart = one.x + one.width <= other.x || other.x + other.width <= one.x || one.y + one.height <= other.y || other.y + other.height <= one.y;
          expect(isApart).toBe(true);
        }
      }
    }
  });
  it('draws a line from edge to edge', () => {
    const { joined } = layout([node('a'), node('b')], [{ from: 'a', to: 'b' }], false);
    expect(joined).toHaveLength(1);
    expect(joined[0]).toMatchObject({ x1: BOX.along, x2: BOX.along + BOX.gapAlong });
  });
  it('leaves out a line to nowhere and puts aside what is not joined', () => {
    const { placed, joined } = layout([node('a'), node('b')], [{ from: 'a', to: 'lost' }], false);
    expect(joined).toEqual([]);
    expect(placed.map((place) => place.x)).toEqual([0, BOX.along + BOX.gapAlong]);
  });
});
