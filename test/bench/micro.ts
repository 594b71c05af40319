/** What the code itself costs in CPU, against the least program that does the same: rules, webhooks, money. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { signSandbox, verifySandbox } from '../../shared/adapters/providers/sandbox-webhook.ts';
import { priceLine } from '../../shared/domain/pricing.ts';
import { taxSubtotals } from '../../shared/domain/tax.ts';
import { WARES } from '../kit/reference-order.ts';
import { floorOrder, millionthsOf, orderToPaid } from './order-programs.ts';
import type { Figure, Section } from './section.ts';
import { interleaved } from './timing.ts';

const ROUNDS = 9;
const SECRET = 'a-secret-of-the-benchmark';
const SECONDS = 1_795_000_000;

/** The table of the small programs. */
export async function microSection(): Promise<Section> {
  const domain = await interleaved(
    { floor: repeat(floorOrder), rules: repeat(orderToPaid) },
    { rounds: ROUNDS, times: 300 },
  );
  const webhook = await interleaved(
    { bare: repeat(bareWebhook), ours: repeat(ourWebhook) },
    { rounds: ROUNDS, times: 3_000 },
  );
  const money = await interleaved(
    { raw: repeat(rawInvoice), ours: repeat(ourInvoice) },
    { rounds: ROUNDS, times: 5_000 },
  );

  return {
    title: `Small programs, CPU on one core, median of ${ROUNDS} interleaved rounds`,
    figures: [
      ...pair('order to paid, 10 lines, rules and storage form', {
        ours: domain.rules,
        bare: domain.floor,
        of: 'the floor program',
      }),
      ...pair('webhook verified and read', {
        ours: webhook.ours,
        bare: webhook.bare,
        of: 'bare HMAC and parse',
      }),
      ...pair('10 lines priced, taxed, summed', { ours: money.ours, bare: money.raw, of: 'raw integers' }),
    ],
  };
}

function pair(
  name: string,
  { ours, bare, of }: { readonly ours: number; readonly bare: number; readonly of: string },
): readonly Figure[] {
  return [
    { name, value: Math.round(1_000_000 / ours), unit: 'a second', note: `${ours.toFixed(1)} µs` },
    { name: `  against ${of}`, value: ours / bare, unit: '×', note: `${bare.toFixed(1)} µs` },
  ];
}

function repeat(once: () => unknown): (times: number) => void {
  return (times) => {
    for (let index = 0; index < times; index += 1) once();
  };
}

const EVENT = JSON.stringify({
  id: 'sbe_0123456789abcdefghjkmnpqrs',
  type: 'charge.settled',
  created: '2026-11-23T11:00:00.000Z',
  data: {
    id: 'sbc_0123456789abcdefghjkmnpqrs',
    status: 'settled',
    tenant: 'ten_0123456789abcdefghjkmnpqrs',
    payment: 'pay_0123456789abcdefghjkmnpqrs',
    invoice: 'inv_0123456789abcdefghjkmnpqrs',
    amount: '116108',
    currency: 'EUR',
    settled_at: '2026-11-23T11:00:00.000Z',
    decline_code: null,
    action_url: null,
    checkout: null,
    description: 'INV-2026-00002'.padEnd(400, ' '),
  },
});
const BODY = Buffer.from(EVENT);
const HEADERS = signSandbox(SECRET, SECONDS, BODY);
const RECEIVED_AT = new Date(SECONDS * 1_000).toISOString();

function ourWebhook(): unknown {
  return verifySandbox({ body: BODY, headers: HEADERS, receivedAt: RECEIVED_AT }, [SECRET]);
}

function bareWebhook(): unknown {
  const [time = '', signature = ''] = (HEADERS['sandbox-signature'] ?? '')
    .split(',')
    .map((part) => part.slice(part.indexOf('=') + 1));
  const own = createHmac('sha256', SECRET).update(`${time}.`).update(BODY).digest();

  return timingSafeEqual(own, Buffer.from(signature, 'hex')) ? JSON.parse(BODY.toString('utf8')) : undefined;
}

function ourInvoice(): bigint {
  const nets = WARES.map(([, , quantity, unitPrice]) => {
    const price = priceLine({ quantity, unitPrice, discount: null, currency: 'EUR' });
    if (!price.ok) throw new Error(price.refusal.code);

    return { category: 'S' as const, rate: '19', netMinor: price.value.netMinor };
  });

  return taxSubtotals(nets).reduce((sum, tax) => sum + tax.baseMinor + tax.taxMinor, 0n);
}

/** The same figures from the same texts, in nothing but integers. */
function rawInvoice(): bigint {
  let net = 0n;
  for (const [, , quantity, price] of WARES)
    net += (millionthsOf(quantity) * millionthsOf(price) + 5_000_000_000n) / 10_000_000_000n;

  return net + (net * 19n + 50n) / 100n;
}
