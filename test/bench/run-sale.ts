/** What a run bills: as many subscriptions of as many customers who pay by a saved method. */
import { rhythmFrom } from '../../shared/domain/billing/rhythm.ts';
import { perUnit } from '../../shared/domain/pricing/models.ts';
import { subscriptions } from '../../shared/domain/subscriptions.ts';
import { create, execute } from '../../shared/execute.ts';
import { derivedId } from '../../shared/kernel/hash.ts';
import { localDate } from '../../shared/kernel/time.ts';
import type { MainLine } from '../kit/main-line.ts';
import { attachMethod, type Business, openBusiness } from '../kit/reference-order.ts';

const ZONE = 'Europe/Berlin';
/** Days between the changes that split a month into three lines. */
const DAYS_BETWEEN = 10;
/** Subscriptions in arrears whose quantity changes twice, so that the bill of their month has three lines. */
export async function sold(line: MainLine, count: number): Promise<void> {
  const business = await openBusiness(line);
  // Longer than the dated tables of the member states reach, so with rates of its own, which have no end.
  await line.ask({
    method: 'PATCH',
    route: '/v1/legal_entities/{legal_entity_id}',
    params: { legal_entity_id: business.seller },
    body: { tax_rates: { standard: '19', reduced: '7' } },
  });
  const ids = Array.from({ length: count }, (_, n) => derivedId('sub', line.tenant, String(n)));
  for (const [n, id] of ids.entries()) await started(line, { business, id, n });
  await line.rest();
  for (const quantity of ['5', '7']) {
    line.pass({ hours: DAYS_BETWEEN * 24 });
    for (const id of ids) await changed(line, id, quantity);
    await line.rest();
  }
  line.pass({ hours: (DAYS_BETWEEN + 1) * 24 });
}

async function started(
  line: MainLine,
  { business, id, n }: { readonly business: Business; readonly id: string; readonly n: number },
): Promise<void> {
  const { ports, tenant } = line;
  const at = ports.clock.now();
  const startsOn = localDate(at, ZONE);
  const month = {
    interval: 'month',
    count: 1,
    alignment: 'anniversary',
    anchorDay: null,
    firstIndex: 0,
  } as const;
  const customer = await asked(line, '/v1/customers', buyer(n));
  await attachMethod(line, customer);
  const terms = {
    order: derivedId('ord', tenant, String(n)),
    line: 1,
    customer,
    entity: business.seller,
    plan: derivedId('pln', tenant),
    planVersion: 1,
    price: perUnit('19.90'),
    quantity: '3',
    currency: 'EUR',
    description: 'Seats',
    tax: 'standard',
    zone: ZONE,
    rhythm: rhythmFrom(startsOn, month),
    charge: 'in_arrears',
    startsOn,
    rules: { changeDay: 'new', stacking: 'chained' },
    dueDays: 14,
    language: 'en',
  } as const;
  const acting = { actor: 'bench', cause: `sale ${n}`, trace: 'bench', at };
  const ref = { tenant, id };
  await create(ports.journal, subscriptions, { ref, command: { do: 'start', terms, at }, acting });
}

async function changed(line: MainLine, id: string, quantity: string): Promise<void> {
  const { ports, tenant } = line;
  const at = ports.clock.now();
  const sold = {
    plan: derivedId('pln', tenant),
    planVersion: 1,
    description: 'Seats',
    price: perUnit('19.90'),
    quantity,
  };
  const target = { sold, interval: 'month', count: 1, charge: 'in_arrears', anchorDay: null } as const;
  const asked = { tenant, subscription: id, at, profile: 1, agreed: null } as const;
  const request = { key: `to ${quantity}`, fingerprint: 'bench' };
  const done = await execute(ports.journal, subscriptions, {
    ref: { tenant, id },
    command: { do: 'change', when: 'now', target, request, ...asked },
    acting: { actor: 'bench', cause: `${id} to ${quantity}`, trace: 'bench', at },
  });
  if (!done.ok) throw new Error(done.refusal.code);
}

const buyer = (n: number) => ({
  name: `Example Buyers ${n}`,
  address: { line1: `Example Street ${n}`, postal_code: '10115', city: 'Berlin', country: 'DE' },
});

/** Asks for something to be made; answers its id. Without a key of its own the same again is the same request. */
export async function asked(
  line: MainLine,
  route: string,
  body: unknown,
  key = `${route} ${JSON.stringify(body)}`,
): Promise<string> {
  const told = await line.ask({ method: 'POST', route, body, key });
  if (told.status >= 300)
    throw new Error(`POST ${route} was answered ${told.status}: ${JSON.stringify(told.body)}`);

  return (told.body as { readonly id: string }).id; // every created object has an id
}
