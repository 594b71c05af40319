import { describe, expect, test } from 'vitest';
import { ASKS_MAX } from '../../../shared/domain/payments/asking.ts';
import type {
  ApprovedRefund,
  Attempt,
  PaymentCommand,
  PaymentFact,
} from '../../../shared/domain/payments/payment.ts';
import { REFUNDS_MAX, refundedMinorOf } from '../../../shared/domain/payments/payment.ts';
import {
  bookedPayment,
  paymentOfAttempt,
  payments,
  refundOfCreditNote,
  refundOfRequest,
} from '../../../shared/domain/payments.ts';
import { fold } from '../../../shared/kernel/decider.ts';
import { addToInstant } from '../../../shared/kernel/time.ts';
import type { PaymentOutcome, RefundOutcome } from '../../../shared/ports.ts';
import { given } from '../../kit/decider.ts';

const START = '2026-11-23T10:00:00.000Z';
const LATER = '2026-11-23T10:07:00.000Z';

const attempt: Attempt = {
  entity: 'le_1',
  customer: 'cus_1',
  account: 'acc_1',
  invoice: 'inv_1',
  number: 'INV-1',
  attempt: 1,
  channel: 'automatic',
  provider: 'sandbox',
  method: { id: 'pm_approve', customer: null },
  amountMinor: 11_900n,
  currency: 'EUR',
  request: '',
  at: START,
};

const settledAs = (rest: Partial<Extract<PaymentOutcome, { status: 'settled' }>> = {}): PaymentOutcome => ({
  status: 'settled',
  reference: 'ch_1',
  amountMinor: 11_900n,
  currency: 'EUR',
  at: '2026-11-23T10:01:00.000Z',
  ...rest,
});
const ACCEPTED: PaymentOutcome = { status: 'accepted', reference: 'ch_1' };
const REDIRECT: PaymentOutcome = {
  status: 'action_required',
  reference: 'ch_1',
  url: 'https://pay.example/1',
};
const DECLINED: PaymentOutcome = {
  status: 'failed',
  reference: 'ch_1',
  code: 'insufficient_funds',
  kind: 'soft',
};
const CANCELLED: PaymentOutcome = { status: 'cancelled', reference: 'ch_1' };
const UNKNOWN: PaymentOutcome = { status: 'unknown', reason: 'timeout' };

const record = (outcome: PaymentOutcome, at = LATER): PaymentCommand => {
  if (outcome.status === 'absent') throw new TypeError('nothing is recorded of what is absent');

  return { do: 'record', outcome, at };
};

/** An attempt about which the provider said these things, one after the other. */
function attemptAfter(...outcomes: readonly PaymentOutcome[]): readonly PaymentFact[] {
  return run([{ do: 'intend', attempt }, ...outcomes.map((outcome) => record(outcome))]);
}

function run(
  commands: readonly PaymentCommand[],
  before: readonly PaymentFact[] = [],
): readonly PaymentFact[] {
  const facts = [...before];
  for (const command of commands) {
    const decided = payments.decide(fold(payments, facts), command);
    if (!decided.ok) throw new Error(decided.refusal.code);
    facts.push(...decided.value);
  }

  return facts;
}

const typesOf = (facts: readonly PaymentFact[]) => facts.map(({ type }) => type);
const statusAfter = (facts: readonly PaymentFact[]) => fold(payments, facts).status;

describe('ids and keys', () => {
  test('derive from the obligation alone, with the tenant in them', () => {
    expect(paymentOfAttempt('ten_1', 'inv_1', 1)).toBe(paymentOfAttempt('ten_1', 'inv_1', 1));
    const others = [
      paymentOfAttempt('ten_1', 'inv_1', 1),
      paymentOfAttempt('ten_1', 'inv_1', 2),
      paymentOfAttempt('ten_2', 'inv_1', 1),
      bookedPayment('ten_1', 'inv_1'),
    ];
    expect(new Set(others).size).toBe(4);
    expect(refundOfRequest('pay_1', 'key')).not.toBe(refundOfRequest('pay_1', 'other'));
    expect(refundOfCreditNote('crn_1', 'pay_1')).not.toBe(refundOfCreditNote('crn_1', 'pay_2'));
  });
});

describe('an attempt', () => {
  test('is intended once; whoever comes second finds it there', () => {
    expect(typesOf(given(payments).when({ do: 'intend', attempt }))).toEqual(['payment.intended']);
    expect(
      given(payments, attemptAfter()).when({ do: 'intend', attempt: { ...attempt, channel: 'api' } }),
    ).toEqual([]);
  });

  test('is not made where nothing is open', () => {
    expect(given(payments).refusal({ do: 'intend', attempt: { ...attempt, amountMinor: 0n } })).toBe(
      'payment.nothing_open',
    );
  });

  test('that nobody made cannot be moved', () => {
    expect(given(payments).refusal(record(ACCEPTED))).toBe('payment.not_found');
  });

  test.each([
    ['accepted', [ACCEPTED], 'processing'],
    ['sent to the customer', [REDIRECT], 'action_required'],
    ['confirmed by the customer', [REDIRECT, ACCEPTED], 'processing'],
    ['declined', [ACCEPTED, DECLINED], 'failed'],
    ['ended', [REDIRECT, CANCELLED], 'cancelled'],
    ['not answered', [UNKNOWN], 'unknown'],
    ['answered after all', [UNKNOWN, ACCEPTED], 'processing'],
    ['settled', [ACCEPTED, settledAs()], 'settled'],
    ['settled before it was accepted', [settledAs(), ACCEPTED], 'settled'],
    ['settled late, after it had failed', [DECLINED, settledAs()], 'settled'],
    ['settled late, after it was ended', [CANCELLED, settledAs()], 'settled'],
    ['declined late, after it had settled', [settledAs(), DECLINED], 'settled'],
    ['accepted late, after it had failed', [DECLINED, ACCEPTED], 'failed'],
    ['sent to the customer late', [ACCEPTED, REDIRECT], 'processing'],
    ['told of twice', [ACCEPTED, ACCEPTED, settledAs(), settledAs()], 'settled'],
    ['not answered twice', [UNKNOWN, UNKNOWN], 'unknown'],
  ] as const)('that is %s', (_, outcomes, status) => {
    expect(statusAfter(attemptAfter(...outcomes))).toBe(status);
  });

  test('ends the same in whatever order its news comes', () => {
    const news = [ACCEPTED, REDIRECT, DECLINED, UNKNOWN, settledAs()];

    for (const order of permutations(news)) expect(statusAfter(attemptAfter(...order))).toBe('settled');
  });

  test('that settles posts the money once, in the words of the provider', () => {
    const facts = given(payments, attemptAfter(ACCEPTED)).when(record(settledAs()));

    expect(facts).toEqual([
      {
        type: 'payment.settled',
        data: {
          invoice: 'inv_1',
          provider: 'sandbox',
          amountMinor: 11_900n,
          currency: 'EUR',
          reference: 'ch_1',
          at: '2026-11-23T10:01:00.000Z',
        },
        books: {
          entity: 'le_1',
          currency: 'EUR',
          date: '2026-11-23',
          entries: [
            { account: 'provider_clearing', amountMinor: 11_900n },
            { account: 'unapplied_cash', amountMinor: -11_900n },
          ],
        },
      },
    ]);
    expect(given(payments, [...attemptAfter(ACCEPTED), ...facts]).when(record(settledAs()))).toEqual([]);
  });

  test.each([
    ['payment.amount_mismatch', { amountMinor: 11_901n }],
    ['payment.currency_mismatch', { currency: 'USD' }],
    ['payment.reference_mismatch', { reference: 'ch_2' }],
  ])('that settles as something else is refused with %s, and no money is posted', (code, rest) => {
    expect(given(payments, attemptAfter(ACCEPTED)).refusal(record(settledAs(rest)))).toBe(code);
  });

  test('that settled twice under two names is refused: somebody paid twice', () => {
    expect(given(payments, attemptAfter(settledAs())).refusal(record(settledAs({ reference: 'ch_2' })))).toBe(
      'payment.reference_mismatch',
    );
  });

  test('on a hosted page settles under the name of its charge, which is another than that of the page', () => {
    const page = run([
      { do: 'intend', attempt: { ...attempt, channel: 'checkout', method: null } },
      record(REDIRECT),
    ]);

    expect(statusAfter(run([record(settledAs({ reference: 'ch_9' }))], page))).toBe('settled');
  });
});

describe('asking the provider', () => {
  const asked = (outcome: PaymentOutcome, at = LATER): PaymentCommand => ({ do: 'asked', outcome, at });

  test('begins five minutes after the attempt when nobody answered', () => {
    const [fact] = given(payments, attemptAfter()).when(record(UNKNOWN, '2026-11-23T10:00:30.000Z'));

    expect(fact).toEqual({
      type: 'payment.outcome_unknown',
      data: { reason: 'timeout', nextAt: '2026-11-23T10:05:00.000Z' },
    });
  });

  test('begins five minutes after now when the attempt is older', () => {
    const [fact] = given(payments, attemptAfter()).when(record(UNKNOWN, '2026-11-23T10:10:00.000Z'));

    expect(fact?.data).toMatchObject({ nextAt: '2026-11-23T10:15:00.000Z' });
  });

  test('goes on after an hour, then daily five times, then a person has to look', () => {
    let facts = attemptAfter(UNKNOWN);
    const dates: (string | null)[] = [];
    let now = '2026-11-23T10:05:00.000Z';
    for (let count = 0; count < ASKS_MAX; count += 1) {
      facts = run([asked(UNKNOWN, now)], facts);
      const state = fold(payments, facts);
      const nextAt = state.status === 'none' ? null : (state.asking?.nextAt ?? null);
      dates.push(nextAt);
      now = nextAt ?? now;
    }

    const first = '2026-11-23T11:05:00.000Z';
    expect(dates).toEqual([first, ...[1, 2, 3, 4, 5].map((days) => addToInstant(first, { days })), null]);
  });

  test('brings the outcome when there is one, and no further question', () => {
    expect(typesOf(given(payments, attemptAfter(UNKNOWN)).when(asked(settledAs())))).toEqual([
      'payment.settled',
    ]);
    expect(typesOf(given(payments, attemptAfter(UNKNOWN)).when(asked(DECLINED)))).toEqual(['payment.failed']);
  });

  test('brings what was accepted and goes on asking', () => {
    expect(typesOf(given(payments, attemptAfter(UNKNOWN)).when(asked(ACCEPTED)))).toEqual([
      'payment.accepted',
      'payment.asked',
    ]);
    expect(typesOf(given(payments, attemptAfter(ACCEPTED)).when(asked(ACCEPTED)))).toEqual(['payment.asked']);
    expect(typesOf(given(payments, attemptAfter()).when(asked({ status: 'absent' })))).toEqual([
      'payment.asked',
    ]);
  });

  test('makes an attempt unknown of which nobody can tell, and leaves one in process as it is', () => {
    expect(typesOf(given(payments, attemptAfter()).when(asked(UNKNOWN)))).toEqual([
      'payment.outcome_unknown',
      'payment.asked',
    ]);
    expect(typesOf(given(payments, attemptAfter(ACCEPTED)).when(asked(UNKNOWN)))).toEqual(['payment.asked']);
    expect(statusAfter(run([asked(UNKNOWN)], attemptAfter()))).toBe('unknown');
  });

  test('is over once the attempt has ended', () => {
    expect(given(payments, attemptAfter(settledAs())).when(asked(UNKNOWN))).toEqual([]);
    expect(given(payments, attemptAfter(DECLINED)).when(asked(ACCEPTED))).toEqual([]);
  });
});

describe('a bank transfer', () => {
  const byBank = { ...attempt, channel: 'bank', provider: 'bank', method: null } as const;
  const book: PaymentCommand = {
    do: 'book',
    attempt: byBank,
    reference: 'INV-1 thanks',
    receivedOn: '2026-11-20',
  };

  test('is settled by the word of whoever books it, on the day the money came', () => {
    const facts = given(payments).when(book);

    expect(typesOf(facts)).toEqual(['payment.intended', 'payment.settled']);
    expect(facts[1]).toMatchObject({
      books: {
        date: '2026-11-20',
        entries: [{ account: 'bank', amountMinor: 11_900n }, { account: 'unapplied_cash' }],
      },
    });
  });

  test('is booked once', () => {
    expect(given(payments, given(payments).when(book)).when(book)).toEqual([]);
  });

  test('of nothing is refused', () => {
    expect(given(payments).refusal({ ...book, attempt: { ...byBank, amountMinor: 0n } })).toBe(
      'payment.nothing_open',
    );
  });
});

describe('a refund', () => {
  const approved: ApprovedRefund = {
    id: 'ref_1',
    amountMinor: 4_000n,
    source: 'cash',
    creditNote: null,
    invoice: 'inv_1',
    sourceAt: START,
  };
  const intend = (rest: Partial<ApprovedRefund> = {}): PaymentCommand => ({
    do: 'intend_refund',
    refund: { ...approved, ...rest },
    at: LATER,
  });
  const told = (outcome: RefundOutcome, refund = 'ref_1'): PaymentCommand => {
    if (outcome.status === 'absent') throw new TypeError('nothing is recorded of what is absent');

    return { do: 'record_refund', refund, outcome, at: LATER };
  };
  const refunded = (rest: Partial<Extract<RefundOutcome, { status: 'settled' }>> = {}): RefundOutcome => ({
    status: 'settled',
    reference: 're_1',
    amountMinor: 4_000n,
    currency: 'EUR',
    at: '2026-11-24T08:00:00.000Z',
    ...rest,
  });
  const intended = run([intend()], attemptAfter(settledAs()));

  test('is intended once', () => {
    expect(typesOf(given(payments, attemptAfter(settledAs())).when(intend()))).toEqual(['refund.intended']);
    expect(given(payments, intended).when(intend())).toEqual([]);
  });

  test('needs money that has come', () => {
    expect(given(payments, attemptAfter(ACCEPTED)).refusal(intend())).toBe('payment.not_settled');
  });

  test('of more than came fails at once', () => {
    const facts = given(payments, intended).when(intend({ id: 'ref_2', amountMinor: 7_901n }));

    expect(typesOf(facts)).toEqual(['refund.intended', 'refund.failed']);
    expect(facts[1]?.data).toMatchObject({ refund: 'ref_2', code: 'refund.exceeds_payment' });
  });

  test('beyond the number that one payment may have fails at once', () => {
    const many = run(
      Array.from({ length: REFUNDS_MAX }, (_, index) => intend({ id: `ref_${index + 10}`, amountMinor: 1n })),
      attemptAfter(settledAs()),
    );

    expect(typesOf(given(payments, many).when(intend({ amountMinor: 1n })))).toEqual([
      'refund.intended',
      'refund.failed',
    ]);
  });

  test('that settles leaves through the provider, once', () => {
    const facts = given(payments, intended).when(told(refunded()));

    expect(facts).toMatchObject([
      {
        type: 'refund.settled',
        books: {
          date: '2026-11-24',
          entries: [{ account: 'refunds_payable', amountMinor: 4_000n }, { account: 'provider_clearing' }],
        },
      },
    ]);
    expect(given(payments, [...intended, ...facts]).when(told(refunded()))).toEqual([]);
  });

  test('that is accepted, then settled under another name, is refused', () => {
    const accepted = run([told({ status: 'accepted', reference: 're_1' })], intended);

    expect(given(payments, accepted).refusal(told(refunded({ reference: 're_2' })))).toBe(
      'refund.reference_mismatch',
    );
    expect(given(payments, accepted).when(told({ status: 'accepted', reference: 're_1' }))).toEqual([]);
  });

  test.each([
    ['refund.amount_mismatch', { amountMinor: 1n }],
    ['refund.currency_mismatch', { currency: 'USD' }],
  ])('that settles as something else is refused with %s', (code, rest) => {
    expect(given(payments, intended).refusal(told(refunded(rest)))).toBe(code);
  });

  test('that failed and settled after all is for a person to put right', () => {
    const failed = run([told({ status: 'failed', reference: null, code: 'expired_card' })], intended);

    expect(given(payments, failed).refusal(told(refunded()))).toBe('refund.settled_after_failure');
    expect(given(payments, failed).when(told({ status: 'accepted', reference: 're_1' }))).toEqual([]);
  });

  test('that failed counts no longer, so that it can be given again', () => {
    const failed = run(
      [
        told({ status: 'failed', reference: null, code: 'expired_card' }),
        intend({ id: 'ref_2', amountMinor: 11_900n }),
      ],
      intended,
    );
    const state = fold(payments, failed);

    expect(state.status === 'settled' && refundedMinorOf(state)).toBe(11_900n);
  });

  test('that nobody answered is asked about, like a payment', () => {
    const unknown = run([told({ status: 'unknown', reason: 'timeout' })], intended);
    const ask: PaymentCommand = {
      do: 'asked_refund',
      refund: 'ref_1',
      outcome: { status: 'unknown', reason: 'timeout' },
      at: LATER,
    };

    expect(typesOf(unknown).at(-1)).toBe('refund.outcome_unknown');
    expect(given(payments, unknown).when(told({ status: 'unknown', reason: 'timeout' }))).toEqual([]);
    expect(typesOf(given(payments, unknown).when(ask))).toEqual(['refund.asked']);
    expect(typesOf(given(payments, unknown).when({ ...ask, outcome: refunded() }))).toEqual([
      'refund.settled',
    ]);
    expect(typesOf(given(payments, unknown).when({ ...ask, outcome: { status: 'absent' } }))).toEqual([
      'refund.asked',
    ]);
    expect(given(payments, run([told(refunded())], unknown)).when(ask)).toEqual([]);
  });

  test('that nobody approved cannot be moved', () => {
    expect(given(payments, intended).refusal(told(refunded(), 'ref_9'))).toBe('refund.not_found');
  });

  test('of a bank transfer is settled by the word of whoever gives it', () => {
    const byBank = { ...attempt, channel: 'bank', provider: 'bank', method: null } as const;
    const booked = given(payments).when({
      do: 'book',
      attempt: byBank,
      reference: 'thanks',
      receivedOn: '2026-11-20',
    });

    const facts = given(payments, booked).when(intend());

    expect(typesOf(facts)).toEqual(['refund.intended', 'refund.settled']);
    expect(facts[1]).toMatchObject({
      books: { entries: [{ account: 'refunds_payable' }, { account: 'bank', amountMinor: -4_000n }] },
    });
  });
});

function permutations<Item>(items: readonly Item[]): readonly (readonly Item[])[] {
  if (items.length <= 1) return [items];

  return items.flatMap((item, index) =>
    permutations([...items.slice(0, index), ...items.slice(index + 1)]).map((rest) => [item, ...rest]),
  );
}
