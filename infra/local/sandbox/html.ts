/** Text made safe for HTML, or HTML that is safe already. */
export type Html = { readonly html: string };

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Markup with every inserted value escaped, unless it is markup made the same way. */
export function html(
  parts: TemplateStringsArray,
  ...values: readonly (string | Html | readonly Html[])[]
): Html {
  const inserted = values.map((value) => {
    if (typeof value === 'string') return value.replace(/[&<>"']/g, (sign) => ESCAPES[sign] ?? '');
    return 'html' in value ? value.html : value.map((one) => one.html).join('');
  });

  return { html: String.raw({ raw: parts }, ...inserted) };
}

/** A whole page in the sandbox's plain dress. */
export function page(title: string, content: Html): string {
  return `<!doctype html>\n${
    html`<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${title}</title><style>${STYLE}</style></head>
<body><p class="mark">Sandbox: no money moves here.</p><h1>${title}</h1>${content}</body></html>`.html
  }`;
}

const STYLE: Html = {
  html: `body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1b1f24;background:#fff}
.mark{background:#fff3c4;color:#4a3800;padding:.25rem .75rem;border-radius:.25rem}
h1{font-size:1.5rem}h2{font-size:1.125rem;margin-top:2rem}
table{border-collapse:collapse;width:100%}th,td{text-align:left;padding:.375rem .75rem .375rem 0;border-bottom:1px solid #d0d7de;vertical-align:top}
td.amount{text-align:right;font-variant-numeric:tabular-nums}code{font-size:.875rem;overflow-wrap:anywhere}
button,select{font:inherit;padding:.5rem 1rem;margin:0 .5rem .5rem 0;border:1px solid #57606a;border-radius:.25rem;background:#f6f8fa;color:inherit}
button.main{background:#0b5cad;border-color:#0b5cad;color:#fff}
:focus-visible{outline:3px solid #0b5cad;outline-offset:2px}
@media (prefers-color-scheme:dark){body{background:#0d1117;color:#e6edf3}button,select{background:#21262d}th,td{border-color:#30363d}}`,
};
