// How is a file that this page made or fetched handed to the person's disk?

/** Once the browser has begun to read it: some begin after the click has ended. */
const READ_BY_THEN_MS = 60_000;

/** Hands a file to the browser under its name. */
export function save(file: Blob, name: string): void {
  const address = URL.createObjectURL(file);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), READ_BY_THEN_MS);
}
