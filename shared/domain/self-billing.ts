/**
 * Self-billing: by an agreement made beforehand the buyer writes the invoice in the supplier's name (Directive 2006/112/EC,
 * Art. 224 and 226 (10a); UStG § 14 (2)). What we owe by it is a payable, and never an item of the customer's account.
 */
import type { Supply } from '../contracts/tax.ts';
import type { Decider } from '../kernel/decider.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';
import type { DocumentFigures } from './invoices/states.ts';
import type { TaxClass } from './tax.ts';

/** How self-billed invoices are numbered, in a series of their own for each buyer. */
export const SELF_BILLED_NUMBERS = 'SB-{year}-{number:5}';

/** How credit notes to them are, in another. */
export const SELF_BILLED_CREDIT_NUMBERS = 'SC-{year}-{number:5}';

/** What was agreed on. `customer` is the supplier. */
export type AgreementData = {
  readonly entity: string;
  readonly customer: string;
  readonly agreedOn: string;
  readonly isSmallBusiness: boolean;
  readonly dueDays: number;
  readonly at: string;
};

/** An agreement; `endedOn` is the last day whose supplies it covers, absent where it has no end. */
export type Agreement =
  | { readonly status: 'none' }
  | (AgreementData & { readonly status: 'agreed'; readonly endedOn?: string });

/** What can be asked of an agreement. */
export type AgreementCommand =
  | { readonly do: 'agree'; readonly data: AgreementData }
  | { readonly do: 'end'; readonly endedOn: string };

/** What becomes true of an agreement. */
export type AgreementFact =
  | { readonly type: 'self_billing.agreed'; readonly data: AgreementData }
  | { readonly type: 'self_billing.ended'; readonly data: { readonly endedOn: string } };

/** The rules of one agreement. */
export const selfBillingAgreements: Decider<Agreement, AgreementCommand, AgreementFact> = {
  name: 'self_billing_agreements',
  headVersion: 1,
  initial: { status: 'none' },
  decide(state, command) {
    if (command.do === 'agree')
      return ok(state.status === 'none' ? [{ type: 'self_billing.agreed', data: command.data }] : []);
    if (state.status === 'none')
      return refuse('self_billing_agreement.not_found', 'There is no such agreement on self-billing.');

    return ended(state, command.endedOn);
  },
  evolve(state, fact) {
    if (fact.type === 'self_billing.agreed') return { ...fact.data, status: 'agreed' };

    return state.status === 'none' ? state : { ...state, endedOn: fact.data.endedOn };
  },
};

/** An end is said once; the same day again says nothing new. */
function ended(
  state: Exclude<Agreement, { status: 'none' }>,
  endedOn: string,
): Result<readonly AgreementFact[]> {
  if (state.endedOn === endedOn) return ok([]);
  if (state.endedOn !== undefined)
    return refuse('self_billing_agreement.ended_already', `The agreement ended on ${state.endedOn}.`);
  if (endedOn < state.agreedOn)
    return refuse(
      'self_billing_agreement.day_out_of_range',
      `The agreement holds from ${state.agreedOn} on, and ends no earlier.`,
      { pointer: '#/ended_on' },
    );

  return ok([{ type: 'self_billing.ended', data: { endedOn } }]);
}

/** A line that was asked for; the price is net, in major units. */
export type SelfBilledLine = {
  readonly description: string;
  readonly quantity: string;
  readonly unit: string | null;
  readonly unitPrice: string;
};

/** The invoice that is asked for, with the version of the supplier's profile that it names. */
export type RequestData = Pick<
  AgreementData,
  'entity' | 'customer' | 'isSmallBusiness' | 'dueDays' | 'at'
> & {
  readonly agreement: string;
  readonly profile: number;
  readonly language: string;
  readonly currency: string;
  readonly suppliedOn: string;
  readonly tax: TaxClass;
  readonly supply: Supply;
  readonly reference: string | null;
  readonly lines: readonly SelfBilledLine[];
};

/** A request. */
export type SelfBillingRequest =
  | { readonly status: 'none' }
  | (RequestData & { readonly status: 'requested' });

/** What becomes true of a request. */
export type RequestFact = { readonly type: 'self_billing.requested'; readonly data: RequestData };

/** The rules of one request. */
export const selfBillingRequests: Decider<
  SelfBillingRequest,
  { readonly do: 'request'; readonly data: RequestData },
  RequestFact
> = {
  name: 'self_billing_requests',
  headVersion: 1,
  initial: { status: 'none' },
  decide: (state, { data }) => ok(state.status === 'none' ? [{ type: 'self_billing.requested', data }] : []),
  evolve: (_, { data }) => ({ ...data, status: 'requested' }),
};

/** The tax that we owe in the supplier's place, reckoned once on the net, in minor units. */
export type ReverseCharge = { readonly rate: string; readonly taxMinor: bigint };

/** An issued self-billed invoice. `customer` is the supplier. */
export type SelfBilledData = Omit<
  DocumentFigures,
  'account' | 'priceBasis' | 'grossesMinor' | 'reductions' | 'accountingTax'
> & {
  readonly request: string;
  readonly agreement: string;
  readonly dueDate: string;
  readonly reverseCharge: ReverseCharge | null;
  /** Whether the tax can be deducted; a buyer that is a small enterprise itself bears it. */
  readonly isDeductible: boolean;
};

/** An issued credit note to a self-billed invoice (261); what it takes back of the tax that we owe is `reverseCharge`. */
export type SelfBilledCreditData = Omit<SelfBilledData, 'request' | 'agreement' | 'dueDate'> & {
  readonly invoice: string;
  readonly reason: string;
  /** The invoice's lines that it takes back in part, one for each of its nets; absent where it takes back the whole. */
  readonly lines?: readonly number[];
  /** The how-manyeth of its invoice; absent where it takes back the whole. */
  readonly ordinal?: number;
};
