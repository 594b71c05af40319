/** The few pages of the local cloud, without scripts from elsewhere. */
import type { HttpAnswer } from '../http/answer.ts';

/** A whole page; `body` is markup already. */
export function htmlPage(title: string, body: string): HttpAnswer {
  const text = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title><style>${STYLE}</style></head>
<body><header><a href="/">Countinghouse</a> <nav><a href="/docs">API</a> <a href="/dev">Workings</a></nav></header>
<main><h1>${escapeHtml(title)}</h1>${body}</main></body></html>`;

  return { status: 200, headers: { 'content-type': 'text/html; charset=utf-8' }, body: Buffer.from(text) };
}

/** A JSON answer. */
export function jsonPage(value: unknown, status = 200): HttpAnswer {
  return {
    status,
    headers: { 'content-type': 'application/json' },
    body: Buffer.from(`${JSON.stringify(value, null, 2)}\n`),
  };
}

/** Text made safe inside markup and attributes. */
export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

/** A table of text; a column whose cells are numbers is set right. */
export function tableOf(heads: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const cell = (value: string | number) =>
    typeof value === 'number' ? `<td class="n">${value}</td>` : `<td>${escapeHtml(value)}</td>`;
  const head = heads.map((text) => `<th scope="col">${escapeHtml(text)}</th>`).join('');
  const body = rows.map((row) => `<tr>${row.map(cell).join('')}</tr>`).join('\n');

  return `<table><thead><tr>${head}</tr></thead><tbody>${body}</tbody></table>`;
}

const STYLE = `
:root { color-scheme: light dark; --line: #8884; --soft: #8881; }
body { font: 15px/1.5 system-ui, sans-serif; margin: 0 auto; max-width: 70rem; padding: 1rem; }
header { border-bottom: 1px solid var(--line); display: flex; gap: 2rem; padding-bottom: .5rem; }
header > a { font-weight: 600; } nav a { margin-right: 1rem; }
h2 { border-bottom: 1px solid var(--line); margin-top: 2.5rem; } h3 { margin-bottom: .3rem; }
table { border-collapse: collapse; width: 100%; } th, td { border-bottom: 1px solid var(--line); padding: .25rem .6rem; text-align: left; vertical-align: top; }
td.n { text-align: right; font-variant-numeric: tabular-nums; }
pre { background: var(--soft); overflow-x: auto; padding: .6rem; } code { font-size: 13px; }
details { border: 1px solid var(--line); border-radius: 4px; margin: .4rem 0; padding: .3rem .7rem; }
summary { cursor: pointer; } .method { display: inline-block; font-weight: 600; width: 4.5rem; }
input, button { font: inherit; padding: .2rem .5rem; }
`;
