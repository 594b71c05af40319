import { StripeList } from '../../contracts/providers/stripe.ts';
import type { PaymentOutcome } from '../../ports.ts';
import { bestOutcome, unknown } from './outcomes.ts';
import { type StripeApi, searchable } from './stripe-api.ts';
import { isAbout, type PaymentName, readStripe, type StripePayments } from './stripe-payments.ts';

/** The most pages of a list that one question reads. */
export const STRIPE_PAGES_MAX = 5;

const PAGE_SIZE = '100';

/** The most intents of one payment that are read one by one. */
const MATCHES_MAX = 5;

/** How long Stripe's search index may lag behind; documented as under a minute, and longer in an outage. */
const SEARCH_LAG_SECONDS = 3_600;

type Listed = StripeList['data'][number];

/** The ids found, or the reason why it is not certain that there is none. */
export type Found =
  | { readonly isCertain: true; readonly ids: readonly string[] }
  | { readonly isCertain: false; readonly reason: string };

/**
 * What became of a payment without a reference. The search knows old intents but lags behind, so it is only believed for
 * what it finds; the newest part of the list, which does not lag, must reach further back than the lag before a payment
 * counts as absent. Whatever was found is read once more, because a search may also show yesterday's state.
 */
export async function findStripePayment(stripe: StripePayments, name: PaymentName): Promise<PaymentOutcome> {
  const searched = await searchIntents(stripe.api, name);
  if (!searched.isCertain) return unknown(searched.reason);
  const found = searched.ids.length > 0 ? searched : await recentIntents(stripe.api, name);
  if (!found.isCertain) return unknown(found.reason);

  const outcomes: PaymentOutcome[] = [];
  for (const id of found.ids.slice(0, MATCHES_MAX)) outcomes.push(await readStripe(stripe, name, id));
  return bestOutcome(outcomes);
}

/** The newest of a list that fit, read page by page until some do, the list ends or `isEnough` says that none can follow. */
export async function findInList(
  api: StripeApi,
  path: string,
  wanted: {
    readonly fits: (one: Listed) => boolean;
    readonly isEnough: (oldest: Listed, answeredAt: string | undefined) => boolean;
  },
): Promise<Found> {
  let after: string | null = null;
  for (let page = 0; page < STRIPE_PAGES_MAX; page += 1) {
    const result = await api.get(path, { limit: PAGE_SIZE, starting_after: after });
    if (!result.answered) return { isCertain: false, reason: result.reason };
    const answer = StripeList.safeParse(result.status === 200 ? result.body : undefined);
    if (!answer.success) return { isCertain: false, reason: 'provider.answer_malformed' };

    const ids = answer.data.data.filter(wanted.fits).map((one) => one.id);
    const oldest = answer.data.data.at(-1);
    if (ids.length > 0 || !answer.data.has_more || oldest === undefined) return { isCertain: true, ids };
    if (wanted.isEnough(oldest, result.at)) return { isCertain: true, ids };
    after = oldest.id;
  }
  return { isCertain: false, reason: 'provider.not_among_recent' };
}

async function searchIntents(api: StripeApi, name: PaymentName): Promise<Found> {
  const query = `metadata['tenant']:'${searchable(name.tenant)}' AND metadata['payment']:'${searchable(name.payment)}'`;
  const result = await api.get('/v1/payment_intents/search', { query, limit: '10' });
  if (!result.answered) return { isCertain: false, reason: result.reason };
  const answer = StripeList.safeParse(result.status === 200 ? result.body : undefined);
  if (!answer.success) return { isCertain: false, reason: 'provider.answer_malformed' };

  return { isCertain: true, ids: answer.data.data.filter((one) => isAbout(one, name)).map((one) => one.id) };
}

function recentIntents(api: StripeApi, name: PaymentName): Promise<Found> {
  return findInList(api, '/v1/payment_intents', {
    fits: (one) => isAbout(one, name),
    isEnough: (oldest, answeredAt) => isBeyondLag(oldest.created, answeredAt),
  });
}

/** By Stripe's own clock, in the `date` header of the answer; without it nothing is certain. */
function isBeyondLag(createdSeconds: number, answeredAt: string | undefined): boolean {
  const answeredSeconds = Date.parse(answeredAt ?? '') / 1_000;
  return answeredSeconds - createdSeconds > SEARCH_LAG_SECONDS;
}
