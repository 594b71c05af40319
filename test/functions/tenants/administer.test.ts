import { describe, expect, it } from 'vitest';
import { LEGAL_ENTITIES_MAX } from '../../../shared/domain/tenants.ts';
import { logoKey } from '../../../shared/documents/logo.ts';
import { pdfKey } from '../../../shared/journal/keys.ts';
import { sha256Hex } from '../../../shared/kernel/hash.ts';
import { readFrozen } from '../../../shared/flows/freezing.ts';
import { ADDRESS, made, openBusiness, orderOf, placeAndInvoice, SELLER } from '../../kit/goods.ts';
import { type House, openHouse } from '../../kit/house.ts';
import { pngOf } from '../../shared/documents/png-maker.ts';

const KEY = '/v1/api_keys/{api_key_id}';

const isIn = async (house: House, token: string) => (await house.get('/v1/orders', { token })).status !== 401;

describe('a tenant', () => {
  it('knows its sellers at once', async () => {
    const house = await openHouse();
    const entity = await made(house.post('/v1/legal_entities', SELLER));

    expect((await house.get('/v1/tenant')).body).toMatchObject({
      id: house.tenant,
      name: 'House',
      legal_entities: [entity],
    });
    expect((await house.get('/v1/legal_entities')).body).toMatchObject({
      data: [{ id: entity, ...SELLER }],
      next_cursor: null,
    });
    expect(
      (await house.get('/v1/legal_entities/{legal_entity_id}', { params: { legal_entity_id: entity } })).body,
    ).toMatchObject({
      invoice_numbers: 'INV-{year}-{number:5}',
      credit_note_numbers: 'CN-{year}-{number:5}',
    });
  });

  it('has a bounded number of sellers, and one too many leaves nothing behind', async () => {
    const house = await openHouse();
    for (let index = 0; index < LEGAL_ENTITIES_MAX; index += 1)
      await house.post('/v1/legal_entities', SELLER);
    const before = house.journal.stream.length;

    const told = await house.post('/v1/legal_entities', SELLER);

    expect(told).toMatchObject({ status: 422, body: { code: 'tenant.legal_entities_max' } });
    expect(house.journal.stream.length).toBe(before);
  });

  it('that died between a seller and its list has it listed by the repetition', async () => {
    const house = await openHouse();
    let appends = 0;
    const { journal } = house.ports;
    const dying = {
      ...journal,
      append: async (commit: Parameters<typeof journal.append>[0]) => {
        appends += 1;
        if (appends === 2) throw new Error('died');
        return journal.append(commit);
      },
    };

    const first = await house.ask(
      { method: 'POST', route: '/v1/legal_entities', key: 'one', body: SELLER },
      { journal: dying },
    );
    const again = await house.ask({ method: 'POST', route: '/v1/legal_entities', key: 'one', body: SELLER });

    expect([first.status, again.status]).toEqual([500, 201]);
    expect((await house.get('/v1/tenant')).body.legal_entities).toEqual([again.body.id]);
  });
});

describe('a seller is refused', () => {
  it.each([
    ['#/zone', { zone: 'Europe/Atlantis' }],
    ['#/zone', { zone: '+01:00' }],
    ['#/currency', { currency: 'XXX' }],
    ['#/address/country', { address: { ...ADDRESS, country: 'de' } }],
    ['#/iban', { iban: 'DE00 1234' }],
    ['#/vat_id', { vat_id: '123' }],
    ['#/invoice_numbers', { invoice_numbers: 'INV-{number}' }],
    ['#/invoice_numbers', { invoice_numbers: '{year}-{number:5}-X' }],
    ['#/invoice_numbers', { invoice_numbers: 'RE {year}{number}' }],
    [
      '#/credit_note_numbers',
      { invoice_numbers: 'R{year}-{number:5}', credit_note_numbers: 'R{year}-{number:4}' },
    ],
    ['#/invoice_numbers', { invoice_numbers: '{month}-{year}-{number}' }],
    [
      '#/credit_note_numbers',
      { invoice_numbers: 'R{year}{month}{number}', credit_note_numbers: 'R{year}{number}' },
    ],
    ['#/footer', { footer: ['a', 'b', 'c', 'd', 'e'] }],
    ['#/payment_terms_days', { payment_terms_days: 181 }],
  ])('at %s', async (pointer, more) => {
    const house = await openHouse();

    const told = await house.post('/v1/legal_entities', { ...SELLER, ...more });

    expect([told.status, told.body.errors[0].pointer]).toEqual([422, pointer]);
  });
});

describe('a key', () => {
  it('is issued with its secret once, listed without it, and opens what its scopes name', async () => {
    const house = await openHouse();

    const issued = await house.post(
      '/v1/api_keys',
      { label: 'Till', scopes: ['orders:read'] },
      { key: 'till' },
    );
    const again = await house.post(
      '/v1/api_keys',
      { label: 'Till', scopes: ['orders:read'] },
      { key: 'till' },
    );
    await house.drain();

    expect(issued.body).toMatchObject({
      label: 'Till',
      status: 'active',
      scopes: ['orders:read'],
      expires_at: null,
    });
    expect(again.body).toEqual({ ...issued.body, secret: null });
    expect(await isIn(house, issued.body.secret)).toBe(true);
    expect((await house.get('/v1/tenant', { token: issued.body.secret })).status).toBe(403);
    const list = await house.get('/v1/api_keys');
    expect(list.body.data).toHaveLength(2);
    expect(JSON.stringify([list.body, house.observer.lines])).not.toMatch(/secret|sk_/i);
  });

  it('revoked is closed from that request on', async () => {
    const house = await openHouse();
    const issued = await house.post('/v1/api_keys', { label: 'Till', scopes: ['orders:read'] });
    const params = { api_key_id: issued.body.id };

    const told = await house.ask({ method: 'POST', route: `${KEY}/revoke`, params });
    const again = await house.ask({ method: 'POST', route: `${KEY}/revoke`, params });

    expect([told.body.status, again.body.status]).toEqual(['revoked', 'revoked']);
    expect(await isIn(house, issued.body.secret)).toBe(false);
  });

  it('rotated overlaps with its successor, and then ends', async () => {
    const house = await openHouse();
    const old = await house.post('/v1/api_keys', { label: 'Till', scopes: ['orders:read'] });
    const params = { api_key_id: old.body.id };

    const next = await house.post(`${KEY}/rotate`, { overlap_hours: 2 }, { params });
    expect(next.body).toMatchObject({ label: 'Till', scopes: ['orders:read'], expires_at: null });

    house.clock.advance({ minutes: 119 });
    expect(await isIn(house, old.body.secret)).toBe(true);
    house.clock.advance({ minutes: 1 });
    expect(await isIn(house, old.body.secret)).toBe(false);
    expect(await isIn(house, next.body.secret)).toBe(true);
  });

  it('rotated twice never lives longer than the first rotation said', async () => {
    const house = await openHouse();
    const old = await house.post('/v1/api_keys', { label: 'Till', scopes: ['orders:read'] });
    const params = { api_key_id: old.body.id };

    await Promise.all([
      house.post(`${KEY}/rotate`, { overlap_hours: 1 }, { params }),
      house.post(`${KEY}/rotate`, { overlap_hours: 100 }, { params }),
    ]);
    house.clock.advance({ hours: 1 });

    expect(await isIn(house, old.body.secret)).toBe(false);
  });

  it('that nobody issued can be neither rotated nor revoked', async () => {
    const house = await openHouse();
    const params = { api_key_id: `key_${'0'.repeat(26)}` };

    expect((await house.post(`${KEY}/rotate`, {}, { params })).body.code).toBe('api_key.not_found');
    expect((await house.ask({ method: 'POST', route: `${KEY}/revoke`, params })).body.code).toBe(
      'api_key.not_found',
    );
  });
});

describe("a seller's colour", () => {
  const ROUTE = '/v1/legal_entities/{legal_entity_id}';
  const change = (house: House, entity: string, body: unknown) =>
    house.ask({ method: 'PATCH', route: ROUTE, params: { legal_entity_id: entity }, body });
  const accentOf = async (house: House, invoice: string) => {
    const issued = house.journal.stream
      .filter(({ id }) => id === invoice)
      .flatMap(({ facts }) => facts)
      .find(({ type }) => type === 'invoice.issued');
    const { content } = (issued?.data ?? {}) as { content?: string };
    const frozen = await readFrozen(house.tenant, content ?? '', house.ports);
    return (frozen.content as { accent?: string }).accent;
  };

  it('is on the documents issued from then on', async () => {
    const house = await openHouse();
    const { entity, customer } = await openBusiness(house);
    const before = await placeAndInvoice(house, orderOf(customer));

    const told = await change(house, entity, { branding: { accent_color: '#1d4ed8' } });
    const after = await placeAndInvoice(house, orderOf(customer));

    expect(told).toMatchObject({ status: 200, body: { branding: { accent_color: '#1d4ed8' } } });
    expect(await accentOf(house, before.invoice)).toBeUndefined();
    expect(await accentOf(house, after.invoice)).toBe('#1d4ed8');
  });

  it('is changed together with its taxation, or alone', async () => {
    const house = await openHouse();
    const { entity } = await openBusiness(house, { branding: { accent_color: '#1d4ed8' } });

    const both = await change(house, entity, {
      oss_from: '2027-01-01',
      branding: { accent_color: '#7c2d12' },
    });
    const alone = await change(house, entity, { branding: { accent_color: null } });

    expect(both.body).toMatchObject({ oss_from: '2027-01-01', branding: { accent_color: '#7c2d12' } });
    expect(alone.body).toMatchObject({ oss_from: '2027-01-01', branding: { accent_color: null } });
  });

  it('too pale for white paper is refused, and nothing is recorded', async () => {
    const house = await openHouse();
    const { entity } = await openBusiness(house);
    const pale = { branding: { accent_color: '#ffd400' } };

    const changed = await change(house, entity, pale);
    const registered = await house.post('/v1/legal_entities', { ...SELLER, ...pale });

    expect(changed).toMatchObject({ status: 422, body: { code: 'branding.contrast_low' } });
    expect(registered).toMatchObject({ status: 422, body: { code: 'branding.contrast_low' } });
    expect((await house.get('/v1/tenant')).body.legal_entities).toEqual([entity]);
  });
});

describe("a seller's logo", () => {
  const ROUTE = '/v1/legal_entities/{legal_entity_id}';
  const LOGO = pngOf([
    [
      [20, 60, 120, 255],
      [20, 60, 120, 0],
    ],
  ]).toString('base64');

  it('is kept by its content, stays when only the colour changes, and is printed', async () => {
    const house = await openHouse();
    const { entity, customer } = await openBusiness(house, { branding: { logo: LOGO } });
    const params = { legal_entity_id: entity };

    const colour = { branding: { accent_color: '#1d4ed8' } };
    const told = await house.ask({ method: 'PATCH', route: ROUTE, params, body: colour });
    const { invoice } = await placeAndInvoice(house, orderOf(customer));

    expect(told.body.branding).toMatchObject({ accent_color: '#1d4ed8', logo: { width: 2, height: 1 } });
    const kept = await house.ports.documents.get(logoKey(house.tenant, told.body.branding.logo.sha256));
    expect(sha256Hex(kept ?? '')).toBe(told.body.branding.logo.sha256);
    const pdf = await house.ports.documents.get(pdfKey({ tenant: house.tenant, id: invoice }));
    expect(Buffer.from(pdf ?? []).toString('latin1')).toContain('/Subtype /Image');
  });

  it('is taken away by null, and refused when it cannot be printed', async () => {
    const house = await openHouse();
    const { entity } = await openBusiness(house, { branding: { logo: LOGO } });
    const ask = (logo: string | null) =>
      house.ask({
        method: 'PATCH',
        route: ROUTE,
        params: { legal_entity_id: entity },
        body: { branding: { logo } },
      });

    expect(await ask('R0lGODlh')).toMatchObject({ status: 422, body: { code: 'branding.logo_unusable' } });
    expect((await ask(null)).body.branding).toEqual({ accent_color: null, logo: null });
    expect(
      await house.post('/v1/legal_entities', { ...SELLER, branding: { logo: 'R0lGODlh' } }),
    ).toMatchObject({ status: 422, body: { code: 'branding.logo_unusable' } });
  });
});
