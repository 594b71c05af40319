/** The tenant, its legal entities and its API keys on the wire. */
import * as z from 'zod';
import { Branding, BrandingShown } from './branding.ts';
import {
  CivilDateBody,
  Currency,
  id,
  InstantBody,
  listOf,
  ListQuery,
  unprintedText,
  Zone,
} from './common.ts';
import { HANDLING_GIVEN } from './handling.ts';
import { NumberPattern, NumberReset, NumberScope } from './number-patterns.ts';
import { route, SCOPES } from './route.ts';
import { AccountingCurrency, LegalEntityChange, PREPAID, RevenueRecognition } from './seller-changes.ts';
import { DETAILS_GIVEN } from './seller-details.ts';
import { PLACE_GIVEN, TAXATION } from './taxation.ts';

const SELLER = z.strictObject({
  ...DETAILS_GIVEN,
  /** IANA zone: in which the date of issue and the year of a series are told. */
  zone: Zone,
  currency: Currency,
  /** Left out: that of its country, or EUR. Documents in another currency state their tax in it, too. */
  accounting_currency: AccountingCurrency.optional(),
  ...PREPAID.given,
  invoice_numbers: NumberPattern.default('INV-{year}-{number:5}'),
  credit_note_numbers: NumberPattern.default('CN-{year}-{number:5}'),
  number_scope: NumberScope.default('legal_entity'),
  number_reset: NumberReset.default('yearly'),
  tax_rates: TAXATION.tax_rates.default(null),
  small_business: TAXATION.small_business.default(false),
  small_business_note: TAXATION.small_business_note.default(null),
  oss_from: TAXATION.oss_from.default(null),
  vat_check: TAXATION.vat_check.default('wait'),
  ...PLACE_GIVEN,
  branding: Branding.default({ accent_color: null, logo: null }),
  ...HANDLING_GIVEN,
  revenue_recognition: RevenueRecognition.default('by_day'),
});

/** A seller. */
export const NewLegalEntity = SELLER.meta({ id: 'NewLegalEntity' });

/** A parsed legal entity. */
export type NewLegalEntity = z.infer<typeof NewLegalEntity>;

/** A seller as answered. */
export const LegalEntity = SELLER.extend({
  id: id('legalEntity'),
  object: z.literal('legal_entity'),
  branding: BrandingShown,
  accounting_currency: AccountingCurrency,
  ...PREPAID.shown,
  /** The last day for which its rates are known; documents of later supplies are refused. Null: without end. */
  tax_table_known_until: CivilDateBody.nullable(),
  created_at: InstantBody,
}).meta({ id: 'LegalEntity' });

/** A parsed `LegalEntity`. */
export type LegalEntity = z.infer<typeof LegalEntity>;

/** The tenant as answered. */
export const Tenant = z
  .strictObject({
    id: id('tenant'),
    object: z.literal('tenant'),
    name: z.string(),
    legal_entities: z.array(id('legalEntity')),
    created_at: InstantBody,
  })
  .meta({ id: 'Tenant' });

/** A new key. */
export const NewApiKey = z
  .strictObject({ label: unprintedText(80), scopes: z.array(z.enum(SCOPES)).min(1).max(SCOPES.length) })
  .meta({ id: 'NewApiKey' });

/** A parsed `NewApiKey`. */
export type NewApiKey = z.infer<typeof NewApiKey>;

/** A key as answered: never its secret. */
export const ApiKey = z
  .strictObject({
    id: id('apiKey'),
    object: z.literal('api_key'),
    label: z.string(),
    status: z.enum(['active', 'revoked']),
    scopes: z.array(z.enum(SCOPES)),
    expires_at: InstantBody.nullable(),
    created_at: InstantBody,
  })
  .meta({ id: 'ApiKey' });

/** A parsed `ApiKey`. */
export type ApiKey = z.infer<typeof ApiKey>;

/** The only answer that holds the secret; a repeated request gets null in its place. */
export const IssuedApiKey = ApiKey.extend({ secret: z.string().nullable() }).meta({ id: 'IssuedApiKey' });

/** How long the old key goes on after a rotation. */
export const Rotation = z
  .strictObject({ overlap_hours: z.int().min(0).max(168).default(24) })
  .meta({ id: 'Rotation' });

/** A parsed `Rotation`. */
export type Rotation = z.infer<typeof Rotation>;

const tag = 'Tenant';

/** The routes of tenant, legal entities and keys. */
export const tenantRoutes = {
  get: route({
    method: 'GET',
    path: '/v1/tenant',
    summary: 'Show the tenant',
    tag,
    scope: 'admin',
    idempotency: 'none',
    answer: Tenant,
    status: 200,
    refusals: [],
  }),
  registerEntity: route({
    method: 'POST',
    path: '/v1/legal_entities',
    summary: 'Register a legal entity',
    tag,
    scope: 'admin',
    idempotency: 'required',
    body: NewLegalEntity,
    answer: LegalEntity,
    status: 201,
    refusals: [
      'branding.contrast_low',
      'branding.logo_unusable',
      'legal_entity.numbers_unfit',
      'tax.rate_unknown',
      'tenant.legal_entities_max',
    ],
  }),
  listEntities: route({
    method: 'GET',
    path: '/v1/legal_entities',
    summary: 'List legal entities',
    tag,
    scope: 'admin',
    idempotency: 'none',
    answer: listOf(LegalEntity, 'LegalEntityList'),
    status: 200,
    refusals: [],
  }),
  getEntity: route({
    method: 'GET',
    path: '/v1/legal_entities/{legal_entity_id}',
    summary: 'Show a legal entity',
    tag,
    scope: 'admin',
    idempotency: 'none',
    answer: LegalEntity,
    status: 200,
    refusals: ['legal_entity.not_found'],
  }),
  changeEntity: route({
    method: 'PATCH',
    path: '/v1/legal_entities/{legal_entity_id}',
    summary:
      'Change what a legal entity is called, how it is paid and taxed, and how its documents look, are numbered and handled',
    tag,
    scope: 'admin',
    idempotency: 'none',
    body: LegalEntityChange,
    answer: LegalEntity,
    status: 200,
    refusals: [
      'branding.contrast_low',
      'branding.logo_unusable',
      'legal_entity.country_fixed',
      'legal_entity.not_found',
      'legal_entity.numbers_unfit',
      'legal_entity.numbers_collide',
      'legal_entity.numbering_changes_max',
      'legal_entity.tax_id_missing',
      'tax.rate_unknown',
    ],
  }),
  issueKey: route({
    method: 'POST',
    path: '/v1/api_keys',
    summary: 'Issue an API key; its secret is shown once',
    tag,
    scope: 'admin',
    idempotency: 'required',
    body: NewApiKey,
    answer: IssuedApiKey,
    status: 201,
    refusals: [],
  }),
  listKeys: route({
    method: 'GET',
    path: '/v1/api_keys',
    summary: 'List API keys',
    tag,
    scope: 'admin',
    idempotency: 'none',
    query: ListQuery,
    answer: listOf(ApiKey, 'ApiKeyList'),
    status: 200,
    refusals: ['cursor.invalid'],
  }),
  rotateKey: route({
    method: 'POST',
    path: '/v1/api_keys/{api_key_id}/rotate',
    summary: 'Issue the successor of a key; the old one ends after an overlap',
    tag,
    scope: 'admin',
    idempotency: 'required',
    body: Rotation,
    answer: IssuedApiKey,
    status: 201,
    refusals: ['api_key.not_found'],
  }),
  revokeKey: route({
    method: 'POST',
    path: '/v1/api_keys/{api_key_id}/revoke',
    summary: 'Revoke a key at once',
    tag,
    scope: 'admin',
    idempotency: 'none',
    answer: ApiKey,
    status: 200,
    refusals: ['api_key.not_found'],
  }),
};
