/** Allowances and charges on a whole document, on the wire (EN 16931 BG-20, BG-21). */
import * as z from 'zod';
import { MoneyBody, positiveDecimal, text } from './common.ts';

/** Allowances that one document may have, and as many charges. */
export const DOCUMENT_REDUCTIONS_MAX = 10;

/** UNTDID 5189, the codes that EN 16931 takes (BR-CL-19): 95 is a discount, 100 a special rebate. */
const AllowanceReason = z
  .string()
  .max(3)
  .regex(/^(41|42|60|6[2-8]|70|71|88|95|100|10[2-5])$/, 'must be a code of UNTDID 5189')
  .meta({ example: '95' });

/**
 * Of UNTDID 7161 what sellers add to an order: packing (ABL, PC), other services (ADR), recycling (AEO), delivery (DL),
 * freight (FC), financing (FI), handling (HD, SH), and what both sides agreed on (ZZZ).
 */
const ChargeReason = z.enum(['ABL', 'ADR', 'AEO', 'DL', 'FC', 'FI', 'HD', 'PC', 'SH', 'ZZZ']);

const percent = positiveDecimal(4, '10').refine((value) => Number(value) <= 100, 'must be at most 100');
const amount = positiveDecimal(4, '15.00');
const reason = text(100);
const allowance = { reason, reason_code: AllowanceReason.nullable().default(null) };
const charge = { reason, reason_code: ChargeReason.nullable().default(null) };

/** What is taken off the sum of the lines: a percentage of it, or an amount in the order's currency. */
export const Allowance = z
  .union([z.strictObject({ ...allowance, percent }), z.strictObject({ ...allowance, amount })])
  .meta({ id: 'OrderAllowance' });

/** What is added to the sum of the lines, such as freight. */
export const Charge = z
  .union([z.strictObject({ ...charge, percent }), z.strictObject({ ...charge, amount })])
  .meta({ id: 'OrderCharge' });

/** The share of an allowance or a charge that falls on one VAT category and rate of a document. */
export const ReductionShareBody = z
  .strictObject({
    reason: z.string(),
    reason_code: z.string().nullable(),
    percent: z.string().nullable(),
    /** The lines' net of this category and rate, which the percentage is of. */
    base: MoneyBody,
    amount: MoneyBody,
    /** With the tax it contains; null where prices are net. */
    gross: MoneyBody.nullable(),
    tax_category: z.string(),
    tax_rate: z.string(),
  })
  .meta({ id: 'ReductionShare' });

/** A parsed `ReductionShareBody`. */
export type ReductionShareBody = z.infer<typeof ReductionShareBody>;
