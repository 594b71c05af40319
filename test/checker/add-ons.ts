/** Add-ons: each was started as its host told, on the host's grid, and is no longer there than its host. */
import { type Data, type Fact, idOf, isParked, list, part, text, whole } from './books.ts';
import type { Given } from './snapshot.ts';

/** I-03 and I-28 of what is sold on top of a subscription. */
export function checkAddOns(given: Given): void {
  const { journal } = given;
  for (const added of journal.ofType('subscription.add_on_added')) checkAdded(added, given);
  for (const created of journal.ofType('subscription.created'))
    if (text(created.data, 'host') !== '') checkHosted(created, given);
}

/** What the host told has become a subscription, whose id derives from the host and the request. */
function checkAdded({ tenant, id, data }: Fact, { journal, snapshot, report }: Given): void {
  const addOn = text(part(data, 'addOn'), 'subscription');
  const derived = idOf('sub', tenant, id, 'add_on', text(part(data, 'request'), 'key'));
  if (addOn !== derived)
    report({ invariant: 'I-06', about: addOn, says: `${derived} derives from its request` });
  const created = journal.of(tenant, addOn).find(({ type }) => type === 'subscription.created');
  if (!created) {
    if (snapshot.isAtRest && !isParked(journal, addOn, id))
      report({ invariant: 'I-28', about: addOn, says: `it was added to ${id} and never started` });
  } else if (text(created.data, 'host') !== id)
    report({ invariant: 'I-03', about: addOn, says: `it is not an add-on of ${id}` });
}

/** It is sold to whom its host is, returns to the same day of the month, and does not go on where its host does not. */
function checkHosted({ tenant, id, data }: Fact, { journal, snapshot, report }: Given): void {
  const host = text(data, 'host');
  const wrong = (says: string, invariant: string) => report({ invariant, about: id, says });
  const facts = journal.of(tenant, host);
  const terms = facts.find(({ type }) => type === 'subscription.created');
  if (!terms) {
    wrong(`its host ${host} does not exist`, 'I-03');
    return;
  }
  const alike = ['customer', 'entity', 'currency', 'zone'].filter(
    (name) => text(terms.data, name) !== text(data, name),
  );
  if (alike.length > 0) wrong(`it differs from its host in ${alike.join()}`, 'I-03');
  const day = (of: Data) => whole(part(of, 'rhythm') ?? {}, 'anchorDay');
  const days = [day(terms.data), ...facts.filter(hasRhythm).map((fact) => day(fact.data))];
  if (!days.includes(day(data))) wrong('it returns to another day of the month than its host', 'I-03');
  if (!snapshot.isAtRest || isParked(journal, id, host)) return;
  const own = lifeOf(journal.of(tenant, id));
  const its = lifeOf(facts);
  if (its.endsOn !== '' && own.status !== 'ended' && (own.endsOn === '' || own.endsOn > its.endsOn))
    wrong(`it goes on behind ${its.endsOn}, when its host ends`, 'I-28');
  if (its.status === 'paused' && own.status === 'active')
    wrong('it goes on while its host is paused', 'I-28');
  if (its.isSuspended && own.status === 'active' && !own.isSuspended)
    wrong('it is served while its host is suspended', 'I-28');
  if (!its.isSuspended && own.isSuspended && own.status === 'active')
    wrong('it is suspended while its host is served', 'I-28');
  const isTold = its.addOns.includes(id);
  if (own.status === 'ended' && its.status !== 'ended' && isTold) wrong('its host still has it', 'I-28');
}

function hasRhythm({ type, data }: Fact): boolean {
  return type !== 'subscription.created' && part(data, 'rhythm') !== undefined;
}

function isSuspendedBy(facts: readonly Fact[]): boolean {
  const last = facts.findLast(({ type }) => /^subscription\.(suspended|reinstated)$/.test(type));

  return last?.type === 'subscription.suspended';
}

function lifeOf(facts: readonly Fact[]) {
  const life = { status: 'active', isSuspended: isSuspendedBy(facts), endsOn: '', addOns: [] as string[] };
  for (const { type, data } of facts) {
    if (type === 'subscription.created')
      life.addOns = list(data, 'addOns').map((addOn) => text(addOn, 'subscription'));
    if (type === 'subscription.add_on_added') life.addOns.push(text(part(data, 'addOn'), 'subscription'));
    if (type === 'subscription.add_on_removed')
      life.addOns = life.addOns.filter((each) => each !== text(data, 'addOn'));
    if (type === 'subscription.cancellation_scheduled') life.endsOn = text(data, 'endsOn');
    if (type === 'subscription.cancellation_withdrawn') life.endsOn = '';
    if (type === 'subscription.paused') life.status = 'paused';
    if (type === 'subscription.resumed') life.status = 'active';
    if (type === 'subscription.ended') life.status = 'ended';
  }

  return life;
}
