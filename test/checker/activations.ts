/** Activation by hand: nothing of a subscription begins before its first day is set, and all of it is then laid out from that day. */
import { daysLater } from './arithmetic.ts';
import { type Data, type Fact, isParked, list, part, text, whole } from './books.ts';
import type { Given } from './snapshot.ts';
import { gridDay } from './rhythm.ts';

const SET = 'subscription.start_set';

/** What may be told of one that waits: what it will be charged may be added to, and it may end. */
const WHILE_WAITING = new Set(
  ['created', 'coupon_added', 'charge_added', 'charge_withdrawn', 'regrouped']
    .concat(['cancellation_scheduled', 'add_on_removed', 'ended'])
    .map((name) => `subscription.${name}`),
);

/** The fact that created a subscription, as it would be had it been ordered for the day that was set. */
export function begunAs(created: Fact, facts: readonly Fact[]): Fact {
  const set = facts.find(({ type }) => type === SET);
  if (!set) return created;
  const { startsOn, rhythm } = set.data;
  const stubs = stubsOf(part(set.data, 'rhythm')) - stubsOf(part(created.data, 'rhythm'));
  const phases = list(created.data, 'phases').map((phase) => ({
    ...phase,
    until: whole(phase, 'until') + stubs,
  }));
  const charges = list(created.data, 'charges').map((charge) =>
    text(charge, 'id') === 'setup' ? { ...charge, on: startsOn } : charge,
  );

  return { ...created, data: { ...created.data, startsOn, rhythm, phases, charges } };
}

/** Whether its first day was never set, so that no day of it is charged. */
export function isNeverBegun({ data }: Fact, facts: readonly Fact[]): boolean {
  return isByHand(data) && !facts.some(({ type }) => type === SET);
}

/** Of I-03: what waits is left alone, and its first day is set once, as was agreed. */
export function checkActivations(given: Given): void {
  for (const created of given.journal.ofType('subscription.created')) {
    const facts = given.journal.of(created.tenant, created.id);
    const wrong = (says: string) => given.report({ invariant: 'I-03', about: created.id, says });
    const sets = facts.filter(({ type }) => type === SET);
    if (sets.length > (isByHand(created.data) ? 1 : 0)) wrong(`its start was set ${sets.length} times`);
    if (isByHand(created.data)) checkByHand({ created, facts, set: sets[0] }, given);
  }
}

type Life = { readonly created: Fact; readonly facts: readonly Fact[]; readonly set: Fact | undefined };

function checkByHand({ created, facts, set }: Life, given: Given): void {
  const wrong = (says: string) => given.report({ invariant: 'I-03', about: created.id, says });
  for (const { type } of set ? facts.slice(0, facts.indexOf(set)) : facts)
    if (!WHILE_WAITING.has(type)) wrong(`${type} is told of it before it was activated`);
  if (text(created.data, 'host') !== '') checkWithHost({ created, set }, given);
  else if (set) for (const says of wrongStart(set.data, created.data)) wrong(says);
}

/** An add-on of what waits begins with it, on the same day and to the same day of the month. */
function checkWithHost(
  { created, set }: { readonly created: Fact; readonly set: Fact | undefined },
  { journal, snapshot, report }: Given,
): void {
  const { tenant, id, data } = created;
  const host = text(data, 'host');
  const wrong = (says: string, invariant = 'I-03') => report({ invariant, about: id, says });
  const began = journal.of(tenant, host).find(({ type }) => type === SET);
  if (set && !began) wrong('it begins before its host');
  if (!began) return;
  const isOver = journal.of(tenant, id).some(({ type }) => type === 'subscription.ended');
  if (!set && !isOver && snapshot.isAtRest && !isParked(journal, id, host))
    wrong('its host began without it', 'I-28');
  if (!set) return;
  const [own, its] = [part(set.data, 'rhythm') ?? {}, part(began.data, 'rhythm') ?? {}];
  const layout = part(part(data, 'activation'), 'layout');
  const start = text(layout, 'stub') === 'free' ? text(its, 'anchor') : text(its, 'start');
  const isAlike =
    text(own, 'anchor') === text(its, 'anchor') && whole(own, 'anchorDay') === whole(its, 'anchorDay');
  if (text(set.data, 'startsOn') !== text(began.data, 'startsOn') || text(own, 'start') !== start)
    wrong('it begins on another day than its host');
  if (!isAlike) wrong('its periods lie elsewhere than those of its host');
}

function isByHand(data: Data): boolean {
  return text(part(data, 'activation'), 'on') === 'hand';
}

function stubsOf(rhythm: Data | undefined): number {
  return rhythm?.merged !== true && text(rhythm, 'start') < text(rhythm, 'anchor') ? 1 : 0;
}

/** Reckoned from the day and from what was agreed on alone. */
function wrongStart(set: Data, created: Data): readonly string[] {
  const [activation, rhythm] = [part(created, 'activation'), part(set, 'rhythm') ?? {}];
  const layout = part(activation, 'layout') ?? {};
  const startsOn = text(set, 'startsOn');
  const [ordered, agreed] = [text(activation, 'orderedOn'), text(activation, 'agreedOn')];
  const charged = daysLater(startsOn, whole(layout, 'trialDays'));
  const [start, anchor] = [text(rhythm, 'start'), text(rhythm, 'anchor')];
  const isLong = part(layout, 'grid') === undefined && gridDay(rhythm, -1) >= charged;
  const day =
    whole(part(layout, 'grid'), 'anchorDay') || whole(layout, 'anchorDay') || ownDay(layout, charged);

  return [
    ...(startsOn < ordered && (agreed === '' || startsOn < agreed)
      ? ['it begins before it was agreed on']
      : []),
    ...(start === (text(layout, 'stub') === 'free' ? anchor : charged) && charged <= anchor
      ? []
      : [`it is charged from ${start} on, and is to be from ${charged} on`]),
    ...(isLong || whole(rhythm, 'anchorDay') !== day ? ['its periods lie elsewhere than was agreed'] : []),
    ...(['interval', 'count'].some((name) => rhythm[name] !== part(created, 'rhythm')?.[name])
      ? ['its periods are longer or shorter than was agreed']
      : []),
    ...(rhythm.merged === true && text(layout, 'stub') !== 'merge'
      ? ['days are merged that may not be']
      : []),
  ];
}

function ownDay(layout: Data, charged: string): number {
  return text(layout, 'alignment') === 'calendar' ? 1 : Number(charged.slice(8));
}
