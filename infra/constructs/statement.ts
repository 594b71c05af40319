/** A role's policy as plain values. */

/** One statement of a role's policy. */
export type Statement = {
  readonly sid: string;
  readonly effect: 'Allow' | 'Deny';
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly conditions?: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
  /** Why a resource holds a wildcard; required where one does. */
  readonly wildcardReason?: string;
};

/** A statement that allows. */
export function allow(sid: string, actions: readonly string[], resources: readonly string[]): Statement {
  return { sid, effect: 'Allow', actions, resources };
}
