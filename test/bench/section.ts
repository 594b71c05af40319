/** What a part of the benchmark found, and how it is printed. */

/** One figure. `target` is a bound that the figure is held against; `note` says what it means or why it is not better. */
export type Figure = {
  readonly name: string;
  readonly value: number | string;
  readonly unit: string;
  readonly target?: number;
  readonly note?: string;
};

/** A part's figures. */
export type Section = { readonly title: string; readonly note?: string; readonly figures: readonly Figure[] };

/** The section as lines: name, value, unit, target and whether it is met, note. */
export function tableOf({ title, note, figures }: Section): string {
  const cells = figures.map((figure) => [
    figure.name,
    textOf(figure.value),
    figure.unit,
    verdictOf(figure),
    figure.note ?? '',
  ]);
  const widths = [0, 1, 2, 3].map((column) => Math.max(0, ...cells.map((row) => (row[column] ?? '').length)));
  const lines = cells.map(([name = '', value = '', unit = '', verdict = '', remark = '']) =>
    `  ${name.padEnd(widths[0] ?? 0)}  ${value.padStart(widths[1] ?? 0)} ${unit.padEnd(widths[2] ?? 0)}  ${verdict.padEnd(widths[3] ?? 0)}  ${remark}`.trimEnd(),
  );

  return ['', title, ...(note ? [`  ${note}`] : []), '', ...lines].join('\n');
}

function textOf(value: number | string): string {
  if (typeof value === 'string') return value;
  if (Number.isInteger(value)) return value.toLocaleString('en');

  return value.toLocaleString('en', { maximumFractionDigits: value < 10 ? 2 : 1 });
}

function verdictOf({ value, target }: Figure): string {
  if (target === undefined) return '';

  return `≤ ${textOf(target)} ${Number(value) <= target ? 'met' : 'NOT MET'}`;
}
