/** What is remembered of the demo business: its tenant, its key, and how far it was made. */
import * as z from 'zod';
import { readStored, writeJson } from '../folder.ts';

/** The state of the demo business. */
export type BusinessState = z.infer<typeof BusinessState>;

/** Reads and replaces it. */
export type Business = {
  readonly read: () => BusinessState;
  readonly write: (state: Partial<BusinessState>) => void;
};

const BusinessState = z.object({
  tenant: z.string().nullable().default(null),
  apiKey: z.string().nullable().default(null),
  /** A customer with a payment method that approves; the printed request names it. */
  customer: z.string().nullable().default(null),
  isComplete: z.boolean().default(false),
});

/** Opens the file. */
export function openBusiness(path: string): Business {
  let state = readStored(path, BusinessState, {});

  return {
    read: () => state,
    write: (change) => {
      state = { ...state, ...change };
      writeJson(path, state);
    },
  };
}
