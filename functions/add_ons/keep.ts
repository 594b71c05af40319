/** Woken by the add-on routes; shows what an add-on would bill, and records it on the subscription that it is added to. */
import { addOnRoutes } from '../../shared/contracts/add-on-routes.ts';
import type { AddOnPreviewRequest, NewAddOn } from '../../shared/contracts/add-ons.ts';
import { answerPreview } from '../../shared/domain/answers/previews.ts';
import { customers } from '../../shared/domain/customers.ts';
import { offerOf } from '../../shared/domain/plans/offer.ts';
import { plannedAddOn } from '../../shared/domain/subscriptions/add-ons.ts';
import { begunBy } from '../../shared/domain/subscriptions/beginning.ts';
import { subscriptions } from '../../shared/domain/subscriptions.ts';
import type { AddOnCommand } from '../../shared/domain/subscriptions/commands.ts';
import type { KnownSubscription } from '../../shared/domain/subscriptions/states.ts';
import { noSubscription } from '../../shared/domain/subscriptions/unknown.ts';
import type { Answer, Call } from '../../shared/edge/http.ts';
import { endpoint, onHttp } from '../../shared/edge/http.ts';
import { rememberedRequest } from '../../shared/edge/remembered.ts';
import { load } from '../../shared/execute.ts';
import { planAt, planVersion } from '../../shared/flows/offering.ts';
import { tellSubscription } from '../../shared/flows/telling-subscriptions.ts';
import { derivedId } from '../../shared/kernel/hash.ts';
import { isId, PREFIX } from '../../shared/kernel/ids.ts';
import type { Result } from '../../shared/kernel/result.ts';
import { ok, refuse } from '../../shared/kernel/result.ts';
import type { Ports } from '../../shared/ports.ts';

type AddOnCall = Call<AddOnPreviewRequest, undefined>;
type Asked = { readonly host: KnownSubscription; readonly command: AddOnCommand };

async function preview(call: AddOnCall, ports: Ports): Promise<Result<Answer>> {
  const asked = await askedFor(call, ports);
  if (!asked.ok) return asked;
  const { host, command } = asked.value;
  const planned = plannedAddOn(host, command);
  if (!planned.ok) return planned;
  const { bill } = planned.value;

  return ok({ body: answerPreview(command.subscription, { bill, language: host.language }) });
}

async function add(call: Call<NewAddOn, undefined>, ports: Ports): Promise<Result<Answer>> {
  const asked = await askedFor(call, ports);
  if (!asked.ok) return asked;
  const { command } = asked.value;

  return tellSubscription(call, { do: 'add_add_on', ...command, agreed: call.body.preview ?? null }, ports);
}

/** The add-on that is asked for, every part resolved; a repetition is met by the rules. */
async function askedFor(call: AddOnCall, ports: Ports): Promise<Result<Asked>> {
  const { tenant, body, acting, params } = call;
  const subscription = params.subscription_id ?? '';
  if (!isId('subscription', subscription)) return noSubscription();
  const { state } = await load(ports.journal, subscriptions, { tenant, id: subscription });
  if (state.status === 'none') return noSubscription();
  if (state.status === 'ended') return refuse('subscription.ended', 'This subscription has ended.');
  const { entity, currency, customer, plan: own, planVersion: version } = state;
  const { plan, quantity, dimensions, at: start } = body;
  const [sold, hosting, buyer] = await Promise.all([
    planAt(ports.journal, { tenant, id: plan }, acting.at),
    planVersion(ports.journal, { tenant, id: own }, version),
    load(ports.journal, customers, { tenant, id: customer }),
  ]);
  const offer = offerOf(sold, { entity, currency });
  if (!offer.ok) return refuse(offer.refusal.code, offer.refusal.message, { pointer: '#/plan' });
  const request = rememberedRequest(call);
  const profile = buyer.state.status === 'active' ? buyer.state.profile : null;
  const allowed = hosting.status === 'none' ? null : (hosting.addOns ?? null);
  const prefix = offer.value.kind === 'one_off' ? 'chg' : PREFIX.subscription;
  const addOn = derivedId(prefix, tenant, subscription, 'add_on', request.key);
  const command = {
    ...{ tenant, subscription, addOn, plan, offer: offer.value, allowed, start, profile, request },
    sold: { quantity, ...(dimensions && { dimensions }) },
    ...{ agreed: null, at: acting.at },
  };

  return ok({ host: begunBy(state, acting.at).state, command });
}

export const handler = onHttp('add_ons.keep', [
  endpoint(addOnRoutes.preview, preview),
  endpoint(addOnRoutes.add, add),
]);
