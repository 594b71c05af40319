import { expect, test } from 'vitest';
import { handler as post } from '../../../functions/receivables/post.ts';
import { messagesOf } from '../../../shared/edge/news.ts';
import type { Commit } from '../../../shared/ports.ts';
import { type Counter, openCounter } from '../../kit/counter.ts';

/** Delivers what a commit tells receivables.post; answers whether it has to come again. */
async function tell(counter: Counter, commit: Commit | undefined, receives = 1): Promise<boolean> {
  if (!commit) throw new Error('there is no such commit');
  const messages = messagesOf(commit).filter(({ to }) => to === 'receivables.post');
  const Records = messages.map(({ body }) => ({
    messageId: 'm',
    body,
    attributes: { ApproximateReceiveCount: String(receives) },
  }));
  const answer = await post.with(counter.line.ports)({ Records } as never); // the parts that the edge reads

  return answer.batchItemFailures.length > 0;
}

function commitsOf({ journal }: Counter, type: string): readonly Commit[] {
  return journal.stream.filter(({ facts }) => facts.some((fact) => fact.type === type));
}

test('an issued invoice, its payment and what follows are one commit each on the account', async () => {
  const counter = await openCounter();
  await counter.sell('100.00');

  const account = counter.journal.stream.filter(({ id }) => id.startsWith('acc_'));

  expect(account.map(({ facts }) => facts.map(({ type }) => type))).toEqual([
    ['account.opened', 'item.opened'],
    ['cash.added', 'cash.allocated', 'item.cleared'],
  ]);
});

test('everything ever told may be told again, also what the account has long forgotten', async () => {
  const counter = await openCounter();
  for (let sale = 0; sale < 8; sale += 1) await counter.sell('10.00');
  const before = counter.journal.stream.length;

  for (const commit of [...counter.journal.stream]) await tell(counter, commit);

  expect(counter.journal.stream).toHaveLength(before);
});

test('a credit note that is told of before its invoice comes again', async () => {
  const counter = await openCounter(null);
  const invoice = await counter.sell('100.00');
  await counter.ask('POST /v1/invoices/{invoice_id}/credit_notes', {
    params: { invoice_id: invoice },
    body: { reason: 'wrong' },
  });
  await counter.line.rest();
  const [note] = commitsOf(counter, 'credit_note.issued');
  const fresh = await openCounter(null);

  expect(await tell(fresh, note)).toBe(true);
  expect(await tell(fresh, note, 7)).toBe(false);
  expect(fresh.facts('message.parked')).toMatchObject([
    { worker: 'receivables.post', code: 'message.waited_in_vain' },
  ]);
});

test('a full credit note on an open invoice clears it without any money', async () => {
  const counter = await openCounter(null);
  const invoice = await counter.sell('100.00');

  await counter.ask('POST /v1/invoices/{invoice_id}/credit_notes', {
    params: { invoice_id: invoice },
    body: { reason: 'cancelled' },
  });
  await counter.line.rest();

  expect(await counter.showInvoice(invoice)).toMatchObject({ payment_status: 'credited' });
  expect(counter.balances()).toEqual({});
});

test('a credit note to be refunded goes back to every payment that had paid, and the rest is credit', async () => {
  const counter = await openCounter(null);
  const invoice = await counter.sell('100.00');
  await counter.transfer('30.00', { invoice });
  await counter.transfer('50.00', { invoice });

  await counter.ask('POST /v1/invoices/{invoice_id}/credit_notes', {
    params: { invoice_id: invoice },
    body: { reason: 'cancelled', remainder: 'refund' },
  });
  await counter.line.rest();

  expect(
    counter.facts('refund.approved').map(({ amountMinor }: Record<string, unknown>) => amountMinor),
  ).toEqual([5_000n, 3_000n]);
  expect(counter.balances()).toEqual({});
});
