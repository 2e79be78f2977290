// Which values does a policy's text hold, and where? Reads TOML far enough to show every value in a form and to
// change one number in place; all else of the text, comments too, stays as written. The server has the last word.

export type Scalar = number | string | boolean;

/** A value of the text: where it belongs, what it is, and the stretch of text that says so. */
export interface Leaf {
  /** Names from the outermost table inwards; an entry of a list of tables goes by its `id`, else by its place. */
  path: readonly string[];
  value: Scalar;
  start: number;
  end: number;
  line: number;
}

/** What could not be read, and in which line. */
export class PolicyTextFault extends Error {
  readonly line: number;
  constructor(line: number) {
    super(`line ${line}`);
    this.name = 'PolicyTextFault';
    this.line = line;
  }
}

const BARE_KEY = /[A-Za-z0-9_-]/;
const NUMBER = /^[+-]?(\d[\d_]*)(\.\d[\d_]*)?([eE][+-]?\d+)?$/;

/** Walks over the text once; every read starts and ends on a token. */
class Reader {
  at = 0;
  readonly leaves: Leaf[] = [];
  private table: string[] = [];
  private readonly counts = new Map<string, number>();
  private readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  read(): Leaf[] {
    for (this.skip(true); this.at < this.text.length; this.skip(true)) {
      if (this.text[this.at] === '[') this.header();
      else this.pair(this.table);
    }
    return this.leaves;
  }

  private fault(): never {
    throw new PolicyTextFault(this.lineAt(this.at));
  }

  private lineAt(offset: number): number {
    return this.text.slice(0, offset).split('\n').length;
  }

  /** Passes blanks and comments; line ends only where the text may go on in the next line. */
  private skip(overLines: boolean): void {
    for (;;) {
      const here = this.text[this.at];
      if (here === ' ' || here === '\t' || (overLines && (here === '\n' || here === '\r'))) this.at += 1;
      else if (here === '#') while (this.at < this.text.length && this.text[this.at] !== '\n') this.at += 1;
      else return;
    }
  }

  private expect(mark: string): void {
    if (!this.text.startsWith(mark, this.at)) this.fault();
    this.at += mark.length;
  }

  private header(): void {
    const isList = this.text.startsWith('[[', this.at);
    this.expect(isList ? '[[' : '[');
    const names = this.keys();
    this.expect(isList ? ']]' : ']');
    if (!isList) {
      this.table = names;
      return;
    }
    const name = names.join('.');
    const count = this.counts.get(name) ?? 0;
    this.counts.set(name, count + 1);
    this.table = [...names, String(count)];
  }

  private keys(): string[] {
    const names: string[] = [];
    do {
      this.skip(false);
      names.push(this.key());
      this.skip(false);
    } while (this.text[this.at] === '.' && ++this.at > 0);
    return names;
  }

  private key(): string {
    const here = this.text[this.at];
    if (here === '"' || here === "'") return this.string();
    const start = this.at;
    while (BARE_KEY.test(this.text[this.at] ?? '')) this.at += 1;
    if (this.at === start) this.fault();
    return this.text.slice(start, this.at);
  }

  private pair(table: readonly string[]): void {
    const path = [...table, ...this.keys()];
    this.expect('=');
    this.skip(false);
    this.value(path);
  }

  private value(path: readonly string[]): void {
    const here = this.text[this.at];
    if (here === '[') this.list(path);
    else if (here === '{') this.inlineTable(path);
    else this.scalar(path);
  }

  private list(path: readonly string[]): void {
    this.expect('[');
    this.skip(true);
    for (let index = 0; this.text[this.at] !== ']'; index += 1) {
      this.value([...path, String(index)]);
      this.skip(true);
      if (this.text[this.at] === ',') this.at += 1;
      else if (this.text[this.at] !== ']') this.fault();
      this.skip(true);
    }
    this.at += 1;
  }

  private inlineTable(path: readonly string[]): void {
    this.expect('{');
    this.skip(true);
    while (this.text[this.at] !== '}') {
      this.pair(path);
      this.skip(true);
      if (this.text[this.at] === ',') this.at += 1;
      else if (this.text[this.at] !== '}') this.fault();
      this.skip(true);
    }
    this.at += 1;
  }

  private scalar(path: readonly string[]): void {
    const start = this.at;
    const here = this.text[start];
    let value: Scalar;
    if (here === '"' || here === "'") value = this.string();
    else {
      while (/[^\s,\]}#]/.test(this.text[this.at] ?? ' ')) this.at += 1;
      const word = this.text.slice(start, this.at);
      if (word === 'true' || word === 'false') value = word === 'true';
      else if (NUMBER.test(word)) value = Number(word.replaceAll('_', ''));
      else this.fault();
    }
    this.leaves.push({ path, value, start, end: this.at, line: this.lineAt(start) });
  }

  private string(): string {
    const mark = this.text[this.at] ?? '';
    const fence = mark.repeat(3);
    if (this.text.startsWith(fence, this.at)) {
      const end = this.text.indexOf(fence, this.at + 3);
      if (end < 0) this.fault();
      const inner = this.text.slice(this.at + 3, end).replace(/^\r?\n/, '');
      this.at = end + 3;
      return inner;
    }
    let end = this.at + 1;
    while (end < this.text.length && this.text[end] !== mark && this.text[end] !== '\n') end += mark === '"' && this.text[end] === '\\' ? 2 : 1;
    if (this.text[end] !== mark) this.fault();
    const inner = this.text.slice(this.at + 1, end);
    this.at = end + 1;
    return mark === '"' ? inner.replace(/\\(["\\])/g, '$1') : inner;
  }
}

/** Gives the entries of lists of tables the name that their `id` says. */
function named(leaves: readonly Leaf[]): Leaf[] {
  const ids = new Map<string, string>();
  for (const leaf of leaves) {
    if (leaf.path.at(-1) === 'id' && typeof leaf.value === 'string') ids.set(leaf.path.slice(0, -1).join('\n'), leaf.value);
  }
  return leaves.map((leaf) => ({
    ...leaf,
    path: leaf.path.map((name, index) => ids.get(leaf.path.slice(0, index + 1).join('\n')) ?? name),
  }));
}

/** Every value of the text, in its order; throws a PolicyTextFault where the text cannot be read. */
export function readLeaves(text: string): Leaf[] {
  return named(new Reader(text).read());
}

/** A path as one word, for addresses and keys. */
export const pathName = (path: readonly string[]): string => path.join('.');

/** The text with one number changed and nothing else; the same text where there is no such number. */
export function withNumber(text: string, name: string, value: number): string {
  const leaf = readLeaves(text).find((each) => typeof each.value === 'number' && pathName(each.path) === name);
  return leaf === undefined ? text : `${text.slice(0, leaf.start)}${value}${text.slice(leaf.end)}`;
}

/** The text with several numbers changed. */
export function withNumbers(text: string, changes: Readonly<Record<string, number>>): string {
  return Object.entries(changes).reduce((changed, [name, value]) => withNumber(changed, name, value), text);
}

/** The numbers of the second text that differ from the first, by name. */
export function changedNumbers(before: string, after: string): Record<string, number> {
  const known = new Map(readLeaves(before).map((leaf) => [pathName(leaf.path), leaf.value]));
  const changes: Record<string, number> = {};
  for (const leaf of readLeaves(after)) {
    const name = pathName(leaf.path);
    if (typeof leaf.value === 'number' && known.has(name) && known.get(name) !== leaf.value) changes[name] = leaf.value;
  }
  return changes;
}
