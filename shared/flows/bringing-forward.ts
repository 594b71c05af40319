/** How open items and opening balances of another system are brought forward, each in one commit. */
import type { Origin } from '../domain/imports.ts';
import type { BalanceRow, OpenItemRow } from '../domain/imports/rows.ts';
import { isOpenedByBalance } from '../domain/ledger/pairs.ts';
import { openItems } from '../domain/open-items.ts';
import { openingBalances } from '../domain/opening-balances.ts';
import { accountId } from '../domain/receivables.ts';
import { type Acting, create } from '../execute.ts';
import type { Result } from '../kernel/result.ts';
import { ok, refuse } from '../kernel/result.ts';
import type { CivilDate, Instant } from '../kernel/time.ts';
import type { Journal } from '../ports.ts';

/** Takes a row over; `seen` is what it depends on beside its own cells. */
export type Bring = {
  readonly seen: readonly (string | number)[];
  readonly run: (journal: Journal, acting: Acting) => Promise<Result<unknown>>;
};

/** What every row that is taken over needs. */
export type Frame = {
  readonly tenant: string;
  readonly id: string;
  readonly entity: string;
  readonly asOf: CivilDate;
  readonly origin: Origin;
  readonly at: Instant;
};

/** An open item: the customer owes it against the opening balance. */
export function bringOpenItem(row: OpenItemRow, frame: Frame): Bring {
  const { tenant, id, entity, asOf, origin, at } = frame;
  const { customer, currency, number, issuedOn: issueDate, dueOn: dueDate, amountMinor: grossMinor } = row;
  const account = accountId(tenant, { entity, customer, currency });
  const holder = { account, entity, customer, currency };
  const item = { origin, ...holder, number, issueDate, dueDate, grossMinor, asOf, at };

  return {
    seen: [],
    run: (journal, acting) =>
      create(journal, openItems, {
        ref: { tenant, id },
        command: { do: 'bring_forward', item },
        acting: { ...acting, fingerprint: origin.content },
      }),
  };
}

/**
 * An opening balance. That of the receivables comes with the open items and is only counted here, so what stays on the
 * account of the opening balance is what the items lack. Refusals: `import.account_controlled`.
 */
export function bringBalance(row: BalanceRow, frame: Frame): Result<Bring | null> {
  const { tenant, id, entity, asOf, origin, at } = frame;
  const { role, currency, amountMinor } = row;
  if (role === 'receivables') return ok(null);
  if (!isOpenedByBalance(role))
    return refuse(
      'import.account_controlled',
      'This account is kept item by item and has no opening balance.',
      {
        pointer: 'account',
      },
    );
  const balance = { origin, entity, currency, role, amountMinor, asOf, at };

  return ok({
    seen: [],
    run: (journal, acting) =>
      create(journal, openingBalances, {
        ref: { tenant, id },
        command: { do: 'bring_forward', balance },
        acting: { ...acting, fingerprint: origin.content },
      }),
  });
}
