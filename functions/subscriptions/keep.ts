/** Woken by the subscription routes; shows subscriptions, previews and records their changes, pauses, coupons and ends. */
import type { SubscriptionQuery } from '../../shared/contracts/list-queries.ts';
import type { NewSubscriptionCoupon } from '../../shared/contracts/coupons.ts';
import type {
  SubscriptionChange,
  SubscriptionPreviewRequest,
} from '../../shared/contracts/subscription-changes.ts';
import type {
  CancellationPreviewRequest,
  SubscriptionCancellation,
} from '../../shared/contracts/subscription-ends.ts';
import type { NewSubscriptionCharge } from '../../shared/contracts/subscription-charges.ts';
import { subscriptionChargeRoutes } from '../../shared/contracts/subscription-charge-routes.ts';
import { invoiceGroupRoutes } from '../../shared/contracts/invoice-group-routes.ts';
import type { SubscriptionGrouping } from '../../shared/contracts/invoice-groups.ts';
import { subscriptionEndRoutes } from '../../shared/contracts/subscription-end-routes.ts';
import { type SubscriptionStep, subscriptionStepRoutes } from '../../shared/contracts/subscription-steps.ts';
import { subscriptionRoutes } from '../../shared/contracts/subscriptions.ts';
import { answerCancellationPreview, answerPreview } from '../../shared/domain/answers/previews.ts';
import { customers } from '../../shared/domain/customers.ts';
import { askedEnd, previewedCancellation } from '../../shared/domain/subscriptions/cancel.ts';
import { begunBy } from '../../shared/domain/subscriptions/beginning.ts';
import { plannedChange } from '../../shared/domain/subscriptions/change.ts';
import { subscriptions } from '../../shared/domain/subscriptions.ts';
import type { ChangeCommand } from '../../shared/domain/subscriptions/commands.ts';
import type { KnownSubscription } from '../../shared/domain/subscriptions/states.ts';
import { noSubscription } from '../../shared/domain/subscriptions/unknown.ts';
import type { Answer, Call } from '../../shared/edge/http.ts';
import { endpoint, onHttp } from '../../shared/edge/http.ts';
import { filteredListing, isOfAll } from '../../shared/edge/listing.ts';
import { rememberedRequest } from '../../shared/edge/remembered.ts';
import { load } from '../../shared/execute.ts';
import { derivedId } from '../../shared/kernel/hash.ts';
import { isId } from '../../shared/kernel/ids.ts';
import type { Result } from '../../shared/kernel/result.ts';
import { ok, refuse } from '../../shared/kernel/result.ts';
import { billsToCome } from '../../shared/flows/foreseeing.ts';
import { foreseenStep } from '../../shared/flows/foreseeing-steps.ts';
import { placedNotes } from '../../shared/flows/gathered-bills.ts';
import { regroup } from '../../shared/flows/regrouping.ts';
import { targetOf } from '../../shared/flows/retargeting.ts';
import { shownSubscription, tellSubscription } from '../../shared/flows/telling-subscriptions.ts';
import type { Ports } from '../../shared/ports.ts';
import type { SubscriptionListed } from '../../shared/views/subscriptions.ts';

async function get(call: Call<undefined, undefined>, ports: Ports): Promise<Result<Answer>> {
  const id = call.params.subscription_id ?? '';
  if (!isId('subscription', id)) return noSubscription();

  const loaded = await load(ports.journal, subscriptions, { tenant: call.tenant, id });

  return shownSubscription(id, { ...loaded, at: call.acting.at });
}

function cancel(call: Call<SubscriptionCancellation, undefined>, ports: Ports): Promise<Result<Answer>> {
  return tellSubscription(
    call,
    { do: 'cancel', ...askedEnd(call.body, call.acting.at), agreed: call.body.preview },
    ports,
  );
}

async function previewCancellation(
  call: Call<CancellationPreviewRequest, undefined>,
  ports: Ports,
): Promise<Result<Answer>> {
  const live = await liveOf(call, ports);
  if (!live.ok) return live;
  const { id, state, version } = live.value;
  const now = call.acting.at;
  const planned = previewedCancellation(state, askedEnd(call.body, now));

  if (!planned.ok) return planned;
  const { settlement, facts } = planned.value;
  const notes = await placedNotes(call.tenant, settlement?.notes ?? [], ports);
  const bills = await billsToCome({ tenant: call.tenant, id }, { state, version, facts, now }, ports);

  return ok({ body: answerCancellationPreview(id, { planned: planned.value, state, notes, bills }) });
}

/** The subscription of a request as it is by now, unless it is over. */
async function liveOf(
  { tenant, params, acting }: Call<unknown, undefined>,
  ports: Ports,
): Promise<Result<{ readonly id: string; readonly state: KnownSubscription; readonly version: number }>> {
  const id = params.subscription_id ?? '';
  if (!isId('subscription', id)) return noSubscription();
  const { state, version } = await load(ports.journal, subscriptions, { tenant, id });
  if (state.status === 'none') return noSubscription();
  if (state.status === 'ended') return refuse('subscription.ended', 'This subscription has ended.');

  return ok({ id, state: begunBy(state, acting.at).state, version });
}

async function preview(
  call: Call<SubscriptionPreviewRequest, undefined>,
  ports: Ports,
): Promise<Result<Answer>> {
  const asked = await changeOf(call, ports);
  if (!asked.ok) return asked;
  const { state, command } = asked.value;
  const planned = plannedChange(state, command);
  if (!planned.ok) return planned;
  const { bill, settlement } = planned.value;
  const notes = await placedNotes(call.tenant, settlement?.notes ?? [], ports);
  const shown = { bill, settlement, notes, language: state.language };

  return ok({ body: answerPreview(command.subscription, shown) });
}

async function previewStep(call: Call<SubscriptionStep, undefined>, ports: Ports): Promise<Result<Answer>> {
  const live = await liveOf(call, ports);
  if (!live.ok) return live;
  const { tenant, body, acting } = call;

  return foreseenStep({ tenant, ...live.value }, { ...body, at: acting.at }, ports);
}

async function change(call: Call<SubscriptionChange, undefined>, ports: Ports): Promise<Result<Answer>> {
  const asked = await changeOf(call, ports);
  if (!asked.ok) return asked;
  const agreed = call.body.preview ?? null;

  return tellSubscription(call, { do: 'change', ...asked.value.command, agreed }, ports);
}

type Asked = { readonly state: KnownSubscription; readonly command: ChangeCommand };

/** The change that is asked for, every part resolved; a repetition is met by the rules. */
async function changeOf(
  call: Call<SubscriptionPreviewRequest, undefined>,
  ports: Ports,
): Promise<Result<Asked>> {
  const { tenant, body, acting } = call;
  const live = await liveOf(call, ports);
  if (!live.ok) return live;
  const { id, state } = live.value;
  const asked = { ...body, tenant, now: acting.at };
  const target = await targetOf(state, asked, ports.journal);
  if (!target.ok) return target;
  const { state: customer } = await load(ports.journal, customers, { tenant, id: state.customer });
  const profile = customer.status === 'active' ? customer.profile : null;
  const task = { tenant, subscription: id, at: acting.at, profile, when: body.at, target: target.value };

  return ok({ state, command: { ...task, agreed: null, request: rememberedRequest(call) } });
}

async function addCoupon(
  call: Call<NewSubscriptionCoupon, undefined>,
  ports: Ports,
): Promise<Result<Answer>> {
  const { name, off, periods } = call.body;
  const request = rememberedRequest(call);
  const id = derivedId('cpn', call.tenant, call.params.subscription_id ?? '', request.key);
  const coupon = { id, name, off, left: periods ?? null };

  return tellSubscription(call, { do: 'add_coupon', coupon, at: call.acting.at, request }, ports);
}

async function addCharge(
  call: Call<NewSubscriptionCharge, undefined>,
  ports: Ports,
): Promise<Result<Answer>> {
  const { description, quantity, unit_amount: amount } = call.body;
  const request = rememberedRequest(call);
  const id = derivedId('chg', call.tenant, call.params.subscription_id ?? '', request.key);

  return tellSubscription(
    call,
    { do: 'add_charge', charge: { id, description, quantity, amount }, at: call.acting.at, request },
    ports,
  );
}

function withdrawCharge(call: Call<undefined, undefined>, ports: Ports): Promise<Result<Answer>> {
  const charge = call.params.charge_id ?? '';

  return tellSubscription(call, { do: 'withdraw_charge', charge, at: call.acting.at }, ports);
}

/** Runs a command that needs nothing but the subscription. */
function performing(what: 'withdraw_change' | 'pause' | 'resume' | 'reactivate') {
  return (call: Call<undefined, undefined>, ports: Ports) =>
    tellSubscription(call, { do: what, at: call.acting.at }, ports);
}

async function regroupAs(
  { params, tenant, body, acting: given, expect }: Call<SubscriptionGrouping, undefined>,
  ports: Ports,
): Promise<Result<Answer>> {
  const id = params.subscription_id ?? '';
  if (!isId('subscription', id)) return noSubscription();
  const { fingerprint: _, ...acting } = given;
  const asked = { grouping: body.invoice_grouping, group: body.invoice_group ?? null };
  const done = await regroup(
    { tenant, id },
    { asked, acting, ...(expect !== undefined && { expect }) },
    ports,
  );

  return done.ok ? shownSubscription(id, { ...done.value, at: acting.at }) : done;
}

function answerRow(id: string, { nextBillingAt, createdAt, isByHand, ...rest }: SubscriptionListed) {
  const then = { next_billing_at: nextBillingAt, created_at: createdAt };

  return { id, object: 'subscription', ...rest, waits_for: waitsFor(rest.status, isByHand), ...then };
}

function waitsFor(status: SubscriptionListed['status'], isByHand: true | undefined) {
  if (status === 'incomplete') return 'first_payment';
  if (status !== 'pending') return null;

  return isByHand ? 'activation' : 'start';
}

const list = filteredListing<SubscriptionListed, SubscriptionQuery>('subscriptions', {
  item: answerRow,
  isWanted: (row, query) => isOfAll(row, query, { customer: 'customer', plan: 'plan', status: 'status' }),
});

export const handler = onHttp('subscriptions.keep', [
  endpoint(subscriptionRoutes.list, list),
  endpoint(subscriptionRoutes.get, get),
  endpoint(subscriptionEndRoutes.cancel, cancel),
  endpoint(subscriptionEndRoutes.reactivate, performing('reactivate')),
  endpoint(subscriptionEndRoutes.previewCancellation, previewCancellation),
  endpoint(subscriptionRoutes.preview, preview),
  endpoint(subscriptionStepRoutes.previewStep, previewStep),
  endpoint(subscriptionRoutes.change, change),
  endpoint(subscriptionRoutes.withdrawChange, performing('withdraw_change')),
  endpoint(subscriptionRoutes.pause, performing('pause')),
  endpoint(subscriptionRoutes.resume, performing('resume')),
  endpoint(subscriptionRoutes.addCoupon, addCoupon),
  endpoint(subscriptionChargeRoutes.addCharge, addCharge),
  endpoint(subscriptionChargeRoutes.withdrawCharge, withdrawCharge),
  endpoint(invoiceGroupRoutes.regroup, regroupAs),
]);
