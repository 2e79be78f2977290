import { describe, expect, it } from 'vitest';
import { deedOf, type Pressed } from './keys';

const press = (more: Partial<Pressed>): Pressed => ({ key: 'a', code: 'KeyA', ctrlKey: false, metaKey: false, altKey: false, isComposing: false, ...more });

describe('a key on the page of a sheet', () => {
  it('saves, puts off and helps', () => {
    expect(deedOf(press({ key: 'Enter', ctrlKey: true }), true)).toBe('save');
    expect(deedOf(press({ key: 'Enter', metaKey: true }), false)).toBe('save');
    expect(deedOf(press({ key: 'ß', code: 'KeyS', altKey: true }), true)).toBe('skip');
    expect(deedOf(press({ key: '?' }), false)).toBe('help');
  });
  it('is left to what is being written', () => {
    expect(deedOf(press({ key: '?' }), true)).toBeUndefined();
    expect(deedOf(press({ key: 'Enter' }), false)).toBeUndefined();
    expect(deedOf(press({ key: 's', code: 'KeyS' }), false)).toBeUndefined();
    expect(deedOf(press({ key: 'Enter', ctrlKey: true, isComposing: true }), true)).toBeUndefined();
  });
});
