import { describe, expect, it } from 'vitest';
import { partsOfFault, toneOfMail } from './tones';

describe('a message', () => {
  it('stands in the colour of its state', () => {
    expect(['held', 'sent', 'failed', 'superseded'].map(toneOfMail)).toEqual(['gold', 'green', 'red', 'neutral']);
  });
  it('says what went wrong in a word and a status', () => {
    expect(partsOfFault('refused 550')).toEqual({ word: 'refused', status: '550' });
    expect(partsOfFault('no_address')).toEqual({ word: 'no_address', status: '' });
  });
});
