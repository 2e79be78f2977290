// Which number did somebody type? Full-width digits and blanks are read as meant.

/** Reads a number as people type it; undefined when it is none. */
export function readNumber(text: string): number | undefined {
  const plain = text.normalize('NFKC').replaceAll(',', '').trim();
  return /^-?\d+(\.\d+)?$/.test(plain) ? Number(plain) : undefined;
}
