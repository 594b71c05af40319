/** From a posted order to a paid invoice without I/O: by our rules in the form they are stored in, and by the least code. */
import { createHash, createHmac } from 'node:crypto';
import { NewOrder } from '../../shared/contracts/orders.ts';
import { draftOrder } from '../../shared/domain/drafting.ts';
import { inbox } from '../../shared/domain/inbox.ts';
import { invoices } from '../../shared/domain/invoices.ts';
import { invoiceIssued } from '../../shared/domain/ledger.ts';
import { orders, storeLine } from '../../shared/domain/orders.ts';
import type { PlacedOrder } from '../../shared/domain/orders/states.ts';
import { payments } from '../../shared/domain/payments.ts';
import { accounts } from '../../shared/domain/receivables.ts';
import { series } from '../../shared/domain/series.ts';
import type { Fact } from '../../shared/execute.ts';
import { seal, toItem } from '../../shared/journal/commit.ts';
import type { Decider } from '../../shared/kernel/decider.ts';
import { fold } from '../../shared/kernel/decider.ts';
import { sha256Base64Url } from '../../shared/kernel/hash.ts';
import { referenceOrder } from '../kit/reference-order.ts';

const AT = '2026-11-23T11:00:00.000Z';
const DAY = '2026-11-23';
const TENANT = idOf('ten');
const SELLER = { country: 'DE', zone: 'Europe/Berlin', taxRates: null };
const HOLDER = { entity: idOf('le'), customer: idOf('cus'), currency: 'EUR' };
const BODY = JSON.stringify(referenceOrder({ seller: HOLDER.entity, customer: HOLDER.customer }));

/** Validates, decides, folds and seals every commit from order to paid; answers the bytes that would be stored. */
export function orderToPaid(): number {
  const body = NewOrder.parse(JSON.parse(BODY));
  const lines = body.lines.map(({ unit_price, description = '', ...line }) =>
    storeLine({ ...line, description, unitPrice: unit_price ?? null }),
  );
  const agreed = {
    billing: body.billing,
    dueDays: 14,
    language: 'en',
    reference: body.reference,
    metadata: [],
  };
  const terms = { ...HOLDER, profile: 1, lines, ...agreed };
  const order = step(orders, 'ord', { do: 'place', terms, at: AT });
  const drafted = draftOrder(order.state as PlacedOrder, {
    id: idOf('ord'),
    delivery: null,
    seller: SELLER,
    now: AT,
  }); // it was placed above
  if (!drafted.ok) throw new Error(drafted.refusal.code);
  const { lines: drafts, taxes, netMinor, taxMinor, grossMinor, cause, dueDate } = drafted.value;
  const content = sha256Base64Url(order.body);
  const numbered = step(series, 'ser', {
    do: 'number',
    documents: [{ id: idOf('inv'), content, issueDate: DAY }],
    finished: [],
  });
  const books = { entity: HOLDER.entity, currency: 'EUR', date: DAY };
  const figures = { netsMinor: drafts.map((line) => line.netMinor), taxes, netMinor, taxMinor, grossMinor };
  const data = {
    ...HOLDER,
    ...figures,
    account: idOf('acc'),
    number: 'INV-2026-00001',
    issueDate: DAY,
    dueDate,
    cause,
    content,
  };
  const issued = {
    do: 'issue' as const,
    data,
    books: invoiceIssued({ ...books, netMinor, taxMinor, grossMinor }),
  };

  return order.bytes + numbered.bytes + step(invoices, 'inv', issued).bytes + collected(grossMinor, dueDate);
}

/** The account, the attempt, the webhook and the allocation. */
function collected(grossMinor: bigint, dueDate: string): number {
  const brought = { ...HOLDER, at: AT, date: DAY, searched: null };
  const opened = step(accounts, 'acc', {
    do: 'open_item',
    ...brought,
    invoice: idOf('inv'),
    number: 'INV-2026-00001',
    dueDate,
    grossMinor,
  });
  const method = { id: 'pm_approve', customer: null };
  const named = {
    ...HOLDER,
    account: idOf('acc'),
    invoice: idOf('inv'),
    number: 'INV-2026-00001',
    provider: 'sandbox',
    method,
  };
  const attempt = {
    ...named,
    attempt: 1,
    channel: 'automatic' as const,
    amountMinor: grossMinor,
    request: '',
    at: AT,
  };
  const intended = step(payments, 'pay', { do: 'intend', attempt });
  const accepted = step(
    payments,
    'pay',
    { do: 'record', outcome: { status: 'accepted', reference: idOf('sbc') }, at: AT },
    intended,
  );
  const outcome = {
    status: 'settled' as const,
    reference: idOf('sbc'),
    amountMinor: grossMinor,
    currency: 'EUR',
    at: AT,
  };
  const event = {
    eventId: idOf('sbe'),
    type: 'charge.settled',
    tenant: TENANT,
    payment: idOf('pay'),
    refund: null,
    outcome,
    refundOutcome: null,
  };
  const received = step(inbox, 'ibx', { do: 'record', provider: 'sandbox', event, body: 'b'.repeat(64) });
  const settled = step(payments, 'pay', { do: 'record', outcome, at: AT }, accepted);
  const paid = step(
    accounts,
    'acc',
    { do: 'add_cash', ...brought, payment: idOf('pay'), invoice: idOf('inv'), amountMinor: grossMinor },
    opened,
  );

  return [opened, intended, accepted, received, settled, paid].reduce((sum, { bytes }) => sum + bytes, 0);
}

type Stood<State> = {
  readonly state: State;
  readonly version: number;
  readonly hash: string;
  readonly body: string;
  readonly bytes: number;
};

function step<State, Command, F extends Fact>(
  decider: Decider<State, Command, F>,
  kind: string,
  command: Command,
  from?: Stood<State>,
): Stood<State> {
  const decided = decider.decide(from?.state ?? decider.initial, command);
  if (!decided.ok) throw new Error(decided.refusal.code);
  const state = fold(decider, decided.value, from?.state ?? decider.initial);
  const version = (from?.version ?? 0) + 1;
  const facts = decided.value.map(({ type, data, books }) => ({ type, v: 1, data, ...(books && { books }) }));
  const head = version === 1 ? {} : { head: { v: decider.headVersion, state } };
  const acting = { at: AT, cause: idOf('ord'), actor: 'bench', trace: idOf('req') };
  const commit = seal(
    { tenant: TENANT, id: idOf(kind), version, facts, ...head, ...acting },
    from?.hash ?? '',
  );
  const { body } = toItem(commit);

  return { state, version, hash: commit.hash, body, bytes: body.length };
}

/** Parses, checks by hand, multiplies integers, hashes three texts in a chain, signs one: nothing else is needed for a paid order. */
export function floorOrder(): number {
  const order = JSON.parse(BODY) as ReturnType<typeof referenceOrder>; // the text above
  if (typeof order.customer !== 'string' || order.lines.length === 0) throw new Error('not an order');
  let netMinor = 0n;
  const nets = order.lines.map(({ quantity, unit_price }) => {
    const net = (millionthsOf(quantity) * millionthsOf(unit_price) + 5_000_000_000n) / 10_000_000_000n;
    netMinor += net;

    return net.toString();
  });
  const taxMinor = (netMinor * 19n + 50n) / 100n;
  const texts = [
    JSON.stringify({ type: 'order.placed', at: AT, ...order }),
    JSON.stringify({ type: 'invoice.issued', at: AT, nets, net: String(netMinor), tax: String(taxMinor) }),
    JSON.stringify({ type: 'payment.settled', at: AT, amount: String(netMinor + taxMinor) }),
  ];
  let hash = '';
  for (const text of texts) hash = createHash('sha256').update(hash).update(text).digest('base64url');

  return (
    createHmac('sha256', 'secret')
      .update(texts[2] ?? '')
      .digest().length + hash.length
  );
}

/** A decimal with up to six places, in millionths. */
export function millionthsOf(decimal: string): bigint {
  const [whole = '0', fraction = ''] = decimal.split('.');

  return BigInt(whole + fraction.padEnd(6, '0'));
}

function idOf(kind: string): string {
  return `${kind}_0123456789abcdefghjkmnpqrs`;
}
