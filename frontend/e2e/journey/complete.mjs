// Which nominations do the stories take their whole way? The complete dossiers of `rules/demo`, in which nothing is missing.
import { readFileSync } from 'node:fs';
import { jpeg, pdf } from '../documents.mjs';

/** Digits before the region's own of an identity number that was never given out. */
const REGION = 990_000;
const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHECK_DIGITS = '10X98765432';

/** The complete dossier of `nat`, `inv` or `pro`: its form, its values by address, its attachments. The file keeps to what JSON knows. */
export function complete(category) {
  const text = readFileSync(new URL(`../../../rules/demo/complete_${category}.toml`, import.meta.url), 'utf8');
  const [head, ...tables] = text.split(/^\[+[a-z]+\]+$/m);
  const pairs = (part) => Object.fromEntries([...part.matchAll(/^("[^"]+"|\w+) = (.+)$/gm)].map(([, key, value]) => [key.replaceAll('"', ''), JSON.parse(value)]));
  const [values, ...attachments] = tables.map(pairs);
  return { ...pairs(head), values, attachments };
}

/** The same work by other people, so that both may be nominated in one round: whatever tells people, papers and rights apart ends in `mark`. */
export function apart(dossier, mark) {
  const change = (address, value) => {
    const column = address.split('/').pop();
    if (column === 'id_number') return identityNumber(mark, value);
    return column === 'doi' || column === 'number' ? `${value}.${mark}` : value;
  };
  return { ...dossier, values: Object.fromEntries(Object.entries(dossier.values).map(([address, value]) => [address, change(address, value)])) };
}

/** An identity number of somebody born on the same day, with its check digit (GB 11643). */
function identityNumber(mark, like) {
  const body = `${REGION + Math.floor(mark / 1000)}${like.slice(6, 14)}${String(mark % 1000).padStart(3, '0')}`;
  const sum = WEIGHTS.reduce((all, weight, at) => all + weight * Number(body[at]), 0);
  return `${body}${CHECK_DIGITS[sum % 11]}`;
}

/** The files of a dossier in the order of their numbers, ready to be picked. */
export async function filesOf(page, dossier) {
  const files = [];
  for (const { number, name, media_type: mimeType, pages } of dossier.attachments) {
    const said = (at) => `${dossier.form} attachment ${number}, page ${at + 1} of ${pages}`;
    const buffer = mimeType === 'image/jpeg' ? await jpeg(page, `${dossier.form} ${name}`) : pdf(...Array.from({ length: pages }, (_, at) => said(at)));
    files.push({ name, mimeType, buffer });
  }
  return files;
}

/** The people of a dossier, in their order: row, name, and the number of their document. */
export const peopleOf = ({ values }) => values['completers.items'].map((row) => ({ row, name: values[`completers.items/${row}/name`], number: values[`completers.items/${row}/id_number`] }));
