import { describe, expect, it } from 'vitest';
import { flagsOf, readFilters, withFilters, withoutEmpty } from './address';

describe('the address of a list', () => {
  it('goes back to the first page when a filter changes, and keeps the filters when the page does', () => {
    const params = new URLSearchParams('q=a&category=NAT&cursor=x');
    expect(withFilters(params, { category: 'PRO' }).toString()).toBe('q=a&category=PRO');
    expect(withFilters(params, { cursor: 'y' }).toString()).toBe('q=a&category=NAT&cursor=y');
    expect(withFilters(params, { q: '', category: '' }).toString()).toBe('');
    expect(params.toString()).toBe('q=a&category=NAT&cursor=x');
  });
  it('round-trips what was typed, in any script', () => {
    const typed = '高温 合金 & “A+B”';
    const params = withFilters(new URLSearchParams(), { q: typed });
    expect(readFilters(new URLSearchParams(params.toString()), ['q', 'sort'])).toEqual({ q: typed, sort: '' });
  });
  it('asks the server only for what is set', () => {
    expect(withoutEmpty({ q: '', sort: '-load' })).toEqual({ sort: '-load' });
    expect(flagsOf({ is_decided: 'false', is_assigned: 'true', task: '' })).toEqual({ is_decided: false, is_assigned: true });
  });
});
