/** Where mails end here: the one operation of SES that functions call, over a list that a page shows. Nothing leaves. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import * as z from 'zod';
import { readBody } from '../http/body.ts';
import { listen, type Listening } from '../http/listen.ts';

/** Mails that are kept, in memory; older ones are forgotten. */
export const MAILS_MAX = 100;

/** SES takes no larger mail. */
const BODY_BYTES_MAX = 56_000_000;

/** A caught mail. */
export type CaughtMail = {
  readonly id: number;
  readonly from: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly attachments: readonly {
    readonly fileName: string;
    readonly contentType: string;
    readonly bytes: Buffer;
  }[];
};

/** The caught mails, newest first, and the server that catches them. */
export type Mailbox = Listening & { readonly mails: () => readonly CaughtMail[] };

const Part = z.object({ Data: z.string() });

const SendEmail = z.object({
  FromEmailAddress: z.string(),
  Destination: z.object({ ToAddresses: z.array(z.string()).length(1) }),
  Content: z.object({
    Simple: z.object({
      Subject: Part,
      Body: z.object({ Text: Part }),
      Attachments: z
        .array(z.object({ FileName: z.string(), ContentType: z.string(), RawContent: z.string() }))
        .default([]),
    }),
  }),
});

/** Starts the mailbox on a free port of this machine. */
export async function startMailbox(): Promise<Mailbox> {
  const mails: CaughtMail[] = [];
  let count = 0;
  const handle = async (request: IncomingMessage, response: ServerResponse) => {
    const body = await readBody(request, BODY_BYTES_MAX);
    const isSend = request.method === 'POST' && request.url === '/v2/email/outbound-emails';
    const parsed = isSend ? SendEmail.safeParse(JSON.parse(body?.toString('utf8') || '{}')) : null;
    if (!parsed?.success) {
      response.writeHead(400, {
        'content-type': 'application/json',
        'x-amzn-errortype': 'BadRequestException',
      });
      response.end(JSON.stringify({ message: 'the local mailbox takes one plain mail to one address' }));
      return;
    }
    count += 1;
    mails.unshift(caught(count, parsed.data));
    mails.splice(MAILS_MAX);
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ MessageId: `local-${count}` }));
  };

  return { ...(await listen({ port: 0, handle })), mails: () => mails };
}

function caught(
  id: number,
  { FromEmailAddress, Destination, Content }: z.infer<typeof SendEmail>,
): CaughtMail {
  const { Subject, Body, Attachments } = Content.Simple;

  return {
    id,
    from: FromEmailAddress,
    to: Destination.ToAddresses.join(', '),
    subject: Subject.Data,
    text: Body.Text.Data,
    attachments: Attachments.map(({ FileName, ContentType, RawContent }) => ({
      fileName: FileName,
      contentType: ContentType,
      bytes: Buffer.from(RawContent, 'base64'),
    })),
  };
}
