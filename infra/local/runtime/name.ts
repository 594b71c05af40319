/** A function's name as a file name. */
export function resourceFileOf(functionName: string): string {
  return functionName.replaceAll(/[^A-Za-z0-9._-]/g, '-');
}
