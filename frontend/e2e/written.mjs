// What do the stories about writing share? A dossier, its fields, and what the server has of them.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { BASE, read } from './browser.mjs';

export const SOCIETY = 'D-B-12';

/** The control of a field, by its address. */
export const at = (page, address) => page.locator(`[id="${address}"]`);

/** Waits until everything that was typed is saved. */
export const saved = (page) => page.getByText(/^已保存 \d\d:\d\d:\d\d$/).waitFor();

/** Begins a dossier past the page, for the stories that are about something else. */
export async function begun(page, formId = 'nat-1') {
  const answer = await page.request.post(`${BASE}/api/v1/rounds/2027/dossiers`, {
    headers: { 'X-Laurel-Request': '1', Origin: BASE, 'Idempotency-Key': randomUUID() },
    data: { society_id: SOCIETY, form_id: formId },
  });
  assert.equal(answer.status(), 201);
  return (await answer.json()).data.id;
}

/** Changes in the order in which they were made: `[version, address, after]`. */
export async function changes(page, id) {
  const { data } = await read(page, `/dossiers/${id}/changes`);
  return data.map((change) => [change.version, change.address, change.after]).reverse();
}

/** What stands in a field by the server's account. */
export async function stands(page, id, address) {
  return (await read(page, `/dossiers/${id}`)).data.fields[address]?.value ?? null;
}

/** Waits until the server has a value. */
export async function lands(page, id, address, value) {
  for (let attempt = 0; attempt < 60; attempt += 1) {
    if (JSON.stringify(await stands(page, id, address)) === JSON.stringify(value)) return;
    await page.waitForTimeout(200);
  }
  assert.deepEqual(await stands(page, id, address), value);
}
