import { describe, expect, it } from 'vitest';
import type { Account, Role } from '../../api/types';
import en from '../../shared/i18n/en.json';
import { menuOf } from './menu';

const ROLES: readonly Role[] = ['society_clerk', 'society_head', 'award_office', 'award_admin', 'reviewer', 'cast', 'supervisor', 'committee_member'];
const holder = (role: Role): Account => ({ id: '1', username: 'u', display_name: 'n', roles: [{ role, society_id: role.startsWith('society') ? 'D-B-12' : null }] });

describe('the menu', () => {
  it('has at most seven groups, no empty one, and a word for every name', () => {
    for (const role of ROLES) {
      const groups = menuOf(holder(role), 2027);
      expect(groups.length).toBeLessThanOrEqual(7);
      for (const group of groups) {
        expect(group.links.length).toBeGreaterThan(0);
        for (const name of [group.title, ...group.links.map((link) => link.name)]) expect(en.nav).toHaveProperty(name);
      }
      const addresses = groups.flatMap((group) => group.links.map((link) => link.to));
      expect(new Set(addresses).size).toBe(addresses.length);
    }
  });
  it('keeps the pool and the matches from who may not see them', () => {
    const addresses = (role: Role) => menuOf(holder(role), 2027).flatMap((group) => group.links.map((link) => link.to));
    expect(addresses('award_office')).toContain('/experts');
    for (const role of ['cast', 'reviewer', 'society_head'] as const) {
      expect(addresses(role)).not.toContain('/experts');
      expect(addresses(role)).not.toContain('/rounds/2027/matching');
    }
  });
  it('leads a society to what ends of its own, and once where somebody reads all', () => {
    const addresses = (account: Account) => menuOf(account, 2027).flatMap((group) => group.links.map((link) => link.to));
    for (const role of ['society_clerk', 'society_head', 'cast', 'supervisor'] as const) expect(addresses(holder(role))).toContain('/expiries');
    expect(addresses(holder('reviewer'))).not.toContain('/expiries');
    const both = { ...holder('cast'), roles: [...holder('cast').roles, ...holder('society_head').roles] };
    expect(addresses(both).filter((address) => address === '/expiries')).toHaveLength(1);
  });
  it('waits for the round before it names pages of it', () => {
    expect(menuOf(holder('reviewer'), undefined)).toEqual([]);
  });
});
