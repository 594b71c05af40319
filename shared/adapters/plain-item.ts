/** What the tables hold, as plain data. */

/** An item of this system: nothing but texts, some of them packed into bytes, and numbers. */
export type PlainItem = Readonly<Record<string, string | number | Uint8Array | undefined>>;
