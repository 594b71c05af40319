/** Secrets in memory, for tests, the world and the local cloud. */
import type { Secrets } from '../ports.ts';

/** The given secrets, newest value first. Reading one that was not given is a fault that names it. */
export function memorySecrets(values: Readonly<Record<string, readonly string[]>>): Secrets & {
  /** Puts a new value before the current one; the one before that is no longer valid. */
  readonly rotate: (name: string, value: string) => void;
} {
  const secrets = new Map<string, readonly string[]>(Object.entries(values));

  return {
    read: async (name) => {
      const found = secrets.get(name);
      if (!found) throw new Error(`there is no secret ${name}`);

      return found;
    },
    rotate: (name, value) => {
      secrets.set(name, [value, ...(secrets.get(name) ?? []).slice(0, 1)]);
    },
  };
}
