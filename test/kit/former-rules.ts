/** Bills as rules that were wrong would have made them, for a house whose rules were mended since. */
import type { BilledPeriodData } from '../../shared/domain/billing/bill.ts';
import { perUnit } from '../../shared/domain/pricing/models.ts';
import { sealAndWeigh } from '../../shared/journal/commit.ts';
import { formatMoney, money } from '../../shared/kernel/money.ts';
import type { Commit, Journal, Ports } from '../../shared/ports.ts';

/** Rules that charged so much too much, or too little, for the first line of each bill; `areMended` switches them off. */
export function formerRules(minor: bigint) {
  const rules = { areMended: false };
  const around = ({ journal }: Ports): Partial<Ports> => ({ journal: withFormer(journal, { rules, minor }) });

  return { rules, around };
}

function withFormer(
  journal: Journal,
  { rules, minor }: { readonly rules: { readonly areMended: boolean }; readonly minor: bigint },
): Journal {
  return {
    ...journal,
    async append(commit) {
      const isBill = commit.facts.some(({ type }) => type === 'subscription.billed');
      if (rules.areMended || !isBill) return journal.append(commit);
      const former = await journal.at(commit, commit.version - 1);

      return journal.append(billedOtherwise(commit, former?.hash ?? '', minor));
    },
  };
}

/** Without its head, so that the state follows from what it tells. */
function billedOtherwise(
  { hash: _, head: __, ...commit }: Commit,
  formerHash: string,
  minor: bigint,
): Commit {
  const facts = commit.facts.map((fact) =>
    fact.type === 'subscription.billed'
      ? { ...fact, data: otherwise(fact.data as BilledPeriodData, minor) }
      : fact,
  );

  return sealAndWeigh({ ...commit, facts }, formerHash).commit;
}

/** The first line at another price; each is of one unit. */
function otherwise({ rulesVersion: _, lines, ...bill }: BilledPeriodData, minor: bigint): BilledPeriodData {
  const [first, ...rest] = lines;
  if (!first?.sold) return { ...bill, lines };
  const listMinor = first.listMinor + minor;
  const price = perUnit(formatMoney(money(listMinor, bill.currency)));

  return { ...bill, lines: [{ ...first, sold: { ...first.sold, price }, listMinor }, ...rest] };
}
