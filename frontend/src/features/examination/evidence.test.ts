import { describe, expect, it } from 'vitest';
import { isOfPages, isOfSharing, pagesOf } from './evidence';

const ADDRESSES = [
  'opinion.experts/e1/signature_file',
  'opinion.opinion_file',
  'papers.commitment_file',
  'completers.items/p1/signature_file',
  'completers.items/p1/seal_file',
  'completers.items/p1/completing_unit_seal_file',
  'units.items/g1/seal_file',
  'cooperation.signed_file',
  'unit_opinion.opinion_file',
];
const of = (rule: string) => pagesOf(rule, ADDRESSES.map((address) => ({ address }))).map((page) => page.address);

describe('the evidence of a rule', () => {
  it('is what nominations share where it is about double nomination and reuse', () => {
    expect(['FC-003', 'FC-004', 'FC-005', 'FC-N01', 'FC-013', 'FC-N02'].map(isOfSharing)).toEqual([true, true, true, true, false, false]);
  });
  it('is the pages that bear what the rule asks for, and no others', () => {
    expect(of('FC-013')).toEqual(ADDRESSES.slice(0, 2));
    expect(of('FC-021')).toEqual(['completers.items/p1/signature_file']);
    expect(of('FC-022')).toEqual(['completers.items/p1/seal_file', 'completers.items/p1/completing_unit_seal_file', 'units.items/g1/seal_file', 'unit_opinion.opinion_file']);
    expect(of('FC-N08')).toEqual(['papers.commitment_file']);
    expect(of('FC-P02')).toEqual(['units.items/g1/seal_file']);
    expect(of('FC-015')).not.toContain('opinion.experts/e1/signature_file');
  });
  it('is none for other rules', () => {
    expect([isOfPages('FC-022'), isOfPages('FC-004'), of('FC-004')]).toEqual([true, false, []]);
  });
});
