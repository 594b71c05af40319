/** From what is owed to an order to the bank: what is open by now, and the accounts of both sides. */
import { customers } from '../domain/customers.ts';
import { legalEntities } from '../domain/legal-entities.ts';
import type { SupplierProfile } from '../domain/self-billing/drafting.ts';
import { selfBilledInvoices } from '../domain/self-billing/documents.ts';
import { payableOf } from '../domain/self-billing/payable.ts';
import type { Transfer, TransferParty } from '../domain/self-billing/transfers.ts';
import { load } from '../execute.ts';
import type { Result } from '../kernel/result.ts';
import { ok, refuse } from '../kernel/result.ts';
import { sideBySide } from '../kernel/side-by-side.ts';
import type { Ports } from '../ports.ts';

/** Payables that are read at once. */
const READ_AT_ONCE_MAX = 16;

type Store = Pick<Ports, 'journal' | 'profiles'>;

/** The account that pays; refused where the legal entity has none. */
export async function payingAccount(
  ref: { readonly tenant: string; readonly id: string },
  { journal }: Pick<Store, 'journal'>,
): Promise<Result<TransferParty & { readonly zone: string }>> {
  const { state } = await load(journal, legalEntities, ref);
  if (state.status === 'none')
    return refuse('legal_entity.unknown', 'There is no such legal entity.', { pointer: '#/legal_entity' });
  const { name, iban, bic, zone } = state;

  return iban === null
    ? refuse('payables.account_missing', 'The legal entity has no account to pay from.', {
        hint: 'Give it its iban with PATCH /v1/legal_entities/{legal_entity_id}.',
      })
    : ok({ name, iban, bic, zone });
}

/** What is open of the invoices by now, to the accounts of their suppliers; refused with the number of the first without one. */
export async function transfersFor(
  tenant: string,
  invoices: readonly string[],
  ports: Store,
): Promise<Result<readonly Transfer[]>> {
  const read = await sideBySide(invoices, READ_AT_ONCE_MAX, (id) => transferFor({ tenant, id }, ports));
  const transfers: Transfer[] = [];
  for (const each of read) {
    if (!each.ok) return each;
    if (each.value) transfers.push(each.value);
  }

  return ok(transfers);
}

/** Undefined where nothing is open any more, or the supplier objects. */
async function transferFor(
  ref: { readonly tenant: string; readonly id: string },
  ports: Store,
): Promise<Result<Transfer | undefined>> {
  const { state } = await load(ports.journal, selfBilledInvoices, ref);
  if (state.status === 'none' || state.objection) return ok(undefined);
  const { number, customer, currency } = state;
  const { openMinor: amountMinor } = payableOf(state);
  if (amountMinor === 0n) return ok(undefined);
  if (currency !== 'EUR')
    return refuse('payables.not_in_euro', `SEPA transfers are in euro, and ${number} is not.`);
  const supplier = { tenant: ref.tenant, id: customer };
  const known = (await load(ports.journal, customers, supplier)).state;
  const stored = known.status === 'active' ? await ports.profiles.get(supplier, known.profile) : undefined;
  const profile = stored?.data as SupplierProfile | undefined; // written from CustomerProfile
  const account = profile?.bank_account;

  return profile && account
    ? ok({ id: ref.id, number, amountMinor, creditor: { name: profile.name, ...account } })
    : refuse('payables.account_missing', `The supplier of ${number} has no bank account, or was erased.`, {
        hint: 'Give it its bank_account with PATCH /v1/customers/{customer_id}, or name another supplier.',
      });
}
