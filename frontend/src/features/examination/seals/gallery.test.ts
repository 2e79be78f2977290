import { describe, expect, it } from 'vitest';
import type { SealPage } from '../../../api/types';
import { evidenceOf, moved, percent, strokeOf } from './gallery';
import { addressOf } from './queries';

const page: SealPage = {
  number: 3,
  address: 'opinion.opinion_file',
  label: { zh: '提名意见签章页', en: 'Opinion' },
  owner: null,
  marks: ['seal', 'signature'],
  clause: 'P18',
  attachment: 2,
  file: 'a.pdf',
  page: 4,
  has_picture: true,
  seals: [],
};
const seal = { x: 0.5, y: 0.5, width: 0.1, height: 0.1, red_share: 0.2, confidence: 0.9 };
const bare = { ctrlKey: false, metaKey: false, altKey: false };

describe('the gallery of seals', () => {
  it('answers by y and n and moves by arrows', () => {
    expect(strokeOf({ key: 'y', ...bare })).toEqual({ kind: 'answer', answer: 'yes' });
    expect(strokeOf({ key: 'N', ...bare })).toEqual({ kind: 'answer', answer: 'no' });
    expect(strokeOf({ key: 'ArrowRight', ...bare })).toEqual({ kind: 'move', by: 1 });
    expect(strokeOf({ key: 'x', ...bare })).toBeUndefined();
    expect(strokeOf({ key: 'n', ...bare, ctrlKey: true })).toBeUndefined();
  });
  it('stays within the list', () => {
    expect([moved(0, -1, 5), moved(4, 1, 5), moved(2, 1, 5), moved(0, 1, 0)]).toEqual([0, 4, 3, 0]);
  });
  it('says what the machine saw, and what it cannot see', () => {
    expect(evidenceOf({ ...page, attachment: null })).toBe('missing');
    expect(evidenceOf({ ...page, has_picture: false })).toBe('unseen');
    expect(evidenceOf({ ...page, seals: [seal] })).toBe('seen');
    expect(evidenceOf(page)).toBe('notSeen');
    expect(evidenceOf({ ...page, marks: ['signature'] })).toBe('person');
  });
  it('addresses the picture, or the page of the file', () => {
    expect(addressOf('d', page)).toBe('/api/v1/dossiers/d/seals/3.png');
    expect(addressOf('d', { ...page, has_picture: false })).toBe('/api/v1/dossiers/d/seals/3.pdf#toolbar=0&navpanes=0&page=4');
    expect(addressOf('d', { ...page, attachment: null, has_picture: false })).toBeUndefined();
    expect(percent(0.12345)).toBe('12.35%');
  });
});
