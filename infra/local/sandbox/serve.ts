/** The sandbox as a function: a request and the record in, an answer (or silence) and changes out. */
import { calls } from './calls.ts';
import type { Context } from './charges.ts';
import { apply, type Change, type Ledger } from './ledger.ts';
import { pages } from './pages.ts';
import { passTime } from './passage.ts';
import { type Decision, refused, type SandboxAnswer, type SandboxRequest, type Visit } from './route.ts';

/** Lets time pass, answers one request and applies what follows; returns the changes for whoever keeps them. */
export function serve(
  ledger: Ledger,
  request: SandboxRequest,
  context: Context,
): { readonly answer: SandboxAnswer | null; readonly changes: readonly Change[] } {
  const passed = passTime(ledger, context.now);
  apply(ledger, passed);

  const { answer, changes, isSilent } = decide({ ledger, request, context });
  apply(ledger, changes);
  return { answer: isSilent === true ? null : answer, changes: [...passed, ...changes] };
}

function decide(visit: Omit<Visit, 'parts'>): Decision {
  const { method, path, headers } = visit.request;
  // A browser gets pages where a program gets JSON, at the same address.
  const isBrowser = headers.accept?.includes('text/html') === true;
  const routes = isBrowser ? [...pages, ...calls] : [...calls, ...pages];

  for (const [routeMethod, pattern, run] of routes) {
    const match = routeMethod === method ? pattern.exec(path) : null;
    if (match !== null) return run({ ...visit, parts: match.slice(1) });
  }
  return refused(404, 'route.unknown', 'The sandbox has nothing here.');
}
