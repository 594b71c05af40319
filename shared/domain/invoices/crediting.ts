/** What of an invoice is taken back: in pieces or as a whole, and never more of a line than was charged. */
import { greater, lesser } from '../../kernel/money.ts';
import { derivedId, sha256Base64Url } from '../../kernel/hash.ts';
import type { Result } from '../../kernel/result.ts';
import { ok, refuse } from '../../kernel/result.ts';
import type { Request } from '../requests.ts';
import { requestMet } from '../requests.ts';
import { amountOfQuantity } from './quantities.ts';
import { UNUSED_CREDITS } from '../prepaid/selling.ts';
import type { Invoice } from './states.ts';
import {
  amountMinorOf,
  type CreditWish,
  type LineAmount,
  type LineAmounts,
  type MetCredit,
  type RequestedCredit,
  type RestWish,
} from './wishes.ts';

/** Credit notes that one invoice may have; each is remembered, and the invoice must stay small. */
export const CREDIT_NOTES_MAX = 20;

/** Characters of a request's hashes that are kept; 132 bits each. */
const REMEMBERED_LENGTH = 22;

type Issued = Exclude<Invoice, { status: 'none' }>;
type Charged = Pick<Issued, 'netsMinor' | 'grossesMinor' | 'creditedMinor'>;
type Credited = Charged &
  Pick<Issued, 'reductions' | 'taxes' | 'credits' | 'deducted' | 'returned'> &
  Partial<Pick<Issued, 'kind' | 'heard'>>;

/** The credit note that a wish asks for; undefined where the same request has asked before. */
export function creditRequested<Wish extends Pick<CreditWish, 'fingerprint' | 'lines' | 'reason'>>(
  state: Credited,
  wish: Wish,
): Result<(Omit<Wish, 'lines'> & Pick<RequestedCredit, 'lines' | 'ordinal'>) | undefined> {
  const met = requestMet(state.credits, requestOf(wish));
  if (met) return met.ok ? ok(undefined) : met;
  const { lines, ...rest } = wish;
  if (state.deducted)
    return refuse('invoice.deducted', 'The final invoice deducts this deposit.', {
      hint: 'Take the final invoice back instead.',
    });
  // Once it was paid its credits may be used, so that only the balance knows what is left to take back.
  if (state.kind === 'credits' && (state.heard ?? 0) > 0 && wish.reason !== UNUSED_CREDITS)
    return refuse('credit_note.of_credits', 'The credits that this invoice sold are granted.', {
      hint: 'Refund what is unused of their grant.',
    });
  if (isTakenBack(state)) return refuse('invoice.already_credited', 'This invoice is taken back already.');
  if (lines === undefined && state.credits.length === 0) return ok(rest);
  if (state.credits.length >= CREDIT_NOTES_MAX && lines !== undefined) return tooManyNotes();
  const ordinal = state.credits.length + 1;
  if (!lines) return ok({ ...rest, ordinal, lines: creditableLines(state) });
  const pieces = piecesOf(state, lines);

  return pieces.ok ? ok({ ...rest, ordinal, lines: pieces.value }) : pieces;
}

/**
 * The credit note for what is left of the lines of a wish, and of the invoice as a whole; undefined where nothing is.
 * Nobody may take back more of an invoice than it came to, whatever its lines say.
 */
export function restRequested(
  state: Credited,
  { instead = state.netsMinor.map((_, index) => index + 1), ...wish }: RestWish,
): Result<RequestedCredit | undefined> {
  const met = requestMet(state.credits, requestOf(wish));
  if (met) return met.ok ? ok(undefined) : met;
  const left = new Map(creditableLines(state).map((piece) => [piece.line, amountMinorOf(piece)]));
  const usedMinor = usedUp(state, left);
  let mostMinor = [...left.values()].reduce((sum, minor) => sum + minor, 0n);
  const taken = new Map<number, bigint>();
  const take = (line: number, wantedMinor: bigint): bigint => {
    const minor = [left.get(line) ?? 0n, mostMinor].reduce(lesser, wantedMinor);
    left.set(line, (left.get(line) ?? 0n) - minor);
    taken.set(line, (taken.get(line) ?? 0n) + minor);
    mostMinor -= minor;
    return minor;
  };
  let movedMinor = 0n;
  for (const piece of wish.lines.toReversed()) {
    const shortMinor = amountMinorOf(piece) - take(piece.line, amountMinorOf(piece));
    movedMinor += lesser(shortMinor, usedMinor[piece.line - 1] ?? 0n);
  }
  for (const line of instead.toReversed()) movedMinor -= take(line, movedMinor);
  const lines = [...taken]
    .filter(([, minor]) => minor > 0n)
    .toSorted(([one], [other]) => one - other)
    .map(([line, minor]) => pieceIn(state, line, minor));
  if (lines.length === 0) return ok(undefined);
  if (state.credits.length >= CREDIT_NOTES_MAX) return tooManyNotes();

  return ok({ ...wish, ordinal: state.credits.length + 1, lines });
}

/** What negative lines of the invoice take off each that is not taken back itself. */
function usedUp(state: Charged, left: ReadonlyMap<number, bigint>): readonly bigint[] {
  return creditableMinor(state).map((minor, index) => greater(minor - (left.get(index + 1) ?? 0n), 0n));
}

/** The request among those that asked for a credit note, if it is one of them. */
export function metCredit(
  state: Pick<Credited, 'credits'>,
  wish: Pick<CreditWish, 'fingerprint'>,
): MetCredit | undefined {
  const { key } = requestOf(wish);

  return state.credits.find((met) => met.key === key);
}

/** The credit note of a request: by its ordinal, or the one that takes the invoice back as a whole. */
export function creditNoteOf(
  tenant: string,
  invoice: string,
  { ordinal }: Pick<RequestedCredit, 'ordinal'>,
): string {
  return derivedId('crn', tenant, invoice, ordinal === undefined ? 'full' : String(ordinal));
}

/** How a request for a credit note is remembered. */
export function metBy(credit: Pick<RequestedCredit, 'fingerprint' | 'ordinal'>): MetCredit {
  const { ordinal } = credit;

  return { ...requestOf(credit), ...(ordinal !== undefined && { ordinal }) };
}

/** What is taken back of each line once a credit note is asked for. */
export function creditedAfter(state: Charged, { lines }: Pick<RequestedCredit, 'lines'>): readonly bigint[] {
  const charged = chargedMinor(state);
  if (!lines) return charged;
  const pieces = new Map(lines.map((piece) => [piece.line, amountMinorOf(piece)]));

  return charged.map((_, index) => (state.creditedMinor[index] ?? 0n) + (pieces.get(index + 1) ?? 0n));
}

/** What can still be taken back of each line, in the basis of the prices. */
export function creditableMinor(state: Charged): readonly bigint[] {
  return chargedMinor(state).map((minor, index) => minor - (state.creditedMinor[index] ?? 0n));
}

/** What was charged for each line: gross where its prices contain the tax, else net. */
function chargedMinor({ netsMinor, grossesMinor }: Charged): readonly bigint[] {
  return grossesMinor ?? netsMinor;
}

/** Whether nothing is left that could be taken back. */
export function isTakenBack(state: Charged & Pick<Credited, 'credits'>): boolean {
  return state.credits.length > 0 && creditableLines(state).length === 0;
}

/** What is left line by line; what a negative line took off is taken off the first that are left. */
function creditableLines(state: Charged): LineAmounts {
  const left = creditableMinor(state);
  let offMinor = left.reduce((sum, minor) => (minor < 0n ? sum - minor : sum), 0n);

  return left.flatMap((minor, index) => {
    if (minor <= 0n) return [];
    const off = lesser(minor, offMinor);
    offMinor -= off;
    return minor > off ? [pieceIn(state, index + 1, minor - off)] : [];
  });
}

function pieceIn({ grossesMinor }: Charged, line: number, minor: bigint): LineAmount {
  return grossesMinor ? { line, grossMinor: minor } : { line, netMinor: minor };
}

function tooManyNotes() {
  return refuse('credit_note.too_many', `An invoice has at most ${CREDIT_NOTES_MAX} credit notes in part.`, {
    hint: 'Leave `lines` out to take back all that is left.',
  });
}

/**
 * The amounts of the lines that are named. What a negative line took off was never charged, so that no more than the sum of
 * what is left can be taken back; of which rate, is certain where there is one.
 */
function piecesOf(state: Credited, wanted: NonNullable<CreditWish['lines']>): Result<LineAmounts> {
  const lefts = creditableMinor(state);
  const isReduced = chargedMinor(state).some((minor) => minor < 0n);
  if (isReduced && (state.reductions || state.taxes.length > 1))
    return refuse(
      'credit_note.not_divisible',
      'An invoice of several rates, or with an amount on the whole, whose lines are reduced by others is taken back as a whole.',
      { pointer: '#/lines', hint: 'Leave `lines` out.' },
    );
  const left = new Map(lefts.map((minor, index) => [index + 1, minor]));
  let mostMinor = lefts.reduce((sum, minor) => sum + minor, 0n);
  const pieces: LineAmount[] = [];
  for (const [index, wish] of wanted.entries()) {
    const pointer = `#/lines/${index}`;
    const restMinor = left.get(wish.line);
    if (restMinor === undefined) return lineUnknown(wish.line, `${pointer}/line`);
    const piece = pieceOf(state, wish, restMinor);
    if (!piece.ok)
      return refuse(piece.refusal.code, piece.refusal.message, { pointer: `${pointer}/quantity` });
    const amountMinor = amountMinorOf(piece.value);
    if (amountMinor <= 0n || amountMinor > lesser(restMinor, mostMinor))
      return amountExceeds(`${pointer}/${'quantity' in wish ? 'quantity' : 'amount'}`);
    pieces.push(piece.value);
    mostMinor -= amountMinor;
    left.delete(wish.line);
  }

  return ok(pieces);
}

function pieceOf(
  state: Credited,
  wish: NonNullable<CreditWish['lines']>[number],
  leftMinor: bigint,
): Result<LineAmount> {
  if (!('charged' in wish)) return ok(wish);
  const amount = amountOfQuantity(state, wish, leftMinor);
  if (!amount.ok) return amount;

  return ok({ ...pieceIn(state, wish.line, amount.value), quantity: wish.quantity });
}

function lineUnknown(line: number, pointer: string) {
  return refuse('credit_note.line_unknown', `The invoice has no line ${line}, or it is named twice.`, {
    pointer,
  });
}

function amountExceeds(pointer: string) {
  return refuse(
    'credit_note.amount_exceeds',
    'Of a line at most what is not taken back yet can be taken back, and more than 0.',
    { pointer },
  );
}

/** Key and fingerprint as they are kept. A key of several words is of a refund's own route, and is hashed first. */
function requestOf({ fingerprint }: Pick<CreditWish, 'fingerprint'>): Request {
  const words = fingerprint.split(' ');
  const asked = words.length > 1 ? (words.pop() ?? '') : '';
  const key = words.length > 1 ? sha256Base64Url(words.join(' ')) : (words[0] ?? '');

  return { key: key.slice(0, REMEMBERED_LENGTH), fingerprint: asked.slice(0, REMEMBERED_LENGTH) };
}
