/** What time it is by the journal: for all, and for each tenant whose test clock shows another time. */
import type { CommitItem } from '../../shared/journal/commit.ts';

/** `now` is the newest instant of those who have no clock of their own. */
export type Clocks = { readonly now: string; readonly clocks: ReadonlyMap<string, string> };

/** Instants of the facts, and where a test clock is on its way to. */
const INSTANT = /"(?:at|to)":"(\d{4}-\d\d-\d\dT[^"]+)"/g;

/** The clocks of a journal's items. */
export function clocksOf(items: readonly Pick<CommitItem, 'pk' | 'body'>[]): Clocks {
  const newest = new Map<string, string>();
  const clocked = new Set<string>();
  for (const { pk, body } of items) {
    const [tenant = '', id = ''] = pk.split('#');
    const isClock = id.startsWith('clk_');
    if (isClock) clocked.add(tenant);
    const told = isClock ? [...body.matchAll(INSTANT)].map(([, at = '']) => at) : [instantOf({ body })];
    for (const at of told) if (at > (newest.get(tenant) ?? '')) newest.set(tenant, at);
  }
  const shared = [...newest].filter(([tenant]) => !clocked.has(tenant)).map(([, at]) => at);
  const [now = ''] = shared.sort().toReversed();

  return { now, clocks: new Map([...newest].filter(([tenant]) => clocked.has(tenant))) };
}

/** When an item was appended. */
export function instantOf({ body }: Pick<CommitItem, 'body'>): string {
  return /"at":"([^"]+)"/.exec(body)?.[1] ?? '';
}
