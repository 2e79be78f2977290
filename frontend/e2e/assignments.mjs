// What do the stories of assignments share? A plan in force, and a reviewer who is asked for some of it.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { accountOf, BASE, read } from './browser.mjs';

/** Sends a change through the API, as the signed-in account; gives the body of a good answer. */
export async function send(page, method, path, { data, version, key = false } = {}) {
  const answer = await page.request.fetch(`${BASE}/api/v1${path}`, {
    method,
    headers: { 'X-Laurel-Request': '1', Origin: BASE, ...(version === undefined ? {} : { 'If-Match': `"${version}"` }), ...(key ? { 'Idempotency-Key': randomUUID() } : {}) },
    ...(data === undefined ? {} : { data }),
  });
  const body = await answer.text();
  assert.ok(answer.ok(), `${method} ${path}: ${answer.status()} ${body}`);
  return body === '' ? undefined : JSON.parse(body).data;
}

/** A draft made of the newest match. */
export function draftPlan(page, year, name) {
  return send(page, 'POST', `/rounds/${year}/assignment-plans`, { data: { name }, key: true });
}

/** The applied plan of a round; where there is none, one is made and applied. */
export async function appliedPlan(page, year) {
  const { data } = await read(page, `/rounds/${year}/assignment-plans`);
  const known = data.find((plan) => plan.state === 'applied');
  if (known) return (await read(page, `/assignment-plans/${known.id}`)).data;
  const draft = await draftPlan(page, year, '故事用方案');
  const isOpen = draft.broken.some((rule) => rule.grade === 'override');
  return send(page, 'POST', `/assignment-plans/${draft.id}/apply`, { version: draft.version, data: isOpen ? { override_reason: '故事需要' } : {} });
}

/** A day in the future by the server's clock, ten days on, as an instant. */
export async function dueAt(page, year) {
  const { now } = (await read(page, `/rounds/${year}/timetable`)).data;
  return new Date(Date.parse(now) + 10 * 86_400_000).toISOString();
}

/** Every assignment of a plan, page by page. */
async function assignmentsOf(page, year, plan) {
  const all = [];
  let cursor = '';
  do {
    const { data, meta } = await read(page, `/rounds/${year}/review-assignments?plan=${plan.id}&limit=200${cursor && `&cursor=${encodeURIComponent(cursor)}`}`);
    all.push(...data);
    cursor = meta.next ?? '';
  } while (cursor);
  return all;
}

/** Ties the reviewer's account to the expert who is asked most, and invites; gives what he is asked for. */
export async function invitedReviewer(page, year, least = 3) {
  const plan = await appliedPlan(page, year);
  const all = await assignmentsOf(page, year, plan);
  const { username } = accountOf('reviewer');
  const byExpert = [...new Set(all.map((each) => each.expert.id))].map((expert) => all.filter((each) => each.expert.id === expert));
  const waiting = (own) => own.filter((each) => ['proposed', 'invited'].includes(each.state)).length;
  const tied = byExpert.find((own) => own[0].account === username);
  const most = byExpert.sort((left, right) => waiting(right) - waiting(left))[0];
  const own = tied && waiting(tied) >= least ? tied : most;
  assert.ok(own && waiting(own) >= Math.min(least, 1), 'an expert who is asked');
  if (own !== tied) {
    if (tied) await send(page, 'DELETE', `/experts/${tied[0].expert.id}/account`);
    await send(page, 'POST', `/experts/${own[0].expert.id}/account`, { data: { username } });
  }
  if (own.some((each) => each.state === 'proposed')) {
    await send(page, 'POST', `/assignment-plans/${plan.id}/invitations`, { data: { assignments: own.filter((each) => each.state === 'proposed').map((each) => each.id), due_at: await dueAt(page, year) }, key: true });
  }
  return { plan, expert: own[0].expert };
}
