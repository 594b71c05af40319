/** The secrets of the local cloud: made once as the template says, kept in the data folder, rotated like the real ones. */
import { randomInt, randomUUID } from 'node:crypto';
import * as z from 'zod';
import { readStored, writeJson } from '../folder.ts';
import { parseProperties } from '../template/parse.ts';
import type { World } from '../template/scope.ts';

/** One secret: its current value and, after a rotation, the one before. */
export type Secret = {
  readonly name: string;
  readonly arn: string;
  readonly current: { readonly id: string; readonly text: string } | null;
  readonly previous: { readonly id: string; readonly text: string } | null;
};

/** Reads by name or ARN, and puts a new current value. */
export type SecretStore = {
  readonly find: (reference: string) => Secret | undefined;
  readonly put: (reference: string, text: string) => Secret | undefined;
};

/** Opens the file, generates the values that are still missing, and learns the ARNs. */
export function openSecrets(world: World, path: string): SecretStore {
  const secrets = new Map(readStored(path, StoredSecrets, []).map((secret) => [secret.name, secret]));
  for (const found of world.find('AWS::SecretsManager::Secret')) {
    const arn = world.value(found).ref;
    const known = secrets.get(found.name);
    if (!known)
      secrets.set(found.name, {
        name: found.name,
        arn,
        current: firstValue(parseProperties(found, SecretProperties)),
        previous: null,
      });
  }
  const save = () => writeJson(path, [...secrets.values()]);
  save();
  const find = (reference: string) =>
    [...secrets.values()].find(({ name, arn }) => reference === name || reference === arn);

  return {
    find,
    put: (reference, text) => {
      const secret = find(reference);
      if (!secret) return undefined;
      const rotated = { ...secret, current: { id: randomUUID(), text }, previous: secret.current };
      secrets.set(secret.name, rotated);
      save();

      return rotated;
    },
  };
}

const StoredValue = z.object({ id: z.string(), text: z.string() }).nullable();

const StoredSecrets = z.array(
  z.object({ name: z.string(), arn: z.string(), current: StoredValue, previous: StoredValue }),
);

const SecretProperties = z.object({
  SecretString: z.string().optional(),
  GenerateSecretString: z
    .object({
      PasswordLength: z.coerce.number().default(32),
      ExcludePunctuation: z.boolean().default(false),
      ExcludeCharacters: z.string().default(''),
      ExcludeNumbers: z.boolean().default(false),
      ExcludeUppercase: z.boolean().default(false),
      ExcludeLowercase: z.boolean().default(false),
      SecretStringTemplate: z.string().optional(),
      GenerateStringKey: z.string().optional(),
    })
    .optional(),
});

type Generation = NonNullable<z.infer<typeof SecretProperties>['GenerateSecretString']>;

function firstValue({
  SecretString,
  GenerateSecretString,
}: z.infer<typeof SecretProperties>): Secret['current'] {
  if (SecretString !== undefined) return { id: randomUUID(), text: SecretString };
  if (!GenerateSecretString) return null;
  const { SecretStringTemplate, GenerateStringKey } = GenerateSecretString;
  const generated = generate(GenerateSecretString);
  if (SecretStringTemplate === undefined || GenerateStringKey === undefined)
    return { id: randomUUID(), text: generated };
  const template = z.record(z.string(), z.unknown()).parse(JSON.parse(SecretStringTemplate));

  return { id: randomUUID(), text: JSON.stringify({ ...template, [GenerateStringKey]: generated }) };
}

function generate(rules: Generation): string {
  const sets = [
    rules.ExcludeLowercase ? '' : 'abcdefghijklmnopqrstuvwxyz',
    rules.ExcludeUppercase ? '' : 'ABCDEFGHIJKLMNOPQRSTUVWXYZ',
    rules.ExcludeNumbers ? '' : '0123456789',
    rules.ExcludePunctuation ? '' : '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~',
  ];
  const alphabet = [...sets.join('')].filter((character) => !rules.ExcludeCharacters.includes(character));

  return Array.from({ length: rules.PasswordLength }, () => alphabet[randomInt(alphabet.length)]).join('');
}
