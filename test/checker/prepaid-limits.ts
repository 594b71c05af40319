/** Credits that are limited to plans or meters: what of an invoice each may be used for, reckoned by the checker itself. */
import { type Data, type Fact, list, minor, part, text } from './books.ts';
import { parts } from './reductions.ts';
import { printedModel } from './printed-model.ts';
import type { Given } from './snapshot.ts';

/** A line of an invoice as credits see it. */
export type Line = { readonly plan: string; readonly meter: string; left: bigint };

/** The lines of an issued invoice with what each is of its total, or before the tax of its net; nothing where its content is not there. */
export function usableLinesOf(
  fact: Fact,
  position: string,
  given: Pick<Given, 'snapshot'>,
): readonly Line[] | undefined {
  const model = printedModel(fact, given);
  if (!model) return undefined;
  const { data } = fact;
  const lines = list(model, 'lines');
  const worths = lines.map(() => 0n);
  for (const tax of list(data, 'taxes')) {
    const lowered = list(model, 'reductions')
      .filter((share) => share.isCredit === true && rateOf(share) === rateOf(tax))
      .reduce((sum, share) => sum + minor(share, 'amountMinor'), 0n);
    const whole = minor(tax, 'baseMinor') + (position === 'before_tax' ? lowered : minor(tax, 'taxMinor'));
    const weights = lines.map((line) => {
      const net = minor(line, 'netMinor');
      return rateOf(line) === rateOf(tax) && net > 0n ? net : 0n;
    });
    for (const [index, share] of parts(whole > 0n ? whole : 0n, weights).entries())
      worths[index] = (worths[index] ?? 0n) + share;
  }

  return lines.map((line, index) => ({
    plan: text(part(part(line, 'explanation'), 'plan'), 'id'),
    meter: text(part(part(line, 'explanation'), 'usage'), 'meter'),
    left: worths[index] ?? 0n,
  }));
}

/** Takes up to so much of the lines that a grant covers, those first that the fewest limited grants cover; answers how much it was. */
export function drawn(
  grant: Data,
  wanted: bigint,
  of: { readonly lines: readonly Line[]; readonly grants: readonly Data[] },
): bigint {
  const limited = of.grants.filter((each) => part(each, 'limit'));
  const sought = (line: Line) => limited.filter((each) => covers(each, line)).length;
  let open = wanted;
  for (const line of of.lines.toSorted((a, b) => sought(a) - sought(b))) {
    if (!covers(grant, line)) continue;
    const amount = least(line.left, open);
    line.left -= amount;
    open -= amount;
  }

  return wanted - open;
}

function covers(grant: Data, { plan, meter }: Line): boolean {
  const limit = part(grant, 'limit');
  if (!limit) return true;
  const names = (name: string) => (Array.isArray(limit[name]) ? limit[name].map(String) : []);
  const [plans, meters] = [names('plans'), names('meters')];

  return (plans.length === 0 || plans.includes(plan)) && (meters.length === 0 || meters.includes(meter));
}

function rateOf(of: Data): string {
  return `${text(of, 'category')} ${text(of, 'rate')}`;
}

function least(a: bigint, b: bigint): bigint {
  if (a < b) return a;

  return b;
}
