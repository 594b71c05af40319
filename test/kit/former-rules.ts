/** Bills as rules that were wrong would have made them, for a house whose rules were mended since. */
import type { BilledPeriodData } from '../../shared/domain/billing/bill.ts';
import type { BilledLine } from '../../shared/domain/billing/billed-line.ts';
import { amountMinorOf } from '../../shared/domain/invoices/wishes.ts';
import { perUnit } from '../../shared/domain/pricing/models.ts';
import type { Settlement } from '../../shared/domain/subscriptions/states.ts';
import { sealAndWeigh } from '../../shared/journal/commit.ts';
import { formatMoney, money } from '../../shared/kernel/money.ts';
import type { Commit, Journal, Ports } from '../../shared/ports.ts';

/** Rules that charged so much too much, or too little, for the first line of a kind of each bill. */
type Former = { areMended: boolean; readonly kind: string; readonly minor: bigint };

/** Such rules, of what a period charges where nothing is said; `areMended` switches them off. */
export function formerRules(minor: bigint, kind = 'whole') {
  const rules: Former = { areMended: false, kind, minor };
  const around = ({ journal }: Ports): Partial<Ports> => ({ journal: withFormer(journal, rules) });

  return { rules, around };
}

function withFormer(journal: Journal, rules: Former): Journal {
  return {
    ...journal,
    async append(commit) {
      const isBill = commit.facts.some(({ type }) => type === 'subscription.billed' || type === ENDED);
      if (rules.areMended || !isBill) return journal.append(commit);
      const former = await journal.at(commit, commit.version - 1);

      return journal.append(billedOtherwise(commit, former?.hash ?? '', rules));
    },
  };
}

const ENDED = 'subscription.ended';

/** Without its head, so that the state follows from what it tells. */
function billedOtherwise(
  { hash: _, head: __, ...commit }: Commit,
  formerHash: string,
  rules: Former,
): Commit {
  const facts = commit.facts.map((fact) => {
    if (fact.type === ENDED) return { ...fact, data: endedOtherwise(fact.data as Ended, rules) };
    const isBill = fact.type === 'subscription.billed';
    return isBill ? { ...fact, data: otherwise(fact.data as BilledPeriodData, rules) } : fact;
  });

  return sealAndWeigh({ ...commit, facts }, formerHash).commit;
}

function otherwise({ rulesVersion: _, lines, ...bill }: BilledPeriodData, rules: Former): BilledPeriodData {
  const chosen = lines.find(({ kind, sold }) => kind === rules.kind && sold);
  const other = lines.map((line) => {
    if (line === chosen) return atOtherPrice(line, bill.currency, rules);
    const isCarry = chosen && (line.kind === 'carried' || line.kind === 'brought');
    return isCarry ? { ...line, listMinor: line.listMinor - rules.minor } : line;
  });

  return { ...bill, lines: other };
}

type Ended = { readonly settlement?: Settlement };

/** What an end gives back of the first line that it names, where the rules were wrong of ends. */
function endedOtherwise({ settlement, ...end }: Ended, { kind, minor }: Former): Ended {
  const [first, ...notes] = settlement?.notes ?? [];
  if (kind !== 'end' || !settlement || !first) return { ...end, ...(settlement && { settlement }) };
  const lines = first.lines.map((line) => ({ line: line.line, netMinor: amountMinorOf(line) + minor }));

  return { ...end, settlement: { ...settlement, notes: [{ ...first, lines }, ...notes] } };
}

/** For one unit that costs what it comes to, so that it says what it is; usage keeps its units. */
function atOtherPrice(line: BilledLine, currency: string, { minor }: Former): BilledLine {
  const listMinor = line.listMinor + minor;
  if (!line.sold || line.kind !== 'whole') return { ...line, listMinor };
  const price = perUnit(formatMoney(money(listMinor, currency)));

  return { ...line, sold: { ...line.sold, price, quantity: '1' }, listMinor };
}
