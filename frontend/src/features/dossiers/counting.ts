// How long is a text, and where does it pass its limit? The one rule of the server, held to the same samples.

const graphemes = new Intl.Segmenter('zh', { granularity: 'grapheme' });

/** Unicode's White_Space, which the server goes by; `\s` would also count U+FEFF in and U+0085 out. */
const IS_WHITE = /^\p{White_Space}+$/u;

/** Characters of a text: every grapheme that is not all white space. */
export function countCharacters(text: string): number {
  let count = 0;
  for (const { segment } of graphemes.segment(text)) if (!IS_WHITE.test(segment)) count += 1;
  return count;
}

/** What of a text stands beyond its limit; empty where it keeps to it. */
export function beyond(text: string, most: number): string {
  let count = 0;
  for (const { segment, index } of graphemes.segment(text)) {
    if (IS_WHITE.test(segment)) continue;
    count += 1;
    if (count > most) return text.slice(index);
  }
  return '';
}
