// From where do stories get files to hand in? Small ones that are what they say: a PDF with pages, a PNG, a JPEG.
import { randomUUID } from 'node:crypto';
import { crc32, deflateSync } from 'node:zlib';

const RUN = randomUUID();

/** A PDF with a page for each text; an empty text makes a blank page. */
export function pdf(...texts) {
  const contents = texts.map((text) => (text === '' ? 'q Q' : `BT /F1 24 Tf 72 720 Td (${text}) Tj ET`));
  const kids = contents.map((_, index) => `${4 + index * 2} 0 R`).join(' ');
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    `<< /Type /Pages /Kids [${kids}] /Count ${contents.length} >>`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
    ...contents.flatMap((content, index) => [
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents ${5 + index * 2} 0 R /Resources << /Font << /F1 3 0 R >> >> >>`,
      `<< /Length ${content.length} >>\nstream\n${content}\nendstream`,
    ]),
  ];
  // Of this run: what another run left in another dossier is not the same file.
  let text = `%PDF-1.4\n% ${RUN}\n`;
  const offsets = objects.map((object, index) => {
    const at = text.length;
    text += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return at;
  });
  const table = offsets.map((at) => `${String(at).padStart(10, '0')} 00000 n \n`).join('');
  text += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${table}trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${text.length}\n%%EOF\n`;
  return Buffer.from(text, 'latin1');
}

/** A grey PNG with stripes of noise, so that it has some size and shows something. */
export function png(side, noise = 0) {
  const chunk = (type, data) => {
    const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
    const head = Buffer.alloc(4);
    head.writeUInt32BE(data.length);
    const tail = Buffer.alloc(4);
    tail.writeUInt32BE(crc32(body));
    return Buffer.concat([head, body, tail]);
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(side, 0);
  head.writeUInt32BE(side, 4);
  head.set([8, 0, 0, 0, 0], 8);
  let seed = 12345;
  const rows = Buffer.alloc(side * (side + 1));
  for (let y = 0; y < side; y += 1) {
    for (let x = 0; x < side; x += 1) {
      seed = (Math.imul(seed, 1103515245) + 12345) >>> 0;
      rows[y * (side + 1) + 1 + x] = y < noise ? seed >>> 24 : y % 40 < 6 ? 30 : 245;
    }
  }
  return Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), chunk('IHDR', head), chunk('IDAT', deflateSync(rows)), chunk('IEND', Buffer.alloc(0))]);
}

/** A JPEG of a sheet of paper that says something, taken by the browser. */
export async function jpeg(page, text) {
  const sheet = await page.context().newPage();
  try {
    await sheet.setViewportSize({ width: 827, height: 1169 });
    await sheet.setContent(`<body style="font: 32px sans-serif; margin: 80px"><h1>${text}</h1><p>本页代替真实的证明材料，仅用于演示。</p><p>${RUN}</p></body>`);
    return await sheet.screenshot({ type: 'jpeg', quality: 80 });
  } finally {
    await sheet.close();
  }
}
