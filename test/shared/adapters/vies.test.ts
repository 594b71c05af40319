import { describe, expect, test } from 'vitest';
import { type HttpClient, HttpFault, type HttpRequest } from '../../../shared/adapters/http.ts';
import { viesRegistry } from '../../../shared/adapters/vies.ts';

/** A register that gives these answers in turn, and keeps what it was asked. */
function registerOf(...answers: readonly (object | string | Error)[]) {
  const asked: HttpRequest[] = [];
  const http: HttpClient = async (request) => {
    const answer = answers[asked.length];
    asked.push(request);
    if (answer instanceof Error) throw answer;

    return { status: 200, headers: {}, text: typeof answer === 'string' ? answer : JSON.stringify(answer) };
  };

  return { asked, registry: viesRegistry({ http, baseUrl: 'https://vies.example/rest-api' }) };
}

const QUESTION = { vatId: 'NL123456782B90', requester: 'DE129273398' };
const bodyOf = (request: HttpRequest | undefined) => JSON.parse(request?.body ?? '{}') as object;

describe('a question to VIES', () => {
  test('names the id and who asks, and keeps the id of the consultation', async () => {
    const { registry, asked } = registerOf({ valid: true, userError: 'VALID', requestIdentifier: 'WAPI1' });

    const answer = await registry.check(QUESTION);

    expect(answer).toEqual({ answer: 'valid', consultation: 'WAPI1' });
    expect(asked[0]).toMatchObject({ method: 'POST', url: 'https://vies.example/rest-api/check-vat-number' });
    expect(bodyOf(asked[0])).toEqual({
      countryCode: 'NL',
      vatNumber: '123456782B90',
      requesterMemberStateCode: 'DE',
      requesterNumber: '129273398',
    });
  });

  test('calls Greece EL', async () => {
    const { registry, asked } = registerOf({ valid: true, requestIdentifier: '' });

    const answer = await registry.check({ vatId: 'GR094259216', requester: null });

    expect(answer).toEqual({ answer: 'valid', consultation: null });
    expect(bodyOf(asked[0])).toEqual({ countryCode: 'EL', vatNumber: '094259216' });
  });

  test('that is denied plainly is invalid', async () => {
    const { registry } = registerOf({ valid: false, userError: 'INVALID', requestIdentifier: 'WAPI2' });

    expect(await registry.check(QUESTION)).toEqual({ answer: 'invalid', consultation: 'WAPI2' });
  });

  test.each([
    ['a state that does not answer', { valid: false, userError: 'MS_UNAVAILABLE' }],
    ['too many questions to a state', { valid: false, userError: 'MS_MAX_CONCURRENT_REQ' }],
    [
      'too many questions in all',
      { actionSucceed: false, errorWrappers: [{ error: 'GLOBAL_MAX_CONCURRENT_REQ' }] },
    ],
    ['a service that is away', { actionSucceed: false, errorWrappers: [{ error: 'SERVICE_UNAVAILABLE' }] }],
    ['a timeout of its own', { valid: false, userError: 'TIMEOUT' }],
    ['a word nobody knows', { valid: false, userError: 'SOMETHING_NEW' }],
    ['an answer without an answer', {}],
    ['no JSON', '<html>busy</html>'],
    ['no answer at all', new HttpFault('nothing came')],
  ])('is unavailable, never invalid, by %s', async (_, told) => {
    const { registry } = registerOf(told);

    expect(await registry.check(QUESTION)).toEqual({ answer: 'unavailable', consultation: null });
  });

  test('is asked again without a requester that the register does not know', async () => {
    const { registry, asked } = registerOf(
      { valid: false, userError: 'INVALID_REQUESTER_INFO' },
      { valid: true },
    );

    const answer = await registry.check(QUESTION);

    expect(answer).toEqual({ answer: 'valid', consultation: null });
    expect(bodyOf(asked[1])).toEqual({ countryCode: 'NL', vatNumber: '123456782B90' });
  });

  test('does not hide a fault of our own', async () => {
    const { registry } = registerOf(new RangeError('ours'));

    await expect(registry.check(QUESTION)).rejects.toThrow('ours');
  });
});
