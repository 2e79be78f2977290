import { describe, expect, it } from 'vitest';
import { PANEL_DEFAULTS, readPanels } from './panels';

describe('readPanels', () => {
  it('turns what is typed into numbers', () => {
    expect(readPanels(PANEL_DEFAULTS)).toEqual({ bounds: { min_nominations: 10, max_nominations: 30, experts: 9 } });
    expect(readPanels({ ...PANEL_DEFAULTS, experts: '７' })).toHaveProperty('bounds.experts', 7);
  });
  it('names every field at fault', () => {
    expect(readPanels({ min_nominations: '0', max_nominations: '1.5', experts: 'many' })).toEqual({ faults: { min_nominations: 'range', max_nominations: 'range', experts: 'range' } });
  });
  it('does not let the smallest size exceed the largest', () => {
    expect(readPanels({ ...PANEL_DEFAULTS, min_nominations: '31' })).toEqual({ faults: { min_nominations: 'crossed' } });
  });
});
