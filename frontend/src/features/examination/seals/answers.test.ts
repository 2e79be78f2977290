import { describe, expect, it } from 'vitest';
import { draftOf } from '../draft';
import { afterAnswer } from './answers';

const said = { line: 'Page 1 bears no seal.', address: 'opinion.opinion_file', isWhole: false };
const no = { ...said, answer: 'no' as const };
const yes = { ...said, answer: 'yes' as const };

describe('a verdict after a page was looked at', () => {
  it('is an objection that names the page and its field', () => {
    expect(afterAnswer(undefined, no)).toEqual({ ruling: 'fail', reason: said.line, fix: '', address: said.address });
  });
  it('names each page once and keeps what was typed', () => {
    const typed = { ...draftOf('fail', 'opinion.text'), reason: 'Blurred.', fix: 'Scan again' };
    const once = afterAnswer(typed, no);
    expect(once).toEqual({ ...typed, reason: `Blurred.\n${said.line}` });
    expect(afterAnswer(once, no)).toEqual(once);
    expect(afterAnswer(once, { ...no, line: 'Page 2 bears no seal.' })?.reason).toBe(`Blurred.\n${said.line}\nPage 2 bears no seal.`);
  });
  it('turns a pass into an objection with its words', () => {
    expect(afterAnswer({ ...draftOf('pass'), reason: 'Clear.' }, no)).toEqual({ ...draftOf('fail', said.address), reason: `Clear.\n${said.line}` });
  });
  it('is a pass once all pages bear their marks', () => {
    expect(afterAnswer(undefined, yes)).toBeUndefined();
    expect(afterAnswer(undefined, { ...yes, isWhole: true })).toEqual(draftOf('pass'));
  });
  it('takes a page out again when it is looked at anew', () => {
    const once = afterAnswer(undefined, no);
    expect(afterAnswer(once, yes)).toBeUndefined();
    expect(afterAnswer(once, { ...yes, isWhole: true })).toEqual(draftOf('pass'));
    const two = { ...draftOf('fail'), reason: `${said.line}\nPage 2 bears no seal.` };
    expect(afterAnswer(two, yes)?.reason).toBe('Page 2 bears no seal.');
  });
  it('never throws away an objection that was written by hand', () => {
    const typed = { ...draftOf('fail'), reason: 'The name is another.' };
    expect(afterAnswer(typed, { ...yes, isWhole: true })).toEqual(typed);
    expect(afterAnswer(draftOf('fail'), yes)).toEqual(draftOf('fail'));
  });
});
