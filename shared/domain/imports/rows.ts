/** What the rows of an import say: which columns each kind has, and their texts as dates, amounts and numbers. */
import { currencyAsked, isCurrency } from '../../kernel/currencies.ts';
import { type IdKind, isId } from '../../kernel/ids.ts';
import { refusedLetters } from '../../kernel/letters.ts';
import { parseMoney } from '../../kernel/money.ts';
import type { Refusal } from '../../kernel/refusal.ts';
import type { Result } from '../../kernel/result.ts';
import { ok, refuse } from '../../kernel/result.ts';
import { type CivilDate, isCivilDate } from '../../kernel/time.ts';
import type { Finding, ImportedRow, ImportKind } from '../imports.ts';
import { accountNumberOf, type ChartNumbers, type Role, ROLES } from '../ledger/roles.ts';

/** The columns of each kind; those with a question mark may be left out. */
const COLUMNS: Readonly<Record<ImportKind, readonly string[]>> = {
  subscriptions: [
    'external_id',
    'customer',
    'plan',
    'currency',
    'quantity',
    'unit_price?',
    'description',
    'started_on',
    'anchor_day?',
    'billed_until',
  ],
  open_items: ['external_id', 'customer', 'number', 'issued_on', 'due_on', 'currency', 'amount'],
  opening_balances: ['external_id', 'account', 'currency', 'debit?', 'credit?'],
};

/** Characters of an external id, a foreign document number or a description. */
const TEXT_MAX = 120;

/** An item as another system left it open. */
export type OpenItemRow = {
  readonly kind: 'open_items';
  readonly externalId: string;
  readonly customer: string;
  readonly number: string;
  readonly issuedOn: CivilDate;
  readonly dueOn: CivilDate;
  readonly currency: string;
  readonly amountMinor: bigint;
};

/** The balance of an account, above zero on its debit side. */
export type BalanceRow = {
  readonly kind: 'opening_balances';
  readonly externalId: string;
  readonly role: Role;
  readonly currency: string;
  readonly amountMinor: bigint;
};

/** A subscription that runs; another system billed it until a day. */
export type SubscriptionRow = {
  readonly kind: 'subscriptions';
  readonly externalId: string;
  readonly customer: string;
  readonly plan: string;
  readonly currency: string;
  readonly quantity: string;
  /** What was agreed on for one unit in place of the plan's price; null where that holds. */
  readonly unitPrice: string | null;
  readonly description: string;
  readonly startedOn: CivilDate;
  readonly anchorDay: number | null;
  readonly billedUntil: CivilDate;
};

/** A row that could be read. */
export type ReadRow = OpenItemRow | BalanceRow | SubscriptionRow;

/** Why the columns are not those of the kind, or undefined. Refusals: `import.column_unknown`, `import.column_missing`. */
export function refusedColumns(kind: ImportKind, columns: readonly string[], pointer: string) {
  const known = COLUMNS[kind].map((name) => name.replace('?', ''));
  const stranger = columns.find((name, index) => !known.includes(name) || columns.indexOf(name) !== index);
  if (stranger !== undefined)
    return refuse('import.column_unknown', `There is no column "${stranger}", or it is there twice.`, {
      pointer,
      hint: `The columns are ${known.join(', ')}.`,
    });
  const missing = COLUMNS[kind].find((name) => !name.endsWith('?') && !columns.includes(name));

  return missing === undefined
    ? undefined
    : refuse('import.column_missing', `The column "${missing}" is missing.`, { pointer });
}

/** A cell by the name of its column; empty where it is not there. */
export function cellOf(row: ImportedRow, column: string): string {
  return row.find(([name]) => name === column)?.[1] ?? '';
}

type Check = { readonly isRight: (text: string) => boolean; readonly must: string };

const DATE: Check = { isRight: isCivilDate, must: 'must be a date YYYY-MM-DD' };
const TEXT: Check = {
  isRight: (text) =>
    text.length <= TEXT_MAX && text.trim() === text && /^[\p{L}\p{M}\p{N}\p{P}\p{S} ]+$/u.test(text),
  must: `must be 1 to ${TEXT_MAX} characters that can be seen, without blanks around them`,
};
const ID = (kind: IdKind): Check => ({
  isRight: (text) => isId(kind, text),
  must: `must be an id of kind ${kind}`,
});

const CHECKS: Readonly<Record<string, Check>> = {
  external_id: TEXT,
  number: TEXT,
  description: TEXT,
  customer: ID('customer'),
  plan: ID('plan'),
  issued_on: DATE,
  due_on: DATE,
  started_on: DATE,
  billed_until: DATE,
  // Also of an old item: what is still owed in a withdrawn currency is owed in the one that took its place.
  currency: { isRight: isCurrency, must: currencyAsked() },
  quantity: {
    isRight: (text) => /^(0|[1-9]\d{0,8})(\.\d{1,6})?$/.test(text) && /[1-9]/.test(text),
    must: 'must be a decimal above zero',
  },
  unit_price: {
    isRight: (text) => /^(0|[1-9]\d{0,8})(\.\d{1,12})?$/.test(text),
    must: 'must be a decimal of at most 12 places, not below zero',
  },
  anchor_day: { isRight: (text) => /^([1-9]|[12]\d|3[01])$/.test(text), must: 'must be 1 to 31' },
};

/** What a row says; refuses with the first cell that says nothing that can be taken over, as `pointer`. */
export function readRow(kind: ImportKind, row: ImportedRow, numbers: ChartNumbers): Result<ReadRow> {
  for (const name of COLUMNS[kind]) {
    const wrong = wrongCell(name, row);
    if (wrong) return wrong;
  }
  if (kind === 'open_items') return readOpenItem(row);
  if (kind === 'opening_balances') return readBalance(row, numbers);
  const anchorDay = cellOf(row, 'anchor_day');

  return ok({
    kind,
    externalId: cellOf(row, 'external_id'),
    customer: cellOf(row, 'customer'),
    plan: cellOf(row, 'plan'),
    currency: cellOf(row, 'currency'),
    quantity: cellOf(row, 'quantity'),
    unitPrice: cellOf(row, 'unit_price') || null,
    description: cellOf(row, 'description'),
    startedOn: cellOf(row, 'started_on'),
    anchorDay: anchorDay === '' ? null : Number(anchorDay),
    billedUntil: cellOf(row, 'billed_until'),
  });
}

function wrongCell(name: string, row: ImportedRow) {
  const pointer = name.replace('?', '');
  const text = cellOf(row, pointer);
  if (text === '')
    return name.endsWith('?')
      ? undefined
      : refuse('import.field_missing', 'The cell must not be empty.', { pointer });
  const check = CHECKS[pointer];
  const must = pointer === 'currency' ? currencyAsked(text) : check?.must;
  if (check && !check.isRight(text)) return refuse('import.field_invalid', `The cell ${must}.`, { pointer });

  return PRINTED.has(pointer) ? refusedLetters(text, pointer) : undefined;
}

/** Columns that documents print: the line of a subscription, and the number of an open item on the receipt of its payment. */
const PRINTED: ReadonlySet<string> = new Set(['description', 'number']);

function readOpenItem(row: ImportedRow): Result<OpenItemRow> {
  const currency = cellOf(row, 'currency');
  const amount = parseMoney(cellOf(row, 'amount'), currency);
  if (!amount.ok)
    return refuse(amount.refusal.code, amount.refusal.message, { ...amount.refusal, pointer: 'amount' });
  if (amount.value.minor <= 0n)
    return refuse('import.field_invalid', 'The amount must be above zero.', { pointer: 'amount' });

  return ok({
    kind: 'open_items',
    externalId: cellOf(row, 'external_id'),
    customer: cellOf(row, 'customer'),
    number: cellOf(row, 'number'),
    issuedOn: cellOf(row, 'issued_on'),
    dueOn: cellOf(row, 'due_on'),
    currency,
    amountMinor: amount.value.minor,
  });
}

function readBalance(row: ImportedRow, numbers: ChartNumbers): Result<BalanceRow> {
  const [currency, debit, credit] = ['currency', 'debit', 'credit'].map((name) => cellOf(row, name));
  if ((debit === '') === (credit === ''))
    return refuse('import.field_invalid', 'Either debit or credit must be stated.', { pointer: 'debit' });
  const amount = parseMoney(debit || credit || '', currency ?? '');
  if (!amount.ok)
    return refuse(amount.refusal.code, amount.refusal.message, { ...amount.refusal, pointer: 'debit' });
  if (amount.value.minor <= 0n)
    return refuse('import.field_invalid', 'The amount must be above zero.', { pointer: 'debit' });
  const account = cellOf(row, 'account');
  const role = ROLES.find((each) => each === account || accountNumberOf(each, numbers) === account);
  if (role === undefined)
    return refuse('import.account_unknown', 'The chart has no such account.', { pointer: 'account' });
  const { minor } = amount.value;

  return ok({
    kind: 'opening_balances',
    externalId: cellOf(row, 'external_id'),
    role,
    currency: currency ?? '',
    amountMinor: debit === '' ? -minor : minor,
  });
}

/** What is said of a row, from why it was refused; the pointer names the column. */
export function finding(index: number, { code, message, pointer }: Refusal): Finding {
  return { row: index + 1, field: pointer ?? null, code, message };
}
