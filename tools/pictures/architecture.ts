// node tools/pictures/architecture.ts [--check]: draws docs/pictures/architecture.svg from architecture.yaml beside it. With --check it
// writes nothing and fails where the picture is not what the words say, or where app.yaml has a function or a table that they leave out.
import { readFileSync, writeFileSync } from 'node:fs';
import { parse } from 'yaml';

type Side = 'left' | 'right' | 'top' | 'bottom';
interface Box {
  at: [number, number];
  kind: string;
  text: string;
  more?: string;
}
interface Arrow {
  from: string;
  to: string;
  text?: string;
  dashed?: boolean;
  /** Goes around what stands to the right. */
  far?: boolean;
}
interface Drawing {
  title: string;
  description: string;
  kinds: Record<string, string>;
  boxes: Record<string, Box>;
  arrows: Arrow[];
}
interface Point {
  x: number;
  y: number;
}

const words = 'docs/pictures/architecture.yaml';
const picture = 'docs/pictures/architecture.svg';
const box = { width: 132, height: 46 };
const pitch = { x: 172, y: 74 };
const margin = { x: 24, y: 66 };

const drawing = parse(readFileSync(words, 'utf8')) as Drawing;
const escape = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
const round = (number: number): string => String(Math.round(number * 10) / 10);

function boxNamed(name: string): Box {
  const found = drawing.boxes[name];
  if (found === undefined) throw new Error(`${words}: there is no box '${name}'`);
  return found;
}

const cornerOf = ({ at: [column, row] }: Box): Point => ({ x: margin.x + column * pitch.x, y: margin.y + row * pitch.y });

const directions: Record<Side, Point> = { left: { x: -1, y: 0 }, right: { x: 1, y: 0 }, top: { x: 0, y: -1 }, bottom: { x: 0, y: 1 } };

/** `catalog right`: the middle of that side, and the way out of it. */
function end(text: string): { point: Point; out: Point } {
  const [name = '', side = ''] = text.split(' ');
  const out = directions[side as Side];
  if (out === undefined) throw new Error(`${words}: '${text}' names no side`);
  const { x, y } = cornerOf(boxNamed(name));
  return { point: { x: x + (box.width / 2) * (1 + out.x), y: y + (box.height / 2) * (1 + out.y) }, out };
}

function drawBox(entry: Box): string {
  const { x, y } = cornerOf(entry);
  const middle = x + box.width / 2;
  const first = y + box.height / 2 + (entry.more === undefined ? 5 : -3);
  const more = entry.more === undefined ? '' : `<text class="more" x="${round(middle)}" y="${round(first + 16)}">${escape(entry.more)}</text>`;
  return `<g class="${entry.kind}"><rect x="${round(x)}" y="${round(y)}" width="${box.width}" height="${box.height}" rx="8"/><text x="${round(middle)}" y="${round(first)}">${escape(entry.text)}</text>${more}</g>`;
}

function drawArrow({ from, to, text, dashed = false, far = false }: Arrow): string {
  const [a, b] = [end(from), end(to)];
  const away = Math.abs(a.out.x) * Math.abs(b.point.x - a.point.x) + Math.abs(a.out.y) * Math.abs(b.point.y - a.point.y);
  const bend = far ? pitch.x * 1.2 : Math.max(26, Math.min(90, away * 0.55));
  const [c, d] = [a, b].map(({ point, out }) => ({ x: point.x + out.x * bend, y: point.y + out.y * bend })) as [Point, Point];
  const path = [a.point, c, d, b.point].map(({ x, y }) => `${round(x)} ${round(y)}`);
  const at = { x: (a.point.x + 3 * c.x + 3 * d.x + b.point.x) / 8, y: (a.point.y + 3 * c.y + 3 * d.y + b.point.y) / 8 };
  const label = text === undefined ? '' : `<text class="label" x="${round(at.x)}" y="${round(at.y - 6)}">${escape(text)}</text>`;
  return `<path class="arrow${dashed ? ' dashed' : ''}" d="M${path[0] ?? ''}C${path.slice(1).join(' ')}" marker-end="url(#head)"/>${label}`;
}

const style = `
  svg { --ink: #1d2733; --soft: #5b6876; --line: #66758a; --paper: #ffffff; --person: #f2e7d5; --edge: #e3e4f7; --api: #dcebf7; --function: #dcf0e1; --table: #f8e1dd; }
  @media (prefers-color-scheme: dark) {
    svg { --ink: #eef2f6; --soft: #a9b5c2; --line: #8c9bad; --paper: #12171d; --person: #4a3f2c; --edge: #34365c; --api: #22405a; --function: #22472f; --table: #573029; }
  }
  text { font: 600 14px system-ui, sans-serif; fill: var(--ink); text-anchor: middle; }
  .more, .label { font-size: 11.5px; font-weight: 400; fill: var(--soft); }
  .label { paint-order: stroke; stroke: var(--paper); stroke-width: 5px; }
  .title { font-size: 19px; text-anchor: start; }
  .legend { font-size: 12px; font-weight: 400; text-anchor: start; }
  rect { stroke: var(--line); stroke-width: 1; }
  .ground { fill: var(--paper); stroke: none; }
${Object.keys(drawing.kinds)
  .map((kind) => `  .${kind} rect { fill: var(--${kind}); }`)
  .join('\n')}
  .arrow { fill: none; stroke: var(--line); stroke-width: 1.6; }
  .dashed { stroke-dasharray: 5 4; }
  marker path { fill: var(--line); }
`;

function draw(): string {
  const corners = Object.values(drawing.boxes).map(cornerOf);
  const width = Math.max(...corners.map(({ x }) => x)) + box.width + margin.x;
  const bottom = Math.max(...corners.map(({ y }) => y)) + box.height;
  const height = bottom + 62;
  const legend = Object.entries(drawing.kinds).map(([kind, text], index) => {
    const x = margin.x + index * 178;
    return `<g class="${kind}"><rect x="${x}" y="${round(bottom + 28)}" width="16" height="16" rx="4"/></g><text class="legend" x="${x + 24}" y="${round(bottom + 40)}">${escape(text)}</text>`;
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${round(width)} ${round(height)}" role="img" aria-labelledby="title description">`,
    `<title id="title">${escape(drawing.title)}</title>`,
    `<desc id="description">${escape(drawing.description)}</desc>`,
    `<style>${style}</style>`,
    '<defs><marker id="head" viewBox="0 0 8 8" refX="7.5" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 0L8 4L0 8z"/></marker></defs>',
    `<rect class="ground" width="${round(width)}" height="${round(height)}" rx="12"/>`,
    `<text class="title" x="${margin.x}" y="38">${escape(drawing.title)}</text>`,
    ...drawing.arrows.map(drawArrow),
    ...Object.values(drawing.boxes).map(drawBox),
    ...legend,
    '</svg>',
    '',
  ].join('\n');
}

/** Functions and tables of app.yaml that no box shows, and boxes of what app.yaml no longer has. */
function disagreements(): string[] {
  const app = parse(readFileSync('app.yaml', 'utf8')) as { functions: object; tables: object };
  const shown = (kind: string) => Object.values(drawing.boxes).filter((one) => one.kind === kind).map(({ text }) => text);
  return Object.entries({ function: Object.keys(app.functions), table: Object.keys(app.tables) }).flatMap(([kind, names]) => [
    ...names.filter((name) => !shown(kind).includes(name)).map((name) => `${words} does not show the ${kind} ${name}`),
    ...shown(kind).filter((name) => !names.includes(name)).map((name) => `${words} shows the ${kind} ${name}, which app.yaml does not have`),
  ]);
}

const drawn = draw();
const wrong = disagreements();
if (!process.argv.includes('--check')) writeFileSync(picture, drawn);
else if (readFileSync(picture, 'utf8') !== drawn) wrong.push(`${picture} is not what ${words} says: node tools/pictures/architecture.ts`);
for (const one of wrong) console.error(one);
process.exitCode = wrong.length === 0 ? 0 : 1;
