/** What a look at bills that wait for others says beside their subscription. */
import * as z from 'zod';

/** The commit that made the bills, and how many looks there were with this one. */
export const BilledLook = z.strictObject({ version: z.int().positive(), look: z.int().positive() });

/** A parsed look. */
export type BilledLook = z.infer<typeof BilledLook>;
