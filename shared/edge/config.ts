/** What the environment tells a function: names and addresses, read once, parsed, typed. No other file reads it. */
import * as z from 'zod';

const Environment = z.object({
  STAGE: z.enum(['local', 'test', 'live']),
  JOURNAL_TABLE: z.string().min(1),
  VIEWS_TABLE: z.string().min(1),
  PROFILES_TABLE: z.string().min(1),
  USAGE_TABLE: z.string().min(1),
  DOCUMENTS_BUCKET: z.string().min(1),
  QUEUE_URL_PREFIX: z.string().min(1),
  SECRET_PREFIX: z.string().min(1),
  PROVIDERS: z.string(),
  PUBLIC_URL: z.string(),
  SANDBOX_URL: z.string().optional(),
  STRIPE_URL: z.string().default('https://api.stripe.com'),
  MAIL_FROM: z.string().optional(),
  VIES_URL: z.string().default('https://ec.europa.eu/taxation_customs/vies/rest-api'),
});

/** The parsed environment. */
export type Config = {
  readonly stage: 'local' | 'test' | 'live';
  readonly journalTable: string;
  readonly viewsTable: string;
  readonly profilesTable: string;
  readonly usageTable: string;
  readonly documentsBucket: string;
  readonly queueUrlPrefix: string;
  readonly secretPrefix: string;
  readonly providers: readonly string[];
  readonly publicUrl: string;
  readonly sandboxUrl: string | undefined;
  readonly stripeUrl: string;
  readonly viesUrl: string;
  /** The sender of mails; absent: none can be sent. */
  readonly mailFrom: string | undefined;
};

/** Reads the environment; a missing or wrong value stops the start and is named. */
export function readConfig(environment: Readonly<Record<string, string | undefined>> = process.env): Config {
  const parsed = Environment.safeParse(environment);
  if (!parsed.success) throw new Error(`the environment is not complete: ${z.prettifyError(parsed.error)}`);
  const { data } = parsed;

  return {
    stage: data.STAGE,
    journalTable: data.JOURNAL_TABLE,
    viewsTable: data.VIEWS_TABLE,
    profilesTable: data.PROFILES_TABLE,
    usageTable: data.USAGE_TABLE,
    documentsBucket: data.DOCUMENTS_BUCKET,
    queueUrlPrefix: data.QUEUE_URL_PREFIX,
    secretPrefix: data.SECRET_PREFIX,
    providers: data.PROVIDERS.split(',').filter((name) => name !== ''),
    publicUrl: data.PUBLIC_URL,
    sandboxUrl: data.SANDBOX_URL,
    stripeUrl: data.STRIPE_URL,
    viesUrl: data.VIES_URL,
    mailFrom: data.MAIL_FROM,
  };
}
