/** A received message as a record of Lambda's SQS event. */
import type { Message } from '@aws-sdk/client-sqs';
import type { SQSRecord } from 'aws-lambda';

/** The record; the attributes that Lambda promises are there even where a server leaves them out. */
export function recordOf(
  message: Message,
  from: { readonly arn: string; readonly region: string },
): SQSRecord {
  return {
    messageId: message.MessageId ?? '',
    receiptHandle: message.ReceiptHandle ?? '',
    body: message.Body ?? '',
    attributes: {
      ApproximateReceiveCount: '1',
      SentTimestamp: '0',
      SenderId: 'local',
      ApproximateFirstReceiveTimestamp: '0',
      ...message.Attributes,
    },
    messageAttributes: attributesOf(message),
    md5OfBody: message.MD5OfBody ?? '',
    eventSource: 'aws:sqs',
    eventSourceARN: from.arn,
    awsRegion: from.region,
  };
}

function attributesOf({ MessageAttributes = {} }: Message): SQSRecord['messageAttributes'] {
  const entries = Object.entries(MessageAttributes).map(
    ([name, { StringValue, BinaryValue, DataType = 'String' }]) => [
      name,
      {
        ...(StringValue === undefined ? {} : { stringValue: StringValue }),
        ...(BinaryValue === undefined ? {} : { binaryValue: Buffer.from(BinaryValue).toString('base64') }),
        dataType: DataType,
        stringListValues: [],
        binaryListValues: [],
      },
    ],
  );

  return Object.fromEntries(entries);
}
