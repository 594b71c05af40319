/** How a rule says what it found. */

/** How a rule says what it found. */
export type Report = (rule: string, field: string, value: string) => void;
