/** An aggregate that too many write at once: a fault that passes. Whoever asked repeats; the edge says so with a 409. */
export class Contended extends Error {
  override readonly name = 'Contended';
}
