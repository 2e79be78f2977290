import { describe, expect, it } from 'vitest';
import { boardOf, bucketOf, columnOf, isExamined, isOnTheWay, linkTo, pageOfStep, placeToMend, stepOf } from './board';

const dossier = (id: string, state: string) => ({ id, number: id, title: '', state, failing: 0, blockers: [] });

describe('the board', () => {
  it('knows from when on there is an examination', () => {
    expect(['draft', 'recommended', 'submitted', 'withdrawn', 'form_check', 'correction_required', 'rejected', 'accepted'].map(isExamined)).toEqual([false, false, false, false, true, true, true, true]);
  });
  it('has the five columns of the society’s own way, and what left the round apart', () => {
    const { columns, gone } = boardOf([dossier('1', 'draft'), dossier('2', 'accepted'), dossier('3', 'withdrawn'), dossier('4', 'draft'), dossier('5', 'submitted')]);
    expect(columns.map(({ column, dossiers }) => [column, dossiers.map((one) => one.id)])).toEqual([
      ['draft', ['1', '4']],
      ['internal_review', []],
      ['internal_publicity', []],
      ['council_approved', []],
      ['submitted', ['2', '5']],
    ]);
    expect(gone.map((one) => one.id)).toEqual(['3']);
    expect(columnOf('rejected')).toBeUndefined();
    expect(['recommended', 'return_asked'].map(columnOf)).toEqual(['council_approved', 'council_approved']);
  });
  it('knows what is still to be submitted', () => {
    expect(['draft', 'council_approved', 'submitted', 'accepted', 'withdrawn'].map(isOnTheWay)).toEqual([true, true, false, false, false]);
  });
  it('leads the next step to its page, and knows no step beyond the society’s own', () => {
    expect(stepOf('form_check')).toBeUndefined();
    expect(stepOf(null)).toBeUndefined();
    expect(stepOf('recommended')).toBe('recommended');
    expect((['submitted', 'recommended'] as const).map((step) => pageOfStep('7', step))).toEqual(['/dossiers/7/submission', '/dossiers/7/submission']);
    expect(pageOfStep('7', 'internal_review')).toBe('/dossiers/7/process');
  });
});

describe('links', () => {
  it('lead to the field, in its section', () => {
    expect(linkTo('7', 'project.title')).toBe('/dossiers/7?section=project#project.title');
    const link = new URL(linkTo('7', 'completers.items/a b/name'), 'http://localhost');
    expect(link.searchParams.get('section')).toBe('completers');
    expect(decodeURIComponent(link.hash)).toBe('#completers.items/a b/name');
  });
  it('lead to the page of what is not in the form, or nowhere', () => {
    expect(placeToMend('7', { rule: 'FC-016', address: 'project.title' })).toBe('/dossiers/7?section=project#project.title');
    expect(placeToMend('7', { rule: 'FC-002', address: null })).toBe('/dossiers/7/process');
    expect(placeToMend('7', { rule: 'FC-031' })).toBeUndefined();
  });
});

describe('the bucket', () => {
  const own = [{ bucket: 'SCI_POP', places: 1 }];
  it('is popular science’s own only where the society has some', () => {
    expect(bucketOf('PRO', 'pro-science-1', own)).toBe('SCI_POP');
    expect(bucketOf('PRO', 'pro-science-1', [{ bucket: 'SCI_POP', places: 0 }])).toBe('THREE');
    expect(bucketOf('PRO', 'pro-technology-1', own)).toBe('THREE');
    expect([bucketOf('TOP', 'top-1', own), bucketOf('INT', 'int-person-1', own), bucketOf('NAT', 'nat-1', own)]).toEqual(['TOP', 'INT', 'THREE']);
  });
});
