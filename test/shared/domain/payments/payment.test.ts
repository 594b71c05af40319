import { expect, test } from 'vitest';
import { dayReceived } from '../../../../shared/domain/payments/payment.ts';

test('a transfer came on the day that was told, wherever the seller is', () => {
  const booked = { channel: 'bank', settledAt: '2026-11-26T00:00:00.000Z' } as const;

  expect(dayReceived(booked, 'America/New_York')).toBe('2026-11-26');
  expect(dayReceived(booked, 'Asia/Tokyo')).toBe('2026-11-26');
});

test('a charge came on the day that it was where the seller is', () => {
  const charged = { channel: 'automatic', settledAt: '2026-11-26T23:30:00.000Z' } as const;

  expect(dayReceived(charged, 'America/New_York')).toBe('2026-11-26');
  expect(dayReceived(charged, 'Asia/Tokyo')).toBe('2026-11-27');
});
