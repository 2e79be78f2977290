import { expect, test } from 'vitest';
import { readContent, writeContent } from './draft_text';

const NAMES = { central_special: '中央专项', purchase_of_service: '购买服务', own: '自筹', reward: '奖励' };
const nameOf = (kind: keyof typeof NAMES) => NAMES[kind];

const CONTENT = {
  goals: ['择优提名'],
  quality: [],
  clauses: ['各负其责'],
  tasks: [{ code: 'T1', title: '公布办法', owner: '秘书处', due: '2026-12-31', weight: 100 }],
  indicators: [
    { code: 'K1', name: '合格率', unit: '%', aim: 'at_least' as const, target: 95, weight: 60 },
    { code: 'K2', name: '时限', unit: '天', aim: 'at_most' as const, target: 30, weight: 40 },
  ],
  funds: [{ source: '自筹', kind: 'own' as const, amount: 1000, schedule: '按进度' }],
};

test('what is written is read back the same', () => {
  expect(readContent(writeContent(CONTENT, nameOf), nameOf)).toEqual({ content: CONTENT });
});

test('a line that cannot be read is named by its box and number', () => {
  const text = writeContent(CONTENT, nameOf);
  expect(text.funds).toBe('自筹 | 自筹 | 1000 | 按进度');
  expect(readContent({ ...text, tasks: `${text.tasks}\n\nT2 | 少一格` }, nameOf)).toEqual({ fault: { box: 'tasks', line: 3 } });
  expect(readContent({ ...text, indicators: 'K1 | 合格率 | % | 95 | 100' }, nameOf)).toEqual({ fault: { box: 'indicators', line: 1 } });
  expect(readContent({ ...text, funds: '自筹 | 其他 | 1 | 一次' }, nameOf)).toEqual({ fault: { box: 'funds', line: 1 } });
});

test('full-width bars and >= are understood', () => {
  const read = readContent({ goals: '', quality: '', clauses: '', funds: '', tasks: '', indicators: 'K1｜合格率｜%｜>=95｜100' }, nameOf);
  expect('content' in read && read.content.indicators[0]).toMatchObject({ aim: 'at_least', target: 95 });
});
