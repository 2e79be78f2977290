// Where does each thing of a path stand, and how do its words break? Layers from the expert to the nomination, drawn along or down.

/** A thing of a path: a person, a paper, a unit. */
export interface PathNode {
  key: string;
  kind: string;
  label: string;
}

/** What joins two things. */
export interface PathEdge {
  from: string;
  to: string;
}

/** A thing with its place; x and y are its upper left corner. */
export interface Placed<Node extends PathNode> {
  node: Node;
  lines: readonly string[];
  x: number;
  y: number;
  width: number;
  height: number;
}

/** A line between two things, from edge to edge, and the middle of it. */
export interface Joined {
  index: number;
  x1: number;
  y1: number;
  x2: number;
  y2: number;
  midX: number;
  midY: number;
}

/** Measures of a drawing, in its own units: one is a pixel where the drawing is not scaled. */
export const BOX = { along: 176, down: 264, downBeside: 158, line: 18, head: 22, padding: 10, gapAlong: 124, gapDown: 62, gapAcross: 20 } as const;
const LINES_MOST = 3;
/** Size of a letter in a box. */
const LETTER = 13;

/** Width of a character in ems, near enough for system fonts. */
const emsOf = (character: string) => (/[ᄀ-￿]/.test(character) ? 1 : /[A-Z]/.test(character) ? 0.68 : 0.54);

/** Breaks a text into lines of a number of ems; Latin words stay whole where they fit, and what is too long ends in dots. */
export function wrap(text: string, ems: number, most: number = LINES_MOST): string[] {
  const words = text.match(/[!-~]+\s*|./gsu) ?? [];
  const lines: string[] = [];
  let line = '';
  let width = 0;
  const close = () => {
    lines.push(line.trimEnd());
    line = '';
    width = 0;
  };
  for (const word of words) {
    const wide = [...word.trimEnd()].reduce((sum, character) => sum + emsOf(character), 0);
    if (width > 0 && width + wide > ems) close();
    for (const character of wide > ems ? word : [word]) {
      const own = wide > ems ? emsOf(character) : [...word].reduce((sum, each) => sum + emsOf(each), 0);
      if (width > 0 && wide > ems && width + own > ems) close();
      line += character;
      width += own;
    }
  }
  if (line.trim() !== '') close();
  if (lines.length <= most) return lines;
  const kept = lines.slice(0, most);
  kept[most - 1] = `${[...(kept[most - 1] ?? '')].slice(0, -1).join('')}…`;
  return kept;
}

/** How many steps each thing is away from the first one; what is not joined to it stands at the end. */
export function layersOf(nodes: readonly PathNode[], edges: readonly PathEdge[]): Map<string, number> {
  const layers = new Map<string, number>();
  const known = new Set(nodes.map((node) => node.key));
  const first = nodes[0];
  if (first === undefined) return layers;
  let frontier = [first.key];
  layers.set(first.key, 0);
  for (let depth = 1; frontier.length > 0; depth += 1) {
    const next = edges.flatMap(({ from, to }) => [...(frontier.includes(from) ? [to] : []), ...(frontier.includes(to) ? [from] : [])]).filter((key) => known.has(key) && !layers.has(key));
    frontier = [...new Set(next)];
    for (const key of frontier) layers.set(key, depth);
  }
  const last = Math.max(...layers.values());
  for (const node of nodes) if (!layers.has(node.key)) layers.set(node.key, last + 1);
  return layers;
}

/** Where everything of a path stands. Layers run to the right, or down on a narrow page. */
export function layout<Node extends PathNode>(nodes: readonly Node[], edges: readonly PathEdge[], isDown: boolean): { placed: Placed<Node>[]; joined: Joined[]; width: number; height: number } {
  const layers = layersOf(nodes, edges);
  const rows = new Map<number, Node[]>();
  for (const node of nodes) {
    const layer = layers.get(node.key) ?? 0;
    rows.set(layer, [...(rows.get(layer) ?? []), node]);
  }
  const widest = Math.max(1, ...[...rows.values()].map((row) => row.length));
  const width = isDown ? (widest > 1 ? BOX.downBeside : BOX.down) : BOX.along;
  const linesOf = new Map(nodes.map((node) => [node.key, wrap(node.label, (width - 2 * BOX.padding) / LETTER)]));
  const most = Math.max(1, ...[...linesOf.values()].map((lines) => lines.length));
  const { gapAcross } = BOX;
  const height = BOX.padding * 2 + BOX.head + most * BOX.line;
  const along = (layer: number) => layer * (isDown ? height + BOX.gapDown : width + BOX.gapAlong);
  const size = isDown ? width : height;
  const span = widest * size + (widest - 1) * gapAcross;
  const placed = [...rows.entries()].flatMap(([layer, row]) => {
    const start = (span - (row.length * size + (row.length - 1) * gapAcross)) / 2;
    return row.map((node, index) => {
      const across = start + index * (size + gapAcross);
      return { node, lines: linesOf.get(node.key) ?? [], x: isDown ? across : along(layer), y: isDown ? along(layer) : across, width, height };
    });
  });
  const places = new Map(placed.map((place) => [place.node.key, place]));
  const joined = edges.flatMap((edge, index) => {
    const from = places.get(edge.from);
    const to = places.get(edge.to);
    return from === undefined || to === undefined ? [] : [joinOf(index, from, to, isDown)];
  });
  const length = rows.size === 0 ? 0 : along(Math.max(...rows.keys())) + (isDown ? height : width);
  return { placed, joined, width: isDown ? span : length, height: isDown ? length : span };
}

/** The line from the edge of one box to the edge of another. */
function joinOf(index: number, from: Placed<PathNode>, to: Placed<PathNode>, isDown: boolean): Joined {
  const middle = (place: Placed<PathNode>) => ({ x: place.x + place.width / 2, y: place.y + place.height / 2 });
  const [a, b] = [middle(from), middle(to)];
  const ends = (() => {
    if (isDown && from.y !== to.y) {
      const isForward = from.y < to.y;
      return { x1: a.x, y1: isForward ? from.y + from.height : from.y, x2: b.x, y2: isForward ? to.y : to.y + to.height };
    }
    if (!isDown && from.x !== to.x) {
      const isForward = from.x < to.x;
      return { x1: isForward ? from.x + from.width : from.x, y1: a.y, x2: isForward ? to.x : to.x + to.width, y2: b.y };
    }
    return { x1: a.x, y1: a.y, x2: b.x, y2: b.y };
  })();
  return { index, ...ends, midX: (ends.x1 + ends.x2) / 2, midY: (ends.y1 + ends.y2) / 2 };
}
