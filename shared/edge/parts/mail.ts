/** The transport of mail. */
import { SESv2Client } from '@aws-sdk/client-sesv2';
import { sesMail } from '../../adapters/ses-mail.ts';
import type { Part } from '../live.ts';

/** Sends mail; one attempt, because a retry of the client could send it twice. */
export const mail: Part = (config) => ({
  mail: sesMail({ client: new SESv2Client({ maxAttempts: 1 }), from: config.mailFrom }),
});
