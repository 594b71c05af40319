/** A transport of mail in memory, for tests and the world; what it took lies in `sent`, oldest first. */
import type { Mail, MailMessage } from '../ports.ts';
import { safeMail } from './mail-headers.ts';

/** Takes every mail with a proper address. Like the real one it does not know a repeated mail from a new one. */
export function memoryMail(): Mail & { readonly sent: MailMessage[] } {
  const sent: MailMessage[] = [];

  return {
    sent,
    send: async (message) => {
      const safe = safeMail(message);
      if (!safe) return { status: 'refused', code: 'address_malformed' };
      sent.push(safe);

      return { status: 'sent', reference: `mail-${sent.length}` };
    },
  };
}
