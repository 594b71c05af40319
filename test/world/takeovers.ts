/** Subscribers who are taken to the next version of their plan, and others who come from another system. */
import { keyOf, type Thing } from './business.ts';
import { ask, askEagerly, fieldOf, textOf } from './client.ts';
import { CURRENCIES } from './goods.ts';
import { sleep } from './world.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const VERSIONS = '/v1/plans/{plan_id}/versions';
const MIGRATIONS = '/v1/plans/{plan_id}/migrations';

/** Publishes a plan again at another price, and takes its subscribers there where what was planned still holds. */
export const reprice: Thing = async (client, business) => {
  const { chance } = client;
  const params = { plan_id: chance.of(business.plans) };
  const shown = await ask(client, { method: 'GET', route: '/v1/plans/{plan_id}', params });
  const body = { ...(shown.body as object), ...newPrices(`${chance.between(1, 90)}.49`) };
  const next = Object.fromEntries(Object.entries(body).filter(([name]) => !ANSWERED.includes(name)));
  const told = await askEagerly(client, {
    ...{ method: 'POST', route: VERSIONS, params, body: next, key: keyOf(business) },
  });
  const to_version = fieldOf(told, 'version');
  if (told.status !== 201 || chance.at(0.3)) return;
  const opened = await askEagerly(client, {
    ...{ method: 'POST', route: MIGRATIONS, params, body: { to_version }, key: keyOf(business) },
  });
  const migration = textOf(opened, 'id');
  await sleep(client.world, chance.between(2, 30) * MINUTE);
  const own = { params: { ...params, migration_id: migration } };
  const planned = await ask(client, { method: 'GET', route: `${MIGRATIONS}/{migration_id}`, ...own });
  const agreed = fieldOf(planned, 'hash');
  if (typeof agreed !== 'string') return;
  const route = `${MIGRATIONS}/{migration_id}/apply`;
  await askEagerly(client, { method: 'POST', route, ...own, body: { agreed }, key: keyOf(business) });
};

/** What a published version tells besides what a new one is made of. */
const ANSWERED = ['id', 'object', 'version', 'warnings', 'published_at', 'legal_entity'];

function newPrices(amount: string) {
  return { prices: [...new Set(CURRENCIES)].map((currency) => ({ currency, amount })), phases: [] };
}

/** Days and months of a period, by its interval. */
const LENGTHS: Readonly<Record<string, { readonly days?: number; readonly months?: number }>> = {
  day: { days: 1 },
  week: { days: 7 },
  month: { months: 1 },
  quarter: { months: 3 },
  half_year: { months: 6 },
  year: { months: 12 },
};

/** Takes a subscription over that another system has billed so far, up to a period that began of late or is about to begin. */
export const takeOver: Thing = async (client, business) => {
  const { chance, world } = client;
  const plan = chance.of(business.plans);
  const shown = await ask(client, { method: 'GET', route: '/v1/plans/{plan_id}', params: { plan_id: plan } });
  const { days = 0, months = 0 } = LENGTHS[textOf(shown, 'interval')] ?? {};
  const periods = Number(fieldOf(shown, 'interval_count')) * chance.between(1, 3);
  const started_on = `${world.twins.now(-periods * (days + months * 31) * DAY).slice(0, 8)}${chance.between(10, 28)}`;
  const until = new Date(started_on);
  until.setUTCMonth(until.getUTCMonth() + periods * months, until.getUTCDate() + periods * days);
  const row = {
    ...{ external_id: keyOf(business), customer: chance.of(business.customers), description: 'Taken over' },
    ...{ plan, quantity: String(chance.between(1, 9)), currency: chance.of(CURRENCIES) },
    ...{ started_on, billed_until: until.toISOString().slice(0, 10) },
  };
  const table = {
    ...{ kind: 'subscriptions', legal_entity: chance.of(business.entities), rows: [row], dry_run: true },
    as_of: world.twins.now(-DAY).slice(0, 10),
  };
  const post = { method: 'POST', key: keyOf(business) };
  const checked = await askEagerly(client, { ...post, route: '/v1/imports', body: table });
  if (checked.status !== 201) return;
  const told = await askEagerly(client, {
    ...{ method: 'POST', route: '/v1/imports/{import_id}/apply' },
    params: { import_id: textOf(checked, 'id') },
    body: { hash: textOf(checked, 'hash') },
  });
  const rows = (fieldOf(told, 'rows') ?? []) as readonly { object_id: string | null; status: string }[]; // as the contract says
  for (const { object_id: id, status } of rows)
    if (status === 'imported' && id !== null) business.subscriptions.push(id);
};
