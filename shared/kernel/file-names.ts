/** Names of files. */

/** A legal number as the name of a file, without what some systems do not take. */
export function fileNameOf(number: string): string {
  return number.replaceAll(/[^A-Za-z0-9.-]/g, '-');
}
