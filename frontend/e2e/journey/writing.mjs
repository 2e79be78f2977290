// How does a person write a whole nomination? Section by section, in the order of the form, each value by the control that the page has for it.
import assert from 'node:assert/strict';
import { read } from '../browser.mjs';
import { turnTo } from './way.mjs';

/** Options of a choice that stand in sight; more of them are a list that opens. */
const MOST_IN_SIGHT = 5;

const at = (page, address) => page.locator(`[id="${address}"]`);

/** Types every value of a dossier into the editor, tables row by row. */
export async function writeAll(page, form, dossier, look) {
  await turnTo(page, '填写');
  for (const section of form.section) {
    const own = Object.keys(dossier.values).filter((address) => address.startsWith(`${section.code}.`));
    if (own.length === 0) continue;
    await page.getByRole('navigation', { name: '提名书章节' }).locator(`a[href$="?section=${section.code}"]`).click();
    await page.getByRole('heading', { level: 2, name: section.title.zh, exact: true }).waitFor();
    for (const field of section.field) {
      const address = `${section.code}.${field.code}`;
      const value = dossier.values[address];
      if (value === undefined) continue;
      if (field.kind === 'rows') await writeRows(page, address, field, dossier);
      else await write(page, address, field, value);
    }
    await look(page, section.code);
  }
  await page.getByText(/^已保存 /).waitFor();
  await page.getByRole('heading', { level: 2, name: '没有待完善之处' }).waitFor();
}

/** Adds a row with the table's own button for each that the dossier has, and fills it. */
async function writeRows(page, address, table, dossier) {
  const add = at(page, address).locator('button', { hasText: '添加一项' });
  for (const row of dossier.values[address]) {
    await add.click();
    const made = await at(page, address).locator(`[id^="${address}/"][id$="/up"]`).last().getAttribute('id');
    const own = made.slice(0, -'/up'.length);
    for (const column of table.column) {
      const value = dossier.values[`${address}/${row}/${column.code}`];
      if (value !== undefined) await write(page, `${own}/${column.code}`, column, value);
    }
  }
}

/** Writes one value as its kind of field asks for it. */
async function write(page, address, field, value) {
  const control = at(page, address);
  if (field.kind === 'file' || field.kind === 'files') {
    const chooser = control.locator('xpath=../..').getByLabel('选用已上传的附件');
    for (const number of [value].flat()) await chooser.selectOption(number);
  } else if (field.kind === 'yes_no' || field.kind === 'choices' || (field.kind === 'choice' && field.options.length <= MOST_IN_SIGHT)) {
    for (const code of [value].flat()) await control.locator(`input[value="${code}"]`).check();
  } else if (field.kind === 'choice') {
    await control.selectOption(value);
  } else {
    await control.fill(value);
  }
}

/** Holds what the server has of a dossier to what was to be written; of personal data it tells the ends. */
export async function assertWritten(page, id, dossier) {
  const { fields } = (await read(page, `/dossiers/${id}`)).data;
  const wanted = byPlace(dossier.values);
  const found = byPlace(Object.fromEntries(Object.entries(fields).flatMap(([address, { value }]) => (value === null ? [] : [[address, value]]))));
  const whole = (place, value) => (typeof value === 'string' ? [...value].map((one, index) => (one === '*' ? wanted[place]?.[index] : one)).join('') : value);
  assert.deepEqual(Object.fromEntries(Object.entries(found).map(([place, value]) => [place, whole(place, value)])), wanted);
}

/** Values by address, with rows by their place instead of their name. */
function byPlace(values) {
  const place = (address) => {
    const [table, row, column] = address.split('/');
    return row === undefined ? address : `${table}/${values[table].indexOf(row)}/${column}`;
  };
  const isTable = (address) => Object.keys(values).some((other) => other.startsWith(`${address}/`));
  return Object.fromEntries(Object.entries(values).map(([address, value]) => [place(address), isTable(address) ? value.length : value]));
}
