/** What the readers of both syntaxes share: finding elements, and turning their text into typed values or findings. */
import { exponentOf } from '../../kernel/currencies.ts';
import { MINOR_MAX } from '../../kernel/money.ts';
import { isCivilDate } from '../../kernel/time.ts';
import { canonicalDecimal, isXmlDecimal } from './decimal.ts';
import type { Finding } from './finding.ts';
import type { SemanticInvoice, SemanticTax } from './model.ts';
import { finding } from './report.ts';
import type { XmlElement } from './xml-reader.ts';

/**
 * A document being read: what was wrong with single values is gathered, so that one report names it all. `day` is its issue date,
 * by which its codes are judged; empty until that was read, or where it has none.
 */
export type Reading = { readonly findings: Finding[]; currency: string; day: string };

/** Findings that are kept; a broken document has no use for more. */
export const FINDINGS_MAX = 200;

/** Finds the element at a path of names; undefined where any step is missing. */
export type Finder = (from: XmlElement | undefined, ...path: readonly string[]) => XmlElement | undefined;

/** A finder over short names such as `ram:ID`, for the namespaces of one syntax. */
export function finderOf(namespaces: Readonly<Record<string, string>>) {
  const expanded = new Map<string, string>();
  const nameOf = (short: string): string => {
    const known = expanded.get(short);
    if (known !== undefined) return known;
    const [prefix = '', local = ''] = short.split(':');
    const full = `${namespaces[prefix] ?? ''} ${local}`;
    expanded.set(short, full);
    return full;
  };
  const find: Finder = (from, ...path) => {
    let here = from;
    for (const short of path) {
      const name = nameOf(short);
      here = here?.children.find((child) => child.name === name);
    }
    return here;
  };
  const all = (from: XmlElement | undefined, short: string): readonly XmlElement[] => {
    const name = nameOf(short);
    return from?.children.filter((child) => child.name === name) ?? [];
  };

  return { find, all };
}

/** The text of an element without blanks around it; null where there is none. */
export function textOf(element: XmlElement | undefined): string | null {
  const text = element?.text.trim() ?? '';

  return text === '' ? null : text;
}

/** A day, from `2026-11-23` or `20261123`. */
export function dayOf(element: XmlElement | undefined, field: string, reading: Reading): string | null {
  const text = textOf(element);
  if (text === null) return null;
  const day = /^\d{8}$/.test(text) ? `${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6)}` : text;
  if (isCivilDate(day)) return day;
  note(reading, 'FORMAT-DATE', field, text);

  return null;
}

/** A plain decimal in its one spelling; `0` and a finding where it is none. */
export function decimalOf(element: XmlElement | undefined, field: string, reading: Reading): string | null {
  const text = textOf(element);
  if (text === null) return null;
  if (isXmlDecimal(text)) return canonicalDecimal(text);
  note(reading, 'FORMAT-NUMBER', field, text);

  return '0';
}

/** An amount in minor units of the document's currency (or the one named); null where there is none. */
export function amountOf(element: XmlElement | undefined, field: string, reading: Reading): bigint | null {
  const decimal = decimalOf(element, field, reading);

  return decimal === null ? null : minorOf(decimal, { field, currency: reading.currency }, reading);
}

/** A canonical decimal in minor units; finer than the currency is a finding. */
export function minorOf(
  decimal: string,
  of: { readonly field: string; readonly currency: string },
  reading: Reading,
): bigint {
  const exponent = exponentOf(of.currency) ?? 2;
  const [whole = '0', places = ''] = decimal.split('.');
  if (places.length > exponent) note(reading, 'FORMAT-PRECISION', of.field, decimal);
  const minor = BigInt(`${whole}${places.slice(0, exponent).padEnd(exponent, '0')}`);
  if (minor <= MINOR_MAX && minor >= -MINOR_MAX) return minor;
  note(reading, 'FORMAT-NUMBER', of.field, decimal);

  return 0n;
}

const CATEGORIES: ReadonlySet<string> = new Set(['S', 'Z', 'E', 'AE', 'K', 'G', 'O', 'L', 'M', 'B']);

/** Category and rate; what is outside the scope has no rate, whatever is written. */
export function taxFrom(
  of: { readonly category: string | null; readonly rate: string | null; readonly field: string },
  reading: Reading,
): SemanticTax {
  if (of.category === null || !CATEGORIES.has(of.category))
    note(reading, 'FORMAT-CATEGORY', of.field, of.category ?? '');
  const category = (of.category ?? 'S') as SemanticTax['category']; // an unknown code has been reported

  return { category, rate: category === 'O' ? null : of.rate };
}

/** Adds a finding about one value. */
export function note(reading: Reading, rule: string, field: string, value: string): void {
  if (reading.findings.length < FINDINGS_MAX) reading.findings.push(finding(rule, field, value));
}

/** What a reader of one syntax makes of the root element. */
export type Parsed = { readonly specification: string; readonly invoice: SemanticInvoice };
