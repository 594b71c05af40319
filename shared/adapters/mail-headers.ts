/** What may stand in the head of a mail: a line break there would begin a header of its own. */
import type { MailMessage } from '../ports.ts';

/** The most characters of a subject. */
const SUBJECT_MAX = 200;

const CONTROL = /[\p{Cc}\u2028\u2029]+/gu;
/** What turns the direction of writing makes a subject read as another. */
const TURNS = /\p{Bidi_Control}+/gu;
const HALF_AT_THE_END = /\p{Cs}$/u;

/** One address and nothing else: no list, no name, no comment, no line break. */
const ADDRESS = /^[^\s@<>(),;:"\\[\]\p{Cc}]{1,64}@[A-Za-z0-9.-]{1,190}$/u;

/** The message as it may travel, or null where the address is not a single one. */
export function safeMail(message: MailMessage): MailMessage | null {
  if (!ADDRESS.test(message.to)) return null;
  const subject = message.subject
    .replaceAll(TURNS, '')
    .replaceAll(CONTROL, ' ')
    .trim()
    .slice(0, SUBJECT_MAX)
    .replace(HALF_AT_THE_END, '');
  const attachments = message.attachments.map((each) => ({
    ...each,
    fileName: each.fileName.replaceAll(/[^A-Za-z0-9._-]/g, '-'),
  }));

  return { ...message, subject, attachments };
}
