/** What becomes of a seller's documents once they are issued: whether they are mailed by themselves, and how long they are kept. */
import type { Deduction } from './invoices/deductions.ts';
import { retainedUntil } from './retention.ts';
import { isReturned, type UnionSales } from './tax/union-sale.ts';

/** How a seller has documents handled. */
export type Handling = {
  /** `on_request`: a document is mailed when somebody asks for it; `by_email`: each is, as soon as it is printed. */
  readonly delivery: 'on_request' | 'by_email';
  /** Years of retention where the seller wants more than the law; null: what the law says. */
  readonly retentionYears: number | null;
  /** The SEPA creditor identifier; absent where there is none, null where it was taken away. */
  readonly creditorId?: string | null;
};

/** The handling of a seller that never said anything about it. */
export const USUAL_HANDLING: Handling = { delivery: 'on_request', retentionYears: null };

/** How a customer wants invoices; personal, so it lies in the profile. */
export type DeliveryWish = {
  /** `default`: as the seller does. */
  readonly channel: 'default' | 'none' | 'by_email';
  /** Where invoices go in place of the customer's own address. */
  readonly email: string | null;
  /** Whether the e-invoice is attached as a file of its own beside the PDF that holds it. */
  readonly with_xml: boolean;
};

/** What is frozen with a document about its handling. */
export type Handled = {
  readonly retainedUntil: string;
  /** Present where the document is to be mailed as soon as it is printed. */
  readonly delivery?: 'by_email';
};

/** A document as far as its handling depends on it. */
type Handed = {
  readonly issueDate: string;
  readonly unionSales?: UnionSales;
  readonly deducts?: readonly Deduction[];
};

/** The handling of a document that is issued. Profiles of old hold no wish. */
export function handledAs(
  seller: { readonly country: string; readonly handling?: Handling },
  { issueDate, unionSales, deducts = [] }: Handed,
  wish: DeliveryWish | null = null,
): Handled {
  const { delivery, retentionYears } = seller.handling ?? USUAL_HANDLING;
  const isMailed = isMailedBySelf(delivery, wish);

  return {
    retainedUntil: retainedUntil({
      country: seller.country,
      issueDate,
      own: retentionYears,
      isInOneStopShop: isReturned(unionSales) || deducts.some(({ returned }) => returned !== undefined),
    }),
    ...(isMailed && { delivery: 'by_email' }),
  };
}

/** The handling of a credit note: it goes the way of the invoice that it corrects. */
export function handledLike(
  corrected: Pick<Handled, 'delivery'>,
  seller: Parameters<typeof handledAs>[0],
  note: Handed,
): Handled {
  const { retainedUntil: until } = handledAs(seller, note);

  return { retainedUntil: until, ...(corrected.delivery && { delivery: corrected.delivery }) };
}

function isMailedBySelf(delivery: Handling['delivery'], wish: DeliveryWish | null): boolean {
  return wish === null || wish.channel === 'default' ? delivery === 'by_email' : wish.channel === 'by_email';
}
