import { expect, it } from 'vitest';
import { arrived, requestIdOf, traceOf } from '../../../shared/edge/arrival.ts';

const event = (given: object) => arrived(given as never); // as strange as the test wants it

it('the names of headers are in lower case, however they came', () => {
  expect(event({ headers: { 'X-One': '1', 'x-TWO': '2' } }).headers).toEqual({ 'x-one': '1', 'x-two': '2' });
});

it('an event with nothing in it has all its parts', () => {
  expect(event({})).toMatchObject({
    headers: {},
    rawPath: '/',
    routeKey: '',
    requestContext: { requestId: 'unknown' },
  });
});

it('the trace is the caller’s, where it is one, else the request', () => {
  const traceparent = `00-${'4'.repeat(32)}-${'5'.repeat(16)}-01`;
  const context = { requestContext: { requestId: 'gateway' } };

  expect(traceOf(event({ headers: { traceparent }, ...context }))).toBe('4'.repeat(32));
  expect(traceOf(event({ headers: { traceparent: 'x' }, ...context }))).toBe('gateway');
  expect(requestIdOf(event({ headers: { 'X-Request-Id': 'mine' }, ...context }))).toBe('mine');
});
