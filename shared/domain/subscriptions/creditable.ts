/**
 * What the invoices of a subscription could still be made to give back: the unused days of the running period, and the
 * credit that earlier bills left. Each bill adds what it charged, and keeps of older invoices only what it did not pay for.
 */
import { lesser } from '../../kernel/money.ts';
import type { BilledPeriodData } from '../billing/bill.ts';
import type { BilledLine } from '../billing/billed-line.ts';
import type { CreditableInvoice } from '../billing/creditable-invoice.ts';
import { netOf, netSum } from '../billing/lines.ts';
import { amountMinorOf } from '../invoices/wishes.ts';
import type { GivenBack, KnownSubscription } from './states.ts';

/** Invoices that one running period can be spread over; a change that would add another waits for the end of the period. */
export const CREDITABLE_MAX = 12;

/** What is creditable after a bill, newest invoice first: as much as is charged for the running period and left as credit. */
export function creditableAfter(
  before: readonly CreditableInvoice[],
  bill: BilledPeriodData,
  of: { readonly charged: readonly BilledLine[]; readonly creditMinor: bigint },
): readonly CreditableInvoice[] {
  const lines = bill.lines
    .map((line, index) => ({ line: index + 1, netMinor: isOfRunning(line, of.charged) ? netOf(line) : 0n }))
    .filter(({ netMinor }) => netMinor > 0n);
  const own = {
    invoice: bill.invoice,
    ...(bill.gathering !== undefined && { gathering: bill.gathering }),
    lines,
    atMostMinor: lesser(netSum(bill.lines), sumOf(lines)),
  };

  return keptOf(byInvoice([own, ...(bill.lowered ?? []), ...before]), netSum(of.charged) + of.creditMinor);
}

/** What it charged for the running period, or what was billed too little of that. */
function isOfRunning(line: BilledLine, charged: readonly BilledLine[]): boolean {
  return line.kind === 'repair'
    ? charged.some(({ start, end }) => start < line.end && line.start < end)
    : charged.includes(line);
}

/** Each invoice once, as it is asked once for all that it gives back. */
function byInvoice(all: readonly CreditableInvoice[]): readonly CreditableInvoice[] {
  return [...Map.groupBy(all, ({ invoice }) => invoice).values()].map((own) => own.reduce(joined));
}

function joined(one: CreditableInvoice, other: CreditableInvoice): CreditableInvoice {
  const lines = Map.groupBy([...one.lines, ...other.lines], ({ line }) => line);
  const summed = [...lines].map(([line, own]) => ({ line, netMinor: sumOf(own) }));

  return {
    ...one,
    atMostMinor: one.atMostMinor + other.atMostMinor,
    lines: summed.sort((a, b) => a.line - b.line),
  };
}

/** As much as is wanted, from the newest invoice and its last days first. */
export function drawnFrom(
  { creditable, priceBasis }: Pick<KnownSubscription, 'creditable' | 'priceBasis'>,
  wantedMinor: bigint,
): readonly GivenBack[] {
  const piece = (line: number, minor: bigint) =>
    priceBasis === 'gross' ? { line, grossMinor: minor } : { line, netMinor: minor };
  let left = wantedMinor;

  return creditable.flatMap(({ invoice, gathering, atMostMinor, lines }) => {
    let most = lesser(atMostMinor, left);
    left -= most;
    const drawn = lines.toReversed().flatMap(({ line, netMinor }) => {
      const taken = lesser(netMinor, most);
      most -= taken;
      return taken > 0n ? [piece(line, taken)] : [];
    });
    return drawn.length === 0
      ? []
      : [{ invoice, ...(gathering !== undefined && { gathering }), lines: drawn.toReversed() }];
  });
}

/** What is left of the invoices once so much of them is given back. */
export function withoutDrawn(
  creditable: readonly CreditableInvoice[],
  notes: readonly GivenBack[],
): readonly CreditableInvoice[] {
  const drawn = notes.flatMap((note) => note.lines.map((piece) => ({ ...piece, invoice: note.invoice })));

  return creditable.map((each) => {
    const own = drawn.filter(({ invoice }) => invoice === each.invoice);
    const lines = each.lines.map(({ line, netMinor }) => ({
      line,
      netMinor: netMinor - sumOfPieces(own.filter((piece) => piece.line === line)),
    }));

    return { ...each, lines, atMostMinor: each.atMostMinor - sumOfPieces(own) };
  });
}

/** What notes come to, in the basis of the prices. */
export function sumOfNotes(notes: readonly Pick<GivenBack, 'lines'>[]): bigint {
  return sumOfPieces(notes.flatMap(({ lines }) => lines));
}

function sumOfPieces(pieces: GivenBack['lines']): bigint {
  return pieces.reduce((sum, piece) => sum + amountMinorOf(piece), 0n);
}

function keptOf(all: readonly CreditableInvoice[], neededMinor: bigint): readonly CreditableInvoice[] {
  let left = neededMinor;

  return all.flatMap((each) => {
    const atMostMinor = lesser(each.atMostMinor, left);
    left -= atMostMinor;
    return atMostMinor > 0n ? [{ ...each, atMostMinor }] : [];
  });
}

function sumOf(lines: readonly { readonly netMinor: bigint }[]): bigint {
  return lines.reduce((sum, { netMinor }) => sum + netMinor, 0n);
}
