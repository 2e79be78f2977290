import { describe, expect, it } from 'vitest';
import { addressesOf, fieldsToCorrect, inOrder, moved, needsReason, nextToSpeak, restOf, tally, toneOfExamination } from './items';
import type { Item } from './types';

const item = (rule: string, part: Partial<Item> = {}): Item => ({ rule, text: null, look: null, clause: '', level: null, standing: 'open', is_barred: false, findings: [], verdicts: [], may_speak: true, may_take_back: false, ...part });

const rules = (items: readonly Item[]) => items.map((one) => one.rule);

describe('the order', () => {
  it('puts what the reader must do first, and what passed last', () => {
    const items = [
      item('FC-1', { standing: 'pass', may_speak: false }),
      item('FC-2', { standing: 'fail', may_speak: false }),
      item('FC-3', { standing: 'second', may_speak: false }),
      item('FC-4'),
      item('FC-5', { is_barred: true }),
      item('FC-6', { standing: 'second' }),
      item('FC-7', { standing: 'third' }),
    ];
    expect(rules(inOrder(items))).toEqual(['FC-7', 'FC-6', 'FC-5', 'FC-4', 'FC-3', 'FC-2', 'FC-1']);
  });
  it('is by number within the same need', () => {
    expect(rules(inOrder([item('FC-N04'), item('FC-001')]))).toEqual(['FC-001', 'FC-N04']);
  });
  it('moves by one and stays at its ends', () => {
    const order = ['a', 'b', 'c'];
    expect([moved(order, 'a', 1), moved(order, 'c', 1), moved(order, 'a', -1), moved(order, undefined, 1), moved([], 'a', 1)]).toEqual(['b', 'c', 'a', 'a', undefined]);
  });
  it('goes on with the next of which the reader may speak, from the top again', () => {
    const items = [item('a'), item('b', { may_speak: false }), item('c')];
    expect([nextToSpeak(items, 'a'), nextToSpeak(items, 'c'), nextToSpeak([item('a', { may_speak: false })], 'a')]).toEqual(['c', 'a', undefined]);
  });
});

describe('the rest', () => {
  it('is what nobody spoke of and the machine did not decide against', () => {
    const items = [item('a'), item('b', { is_barred: true }), item('c', { standing: 'second' }), item('d', { may_speak: false }), item('e', { standing: 'pass', may_speak: false })];
    expect(rules(restOf(items))).toEqual(['a']);
  });
  it('asks for a reason against the nomination and against the machine', () => {
    expect([needsReason('pass', false), needsReason('pass', true), needsReason('fail', false)]).toEqual([false, true, true]);
  });
});

const finding = (address: string | null, fields: readonly string[] = []): Item['findings'][number] => ({
  rule: 'FC-1',
  verdict: 'fail',
  severity: 'refusal',
  what: { zh: '缺', en: 'missing' },
  evidence: fields.map((value) => ({ kind: 'field' as const, value })),
  address,
  clause: 'X25 art 50',
});

const said = (address: string | null): Item['verdicts'][number] => ({ turn: 1, ruling: 'fail', reason: '缺', fix: null, address, by: 'office', at: '2027-01-01T00:00:00Z' });

describe('the fields', () => {
  it('are those of the findings, of their evidence and of people, each once', () => {
    const one = item('a', { findings: [finding('project.title', ['project.title', 'papers.items/p1/name']), finding(null)], verdicts: [said('opinion.text'), said(null)] });
    expect(addressesOf(one)).toEqual(['project.title', 'papers.items/p1/name', 'opinion.text']);
  });
  it('to be corrected are those that people named, else those of the machine, of failing rules only', () => {
    const items = [
      item('a', { standing: 'fail', findings: [finding('project.title')], verdicts: [said('opinion.text')] }),
      item('b', { standing: 'fail', findings: [finding('papers.items')], verdicts: [said(null)] }),
      item('c', { standing: 'pass', findings: [finding('project.summary')] }),
    ];
    expect(fieldsToCorrect(items)).toEqual(['opinion.text', 'papers.items']);
  });
});

describe('the counts and colours', () => {
  it('say who must do what', () => {
    const items = [item('a'), item('b', { standing: 'second', may_speak: false }), item('c', { standing: 'fail', may_speak: false }), item('d', { standing: 'pass', may_speak: false })];
    expect(tally({ items })).toEqual({ mine: 1, waiting: 1, failing: 1, passed: 1 });
  });
  it('go with the words', () => {
    expect(['accepted', 'refusable', 'third', 'judging', 'pass', 'fail', 'ended'].map(toneOfExamination)).toEqual(['green', 'red', 'gold', 'blue', 'green', 'red', 'neutral']);
  });
});
