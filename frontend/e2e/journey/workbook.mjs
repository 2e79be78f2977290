// How does a person file a nomination by workbook? The template is taken from the page, filled as a spreadsheet would fill it, and handed back.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { crc32, deflateRawSync, inflateRawSync } from 'node:zlib';

const SHEETS = 'xl/worksheets/sheet';
/** Rows of the first sheet before the first field: the header, and the form's own. */
const HEAD_ROWS = 2;

/** The template at `path` with everything that a dossier says, in the words of people. */
export function filled(path, form, dossier) {
  const parts = unzipped(readFileSync(path));
  const shared = [...parts.get('xl/sharedStrings.xml').toString().matchAll(/<si><t[^>]*>([^<]*)<\/t><\/si>/g)].map(([, text]) => text);
  const change = (number, by) => {
    const name = `${SHEETS}${number}.xml`;
    parts.set(name, Buffer.from(by(parts.get(name).toString())));
  };
  const fields = form.section.flatMap((section) => section.field.map((field) => ({ address: `${section.code}.${field.code}`, field })));
  const singles = fields.filter(({ field }) => field.kind !== 'rows');
  change(1, (xml) =>
    singles.reduce((text, { address, field }, at) => {
      const row = at + 1 + HEAD_ROWS;
      assert.equal(stringAt(text, `A${row}`, shared), address, 'the template says where it goes');
      const value = dossier.values[address];
      return value === undefined ? text : text.replace(new RegExp(`<c r="D${row}"[^>]*/>`), () => cell(`D${row}`, inWords(field, value)));
    }, xml),
  );
  for (const [at, { address, field }] of fields.filter(({ field }) => field.kind === 'rows').entries()) {
    const rows = dossier.values[address] ?? [];
    const letters = field.column.map((_, column) => lettersOf(column + 1));
    change(at + 2, (xml) => {
      for (const [column, letter] of letters.entries()) assert.ok(stringAt(xml, `${letter}1`, shared).startsWith(field.column[column].label.zh));
      const written = rows.map((row, index) => {
        const cells = field.column.map((column, place) => {
          const value = dossier.values[`${address}/${row}/${column.code}`];
          return value === undefined ? '' : cell(`${letters[place]}${index + 2}`, inWords(column, value));
        });
        return `<row r="${index + 2}">${cells.join('')}</row>`;
      });
      return xml.replace('</sheetData>', () => `${written.join('')}</sheetData>`);
    });
  }
  return zipped(parts);
}

/** The text of a cell that the template wrote. */
function stringAt(xml, place, shared) {
  const found = new RegExp(`<c r="${place}"[^>]* t="s"[^>]*><v>(\\d+)</v>`).exec(xml);
  return found ? shared[Number(found[1])] : '';
}

const escaped = (text) => text.replace(/[&<>]/g, (one) => `&#${one.charCodeAt(0)};`);
const cell = (place, text) => `<c r="${place}" t="inlineStr"><is><t xml:space="preserve">${escaped(text)}</t></is></c>`;

/** The letters of a column, counted from 0. */
const lettersOf = (column) => (column < 26 ? '' : lettersOf(Math.floor(column / 26) - 1)) + String.fromCharCode(65 + (column % 26));

/** A value as it is chosen or written in a spreadsheet. */
function inWords(field, value) {
  const word = (code) => field.options.find((option) => option.code === code)?.zh ?? code;
  if (field.kind === 'yes_no') return value === 'yes' ? '是' : '否';
  return [value].flat().map(word).join('；');
}

/** The files of an archive, by name. */
function unzipped(bytes) {
  const parts = new Map();
  const end = bytes.lastIndexOf('PK\x05\x06', undefined, 'latin1');
  let at = bytes.readUInt32LE(end + 16);
  for (let count = bytes.readUInt16LE(end + 10); count > 0; count -= 1) {
    const [method, size, nameLength, extra, comment, local] = [bytes.readUInt16LE(at + 10), bytes.readUInt32LE(at + 20), bytes.readUInt16LE(at + 28), bytes.readUInt16LE(at + 30), bytes.readUInt16LE(at + 32), bytes.readUInt32LE(at + 42)];
    const begins = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
    const packed = bytes.subarray(begins, begins + size);
    parts.set(bytes.toString('utf8', at + 46, at + 46 + nameLength), method === 0 ? packed : inflateRawSync(packed));
    at += 46 + nameLength + extra + comment;
  }
  return parts;
}

/** An archive of files, by name. */
function zipped(parts) {
  const DEFLATED = 8;
  const [files, directory] = [[], []];
  let at = 0;
  for (const [name, bytes] of parts) {
    const [title, packed] = [Buffer.from(name), deflateRawSync(bytes)];
    const about = Buffer.alloc(26);
    about.writeUInt16LE(20, 0);
    about.writeUInt16LE(DEFLATED, 4);
    about.writeUInt32LE(crc32(bytes), 10);
    about.writeUInt32LE(packed.length, 14);
    about.writeUInt32LE(bytes.length, 18);
    about.writeUInt16LE(title.length, 22);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(at, 10);
    const file = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), about, title, packed]);
    directory.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\x00', 'latin1'), about, place, title]));
    files.push(file);
    at += file.length;
  }
  const index = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(files.length, 8);
  end.writeUInt16LE(files.length, 10);
  end.writeUInt32LE(index.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...files, index, end]);
}
