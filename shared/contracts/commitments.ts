/** Minimum spend on the wire, as plans ask for it and as subscriptions tell of it. */
import * as z from 'zod';
import { CivilDateBody, Currency, MoneyBody } from './common.ts';
import { minimumTerms, promisedAmount } from './minimum-spends.ts';

/** The minimum of a plan, an amount for each currency. */
export const PlanMinimumSpend = z
  .strictObject({
    ...minimumTerms,
    amounts: z
      .array(z.strictObject({ currency: Currency, amount: promisedAmount }))
      .min(1)
      .max(50),
  })
  .meta({ id: 'PlanMinimumSpend' });

/** A parsed minimum of a plan. */
export type PlanMinimumSpend = z.infer<typeof PlanMinimumSpend>;

/** The commitment period that runs: what is promised for it as far as is known now, what counts towards it, what is left. */
export const OpenCommitment = z
  .strictObject({
    starts_on: CivilDateBody,
    ends_on: CivilDateBody,
    covers: minimumTerms.covers.unwrap(),
    early_end: minimumTerms.early_end.unwrap(),
    /** For a whole commitment period. */
    amount: z.string(),
    /** For the days that count: less those of a pause, and of an end where it is prorated. */
    committed: MoneyBody,
    /** Billed so far. */
    used: MoneyBody,
    left: MoneyBody,
  })
  .meta({ id: 'OpenCommitment' });

/** A running commitment period, typed. */
export type OpenCommitment = z.infer<typeof OpenCommitment>;
